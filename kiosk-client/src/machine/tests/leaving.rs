//! Leaving early, the grace after the end, and the time that is kept.
use super::*;

const ENDS: ClientMessage = ClientMessage::EndSession { session_id: Uuid::from_u128(1) };
const KEPT_CODE: &str = "AB2CD-EF3GH";

fn kept() -> ServerMessage {
    ServerMessage::TimeKept { code: KEPT_CODE.into(), remaining_ms: 540_000, valid_until: 1_795_179_764_000 }
}

#[test]
fn a_visitor_leaves_after_saying_so_twice() {
    let mut bench = Bench::open(600_000);
    assert_eq!(bench.on(Event::LeaveConfirmed), [], "nobody was asked");
    bench.on(Event::LeaveWanted);
    assert!(matches!(bench.machine.leaving(), Some(Leaving::Confirming { .. })));
    assert_eq!(said(&bench.on(Event::LeaveConfirmed)), [&ENDS]);
    assert_eq!(bench.on(Event::LeaveConfirmed), [], "once is enough");
    bench.tell(terminated(EndReason::Visiteur));
    assert!(bench.is_ended(Some(EndReason::Visiteur)));
    assert_eq!(bench.machine.leaving(), None);
}

#[test]
fn a_visitor_who_stays_is_not_asked_again() {
    for stays in [Event::LeaveDeclined, Event::Cleared] {
        let mut bench = Bench::open(600_000);
        bench.on(Event::LeaveWanted);
        bench.on(stays);
        assert_eq!(bench.machine.leaving(), None);
        assert!(bench.machine.is_open());
    }
    let mut bench = Bench::open(600_000);
    bench.on(Event::LeaveWanted);
    bench.wait(30_000);
    assert_eq!(bench.machine.leaving(), None, "who says nothing stays");
}

#[test]
fn a_server_that_does_not_end_the_session_is_told_so() {
    let mut bench = Bench::open(600_000);
    bench.on(Event::LeaveWanted);
    bench.on(Event::LeaveConfirmed);
    bench.wait(10_000);
    assert!(matches!(bench.machine.leaving(), Some(Leaving::Unanswered { .. })));
    assert_eq!(said(&bench.on(Event::Submitted)), [&ENDS], "it can be asked again");
    bench.tell(refusal("forbidden", None));
    assert!(matches!(bench.machine.leaving(), Some(Leaving::Unanswered { .. })));
    assert!(bench.machine.is_open());
}

#[test]
fn nobody_leaves_offline_or_where_it_is_not_allowed() {
    let mut bench = Bench::open(600_000);
    bench.on(Event::Cut(Cut::Lost));
    bench.on(Event::LeaveWanted);
    assert_eq!(bench.on(Event::LeaveConfirmed), []);
    assert!(bench.machine.is_open());

    let mut bench = Bench::open(600_000);
    bench.settings(StationSettings { may_leave: false, ..StationSettings::default() });
    bench.on(Event::LeaveWanted);
    assert_eq!(bench.machine.leaving(), None);
}

#[test]
fn the_code_of_kept_time_stays_until_it_is_noted() {
    let mut bench = Bench::open(600_000);
    bench.on(Event::LeaveWanted);
    bench.on(Event::LeaveConfirmed);
    bench.tell(kept());
    assert!(bench.machine.is_open(), "the session ends with its own word");
    bench.tell(terminated(EndReason::Visiteur));
    bench.wait(500);
    bench.on(Event::Submitted);
    assert!(matches!(bench.machine.state(), State::Ended { kept: Some(_), .. }), "half of a double press");
    bench.wait(600_000);
    bench.type_in("K7QM4");
    let State::Ended { kept: Some(kept), .. } = bench.machine.state() else {
        panic!("{:?}", bench.machine.state());
    };
    assert_eq!((kept.code.as_str(), kept.remaining_ms), (KEPT_CODE, 540_000));
    assert!(!format!("{:?}", bench.machine).contains(KEPT_CODE), "it does not reach a log");
    bench.on(Event::Acknowledged);
    assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
}

