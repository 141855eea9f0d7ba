//! What nobody means to send or to type: the state stays clear, the station locked, nothing is lost.
use super::*;

#[test]
fn ten_thousand_keys_in_a_second_leave_it_locked() {
    let mut bench = Bench::locked();
    let keys = ['A', '7', 'O', '-', '\u{8}', 'é', '漢', '\u{202e}', '\u{0}', '🎟'];
    for typed in keys.into_iter().cycle().take(10_000) {
        assert_eq!(bench.on(Event::Typed(typed)), []);
        bench.on(Event::Erased);
    }
    let effects: Vec<_> = (0..1_000).flat_map(|_| bench.on(Event::Submitted)).collect();
    assert_eq!(effects, []);
    assert!(matches!(bench.machine.state(), State::Locked(_)));
    bench.on(Event::Cleared);
    bench.type_in(CODE);
    assert_eq!(said(&bench.on(Event::Submitted)).len(), 1, "and a code works as before");
}

#[test]
fn a_pasted_megabyte_is_at_most_a_code() {
    let mut bench = Bench::locked();
    bench.type_in(&"K7QM4-XYAB2 ".repeat(1 << 20 >> 3));
    let State::Locked(lock) = bench.machine.state() else {
        panic!("not locked");
    };
    assert_eq!(lock.entry.symbols(), CODE);
    bench.type_in(&"https://".repeat(1 << 17));
    assert!(matches!(bench.machine.state(), State::Locked(lock) if lock.entry.symbols().is_empty()));
}

#[test]
fn names_without_end_or_with_tricks_are_cut_to_what_can_be_shown() {
    let mut bench = Bench::enrolled();
    bench.on(Event::Linked);
    let mut state = snapshot(None);
    state.site = Some("é\u{202e}\u{7}".repeat(1 << 16));
    state.stations[0].name = "\u{1b}[2J".repeat(1 << 16);
    bench.tell(ServerMessage::ConnectionEstablished { state });
    assert_eq!(bench.machine.site().map(|site| site.chars().count()), Some(60));
    let name = bench.machine.station().expect("a name");
    assert!(name.chars().count() == 60 && !name.contains(char::is_control));
}

#[test]
fn messages_queue_up_to_a_limit_and_the_rest_is_refused() {
    let mut bench = Bench::locked();
    let mut refused = 0;
    for id in 0..100 {
        let effects = bench.tell(command(id, Command::Message { text: "\u{0}".repeat(9_999) }));
        refused += said(&effects)
            .into_iter()
            .filter(|message| matches!(message, ClientMessage::CommandDone { error: Some(_), .. }))
            .count();
    }
    assert_eq!(refused, 92);
    for _ in 0..8 {
        assert!(bench.machine.message().is_some());
        bench.on(Event::Acknowledged);
    }
    assert_eq!(bench.machine.message(), None);
}

#[test]
fn numbers_at_their_limits_are_taken_in() {
    let mut bench = Bench::open(600_000);
    let most = session(u64::MAX, u64::MAX, SessionStatut::Active);
    bench.tell(ServerMessage::TimeAdded { session: most, added_ms: i64::MIN });
    bench.tell(ServerMessage::TimeKept { code: "é".repeat(9_999), remaining_ms: u64::MAX, valid_until: i64::MIN });
    bench.tell(refusal("too_many_attempts", Some(u64::MAX)));
    bench.tell(ServerMessage::TimeUpdate { session: Some(active(u64::MAX, 0)), code_accepted: true, request: None });
    bench.seq = u64::MAX - 1;
    bench.tell(terminated(EndReason::Operateur));
    assert!(!bench.machine.is_open());
}
