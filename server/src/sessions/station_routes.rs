//! The HTTP door to a session's life: codes, starts, pauses, time, ends. The websocket's door to the
//! same is `socket.rs`; both go through `lifecycle.rs`.
use super::{
    Drive, Read,
    admission::{self, Starter},
    code::{self, Attempt},
    lifecycle,
    model::{AddTime, CodeToValidate, Session, SessionRow, Start, Terminate, ValidCode},
    purchase, store,
};
use crate::{
    App,
    access::{Grant, StationOr},
    db::{Change, Event},
    extract::{Body, Id, MaybeBody},
    list::Scope,
    problem::{Checks, Code, Problem},
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::EndReason;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(validate_code, start, add_time, terminate, suspend, resume, session_active)
}

/// Validate an access code at a station, without starting its session.
///
/// 400 `invalid_code`, `expired_code` or `wrong_station`; 429 after ten failures a minute at one station.
#[utoipa::path(post, path = "/api/sessions/validate_code/", tag = "sessions", request_body = CodeToValidate,
    responses((status = 200, body = ValidCode)))]
async fn validate_code(
    caller: StationOr<Drive>,
    State(app): State<App>,
    Body(body): Body<CodeToValidate>,
) -> Result<Json<ValidCode>, Problem> {
    let station_id = match &caller {
        StationOr::Station(station) => body.station_id.unwrap_or(station.id),
        StationOr::Person(_) => body.station_id.ok_or_else(|| Problem::field("station_id", "required"))?,
    };
    match &caller {
        StationOr::Station(station) if station.id != station_id => return Err(Code::Forbidden.into()),
        StationOr::Person(grant) => {
            let station = crate::stations::find(&mut app.db.read().await?, station_id).await?;
            let within =
                station.is_some_and(|station| grant.scope.holds(Some(station.agency_id), Some(grant.caller.user_id)));
            if !within {
                return Err(Problem::not_found("station"));
            }
        }
        StationOr::Station(_) => {}
    }
    let attempt = Attempt { typed: &body.code, station_id, actor: caller.actor(), ages: None };
    let line = code::validate(&app, &attempt).await?;
    Ok(Json(ValidCode { valid: true, session: line.time(app.clock.now(), false) }))
}

/// Start a session.
///
/// A station starts the session whose code it validated; an operator any that waits for its code.
#[utoipa::path(post, path = "/api/sessions/{id}/start/", tag = "sessions", params(("id" = Uuid, Path)), request_body = Start,
    responses((status = 200, body = Session)))]
async fn start(
    caller: StationOr<Drive>,
    State(app): State<App>,
    Id(id): Id,
    MaybeBody(body): MaybeBody<Start>,
) -> Result<Response, Problem> {
    let mut change = caller.change(&app).await?;
    let (row, station_id) = match &caller {
        StationOr::Station(station) => (own_validated(&mut change, id, station.id).await?, Some(station.id)),
        StationOr::Person(grant) => (lifecycle::lock(&mut change, id, &grant.scope).await?, body.station_id),
    };
    let starter = if matches!(caller, StationOr::Station(_)) { Starter::Station } else { Starter::Desk };
    admission::admit(&app, &mut change, &row, station_id, starter).await?;
    let (event, row) = lifecycle::start(&mut change, row, station_id).await?;
    answer(&app, change, event, row).await
}

/// The session whose code this station validated.
pub(super) async fn own_validated(change: &mut Change, id: Uuid, station_id: Uuid) -> Result<SessionRow, Problem> {
    let row = lifecycle::lock(change, id, &Scope::All).await?;
    let own = row.line.station_id == Some(station_id) && row.validated_at.is_some();
    if own { Ok(row) } else { Err(Problem::not_found("session")) }
}

async fn answer(app: &App, change: Change, event: Event, row: SessionRow) -> Result<Response, Problem> {
    let now = app.clock.now();
    change.answer(event, StatusCode::OK, &row.shown(now)).await
}

/// Grant time, or take it back.
///
/// For nothing, or sold at a tariff: the sale goes into the caller's open till.
#[utoipa::path(post, path = "/api/sessions/{id}/add_time/", tag = "sessions", params(("id" = Uuid, Path)), request_body = AddTime,
    responses((status = 200, body = Session)))]
async fn add_time(
    grant: Grant<Drive>,
    State(app): State<App>,
    Id(id): Id,
    Body(body): Body<AddTime>,
) -> Result<Response, Problem> {
    purchase::check_time(&body)?;
    let mut change = grant.change(&app).await?;
    let row = lifecycle::lock(&mut change, id, &grant.scope).await?;
    let minutes = purchase::of_time(&app, &mut change, &grant.caller, &row, &body).await?;
    let (event, row) = lifecycle::add_time(&mut change, row, minutes).await?;
    answer(&app, change, event, row).await
}

/// End a session.
#[utoipa::path(post, path = "/api/sessions/{id}/terminate/", tag = "sessions", params(("id" = Uuid, Path)), request_body = Terminate,
    responses((status = 200, body = Session)))]
async fn terminate(
    grant: Grant<Drive>,
    State(app): State<App>,
    Id(id): Id,
    MaybeBody(body): MaybeBody<Terminate>,
) -> Result<Response, Problem> {
    let mut checks = Checks::default();
    checks.optional_text("reason", body.reason.as_deref(), 200);
    checks.finish()?;
    let mut change = grant.change(&app).await?;
    let row = lifecycle::lock(&mut change, id, &grant.scope).await?;
    let (event, row) = lifecycle::terminate(&mut change, row, EndReason::Operateur, body.reason.as_deref()).await?;
    answer(&app, change, event, row).await
}

/// Suspend a session: its time stands still.
#[utoipa::path(post, path = "/api/sessions/{id}/suspend/", tag = "sessions", params(("id" = Uuid, Path)), responses((status = 200, body = Session)))]
async fn suspend(grant: Grant<Drive>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let row = lifecycle::lock(&mut change, id, &grant.scope).await?;
    let (event, row) = lifecycle::suspend(&mut change, row).await?;
    answer(&app, change, event, row).await
}

/// Resume a suspended session.
#[utoipa::path(post, path = "/api/sessions/{id}/resume/", tag = "sessions", params(("id" = Uuid, Path)), responses((status = 200, body = Session)))]
async fn resume(grant: Grant<Drive>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let row = lifecycle::lock(&mut change, id, &grant.scope).await?;
    let (event, row) = lifecycle::resume(&mut change, row).await?;
    answer(&app, change, event, row).await
}

/// Show the session that holds a station.
#[utoipa::path(get, path = "/api/postes/{id}/session_active/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 200, body = Session)))]
async fn session_active(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Json<Session>, Problem> {
    let mut tx = app.db.read().await?;
    let line = store::open_at(&mut tx, id).await?;
    let line = line.filter(|line| grant.scope.holds(Some(line.agency_id), line.operateur));
    let line = line.ok_or_else(|| Problem::not_found("session"))?;
    let row = store::find(&mut tx, line.id).await?.ok_or_else(|| Problem::not_found("session"))?;
    Ok(Json(row.shown(app.clock.now())))
}
