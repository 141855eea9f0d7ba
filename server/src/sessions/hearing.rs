//! Who hears of what: stations of themselves, consoles of what is within their rights.
use super::socket_routes::Viewer;
use crate::{
    list::Scope,
    live::{LiveEvent, SessionLine},
};
use uuid::Uuid;

/// Whether a viewer may see a session.
pub(super) fn may_see(line: &SessionLine, viewer: &Viewer) -> bool {
    match viewer {
        Viewer::Station(station) => line.station_id == Some(station.id),
        Viewer::Console(console) => console.sees.holds(Some(line.agency_id), line.operateur),
    }
}

/// Whether an event is for a viewer; `only` is the session that its socket is for.
pub(super) fn concerns(event: &LiveEvent, viewer: &Viewer, only: Option<Uuid>) -> bool {
    match (event, viewer) {
        (LiveEvent::Session { line, .. }, viewer) => only.is_none_or(|id| line.id == id) && may_see(line, viewer),
        (LiveEvent::Station { agency_id, .. }, Viewer::Console(console)) => {
            let within = |scope: &Scope| scope.holds(Some(*agency_id), None);
            only.is_none() && console.stations.as_ref().is_some_and(within)
        }
        (LiveEvent::Station { state, .. }, Viewer::Station(station)) => only.is_none() && state.id == station.id,
        (LiveEvent::Call { agency_id, .. }, Viewer::Console(console)) => {
            let within = |scope: &Scope| scope.holds(Some(*agency_id), None);
            only.is_none() && console.calls.as_ref().is_some_and(within)
        }
        (LiveEvent::Call { call, .. }, Viewer::Station(station)) => only.is_none() && call.station_id == station.id,
        (LiveEvent::CommandChanged { agency_id, .. }, Viewer::Console(console)) => {
            let within = |scope: &Scope| scope.holds(Some(*agency_id), None);
            only.is_none() && console.commands.as_ref().is_some_and(within)
        }
        (LiveEvent::Command { station_id, .. }, Viewer::Station(station)) => *station_id == station.id,
        _ => false,
    }
}
