//! The door that tells how the station is: a named pipe, for everybody on this machine.
use ring::digest;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::windows::named_pipe::{NamedPipeServer, ServerOptions};
use tracing::warn;

const WITHIN: Duration = Duration::from_secs(2);

/// Tells everybody who opens the pipe of this folder.
pub async fn tell(folder: &Path, told: impl Fn() -> String) {
    let name = name(folder);
    // Nobody else may have made it before.
    let mut is_first = true;
    loop {
        match open(&name, is_first) {
            Ok(mut pipe) => {
                is_first = false;
                // One after the other: whoever does not read is not waited for.
                if pipe.connect().await.is_ok() {
                    let text = told();
                    let _ = tokio::time::timeout(WITHIN, pipe.write_all(text.as_bytes())).await;
                }
            }
            Err(error) => {
                warn!(%error, "nobody can ask how the station is");
                return;
            }
        }
    }
}

fn open(name: &str, is_first: bool) -> io::Result<NamedPipeServer> {
    ServerOptions::new().access_inbound(false).first_pipe_instance(is_first).create(name)
}

/// What the client that runs with this state folder tells.
///
/// # Errors
/// When none runs.
pub fn ask(folder: &Path) -> io::Result<String> {
    fs::read_to_string(name(folder))
}

fn name(folder: &Path) -> String {
    let folder = folder.to_string_lossy().to_lowercase();
    let hash = digest::digest(&digest::SHA256, folder.as_bytes());
    format!(r"\\.\pipe\guichet-kiosk-{}", hex::encode(&hash.as_ref()[..8]))
}
