//! How the station is, told on the machine itself to whoever may read its state folder:
//! `guichet-kiosk health`. Nothing of it goes over the network.
use crate::machine::{Link, Machine};
use serde::Serialize;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What is told.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    version: &'static str,
    /// The station's id, once enrolled.
    station: Option<Uuid>,
    /// What the server calls it, or what it calls itself until then.
    name: String,
    server: String,
    /// Which server it takes for its own: the first digits of that server's key.
    server_key: Option<String>,
    state: &'static str,
    link: &'static str,
    session: Option<Uuid>,
    remaining_ms: Option<u64>,
    /// When the server last spoke, milliseconds of UTC by this machine's clock.
    last_contact_at: Option<i64>,
}

/// The latest report, shared with the door that tells it.
#[derive(Debug, Clone)]
pub struct Health(Arc<Mutex<Report>>);

impl Health {
    /// A station that just started.
    #[must_use]
    pub fn new(name: &str, server: String) -> Self {
        Self(Arc::new(Mutex::new(Report {
            version: env!("CARGO_PKG_VERSION"),
            station: None,
            name: name.to_owned(),
            server,
            server_key: None,
            state: "starting",
            link: "offline",
            session: None,
            remaining_ms: None,
            last_contact_at: None,
        })))
    }

    /// Notes how the station is now; `heard_at` when the server just spoke.
    pub fn note(&self, machine: &Machine, station: Option<Uuid>, server_key: Option<[u8; 32]>, heard_at: Option<i64>) {
        let mut report = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        report.station = station;
        if let Some(name) = machine.station() {
            name.clone_into(&mut report.name);
        }
        report.server_key = server_key.map(|key| hex::encode(&key[..4]));
        report.state = machine.state().word();
        report.link = word_of(machine.link());
        report.session = machine.held().map(crate::machine::Held::id);
        report.remaining_ms = machine.held().map(|held| held.remaining_ms(machine.now_ms()));
        report.last_contact_at = heard_at.or(report.last_contact_at);
    }

    fn json(&self) -> String {
        let report = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
    }
}

fn word_of(link: Link) -> &'static str {
    match link {
        Link::Connected => "connected",
        Link::Reconnecting { .. } => "reconnecting",
        Link::Offline => "offline",
    }
}

#[cfg(unix)]
pub use door::{ask, serve};

#[cfg(unix)]
mod door {
    use super::{Health, Path, io};
    use std::fs::{self, Permissions};
    use std::io::Read;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixStream;
    use std::time::Duration;
    use tokio::io::AsyncWriteExt;
    use tokio::net::UnixListener;
    use tracing::warn;

    const SOCKET: &str = "health.sock";
    const WITHIN: Duration = Duration::from_secs(2);

    /// Tells everybody who opens the socket in `folder`.
    pub async fn serve(health: Health, folder: impl AsRef<Path>) {
        let path = folder.as_ref().join(SOCKET);
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
                let text = health.json();
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
        use crate::machine::{Machine, State};
        use crate::text::Language;

        #[tokio::test(flavor = "multi_thread")]
        async fn whoever_asks_is_told() {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join(SOCKET), "of one that was killed").expect("a file");
            let health = Health::new("poste", "ws://127.0.0.1:8000".into());
            let (machine, _) = Machine::start(true, Language::Fr, 0);
            assert_eq!(machine.state(), &State::Connecting);
            health.note(&machine, Some(uuid::Uuid::nil()), Some([0xab; 32]), Some(7));
            health.note(&machine, Some(uuid::Uuid::nil()), Some([0xab; 32]), None);
            let path = folder.path().to_owned();
            tokio::spawn(serve(health, path.clone()));
            let told = tokio::task::spawn_blocking(move || {
                loop {
                    match ask(&path) {
                        Ok(told) => break told,
                        Err(_) => std::thread::sleep(Duration::from_millis(10)),
                    }
                }
            });
            let told: serde_json::Value = serde_json::from_str(&told.await.expect("no panic")).expect("JSON");
            assert_eq!(told["state"], "connecting");
            assert_eq!(told["server_key"], "abababab");
            assert_eq!((&told["name"], told["last_contact_at"].as_i64()), (&"poste".into(), Some(7)));
            let mode = fs::metadata(folder.path().join(SOCKET)).expect("a socket").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

/// There is no such door here.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn ask(_: &Path) -> io::Result<String> {
    Err(io::ErrorKind::Unsupported.into())
}
