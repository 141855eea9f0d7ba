//! What the visitor does at the lock screen.
use super::entry::Typed;
use super::{Check, CodeEntry, Effect, Link, Machine, Notice, State};
use guichet_protocol::{AccessCode, ClientMessage};

impl Machine {
    pub(super) fn typed(&mut self, typed: char) -> Vec<Effect> {
        self.start_entry();
        let now_ms = self.now_ms;
        if let State::Locked(lock) = &mut self.state {
            lock.push(typed, now_ms);
        }
        Vec::new()
    }

    pub(super) fn erased(&mut self) -> Vec<Effect> {
        self.edit(super::Entry::pop)
    }

    pub(super) fn cleared(&mut self) -> Vec<Effect> {
        self.edit(super::Entry::clear)
    }

    fn edit(&mut self, change: impl FnOnce(&mut super::Entry)) -> Vec<Effect> {
        self.start_entry();
        let now_ms = self.now_ms;
        if let State::Locked(lock) = &mut self.state {
            change(&mut lock.entry);
            lock.typed_at_ms = now_ms;
            lock.dismiss_notice();
        }
        Vec::new()
    }

    pub(super) fn submitted(&mut self) -> Vec<Effect> {
        let State::Locked(lock) = &mut self.state else {
            return Vec::new();
        };
        let Some(code) = lock.submittable() else {
            return Vec::new();
        };
        if self.link != Link::Connected {
            lock.notice = Some(Notice::Offline);
            return Vec::new();
        }
        self.state = State::Checking(Check { code, asked_at_ms: self.now_ms, starting: None });
        let code = code.to_string();
        vec![Effect::Send(ClientMessage::ValidateCode { code })]
    }

    /// The next visitor need not wait until the end of the last session is off the screen.
    fn start_entry(&mut self) {
        if matches!(self.state, State::Ended { .. }) {
            self.lock(None);
        }
    }
}

impl CodeEntry {
    /// The code that the server can be asked about now.
    #[must_use]
    pub fn submittable(&self) -> Option<AccessCode> {
        self.entry.code().filter(|_| !self.must_wait())
    }

    fn push(&mut self, typed: char, now_ms: i64) {
        if matches!(self.notice, Some(Notice::Refused { .. })) {
            self.entry.clear();
        }
        match self.entry.push(typed) {
            Typed::Taken => self.dismiss_notice(),
            Typed::NoSuchSymbol if !self.must_wait() => self.notice = Some(Notice::NoSuchSymbol),
            Typed::NoSuchSymbol | Typed::Ignored => {}
        }
        self.typed_at_ms = now_ms;
    }

    fn must_wait(&self) -> bool {
        matches!(self.notice, Some(Notice::TooManyAttempts { .. }))
    }

    /// What was said about the code is no longer so; that one must wait, or that the desk locked
    /// the station, still is.
    fn dismiss_notice(&mut self) {
        if !self.must_wait() && self.notice != Some(Notice::LockedByDesk) {
            self.notice = None;
        }
    }
}
