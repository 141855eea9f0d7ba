//! A client that is started again goes on with the session it held.
use super::*;

const BOOT: Option<&str> = Some("boot-1");

/// The client as it is after `down_ms`, without its server, at `clock_ms` of its clock.
fn started_again(saved: Option<&Saved>, boot: Option<&str>, clock_ms: i64) -> Bench {
    let (machine, _) = Machine::start(true, Language::Fr, clock_ms);
    let mut bench = Bench { machine, now_ms: clock_ms, seq: 0 };
    if let Some(saved) = saved {
        bench.machine.restore(saved, boot);
    }
    bench
}

fn saved_after(bench: &mut Bench, ms: i64) -> Saved {
    bench.wait(ms);
    let saved = bench.machine.saved(BOOT).expect("a session is held");
    let written = serde_json::to_string(&saved).expect("it is written");
    serde_json::from_str(&written).expect("it is read")
}

fn remaining_ms(bench: &Bench) -> u64 {
    bench.machine.held().expect("a session").remaining_ms(bench.now_ms)
}

#[test]
fn within_one_start_of_the_machine_the_time_between_counts() {
    let mut bench = Bench::open(600_000);
    let saved = saved_after(&mut bench, 60_000);
    let mut again = started_again(Some(&saved), BOOT, bench.now_ms + 5_000);
    assert!(again.machine.is_open());
    assert_eq!(remaining_ms(&again), 535_000);
    again.wait(534_999);
    assert_eq!(again.machine.link(), Link::Offline);
    assert!(again.machine.is_open());
    again.wait(1);
    assert!(!again.machine.is_open());
}

#[test]
fn after_another_start_of_the_machine_the_last_count_holds() {
    let mut bench = Bench::open(600_000);
    let saved = saved_after(&mut bench, 60_000);
    for boot in [Some("boot-2"), None] {
        let again = started_again(Some(&saved), boot, 9_000);
        // Only the server knows what became of the session while the machine was off.
        assert!(!again.machine.is_open());
        assert_eq!(remaining_ms(&again), 540_000);
    }
    let unnamed = Saved { boot: None, ..saved };
    let again = started_again(Some(&unnamed), None, bench.now_ms + 5_000);
    assert_eq!(remaining_ms(&again), 540_000, "a clock without a name may be any");
}

#[test]
fn the_server_s_word_is_reconciled_with_what_was_kept() {
    let mut bench = Bench::open(600_000);
    let saved = saved_after(&mut bench, 60_000);
    let mut again = started_again(Some(&saved), BOOT, bench.now_ms + 5_000);
    let effects = again.connect(Some(active(600_000, 1_000)));
    assert_eq!(remaining_ms(&again), 535_000, "a server that counted less gives nothing back");
    let reported = said(&effects).into_iter().any(
        |message| matches!(message, ClientMessage::Heartbeat { consumed_ms: Some(consumed_ms), .. } if *consumed_ms == 65_000),
    );
    assert!(reported);
    again.connect(None);
    assert!(!again.machine.is_open());
    assert_eq!(again.machine.saved(BOOT), None);
}

#[test]
fn a_spent_session_is_not_opened_and_its_count_is_not_forgotten() {
    let mut bench = Bench::open(60_000);
    let saved = saved_after(&mut bench, 30_000);
    let mut again = started_again(Some(&saved), BOOT, bench.now_ms + 30_000);
    assert_eq!(again.machine.state(), &State::Connecting);
    again.connect(Some(active(60_000, 1_000)));
    assert!(!again.machine.is_open());
    assert_eq!(remaining_ms(&again), 0);
}

#[test]
fn a_pause_and_the_desk_s_lock_outlast_a_restart() {
    let mut bench = Bench::open(600_000);
    bench.tell(command(7, Command::Lock));
    let saved = saved_after(&mut bench, 1_000);
    let again = started_again(Some(&saved), BOOT, bench.now_ms);
    assert_eq!(again.notice(), Some(&Notice::LockedByDesk));

    let mut bench = Bench::open(600_000);
    bench.tell(update(600_000, 60_000, SessionStatut::Suspendue));
    let saved = saved_after(&mut bench, 1_000);
    let again = started_again(Some(&saved), BOOT, bench.now_ms + 3_600_000);
    assert_eq!(again.machine.state(), &State::Suspended);
    assert_eq!(remaining_ms(&again), 540_000);
}

