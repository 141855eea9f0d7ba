//! The service manager's watchdog: it kills a program that says nothing for too long.
use sd_notify::NotifyState;
use std::time::Duration;
use tracing::warn;

/// How often to say that all is well; nothing when nobody listens.
pub fn interval() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|limit| limit / 4)
}

/// The screen is locked: the station is in order.
pub fn ready() {
    tell(NotifyState::Ready);
}

/// All is well.
pub fn ping() {
    tell(NotifyState::Watchdog);
}

fn tell(state: NotifyState) {
    if let Err(error) = sd_notify::notify(&[state]) {
        warn!(%error, "the service manager does not listen");
    }
}
