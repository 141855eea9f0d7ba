//! The HTTP door to becoming a station.
use super::{
    Approve,
    enrolment::{self, ENROLMENTS, EnrolmentRow, PendingEnrolment, fingerprint},
    login, login_store,
    model::{NewStation, Origin, Station, StationRow, normal_mac},
    routes::{in_scope, show_row},
    store::{self, Identity},
};
use crate::{
    App,
    access::{Grant, Public},
    agencies,
    db::{Actor, Change, Event},
    extract::{Body, Id, MaybeBody, Peer},
    limits::network,
    list::{ListParams, ListQuery, Page, Scope},
    live::LiveEvent,
    problem::{Checks, Code, Problem},
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use guichet_protocol::{Bytes32, EnrolRequest, Enrolment, EnrolmentStatus};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(enrol, create_token, pending, approve, reject, revoke)
}

/// A whole room starts at once from behind one address.
pub(super) const ADDRESS_SHARE: f64 = 10.0;

/// Ask to become a station.
///
/// 201 when a one-time token made it one, 202 while an operator has not decided, 200 once it is one.
/// The station asks again with the same key until it gets 200 or 201.
#[utoipa::path(post, path = "/api/postes/enrol/", tag = "postes", request_body = EnrolRequest,
    responses((status = 200, body = Enrolment), (status = 201, body = Enrolment), (status = 202, body = Enrolment)))]
async fn enrol(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(request): Body<EnrolRequest>,
) -> Result<Response, Problem> {
    let (request, key) = checked(request)?;
    let now = app.clock.now();
    app.login_failures.check(("enrol", network(ip)), ADDRESS_SHARE, now)?;
    let mut tx = app.db.read().await?;
    if let Some(id) = login_store::find_by_key(&mut tx, &key).await?
        && let Some(station) = store::find(&mut tx, id).await?
    {
        return Ok(enrolled(&app, StatusCode::OK, &station, &key));
    }
    drop(tx);
    let mut change = app.db.change(Actor { ip: Some(ip), ..Actor::SYSTEM }).await?;
    let Some(token) = &request.token else { return wait(&app, change, &request, key, ip).await };
    let Some(station_id) = enrolment::use_token(&mut change, token).await? else {
        app.login_failures.count(("enrol", network(ip)), ADDRESS_SHARE, now);
        return Err(Code::BadCredentials.into());
    };
    let station = store::find(&mut change, station_id).await?.ok_or(Code::BadCredentials)?;
    let address = ip.to_string();
    let identity = Identity {
        public_key: Some(&key),
        mac: request.mac.as_deref(),
        ip: Some(&address),
        client_version: request.client_version.as_deref(),
        origin: Some(Origin::Guichet),
    };
    enrolment::bind(&mut change, &station, identity).await?;
    keep(&app, change, &station, "enrol", &key).await?;
    Ok(enrolled(&app, StatusCode::CREATED, &station, &key))
}

fn checked(mut request: EnrolRequest) -> Result<(EnrolRequest, Bytes32), Problem> {
    let mut checks = Checks::default();
    checks.text("name", &request.name, 60);
    let key = checks.hex("public_key", &request.public_key);
    if checks.is_fine() {
        checks.require(login::is_key(&key), "public_key", "public_key_format");
    }
    checks.optional_text("client_version", request.client_version.as_deref(), 40);
    if let Some(mac) = &mut request.mac {
        match normal_mac(mac) {
            Some(address) => *mac = address,
            None => checks.refuse("mac", "mac_format", Vec::new()),
        }
    }
    checks.finish()?;
    Ok((request, key))
}

fn enrolled(app: &App, status: StatusCode, station: &StationRow, key: &[u8]) -> Response {
    let body = Enrolment {
        status: EnrolmentStatus::Enrolled,
        station_id: Some(station.id),
        name: Some(station.name.clone()),
        fingerprint: fingerprint(key),
        server_key: hex::encode(app.keys.server_key()),
    };
    (status, Json(body)).into_response()
}

