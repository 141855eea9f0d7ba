//! Typing a code.
use super::*;

/// KSK-002: it opens after the server validated and started, not before.
#[test]
fn a_good_code_opens_after_the_server_started_its_session() {
    let mut bench = Bench::locked();
    bench.type_in("k7qm4-xyab2");
    let code = "K7QM4-XYAB2".to_owned();
    let effects = bench.on(Event::Submitted);
    assert_eq!(said(&effects), [&ClientMessage::ValidateCode { code }]);
    let effects = bench.tell(update(600_000, 0, SessionStatut::EnAttente));
    assert_eq!(effects, [], "that was no answer to the code");
    let effects = bench.tell(accepted(600_000, 0, SessionStatut::EnAttente));
    let session_id = Uuid::from_u128(1);
    assert_eq!(said(&effects), [&ClientMessage::StartSession { session_id }]);
    assert!(!bench.machine.is_open());
    bench.tell(started(600_000));
    assert!(bench.machine.is_open());
}

#[test]
fn the_time_the_start_took_counts() {
    let mut bench = Bench::locked();
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(accepted(600_000, 0, SessionStatut::EnAttente));
    bench.now_ms += 700;
    bench.tell(started(600_000));
    let held = bench.machine.held().expect("a session");
    assert_eq!(held.remaining_ms(bench.now_ms), 599_300);
}

#[test]
fn a_wrong_code_can_be_corrected_or_typed_anew() {
    let mut bench = Bench::locked();
    bench.type_in("ABCDEABCDE");
    bench.on(Event::Submitted);
    bench.tell(refusal("invalid_code", None));
    assert!(matches!(bench.notice(), Some(Notice::Refused { code, .. }) if code == "invalid_code"));
    bench.on(Event::Typed('K'));
    assert_eq!(bench.notice(), None);
    let State::Locked(lock) = bench.machine.state() else {
        panic!("not locked");
    };
    assert_eq!(lock.entry.symbols(), "K");
}

#[test]
fn too_many_wrong_codes_have_to_wait() {
    let mut bench = Bench::locked();
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(refusal("too_many_attempts", Some(20)));
    assert_eq!(bench.on(Event::Submitted), []);
    bench.wait(19_000);
    assert!(matches!(bench.notice(), Some(Notice::TooManyAttempts { .. })));
    bench.wait(1_000);
    assert_eq!(bench.notice(), None);
}

#[test]
fn a_server_that_does_not_answer_is_told_so() {
    let mut bench = Bench::locked();
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.wait(10_000);
    assert_eq!(bench.notice(), Some(&Notice::NoAnswer));
}

#[test]
fn no_code_is_checked_offline() {
    let mut bench = Bench::locked();
    bench.on(Event::Cut(Cut::Lost));
    bench.type_in(CODE);
    assert_eq!(bench.on(Event::Submitted), []);
    assert_eq!(bench.notice(), Some(&Notice::Offline));
    bench.connect(None);
    assert_eq!(bench.notice(), None);
    assert!(!bench.on(Event::Submitted).is_empty());
}

#[test]
fn a_code_left_half_typed_goes_away() {
    let mut bench = Bench::locked();
    bench.type_in("K7Q");
    bench.wait(60_000);
    assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
}

#[test]
fn what_is_refused_late_does_not_refuse_the_code_that_is_checked() {
    let mut bench = Bench::locked();
    bench.type_in(CODE);
    let effects = bench.on(Event::Submitted);
    let Some(Effect::Ask { request: first, .. }) = effects.first() else { panic!("{effects:?}") };
    for kind in ["cancel_call", "message_read", "command_done"] {
        bench.tell(refusal_of(kind, None));
        assert!(matches!(bench.machine.state(), State::Checking(_)), "{kind}");
    }
    bench.wait(600_000);
    bench.connect(None);
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(refusal_of("validate_code", Some(*first)));
    assert!(matches!(bench.machine.state(), State::Checking(_)), "the code before");
    bench.tell(refusal_of("validate_code", Some(first + 1)));
    assert!(matches!(bench.notice(), Some(Notice::Refused { .. })));
}

#[test]
fn what_is_accepted_late_does_not_start_what_another_code_opens() {
    let mut bench = Bench::locked();
    let ask = |bench: &mut Bench| {
        bench.type_in(CODE);
        let effects = bench.on(Event::Submitted);
        let Some(Effect::Ask { request, .. }) = effects.first() else { panic!("{effects:?}") };
        *request
    };
    let accepted = |request| ServerMessage::TimeUpdate {
        session: Some(session(600_000, 0, SessionStatut::EnAttente)),
        code_accepted: true,
        request: Some(request),
    };
    let first = ask(&mut bench);
    bench.wait(600_000);
    bench.connect(None);
    let second = ask(&mut bench);
    assert!(said(&bench.tell(accepted(first))).is_empty(), "the code before");
    let starts = bench.tell(accepted(second));
    assert_eq!(said(&starts), [&ClientMessage::StartSession { session_id: Uuid::from_u128(1) }]);
}
