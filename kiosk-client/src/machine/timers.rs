//! What time itself brings about.
use super::agreement::IDLE_TERMS_MS;
use super::{CodeEntry, Effect, Link, Machine, Notice, Sound, State};
use guichet_protocol::{ClientMessage, EndReason};
use tracing::info;

/// How often the server hears from the station.
const HEARTBEAT_MS: i64 = 20_000;
/// A cut shorter than this is not worth a word on the screen.
const OFFLINE_AFTER_MS: i64 = 3_000;
/// How long the server may think about a code.
const CHECK_MS: i64 = 10_000;
/// A code left half typed is somebody's: it goes away.
const IDLE_ENTRY_MS: i64 = 60_000;
/// How long the end of a session is shown.
pub(super) const END_NOTICE_MS: i64 = 12_000;
/// From here on, a warning sounds urgent.
const URGENT_S: u32 = 30;
/// How long something is announced beside the countdown.
pub(super) const ANNOUNCEMENT_MS: i64 = 8_000;

impl Machine {
    /// When [`super::Event::Tick`] is due next; always later than now.
    #[must_use]
    pub fn wake_at(&self) -> Option<i64> {
        let link_at = match self.link {
            Link::Connected => Some(self.heartbeat_at_ms),
            Link::Reconnecting { .. } | Link::Offline => self.offline_at(),
        };
        let count_at = self.held.as_ref().and_then(|held| held.next_change_ms(self.now_ms));
        let announcement_at = self.announcement.map(|(_, until_ms)| until_ms);
        let asides =
            [self.call_ends_at(), self.leaving_ends_at(), self.comfort_ends_at(), announcement_at, self.keys_until_ms];
        [link_at, count_at, self.enrol_at_ms, self.state_ends_at(), self.grace_changes_at()]
            .into_iter()
            .chain(asides)
            .flatten()
            .min()
            .map(|at| at.max(self.now_ms.saturating_add(1)))
    }

    fn state_ends_at(&self) -> Option<i64> {
        match &self.state {
            State::Locked(lock) => match lock.notice {
                // The seconds that are left are on the screen.
                Some(Notice::TooManyAttempts { until_ms }) => Some(until_ms.min(self.now_ms.saturating_add(1000))),
                _ if lock.is_wanted || !lock.entry.symbols().is_empty() => {
                    Some(lock.typed_at_ms.saturating_add(IDLE_ENTRY_MS))
                }
                _ => None,
            },
            State::Checking(check) => Some(check.asked_at_ms.saturating_add(CHECK_MS)),
            State::Terms(agreement) => Some(agreement.touched_at_ms.saturating_add(IDLE_TERMS_MS)),
            State::Ended { until_ms, kept: None, .. } | State::Ending { until_ms, .. } | State::Offers { until_ms } => {
                Some(*until_ms)
            }
            _ => None,
        }
    }

    /// The seconds of the grace are on the screen.
    fn grace_changes_at(&self) -> Option<i64> {
        let left_ms = i64::try_from(self.grace_left_ms()?).ok()?;
        Some(self.now_ms.saturating_add((left_ms - 1).rem_euclid(1000) + 1))
    }

    /// Does what has fallen due.
    pub(super) fn pass_time(&mut self) -> Vec<Effect> {
        self.finish_spent_session();
        self.finish_state();
        self.notice_silence();
        if self.link != Link::Connected {
            self.warn_by_itself();
        }
        if self.announcement.is_some_and(|(_, until_ms)| until_ms <= self.now_ms) {
            self.announcement = None;
        }
        self.finish_call();
        self.finish_leaving();
        self.release_idle_keys();
        self.forget_idle_comfort();
        let mut effects = Vec::new();
        if self.link == Link::Connected && self.heartbeat_at_ms <= self.now_ms {
            effects.push(self.heartbeat());
        }
        if self.enrol_at_ms.is_some_and(|at| at <= self.now_ms) {
            self.enrol_at_ms = None;
            effects.push(Effect::Enrol);
        }
        effects
    }

