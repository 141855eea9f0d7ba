//! What consoles ask of stations, and what became of it.
use super::{Command as MayCommand, libki, model::StationRow, routes::in_scope, wake};
use crate::{
    App,
    access::Grant,
    db::{Change, Event, Tx},
    extract::{Body, Id},
    list::{Filter, List, ListParams, ListQuery, Page},
    live::LiveEvent,
    on,
    problem::{Checks, Problem},
    statements,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::{Command, PendingCommand};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// A command not fetched by then is forgotten: a station must not restart for yesterday's reason.
pub(super) const VALID_MS: i64 = 5 * 60 * 1000;
/// Newer software comes through the station's line, however thin that is.
const UPDATE_VALID_MS: i64 = 60 * 60 * 1000;

statements! {
    INSERT = "INSERT INTO station_commands (id, station_id, kind, payload, state, created_at, done_at, version_before) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    QUEUED = "SELECT id, station_id, payload FROM station_commands WHERE state = 'queued' \
        AND (created_at > $1 OR kind = 'update' AND created_at > $2) ORDER BY created_at";
    DONE = "UPDATE station_commands SET state = $3, error = $4, done_at = $5, \
        version_after = CASE kind WHEN 'update' THEN $6 END WHERE id = $1 AND station_id = $2 AND state = 'queued'";
    READ = "UPDATE station_commands SET read_at = $3, state = 'done', done_at = COALESCE(done_at, $3) WHERE id = $1 AND station_id = $2 \
        AND kind = 'message' AND read_at IS NULL AND state IN ('queued', 'done')";
    EXPIRE = "UPDATE station_commands SET state = 'expired', done_at = $2 WHERE state = 'queued' \
        AND (created_at < $3 OR kind <> 'update' AND created_at < $1) RETURNING id, station_id, payload";
}

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(command, list)
}

/// A command on its way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CommandSent {
    /// Its id.
    pub id: Uuid,
    /// The station.
    pub station_id: Uuid,
    /// What it asks.
    #[schema(example = "lock")]
    pub kind: &'static str,
    /// `queued` until the station answers, `done` for a wake packet that was sent.
    #[schema(example = "queued")]
    pub state: &'static str,
}

/// The list of what stations were asked.
pub static COMMANDS: List = List {
    name: "station_commands",
    columns: "k.id, k.station_id, k.kind, k.payload, k.state, k.error, k.created_at, k.done_at, k.read_at, k.version_before, k.version_after",
    from: "station_commands k JOIN stations s ON s.id = k.station_id",
    id: "k.id",
    agency: Some("s.agency_id"),
    owner: None,
    filters: &[
        ("station_id", Filter::Id("k.station_id")),
        ("kind", Filter::Text("k.kind")),
        ("state", Filter::Text("k.state")),
    ],
    search: &["k.kind"],
    order: &[("created_at", "k.created_at")],
    default_order: "-created_at",
};

#[derive(sqlx::FromRow)]
struct AskedRow {
    id: Uuid,
    station_id: Uuid,
    kind: String,
    payload: String,
    state: String,
    error: Option<String>,
    created_at: i64,
    done_at: Option<i64>,
    read_at: Option<i64>,
    version_before: Option<String>,
    version_after: Option<String>,
}

/// Something a station was asked, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
struct CommandAsked {
    /// Its id.
    id: Uuid,
    /// The station.
    station_id: Uuid,
    /// What was asked: `lock`, `message`, `restart`, `shutdown`, `update` or `wake`; of Libki's client also `suspend`, `drop`,
    /// `unlock` and `wakeup` (to wake another station).
    #[schema(example = "message")]
    kind: String,
    /// The message's text.
    #[schema(example = "Fermeture dans dix minutes")]
    text: Option<String>,
    /// `queued` (sent), `done` (a message is on the screen), `failed` or `expired`.
    #[schema(example = "done")]
    state: String,
    /// Why it was not carried out.
    error: Option<String>,
    /// When it was asked, milliseconds of UTC.
    created_at: i64,
    /// When the station answered, or nobody had fetched it in time.
    done_at: Option<i64>,
    /// When the visitor acknowledged a message.
    read_at: Option<i64>,
    /// What the client's version was when an update was asked.
    #[schema(example = "0.1.0")]
    version_before: Option<String>,
    /// What it was once the station answered.
    #[schema(example = "0.1.1")]
    version_after: Option<String>,
}

