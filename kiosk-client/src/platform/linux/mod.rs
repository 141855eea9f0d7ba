//! A station on Linux: systemd, the compositor's lock, a TPM.

mod door;
mod journald;
mod layout;
mod options;
mod player;
mod seal;
mod visitor;
pub mod watchdog;

pub use door::{ask, tell};
pub use layout::{Layout, environment};
pub use options::{Lock, SystemOptions};
pub use player::SystemPlayer;
pub use seal::{seal, unseal};
pub use visitor::Visitor;

use super::Monitor;
use crate::machine::PowerAction;
use futures_util::{Stream, stream};
use iced::window::settings::PlatformSpecific;
use rustix::time::{ClockId, clock_gettime};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use tokio::signal::unix::{SignalKind, signal};
use tracing::{error, warn};
use tracing_subscriber::fmt::writer::BoxMakeWriter;

/// What restarts the machine and switches it off.
pub const POWER_PROGRAM: &str = "systemctl";

/// The compositor's hot key: it sends this program a signal, which nobody but the station's own user can. It is one that ends
/// no program: pressed before this one listens, it must not stop it from locking.
pub fn hot_key() -> impl Stream<Item = ()> {
    stream::unfold(None, |heard: Option<tokio::signal::unix::Signal>| async move {
        let mut heard = match heard {
            Some(heard) => heard,
            None => signal(SignalKind::window_change())
                .inspect_err(|error| warn!(%error, "the hot key will not be noticed"))
                .ok()?,
        };
        heard.recv().await.map(|()| ((), Some(heard)))
    })
}

/// Milliseconds since the machine started. The time it sleeps counts too, so that closing a lid does not stop the meter.
#[must_use]
pub fn now_ms() -> i64 {
    let time = clock_gettime(ClockId::Boottime);
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// Which start of the machine that clock belongs to.
#[must_use]
pub fn boot() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

/// What the machine calls itself.
#[must_use]
pub fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// Where the station keeps its id and its key.
#[must_use]
pub fn state_dir() -> PathBuf {
    "/var/lib/guichet-kiosk".into()
}

/// What that program is called with.
#[must_use]
pub fn power_arguments(action: PowerAction) -> &'static [&'static str] {
    match action {
        PowerAction::Restart => &["reboot"],
        PowerAction::Shutdown => &["poweroff"],
    }
}

/// A file that is made with these is its owner's alone.
pub fn keep_private(options: &mut OpenOptions) {
    options.mode(0o600);
}

/// What writes the journal; nothing when journald takes it.
#[must_use]
pub fn journal(_: &Path) -> Option<BoxMakeWriter> {
    (!journald::start()).then(|| BoxMakeWriter::new(std::io::stderr))
}

/// A fault in any task ends the program there and then: one that went on without its task might hear nobody any more. The
/// compositor keeps the screens locked, and the service manager starts the next one.
pub fn end_at_panic() {
    std::panic::set_hook(Box::new(|panic| {
        error!("{panic}");
        std::process::abort();
    }));
}

/// What windows need besides.
#[must_use]
pub fn window_settings() -> PlatformSpecific {
    PlatformSpecific::default()
}

/// The monitors that windows are to be put on: none, the window manager does it.
#[must_use]
pub fn monitors() -> Vec<Monitor> {
    Vec::new()
}

/// Puts a window on a monitor.
pub fn cover(_: u64, _: Monitor) {}

/// Keeps the lock screen above everything, and says when monitors change. Here the window manager does, or nothing
/// can: what locks is the compositor.
pub fn stay_on_top() -> impl Stream<Item = ()> {
    stream::pending()
}

/// Waits until the system asks the program to end.
pub async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(error) => {
            warn!(%error, "SIGTERM will not be noticed");
            let _ = interrupted.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    #[test]
    fn a_start_of_the_machine_has_a_name() {
        assert!(boot().is_some());
    }

    #[test]
    fn a_fault_in_any_task_ends_the_program() {
        const FAULTY: &str = "GUICHET_TEST_FAULT";
        if std::env::var_os(FAULTY).is_some() {
            end_at_panic();
            let task = std::thread::spawn(|| panic!("a fault"));
            assert!(task.join().is_err());
            return;
        }
        let this_one = std::env::current_exe().expect("this program");
        let faulty = std::process::Command::new(this_one)
            .args(["--exact", "platform::linux::tests::a_fault_in_any_task_ends_the_program"])
            .env(FAULTY, "1")
            .output()
            .expect("it runs");
        assert!(faulty.status.signal().is_some(), "{faulty:?}");
    }
}
