//! How the station becomes known to the server.
use super::settings::NAME_CHARS;
use super::{Cut, Effect, EnrolmentAnswer, Link, Machine, Notice, State, clean};
use guichet_protocol::{Enrolment, EnrolmentStatus};

const ASK_AGAIN_MS: i64 = 3_000;
/// Refused by an operator: asking every three seconds would only fill the journal.
const ASK_AGAIN_REFUSED_MS: i64 = 30_000;

/// A fingerprint has eight digits; what is much longer does not fit the screen.
const FINGERPRINT_CHARS: usize = 32;

impl Machine {
    pub(super) fn enrolment_answered(&mut self, answer: EnrolmentAnswer) -> Vec<Effect> {
        match answer {
            EnrolmentAnswer::Given(enrolment) => self.enrolment_given(enrolment),
            EnrolmentAnswer::Refused => {
                self.link = Link::Reconnecting { since_ms: self.now_ms };
                self.show(State::Refused);
                self.ask_again_in(ASK_AGAIN_REFUSED_MS)
            }
            EnrolmentAnswer::UnknownServer => {
                self.link = Link::Reconnecting { since_ms: self.now_ms };
                self.show(State::UnknownServer);
                self.ask_again_in(ASK_AGAIN_REFUSED_MS)
            }
            EnrolmentAnswer::Unreachable => {
                self.link = Link::Offline;
                self.ask_again_in(ASK_AGAIN_MS)
            }
        }
    }

    fn enrolment_given(&mut self, enrolment: Enrolment) -> Vec<Effect> {
        self.link = Link::Reconnecting { since_ms: self.now_ms };
        if let (EnrolmentStatus::Enrolled, Some(id)) = (enrolment.status, enrolment.station_id) {
            self.station = enrolment.name.map(|name| clean(&name, NAME_CHARS)).or(self.station.take());
            self.show(State::Connecting);
            return vec![Effect::Remember(id), Effect::Connect];
        }
        let fingerprint = clean(&enrolment.fingerprint, FINGERPRINT_CHARS);
        self.show(State::Pending { fingerprint });
        self.ask_again_in(ASK_AGAIN_MS)
    }

    pub(super) fn cut(&mut self, cut: Cut) -> Vec<Effect> {
        self.seq = None;
        if self.link == Link::Connected {
            self.link = Link::Reconnecting { since_ms: self.now_ms };
        }
        self.back_to_entry(Notice::Offline);
        self.call_refused();
        self.leave_unanswered();
        match cut {
            Cut::Unknown => self.enrol_anew(),
            Cut::Forbidden => {
                self.show(State::Refused);
                Vec::new()
            }
            // A visitor cannot be at both: the time stays as the server counts it, and nobody goes on
            // until somebody has looked.
            Cut::Conflict => {
                self.state = State::Conflict;
                Vec::new()
            }
            Cut::UnknownServer => {
                self.show(State::UnknownServer);
                Vec::new()
            }
            Cut::Lost => Vec::new(),
        }
    }

    /// The server revoked the credential: the station asks to be known again.
    fn enrol_anew(&mut self) -> Vec<Effect> {
        self.show(State::Enrolling);
        self.ask_again_in(ASK_AGAIN_MS)
    }

    /// A visitor who is in keeps what was granted, whatever becomes of the station's credential.
    fn show(&mut self, state: State) {
        if !self.is_open() {
            self.state = state;
        }
    }

    fn ask_again_in(&mut self, delay_ms: i64) -> Vec<Effect> {
        self.enrol_at_ms = Some(self.now_ms.saturating_add(delay_ms));
        Vec::new()
    }
}
