//! What the server says of a session.
use super::timers::END_NOTICE_MS;
use super::{Announcement, Check, Effect, Held, Machine, State};
use guichet_protocol::{EndReason, SessionStatut, SessionTime};
use tracing::info;

impl Machine {
    pub(super) fn time_update(&mut self, session: Option<SessionTime>) -> Vec<Effect> {
        let Some(session) = session else {
            self.end_held(None);
            return Vec::new();
        };
        if Some(session.session_id) == self.ended_session {
            return Vec::new();
        }
        let is_held = self.holds(&session);
        match session.statut {
            SessionStatut::Active | SessionStatut::Suspendue if is_held => {
                self.hold(&session, self.now_ms);
                Vec::new()
            }
            // Its start was missed: believe a snapshot only.
            SessionStatut::Active | SessionStatut::Suspendue => self.resync(),
            SessionStatut::Terminee | SessionStatut::Expiree | SessionStatut::Annulee => {
                if is_held {
                    self.end_held(None);
                }
                Vec::new()
            }
            // Until the server accepted its code, it is no business of this station.
            SessionStatut::EnAttente => Vec::new(),
        }
    }

    /// The code is good, and this is its session: one to be started, or the one that the desk had
    /// locked away. No other update answers a code.
    pub(super) fn code_accepted(&mut self, session: &SessionTime) -> Vec<Effect> {
        if session.statut == SessionStatut::EnAttente {
            return self.start_validated(session);
        }
        if matches!(self.state, State::Checking(_)) && self.holds(session) {
            self.locked_by_desk = false;
        }
        self.time_update(Some(session.clone()))
    }

    fn holds(&self, session: &SessionTime) -> bool {
        self.held.as_ref().map(Held::id) == Some(session.session_id)
    }

    /// The code is good: its session is to be started. The server refuses to start one whose code
    /// this station did not validate.
    fn start_validated(&mut self, session: &SessionTime) -> Vec<Effect> {
        match &self.state {
            State::Checking(Check { code, starting: None, .. }) => {
                let code = *code;
                self.agree_or_start(code, session.session_id)
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn session_started(&mut self, session: &SessionTime) {
        if Some(session.session_id) == self.ended_session {
            return;
        }
        // Counting from the request on, the station is never behind the server.
        let asked_at_ms = match &self.state {
            State::Checking(Check { starting: Some((id, asked_at_ms)), .. }) if *id == session.session_id => {
                Some(*asked_at_ms)
            }
            _ => None,
        };
        self.hold(session, asked_at_ms.unwrap_or(self.now_ms));
    }

    pub(super) fn session_terminated(&mut self, session: &SessionTime, reason: EndReason) {
        if self.holds(session) {
            self.end_held(Some(reason));
        }
    }

    pub(super) fn warning(&mut self, session: SessionTime, threshold_s: u32) -> Vec<Effect> {
        let id = session.session_id;
        let effects = self.time_update(Some(session));
        if let Some(held) = self.held.as_mut().filter(|held| held.id() == id)
            && let Some(threshold_s) = held.warned(threshold_s, self.now_ms)
        {
            self.announce_warning(threshold_s);
        }
        effects
    }

    /// Holds a session as the server tells it; one that is new here counts from `since_ms`.
    pub(super) fn hold(&mut self, told: &SessionTime, since_ms: i64) {
        match &mut self.held {
            Some(held) if held.id() == told.session_id => {
                let added_ms = held.reconcile(told, self.now_ms);
                if added_ms != 0 {
                    info!(added_ms, "time");
                    self.announce(Announcement::TimeAdded(added_ms));
                }
            }
            _ => {
                self.forget_held();
                self.left = None;
                self.held = Some(Held::adopt(told, since_ms));
            }
        }
        self.follow_held();
    }

    /// Brings the state in line with the held session.
    fn follow_held(&mut self) {
        let Some(held) = &self.held else {
            return;
        };
        let is_spent = held.remaining_ms(self.now_ms) == 0;
        match (held.is_running(), self.locked_by_desk) {
            _ if is_spent => {}
            // An operator who suspends a session also decides when it opens again.
            (false, _) => {
                self.locked_by_desk = false;
                self.state = State::Suspended;
            }
            (true, false) => self.state = State::Open,
            (true, true) => {}
        }
    }

    /// The held session is over, says the server.
    pub(super) fn end_held(&mut self, reason: Option<EndReason>) {
        let Some(held) = self.held.take() else {
            return;
        };
        self.ended_session = Some(held.id());
        let was_spent = held.remaining_ms(self.now_ms) == 0;
        let reason = reason.or(was_spent.then_some(EndReason::TempsEcoule));
        self.locked_by_desk = false;
        match &mut self.state {
            // The notice stands already; now the reason is known for sure.
            State::Ended { reason: shown, until_ms, .. } => {
                *shown = reason.or(*shown);
                *until_ms = self.now_ms.saturating_add(END_NOTICE_MS);
            }
            // The end was shown before, and the next visitor is typing.
            State::Locked(_) | State::Checking(_) | State::Terms(_) | State::Offers { .. } if was_spent => {
                self.follow_statut();
            }
            // The grace runs, and goes on.
            State::Ending { .. } if reason == Some(EndReason::TempsEcoule) => {}
            _ if reason == Some(EndReason::TempsEcoule) => self.time_is_up(held.id()),
            _ => self.show_end(reason),
        }
        self.kept = None;
    }

    fn forget_held(&mut self) {
        self.held = None;
        self.locked_by_desk = false;
        self.kept = None;
    }
}