#[test]
fn a_code_that_comes_after_the_end_is_shown_too() {
    let mut bench = Bench::open(600_000);
    bench.tell(terminated(EndReason::Visiteur));
    bench.tell(kept());
    assert!(matches!(bench.machine.state(), State::Ended { kept: Some(_), .. }));
    let mut bench = Bench::locked();
    bench.tell(kept());
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(accepted(600_000, 0, SessionStatut::EnAttente));
    bench.tell(started(600_000));
    bench.tell(terminated(EndReason::Operateur));
    assert!(matches!(bench.machine.state(), State::Ended { kept: None, .. }), "it was not for this visitor");
}

#[test]
fn a_code_that_was_lost_on_the_line_is_asked_for_again() {
    let mut bench = Bench::open(600_000);
    bench.settings(StationSettings { keeps_time: true, ..StationSettings::default() });
    bench.on(Event::LeaveWanted);
    bench.on(Event::LeaveConfirmed);
    bench.on(Event::Cut(Cut::Lost));
    assert!(said(&bench.connect(None)).contains(&&ENDS));
    bench.tell(kept());
    assert!(matches!(bench.machine.state(), State::Ended { kept: Some(_), .. }));
    bench.on(Event::Cut(Cut::Lost));
    assert!(!said(&bench.connect(None)).contains(&&ENDS), "it is known");
    // A session that the server did not end goes on, and is not left behind the visitor's back.
    let mut bench = Bench::open(600_000);
    bench.settings(StationSettings { keeps_time: true, ..StationSettings::default() });
    bench.on(Event::LeaveWanted);
    bench.on(Event::LeaveConfirmed);
    bench.on(Event::Cut(Cut::Lost));
    assert!(!said(&bench.connect(Some(active(600_000, 1_000)))).contains(&&ENDS));
    assert!(bench.machine.is_open());
}

fn with_grace(grace_s: u32) -> Bench {
    let mut bench = Bench::open(60_000);
    bench.settings(StationSettings { grace_s, ..StationSettings::default() });
    bench
}

#[test]
fn the_screen_stays_open_for_the_grace_and_no_longer() {
    let mut bench = with_grace(20);
    let effects = bench.wait(60_000);
    assert!(effects.contains(&Effect::Sound(Sound::Urgent)));
    assert_eq!(bench.machine.grace_left_ms(), Some(20_000));
    assert!(bench.machine.is_open());
    assert!(!bench.machine.may_call() && !bench.machine.may_leave(), "there is nothing to do but save");
    bench.wait(5_000);
    bench.tell(terminated(EndReason::TempsEcoule));
    assert_eq!(bench.machine.grace_left_ms(), Some(15_000), "the server's word changes nothing");
    bench.wait(14_999);
    assert!(bench.machine.is_open());
    bench.wait(1);
    assert!(bench.is_ended(Some(EndReason::TempsEcoule)));
}

#[test]
fn each_second_of_the_grace_is_on_the_screen() {
    let mut bench = with_grace(3);
    bench.wait(60_000);
    for left_ms in [2_000, 1_000] {
        bench.wait(bench.machine.wake_at().expect("an alarm") - bench.now_ms);
        assert_eq!(bench.machine.grace_left_ms(), Some(left_ms));
    }
}

#[test]
fn the_server_s_end_starts_the_grace_and_the_desk_s_does_not() {
    let mut bench = with_grace(20);
    bench.tell(terminated(EndReason::TempsEcoule));
    assert!(matches!(bench.machine.state(), State::Ending { .. }));
    bench.tell(command(7, Command::Lock));
    assert!(bench.is_ended(Some(EndReason::TempsEcoule)), "the desk can cut it short");

    for reason in [EndReason::Operateur, EndReason::Visiteur] {
        let mut bench = with_grace(20);
        bench.tell(terminated(reason));
        assert!(bench.is_ended(Some(reason)));
    }
}

#[test]
fn time_added_during_the_grace_goes_on_with_the_session() {
    let mut bench = with_grace(20);
    bench.on(Event::Cut(Cut::Lost));
    bench.wait(65_000);
    assert!(matches!(bench.machine.state(), State::Ending { .. }));
    bench.connect(Some(active(360_000, 65_000)));
    assert_eq!(bench.machine.state(), &State::Open);
}

#[test]
fn a_grace_has_a_limit_whatever_the_server_says() {
    let mut bench = with_grace(u32::MAX);
    bench.wait(60_000);
    assert_eq!(bench.machine.grace_left_ms(), Some(120_000));
}
