//! Becoming known to the server.
use super::*;

#[test]
fn a_new_station_waits_for_approval_and_connects() {
    let (machine, effects) = Machine::start(false, Language::Fr, START_MS);
    assert_eq!(effects, [Effect::Enrol]);
    let mut bench = Bench { machine, now_ms: START_MS, seq: 0 };
    bench.on(enrolment(EnrolmentStatus::Pending, None));
    let pending = State::Pending { fingerprint: "048f7a56".into() };
    assert_eq!(bench.machine.state(), &pending);
    assert_eq!(bench.wait(3_000), [Effect::Enrol]);
    let effects = bench.on(enrolment(EnrolmentStatus::Enrolled, Some(Uuid::max())));
    assert_eq!(effects, [Effect::Remember(Uuid::max()), Effect::Connect]);
    bench.connect(None);
    assert!(matches!(bench.machine.state(), State::Locked(_)));
    assert_eq!(bench.machine.station(), Some("Poste 07"));
}

#[test]
fn a_refused_station_asks_again_later() {
    let mut bench = Bench::locked();
    bench.on(Event::Cut(Cut::Unknown));
    assert_eq!(bench.machine.state(), &State::Enrolling);
    assert_eq!(bench.wait(3_000), [Effect::Enrol]);
    bench.on(Event::Enrolment(EnrolmentAnswer::Refused));
    assert_eq!(bench.machine.state(), &State::Refused);
    assert_eq!(bench.wait(29_000), []);
    assert_eq!(bench.wait(1_000), [Effect::Enrol]);
}

#[test]
fn a_revoked_station_keeps_what_it_granted() {
    let mut bench = Bench::open(60_000);
    bench.on(Event::Cut(Cut::Unknown));
    bench.on(enrolment(EnrolmentStatus::Pending, None));
    assert!(bench.machine.is_open());
    bench.wait(60_000);
    assert!(!bench.machine.is_open());
}

#[test]
fn a_station_at_another_address_says_that_it_is_refused() {
    let mut bench = Bench::locked();
    bench.on(Event::Cut(Cut::Forbidden));
    assert_eq!(bench.machine.state(), &State::Refused);
    bench.connect(None);
    assert!(matches!(bench.machine.state(), State::Locked(_)));
}

#[test]
fn two_machines_serve_nobody_until_the_alarm_is_lifted() {
    let mut bench = Bench::open(60_000);
    bench.wait(10_000);
    bench.on(Event::Cut(Cut::Conflict));
    assert_eq!(bench.machine.state(), &State::Conflict, "locked, although time is left");
    assert!(matches!(bench.machine.desktop(), Desktop::Of(_)), "the visitor's files wait");
    bench.on(Event::Typed('K'));
    bench.wait(20_000);
    assert_eq!(bench.machine.state(), &State::Conflict);
    // Nothing was gained: the server's count holds.
    bench.connect(Some(active(60_000, 30_000)));
    assert!(bench.machine.is_open());
    assert_eq!(bench.machine.held().map(|held| held.remaining_ms(bench.now_ms)), Some(30_000));
    bench.on(Event::Cut(Cut::Conflict));
    bench.wait(40_000);
    assert_eq!(bench.machine.state(), &State::Conflict);
    bench.connect(None);
    assert!(matches!(bench.machine.state(), State::Locked(_) | State::Ended { .. }));
}

#[test]
fn an_unknown_server_opens_nothing() {
    let mut bench = Bench::locked();
    bench.on(Event::Cut(Cut::UnknownServer));
    assert_eq!(bench.machine.state(), &State::UnknownServer);
    bench.connect(None);
    assert!(matches!(bench.machine.state(), State::Locked(_)));
    bench.on(Event::Cut(Cut::Unknown));
    bench.on(Event::Enrolment(EnrolmentAnswer::UnknownServer));
    assert_eq!(bench.machine.state(), &State::UnknownServer);
    assert_eq!(bench.wait(30_000), [Effect::Enrol]);
}
