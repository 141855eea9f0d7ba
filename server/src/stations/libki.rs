//! What stations that run Libki's client need of this room: to be known without a key, to wait for approval,
//! and to be told what they are asked when they call, each thing once (docs/libki.md).
use super::{
    Command as MayCommand,
    commands::{self, CommandSent, Queued, VALID_MS},
    enrolment::{self, EnrolmentRow},
    enrolment_routes::{self, ADDRESS_SHARE},
    login_store,
    model::{Origin, StationRow, normal_mac},
    presence::ONLINE_MS,
    routes::in_scope,
};
use crate::{
    App,
    access::{Grant, Station},
    db::{Actor, Change, Event, Tx},
    extract::{Body, Id},
    limits::network,
    live::LiveEvent,
    on,
    problem::{Checks, Code, Problem},
    statements,
};
use axum::{extract::State, http::StatusCode, response::Response};
use guichet_protocol::Command;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

statements! {
    WAITING = "SELECT id, kind, payload FROM station_commands WHERE station_id = $1 AND state = 'queued' AND created_at > $2 \
        ORDER BY created_at, id";
    NEIGHBOUR = "SELECT id FROM stations WHERE agency_id = $1 AND origin = 'libki' AND id <> $2 AND last_seen_at >= $3 \
        ORDER BY CASE WHEN zone = $4 THEN 0 ELSE 1 END, name LIMIT 1";
}

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(command)
}

/// The station that is known by this, when it calls from its own address.
///
/// # Errors
/// When the database fails.
pub async fn recognise(app: &App, key: &[u8], ip: IpAddr) -> Result<Option<Station>, Problem> {
    if app.stations.with_key(key).is_none() {
        // Another process may have approved it a moment ago.
        let mut tx = app.db.read().await?;
        let Some(id) = login_store::find_by_key(&mut tx, key).await? else { return Ok(None) };
        app.stations.reload(&mut tx, id).await?;
    }
    let known = app.stations.with_key(key).filter(|known| known.ip.is_none_or(|own| own == ip));
    Ok(known.map(|known| Station {
        id: known.id,
        agency_id: known.agency_id,
        ip: Some(ip),
        login_at: known.challenge_at,
    }))
}

/// Lets a machine that is no station wait for an operator; once, however often it asks.
///
/// # Errors
/// When its name cannot be a station's, too many ask, or the database fails.
pub async fn ask_approval(app: &App, name: &str, mac: &str, key: &[u8], ip: IpAddr) -> Result<(), Problem> {
    let mut checks = Checks::default();
    checks.text("node", name, 60);
    checks.finish()?;
    if enrolment::find_by_key(&mut app.db.read().await?, key).await?.is_some() {
        return Ok(());
    }
    app.login_failures.check(("enrol", network(ip)), ADDRESS_SHARE, app.clock.now())?;
    let change = app.db.change(Actor { ip: Some(ip), ..Actor::SYSTEM }).await?;
    let row = EnrolmentRow {
        id: change.new_id(),
        public_key: key.to_vec(),
        name: name.trim().to_owned(),
        mac: normal_mac(mac),
        ip: Some(ip.to_string()),
        client_version: None,
        origin: Origin::Libki,
        requested_at: change.now(),
        rejected_at: None,
    };
    match enrolment_routes::ask(app, change, &row, ip).await {
        // Two of its requests came at once.
        Err(problem) if problem.code == Code::Duplicate => Ok(()),
        asked => asked,
    }
}

/// A station that is to wake another.
#[derive(Debug, Serialize, Deserialize)]
pub struct WakeUp {
    /// The other's network card.
    pub mac: String,
}

/// Has a Libki station beside this one wake it, too: the server's own packet may not leave its network.
pub(super) async fn ask_neighbour(change: &mut Change, station: &StationRow, mac: &str) -> Result<(), Problem> {
    let online_since = change.now() - ONLINE_MS;
    let neighbour: Option<Uuid> = on!(&mut **change, |c| sqlx::query_scalar(NEIGHBOUR)
        .bind(station.agency_id)
        .bind(station.id)
        .bind(online_since)
        .bind(&station.zone)
        .fetch_optional(c)
        .await)?;
    let Some(station_id) = neighbour else { return Ok(()) };
    let payload = serde_json::to_string(&WakeUp { mac: mac.to_owned() }).map_err(Problem::internal)?;
    let queued = Queued { station_id, kind: "wakeup", payload, state: "queued", version: None };
    commands::insert(change, &queued).await.map(drop)
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    id: Uuid,
    kind: String,
    payload: String,
}

