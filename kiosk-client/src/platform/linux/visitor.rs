//! The visitor's desktop as a unit of systemd.
use super::SystemOptions;
use crate::machine::Desktop;
use guichet_protocol::UsbPolicy;
use std::path::PathBuf;
use tokio::process::Command;
use tracing::error;
use uuid::Uuid;

/// Whose desktop it is, for a client that starts again.
const OWNER: &str = "desktop-of";
/// The units that let USB sticks in while they are there, by what sticks can do.
const STICKS: [(UsbPolicy, &str); 2] =
    [(UsbPolicy::ReadOnly, "guichet-usb@read_only.service"), (UsbPolicy::ReadWrite, "guichet-usb@read_write.service")];

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

    /// Starts it for this session, or leaves it as it is when it is there for it already. What its USB sticks can do holds
    /// for the whole session.
    ///
    /// # Errors
    /// When the session's desktop is not there.
    pub async fn start(&self, session: Uuid, sticks: UsbPolicy) -> Result<(), String> {
        if self.found().await != Desktop::Of(session) {
            allow(sticks).await;
        }
        if let Some(path) = &self.owner {
            tokio::fs::write(path, session.to_string()).await.map_err(|error| error.to_string())?;
        }
        systemctl("start", &[&self.unit]).await
    }

    /// Ends every program of the visitor.
    ///
    /// # Errors
    /// When something of them may still be there.
    pub async fn stop(&self) -> Result<(), String> {
        systemctl("stop", &[&self.unit]).await?;
        // Nobody writes any more: what is on the sticks is brought to its end, and they are let go.
        systemctl("stop", &STICKS.map(|(_, unit)| unit)).await?;
        if let Some(path) = &self.owner {
            // It may never have been there.
            let _ = tokio::fs::remove_file(path).await;
        }
        Ok(())
    }
}

/// Without its sticks a session is still one.
async fn allow(sticks: UsbPolicy) {
    for (_, unit) in STICKS.iter().filter(|(policy, _)| *policy == sticks) {
        if let Err(error) = systemctl("start", &[unit]).await {
            error!(error, "USB sticks stay off");
        }
    }
}

async fn systemctl(verb: &str, units: &[&str]) -> Result<(), String> {
    let status = Command::new("systemctl").args(["--no-ask-password", verb]).args(units).status().await;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("systemctl {verb} {}: {status}", units.join(" "))),
        Err(error) => Err(format!("systemctl {verb} {}: {error}", units.join(" "))),
    }
}
