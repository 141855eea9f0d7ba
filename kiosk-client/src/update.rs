//! Newer software for the station: a unit of the system's takes it, from the channel that the server names.
use crate::kept;
use guichet_protocol::UpdateChannel;
use std::path::{Path, PathBuf};
use tokio::process::Command;
use tracing::{error, info};

/// Where the unit looks for the channel, in the station's state folder: it holds over a restart without a line.
const CHANNEL: &str = "update-channel";
/// Where the unit leaves what it had to complain of.
const SAID: &str = "/run/guichet-update/said";
const SAID_CHARS: usize = 300;

/// What the unit is to know.
#[derive(Debug)]
pub struct Updates {
    file: Option<PathBuf>,
    channel: Option<UpdateChannel>,
}

impl Updates {
    /// Tells the unit, where there is one, in the station's state folder.
    pub fn new(unit: Option<&str>, state_dir: &Path) -> Self {
        let file = unit.map(|_| state_dir.join(CHANNEL));
        Self { file, channel: None }
    }

    /// From which channel software comes.
    pub fn follow(&mut self, channel: UpdateChannel) {
        if self.channel.replace(channel) == Some(channel) {
            return;
        }
        if let Some(file) = &self.file
            && let Err(error) = kept::write_private(file, format!("{channel}\n").as_bytes())
        {
            error!(%error, "the update channel cannot be kept");
        }
    }
}

/// Takes the newest software. Where that is newer than this program, this program ends before it is over.
///
/// # Errors
/// A sentence for the operator.
pub async fn run(unit: Option<&str>) -> Result<(), String> {
    let unit = unit.ok_or("nothing on this station takes newer software")?;
    let status = Command::new("systemctl").args(["--no-ask-password", "start", unit]).status().await;
    let result = match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(said().await.unwrap_or_else(|| format!("{unit}: {status}"))),
        Err(error) => Err(format!("{unit}: {error}")),
    };
    match &result {
        Ok(()) => info!("update: done"),
        Err(error) => error!(error, "update"),
    }
    result
}

/// The beginning of what the unit said, where the reason is.
async fn said() -> Option<String> {
    let text = tokio::fs::read_to_string(SAID).await.ok()?;
    Some(text.trim().chars().take(SAID_CHARS).collect()).filter(|text: &String| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_channel_is_kept_for_the_unit() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(CHANNEL);
        let mut updates = Updates { file: Some(file.clone()), channel: None };
        updates.follow(UpdateChannel::Test);
        assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "test\n");
        std::fs::remove_file(&file).expect("it can go");
        updates.follow(UpdateChannel::Test);
        assert!(!file.exists(), "it is written when it changes");
        updates.follow(UpdateChannel::None);
        assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "none\n");
    }

    #[tokio::test]
    async fn a_station_without_the_unit_says_so() {
        assert!(run(None).await.is_err());
    }
}