async fn waiting(tx: &mut Tx, station_id: Uuid, since: i64) -> sqlx::Result<Vec<WaitingRow>> {
    on!(tx, |c| sqlx::query_as(WAITING).bind(station_id).bind(since).fetch_all(c).await)
}

/// The texts that wait for the station's visitor: each is given once.
///
/// # Errors
/// When the database fails.
pub async fn take_messages(app: &App, station: &Station) -> Result<Vec<String>, Problem> {
    let told = take_all(app, station, &["message"]).await?;
    let texts = told.into_iter().filter_map(|(_, payload)| match serde_json::from_str(&payload) {
        Ok(Command::Message { text }) => Some(text),
        _ => None,
    });
    Ok(texts.collect())
}

/// What the station was asked, of these kinds: the kind of each and what it says. Each is given once, whichever
/// process the station calls, and counts as done.
///
/// # Errors
/// When the database fails.
pub async fn take_all(app: &App, station: &Station, kinds: &[&str]) -> Result<Vec<(String, String)>, Problem> {
    let mut rows = waiting(&mut app.db.read().await?, station.id, app.clock.now() - VALID_MS).await?;
    rows.retain(|row| kinds.contains(&row.kind.as_str()));
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut change = station.change(app).await?;
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let refused = (row.kind == "update").then(|| "Libki's client is not Guichet's software".to_owned());
        let failed = refused.is_some();
        if !commands::done(app, &mut change, station.id, row.id, refused).await? {
            continue;
        }
        change.announce(LiveEvent::CommandChanged {
            id: row.id,
            station_id: station.id,
            agency_id: station.agency_id,
            failed,
            read: false,
        });
        let event = Event::new("stations", "command_done", "station", station.id).agency(station.agency_id);
        change.note(event.with("failed", failed).with("kind", row.kind.clone()));
        told.push((row.kind, row.payload));
    }
    if !told.is_empty() {
        change.commit_noted().await?;
    }
    Ok(told)
}

/// What only Libki's client can be asked.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum LibkiKind {
    /// Let the machine sleep.
    Suspend,
    /// End the client and show the machine's own desktop, until it is started again.
    Drop,
    /// Open the screen that the visitor locked.
    Unlock,
}

impl LibkiKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Drop => "drop",
            Self::Unlock => "unlock",
        }
    }
}

/// Something to ask of a station that runs Libki's client.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LibkiCommand {
    /// What to do.
    #[schema(example = "unlock")]
    kind: LibkiKind,
}

/// Ask something that only Libki's client does.
///
/// `suspend`, `drop` and `unlock` reach the station when it calls next, within five minutes or not at all; whatever else is
/// asked of it, `/api/postes/{id}/command/` takes. 400 for a station that runs another client.
#[utoipa::path(post, path = "/api/postes/{id}/libki/", tag = "postes", params(("id" = Uuid, Path)), request_body = LibkiCommand,
    responses((status = 202, body = CommandSent)))]
async fn command(
    grant: Grant<MayCommand>,
    State(app): State<App>,
    Id(id): Id,
    Body(body): Body<LibkiCommand>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let station = in_scope(&mut change, id, &grant.scope).await?;
    if station.origin != Origin::Libki {
        return Err(Problem::field("kind", "libki_only"));
    }
    let kind = body.kind.word();
    let payload = serde_json::json!({ "kind": kind }).to_string();
    let queued = Queued { station_id: id, kind, payload, state: "queued", version: None };
    let sent = CommandSent { id: commands::insert(&mut change, &queued).await?, station_id: id, kind, state: "queued" };
    change.answer(commands::event(&station, kind), StatusCode::ACCEPTED, &sent).await
}
