//! The door that tells how the station is: a socket in its state folder.
use std::fs::{self, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::UnixListener;
use tracing::warn;

const SOCKET: &str = "health.sock";
const WITHIN: Duration = Duration::from_secs(2);

/// Tells everybody who opens the socket in `folder`.
pub async fn tell(folder: &Path, told: impl Fn() -> String) {
    let path = folder.join(SOCKET);
    let listener = match open(&path) {
        Ok(listener) => listener,
        Err(error) => {
            warn!(%error, "nobody can ask how the station is");
            return;
        }
    };
    loop {
        // One after the other: whoever does not read is not waited for.
        if let Ok((mut asker, _)) = listener.accept().await {
            let text = told();
            let _ = tokio::time::timeout(WITHIN, asker.write_all(text.as_bytes())).await;
        }
    }
}

fn open(path: &Path) -> io::Result<UnixListener> {
    // The folder is this program's alone: what lies there is of one that was killed.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// What the client that runs with this state folder tells.
///
/// # Errors
/// When none runs, or its folder is not for the caller.
pub fn ask(folder: &Path) -> io::Result<String> {
    let mut stream = UnixStream::connect(folder.join(SOCKET))?;
    stream.set_read_timeout(Some(WITHIN))?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_socket_is_the_stations_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(SOCKET), "of one that was killed").expect("a file");
        let path = folder.path().to_owned();
        tokio::spawn(async move { tell(&path, || "well".to_owned()).await });
        let path = folder.path().to_owned();
        let told = tokio::task::spawn_blocking(move || {
            loop {
                match ask(&path) {
                    Ok(told) => break told,
                    Err(_) => std::thread::sleep(Duration::from_millis(10)),
                }
            }
        });
        assert_eq!(told.await.expect("no panic"), "well");
        let mode = fs::metadata(folder.path().join(SOCKET)).expect("a socket").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
