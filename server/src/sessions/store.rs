//! The tables of sessions and of their traffic data. Nothing else touches them.
use super::{
    claims::Claim,
    model::{SessionRow, VisitorUse},
};
use crate::{
    db::{Change, Tx, pieces, places, with_places},
    list::{Filter, List},
    live::SessionLine,
    on, statements,
};
use sqlx::query::{Query, QueryAs};
use std::collections::HashMap;
use uuid::Uuid;

/// The columns of a [`SessionLine`], of the table or of what an UPDATE returns.
macro_rules! line {
    () => {
        "kiosk_sessions.id, kiosk_sessions.statut, kiosk_sessions.station_id, kiosk_sessions.agency_id, kiosk_sessions.operateur, \
         (SELECT v.first_name || ' ' || v.last_name FROM visitors v WHERE v.id = kiosk_sessions.visitor_id) AS visitor_name, \
         (duration_s + added_s) * 1000 AS granted_ms, consumed_ms, counted_at, warnings, \
         kiosk_sessions.version"
    };
}

/// The columns of a [`SessionRow`].
macro_rules! row {
    () => {
        concat!(
            line!(),
            ", kiosk_sessions.visitor_id, st.name AS station_name, u.username AS operateur_name, code_hint, duration_s, added_s, \
             valid_until, validated_at, started_at, ended_at, end_reason, terms_version, terms_accepted_at, kiosk_sessions.tariff_id, \
             kiosk_sessions.batch_id, kiosk_sessions.by_room, kiosk_sessions.paid_zone_id, kiosk_sessions.created_at, \
             kiosk_sessions.updated_at"
        )
    };
}

macro_rules! joined {
    () => {
        "kiosk_sessions LEFT JOIN stations st ON st.id = kiosk_sessions.station_id \
         LEFT JOIN users u ON u.id = kiosk_sessions.operateur"
    };
}

const LOCK: &str = "UPDATE kiosk_sessions SET version = version WHERE id IN {places}";
const LOCKED: &str = concat!("SELECT ", row!(), " FROM ", joined!(), " WHERE kiosk_sessions.id IN {places}");
const SAVE: &str = "UPDATE kiosk_sessions SET statut = n.column2, station_id = n.column3, visitor_id = n.column4, \
    added_s = n.column5, consumed_ms = n.column6, counted_at = n.column7, warnings = n.column8, started_at = n.column9, \
    ended_at = n.column10, end_reason = n.column11, version = n.column12, updated_at = n.column13 FROM (VALUES {places}) AS n WHERE kiosk_sessions.id = n.column1";
const CLAIM: &str = concat!(
    "UPDATE kiosk_sessions SET station_id = c.column2, validated_at = COALESCE(validated_at, $1), updated_at = $1, \
     version = version + 1 FROM (VALUES {places}) AS c WHERE code_hash = c.column1 AND statut = 'en_attente' \
     AND valid_until > $1 AND (station_id IS NULL OR station_id = c.column2) AND (NOT by_room OR c.column3) \
     AND NOT EXISTS (SELECT 1 FROM visitors v WHERE v.id = kiosk_sessions.visitor_id AND v.banned_until > $1) \
     AND EXISTS (SELECT 1 FROM stations st WHERE st.id = c.column2 AND st.agency_id = kiosk_sessions.agency_id \
     AND st.statut IN ('disponible', 'reserve')) RETURNING ",
    line!()
);
const END_CONNECTIONS: &str = "UPDATE connection_logs SET ended_at = $1 WHERE session_id IN {places}";