impl From<AskedRow> for CommandAsked {
    fn from(row: AskedRow) -> Self {
        let text = match serde_json::from_str(&row.payload) {
            Ok(Command::Message { text }) => Some(text),
            _ => None,
        };
        let AskedRow { id, station_id, kind, payload: _, state, error, created_at, done_at, read_at, .. } = row;
        let AskedRow { version_before, version_after, .. } = row;
        Self { id, station_id, kind, text, state, error, created_at, done_at, read_at, version_before, version_after }
    }
}

/// List what a station was asked, the latest first.
#[utoipa::path(get, path = "/api/postes/{id}/commands/", tag = "postes", params(("id" = Uuid, Path), ListParams,
        ("kind" = Option<String>, Query), ("state" = Option<String>, Query)),
    responses((status = 200, body = Page<CommandAsked>)))]
async fn list(
    grant: Grant<MayCommand>,
    State(app): State<App>,
    Id(id): Id,
    query: ListQuery,
) -> Result<Json<Page<CommandAsked>>, Problem> {
    let mut tx = app.db.read().await?;
    in_scope(&mut tx, id, &grant.scope).await?;
    let rows: Page<AskedRow> = COMMANDS.page(&mut tx, &query.and("station_id", id), &grant.scope, 0).await?;
    Ok(Json(rows.map(CommandAsked::from)))
}

#[derive(sqlx::FromRow)]
struct CommandRow {
    id: Uuid,
    station_id: Uuid,
    payload: String,
}

/// Ask something of a station.
///
/// `lock`, `message`, `restart`, `shutdown` and `update` reach it through its socket or its next heartbeat, within
/// five minutes or not at all, an `update` within an hour; `wake` sends a magic packet to its network card.
#[utoipa::path(post, path = "/api/postes/{id}/command/", tag = "postes", params(("id" = Uuid, Path)), request_body = Command,
    responses((status = 202, body = CommandSent)))]
async fn command(
    grant: Grant<MayCommand>,
    State(app): State<App>,
    Id(id): Id,
    Body(command): Body<Command>,
) -> Result<Response, Problem> {
    check(&command)?;
    let mut change = grant.change(&app).await?;
    let station = in_scope(&mut change, id, &grant.scope).await?;
    let sent = ask(&app, &mut change, &station, &command).await?;
    change.answer(event(&station, sent.kind), StatusCode::ACCEPTED, &sent).await
}

/// The line of audit of a command; a message's text stays out of it, it may name a person.
pub(super) fn event(station: &StationRow, kind: &'static str) -> Event {
    Event::new("stations", "command", "station", station.id).agency(station.agency_id).with("kind", kind)
}

/// Has a station start again; the line of audit is the caller's to write.
///
/// # Errors
/// When the database fails.
pub async fn restart(app: &App, change: &mut Change, station: &StationRow) -> Result<Event, Problem> {
    let sent = ask(app, change, station, &Command::Restart).await?;
    Ok(event(station, sent.kind))
}

/// Puts a command on its way to a station.
pub(super) async fn ask(
    app: &App,
    change: &mut Change,
    station: &StationRow,
    command: &Command,
) -> Result<CommandSent, Problem> {
    let kind = kind_of(command);
    let state = if *command == Command::Wake {
        let mac = station.mac.as_deref().ok_or_else(|| Problem::field("mac", "mac_unknown"))?;
        wake::wake(mac, app.settings.wake_address).await.map_err(Problem::internal)?;
        libki::ask_neighbour(change, station, mac).await?;
        "done"
    } else {
        "queued"
    };
    let payload = serde_json::to_string(command).map_err(Problem::internal)?;
    let version = station.client_version.as_deref().filter(|_| *command == Command::Update);
    let id = insert(change, &Queued { station_id: station.id, kind, payload, state, version }).await?;
    if state == "queued" {
        change.announce(LiveEvent::Command { station_id: station.id, id, command: command.clone() });
    }
    Ok(CommandSent { id, station_id: station.id, kind, state })
}

