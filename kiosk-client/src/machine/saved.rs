//! What a restarted client needs to go on with the session it held.
use super::{Held, Machine, Notice, State};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who left waits no longer for the code of the rest; another visitor must not see it.
const WAITED_FOR_MS: u64 = 60_000;

/// A session that the visitor left, as long as it is not known what became of its rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavedLeave {
    /// The server was asked to end it.
    Asked,
    /// The server ended it.
    Ended,
}

/// A held session, as it was at an instant of the station's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The session.
    pub session_id: Uuid,
    /// What was granted in all, in milliseconds.
    pub granted_ms: u64,
    /// What was consumed at that instant, in milliseconds.
    pub consumed_ms: u64,
    /// Whether its time was passing.
    pub is_running: bool,
    /// Whether the desk had locked the station.
    pub locked_by_desk: bool,
    /// The instant, on the clock that starts with the machine.
    pub at_ms: i64,
    /// How far the visitor is with leaving it.
    #[serde(default)]
    pub leaving: Option<SavedLeave>,
    /// Which start of the machine that clock belongs to, where the system tells.
    pub boot: Option<String>,
}

impl Saved {
    /// Whether it was kept in this start of the machine.
    fn is_of(&self, boot: Option<&str>) -> bool {
        boot.is_some() && self.boot.as_deref() == boot
    }

    /// What was consumed by `now_ms`. The clock of another start says nothing: what was counted
    /// then stays what it was.
    fn consumed_by(&self, boot: Option<&str>, now_ms: i64) -> u64 {
        if !(self.is_running && self.is_of(boot)) {
            return self.consumed_ms;
        }
        let since_ms = u64::try_from(now_ms.saturating_sub(self.at_ms)).unwrap_or(0);
        self.consumed_ms.saturating_add(since_ms)
    }
}

impl Machine {
    /// What is worth keeping now; nothing when no session is held, and none was left whose rest may be kept.
    #[must_use]
    pub fn saved(&self, boot: Option<&str>) -> Option<Saved> {
        let Some(held) = self.held.as_ref() else {
            return self.rest_unknown().map(|left| Saved {
                session_id: left,
                granted_ms: 0,
                consumed_ms: 0,
                is_running: false,
                locked_by_desk: false,
                at_ms: self.now_ms,
                leaving: Some(SavedLeave::Ended),
                boot: boot.map(str::to_owned),
            });
        };
        Some(Saved {
            session_id: held.id(),
            granted_ms: held.granted_ms(),
            consumed_ms: held.consumed_ms(self.now_ms),
            is_running: held.is_running(),
            locked_by_desk: self.locked_by_desk,
            at_ms: self.now_ms,
            leaving: (self.left == Some(held.id())).then_some(SavedLeave::Asked),
            boot: boot.map(str::to_owned),
        })
    }

    /// Goes on with the session that the client held before it was started again, until the server
    /// says more. A station that the server does not know yet holds none.
    pub fn restore(&mut self, saved: &Saved, boot: Option<&str>) {
        if self.state != State::Connecting {
            return;
        }
        let is_waited_for = saved.is_of(boot) && self.now_ms.abs_diff(saved.at_ms) < WAITED_FOR_MS;
        if saved.leaving.is_some() && is_waited_for {
            self.left = Some(saved.session_id);
        }
        if saved.leaving == Some(SavedLeave::Ended) {
            return;
        }
        let consumed_ms = saved.consumed_by(boot, self.now_ms);
        // Once the machine was off, only the server knows what became of the session meanwhile: until it
        // says so nothing opens, and nothing is counted.
        let is_running = saved.is_running && saved.is_of(boot);
        let held = Held::restored(saved.session_id, saved.granted_ms, consumed_ms, is_running, self.now_ms);
        let is_spent = held.remaining_ms(self.now_ms) == 0;
        self.held = Some(held);
        self.locked_by_desk = saved.locked_by_desk && saved.is_running;
        match (is_spent || !saved.is_of(boot), saved.is_running, self.locked_by_desk) {
            // The server has yet to hear that all of it was used, or to say how it stands.
            (true, ..) => return,
            (false, false, _) => self.state = State::Suspended,
            (false, true, true) => self.lock(Some(Notice::LockedByDesk)),
            (false, true, false) => self.state = State::Open,
        }
        self.log_state();
    }
}
