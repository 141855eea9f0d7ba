//! At night: stations that nobody uses start again when there is a newer image for them.
use super::{
    image::Shelf,
    machine::{blocking, wanted},
    store,
};
use crate::{
    App,
    db::Actor,
    jobs::{Job, Outcome, Schedule},
    places::Place,
    problem::Problem,
    sessions, stations,
};
use chrono::{DateTime, Timelike};
use serde_json::json;
use std::ops::Range;
use uuid::Uuid;

/// The hours of the place's own clock that are night.
const NIGHT: Range<u32> = 2..5;

/// This module's jobs.
pub const JOBS: &[Job] = &[Job {
    name: "renew_stations",
    beat: "renew-stations",
    schedule: Schedule::Cron("*/5 * * * *"),
    timeout_s: 120,
    run: |app| Box::pin(renew(app)),
}];

fn is_night(now: i64, place: &Place) -> bool {
    let local = DateTime::from_timestamp_millis(now).map(|now| now.with_timezone(&place.timezone));
    local.is_some_and(|local| NIGHT.contains(&local.hour()))
}

async fn renew(app: App) -> Outcome {
    let ids = store::started(&mut app.db.read().await?).await?;
    let mut restarted = 0;
    for id in ids {
        if let Some(version) = is_due(&app, id).await?
            && restart(&app, id, version).await?
        {
            restarted += 1;
        }
    }
    Ok(json!(restarted))
}

/// The version that a station is to start again for, now. Once for each that is given: a station that came back with another one had
/// its reasons.
async fn is_due(app: &App, id: Uuid) -> Result<Option<String>, Problem> {
    let idle = app.stations.get(id).is_some_and(|known| known.is_on_line()) && app.sessions.open_at(id).is_none();
    if !idle {
        return Ok(None);
    }
    let mut tx = app.db.read().await?;
    let Some(place) = app.places.of(app, &mut tx, id).await? else { return Ok(None) };
    if !place.renews_at_night || !is_night(app.clock.now(), &place) {
        return Ok(None);
    }
    let (Some(wanted), Some((version, asked_at))) =
        (wanted(app, &mut tx, &place).await?, store::last(&mut tx, id).await?)
    else {
        return Ok(None);
    };
    if wanted.version == version || asked_at >= wanted.published_at {
        return Ok(None);
    }
    let (shelf, profile, version) = (Shelf::of(&app.settings), place.image_profile.clone(), wanted.version);
    Ok(blocking(move || shelf.read(&profile, &version).is_ok().then_some(version)).await.flatten())
}

/// False when somebody came for it meanwhile.
async fn restart(app: &App, id: Uuid, version: String) -> Result<bool, Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let is_in_use = sessions::open_at(&mut change, id).await?.is_some();
    let Some(station) = stations::find(&mut change, id).await?.filter(|_| !is_in_use) else { return Ok(false) };
    let event = stations::restart(app, &mut change, &station).await?;
    change.commit(event.with("version", version)).await?;
    Ok(true)
}
