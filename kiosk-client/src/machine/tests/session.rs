//! A session from its start to its end, with and without the server.
use super::*;

/// RTM-012, as the station sees it: each warning once, online.
#[test]
fn the_server_s_warnings_are_announced_once() {
    let mut bench = Bench::open(310_000);
    bench.wait(10_000);
    assert_eq!(bench.machine.announcement(), None, "online, the server warns");
    let warning = |threshold_s| ServerMessage::Warning { session: active(310_000, 10_000), threshold_s };
    bench.tell(warning(300));
    assert_eq!(bench.machine.announcement(), Some(Announcement::Warning(300)));
    bench.wait(8_000);
    bench.tell(warning(300));
    assert_eq!(bench.machine.announcement(), None);
}

#[test]
fn offline_it_counts_warns_and_locks_by_itself() {
    let mut bench = Bench::open(310_000);
    bench.on(Event::Cut(Cut::Lost));
    bench.wait(10_000);
    assert_eq!(bench.machine.link(), Link::Offline);
    assert_eq!(bench.machine.announcement(), Some(Announcement::Warning(300)));
    bench.wait(299_999);
    assert!(bench.machine.is_open());
    bench.wait(1);
    assert!(bench.is_ended(Some(EndReason::TempsEcoule)));
}

/// The server was down too and did not count: its snapshot still has time.
#[test]
fn a_reconnect_gives_no_time_back() {
    let mut bench = Bench::open(60_000);
    bench.on(Event::Cut(Cut::Lost));
    bench.wait(70_000);
    let effects = bench.connect(Some(active(60_000, 1_000)));
    assert!(!bench.machine.is_open());
    let beat = ClientMessage::Heartbeat {
        client_version: Some(crate::version::VERSION.into()),
        session_id: Some(Uuid::from_u128(1)),
        consumed_ms: Some(60_000),
    };
    assert_eq!(said(&effects), [&beat], "the server learns what it did not see");
    bench.tell(terminated(EndReason::TempsEcoule));
    assert!(bench.machine.held().is_none());
}

#[test]
fn time_added_while_it_was_cut_off_opens_it_again() {
    let mut bench = Bench::open(60_000);
    bench.on(Event::Cut(Cut::Lost));
    bench.wait(61_000);
    bench.connect(Some(active(360_000, 60_000)));
    assert!(bench.machine.is_open());
    let held = bench.machine.held().expect("a session");
    assert_eq!(held.remaining_ms(bench.now_ms), 300_000);
}

/// RTM-016: a client that starts again finds its session.
#[test]
fn after_a_restart_it_is_locked_until_the_server_shows_its_session() {
    let mut bench = Bench::enrolled();
    assert!(!bench.machine.is_open());
    bench.connect(Some(active(600_000, 60_000)));
    assert!(bench.machine.is_open());
    assert_eq!(bench.machine.held().map(Held::granted_ms), Some(600_000));
}

#[test]
fn a_suspended_session_keeps_its_time_and_opens_again() {
    let mut bench = Bench::open(600_000);
    bench.wait(60_000);
    bench.tell(update(600_000, 60_000, SessionStatut::Suspendue));
    assert_eq!(bench.machine.state(), &State::Suspended);
    bench.wait(3_600_000);
    bench.tell(update(600_000, 60_000, SessionStatut::Active));
    assert!(bench.machine.is_open());
    let held = bench.machine.held().expect("a session");
    assert_eq!(held.remaining_ms(bench.now_ms), 540_000);
}

#[test]
fn an_ended_session_stays_ended() {
    let mut bench = Bench::open(600_000);
    bench.tell(terminated(EndReason::Operateur));
    assert!(bench.is_ended(Some(EndReason::Operateur)));
    bench.tell(update(600_000, 61_000, SessionStatut::Active));
    bench.tell(started(600_000));
    bench.connect(Some(active(600_000, 61_000)));
    assert!(!bench.machine.is_open());
    bench.wait(12_000);
    assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
}

#[test]
fn a_session_that_ended_while_it_was_cut_off_locks_it() {
    let mut bench = Bench::open(600_000);
    bench.on(Event::Cut(Cut::Lost));
    bench.connect(None);
    assert!(bench.is_ended(None));
}

#[test]
fn repeated_frames_say_nothing_and_a_gap_asks_for_a_snapshot() {
    let mut bench = Bench::open(600_000);
    let repeated = frame(bench.seq, terminated(EndReason::Operateur));
    assert_eq!(bench.on(repeated), []);
    assert!(bench.machine.is_open());
    let ahead = frame(bench.seq + 2, terminated(EndReason::Operateur));
    assert_eq!(bench.on(ahead), [Effect::Resync]);
    assert!(bench.machine.is_open());
}

#[test]
fn a_session_whose_start_was_missed_is_believed_from_a_snapshot_only() {
    let mut bench = Bench::locked();
    let effects = bench.tell(update(600_000, 0, SessionStatut::Active));
    assert_eq!(effects, [Effect::Resync]);
    assert!(!bench.machine.is_open());
}

#[test]
fn the_server_hears_from_it_every_twenty_seconds() {
    let mut bench = Bench::locked();
    assert_eq!(said(&bench.wait(60_000)).len(), 3);
}
