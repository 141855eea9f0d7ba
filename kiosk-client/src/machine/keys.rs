//! Who has the keyboard while a session is open: the visitor's programs, unless it is asked for.
use super::Machine;

/// A visitor who asked for it and does nothing writes on.
const IDLE_MS: i64 = 20_000;

impl Machine {
    /// Whether what lies over the desktop has the keyboard. A question to the visitor takes it; a message of the desk does
    /// not, since somebody who writes would have it read with the next line.
    #[must_use]
    pub fn takes_keys(&self) -> bool {
        self.is_open() && (self.keys_until_ms.is_some() || self.leaving.is_some())
    }

    pub(super) fn keys_wanted(&mut self) {
        if self.takes_keys() {
            self.leave_declined();
            self.release_keys();
        } else {
            self.keys_until_ms = Some(self.now_ms.saturating_add(IDLE_MS));
        }
    }

    /// The visitor still needs it.
    pub(super) fn hold_keys(&mut self) {
        self.keys_until_ms = self.keys_until_ms.map(|_| self.now_ms.saturating_add(IDLE_MS));
    }

    pub(super) fn release_keys(&mut self) {
        self.keys_until_ms = None;
    }

    pub(super) fn release_idle_keys(&mut self) {
        self.keys_until_ms = self.keys_until_ms.filter(|until_ms| *until_ms > self.now_ms);
    }
}