/// Notes a request without a token, for an operator to decide.
async fn wait(
    app: &App,
    mut change: Change,
    request: &EnrolRequest,
    key: Bytes32,
    ip: IpAddr,
) -> Result<Response, Problem> {
    let fingerprint = fingerprint(&key);
    match enrolment::find_by_key(&mut change, &key).await? {
        Some(row) if row.rejected_at.is_some() => return Err(Code::Forbidden.into()),
        Some(_) => {}
        None => {
            let row = EnrolmentRow {
                id: change.new_id(),
                public_key: key.to_vec(),
                name: request.name.trim().to_owned(),
                mac: request.mac.clone(),
                ip: Some(ip.to_string()),
                client_version: request.client_version.clone(),
                origin: Origin::Guichet,
                requested_at: change.now(),
                rejected_at: None,
            };
            ask(app, change, &row, ip).await?;
        }
    }
    let server_key = hex::encode(app.keys.server_key());
    let body = Enrolment { status: EnrolmentStatus::Pending, station_id: None, name: None, fingerprint, server_key };
    Ok((StatusCode::ACCEPTED, Json(body)).into_response())
}

/// Keeps a request that is new.
pub(super) async fn ask(app: &App, mut change: Change, row: &EnrolmentRow, ip: IpAddr) -> Result<(), Problem> {
    // Asking costs nothing, so it is limited like a failure.
    app.login_failures.count(("enrol", network(ip)), ADDRESS_SHARE, change.now());
    enrolment::insert(&mut change, row).await?;
    change.commit(Event::new("stations", "ask_enrolment", "enrolment", row.id)).await
}

/// Keeps a change of a station's identity, and lets the registry know before anybody is answered.
async fn keep(
    app: &App,
    mut change: Change,
    station: &StationRow,
    action: &'static str,
    key: &[u8],
) -> Result<(), Problem> {
    change.announce(LiveEvent::Identity { station_id: station.id });
    let event = Event::new("stations", action, "station", station.id)
        .agency(station.agency_id)
        .with("fingerprint", fingerprint(key));
    change.commit(event).await?;
    app.stations.reload(&mut app.db.read().await?, station.id).await?;
    Ok(())
}

/// A token for one machine.
#[derive(Debug, Serialize, ToSchema)]
struct EnrolmentToken {
    /// Given to the station's client once; not shown again.
    token: String,
    /// When it ends, milliseconds of UTC.
    expires_at: i64,
}

/// Make a one-time token that lets a machine become this station.
#[utoipa::path(post, path = "/api/postes/{id}/enrolment_token/", tag = "postes", params(("id" = Uuid, Path)),
    responses((status = 201, body = EnrolmentToken)))]
async fn create_token(grant: Grant<Approve>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let station = in_scope(&mut change, id, &grant.scope).await?;
    let (token, expires_at) = enrolment::create_token(&mut change, id, enrolment::TOKEN_MS).await?;
    let event = Event::new("stations", "create_enrolment_token", "station", id).agency(station.agency_id);
    change.answer(event, StatusCode::CREATED, &EnrolmentToken { token, expires_at }).await
}

/// List the machines that ask to become stations.
#[utoipa::path(get, path = "/api/postes/enrolments/", tag = "postes", params(ListParams), responses((status = 200, body = Page<PendingEnrolment>)))]
async fn pending(
    _: Grant<Approve>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<PendingEnrolment>>, Problem> {
    let mut tx = app.db.read().await?;
    // A machine has no agency yet: whoever may approve sees it.
    let page: Page<EnrolmentRow> = ENROLMENTS.page(&mut tx, &query, &Scope::All, 0).await?;
    Ok(Json(page.map(PendingEnrolment::from)))
}

/// Which station a machine becomes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Approval {
    /// An existing station; a new one with the machine's name when absent.
    station_id: Option<Uuid>,
    /// The agency of a new station; the caller's own when absent.
    agency_id: Option<Uuid>,
    /// The room of a new station.
    zone: Option<String>,
}

