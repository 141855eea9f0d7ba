//! Where the journal goes: to journald when systemd runs the station, else to standard error.
use tracing_subscriber::EnvFilter;

/// Not a setting: one level further down, libraries write codes and credentials as they pass by.
const LEVELS: &str = "warn,guichet_kiosk=info";

/// Starts the journal.
pub fn start() {
    if start_journald() {
        return;
    }
    let started = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(LEVELS))
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
    if let Err(error) = started {
        eprintln!("there will be no journal: {error}");
    }
}

/// Without a subscriber, events become records of `log`, which journald takes with their fields.
#[cfg(target_os = "linux")]
fn start_journald() -> bool {
    use systemd_journal_logger::{JournalLog, connected_to_journal};
    use tracing::log::{LevelFilter, set_max_level};

    let installed = connected_to_journal() && JournalLog::new().is_ok_and(|log| log.install().is_ok());
    if installed {
        set_max_level(LevelFilter::Info);
    }
    installed
}

#[cfg(not(target_os = "linux"))]
fn start_journald() -> bool {
    false
}
