//! What the desk asks for.
use super::*;
use guichet_protocol::UpdateChannel;

#[test]
fn the_desk_locks_and_a_code_of_the_session_opens() {
    let mut bench = Bench::open(600_000);
    bench.tell(command(7, Command::Lock));
    assert_eq!(bench.notice(), Some(&Notice::LockedByDesk));
    bench.tell(update(600_000, 1_000, SessionStatut::Active));
    assert!(!bench.machine.is_open(), "its time runs, it stays locked");
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(update(600_000, 2_000, SessionStatut::Active));
    assert!(!bench.machine.is_open(), "that was no answer to the code");
    bench.tell(refusal("invalid_code", None));
    bench.on(Event::Cleared);
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(accepted(600_000, 3_000, SessionStatut::Active));
    assert!(bench.machine.is_open());
}

/// The client started again: it never heard the code of the session it holds.
#[test]
fn a_session_taken_over_from_a_snapshot_is_opened_by_its_code_too() {
    let mut bench = Bench::enrolled();
    bench.connect(Some(active(600_000, 0)));
    bench.tell(command(7, Command::Lock));
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(accepted(600_000, 1_000, SessionStatut::Active));
    assert!(bench.machine.is_open());
}

#[test]
fn a_repeated_command_is_carried_out_once() {
    let mut bench = Bench::locked();
    let id = Uuid::from_u128(7);
    let done = ClientMessage::CommandDone { id, error: None };
    let action = PowerAction::Restart;
    let effects = bench.tell(command(7, Command::Restart));
    assert_eq!(effects, [Effect::Power { id, action }]);
    let effects = bench.on(Event::PowerDone { id, error: None });
    assert_eq!(said(&effects), [&done]);
    let effects = bench.tell(command(7, Command::Restart));
    assert_eq!(effects, [Effect::Send(done)]);
}

/// Asking twice changes nothing: the newest software is the newest still.
#[test]
fn an_update_is_told_when_it_is_over() {
    let mut bench = Bench::locked();
    let id = Uuid::from_u128(7);
    assert_eq!(bench.tell(command(7, Command::Update)), [Effect::Update(id)]);
    assert_eq!(bench.tell(command(7, Command::Update)), [], "it is on its way");
    let error = Some("no line".to_owned());
    let effects = bench.on(Event::Updated { id, error: error.clone() });
    assert_eq!(said(&effects), [&ClientMessage::CommandDone { id, error }]);
    assert_eq!(bench.tell(command(7, Command::Update)), [Effect::Update(id)], "told again, tried again");
}

#[test]
fn no_update_in_a_session_or_without_a_channel() {
    let refused = |effects: &[Effect]| matches!(said(effects)[..], [ClientMessage::CommandDone { error: Some(_), .. }]);
    let mut bench = Bench::open(600_000);
    assert!(refused(&bench.tell(command(7, Command::Update))));
    let mut bench = Bench::locked();
    let settings = StationSettings { update_channel: UpdateChannel::None, ..StationSettings::default() };
    bench.tell(ServerMessage::StationSettings { settings });
    assert!(refused(&bench.tell(command(7, Command::Update))));
}

fn message(id: u128, text: &str) -> ServerMessage {
    command(id, Command::Message { text: text.into() })
}

fn done(id: u128) -> ClientMessage {
    ClientMessage::CommandDone { id: Uuid::from_u128(id), error: None }
}

fn read(id: u128) -> ClientMessage {
    ClientMessage::MessageRead { id: Uuid::from_u128(id) }
}

/// RTM-010: the desk hears that it is on the screen, and that it was read.
#[test]
fn a_message_stays_until_it_is_read() {
    let mut bench = Bench::open(600_000);
    let effects = bench.tell(message(7, &"é".repeat(600)));
    assert_eq!(effects, [Effect::Send(done(7)), Effect::Sound(Sound::Desk)]);
    let shown = bench.machine.message().map(|text| text.chars().count());
    assert_eq!(shown, Some(500));
    assert_eq!(said(&bench.on(Event::Acknowledged)), [&read(7)]);
    assert_eq!(bench.machine.message(), None);
    assert_eq!(bench.on(Event::Acknowledged), []);
}

#[test]
fn a_second_message_waits_for_its_turn() {
    let mut bench = Bench::locked();
    bench.tell(message(7, "one"));
    assert_eq!(bench.tell(message(8, "two")), [], "it is not on the screen");
    assert_eq!(bench.tell(message(8, "two")), [], "not when it is repeated either");
    assert_eq!(bench.machine.message(), Some("one"));
    assert_eq!(said(&bench.on(Event::Submitted)), [&read(7), &done(8)], "Enter answers what is on top");
    assert_eq!(bench.machine.message(), Some("two"));
}

#[test]
fn what_was_read_offline_is_told_later() {
    let mut bench = Bench::open(600_000);
    bench.tell(message(7, "one"));
    bench.on(Event::Cut(Cut::Lost));
    assert_eq!(bench.on(Event::Acknowledged), []);
    let effects = bench.connect(Some(active(600_000, 0)));
    assert!(said(&effects).contains(&&read(7)));
}

#[test]
fn a_lock_during_a_pause_does_not_outlast_it() {
    let mut bench = Bench::open(600_000);
    bench.tell(update(600_000, 0, SessionStatut::Suspendue));
    bench.tell(command(7, Command::Lock));
    assert_eq!(bench.machine.state(), &State::Suspended);
    bench.tell(update(600_000, 0, SessionStatut::Active));
    assert!(bench.machine.is_open());
}

#[test]
fn a_pause_undoes_the_desk_s_lock() {
    let mut bench = Bench::open(600_000);
    bench.tell(command(7, Command::Lock));
    bench.tell(update(600_000, 0, SessionStatut::Suspendue));
    assert_eq!(bench.machine.state(), &State::Suspended);
    bench.tell(update(600_000, 0, SessionStatut::Active));
    assert!(bench.machine.is_open());
}
