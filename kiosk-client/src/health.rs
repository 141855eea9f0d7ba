//! How the station is, told on the machine itself to whoever may read its state folder:
//! `guichet-kiosk health`. Nothing of it goes over the network.
use crate::machine::{Link, Machine};
use crate::platform;
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};
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
            version: crate::version::VERSION,
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

/// Tells everybody who asks on this machine and may read `folder`.
pub async fn serve(health: Health, folder: PathBuf) {
    platform::tell(&folder, || health.json()).await;
}

/// What the client that runs with this state folder tells.
///
/// # Errors
/// When none runs, or its folder is not for the caller.
pub fn ask(folder: &Path) -> io::Result<String> {
    platform::ask(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::{Machine, State};
    use crate::text::Language;

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_asks_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
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
                    Err(_) => std::thread::sleep(std::time::Duration::from_millis(10)),
                }
            }
        });
        let told: serde_json::Value = serde_json::from_str(&told.await.expect("no panic")).expect("JSON");
        assert_eq!(told["state"], "connecting");
        assert_eq!(told["server_key"], "abababab");
        assert_eq!((&told["name"], told["last_contact_at"].as_i64()), (&"poste".into(), Some(7)));
    }
}
