//! What the visitor does at the lock screen.
use super::entry::Typed;
use super::timers::END_NOTICE_MS;
use super::{Check, CodeEntry, Effect, Leaving, Link, Machine, Notice, State};
use guichet_protocol::{AccessCode, ClientMessage};

/// A code to note stays at least this long.
const KEPT_UNREAD_MS: i64 = 2_000;

impl Machine {
    pub(super) fn typed(&mut self, typed: char) -> Vec<Effect> {
        self.start_entry();
        let now_ms = self.now_ms;
        match &mut self.state {
            State::Locked(lock) => lock.push(typed, now_ms),
            State::Terms(agreement) => agreement.touched_at_ms = now_ms,
            State::Offers { .. } => return self.offer_typed(typed),
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn erased(&mut self) {
        self.edit(super::Entry::pop);
    }

    /// Back from what is on top, or the whole code.
    pub(super) fn cleared(&mut self) {
        match self.state {
            State::Terms(_) => self.terms_refused(),
            State::Offers { .. } => self.lock(None),
            State::Open | State::Ending { .. } => {
                self.leave_declined();
                self.release_keys();
            }
            _ => self.edit(super::Entry::clear),
        }
    }

    fn edit(&mut self, change: impl FnOnce(&mut super::Entry)) {
        self.start_entry();
        let now_ms = self.now_ms;
        if let State::Locked(lock) = &mut self.state {
            change(&mut lock.entry);
            lock.typed_at_ms = now_ms;
            lock.dismiss_notice();
        }
    }

    pub(super) fn code_wanted(&mut self) {
        let now_ms = self.now_ms;
        if let State::Locked(lock) = &mut self.state {
            lock.is_wanted = true;
            lock.typed_at_ms = now_ms;
        }
    }

    /// Enter answers what is on top.
    pub(super) fn submitted(&mut self) -> Vec<Effect> {
        if self.message().is_some() {
            self.message_read();
            self.release_keys();
            return Vec::new();
        }
        match &self.state {
            State::Locked(_) => self.submit_code(),
            State::Terms(_) => self.terms_accepted(),
            State::Open if matches!(self.leaving, Some(Leaving::Confirming { .. } | Leaving::Unanswered { .. })) => {
                self.leave_confirmed()
            }
            State::Ended { .. } => {
                self.acknowledged();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The message was read, or the end of the session.
    pub(super) fn acknowledged(&mut self) {
        if self.message().is_some() {
            self.message_read();
        } else if matches!(self.state, State::Ended { .. }) && !self.is_kept_code_unread() {
            self.next_visitor();
        }
    }

    /// Whether the code of the time that is kept came on the screen just now: the second half of a double
    /// press must not take it away.
    fn is_kept_code_unread(&self) -> bool {
        let State::Ended { kept: Some(_), until_ms, .. } = &self.state else { return false };
        let shown_at_ms = until_ms.saturating_sub(END_NOTICE_MS);
        self.now_ms < shown_at_ms.saturating_add(KEPT_UNREAD_MS)
    }

    fn submit_code(&mut self) -> Vec<Effect> {
        let State::Locked(lock) = &mut self.state else {
            return Vec::new();
        };
        let Some(code) = lock.submittable() else {
            // On a closed station, Enter asks for the place to type.
            lock.is_wanted = true;
            lock.typed_at_ms = self.now_ms;
            return Vec::new();
        };
        if self.link != Link::Connected {
            lock.notice = Some(Notice::Offline);
            return Vec::new();
        }
        self.state = State::Checking(Check { code, asked_at_ms: self.now_ms, starting: None });
        let code = code.to_string();
        self.check_number += 1;
        vec![Effect::Ask { request: self.check_number, message: ClientMessage::ValidateCode { code } }]
    }

    /// The next visitor need not wait until the end of the last session is off the screen, unless
    /// there is a code to note.
    fn start_entry(&mut self) {
        if matches!(self.state, State::Ended { kept: None, .. }) {
            self.next_visitor();
        }
    }
}

impl CodeEntry {
    /// The code that the server can be asked about now.
    #[must_use]
    pub fn submittable(&self) -> Option<AccessCode> {
        self.entry.code().filter(|_| !self.must_wait())
    }

    /// Whether nobody has begun to type, nor wants to.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.entry.symbols().is_empty() && self.notice.is_none() && !self.is_wanted
    }

    fn push(&mut self, typed: char, now_ms: i64) {
        if matches!(self.notice, Some(Notice::Refused { .. })) {
            self.entry.clear();
        }
        match self.entry.push(typed) {
            Typed::Taken | Typed::Restarted => self.dismiss_notice(),
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
