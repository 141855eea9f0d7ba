//! Where the journal goes: to journald when systemd runs the station, to a file on Windows, else to standard error.
use crate::platform;
use std::path::Path;
use std::sync::{PoisonError, RwLock};
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

/// Not a setting: one level further down, libraries write codes and credentials as they pass by.
const LEVELS: &str = "warn,guichet_kiosk=info";

/// What every line is about, whoever writes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About {
    /// The station.
    pub station: Option<Uuid>,
    /// The session.
    pub session: Option<Uuid>,
}

/// What the next line is about.
pub static ABOUT: RwLock<About> = RwLock::new(About { station: None, session: None });

/// Lines are about this station from now on: the field `STATION` in journald.
pub fn of_station(id: Option<Uuid>) {
    ABOUT.write().unwrap_or_else(PoisonError::into_inner).station = id;
}

/// Lines are about this session from now on: the field `SESSION` in journald.
pub fn of_session(id: Option<Uuid>) {
    ABOUT.write().unwrap_or_else(PoisonError::into_inner).session = id;
}

/// Starts the journal, in `folder` where the system keeps none.
pub fn start(folder: &Path) {
    let Some(writer) = platform::journal(folder) else { return };
    let started = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(LEVELS))
        .with_writer(writer)
        .with_ansi(false)
        .try_init();
    if let Err(error) = started {
        eprintln!("there will be no journal: {error}");
    }
}
