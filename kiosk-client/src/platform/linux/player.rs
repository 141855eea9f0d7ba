//! What plays sounds: whichever program of these there is.
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// Those of `PipeWire`, `PulseAudio` and ALSA.
const PLAYERS: [&str; 3] = ["pw-play", "paplay", "aplay"];

/// The program.
#[derive(Debug, Clone)]
pub struct SystemPlayer(PathBuf);

impl SystemPlayer {
    /// The first one on the path.
    pub fn find() -> Option<Self> {
        find(&std::env::var_os("PATH").unwrap_or_default()).map(Self)
    }

    /// Plays a file to its end. Silence harms nobody, so nothing is said of it.
    pub async fn play(&self, file: &Path) {
        let mut command = Command::new(&self.0);
        command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let _ = command.kill_on_drop(true).status().await;
    }
}

fn find(path: &OsStr) -> Option<PathBuf> {
    let folders: Vec<_> = std::env::split_paths(path).collect();
    PLAYERS.iter().find_map(|player| folders.iter().map(|folder| folder.join(player)).find(|file| file.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[tokio::test]
    async fn the_first_player_found_is_given_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(find(folder.path().as_os_str()), None);
        fs::write(folder.path().join("aplay"), "").expect("a player");
        fs::write(folder.path().join("paplay"), "").expect("a player");
        assert_eq!(find(folder.path().as_os_str()), Some(folder.path().join("paplay")));
        let file = folder.path().join("desk.wav");
        fs::write(&file, "").expect("a sound");
        SystemPlayer("rm".into()).play(&file).await;
        assert!(!file.exists(), "the player was given that file");
    }
}
