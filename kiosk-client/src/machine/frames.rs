//! What the server says.
use super::{Effect, Link, Machine, Notice, State, clean};
use guichet_protocol::{About, EndReason, Frame, ServerMessage, Snapshot};
use tracing::{info, warn};

/// What is longer does not fit the screen.
const DETAIL_CHARS: usize = 200;
const WORD_CHARS: usize = 60;

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
                self.message_of_server(message)
            }
            (None, _) => Vec::new(),
            (Some(_), _) => {
                warn!("frames of the server were lost");
                self.resync()
            }
        }
    }

    fn message_of_server(&mut self, message: ServerMessage) -> Vec<Effect> {
        match message {
            // What answers a code that is no longer asked about is a session's state, and no more.
            ServerMessage::TimeUpdate { session: Some(session), code_accepted: true, request }
                if request.is_none_or(|request| request == self.check_number) =>
            {
                return self.code_accepted(&session);
            }
            ServerMessage::TimeUpdate { session, .. } => return self.time_update(session),
            ServerMessage::SessionStarted { session } => self.session_started(&session),
            ServerMessage::SessionTerminated { session, reason } => self.session_terminated(&session, reason),
            ServerMessage::TimeAdded { session, .. } => return self.time_update(Some(session)),
            ServerMessage::Warning { session, threshold_s } => return self.warning(session, threshold_s),
            ServerMessage::Error { code, detail, retry_after_s, about } => {
                return self.refused(about.as_ref(), &code, &detail, retry_after_s);
            }
            ServerMessage::StationCommand { id, command } => return self.commanded(id, command),
            ServerMessage::StationChanged { station } => self.station_told(&station),
            ServerMessage::StationSettings { settings } => self.settings_told(settings),
            ServerMessage::StationCall { call } => self.call_told(call),
            ServerMessage::TimeKept { code, remaining_ms, valid_until } => {
                self.time_kept(&code, remaining_ms, valid_until);
            }
            // A snapshot in the middle of a socket; what only consoles are told.
            ServerMessage::ConnectionEstablished { .. } | ServerMessage::CommandChanged { .. } => {}
        }
        Vec::new()
    }

    pub(super) fn resync(&mut self) -> Vec<Effect> {
        self.seq = None;
        vec![Effect::Resync]
    }

    fn snapshot(&mut self, snapshot: Snapshot) -> Vec<Effect> {
        self.link = Link::Connected;
        self.enrol_at_ms = None;
        self.site_told(snapshot.site);
        if let Some(settings) = snapshot.settings {
            self.settings_told(settings);
        }
        // The desk may have made another station of this machine meanwhile.
        self.station_id = None;
        if let Some(station) = snapshot.stations.into_iter().next() {
            self.station_told(&station);
        }
        self.calls_told(snapshot.calls);
        let open =
            snapshot.sessions.into_iter().find(|s| s.statut.is_open() && Some(s.session_id) != self.ended_session);
        match open {
            Some(session) => {
                if let Some(held) = &mut self.held {
                    held.start_anew();
                }
                self.hold(&session, self.now_ms);
            }
            None => self.end_held(None),
        }
        if self.is_not_in() {
            // One that was started again between the end and its code.
            if self.state == State::Connecting && self.left.is_some() {
                self.show_end(Some(EndReason::Visiteur));
            } else {
                self.lock(None);
            }
        }
        self.dismiss_offline_notice();
        self.say_what_was_read();
        self.ask_for_rest();
        // At once, so that the server charges what it did not see.
        vec![self.heartbeat()]
    }

    /// Whether the server had not let it in.
    pub(super) fn is_not_in(&self) -> bool {
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

    /// Whether what was refused is the code that is being checked. A server that does not say what it refuses
    /// means that.
    fn is_about_check(&self, about: Option<&About>) -> bool {
        let is_so = about.is_none_or(|about| {
            let is_asked = ["validate_code", "start_session", "accept_terms"].contains(&about.kind.as_str());
            is_asked && about.request.is_none_or(|request| request == self.check_number)
        });
        is_so && matches!(self.state, State::Checking(_))
    }

    fn refused(&mut self, about: Option<&About>, code: &str, detail: &str, wait_s: Option<u64>) -> Vec<Effect> {
        let code = clean(code, WORD_CHARS);
        if !self.is_about_check(about) {
            let kind = about.map(|about| clean(&about.kind, WORD_CHARS));
            warn!(code, kind, "the server refused a message");
            let may_be = |word: &str| kind.as_deref().is_none_or(|kind| kind == word);
            if may_be("call_operator") {
                self.call_refused();
            }
            if may_be("end_session") {
                self.leave_unanswered();
            }
            return Vec::new();
        }
        info!(code, "code refused");
        if code == "terms_required" {
            return self.terms_required();
        }
        let notice = match wait_s.and_then(|s| i64::try_from(s).ok()) {
            Some(wait_s) => {
                Notice::TooManyAttempts { until_ms: self.now_ms.saturating_add(wait_s.saturating_mul(1000)) }
            }
            None => Notice::Refused { code, detail: clean(detail, DETAIL_CHARS) },
        };
        self.back_to_entry(notice);
        Vec::new()
    }
}
