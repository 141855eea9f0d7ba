//! The terms of use.
use super::*;
use guichet_protocol::Terms;
use std::collections::BTreeMap;

fn with_terms(version: &str) -> StationSettings {
    let texts = BTreeMap::from([("fr".to_owned(), "Soyez sages.".to_owned())]);
    StationSettings { terms: Some(Terms { version: version.into(), texts }), ..StationSettings::default() }
}

/// A station where the terms are before the visitor.
fn reading() -> Bench {
    let mut bench = Bench::locked();
    bench.settings(with_terms("v1"));
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    let effects = bench.tell(accepted(600_000, 0, SessionStatut::EnAttente));
    assert_eq!(effects, [], "nothing starts before they are accepted");
    assert!(matches!(bench.machine.state(), State::Terms(_)));
    bench
}

/// KSK-003: accepted before the session starts, in the version that was read.
#[test]
fn a_session_starts_once_its_terms_are_accepted() {
    let mut bench = reading();
    bench.wait(5_000);
    let effects = bench.on(Event::TermsAccepted);
    let session_id = Uuid::from_u128(1);
    let accepts = ClientMessage::AcceptTerms { session_id, version: "v1".into() };
    assert_eq!(said(&effects), [&accepts, &ClientMessage::StartSession { session_id }]);
    assert!(!bench.machine.is_open());
    bench.now_ms += 300;
    bench.tell(started(600_000));
    let held = bench.machine.held().expect("a session");
    assert_eq!(held.remaining_ms(bench.now_ms), 599_700, "reading costs nothing, the start does");
}

#[test]
fn a_scanner_s_second_enter_accepts_nothing() {
    let mut bench = reading();
    assert_eq!(bench.on(Event::Submitted), []);
    assert!(matches!(bench.machine.state(), State::Terms(_)));
    bench.now_ms += 1_000;
    assert_eq!(said(&bench.on(Event::Submitted)).len(), 2);
}

#[test]
fn who_refuses_or_walks_away_starts_nothing() {
    for refusal in [Event::TermsRefused, Event::Cleared] {
        let mut bench = reading();
        assert_eq!(bench.on(refusal), []);
        assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
    }
    let mut bench = reading();
    bench.wait(180_000);
    assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
}

#[test]
fn terms_that_change_are_read_anew() {
    let mut bench = reading();
    bench.now_ms += 60_000;
    bench.settings(with_terms("v2"));
    assert_eq!(bench.on(Event::Submitted), [], "that Enter was for the others");
    bench.now_ms += 1_000;
    let effects = bench.on(Event::Submitted);
    assert!(matches!(said(&effects)[0], ClientMessage::AcceptTerms { version, .. } if version == "v2"));
    bench.settings(with_terms("v3"));
    bench.tell(refusal("terms_required", None));
    assert!(matches!(bench.machine.state(), State::Terms(_)), "the server insists");
}

#[test]
fn terms_that_the_station_does_not_know_are_asked_for() {
    let mut bench = Bench::locked();
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(accepted(600_000, 0, SessionStatut::EnAttente));
    assert_eq!(bench.tell(refusal("terms_required", None)), [Effect::Resync]);
    assert_eq!(bench.notice(), Some(&Notice::NoAnswer), "the code is there to be sent again");
}

#[test]
fn a_cut_while_reading_shows_the_code_again() {
    let mut bench = reading();
    bench.on(Event::Cut(Cut::Lost));
    assert_eq!(bench.notice(), Some(&Notice::Offline));
}
