//! How a session ends: the visitor leaves, or the time is used up.
use super::timers::END_NOTICE_MS;
use super::{Effect, Kept, Leaving, Link, Machine, Sound, State};
use guichet_protocol::{ClientMessage, EndReason};
use tracing::info;
use uuid::Uuid;

/// How long the question stays.
const CONFIRM_MS: i64 = 30_000;
/// How long the server may take to end a session.
const ASK_MS: i64 = 10_000;
/// The server allows no more.
const LONGEST_GRACE_S: u32 = 120;
/// A code has eleven characters; what is longer does not fit the screen.
const CODE_CHARS: usize = 40;

impl Machine {
    /// How far the visitor is with leaving.
    #[must_use]
    pub fn leaving(&self) -> Option<Leaving> {
        self.leaving
    }

    /// Whether the visitor can end the session here.
    #[must_use]
    pub fn may_leave(&self) -> bool {
        self.settings.may_leave && self.state == State::Open
    }

    pub(super) fn leave_wanted(&mut self) {
        if self.may_leave() && self.leaving.is_none() {
            self.leaving = Some(Leaving::Confirming { until_ms: self.now_ms.saturating_add(CONFIRM_MS) });
        }
    }

    pub(super) fn leave_confirmed(&mut self) -> Vec<Effect> {
        let is_asked = matches!(self.leaving, Some(Leaving::Confirming { .. } | Leaving::Unanswered { .. }));
        let Some(held) = self.held.as_ref().filter(|_| is_asked && self.may_leave()) else {
            return Vec::new();
        };
        if self.link != Link::Connected {
            return Vec::new();
        }
        info!("leave: asked");
        let session_id = held.id();
        self.leaving = Some(Leaving::Asked { at_ms: self.now_ms });
        self.left = Some(session_id);
        vec![Effect::Send(ClientMessage::EndSession { session_id })]
    }

    pub(super) fn leave_declined(&mut self) {
        if !matches!(self.leaving, Some(Leaving::Asked { .. })) {
            self.leaving = None;
        }
    }

    pub(super) fn leave_unanswered(&mut self) {
        if matches!(self.leaving, Some(Leaving::Asked { .. })) {
            info!("leave: failed");
            self.leaving = Some(Leaving::Unanswered { until_ms: self.now_ms.saturating_add(CONFIRM_MS) });
        }
    }

    pub(super) fn leaving_ends_at(&self) -> Option<i64> {
        self.leaving.map(|leaving| match leaving {
            Leaving::Asked { at_ms } => at_ms.saturating_add(ASK_MS),
            Leaving::Confirming { until_ms } | Leaving::Unanswered { until_ms } => until_ms,
        })
    }

    pub(super) fn finish_leaving(&mut self) {
        if self.leaving_ends_at().is_none_or(|at| at > self.now_ms) {
            return;
        }
        match self.leaving {
            Some(Leaving::Asked { .. }) => self.leave_unanswered(),
            _ => self.leaving = None,
        }
    }

    /// The session that ended here, while the code for its rest may still come.
    pub(super) fn rest_unknown(&self) -> Option<Uuid> {
        let is_shown = matches!(self.state, State::Ended { kept: None, .. });
        self.left.filter(|_| is_shown && self.settings.keeps_time)
    }

    /// The line was cut before it was known what became of the session that the visitor left: where the rest
    /// is kept, the server says its code again.
    pub(super) fn ask_for_rest(&mut self) {
        let left = self.left.take().filter(|_| matches!(self.state, State::Ended { kept: None, .. }));
        if let Some(session_id) = left.filter(|_| self.settings.keeps_time) {
            self.outbox.push(Effect::Send(ClientMessage::EndSession { session_id }));
        }
    }

    /// The time not used is kept; the end of the session shows the code.
    pub(super) fn time_kept(&mut self, code: &str, remaining_ms: u64, valid_until: i64) {
        self.left = None;
        let kept = Kept { code: super::clean(code, CODE_CHARS), remaining_ms, valid_until };
        match &mut self.state {
            State::Ended { kept: shown, .. } => *shown = Some(kept),
            _ if self.held.is_some() => self.kept = Some(kept),
            _ => {}
        }
    }

    /// The time of this session is used up: the screen stays open for the grace, where there is one.
    pub(super) fn time_is_up(&mut self, session_id: Uuid) {
        let grace_ms = i64::from(self.settings.grace_s.min(LONGEST_GRACE_S)) * 1000;
        if grace_ms == 0 || self.state != State::Open {
            return self.show_end(Some(EndReason::TempsEcoule));
        }
        self.announcement = None;
        self.outbox.push(Effect::Sound(Sound::Urgent));
        self.state = State::Ending { session_id, until_ms: self.now_ms.saturating_add(grace_ms) };
    }

    /// Shows that the session is over.
    pub(super) fn show_end(&mut self, reason: Option<EndReason>) {
        self.announcement = None;
        let kept = self.kept.take();
        self.state = State::Ended { reason, kept, until_ms: self.now_ms.saturating_add(END_NOTICE_MS) };
    }

    /// The end was seen: the next visitor finds the station as it is for everybody.
    pub(super) fn next_visitor(&mut self) {
        self.reset_comfort();
        self.lock(None);
    }

    /// What the grace leaves, in milliseconds, while it runs.
    #[must_use]
    pub fn grace_left_ms(&self) -> Option<u64> {
        match self.state {
            State::Ending { until_ms, .. } => Some(u64::try_from(until_ms.saturating_sub(self.now_ms)).unwrap_or(0)),
            _ => None,
        }
    }
}
