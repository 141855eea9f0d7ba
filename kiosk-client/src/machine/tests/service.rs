//! Out of use, closed, and a server that is not the right one.
use super::*;
use guichet_protocol::Opening;

fn changed(statut: StationStatut) -> ServerMessage {
    let station = StationState { statut, ..snapshot(None).stations.remove(0) };
    ServerMessage::StationChanged { station }
}

#[test]
fn a_station_under_maintenance_says_so_until_it_is_back() {
    for statut in [StationStatut::Maintenance, StationStatut::HorsLigne] {
        let mut bench = Bench::locked();
        bench.type_in("K7Q");
        bench.tell(changed(statut));
        assert_eq!(bench.machine.state(), &State::OutOfUse);
        assert_eq!(bench.machine.statut(), Some(statut));
        bench.type_in(CODE);
        assert_eq!(bench.on(Event::Submitted), []);
        bench.on(Event::Cut(Cut::Lost));
        assert_eq!(bench.machine.state(), &State::OutOfUse);
        bench.connect(None);
        assert_eq!(bench.machine.state(), &State::Locked(CodeEntry::default()));
    }
}

#[test]
fn a_station_that_starts_out_of_use_says_so() {
    let mut bench = Bench::enrolled();
    bench.on(Event::Linked);
    let mut state = snapshot(None);
    state.stations[0].statut = StationStatut::Maintenance;
    bench.tell(ServerMessage::ConnectionEstablished { state });
    assert_eq!(bench.machine.state(), &State::OutOfUse);
}

#[test]
fn a_visitor_who_is_in_is_not_thrown_out_by_maintenance() {
    let mut bench = Bench::open(600_000);
    bench.tell(changed(StationStatut::Maintenance));
    assert!(bench.machine.is_open());
    bench.tell(terminated(EndReason::Poste));
    bench.wait(12_000);
    assert_eq!(bench.machine.state(), &State::OutOfUse);
}

#[test]
fn another_station_s_state_is_no_business_of_this_one() {
    let mut bench = Bench::locked();
    let other =
        StationState { id: Uuid::max(), statut: StationStatut::Maintenance, ..snapshot(None).stations.remove(0) };
    bench.tell(ServerMessage::StationChanged { station: other });
    assert!(matches!(bench.machine.state(), State::Locked(_)));
}

#[test]
fn a_code_typed_while_closed_is_tried() {
    let mut bench = Bench::locked();
    let opening = Opening { is_open: false, changes_at: None, changes_at_local: Some("08:30".into()) };
    bench.settings(StationSettings { opening: Some(opening), ..StationSettings::default() });
    assert_eq!(bench.machine.closed().and_then(|closed| closed.changes_at_local.as_deref()), Some("08:30"));
    let is_untouched = |bench: &Bench| matches!(bench.machine.state(), State::Locked(lock) if lock.is_untouched());
    assert!(is_untouched(&bench));
    bench.on(Event::CodeWanted);
    assert!(!is_untouched(&bench));
    bench.wait(60_000);
    assert!(is_untouched(&bench), "nobody typed");
    bench.type_in(CODE);
    let effects = bench.on(Event::Submitted);
    assert_eq!(said(&effects), [&ClientMessage::ValidateCode { code: "K7QM4-XYAB2".into() }]);
}

#[test]
fn a_server_that_is_not_the_right_one_is_named_until_the_right_one_speaks() {
    let mut bench = Bench::locked();
    bench.on(Event::Cut(Cut::UnknownServer));
    assert_eq!(bench.machine.state(), &State::UnknownServer);
    bench.type_in(CODE);
    assert_eq!(bench.on(Event::Submitted), [], "it is told nothing");
    bench.connect(None);
    assert!(matches!(bench.machine.state(), State::Locked(_)));

    let mut bench = Bench::open(600_000);
    bench.on(Event::Cut(Cut::UnknownServer));
    assert!(bench.machine.is_open(), "who is in keeps what was granted");
}
