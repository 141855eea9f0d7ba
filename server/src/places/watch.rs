//! The clock of the opening hours: at each minute at which a room opens or closes, its stations are told.
use super::store;
use crate::{App, agencies, app::stopped, live::LiveEvent, problem::Problem};
use guichet_protocol::Opening;
use std::collections::HashMap;
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;

/// Whether each room is open, with its agency; rooms without hours are left out.
type Openings = HashMap<Uuid, (Uuid, Opening)>;

/// Watches until the server stops. Each process tells its own sockets.
pub async fn watch(app: App) {
    let mut stopping = app.stopping.subscribe();
    let mut before = Openings::new();
    loop {
        match openings(&app).await {
            Ok(now) => {
                tell(&app, &before, &now);
                before = now;
            }
            Err(problem) => problem.log("opening hours"),
        }
        let next = (app.clock.now() / MINUTE_MS + 1) * MINUTE_MS;
        tokio::select! {
            () = app.clock.sleep_until(next) => {}
            () = stopped(&mut stopping) => return,
        }
    }
}

/// Tells the agencies of rooms that are not as they were, or were not looked at before. What an event tells
/// once too often, sockets keep to themselves.
fn tell(app: &App, before: &Openings, now: &Openings) {
    let changed = now.iter().filter(|(id, opening)| before.get(id) != Some(opening));
    let mut agencies: Vec<Uuid> = changed.map(|(_, (agency_id, _))| *agency_id).collect();
    agencies.sort_unstable();
    agencies.dedup();
    for agency_id in agencies {
        app.live.publish(LiveEvent::Place { agency_id: Some(agency_id), station_id: None });
    }
}

async fn openings(app: &App) -> Result<Openings, Problem> {
    let mut tx = app.db.read().await?;
    let at = app.clock.now();
    let mut zones_of = HashMap::new();
    let mut found = Openings::new();
    for zone in store::all(&mut tx).await? {
        let Some(hours) = &zone.rules.hours else { continue };
        let timezone = if let Some(timezone) = zones_of.get(&zone.agency_id) {
            *timezone
        } else {
            let agency = agencies::find(&mut tx, zone.agency_id).await?;
            let named = agency.and_then(|agency| agency.timezone.parse().ok());
            let timezone = named.unwrap_or_else(|| app.settings.zone());
            zones_of.insert(zone.agency_id, timezone);
            timezone
        };
        found.insert(zone.id, (zone.agency_id, hours.at(at, timezone)));
    }
    Ok(found)
}