statements! {
    FIND = concat!("SELECT ", row!(), " FROM ", joined!(), " WHERE kiosk_sessions.id = $1");
    OPEN = concat!("SELECT ", line!(), " FROM kiosk_sessions WHERE statut IN ('active', 'suspendue')");
    UNFINISHED = concat!("SELECT ", line!(), " FROM kiosk_sessions WHERE statut IN ('active', 'suspendue', 'en_attente') \
        AND (batch_id IS NULL OR validated_at IS NOT NULL)");
    OPEN_AT = concat!("SELECT ", line!(), " FROM kiosk_sessions WHERE statut IN ('active', 'suspendue') AND station_id = $1");
    STALE = "SELECT id FROM kiosk_sessions WHERE statut = 'en_attente' AND valid_until <= $1 ORDER BY valid_until LIMIT 1000";
    INSERT = "INSERT INTO kiosk_sessions (id, agency_id, visitor_id, station_id, operateur, code_hash, code_hint, statut, duration_s, \
        added_s, consumed_ms, warnings, valid_until, created_at, updated_at, version, tariff_id, by_room, paid_zone_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'en_attente', $8, 0, 0, 0, $9, $10, $10, 1, $11, $12, $13)";
    BY_CODE = concat!("SELECT ", row!(), " FROM ", joined!(), " WHERE code_hash = $1");
    REBASE = "UPDATE kiosk_sessions SET consumed_ms = consumed_ms + CASE WHEN counted_at < $1 THEN $1 - counted_at ELSE 0 END, \
        counted_at = $2 WHERE statut = 'active'";
    COUNT_OF_VISITOR = "SELECT COUNT(*) FROM kiosk_sessions WHERE visitor_id = $1 AND created_at >= $2 AND created_at < $3 \
        AND continues IS NULL AND statut <> 'annulee' AND NOT (statut = 'expiree' AND started_at IS NULL)";
    OPEN_OF_VISITOR = "SELECT COUNT(*) FROM kiosk_sessions WHERE visitor_id = $1 AND statut IN ('en_attente', 'active', 'suspendue')";
    USE_OF_VISITOR = "SELECT COUNT(*) AS sessions, COALESCE(CAST(SUM(consumed_ms) AS BIGINT), 0) / 1000 AS total_s, \
        MAX(started_at) AS last_session_at FROM kiosk_sessions WHERE visitor_id = $1 AND started_at IS NOT NULL";
    LOG_CONNECTION = "INSERT INTO connection_logs (session_id, station_id, ip, mac, started_at) \
        SELECT $1, id, COALESCE($3, ip), mac, $4 FROM stations WHERE id = $2";
    TRAFFIC = "SELECT c.session_id, c.station_id, c.ip, c.mac, c.started_at, c.ended_at FROM connection_logs c \
        JOIN kiosk_sessions k ON k.id = c.session_id WHERE k.visitor_id = $1 ORDER BY c.started_at";
    PURGE_TRAFFIC = "DELETE FROM connection_logs WHERE started_at < $1";
    FORGET_VISITORS = "UPDATE kiosk_sessions SET visitor_id = NULL WHERE visitor_id IS NOT NULL AND created_at < $1 \
        AND statut IN ('terminee', 'expiree', 'annulee')";
    REMOVE_UNUSED = "DELETE FROM kiosk_sessions WHERE created_at < $1 AND started_at IS NULL AND statut IN ('expiree', 'annulee')";
}

/// The list of sessions.
pub static SESSIONS: List = List {
    name: "sessions",
    columns: row!(),
    from: concat!(joined!(), " LEFT JOIN visitors vis ON vis.id = kiosk_sessions.visitor_id"),
    id: "kiosk_sessions.id",
    agency: Some("kiosk_sessions.agency_id"),
    owner: Some("kiosk_sessions.operateur"),
    filters: &[
        ("statut", Filter::Text("kiosk_sessions.statut")),
        ("visitor_id", Filter::Id("kiosk_sessions.visitor_id")),
        ("station_id", Filter::Id("kiosk_sessions.station_id")),
        ("agency_id", Filter::Id("kiosk_sessions.agency_id")),
        ("operateur", Filter::Id("kiosk_sessions.operateur")),
        ("tariff_id", Filter::Id("kiosk_sessions.tariff_id")),
        ("batch_id", Filter::Id("kiosk_sessions.batch_id")),
        ("created_from", Filter::From("kiosk_sessions.created_at")),
        ("created_to", Filter::Before("kiosk_sessions.created_at")),
        ("started_from", Filter::From("kiosk_sessions.started_at")),
        ("started_to", Filter::Before("kiosk_sessions.started_at")),
        ("ended_from", Filter::From("kiosk_sessions.ended_at")),
        ("ended_to", Filter::Before("kiosk_sessions.ended_at")),
        // Those that held a station for a part of this time.
        ("ran_from", Filter::From("COALESCE(kiosk_sessions.ended_at - 1, 9223372036854775807)")),
        ("ran_to", Filter::Before("kiosk_sessions.started_at")),
        ("end_reason", Filter::Text("kiosk_sessions.end_reason")),
        ("is_pass", Filter::Either("kiosk_sessions.batch_id IS NOT NULL", "kiosk_sessions.batch_id IS NULL")),
        // `-` for the stations that stand in no room.
        ("zone", Filter::Among("COALESCE(st.zone, '-') IN ({places})")),
    ],
    search: &["vis.search_text", "st.name", "kiosk_sessions.code_hint"],
    order: &[
        ("created_at", "kiosk_sessions.created_at"),
        ("started_at", "kiosk_sessions.started_at"),
        ("ended_at", "kiosk_sessions.ended_at"),
        ("statut", "kiosk_sessions.statut"),
    ],
    default_order: "-created_at",
};

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<SessionRow>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

