//! The HTTP door to tariffs.
use super::{
    Manage, Read,
    model::{NewTariff, Tariff},
    store,
};
use crate::{
    App,
    access::Grant,
    agencies,
    db::{Change, Event, Tx},
    extract::{Body, Id, IfMatch, Versioned, merged},
    list::{ListParams, ListQuery, Page, Scope},
    live::LiveEvent,
    places,
    problem::Problem,
    stations,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, replace, update, remove)
}

async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<Tariff, Problem> {
    let tariff = store::find(tx, id).await?.filter(|tariff| scope.holds(Some(tariff.agency_id), None));
    tariff.ok_or_else(|| Problem::not_found("tariff"))
}

/// The rooms of a tariff are its agency's.
async fn check_zones(tx: &mut Tx, agency_id: Uuid, new: &NewTariff) -> Result<(), Problem> {
    let own = new.zone_id.map(|id| ("zone_id".to_owned(), id));
    let of_rules = new.rules.zones().map(|(index, id)| (format!("rules[{index}].zone_id"), id));
    for (field, id) in own.into_iter().chain(of_rules) {
        let zone = places::find(tx, id).await?.filter(|zone| zone.agency_id == agency_id);
        zone.ok_or_else(|| Problem::field(field, "zone_unknown"))?;
    }
    Ok(())
}

fn told(change: &mut Change, agency_id: Uuid) {
    change.announce(LiveEvent::Place { agency_id: Some(agency_id), station_id: None });
}

/// List tariffs.
#[utoipa::path(get, path = "/api/tariffs/", tag = "tariffs",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("zone_id" = Option<Uuid>, Query), ("code" = Option<String>, Query),
        ("kind" = Option<String>, Query),
        ("is_active" = Option<bool>, Query), ("self_service" = Option<bool>, Query)),
    responses((status = 200, body = Page<Tariff>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Tariff>>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(store::TARIFFS.page(&mut tx, &query, &grant.scope, 0).await?))
}

/// Make a tariff.
#[utoipa::path(post, path = "/api/tariffs/", tag = "tariffs", request_body = NewTariff, responses((status = 201, body = Tariff)))]
async fn create(
    grant: Grant<Manage>,
    State(app): State<App>,
    Body(mut new): Body<NewTariff>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let agency_id = stations::agency_for(&mut change, &grant, new.agency_id).await?;
    if new.currency.is_empty() {
        new.currency = agencies::currency(&app, &mut change, agency_id).await?;
    }
    let new = new.checked()?;
    check_zones(&mut change, agency_id, &new).await?;
    let tariff = store::insert(&mut change, agency_id, &new).await?;
    told(&mut change, agency_id);
    let event = Event::new("tariffs", "create", "tariff", tariff.id)
        .agency(agency_id)
        .states(None, serde_json::to_value(&tariff).ok());
    change.answer(event, StatusCode::CREATED, &tariff).await
}

/// Show a tariff.
#[utoipa::path(get, path = "/api/tariffs/{id}/", tag = "tariffs", params(("id" = Uuid, Path)), responses((status = 200, body = Tariff)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<Tariff>, Problem> {
    let tariff = in_scope(&mut app.db.read().await?, id, &grant.scope).await?;
    Ok(Versioned(tariff.version, tariff))
}

/// Change a tariff, giving all its fields.
#[utoipa::path(put, path = "/api/tariffs/{id}/", tag = "tariffs", params(("id" = Uuid, Path)), request_body = NewTariff,
    responses((status = 200, body = Tariff)))]
async fn replace(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(new): Body<NewTariff>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| Ok(new)).await
}

/// Change some fields of a tariff.
#[utoipa::path(patch, path = "/api/tariffs/{id}/", tag = "tariffs", params(("id" = Uuid, Path)), request_body = NewTariff,
    responses((status = 200, body = Tariff)))]
async fn update(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |tariff| merged(&NewTariff::of(tariff), patch)).await
}

async fn change_to(
    grant: &Grant<Manage>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&Tariff) -> Result<NewTariff, Problem>,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = in_scope(&mut change, id, &grant.scope).await?;
    version.check(before.version)?;
    let new = new(&before)?.checked()?;
    if new.agency_id.is_some_and(|agency_id| agency_id != before.agency_id) {
        return Err(Problem::field("agency_id", "agency_fixed"));
    }
    check_zones(&mut change, before.agency_id, &new).await?;
    let tariff = store::update(&mut change, id, &new).await?;
    told(&mut change, tariff.agency_id);
    let event = Event::new("tariffs", "update", "tariff", id)
        .agency(tariff.agency_id)
        .states(serde_json::to_value(&before).ok(), serde_json::to_value(&tariff).ok());
    change.answer(event, StatusCode::OK, &tariff).await
}

/// Remove a tariff.
#[utoipa::path(delete, path = "/api/tariffs/{id}/", tag = "tariffs", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn remove(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let tariff = in_scope(&mut change, id, &grant.scope).await?;
    version.check(tariff.version)?;
    store::remove(&mut change, id).await?;
    told(&mut change, tariff.agency_id);
    let event = Event::new("tariffs", "remove", "tariff", id).agency(tariff.agency_id).with("code", tariff.code);
    change.answer_nothing(event).await
}
