//! The HTTP door to rooms.
use super::{
    Manage, Read,
    model::{NewZone, Zone},
    store,
};
use crate::{
    App,
    access::Grant,
    db::{Change, Event, Tx},
    extract::{Body, Id, IfMatch, Versioned, merged},
    list::{ListParams, ListQuery, Page, Scope},
    live::LiveEvent,
    problem::{Code, Problem},
    stations,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, replace, update, remove)
}

pub(super) async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<Zone, Problem> {
    let zone = store::find(tx, id).await?.filter(|zone| scope.holds(Some(zone.agency_id), None));
    zone.ok_or_else(|| Problem::not_found("zone"))
}

/// List rooms.
#[utoipa::path(get, path = "/api/zones/", tag = "zones",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("name" = Option<String>, Query)),
    responses((status = 200, body = Page<Zone>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Zone>>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(store::ZONES.page(&mut tx, &query, &grant.scope, 0).await?))
}

/// Make a room.
///
/// A station that names a room which is not there makes it, too, with the defaults.
#[utoipa::path(post, path = "/api/zones/", tag = "zones", request_body = NewZone, responses((status = 201, body = Zone)))]
async fn create(grant: Grant<Manage>, State(app): State<App>, Body(new): Body<NewZone>) -> Result<Response, Problem> {
    let new = new.checked()?;
    let mut change = grant.change(&app).await?;
    let agency_id = stations::agency_for(&mut change, &grant, new.agency_id).await?;
    let zone = store::insert(&mut change, agency_id, &new).await?;
    let event = Event::new("places", "create", "zone", zone.id)
        .agency(agency_id)
        .states(None, serde_json::to_value(&zone).ok());
    change.answer(event, StatusCode::CREATED, &zone).await
}

/// Show a room.
#[utoipa::path(get, path = "/api/zones/{id}/", tag = "zones", params(("id" = Uuid, Path)), responses((status = 200, body = Zone)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<Zone>, Problem> {
    let zone = in_scope(&mut app.db.read().await?, id, &grant.scope).await?;
    Ok(Versioned(zone.version, zone))
}

/// Change a room, giving all its fields.
///
/// Its stations are told at once. A new name is given to its stations, too.
#[utoipa::path(put, path = "/api/zones/{id}/", tag = "zones", params(("id" = Uuid, Path)), request_body = NewZone,
    responses((status = 200, body = Zone)))]
async fn replace(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(new): Body<NewZone>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| Ok(new)).await
}

/// Change some fields of a room.
#[utoipa::path(patch, path = "/api/zones/{id}/", tag = "zones", params(("id" = Uuid, Path)), request_body = NewZone,
    responses((status = 200, body = Zone)))]
async fn update(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |zone| merged(&NewZone::of(zone), patch)).await
}

async fn change_to(
    grant: &Grant<Manage>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&Zone) -> Result<NewZone, Problem>,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = in_scope(&mut change, id, &grant.scope).await?;
    version.check(before.version)?;
    let new = new(&before)?.checked()?;
    if new.agency_id.is_some_and(|agency_id| agency_id != before.agency_id) {
        return Err(Problem::field("agency_id", "agency_fixed"));
    }
    let zone = store::update(&mut change, id, &new).await?;
    if zone.name != before.name {
        stations::rename_zone(&mut change, zone.agency_id, &before.name, &zone.name).await?;
    }
    told(&mut change, zone.agency_id);
    let event = Event::new("places", "update", "zone", id)
        .agency(zone.agency_id)
        .states(serde_json::to_value(&before).ok(), serde_json::to_value(&zone).ok());
    change.answer(event, StatusCode::OK, &zone).await
}

fn told(change: &mut Change, agency_id: Uuid) {
    change.announce(LiveEvent::Place { agency_id: Some(agency_id), station_id: None });
}

/// Remove a room.
///
/// 409 while stations stand in it or tariffs are for it.
#[utoipa::path(delete, path = "/api/zones/{id}/", tag = "zones", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn remove(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let zone = in_scope(&mut change, id, &grant.scope).await?;
    version.check(zone.version)?;
    if stations::stand_in(&mut change, zone.agency_id, &zone.name).await? {
        return Err(Code::InUse.into());
    }
    store::remove(&mut change, id).await?;
    let event = Event::new("places", "remove", "zone", id).agency(zone.agency_id).with("name", zone.name);
    change.answer_nothing(event).await
}
