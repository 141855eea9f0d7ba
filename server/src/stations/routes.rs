//! The HTTP door to stations.
use super::{
    Create, ONLINE_MS, Read, Remove, Update,
    enrolment_routes::agency_for,
    model::{NewStation, Origin, Station, StationList, StationPatch, StationRow, StationStats},
    presence, store,
};
use crate::{
    App,
    access::{self, Grant},
    audit, calls,
    db::{Change, Event, Tx},
    extract::{Body, Id, IfMatch, MaybeBody, Versioned},
    list::{ListParams, ListQuery, Page, Scope},
    live::LiveEvent,
    problem::{Code, Problem},
    sessions,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::{Heartbeat, HeartbeatAnswer, StationStatut};
use std::collections::BTreeMap;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(
        list,
        create,
        show,
        replace,
        update,
        remove,
        available,
        stats,
        heartbeat,
        mark_available,
        mark_maintenance,
        mark_offline,
    )
}

/// The station, when it is within the scope.
pub(super) async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<StationRow, Problem> {
    let row = store::find(tx, id).await?.filter(|row| scope.holds(Some(row.agency_id), None));
    row.ok_or_else(|| Problem::not_found("station"))
}

/// The station as it is shown, with the session that holds it.
pub(super) async fn show_row(app: &App, tx: &mut Tx, row: StationRow) -> Result<Station, Problem> {
    let now = app.clock.now();
    let session = sessions::open_at(tx, row.id).await?.map(|line| line.time(now, true));
    Ok(row.shown(now, session))
}

async fn page(app: &App, query: &ListQuery, scope: &Scope) -> Result<StationList, Problem> {
    let mut tx = app.db.read().await?;
    let now = app.clock.now();
    let rows: Page<StationRow> = store::STATIONS.page(&mut tx, query, scope, now - ONLINE_MS).await?;
    let mut open = sessions::open_by_station(&mut tx).await?;
    Ok(StationList(rows.map(|row| {
        let session = open.remove(&row.id).map(|line| line.time(now, true));
        row.shown(now, session)
    })))
}

/// List stations.
#[utoipa::path(get, path = "/api/postes/", tag = "postes",
    params(ListParams, ("statut" = Option<StationStatut>, Query), ("zone" = Option<String>, Query),
        ("origin" = Option<Origin>, Query), ("agency_id" = Option<Uuid>, Query), ("en_ligne" = Option<bool>, Query)),
    responses((status = 200, body = StationList)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<StationList>, Problem> {
    Ok(Json(page(&app, &query, &grant.scope).await?))
}

/// List the stations that are free and on line.
#[utoipa::path(get, path = "/api/postes/disponibles/", tag = "postes", params(ListParams), responses((status = 200, body = StationList)))]
async fn available(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<StationList>, Problem> {
    let query = query.and("statut", StationStatut::Disponible).and("en_ligne", true);
    Ok(Json(page(&app, &query, &grant.scope).await?))
}

/// Count stations.
#[utoipa::path(get, path = "/api/postes/stats/", tag = "postes", responses((status = 200, body = StationStats)))]
async fn stats(grant: Grant<Read>, State(app): State<App>) -> Result<Json<StationStats>, Problem> {
    let since = app.clock.now() - ONLINE_MS;
    let counts = store::count_by_statut(&mut app.db.read().await?, since).await?;
    let mut by_statut: BTreeMap<String, i64> =
        StationStatut::ALL.iter().map(|statut| (statut.to_string(), 0)).collect();
    let mut en_ligne = 0;
    for count in counts.into_iter().filter(|count| grant.scope.holds(Some(count.agency_id), None)) {
        *by_statut.entry(count.statut.to_string()).or_default() += count.stations;
        en_ligne += count.en_ligne;
    }
    let of = |statut: StationStatut| by_statut.get(statut.as_str()).copied().unwrap_or_default();
    let in_use = of(StationStatut::Disponible) + of(StationStatut::Occupe) + of(StationStatut::Reserve);
    let occupation_percent = if in_use == 0 { 0 } else { of(StationStatut::Occupe) * 100 / in_use };
    Ok(Json(StationStats { total: by_statut.values().sum(), en_ligne, by_statut, occupation_percent }))
}

/// Create a station.
#[utoipa::path(post, path = "/api/postes/", tag = "postes", request_body = NewStation, responses((status = 201, body = Station)))]
async fn create(
    grant: Grant<Create>,
    State(app): State<App>,
    Body(new): Body<NewStation>,
) -> Result<Response, Problem> {
    let new = new.checked()?;
    let mut change = grant.change(&app).await?;
    let agency_id = agency_for(&mut change, &grant, new.agency_id).await?;
    let row = store::insert(&mut change, agency_id, &new).await?;
    audit::record_state_change(&mut change, "station", row.id, None, row.statut.as_str(), None).await?;
    let id = row.id;
    let event = Event::new("stations", "create", "station", id).states(None, serde_json::to_value(&new).ok());
    let response = answer(&app, change, row, event, StatusCode::CREATED).await?;
    app.stations.reload(&mut app.db.read().await?, id).await?;
    Ok(response)
}

/// Ends a change of a station: tells who watches, and answers with the station.
async fn answer(
    app: &App,
    mut change: Change,
    row: StationRow,
    event: Event,
    status: StatusCode,
) -> Result<Response, Problem> {
    let agency_id = row.agency_id;
    change.announce(LiveEvent::Station { state: row.state(app.clock.now()), agency_id });
    let body = show_row(app, &mut change, row).await?;
    change.answer(event.agency(agency_id), status, &body).await
}

/// Show a station.
#[utoipa::path(get, path = "/api/postes/{id}/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 200, body = Station)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<Station>, Problem> {
    let mut tx = app.db.read().await?;
    let row = in_scope(&mut tx, id, &grant.scope).await?;
    Ok(Versioned(row.version, show_row(&app, &mut tx, row).await?))
}

/// Change a station, giving all its fields.
#[utoipa::path(put, path = "/api/postes/{id}/", tag = "postes", params(("id" = Uuid, Path)), request_body = NewStation,
    responses((status = 200, body = Station)))]