#[test]
fn a_station_that_is_not_known_holds_nothing() {
    let mut bench = Bench::open(600_000);
    let saved = saved_after(&mut bench, 1_000);
    let (mut machine, _) = Machine::start(false, Language::Fr, START_MS);
    machine.restore(&saved, BOOT);
    assert_eq!(machine.state(), &State::Enrolling);
    assert!(machine.held().is_none());
}

#[test]
fn a_kept_count_that_makes_no_sense_opens_nothing_for_longer() {
    let mut bench = Bench::open(600_000);
    let saved = saved_after(&mut bench, 1_000);
    for (consumed_ms, at_ms) in [(u64::MAX, i64::MIN), (u64::MAX, i64::MAX), (600_000, 0), (0, i64::MIN)] {
        let strange = Saved { consumed_ms, at_ms, ..saved.clone() };
        let again = started_again(Some(&strange), BOOT, 5_000_000);
        assert!(!again.machine.is_open(), "{strange:?}");
    }
    let ahead = Saved { at_ms: i64::MAX, ..saved.clone() };
    assert_eq!(remaining_ms(&started_again(Some(&ahead), BOOT, 0)), saved.granted_ms - saved.consumed_ms);
}

const ENDS: ClientMessage = ClientMessage::EndSession { session_id: Uuid::from_u128(1) };

fn keeping() -> StationSettings {
    StationSettings { keeps_time: true, ..StationSettings::default() }
}

/// A visitor has just left, where unused time is kept.
fn leaving() -> Bench {
    let mut bench = Bench::open(600_000);
    bench.settings(keeping());
    bench.on(Event::LeaveWanted);
    bench.on(Event::LeaveConfirmed);
    bench
}

/// Finds no session at the server; gives what it said then.
fn finds_none(bench: &mut Bench) -> Vec<Effect> {
    bench.seq = 0;
    bench.on(Event::Linked);
    let state = Snapshot { settings: Some(keeping()), ..snapshot(None) };
    bench.tell(ServerMessage::ConnectionEstablished { state })
}

#[test]
fn the_rest_of_a_session_that_was_left_is_asked_for_after_a_restart() {
    for is_end_heard in [false, true] {
        let mut bench = leaving();
        if is_end_heard {
            bench.tell(terminated(EndReason::Visiteur));
        }
        let saved = saved_after(&mut bench, 100);
        let mut again = started_again(Some(&saved), BOOT, bench.now_ms + 500);
        assert!(said(&finds_none(&mut again)).contains(&&ENDS), "{is_end_heard}");
        again.tell(ServerMessage::TimeKept { code: "AB2CD-EF3GH".into(), remaining_ms: 540_000, valid_until: 0 });
        assert!(matches!(again.machine.state(), State::Ended { kept: Some(_), .. }), "{is_end_heard}");
        assert_eq!(again.machine.saved(BOOT), None);
    }
}

#[test]
fn the_rest_that_nobody_waits_for_is_not_asked_for() {
    let mut bench = leaving();
    bench.tell(terminated(EndReason::Visiteur));
    let saved = saved_after(&mut bench, 100);
    for (boot, after_ms) in [(Some("boot-2"), 500), (BOOT, 60_000)] {
        let mut again = started_again(Some(&saved), boot, bench.now_ms + after_ms);
        assert!(!said(&finds_none(&mut again)).contains(&&ENDS));
        assert_eq!(again.machine.state(), &State::Locked(CodeEntry::default()));
    }
    bench.wait(600_000);
    assert_eq!(bench.machine.saved(BOOT), None, "nor is it kept once the end is off the screen");
    let mut bench = leaving();
    bench.settings(StationSettings::default());
    bench.tell(terminated(EndReason::Visiteur));
    assert_eq!(bench.machine.saved(BOOT), None, "nor where no time is kept");
}
