//! Calling somebody from the desk.
use super::{Call, Effect, Link, Machine, Sound, State};
use guichet_protocol::{CallState, ClientMessage, StationCall};
use tracing::info;
use uuid::Uuid;

/// How long the server may think about a call.
const ASK_MS: i64 = 10_000;
/// How long it is said that somebody comes.
const ANSWERED_MS: i64 = 60_000;
/// How long it is said that a call did not arrive.
const FAILED_MS: i64 = 10_000;
/// How long the offers stay on the screen of a visitor who does nothing.
pub(super) const IDLE_OFFERS_MS: i64 = 60_000;
/// One key each.
pub const OFFERS: usize = 9;

impl Machine {
    /// The call, if there is one.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        self.call.as_ref()
    }

    /// Whether there is a desk to call.
    #[must_use]
    pub fn may_call(&self) -> bool {
        self.settings.may_call && !self.is_not_in() && !matches!(self.state, State::Ending { .. })
    }

    /// What a visitor can ask for.
    #[must_use]
    pub fn offers(&self) -> &[guichet_protocol::Offer] {
        let offers = &self.settings.offers;
        if self.settings.may_call { &offers[..offers.len().min(OFFERS)] } else { &[] }
    }

    pub(super) fn call_pressed(&mut self) -> Vec<Effect> {
        match &self.call {
            Some(Call::Ringing { .. }) => self.withdraw_call(),
            Some(Call::Asked { .. }) => Vec::new(),
            _ => self.call_desk(None),
        }
    }

    fn call_desk(&mut self, offer_id: Option<Uuid>) -> Vec<Effect> {
        if !self.may_call() {
            return Vec::new();
        }
        if self.link != Link::Connected {
            self.call_failed();
            return Vec::new();
        }
        info!("call: asked");
        self.call = Some(Call::Asked { at_ms: self.now_ms });
        vec![Effect::Send(ClientMessage::CallOperator { offer_id })]
    }

    fn withdraw_call(&mut self) -> Vec<Effect> {
        if self.link != Link::Connected {
            return Vec::new();
        }
        info!("call: withdrawn");
        self.call = None;
        vec![Effect::Send(ClientMessage::CancelCall {})]
    }

    pub(super) fn call_failed(&mut self) {
        info!("call: failed");
        self.call = Some(Call::Failed { until_ms: self.now_ms.saturating_add(FAILED_MS) });
    }

    /// The server refused something just after a call was asked for: it was the call.
    pub(super) fn call_refused(&mut self) {
        if matches!(self.call, Some(Call::Asked { .. })) {
            self.call_failed();
        }
    }

    pub(super) fn offers_wanted(&mut self) {
        if matches!(self.state, State::Locked(_)) && self.held.is_none() && !self.offers().is_empty() {
            self.state = State::Offers { until_ms: self.now_ms.saturating_add(IDLE_OFFERS_MS) };
        }
    }

    pub(super) fn offer_chosen(&mut self, id: Uuid) -> Vec<Effect> {
        let is_offered = self.offers().iter().any(|offer| offer.id == id);
        if !matches!(self.state, State::Offers { .. }) || !is_offered {
            return Vec::new();
        }
        self.lock(None);
        self.call_desk(Some(id))
    }

    /// The offer with this number, from 1.
    pub(super) fn offer_typed(&mut self, typed: char) -> Vec<Effect> {
        let place = typed.to_digit(10).and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        match place.and_then(|place| self.offers().get(place)).map(|offer| offer.id) {
            Some(id) => self.offer_chosen(id),
            None => Vec::new(),
        }
    }

    pub(super) fn call_told(&mut self, call: StationCall) {
        if self.station_id.is_some_and(|id| id != call.station_id) {
            return;
        }
        self.call = match call.state {
            CallState::Open => Some(Call::Ringing { offer: call.offer }),
            CallState::Answered if self.call.is_some() => {
                info!("call: answered");
                self.outbox.push(Effect::Sound(Sound::Desk));
                Some(Call::Answered { until_ms: self.now_ms.saturating_add(ANSWERED_MS) })
            }
            CallState::Answered | CallState::Withdrawn => None,
        };
    }

    /// A snapshot has the call that nobody answered yet, or none.
    pub(super) fn calls_told(&mut self, calls: Vec<StationCall>) {
        let open = calls
            .into_iter()
            .find(|call| call.state == CallState::Open && self.station_id.is_none_or(|id| id == call.station_id));
        match (open, &self.call) {
            (Some(call), _) => self.call = Some(Call::Ringing { offer: call.offer }),
            (None, Some(Call::Ringing { .. } | Call::Asked { .. })) => self.call = None,
            (None, _) => {}
        }
    }

    pub(super) fn call_ends_at(&self) -> Option<i64> {
        match self.call.as_ref()? {
            Call::Asked { at_ms } => Some(at_ms.saturating_add(ASK_MS)),
            Call::Ringing { .. } => None,
            Call::Answered { until_ms } | Call::Failed { until_ms } => Some(*until_ms),
        }
    }

    pub(super) fn finish_call(&mut self) {
        if self.call_ends_at().is_none_or(|at| at > self.now_ms) {
            return;
        }
        match &self.call {
            Some(Call::Asked { .. }) => self.call_failed(),
            _ => self.call = None,
        }
    }
}