/// Keeps other changes of these sessions waiting until this one is kept or dropped. They are given as they
/// will be when they are saved: in their next version.
pub(super) async fn lock(change: &mut Change, ids: &[Uuid]) -> sqlx::Result<Vec<SessionRow>> {
    let now = change.now();
    let mut rows = Vec::with_capacity(ids.len());
    for piece in pieces(ids) {
        let lock = with_places(LOCK, &places(1, 1, piece.len()));
        let find = with_places(LOCKED, &places(1, 1, piece.len()));
        on!(&mut **change, |c| {
            piece.iter().fold(sqlx::query(lock), Query::bind).execute(&mut *c).await?;
            let query = sqlx::query_as(find);
            let found = piece.iter().fold(query, QueryAs::bind).fetch_all(c).await?;
            rows.extend::<Vec<SessionRow>>(found);
        });
    }
    for row in &mut rows {
        row.line.version += 1;
        row.updated_at = now;
    }
    Ok(rows)
}

pub(super) async fn open(tx: &mut Tx) -> sqlx::Result<Vec<SessionLine>> {
    on!(tx, |c| sqlx::query_as(OPEN).fetch_all(c).await)
}

pub(super) async fn unfinished(tx: &mut Tx) -> sqlx::Result<Vec<SessionLine>> {
    on!(tx, |c| sqlx::query_as(UNFINISHED).fetch_all(c).await)
}

/// The session that holds this station.
///
/// # Errors
/// When the database fails.
pub async fn open_at(tx: &mut Tx, station_id: Uuid) -> sqlx::Result<Option<SessionLine>> {
    on!(tx, |c| sqlx::query_as(OPEN_AT).bind(station_id).fetch_optional(c).await)
}

/// The sessions that hold a station, by station.
///
/// # Errors
/// When the database fails.
pub async fn open_by_station(tx: &mut Tx) -> sqlx::Result<HashMap<Uuid, SessionLine>> {
    let lines = open(tx).await?;
    Ok(lines.into_iter().filter_map(|line| Some((line.station_id?, line))).collect())
}

/// The sessions whose code is too old.
pub(super) async fn stale(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<Uuid>> {
    on!(tx, |c| sqlx::query_scalar(STALE).bind(now).fetch_all(c).await)
}

/// A session about to be issued.
pub(super) struct Issued {
    pub agency_id: Uuid,
    pub visitor_id: Option<Uuid>,
    pub station_id: Option<Uuid>,
    pub operateur: Uuid,
    pub code_hash: Vec<u8>,
    pub code_hint: String,
    pub duration_s: i64,
    pub valid_until: i64,
    pub tariff_id: Option<Uuid>,
    pub rooms: Rooms,
}

/// Where a session that was sold is good: see `purchase::is_good_in`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rooms {
    /// Whether its tariff costs more in some rooms than in others.
    pub by_room: bool,
    /// The room whose price was paid; none when it is no room's in particular.
    pub paid: Option<Uuid>,
}

pub(super) async fn insert(change: &mut Change, new: &Issued) -> sqlx::Result<Uuid> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(new.agency_id)
        .bind(new.visitor_id)
        .bind(new.station_id)
        .bind(new.operateur)
        .bind(&new.code_hash)
        .bind(&new.code_hint)
        .bind(new.duration_s)
        .bind(new.valid_until)
        .bind(now)
        .bind(new.tariff_id)
        .bind(new.rooms.by_room)
        .bind(new.rooms.paid)
        .execute(c)
        .await
        .map(drop))?;
    Ok(id)
}

