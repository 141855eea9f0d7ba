//! The HTTP door to sessions: issuing, listing, changing, cancelling.
use super::{
    Cancel, Create, Drive, Read, batches, code,
    lifecycle::{self, event},
    model::{
        NewSession, Session, SessionActive, SessionCreated, SessionDetail, SessionList, SessionPatch, SessionRow,
        TimeRemaining,
    },
    purchase, store,
};
use crate::{
    App,
    access::{Grant, StationOr},
    audit::{self, KioskAction, StateChangeList},
    cash,
    db::{Change, Event, Tx},
    extract::{Body, Id, IfMatch, Versioned},
    list::{ListParams, ListQuery, Page, Scope},
    live::{LiveEvent, SessionHappening},
    problem::{Code, Problem},
    stations, tariffs, visitors,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::{EndReason, SessionStatut};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, replace, update, cancel, active, time_remaining, history)
}

async fn page(app: &App, query: &ListQuery, scope: &Scope) -> Result<Page<Session>, Problem> {
    list_of(app, &mut app.db.read().await?, query, scope).await
}

async fn list_of(app: &App, tx: &mut Tx, query: &ListQuery, scope: &Scope) -> Result<Page<Session>, Problem> {
    let rows: Page<SessionRow> = store::SESSIONS.page(tx, query, scope, 0).await?;
    let now = app.clock.now();
    Ok(rows.map(|row| row.shown(now)))
}

/// The sessions of one visitor.
///
/// # Errors
/// When the query names what the list does not know, or the database fails.
pub async fn list_of_visitor(
    app: &App,
    tx: &mut Tx,
    query: ListQuery,
    visitor_id: Uuid,
    scope: &Scope,
) -> Result<SessionList, Problem> {
    Ok(SessionList(list_of(app, tx, &query.and("visitor_id", visitor_id), scope).await?))
}

/// List sessions, the newest first.
#[utoipa::path(get, path = "/api/sessions/", tag = "sessions",
    params(ListParams, ("statut" = Option<SessionStatut>, Query), ("visitor_id" = Option<Uuid>, Query),
        ("station_id" = Option<Uuid>, Query), ("agency_id" = Option<Uuid>, Query), ("operateur" = Option<Uuid>, Query),
        ("tariff_id" = Option<Uuid>, Query), ("batch_id" = Option<Uuid>, Query),
        ("created_from" = Option<i64>, Query), ("created_to" = Option<i64>, Query), ("started_from" = Option<i64>, Query),
        ("started_to" = Option<i64>, Query), ("ended_from" = Option<i64>, Query), ("ended_to" = Option<i64>, Query),
        ("ran_from" = Option<i64>, Query, description = "Those that held a station after this instant."),
        ("ran_to" = Option<i64>, Query, description = "Those that held a station before this instant."),
        ("end_reason" = Option<String>, Query), ("is_pass" = Option<bool>, Query),
        ("zone" = Option<String>, Query, description = "The room; `-` for the stations that stand in none.")),
    responses((status = 200, body = SessionList)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<SessionList>, Problem> {
    Ok(Json(SessionList(page(&app, &query, &grant.scope).await?)))
}

/// List the sessions that hold a station now, running or suspended.
#[utoipa::path(get, path = "/api/sessions/actives/", tag = "sessions", params(ListParams), responses((status = 200, body = SessionActive)))]
async fn active(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<SessionActive>, Problem> {
    let query = query.and("statut__in", "active,suspendue");
    Ok(Json(SessionActive(page(&app, &query, &grant.scope).await?)))
}

/// Issue a session and its access code.
///
/// The code is in this answer and nowhere else. For nothing (`minutes`), sold at a tariff (`tariff_id` and `payment`: the
/// sale is made with it), or taken from a pack (`credit_id`).
#[utoipa::path(post, path = "/api/sessions/", tag = "sessions", request_body = NewSession, responses((status = 201, body = SessionCreated)))]
async fn create(
    grant: Grant<Create>,
    State(app): State<App>,
    Body(new): Body<NewSession>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let (id, code, event) = code::issue(&app, &grant, &mut change, &new).await?;
    let row = store::find(&mut change, id).await?.ok_or_else(|| Problem::not_found("session"))?;
    let now = change.now();
    change.announce(LiveEvent::Session { happening: SessionHappening::Updated, line: row.line.clone(), at: now });
    let session = detail(&mut change, row, now).await?;
    let body = SessionCreated { session, code: code.to_string() };
    change.answer(event, StatusCode::CREATED, &body).await
}

async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<SessionRow, Problem> {
    let row = store::find(tx, id).await?;
    let row = row.filter(|row| scope.holds(Some(row.line.agency_id), row.line.operateur));
    row.ok_or_else(|| Problem::not_found("session"))
}

/// Show a session.
#[utoipa::path(get, path = "/api/sessions/{id}/", tag = "sessions", params(("id" = Uuid, Path)), responses((status = 200, body = SessionDetail)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<SessionDetail>, Problem> {
    let mut tx = app.db.read().await?;
    let row = in_scope(&mut tx, id, &grant.scope).await?;
    Ok(Versioned(row.line.version, detail(&mut tx, row, app.clock.now()).await?))
}

/// A session with what was paid for it.
async fn detail(tx: &mut Tx, row: SessionRow, now: i64) -> Result<SessionDetail, Problem> {
    let tariff = match row.tariff_id {
        Some(id) => tariffs::find(tx, id).await?,
        None => None,
    };
    let batch_label = match row.batch_id {
        Some(id) => batches::label_of(tx, id).await?,
        None => None,
    };
    let sales = cash::sales_of_session(tx, row.line.id).await?;
    Ok(SessionDetail { session: row.shown(now), tariff_name: tariff.map(|tariff| tariff.name), batch_label, sales })
}

/// List the states a session went through, the latest first.
#[utoipa::path(get, path = "/api/sessions/{id}/historique/", tag = "sessions", params(("id" = Uuid, Path), ListParams),
    responses((status = 200, body = StateChangeList)))]