pub(super) fn check(command: &Command) -> Result<(), Problem> {
    let mut checks = Checks::default();
    if let Command::Message { text } = command {
        checks.text("text", text, 500);
    }
    checks.finish()
}

fn kind_of(command: &Command) -> &'static str {
    match command {
        Command::Lock => "lock",
        Command::Message { .. } => "message",
        Command::Restart => "restart",
        Command::Shutdown => "shutdown",
        Command::Update => "update",
        Command::Wake => "wake",
    }
}

/// A command about to be asked.
pub(super) struct Queued<'a> {
    pub station_id: Uuid,
    pub kind: &'a str,
    pub payload: String,
    pub state: &'a str,
    /// The client's version, when that is what is to change.
    pub version: Option<&'a str>,
}

pub(super) async fn insert(change: &mut Change, command: &Queued<'_>) -> Result<Uuid, Problem> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(command.station_id)
        .bind(command.kind)
        .bind(&command.payload)
        .bind(command.state)
        .bind(now)
        .bind((command.state == "done").then_some(now))
        .bind(command.version)
        .execute(c)
        .await
        .map(drop))?;
    Ok(id)
}

/// Notes what became of a command.
///
/// # Errors
/// When the database fails.
pub async fn done(
    app: &App,
    change: &mut Change,
    station_id: Uuid,
    id: Uuid,
    error: Option<String>,
) -> sqlx::Result<bool> {
    let state = if error.is_some() { "failed" } else { "done" };
    let error = error.map(|error| error.chars().take(500).collect::<String>());
    let now = change.now();
    let version = app.stations.get(station_id).and_then(|known| known.client_version());
    let noted = on!(&mut **change, |c| sqlx::query(DONE)
        .bind(id)
        .bind(station_id)
        .bind(state)
        .bind(error)
        .bind(now)
        .bind(version)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if let Some(known) = app.stations.get(station_id) {
        known.forget_command(id);
    }
    Ok(noted > 0)
}

/// Notes that the visitor has read a message; false when there is no such message, or it was read before.
///
/// # Errors
/// When the database fails.
pub async fn read(app: &App, change: &mut Change, station_id: Uuid, id: Uuid) -> sqlx::Result<bool> {
    let now = change.now();
    let noted = on!(&mut **change, |c| sqlx::query(READ)
        .bind(id)
        .bind(station_id)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if let Some(known) = app.stations.get(station_id) {
        known.forget_command(id);
    }
    Ok(noted > 0)
}

/// Reads the commands that wait, after a start.
///
/// # Errors
/// When the database fails.
pub async fn load(app: &App) -> Result<(), Problem> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let rows: Vec<CommandRow> =
        on!(&mut tx, |c| sqlx::query_as(QUEUED).bind(now - VALID_MS).bind(now - UPDATE_VALID_MS).fetch_all(c).await)?;
    for row in rows {
        if let (Some(known), Ok(command)) = (app.stations.get(row.station_id), serde_json::from_str(&row.payload)) {
            known.ask(PendingCommand { id: row.id, command });
        }
    }
    Ok(())
}

/// Forgets the commands that nobody fetched in time.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App, tx: &mut Tx) -> sqlx::Result<usize> {
    let now = app.clock.now();
    let rows: Vec<CommandRow> = on!(tx, |c| sqlx::query_as(EXPIRE)
        .bind(now - VALID_MS)
        .bind(now)
        .bind(now - UPDATE_VALID_MS)
        .fetch_all(c)
        .await)?;
    for row in &rows {
        if let Some(known) = app.stations.get(row.station_id) {
            known.forget_command(row.id);
        }
    }
    Ok(rows.len())
}
