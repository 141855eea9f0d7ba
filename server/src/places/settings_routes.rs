//! The HTTP door to what holds at a station.
use super::{
    model::{OwnDesktop, ResolvedSettings},
    settings, store,
};
use crate::{
    App,
    access::{Grant, StationOr},
    db::{Event, Tx},
    extract::{Body, Id, IfMatch, Versioned, merged},
    list::Scope,
    live::LiveEvent,
    problem::{Code, Problem},
    stations,
};
use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(show, replace, update)
}

/// What holds at the station, as it stands in the database.
async fn resolved(app: &App, tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<ResolvedSettings, Problem> {
    let place = settings::read(app, tx, id).await?.filter(|place| scope.holds(Some(place.agency_id), None));
    let place = place.ok_or_else(|| Problem::not_found("station"))?;
    let told = place.settings(app.clock.now());
    let (zone_id, zone) = place.zone.unzip();
    Ok(ResolvedSettings { settings: told, own: place.own, zone_id, zone, version: place.own_version })
}

/// Show what holds at a station, and what it has of its own.
#[utoipa::path(get, path = "/api/postes/{id}/reglages/", tag = "postes", params(("id" = Uuid, Path)),
    responses((status = 200, body = ResolvedSettings)))]
async fn show(
    caller: StationOr<stations::Read>,
    State(app): State<App>,
    Id(id): Id,
) -> Result<Versioned<ResolvedSettings>, Problem> {
    let scope = match &caller {
        StationOr::Station(station) if station.id == id => &Scope::All,
        StationOr::Station(_) => return Err(Code::Forbidden.into()),
        StationOr::Person(grant) => &grant.scope,
    };
    let found = resolved(&app, &mut app.db.read().await?, id, scope).await?;
    Ok(Versioned(found.version, found))
}

/// Set what a station has of its own.
///
/// What is left out or `null` is as its room says. The station is told at once.
#[utoipa::path(put, path = "/api/postes/{id}/reglages/", tag = "postes", params(("id" = Uuid, Path)), request_body = OwnDesktop,
    responses((status = 200, body = ResolvedSettings)))]
async fn replace(
    grant: Grant<stations::Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(own): Body<OwnDesktop>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| Ok(own)).await
}

/// Set some of what a station has of its own.
#[utoipa::path(patch, path = "/api/postes/{id}/reglages/", tag = "postes", params(("id" = Uuid, Path)), request_body = OwnDesktop,
    responses((status = 200, body = ResolvedSettings)))]
async fn update(
    grant: Grant<stations::Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |own| merged(own, patch)).await
}

async fn change_to(
    grant: &Grant<stations::Update>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&OwnDesktop) -> Result<OwnDesktop, Problem>,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let station = stations::find(&mut change, id).await?;
    let station = station.filter(|station| grant.scope.holds(Some(station.agency_id), None));
    let station = station.ok_or_else(|| Problem::not_found("station"))?;
    let before = store::own(&mut change, id).await?;
    version.check(before.version)?;
    let own = new(&before.desktop)?.checked()?;
    store::set_own(&mut change, id, &own).await?;
    change.announce(LiveEvent::Place { agency_id: Some(station.agency_id), station_id: Some(id) });
    let event = Event::new("places", "set_own", "station", id)
        .agency(station.agency_id)
        .states(serde_json::to_value(&before.desktop).ok(), serde_json::to_value(&own).ok());
    let body = resolved(app, &mut change, id, &Scope::All).await?;
    change.answer(event, StatusCode::OK, &body).await
}