    /// Locks at zero, with or without the server. The session stays held: only the server can say
    /// that it is over, and a reconnect must find its time spent.
    pub(super) fn finish_spent_session(&mut self) {
        if !matches!(self.state, State::Open | State::Suspended) {
            return;
        }
        match &self.held {
            Some(held) if held.remaining_ms(self.now_ms) > 0 => {}
            Some(held) => self.time_is_up(held.id()),
            None => self.show_end(Some(EndReason::TempsEcoule)),
        }
    }

    fn finish_state(&mut self) {
        if self.state_ends_at().is_none_or(|at| at > self.now_ms) {
            return;
        }
        match &self.state {
            State::Locked(_) => {
                let notice = self.locked_by_desk.then_some(Notice::LockedByDesk);
                self.lock(notice);
            }
            State::Checking(_) => self.back_to_entry(Notice::NoAnswer),
            State::Ended { .. } => self.next_visitor(),
            State::Ending { .. } => self.show_end(Some(EndReason::TempsEcoule)),
            State::Terms(_) | State::Offers { .. } => self.lock(None),
            _ => {}
        }
    }

    fn notice_silence(&mut self) {
        if self.offline_at().is_some_and(|at| at <= self.now_ms) {
            self.link = Link::Offline;
        }
    }

    /// When a lost socket is worth a word. A station that is not known yet has none to lose.
    fn offline_at(&self) -> Option<i64> {
        match (&self.state, self.link) {
            // There is no socket to lose before the server lets the station in.
            (State::Enrolling | State::Pending { .. } | State::Refused | State::Conflict | State::UnknownServer, _) => {
                None
            }
            (_, Link::Reconnecting { since_ms }) => Some(since_ms.saturating_add(OFFLINE_AFTER_MS)),
            _ => None,
        }
    }

    fn warn_by_itself(&mut self) {
        if self.is_open()
            && let Some(held) = &mut self.held
            && let Some(threshold_s) = held.due_warning(self.now_ms)
        {
            self.announce_warning(threshold_s);
        }
    }

    pub(super) fn announce_warning(&mut self, threshold_s: u32) {
        info!(threshold_s, "warning");
        let sound = if threshold_s <= URGENT_S { Sound::Urgent } else { Sound::Warning };
        self.outbox.push(Effect::Sound(sound));
        self.announce(super::Announcement::Warning(threshold_s));
    }

    pub(super) fn announce(&mut self, announcement: super::Announcement) {
        let until_ms = self.now_ms.saturating_add(ANNOUNCEMENT_MS);
        self.announcement = Some((announcement, until_ms));
    }

    pub(super) fn heartbeat(&mut self) -> Effect {
        self.heartbeat_at_ms = self.now_ms.saturating_add(HEARTBEAT_MS);
        Effect::Send(ClientMessage::Heartbeat {
            client_version: Some(crate::version::VERSION.to_owned()),
            session_id: self.held.as_ref().map(super::Held::id),
            consumed_ms: self.held.as_ref().map(|h| h.consumed_ms(self.now_ms)),
        })
    }

    /// Shows the code entry, with something to say; or that the station is out of use.
    pub(super) fn lock(&mut self, notice: Option<Notice>) {
        self.state = if self.is_out_of_use() && self.held.is_none() {
            State::OutOfUse
        } else {
            State::Locked(CodeEntry { notice, ..CodeEntry::default() })
        };
    }

    /// Ends a check: shows its code again, with the reason.
    pub(super) fn back_to_entry(&mut self, notice: Notice) {
        let code = match &self.state {
            State::Checking(check) => check.code,
            State::Terms(agreement) => agreement.code,
            _ => return,
        };
        self.state = State::Locked(CodeEntry {
            entry: code.into(),
            notice: Some(notice),
            is_wanted: true,
            typed_at_ms: self.now_ms,
        });
    }
}
