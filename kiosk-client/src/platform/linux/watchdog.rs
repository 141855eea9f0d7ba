//! The service manager's watchdog: it kills a program that says nothing for too long.
use crate::clock;
use sd_notify::NotifyState;
use tracing::warn;

/// When to say that all is well. Whatever happens says so too, so that a station which counts needs no timer for it.
#[derive(Debug)]
pub struct Pulse {
    /// Nothing when nobody listens.
    interval_ms: Option<i64>,
    next_at_ms: i64,
}

impl Pulse {
    /// What the service manager asks for.
    pub fn start() -> Self {
        let limit = sd_notify::watchdog_enabled();
        Self {
            interval_ms: limit.and_then(|limit| i64::try_from(limit.as_millis() / 4).ok()),
            next_at_ms: clock::now_ms(),
        }
    }

    /// When it is due next.
    pub fn next_at_ms(&self) -> Option<i64> {
        self.interval_ms.map(|_| self.next_at_ms)
    }

    /// Says so, unless that was just said.
    pub fn beat(&mut self) {
        let now_ms = clock::now_ms();
        if let Some(interval_ms) = self.interval_ms.filter(|interval_ms| now_ms > self.next_at_ms - interval_ms / 2) {
            tell(NotifyState::Watchdog);
            self.next_at_ms = now_ms.saturating_add(interval_ms);
        }
    }
}

/// The screen is locked: the station is in order.
pub fn ready() {
    tell(NotifyState::Ready);
}

fn tell(state: NotifyState) {
    if let Err(error) = sd_notify::notify(&[state]) {
        warn!(%error, "the service manager does not listen");
    }
}