async fn replace(
    grant: Grant<Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(new): Body<NewStation>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| new).await
}

/// Change some fields of a station.
#[utoipa::path(patch, path = "/api/postes/{id}/", tag = "postes", params(("id" = Uuid, Path)), request_body = StationPatch,
    responses((status = 200, body = Station)))]
async fn update(
    grant: Grant<Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<StationPatch>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |row| patch.over(row)).await
}

async fn change_to(
    grant: &Grant<Update>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&StationRow) -> NewStation,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = in_scope(&mut change, id, &grant.scope).await?;
    version.check(before.version)?;
    let new = new(&before).checked()?;
    let agency_id = new.agency_id.unwrap_or(before.agency_id);
    if agency_id != before.agency_id {
        agency_for(&mut change, grant, Some(agency_id)).await?;
        calls::close_at(&mut change, &[id]).await?;
    }
    let statut = new.statut.unwrap_or(before.statut);
    if statut != before.statut {
        leave_state(&mut change, &before, statut, None).await?;
    }
    let row = store::update(&mut change, id, agency_id, statut, &new).await?;
    let fields = |row: &StationRow| serde_json::json!({ "name": row.name, "zone": row.zone, "statut": row.statut, "ip": row.ip, "mac": row.mac, "agency_id": row.agency_id });
    let event = Event::new("stations", "update", "station", id).states(Some(fields(&before)), Some(fields(&row)));
    change.announce(LiveEvent::Identity { station_id: id });
    let response = answer(app, change, row, event, StatusCode::OK).await?;
    app.stations.reload(&mut app.db.read().await?, id).await?;
    Ok(response)
}

/// Remove a station.
///
/// 409 while a session holds it, and when sessions refer to it: mark it off line instead.
#[utoipa::path(delete, path = "/api/postes/{id}/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn remove(
    grant: Grant<Remove>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let row = in_scope(&mut change, id, &grant.scope).await?;
    version.check(row.version)?;
    if sessions::open_at(&mut change, id).await?.is_some() {
        return Err(Code::StationBusy.into());
    }
    store::remove(&mut change, id).await?;
    change.announce(LiveEvent::Identity { station_id: id });
    let event = Event::new("stations", "remove", "station", id).agency(row.agency_id).with("name", row.name);
    let response = change.answer_nothing(event).await?;
    app.stations.reload(&mut app.db.read().await?, id).await?;
    Ok(response)
}

/// Tell that a station is alive.
///
/// The same as the websocket's `heartbeat`, for clients that cannot keep a socket.
#[utoipa::path(post, path = "/api/postes/{id}/heartbeat/", tag = "postes", params(("id" = Uuid, Path)), request_body = Heartbeat,
    responses((status = 200, body = HeartbeatAnswer)))]
async fn heartbeat(
    station: access::Station,
    State(app): State<App>,
    Id(id): Id,
    MaybeBody(heartbeat): MaybeBody<Heartbeat>,
) -> Result<Json<HeartbeatAnswer>, Problem> {
    if station.id != id {
        return Err(Code::Forbidden.into());
    }
    presence::hear(&app, &station, &heartbeat).await?;
    sessions::take_count(&app, &station, heartbeat.session_id, heartbeat.consumed_ms).await?;
    let now = app.clock.now();
    let commands = app.stations.get(id).map(|known| known.commands()).unwrap_or_default();
    let session = app.sessions.open_at(id).map(|line| line.time(now, false));
    Ok(Json(HeartbeatAnswer { server_time: now, session, commands }))
}

/// Mark a station available.
#[utoipa::path(post, path = "/api/postes/{id}/marquer_disponible/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 200, body = Station)))]
async fn mark_available(grant: Grant<Update>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    mark(&grant, &app, id, StationStatut::Disponible).await
}

/// Mark a station in maintenance.
///
/// 409 while a session holds it.
#[utoipa::path(post, path = "/api/postes/{id}/marquer_maintenance/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 200, body = Station)))]
async fn mark_maintenance(grant: Grant<Update>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    mark(&grant, &app, id, StationStatut::Maintenance).await
}

/// Mark a station off line.
///
/// 409 while a session holds it.
#[utoipa::path(post, path = "/api/postes/{id}/marquer_hors_ligne/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 200, body = Station)))]
async fn mark_offline(grant: Grant<Update>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    mark(&grant, &app, id, StationStatut::HorsLigne).await
}

async fn mark(grant: &Grant<Update>, app: &App, id: Uuid, statut: StationStatut) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = in_scope(&mut change, id, &grant.scope).await?;
    leave_state(&mut change, &before, statut, None).await?;
    let row = store::set_statut(&mut change, id, statut).await?;
    let event = Event::new("stations", "mark", "station", id)
        .states(Some(before.statut.as_str().into()), Some(statut.as_str().into()));
    answer(app, change, row, event, StatusCode::OK).await
}

/// A session's state rules its station's: nothing else changes it while the session is open.
async fn leave_state(
    change: &mut Change,
    before: &StationRow,
    to: StationStatut,
    comment: Option<&str>,
) -> Result<(), Problem> {
    if sessions::open_at(change, before.id).await?.is_some() {
        return Err(Code::StationBusy.into());
    }
    audit::record_state_change(change, "station", before.id, Some(before.statut.as_str()), to.as_str(), comment)
        .await?;
    Ok(())
}
