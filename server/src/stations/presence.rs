//! Presence: when each station was last heard of. It is kept in memory and written every few
//! seconds in one statement; a station that falls silent is noticed and told to the consoles.
use super::{registry::Known, store};
use crate::{
    App,
    access::Station,
    audit::{self, KioskAction, Step},
    db::{Actor, ActorKind, Change, Event, Unaudited},
    live::LiveEvent,
    problem::Problem,
};
use guichet_protocol::Heartbeat;
use std::net::IpAddr;
use uuid::Uuid;

/// A station is on line when it was heard of within this time (STA-002).
pub const ONLINE_MS: i64 = 60_000;
/// What a station's presence is called in the history of states, and what it can be.
const PRESENCE: &str = "presence";
const THERE: &str = "en_ligne";
const AWAY: &str = "hors_ligne";
/// Why it is told late that a station was away: the server was.
const UNNOTICED: &str = "serveur";
/// How often presence is written and silence noticed.
pub const SWEEP_MS: i64 = 5_000;
/// One statement holds this many stations: SQLite allows 32,766 places, PostgreSQL 65,535.
const BATCH: usize = 5_000;

/// Notes that a station was heard of. Only the first word after a silence reaches the database at once.
///
/// # Errors
/// When the database fails.
pub async fn hear(app: &App, station: &Station, heartbeat: &Heartbeat) -> Result<(), Problem> {
    let Some(known) = app.stations.get(station.id) else { return Ok(()) };
    let came_back = known.heard(app.clock.now());
    let version = heartbeat.client_version.as_deref().filter(|version| version.len() <= 40 && known.runs(version));
    // Boxed: hardly any heartbeat writes, and each would hold the room for it.
    if came_back {
        Box::pin(come_back(app, station.ip, &known, version)).await
    } else if let Some(version) = version {
        Box::pin(note_version(app, station.id, version)).await
    } else {
        Ok(())
    }
}

async fn note_version(app: &App, id: Uuid, version: &str) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    store::note_version(&mut change, id, version).await?;
    change.commit_unaudited(Unaudited::Presence).await
}

async fn come_back(app: &App, ip: Option<IpAddr>, known: &Known, version: Option<&str>) -> Result<(), Problem> {
    let mut change = app.db.change(Actor { kind: ActorKind::Station, id: Some(known.id), ip }).await?;
    note_return(&mut change, known.id).await?;
    store::note_seen(&mut change, &[(known.id, known.seen_at())]).await?;
    if let Some(version) = version {
        store::note_version(&mut change, known.id, version).await?;
    }
    let Some(row) = store::find(&mut change, known.id).await? else { return Ok(()) };
    change.announce(LiveEvent::Station { state: row.state(app.clock.now()), agency_id: row.agency_id });
    let event = Event::kiosk(KioskAction::ConnexionPoste, "station", Some(known.id)).agency(row.agency_id);
    change.commit(event).await
}

/// Writes who was heard of, and notices who fell silent.
///
/// # Errors
/// When the database fails; presence stays in memory and is written later.
pub async fn sweep(app: &App) -> Result<(), Problem> {
    let seen = app.stations.take_unwritten();
    for batch in seen.chunks(BATCH) {
        let mut change = app.db.change(Actor::SYSTEM).await?;
        store::note_seen(&mut change, batch).await?;
        change.commit_unaudited(Unaudited::Presence).await?;
    }
    let now = app.clock.now();
    for known in app.stations.all() {
        if known.is_on_line() && known.seen_at() < now - ONLINE_MS {
            known.went_off_line();
            fall_silent(app, &known, now).await?;
        }
    }
    Ok(())
}

fn step(id: Uuid, to: &'static str, comment: Option<&'static str>) -> Step<'static> {
    let from = if to == THERE { AWAY } else { THERE };
    Step { entity_kind: PRESENCE, entity_id: id, from: Some(from), to, comment }
}

/// Keeps in its history that a station is back; and, when nobody was there to notice it, when it had gone.
async fn note_return(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    if audit::last_state(change, PRESENCE, id).await?.as_deref() == Some(THERE) {
        let gone_at = store::last_seen(change, id).await?.map(|seen_at| seen_at + ONLINE_MS);
        // It never went: another process, or the same one after a start, hears it for the first time.
        let Some(gone_at) = gone_at.filter(|at| *at < now) else { return Ok(()) };
        audit::record_at(change, gone_at, &[step(id, AWAY, Some(UNNOTICED))]).await?;
    }
    audit::record_at(change, now, &[step(id, THERE, None)]).await
}

async fn fall_silent(app: &App, known: &Known, now: i64) -> Result<(), Problem> {
    let mut change = app.db.change(Actor { kind: ActorKind::Station, id: Some(known.id), ip: None }).await?;
    // Another process may have heard of it.
    let seen_elsewhere = store::last_seen(&mut change, known.id).await?.is_some_and(|seen| seen >= now - ONLINE_MS);
    let Some(row) = store::find(&mut change, known.id).await?.filter(|_| !seen_elsewhere) else { return Ok(()) };
    if audit::last_state(&mut change, PRESENCE, known.id).await?.as_deref() == Some(THERE) {
        audit::record_at(&mut change, now, &[step(known.id, AWAY, None)]).await?;
    }
    change.announce(LiveEvent::Station { state: row.state(now), agency_id: row.agency_id });
    let event = Event::kiosk(KioskAction::DeconnexionPoste, "station", Some(known.id)).agency(row.agency_id);
    change.commit(event).await
}