async fn history(
    grant: Grant<Read>,
    State(app): State<App>,
    Id(id): Id,
    query: ListQuery,
) -> Result<Json<StateChangeList>, Problem> {
    let mut tx = app.db.read().await?;
    in_scope(&mut tx, id, &grant.scope).await?;
    Ok(Json(audit::history(&mut tx, query, "session", id).await?))
}

/// Change who a session is for and where, before its code is used.
///
/// The code and the times are not for editing: see `add_time`.
#[utoipa::path(put, path = "/api/sessions/{id}/", tag = "sessions", params(("id" = Uuid, Path)), request_body = SessionPatch,
    responses((status = 200, body = Session)))]
async fn replace(
    grant: Grant<Drive>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<SessionPatch>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, patch, true).await
}

/// Change who a session is for or where, before its code is used.
#[utoipa::path(patch, path = "/api/sessions/{id}/", tag = "sessions", params(("id" = Uuid, Path)), request_body = SessionPatch,
    responses((status = 200, body = Session)))]
async fn update(
    grant: Grant<Drive>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<SessionPatch>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, patch, false).await
}

async fn change_to(
    grant: &Grant<Drive>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    patch: SessionPatch,
    whole: bool,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let mut row = lifecycle::lock(&mut change, id, &grant.scope).await?;
    version.check(row.line.version - 1)?;
    if row.line.statut != SessionStatut::EnAttente || row.validated_at.is_some() {
        return Err(Problem::from(Code::WrongState).with("state", row.line.statut).with("action", "update"));
    }
    let mut changed = Vec::new();
    if patch.visitor_id != row.visitor_id && (whole || patch.visitor_id.is_some()) {
        // Whoever was banned, or paid with a pack, is not made somebody else, or nobody.
        if row.visitor_id.is_some() {
            return Err(Problem::field("visitor_id", "visitor_fixed"));
        }
        if let Some(visitor_id) = patch.visitor_id {
            visitors::may_start(&mut change, app, visitor_id, &grant.scope).await?;
        }
        row.visitor_id = patch.visitor_id;
        changed.push("visitor_id");
    }
    if patch.station_id != row.line.station_id && (whole || patch.station_id.is_some()) {
        if let Some(station_id) = patch.station_id {
            let station = in_agency(&mut change, station_id, row.line.agency_id).await?;
            if !purchase::is_good_in(&mut change, app, &row, &station).await? {
                return Err(Code::RoomPrice.into());
            }
        }
        row.line.station_id = patch.station_id;
        changed.push("station_id");
    }
    store::save(&mut change, &[&row]).await?;
    let event =
        Event::new("sessions", "update", "session", id).session(id).agency(row.line.agency_id).with("changed", changed);
    answer(app, change, id, event, SessionHappening::Updated).await
}

async fn in_agency(change: &mut Change, station_id: Uuid, agency_id: Uuid) -> Result<stations::StationRow, Problem> {
    let station = stations::find(change, station_id).await?.filter(|station| station.agency_id == agency_id);
    let station = station.ok_or_else(|| Problem::not_found("station"))?;
    lifecycle::available(&station)?;
    Ok(station)
}

async fn answer(
    app: &App,
    mut change: Change,
    id: Uuid,
    event: Event,
    happening: SessionHappening,
) -> Result<Response, Problem> {
    let row = store::find(&mut change, id).await?.ok_or_else(|| Problem::not_found("session"))?;
    let at = change.now();
    change.announce(LiveEvent::Session { happening, line: row.line.clone(), at });
    change.answer(event, StatusCode::OK, &row.shown(app.clock.now())).await
}

/// Cancel a session that never started.
#[utoipa::path(delete, path = "/api/sessions/{id}/", tag = "sessions", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn cancel(
    grant: Grant<Cancel>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let row = lifecycle::lock(&mut change, id, &grant.scope).await?;
    version.check(row.line.version - 1)?;
    let (_, row) = lifecycle::withdraw(&mut change, row, EndReason::Annulation).await?;
    let event = event(KioskAction::FermetureSession, &row).with("reason", EndReason::Annulation.as_str());
    change.answer_nothing(event).await
}

/// Tell how much time is left.
///
/// A station may ask about the session that holds it.
#[utoipa::path(get, path = "/api/sessions/{id}/time_remaining/", tag = "sessions", params(("id" = Uuid, Path)),
    responses((status = 200, body = TimeRemaining)))]
async fn time_remaining(
    caller: StationOr<Read>,
    State(app): State<App>,
    Id(id): Id,
) -> Result<Json<TimeRemaining>, Problem> {
    let mut tx = app.db.read().await?;
    let row = match caller {
        StationOr::Person(grant) => in_scope(&mut tx, id, &grant.scope).await?,
        StationOr::Station(station) => {
            let row = in_scope(&mut tx, id, &Scope::All).await?;
            Some(row)
                .filter(|row| row.line.station_id == Some(station.id))
                .ok_or_else(|| Problem::not_found("session"))?
        }
    };
    Ok(Json(TimeRemaining::of(&row.line, app.clock.now())))
}