/// Writes what may change of a session's life and clock.
pub(super) async fn save(change: &mut Change, rows: &[&SessionRow]) -> sqlx::Result<()> {
    for piece in pieces(rows) {
        let sql = with_places(SAVE, &change.places(piece.len(), 13));
        on!(&mut **change, |c| {
            let query = piece.iter().fold(sqlx::query(sql), |query, row| {
                let line = &row.line;
                query
                    .bind(line.id)
                    .bind(line.statut.as_str())
                    .bind(line.station_id)
                    .bind(row.visitor_id)
                    .bind(row.added_s)
                    .bind(line.consumed_ms)
                    .bind(line.counted_at)
                    .bind(line.warnings)
                    .bind(row.started_at)
                    .bind(row.ended_at)
                    .bind(&row.end_reason)
                    .bind(line.version)
                    .bind(row.updated_at)
            });
            query.execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

/// Binds the sessions of these codes to the stations, where both are free for it: one statement, so that
/// exactly one station wins. No code and no station may be among the claims twice.
pub(super) async fn claim(change: &mut Change, claims: &[Claim]) -> sqlx::Result<Vec<SessionLine>> {
    let now = change.now();
    let mut lines = Vec::new();
    for piece in pieces(claims) {
        let sql = with_places(CLAIM, &places(2, piece.len(), 3));
        on!(&mut **change, |c| {
            let query = sqlx::query_as(sql).bind(now);
            let query = piece.iter().fold(query, |query, claim| {
                query.bind(&claim.code_hash).bind(claim.station_id).bind(claim.room_checked)
            });
            lines.extend::<Vec<SessionLine>>(query.fetch_all(c).await?);
        });
    }
    Ok(lines)
}

pub(super) async fn by_code(tx: &mut Tx, code_hash: &[u8]) -> sqlx::Result<Option<SessionRow>> {
    on!(tx, |c| sqlx::query_as(BY_CODE).bind(code_hash).fetch_optional(c).await)
}

/// Lets running sessions count what they had consumed at `dark_since`, and run again from `now`.
pub(super) async fn rebase(change: &mut Change, dark_since: i64) -> sqlx::Result<u64> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(REBASE)
        .bind(dark_since)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

/// How many sessions of this visitor were issued in `from..to`; those never used do not count.
///
/// # Errors
/// When the database fails.
pub async fn count_of_visitor_between(tx: &mut Tx, visitor_id: Uuid, from: i64, to: i64) -> sqlx::Result<i64> {
    on!(tx, |c| sqlx::query_scalar(COUNT_OF_VISITOR).bind(visitor_id).bind(from).bind(to).fetch_one(c).await)
}

/// How many sessions of this visitor are not over.
///
/// # Errors
/// When the database fails.
pub async fn open_of_visitor(tx: &mut Tx, visitor_id: Uuid) -> sqlx::Result<i64> {
    on!(tx, |c| sqlx::query_scalar(OPEN_OF_VISITOR).bind(visitor_id).fetch_one(c).await)
}

/// What this visitor has used.
///
/// # Errors
/// When the database fails.
pub async fn stats_of_visitor(tx: &mut Tx, visitor_id: Uuid) -> sqlx::Result<VisitorUse> {
    on!(tx, |c| sqlx::query_as(USE_OF_VISITOR).bind(visitor_id).fetch_one(c).await)
}

/// Notes which station, address and card a session started at: traffic data, and nothing else.
pub(super) async fn log_connection(change: &mut Change, session_id: Uuid, station_id: Uuid) -> sqlx::Result<()> {
    let (now, ip) = (change.now(), change.actor().ip.map(|ip| ip.to_string()));
    // The address counts when the station itself called, not when an operator started for it.
    let ip = ip.filter(|_| change.actor().kind == crate::db::ActorKind::Station);
    on!(&mut **change, |c| sqlx::query(LOG_CONNECTION)
        .bind(session_id)
        .bind(station_id)
        .bind(ip)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Notes that these sessions' stations are no longer used by them.
pub(super) async fn end_connections(change: &mut Change, session_ids: &[Uuid]) -> sqlx::Result<()> {
    let now = change.now();
    for piece in pieces(session_ids) {
        let sql = with_places(END_CONNECTIONS, &places(2, 1, piece.len()));
        on!(&mut **change, |c| {
            let query = sqlx::query(sql).bind(now);
            piece.iter().fold(query, Query::bind).execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Traffic {
    session_id: Uuid,
    station_id: Uuid,
    ip: Option<String>,
    mac: Option<String>,
    started_at: i64,
    ended_at: Option<i64>,
}

/// The traffic data of this visitor's sessions, for the person who asks what is held.
///
/// # Errors
/// When the database fails.
pub async fn traffic_of_visitor(tx: &mut Tx, visitor_id: Uuid) -> sqlx::Result<Vec<serde_json::Value>> {
    let rows: Vec<Traffic> = on!(tx, |c| sqlx::query_as(TRAFFIC).bind(visitor_id).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|Traffic { session_id, station_id, ip, mac, started_at, ended_at }| {
            serde_json::json!({ "session_id": session_id, "station_id": station_id, "ip": ip, "mac": mac,
                "started_at": started_at, "ended_at": ended_at })
        })
        .collect())
}

/// Forgets traffic data of before `before`.
pub(super) async fn purge_traffic(tx: &mut Tx, before: i64) -> sqlx::Result<u64> {
    on!(tx, |c| sqlx::query(PURGE_TRAFFIC).bind(before).execute(c).await.map(|done| done.rows_affected()))
}

/// Takes the visitors out of the sessions of before `before`, and removes those never used.
pub(super) async fn forget(change: &mut Change, before: i64) -> sqlx::Result<(u64, u64)> {
    let removed =
        on!(&mut **change, |c| sqlx::query(REMOVE_UNUSED).bind(before).execute(c).await.map(|d| d.rows_affected()))?;
    let anonymised =
        on!(&mut **change, |c| sqlx::query(FORGET_VISITORS).bind(before).execute(c).await.map(|d| d.rows_affected()))?;
    Ok((removed, anonymised))
}