/// Let a machine become a station.
#[utoipa::path(post, path = "/api/postes/enrolments/{id}/approve/", tag = "postes", params(("id" = Uuid, Path)), request_body = Approval,
    responses((status = 200, body = Station)))]
async fn approve(
    grant: Grant<Approve>,
    State(app): State<App>,
    Id(id): Id,
    MaybeBody(body): MaybeBody<Approval>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let row = enrolment::find(&mut change, id).await?.ok_or_else(|| Problem::not_found("enrolment"))?;
    let station = if let Some(station_id) = body.station_id {
        in_scope(&mut change, station_id, &grant.scope).await?
    } else {
        let agency_id = agency_for(&mut change, &grant, body.agency_id).await?;
        let new = NewStation { name: row.name.clone(), zone: body.zone, ..NewStation::default() };
        store::insert(&mut change, agency_id, &new.checked()?).await?
    };
    let identity = Identity {
        public_key: Some(&row.public_key),
        mac: row.mac.as_deref(),
        ip: row.ip.as_deref(),
        client_version: row.client_version.as_deref(),
        origin: Some(row.origin),
    };
    enrolment::bind(&mut change, &station, identity).await?;
    enrolment::remove(&mut change, id).await?;
    let station = in_scope(&mut change, station.id, &Scope::All).await?;
    let body = show_row(&app, &mut change, station.clone()).await?;
    change.announce(LiveEvent::Identity { station_id: station.id });
    change.announce(LiveEvent::Station { state: station.state(app.clock.now()), agency_id: station.agency_id });
    let event = Event::new("stations", "approve_enrolment", "station", station.id)
        .agency(station.agency_id)
        .with("fingerprint", fingerprint(&row.public_key));
    let response = change.answer(event, StatusCode::OK, &body).await?;
    app.stations.reload(&mut app.db.read().await?, station.id).await?;
    Ok(response)
}

/// The agency a new station is made in: the one named, the caller's, or the only one there is.
/// The agency for something new: the one named, the caller's own, or the only one there is.
///
/// # Errors
/// When none of these gives one, it is outside the scope, or the database fails.
pub async fn agency_for<P>(change: &mut Change, grant: &Grant<P>, named: Option<Uuid>) -> Result<Uuid, Problem> {
    let id = match named.or(grant.caller.agency_id) {
        Some(id) => agencies::find(change, id).await?.map(|agency| agency.id),
        None => agencies::only(change).await?.map(|agency| agency.id),
    };
    let id = id.ok_or_else(|| Problem::field("agency_id", "agency_required"))?;
    if grant.scope.holds(Some(id), Some(grant.caller.user_id)) { Ok(id) } else { Err(Problem::not_found("agency")) }
}

/// Turn a machine away.
#[utoipa::path(post, path = "/api/postes/enrolments/{id}/reject/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn reject(grant: Grant<Approve>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let row = enrolment::find(&mut change, id).await?.ok_or_else(|| Problem::not_found("enrolment"))?;
    enrolment::reject(&mut change, id).await?;
    let event =
        Event::new("stations", "reject_enrolment", "enrolment", id).with("fingerprint", fingerprint(&row.public_key));
    change.answer_nothing(event).await
}

/// Take a station's identity away.
///
/// Its key and its credential are worth nothing from now on, its socket is closed; it must enrol again.
#[utoipa::path(post, path = "/api/postes/{id}/revoke_credential/", tag = "postes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Station)))]
async fn revoke(grant: Grant<Approve>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    in_scope(&mut change, id, &grant.scope).await?;
    let nothing = Identity { public_key: None, mac: None, ip: None, client_version: None, origin: None };
    store::set_identity(&mut change, id, &nothing).await?;
    let station = in_scope(&mut change, id, &Scope::All).await?;
    let body = show_row(&app, &mut change, station.clone()).await?;
    change.announce(LiveEvent::Identity { station_id: id });
    let event = Event::new("stations", "revoke_credential", "station", id).agency(station.agency_id);
    let response = change.answer(event, StatusCode::OK, &body).await?;
    app.stations.reload(&mut app.db.read().await?, id).await?;
    Ok(response)
}
