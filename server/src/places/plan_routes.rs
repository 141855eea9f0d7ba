//! The HTTP door to the plan of a room.
use super::{Manage, zone_routes::in_scope};
use crate::{
    App,
    access::Grant,
    db::Event,
    extract::{Body, Id},
    problem::{Checks, Problem},
    stations,
};
use axum::{extract::State, http::StatusCode, response::Response};
use guichet_protocol::PlanPlace;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(arrange)
}

/// Wider than a room, and small enough to be drawn.
const SIDE: u8 = 40;
const MOST_STATIONS: usize = 500;

/// Where a station stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Placed {
    /// The station.
    id: Uuid,
    /// The column, from 0 to 39.
    #[schema(example = 3)]
    x: u8,
    /// The row, from 0 to 39.
    #[schema(example = 1)]
    y: u8,
}

/// The plan of a room.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoomPlan {
    /// Its stations; those that are left out stand wherever there is room.
    stations: Vec<Placed>,
}

impl RoomPlan {
    fn of(places: &BTreeMap<Uuid, PlanPlace>) -> Self {
        let mut stations: Vec<Placed> =
            places.iter().map(|(id, place)| Placed { id: *id, x: place.x, y: place.y }).collect();
        stations.sort_unstable_by_key(|placed| (placed.y, placed.x));
        Self { stations }
    }

    fn checked(self) -> Result<BTreeMap<Uuid, PlanPlace>, Problem> {
        let mut checks = Checks::default();
        checks.require(self.stations.len() <= MOST_STATIONS, "stations", "station_count");
        checks.require(self.stations.iter().all(|placed| placed.x < SIDE && placed.y < SIDE), "stations", "plan_range");
        let cells: HashSet<(u8, u8)> = self.stations.iter().map(|placed| (placed.x, placed.y)).collect();
        let places: BTreeMap<Uuid, PlanPlace> =
            self.stations.iter().map(|placed| (placed.id, PlanPlace { x: placed.x, y: placed.y })).collect();
        let distinct = cells.len() == self.stations.len() && places.len() == self.stations.len();
        checks.require(distinct, "stations", "twice");
        checks.finish()?;
        Ok(places)
    }
}

/// Say where the stations of a room stand on its plan.
///
/// Consoles are told at once of each station that moved. 400 when a station stands in another room, or two
/// in one place.
#[utoipa::path(post, path = "/api/zones/{id}/plan/", tag = "zones", params(("id" = Uuid, Path)), request_body = RoomPlan,
    responses((status = 200, body = RoomPlan)))]
async fn arrange(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    Body(plan): Body<RoomPlan>,
) -> Result<Response, Problem> {
    let places = plan.checked()?;
    let mut change = grant.change(&app).await?;
    let zone = in_scope(&mut change, id, &grant.scope).await?;
    let before = stations::arrange(&mut change, zone.agency_id, &zone.name, &places).await?;
    let (before, after) = (RoomPlan::of(&before), RoomPlan::of(&places));
    let event = Event::new("places", "arrange", "zone", id)
        .agency(zone.agency_id)
        .states(serde_json::to_value(&before).ok(), serde_json::to_value(&after).ok());
    change.answer(event, StatusCode::OK, &after).await
}
