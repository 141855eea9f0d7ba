//! The same asked of several stations at once.
use super::{
    Command as MayCommand,
    commands::{CommandSent, ask, check, event},
    model::StationRow,
    routes::in_scope,
    store,
};
use crate::{
    App,
    access::Grant,
    db::Change,
    extract::Body,
    list::Scope,
    problem::{Checks, Problem},
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use guichet_protocol::Command;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(broadcast)
}

/// A site has fewer.
const MOST_STATIONS: usize = 500;

/// Something to ask of several stations.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Broadcast {
    /// What to do.
    command: Command,
    /// The stations, at most 500; without them every station on line that the caller may command.
    #[serde(default)]
    station_ids: Option<Vec<Uuid>>,
}

/// What is on its way.
#[derive(Serialize, ToSchema)]
struct BroadcastSent {
    /// One for each station.
    results: Vec<CommandSent>,
}

/// Ask the same of several stations.
///
/// All or none: a station that is not the caller's to command, or that cannot be woken because its network
/// card is not known, stops it.
#[utoipa::path(post, path = "/api/postes/commands/", tag = "postes", request_body = Broadcast, responses((status = 202, body = BroadcastSent)))]
async fn broadcast(
    grant: Grant<MayCommand>,
    State(app): State<App>,
    Body(body): Body<Broadcast>,
) -> Result<Response, Problem> {
    check(&body.command)?;
    let mut checks = Checks::default();
    let count = body.station_ids.as_ref().map_or(1, Vec::len);
    checks.require((1..=MOST_STATIONS).contains(&count), "station_ids", "station_count");
    checks.finish()?;
    let mut change = grant.change(&app).await?;
    let stations = match body.station_ids {
        Some(ids) => named(&mut change, ids, &grant.scope).await?,
        None => online(&mut change, &grant.scope).await?,
    };
    let mut results = Vec::with_capacity(stations.len());
    if stations.is_empty() {
        return Ok((StatusCode::ACCEPTED, Json(BroadcastSent { results })).into_response());
    }
    for station in &stations {
        let sent = ask(&app, &mut change, station, &body.command).await?;
        change.note(event(station, sent.kind));
        results.push(sent);
    }
    change.answer_noted(StatusCode::ACCEPTED, &BroadcastSent { results }).await
}

async fn named(change: &mut Change, mut ids: Vec<Uuid>, scope: &Scope) -> Result<Vec<StationRow>, Problem> {
    ids.sort_unstable();
    ids.dedup();
    let mut stations = Vec::with_capacity(ids.len());
    for id in ids {
        stations.push(in_scope(change, id, scope).await?);
    }
    Ok(stations)
}

async fn online(change: &mut Change, scope: &Scope) -> Result<Vec<StationRow>, Problem> {
    let now = change.now();
    let mut stations = store::within(change, scope).await?;
    stations.retain(|station| station.state(now).en_ligne);
    Ok(stations)
}
