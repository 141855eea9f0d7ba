//! The HTTP door to agencies.
use super::{
    Manage, Read,
    model::{Agency, AgencyPatch, NewAgency},
    store,
};
use crate::{
    App,
    access::Grant,
    db::Event,
    extract::{Body, Id, IfMatch, Versioned},
    list::{ListParams, ListQuery, Page},
    live::LiveEvent,
    problem::Problem,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, replace, update)
}

/// List agencies.
#[utoipa::path(get, path = "/api/agencies/", tag = "agencies", params(ListParams), responses((status = 200, body = Page<Agency>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Agency>>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(store::AGENCIES.page(&mut tx, &query, &grant.scope, 0).await?))
}

/// Open an agency.
#[utoipa::path(post, path = "/api/agencies/", tag = "agencies", request_body = NewAgency, responses((status = 201, body = Agency)))]
async fn create(grant: Grant<Manage>, State(app): State<App>, Body(new): Body<NewAgency>) -> Result<Response, Problem> {
    new.check()?;
    let mut change = grant.change(&app).await?;
    let agency = store::insert(&mut change, &new).await?;
    let event = Event::new("agencies", "create", "agency", agency.id)
        .agency(agency.id)
        .states(None, serde_json::to_value(&agency).ok());
    change.answer(event, StatusCode::CREATED, &agency).await
}

/// Show an agency.
#[utoipa::path(get, path = "/api/agencies/{id}/", tag = "agencies", params(("id" = Uuid, Path)), responses((status = 200, body = Agency)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<Agency>, Problem> {
    let agency = store::find(&mut app.db.read().await?, id).await?;
    let agency = agency.filter(|agency| grant.scope.holds(Some(agency.id), None));
    agency.map(|agency| Versioned(agency.version, agency)).ok_or_else(|| Problem::not_found("agency"))
}

/// Change an agency, giving all its fields.
#[utoipa::path(put, path = "/api/agencies/{id}/", tag = "agencies", params(("id" = Uuid, Path)), request_body = NewAgency,
    responses((status = 200, body = Agency)))]
async fn replace(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(new): Body<NewAgency>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| new).await
}

/// Change some fields of an agency.
#[utoipa::path(patch, path = "/api/agencies/{id}/", tag = "agencies", params(("id" = Uuid, Path)), request_body = AgencyPatch,
    responses((status = 200, body = Agency)))]
async fn update(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<AgencyPatch>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |agency| patch.over(agency)).await
}

async fn change_to(
    grant: &Grant<Manage>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&Agency) -> NewAgency,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = store::find(&mut change, id).await?;
    let before = before.filter(|agency| grant.scope.holds(Some(agency.id), None));
    let before = before.ok_or_else(|| Problem::not_found("agency"))?;
    version.check(before.version)?;
    let new = new(&before);
    new.check()?;
    let agency = store::update(&mut change, id, &new).await?;
    // Its rooms open by its clock.
    change.announce(LiveEvent::Place { agency_id: Some(id), station_id: None });
    let event = Event::new("agencies", "update", "agency", id)
        .agency(id)
        .states(serde_json::to_value(&before).ok(), serde_json::to_value(&agency).ok());
    change.answer(event, StatusCode::OK, &agency).await
}
