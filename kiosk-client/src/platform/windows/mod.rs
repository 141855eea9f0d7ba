//! A station on Windows: a window above everything, in place of the shell. What that cannot promise is in `docs/windows.md`.

mod door;
mod journal;
mod layout;
mod logon;
mod options;
mod player;
mod screens;
mod visitor;

pub use door::{ask, tell};
pub use journal::journal;
pub use layout::{Layout, environment};
pub use logon::boot;
pub use options::SystemOptions;
pub use player::SystemPlayer;
pub use screens::{cover, monitors, stay_on_top};
pub use visitor::Visitor;

use crate::machine::PowerAction;
use iced::window::settings::PlatformSpecific;
use std::env;
use std::fs::OpenOptions;
use std::io;
use std::path::PathBuf;

/// What restarts the machine and switches it off.
pub const POWER_PROGRAM: &str = "shutdown.exe";

/// Milliseconds since the machine started, sleep and hibernation included.
#[must_use]
pub fn now_ms() -> i64 {
    i64::try_from(winsafe::GetTickCount64()).unwrap_or(i64::MAX)
}

/// What the machine calls itself.
#[must_use]
pub fn host_name() -> String {
    winsafe::GetComputerName().unwrap_or_else(|_| "poste".to_owned())
}

/// Where the station keeps its id and its key.
#[must_use]
pub fn state_dir() -> PathBuf {
    let data = env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
    PathBuf::from(data).join("Guichet")
}

/// What that program is called with.
#[must_use]
pub fn power_arguments(action: PowerAction) -> &'static [&'static str] {
    match action {
        PowerAction::Restart => &["/r", "/f", "/t", "0"],
        PowerAction::Shutdown => &["/s", "/f", "/t", "0"],
    }
}

/// A file has the access rules of its folder, which whoever sets the station up chooses.
pub fn keep_private(_: &mut OpenOptions) {}

/// Keys are not sealed here: what Windows would seal them with, whoever is logged on can open.
///
/// # Errors
/// Always.
pub fn seal(_: &[u8]) -> io::Result<Vec<u8>> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "keys are not sealed on Windows"))
}

/// Nothing was sealed here.
///
/// # Errors
/// Always.
pub fn unseal(_: &[u8]) -> io::Result<Vec<u8>> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "keys are not sealed on Windows"))
}

/// No button in a task bar to close the lock screen from, and nothing to drop onto it.
#[must_use]
pub fn window_settings() -> PlatformSpecific {
    PlatformSpecific { skip_taskbar: true, drag_and_drop: false, ..PlatformSpecific::default() }
}

/// Waits until somebody at a console asks the program to end. A log-off does not ask.
pub async fn stop_signal() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
