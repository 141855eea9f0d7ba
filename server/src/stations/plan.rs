//! Where stations stand on the plan of their room.
use super::{model::StationRow, store};
use crate::{
    db::{Change, pieces, with_places},
    live::LiveEvent,
    on,
    problem::Problem,
    statements,
};
use guichet_protocol::PlanPlace;
use std::collections::BTreeMap;
use uuid::Uuid;

const PUT: &str = "UPDATE stations SET plan_x = v.column2, plan_y = v.column3 FROM (VALUES {places}) AS v WHERE stations.id = v.column1";

statements! {
    CLEAR = "UPDATE stations SET plan_x = NULL, plan_y = NULL, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND zone = $2";
}

/// Puts the stations of a room where they are said to stand, and those left out nowhere; consoles are told
/// of each that moved. Gives back where they stood.
///
/// # Errors
/// When one of them stands in another room, or the database fails.
pub async fn arrange(
    change: &mut Change,
    agency_id: Uuid,
    zone: &str,
    places: &BTreeMap<Uuid, PlanPlace>,
) -> Result<BTreeMap<Uuid, PlanPlace>, Problem> {
    let before = store::in_zone(change, agency_id, zone).await?;
    if places.keys().any(|id| before.iter().all(|station| station.id != *id)) {
        return Err(Problem::field("stations", "station_elsewhere"));
    }
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(CLEAR).bind(agency_id).bind(zone).bind(now).execute(c).await.map(drop))?;
    put(change, places).await?;
    let stood: BTreeMap<Uuid, PlanPlace> =
        before.iter().filter_map(|station| Some((station.id, station.plan()?))).collect();
    let after: Vec<StationRow> = store::in_zone(change, agency_id, zone).await?;
    for station in after.iter().filter(|station| station.plan() != stood.get(&station.id).copied()) {
        change.announce(LiveEvent::Station { state: station.state(now), agency_id });
    }
    Ok(stood)
}

async fn put(change: &mut Change, places: &BTreeMap<Uuid, PlanPlace>) -> sqlx::Result<()> {
    let rows: Vec<(Uuid, PlanPlace)> = places.iter().map(|(id, place)| (*id, *place)).collect();
    for piece in pieces(&rows) {
        let sql = with_places(PUT, &change.places(piece.len(), 3));
        on!(&mut **change, |c| {
            let mut query = sqlx::query(sql);
            for (id, place) in piece {
                query = query.bind(*id).bind(i64::from(place.x)).bind(i64::from(place.y));
            }
            query.execute(c).await.map(drop)
        })?;
    }
    Ok(())
}
