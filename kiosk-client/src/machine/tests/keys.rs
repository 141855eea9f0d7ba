//! The keyboard during a session: the visitor's, unless it is asked for.
use super::*;

#[test]
fn the_hot_key_takes_the_keyboard_and_escape_gives_it_back() {
    let mut bench = Bench::open(600_000);
    assert!(!bench.machine.takes_keys(), "the visitor writes");
    bench.on(Event::KeysWanted);
    assert!(bench.machine.takes_keys());
    bench.on(Event::Cleared);
    assert!(!bench.machine.takes_keys());
    bench.on(Event::KeysWanted);
    bench.on(Event::KeysWanted);
    assert!(!bench.machine.takes_keys(), "the same key gives it back");
}

#[test]
fn a_message_is_not_read_by_a_visitor_who_writes() {
    let mut bench = Bench::open(600_000);
    bench.tell(command(1, Command::Message { text: "Bonjour".into() }));
    assert!(!bench.machine.takes_keys());
    bench.on(Event::KeysWanted);
    bench.on(Event::Submitted);
    assert_eq!(bench.machine.message(), None);
    assert!(!bench.machine.takes_keys(), "the visitor writes on");
}

#[test]
fn the_lock_needs_no_hot_key() {
    let mut bench = Bench::locked();
    bench.on(Event::KeysWanted);
    assert!(!bench.machine.takes_keys());
    assert_eq!(bench.machine.wake_at(), Bench::locked().machine.wake_at());
}

#[test]
fn a_keyboard_that_nobody_uses_goes_back() {
    let mut bench = Bench::open(600_000);
    bench.on(Event::KeysWanted);
    bench.wait(15_000);
    bench.on(Event::NextLanguage);
    bench.wait(15_000);
    assert!(bench.machine.takes_keys(), "it was used");
    bench.wait(6_000);
    assert!(!bench.machine.takes_keys());
}
