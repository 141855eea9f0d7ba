//! What the server says.
use super::timers::END_NOTICE_MS;
use super::{Announcement, Check, Effect, Held, Link, Machine, Notice, State};
use guichet_protocol::{ClientMessage, EndReason, Frame, ServerMessage, SessionStatut, SessionTime, Snapshot};
use tracing::{info, warn};

impl Machine {
    /// Takes a frame in, when it is the next one of this socket. A frame that was heard before
    /// says nothing; after a gap only a new snapshot can be believed.
    pub(super) fn told(&mut self, frame: Frame) -> Vec<Effect> {
        match (self.seq, frame.message) {
            (None, ServerMessage::ConnectionEstablished { state }) => {
                self.seq = Some(frame.seq);
                self.snapshot(state)
            }
            (Some(last), _) if frame.seq <= last => Vec::new(),
            (Some(last), message) if last.checked_add(1) == Some(frame.seq) => {
                self.seq = Some(frame.seq);
                self.message_told(message)
            }
            (None, _) => Vec::new(),
            (Some(_), _) => {
                warn!("frames of the server were lost");
                self.resync()
            }
        }
    }

    fn message_told(&mut self, message: ServerMessage) -> Vec<Effect> {
        match message {
            ServerMessage::TimeUpdate { session: Some(session), code_accepted: true } => self.code_accepted(&session),
            ServerMessage::TimeUpdate { session, .. } => self.time_update(session),
            ServerMessage::SessionStarted { session } => self.session_started(&session),
            ServerMessage::SessionTerminated { session, reason } => self.session_terminated(&session, reason),
            ServerMessage::TimeAdded { session, .. } => self.time_update(Some(session)),
            ServerMessage::Warning { session, threshold_s } => self.warning(session, threshold_s),
            ServerMessage::Error { code, detail, retry_after_s } => self.refused(code, detail, retry_after_s),
            ServerMessage::StationCommand { id, command } => self.commanded(id, command),
            // A snapshot in the middle of a socket, and what only consoles are told.
            ServerMessage::ConnectionEstablished { .. }
            | ServerMessage::StationChanged { .. }
            | ServerMessage::StationSettings { .. }
            | ServerMessage::StationCall { .. }
            | ServerMessage::TimeKept { .. } => Vec::new(),
        }
    }

    fn resync(&mut self) -> Vec<Effect> {
        self.seq = None;
        vec![Effect::Resync]
    }

    fn snapshot(&mut self, snapshot: Snapshot) -> Vec<Effect> {
        self.link = Link::Connected;
        self.enrol_at_ms = None;
        self.site = snapshot.site.or(self.site.take());
        if let Some(station) = snapshot.stations.into_iter().next() {
            self.station = Some(station.name);
        }
        let open =
            snapshot.sessions.into_iter().find(|s| s.statut.is_open() && Some(s.session_id) != self.ended_session);
        match open {
            Some(session) => self.hold(&session, self.now_ms),
            None => self.end_held(None),
        }
        if self.is_not_in() {
            self.lock(None);
        }
        self.dismiss_offline_notice();
        // At once, so that the server charges what it did not see.
        vec![self.heartbeat()]
    }

    /// Whether the server had not let it in.
    fn is_not_in(&self) -> bool {
        let enrolling = matches!(self.state, State::Enrolling | State::Pending { .. } | State::Refused);
        enrolling || matches!(self.state, State::Connecting | State::Conflict | State::UnknownServer)
    }

    fn dismiss_offline_notice(&mut self) {
        if let State::Locked(lock) = &mut self.state
            && lock.notice == Some(Notice::Offline)
        {
            lock.notice = None;
        }
    }

    fn time_update(&mut self, session: Option<SessionTime>) -> Vec<Effect> {
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
    fn code_accepted(&mut self, session: &SessionTime) -> Vec<Effect> {
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
        match &mut self.state {
            State::Checking(check @ Check { starting: None, .. }) => {
                check.starting = Some((session.session_id, self.now_ms));
                vec![Effect::Send(ClientMessage::StartSession { session_id: session.session_id })]
            }
            _ => Vec::new(),
        }
    }

    fn session_started(&mut self, session: &SessionTime) -> Vec<Effect> {
        if Some(session.session_id) == self.ended_session {
            return Vec::new();
        }
        // Counting from the request on, the station is never behind the server.
        let asked_at_ms = match &self.state {
            State::Checking(Check { starting: Some((id, asked_at_ms)), .. }) if *id == session.session_id => {
                Some(*asked_at_ms)
            }
            _ => None,
        };
        self.hold(session, asked_at_ms.unwrap_or(self.now_ms));
        Vec::new()
    }

    fn session_terminated(&mut self, session: &SessionTime, reason: EndReason) -> Vec<Effect> {
        if self.holds(session) {
            self.end_held(Some(reason));
        }
        Vec::new()
    }

    fn warning(&mut self, session: SessionTime, threshold_s: u32) -> Vec<Effect> {
        let id = session.session_id;
        let effects = self.time_update(Some(session));
        if let Some(held) = self.held.as_mut().filter(|held| held.id() == id)
            && let Some(threshold_s) = held.warned(threshold_s, self.now_ms)
        {
            self.announce_warning(threshold_s);
        }
        effects
    }

    fn refused(&mut self, code: String, detail: String, wait_s: Option<u64>) -> Vec<Effect> {
        let State::Checking(_) = &self.state else {
            warn!(code, "the server refused a message");
            return Vec::new();
        };
        info!(code, "code refused");
        let notice = match wait_s.and_then(|s| i64::try_from(s).ok()) {
            Some(wait_s) => {
                Notice::TooManyAttempts { until_ms: self.now_ms.saturating_add(wait_s.saturating_mul(1000)) }
            }
            None => Notice::Refused { code, detail },
        };
        self.back_to_entry(notice);
        Vec::new()
    }

    /// Holds a session as the server tells it; one that is new here counts from `since_ms`.
    fn hold(&mut self, told: &SessionTime, since_ms: i64) {
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
    fn end_held(&mut self, reason: Option<EndReason>) {
        let Some(held) = self.held.take() else {
            return;
        };
        self.ended_session = Some(held.id());
        let was_spent = held.remaining_ms(self.now_ms) == 0;
        self.forget_held();
        match &mut self.state {
            // The notice stands already; now the reason is known for sure.
            State::Ended { reason: shown, until_ms } => {
                *shown = reason.or(*shown);
                *until_ms = self.now_ms.saturating_add(END_NOTICE_MS);
            }
            // The end was shown before, and the next visitor is typing.
            State::Locked(_) | State::Checking(_) if was_spent => {}
            _ => self.show_end(reason.or(was_spent.then_some(EndReason::TempsEcoule))),
        }
    }

    fn forget_held(&mut self) {
        self.held = None;
        self.locked_by_desk = false;
    }
}
