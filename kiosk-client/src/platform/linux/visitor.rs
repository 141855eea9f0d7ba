//! The visitor's desktop as a unit of systemd.
use super::SystemOptions;
use crate::machine::Desktop;
use std::path::PathBuf;
use tokio::process::Command;
use uuid::Uuid;

/// Whose desktop it is, for a client that starts again.
const OWNER: &str = "desktop-of";

/// The unit, which takes everything of a visitor with it when it stops.
#[derive(Debug)]
pub struct Visitor {
    unit: String,
    owner: Option<PathBuf>,
}

impl Visitor {
    /// The unit to start and stop, where one was named.
    pub fn new(options: &SystemOptions) -> Option<Self> {
        let owner = options.run_dir().map(|folder| folder.join(OWNER));
        options.visitor_unit.clone().map(|unit| Self { unit, owner })
    }

    /// Whose desktop an earlier run of this program left.
    pub async fn found(&self) -> Desktop {
        let Some(path) = &self.owner else {
            return Desktop::Unknown;
        };
        let text = tokio::fs::read_to_string(path).await.unwrap_or_default();
        text.trim().parse().map_or(Desktop::Unknown, Desktop::Of)
    }

    /// Starts it for this session, or leaves it as it is when it is there for it already.
    ///
    /// # Errors
    /// When the session's desktop is not there.
    pub async fn start(&self, session: Uuid) -> Result<(), String> {
        if let Some(path) = &self.owner {
            tokio::fs::write(path, session.to_string()).await.map_err(|error| error.to_string())?;
        }
        self.systemctl("start").await
    }

    /// Ends every program of the visitor.
    ///
    /// # Errors
    /// When something of them may still be there.
    pub async fn stop(&self) -> Result<(), String> {
        self.systemctl("stop").await?;
        if let Some(path) = &self.owner {
            // It may never have been there.
            let _ = tokio::fs::remove_file(path).await;
        }
        Ok(())
    }

    async fn systemctl(&self, verb: &str) -> Result<(), String> {
        let status = Command::new("systemctl").args(["--no-ask-password", verb, &self.unit]).status().await;
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("systemctl {verb} {}: {status}", self.unit)),
            Err(error) => Err(format!("systemctl {verb} {}: {error}", self.unit)),
        }
    }
}
