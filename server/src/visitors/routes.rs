//! The HTTP door to visitors.
use super::{
    Create, Read, Update,
    admission::{self, Admission},
    bans,
    model::{NewVisitor, Record, Visitor, VisitorLine, VisitorPatch},
    photo_routes,
    registration::{self, agency_of, event, find, lock, shown, zone_of},
    rights,
    stats::{self, VisitorStats},
    store,
};
use crate::{
    App,
    access::Grant,
    audit::KioskAction,
    days,
    extract::{Body, Id, IfMatch, Versioned},
    list::{ListParams, ListQuery, Page},
    problem::Problem,
    sessions::{self, SessionList},
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, count, show, replace, update, list_sessions, can_create_session)
        .merge(bans::all())
        .merge(rights::all())
        .merge(photo_routes::all())
}

/// List visitors.
#[utoipa::path(get, path = "/api/utilisateurs/", tag = "visitors",
    params(ListParams,
        ("consent" = Option<bool>, Query, description = "Whether consent is in force."),
        ("banned" = Option<bool>, Query, description = "Whether the visitor is banned now."),
        ("agency_id" = Option<Uuid>, Query, description = "The agency that registered the visitor."),
        ("birth_date" = Option<String>, Query, description = "The day of birth, such as `1990-05-17`.")),
    responses((status = 200, body = Page<VisitorLine>)))]
async fn list(
    grant: Grant<Read>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<VisitorLine>>, Problem> {
    let mut tx = app.db.read().await?;
    let page: Page<Record> = store::VISITORS.page(&mut tx, &query, &grant.scope, app.clock.now() + 1).await?;
    let today = registration::today(&app);
    Ok(Json(page.map(|record| VisitorLine::of(record, today))))
}

/// Register a visitor.
///
/// Consent must be given. The operator is the caller.
#[utoipa::path(post, path = "/api/utilisateurs/", tag = "visitors", request_body = NewVisitor,
    responses((status = 201, body = Visitor)))]
async fn create(
    grant: Grant<Create>,
    State(app): State<App>,
    Body(new): Body<NewVisitor>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let agency = agency_of(&mut change, &grant.caller, &grant.scope, new.agency_id).await?;
    let (record, event) = registration::register(&mut change, new, &agency, grant.caller.user_id).await?;
    let visitor = shown(&mut change, &app, record).await?;
    change.answer(event, StatusCode::CREATED, &visitor).await
}

/// Show a visitor.
#[utoipa::path(get, path = "/api/utilisateurs/{id}/", tag = "visitors", params(("id" = Uuid, Path)),
    responses((status = 200, body = Visitor)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<Visitor>, Problem> {
    let mut tx = app.db.read().await?;
    let record = find(&mut tx, &grant.scope, id).await?;
    Ok(Versioned(record.version, shown(&mut tx, &app, record).await?))
}

/// Change a visitor, giving all fields.
#[utoipa::path(put, path = "/api/utilisateurs/{id}/", tag = "visitors", params(("id" = Uuid, Path)),
    request_body = NewVisitor, responses((status = 200, body = Visitor)))]
async fn replace(
    grant: Grant<Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(new): Body<NewVisitor>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| new).await
}

/// Change some fields of a visitor.
#[utoipa::path(patch, path = "/api/utilisateurs/{id}/", tag = "visitors", params(("id" = Uuid, Path)),
    request_body = VisitorPatch, responses((status = 200, body = Visitor)))]
async fn update(
    grant: Grant<Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<VisitorPatch>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |record| patch.over(record)).await
}

async fn change_to(
    grant: &Grant<Update>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&Record) -> NewVisitor,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = lock(&mut change, &grant.scope, id).await?;
    version.check(before.version)?;
    let new = new(&before);
    let asked = Some(new.agency_id.unwrap_or(before.agency_id));
    let agency = agency_of(&mut change, &grant.caller, &grant.scope, asked).await?;
    let today = days::day_of(change.now(), zone_of(&agency));
    let fields = new.checked(&agency, today, Some(&before))?;
    let record = store::update(&mut change, id, &fields).await?;
    let event = event(KioskAction::ModificationUtilisateur, &record).with("fields", fields.changes(&before));
    let visitor = shown(&mut change, app, record).await?;
    change.answer(event, StatusCode::OK, &visitor).await
}

/// List a visitor's sessions.
#[utoipa::path(get, path = "/api/utilisateurs/{id}/sessions/", tag = "visitors",
    params(("id" = Uuid, Path), ListParams), responses((status = 200, body = SessionList)))]
async fn list_sessions(
    grant: Grant<Read>,
    State(app): State<App>,
    Id(id): Id,
    mut query: ListQuery,
) -> Result<Json<SessionList>, Problem> {
    // The path says which; a link to the next page may say it too.
    while query.take("visitor_id").is_some() {}
    let mut tx = app.db.read().await?;
    find(&mut tx, &grant.scope, id).await?;
    Ok(Json(sessions::list_of_visitor(&app, &mut tx, query, id, &grant.scope).await?))
}

/// Tell whether a visitor may have another session today.
#[utoipa::path(get, path = "/api/utilisateurs/{id}/can_create_session/", tag = "visitors",
    params(("id" = Uuid, Path)), responses((status = 200, body = Admission)))]
async fn can_create_session(
    grant: Grant<Read>,
    State(app): State<App>,
    Id(id): Id,
) -> Result<Json<Admission>, Problem> {
    let mut tx = app.db.read().await?;
    let record = find(&mut tx, &grant.scope, id).await?;
    Ok(Json(admission::can_start(&mut tx, &app, &record, grant.caller.language).await?))
}

/// Count visitors.
#[utoipa::path(get, path = "/api/utilisateurs/stats/", tag = "visitors", responses((status = 200, body = VisitorStats)))]
async fn count(grant: Grant<Read>, State(app): State<App>) -> Result<Json<VisitorStats>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(stats::of_scope(&mut tx, &app, &grant.scope).await?))
}
