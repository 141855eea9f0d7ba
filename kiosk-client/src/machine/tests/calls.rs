//! Calling the desk, and asking for an offer.
use super::*;
use guichet_protocol::{CallState, Offer, StationCall};

fn offer(id: u128) -> Offer {
    Offer { id: Uuid::from_u128(id), name: "Une heure".into(), minutes: 60, price_minor: 150, currency: "EUR".into() }
}

fn call(state: CallState) -> ServerMessage {
    ServerMessage::StationCall { call: call_of(Uuid::nil(), state) }
}

fn call_of(station_id: Uuid, state: CallState) -> StationCall {
    StationCall { id: Uuid::from_u128(8), station_id, offer: None, called_at: 0, state }
}

const ASKS: ClientMessage = ClientMessage::CallOperator { offer_id: None };

#[test]
fn the_desk_is_called_and_somebody_comes() {
    let mut bench = Bench::locked();
    assert_eq!(said(&bench.on(Event::CallPressed)), [&ASKS]);
    assert_eq!(bench.on(Event::CallPressed), [], "once is enough");
    bench.tell(call(CallState::Open));
    assert_eq!(bench.machine.call(), Some(&Call::Ringing { offer: None }));
    let effects = bench.tell(call(CallState::Answered));
    assert_eq!(effects, [Effect::Sound(Sound::Desk)]);
    assert!(matches!(bench.machine.call(), Some(Call::Answered { .. })));
    bench.wait(60_000);
    assert_eq!(bench.machine.call(), None);
}

#[test]
fn a_call_can_be_withdrawn() {
    let mut bench = Bench::open(600_000);
    bench.on(Event::CallPressed);
    bench.tell(call(CallState::Open));
    assert_eq!(said(&bench.on(Event::CallPressed)), [&ClientMessage::CancelCall {}]);
    bench.tell(call(CallState::Withdrawn));
    assert_eq!(bench.machine.call(), None);
}

#[test]
fn a_call_that_does_not_arrive_is_told() {
    let mut bench = Bench::locked();
    bench.on(Event::CallPressed);
    bench.wait(10_000);
    assert!(matches!(bench.machine.call(), Some(Call::Failed { .. })));
    bench.wait(10_000);
    assert_eq!(bench.machine.call(), None);

    bench.on(Event::CallPressed);
    bench.tell(refusal("forbidden", None));
    assert!(matches!(bench.machine.call(), Some(Call::Failed { .. })));

    bench.on(Event::Cut(Cut::Lost));
    assert_eq!(bench.on(Event::CallPressed), [], "there is nobody to tell");
    assert!(matches!(bench.machine.call(), Some(Call::Failed { .. })));
}

#[test]
fn a_snapshot_knows_the_call_that_still_rings() {
    let mut bench = Bench::locked();
    bench.on(Event::CallPressed);
    bench.tell(call(CallState::Open));
    bench.on(Event::Cut(Cut::Lost));
    assert_eq!(bench.machine.call(), Some(&Call::Ringing { offer: None }));
    bench.connect(None);
    assert_eq!(bench.machine.call(), None, "it was answered meanwhile");
    bench.seq = 0;
    bench.on(Event::Linked);
    let calls = vec![call_of(Uuid::max(), CallState::Open), call_of(Uuid::nil(), CallState::Open)];
    bench.tell(ServerMessage::ConnectionEstablished { state: Snapshot { calls, ..snapshot(None) } });
    assert_eq!(bench.machine.call(), Some(&Call::Ringing { offer: None }));
}

#[test]
fn another_station_s_call_is_no_business_of_this_one() {
    let mut bench = Bench::locked();
    bench.tell(ServerMessage::StationCall { call: call_of(Uuid::max(), CallState::Open) });
    assert_eq!(bench.machine.call(), None);
}

#[test]
fn an_offer_is_chosen_by_touch_or_by_its_number() {
    let choose = |event: Event| {
        let mut bench = Bench::locked();
        bench.on(Event::OffersWanted);
        assert!(matches!(bench.machine.state(), State::Locked(_)), "there is nothing to offer");
        bench.settings(StationSettings { offers: vec![offer(3), offer(4)], ..StationSettings::default() });
        bench.on(Event::OffersWanted);
        assert!(matches!(bench.machine.state(), State::Offers { .. }));
        let effects = bench.on(event);
        (said(&effects).first().map(|said| (*said).clone()), bench.machine.state().clone())
    };
    let asked = Some(ClientMessage::CallOperator { offer_id: Some(Uuid::from_u128(4)) });
    assert_eq!(choose(Event::OfferChosen(Uuid::from_u128(4))), (asked.clone(), State::Locked(CodeEntry::default())));
    assert_eq!(choose(Event::Typed('2')), (asked, State::Locked(CodeEntry::default())));
    for nothing in ['0', '3', 'A', '漢'] {
        assert!(matches!(choose(Event::Typed(nothing)), (None, State::Offers { .. })));
    }
    assert!(matches!(choose(Event::OfferChosen(Uuid::max())), (None, State::Offers { .. })), "it is not offered");
    assert!(matches!(choose(Event::Cleared), (None, State::Locked(_))));
}

#[test]
fn offers_nobody_looks_at_go_away() {
    let mut bench = Bench::locked();
    bench.settings(StationSettings { offers: vec![offer(3)], ..StationSettings::default() });
    bench.on(Event::OffersWanted);
    bench.wait(60_000);
    assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
    bench.on(Event::OffersWanted);
    bench.settings(StationSettings::default());
    assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
}

#[test]
fn where_nobody_can_be_called_nothing_is_asked() {
    let mut bench = Bench::locked();
    bench.settings(StationSettings { may_call: false, offers: vec![offer(3)], ..StationSettings::default() });
    assert_eq!(bench.on(Event::CallPressed), []);
    assert!(bench.machine.offers().is_empty());
}
