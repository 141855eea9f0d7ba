//! The terms of use: read and accepted before a session starts.
use super::{Agreement, Check, Effect, Machine, Notice, State};
use guichet_protocol::{AccessCode, ClientMessage};
use tracing::info;
use uuid::Uuid;

/// An Enter that comes sooner was meant for the code: scanners like to send two.
const UNREAD_MS: i64 = 1_000;
/// A visitor who does nothing for so long has walked away.
pub(super) const IDLE_TERMS_MS: i64 = 180_000;

impl Machine {
    /// The code is good. Its session starts, after the terms where there are some.
    pub(super) fn agree_or_start(&mut self, code: AccessCode, session_id: Uuid) -> Vec<Effect> {
        if self.settings.terms.is_none() {
            return self.ask_to_start(code, session_id, Vec::new());
        }
        let now_ms = self.now_ms;
        self.state = State::Terms(Agreement { code, session_id, shown_at_ms: now_ms, touched_at_ms: now_ms });
        Vec::new()
    }

    fn ask_to_start(&mut self, code: AccessCode, session_id: Uuid, mut effects: Vec<Effect>) -> Vec<Effect> {
        let starting = Some((session_id, self.now_ms));
        self.state = State::Checking(Check { code, asked_at_ms: self.now_ms, starting });
        let message = ClientMessage::StartSession { session_id };
        effects.push(Effect::Ask { request: self.check_number, message });
        effects
    }

    pub(super) fn terms_accepted(&mut self) -> Vec<Effect> {
        let State::Terms(agreement) = &self.state else {
            return Vec::new();
        };
        if self.now_ms < agreement.shown_at_ms.saturating_add(UNREAD_MS) {
            return Vec::new();
        }
        let (code, session_id) = (agreement.code, agreement.session_id);
        let mut effects = Vec::new();
        if let Some(terms) = &self.settings.terms {
            let version = terms.version.clone();
            info!(version, "terms accepted");
            let message = ClientMessage::AcceptTerms { session_id, version };
            effects.push(Effect::Ask { request: self.check_number, message });
        }
        self.ask_to_start(code, session_id, effects)
    }

    /// The code stays good: the visitor may think it over.
    pub(super) fn terms_refused(&mut self) {
        if matches!(self.state, State::Terms(_)) {
            info!("terms refused");
            self.lock(None);
        }
    }

    /// The terms changed, or went, while somebody read them.
    pub(super) fn follow_terms(&mut self, version_before: Option<&str>) {
        let version = self.settings.terms.as_ref().map(|terms| terms.version.as_str());
        let is_other = version != version_before;
        if let State::Terms(agreement) = &mut self.state
            && is_other
        {
            agreement.shown_at_ms = self.now_ms;
            agreement.touched_at_ms = self.now_ms;
        }
    }

    /// The server wants other terms accepted than this station knows of.
    pub(super) fn terms_required(&mut self) -> Vec<Effect> {
        let State::Checking(Check { code, starting: Some((session_id, _)), .. }) = &self.state else {
            return Vec::new();
        };
        let (code, session_id) = (*code, *session_id);
        if self.settings.terms.is_some() {
            return self.agree_or_start(code, session_id);
        }
        // They are in the next snapshot; the code is there to be sent again.
        self.back_to_entry(Notice::NoAnswer);
        self.resync()
    }
}
