//! The tables of channels and starts. Nothing else touches them.
use super::{
    choice::Past,
    model::{BootStart, ChannelRow, RolloutRow, Stage},
};
use crate::{
    db::{Change, Tx},
    list::{Filter, List},
    on, statements,
};
use guichet_protocol::UpdateChannel;
use uuid::Uuid;

/// Starts are kept this long, in milliseconds: long enough to see what a new image changed.
const KEPT_MS: i64 = 90 * 24 * 3600 * 1000;
/// A machine says how far it came within this time, in milliseconds.
const UNDERWAY_MS: i64 = 30 * 60 * 1000;
/// As many starts of a station are looked at.
const MOST_PAST: i64 = 20;

statements! {
    CHANNELS = "SELECT profile, channel, version FROM boot_channels ORDER BY profile, channel";
    CHANNEL = "SELECT version FROM boot_channels WHERE profile = $1 AND channel = $2";
    WANTED = "SELECT version, published_at FROM (SELECT version, published_at, 1 AS rank FROM boot_rollouts WHERE profile = $1 AND zone_id = $3 \
        UNION ALL SELECT version, published_at, 2 AS rank FROM boot_channels WHERE profile = $1 AND channel = $2) AS given ORDER BY rank LIMIT 1";
    ROLLOUTS = "SELECT r.profile, r.version, r.zone_id, z.name AS zone, z.agency_id FROM boot_rollouts r JOIN zones z ON z.id = r.zone_id \
        ORDER BY r.profile, z.name, z.id";
    ROLL_OUT = "INSERT INTO boot_rollouts (profile, zone_id, version, published_by, published_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (profile, zone_id) DO UPDATE SET version = $3, published_by = $4, published_at = $5";
    ROLLED_OUT = "DELETE FROM boot_rollouts WHERE profile = $1";
    PUBLISH = "INSERT INTO boot_channels (profile, channel, version, published_by, published_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (profile, channel) DO UPDATE SET version = $3, published_by = $4, published_at = $5";
    PAST = "SELECT version, client_at IS NOT NULL AS is_healthy FROM boot_starts WHERE station_id = $1 AND profile = $2 \
        ORDER BY asked_at DESC, id DESC LIMIT $3";
    INSERT = "INSERT INTO boot_starts (id, station_id, mac, firmware, profile, version, is_fallback, asked_at, told_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UNTOLD = "SELECT id, station_id FROM boot_starts WHERE mac = $1 AND asked_at > $2 AND told_at IS NULL AND client_at IS NULL \
        ORDER BY asked_at DESC, id DESC LIMIT 1";
    TOLD = "UPDATE boot_starts SET told_at = $2 WHERE id = $1 AND told_at IS NULL";
    LAST = "SELECT version, asked_at FROM boot_starts WHERE station_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 1";
    STARTED = "SELECT DISTINCT station_id FROM boot_starts WHERE station_id IS NOT NULL AND client_at IS NOT NULL";
    KERNEL = "UPDATE boot_starts SET kernel_at = COALESCE(kernel_at, $2) WHERE id = $1 AND asked_at > $3";
    ROOT = "UPDATE boot_starts SET root_at = COALESCE(root_at, $2) WHERE id = $1 AND asked_at > $3";
    CLIENT = "UPDATE boot_starts SET client_at = COALESCE(client_at, $2) WHERE id = $1 AND asked_at > $3";
    FAULT = "UPDATE boot_starts SET fault = $4, fault_at = $2 WHERE id = $1 AND asked_at > $3 AND fault IS NULL AND client_at IS NULL";
    RUNNING = "SELECT b.profile, b.version, COUNT(*) AS stations FROM boot_starts b WHERE b.station_id IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM boot_starts later WHERE later.station_id = b.station_id \
            AND (later.asked_at > b.asked_at OR (later.asked_at = b.asked_at AND later.id > b.id))) \
        GROUP BY b.profile, b.version";
    PURGE = "DELETE FROM boot_starts WHERE asked_at < $1";
}

/// The list of starts.
pub static STARTS: List = List {
    name: "boot_starts",
    columns: "b.id, b.station_id, s.name AS station_name, s.zone, b.mac, b.firmware, b.profile, b.version, b.is_fallback, b.asked_at, \
              b.kernel_at, b.root_at, b.client_at, b.fault, b.fault_at",
    from: "boot_starts b LEFT JOIN stations s ON s.id = b.station_id",
    id: "b.id",
    agency: Some("s.agency_id"),
    owner: None,
    filters: &[
        ("station_id", Filter::Id("b.station_id")),
        ("agency_id", Filter::Id("s.agency_id")),
        ("zone", Filter::Text("s.zone")),
        ("profile", Filter::Text("b.profile")),
        ("version", Filter::Text("b.version")),
        ("is_fallback", Filter::Either("b.is_fallback", "NOT b.is_fallback")),
        ("has_failed", Filter::Either("b.fault IS NOT NULL", "b.fault IS NULL")),
        ("has_come_up", Filter::Either("b.client_at IS NOT NULL", "b.client_at IS NULL")),
        ("asked_from", Filter::From("b.asked_at")),
        ("asked_to", Filter::Before("b.asked_at")),
    ],
    search: &["s.search_text", "b.mac"],
    order: &[
        ("asked_at", "b.asked_at"),
        ("station_name", "s.name"),
        ("version", "b.version"),
        ("client_at", "b.client_at"),
    ],
    default_order: "-asked_at",
};

pub(super) async fn channels(tx: &mut Tx) -> sqlx::Result<Vec<ChannelRow>> {
    on!(tx, |c| sqlx::query_as(CHANNELS).fetch_all(c).await)
}

pub(super) async fn version_of(tx: &mut Tx, profile: &str, channel: UpdateChannel) -> sqlx::Result<Option<String>> {
    on!(tx, |c| sqlx::query_scalar(CHANNEL).bind(profile).bind(channel.as_str()).fetch_optional(c).await)
}

pub(super) async fn publish(
    change: &mut Change,
    profile: &str,
    channel: UpdateChannel,
    version: &str,
    by: Uuid,
) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(PUBLISH)
        .bind(profile)
        .bind(channel.as_str())
        .bind(version)
        .bind(by)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// The starts of a station with images of this profile, the newest first.
pub(super) async fn past(tx: &mut Tx, station_id: Uuid, profile: &str) -> sqlx::Result<Vec<Past>> {
    on!(tx, |c| sqlx::query_as(PAST).bind(station_id).bind(profile).bind(MOST_PAST).fetch_all(c).await)
}

/// A version that stations are given, and since when.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Wanted {
    pub version: String,
    pub published_at: i64,
}

/// What the room is given, else what the channel gives.
pub(super) async fn wanted(
    tx: &mut Tx,
    profile: &str,
    channel: UpdateChannel,
    zone_id: Option<Uuid>,
) -> sqlx::Result<Option<Wanted>> {
    on!(tx, |c| sqlx::query_as(WANTED).bind(profile).bind(channel.as_str()).bind(zone_id).fetch_optional(c).await)
}

pub(super) async fn rollouts(tx: &mut Tx) -> sqlx::Result<Vec<RolloutRow>> {
    on!(tx, |c| sqlx::query_as(ROLLOUTS).fetch_all(c).await)
}

/// Gives this version to a room, whatever its channel gives.
pub(super) async fn roll_out(
    change: &mut Change,
    profile: &str,
    zone_id: Uuid,
    version: &str,
    by: Uuid,
) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(ROLL_OUT)
        .bind(profile)
        .bind(zone_id)
        .bind(version)
        .bind(by)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Lets all rooms follow their channels again.
pub(super) async fn rolled_out(change: &mut Change, profile: &str) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(ROLLED_OUT).bind(profile).execute(c).await.map(drop))
}

/// The newest start under way of the machine with this network card that was not told yet which it is, with its station.
pub(super) async fn untold(change: &mut Change, mac: &str) -> sqlx::Result<Option<(Uuid, Option<Uuid>)>> {
    let since = change.now() - UNDERWAY_MS;
    on!(&mut **change, |c| sqlx::query_as(UNTOLD).bind(mac).bind(since).fetch_optional(c).await)
}

/// Notes that a machine was told its start; false when somebody was before.
pub(super) async fn told(change: &mut Change, id: Uuid) -> sqlx::Result<bool> {
    let now = change.now();
    let done =
        on!(&mut **change, |c| sqlx::query(TOLD).bind(id).bind(now).execute(c).await.map(|d| d.rows_affected()))?;
    Ok(done > 0)
}

/// The stations that have ever come up over the network.
pub(super) async fn started(tx: &mut Tx) -> sqlx::Result<Vec<Uuid>> {
    on!(tx, |c| sqlx::query_scalar(STARTED).fetch_all(c).await)
}

/// The version that a station started last, and when.
pub(super) async fn last(tx: &mut Tx, station_id: Uuid) -> sqlx::Result<Option<(String, i64)>> {
    on!(tx, |c| sqlx::query_as(LAST).bind(station_id).fetch_optional(c).await)
}

pub(super) async fn insert(change: &mut Change, start: &BootStart, is_told: bool) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(start.id)
        .bind(start.station_id)
        .bind(&start.mac)
        .bind(&start.firmware)
        .bind(&start.profile)
        .bind(&start.version)
        .bind(start.is_fallback)
        .bind(start.asked_at)
        .bind(is_told.then_some(start.asked_at))
        .execute(c)
        .await
        .map(drop))
}

/// Notes how far a start came; false when it is not under way.
pub(super) async fn reached(change: &mut Change, id: Uuid, stage: Stage) -> sqlx::Result<bool> {
    let now = change.now();
    let sql = match stage {
        Stage::Kernel => KERNEL,
        Stage::Root => ROOT,
        Stage::Client => CLIENT,
    };
    let done = on!(&mut **change, |c| sqlx::query(sql)
        .bind(id)
        .bind(now)
        .bind(now - UNDERWAY_MS)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(done > 0)
}

/// Notes what failed first; false when the start is not under way.
pub(super) async fn failed(change: &mut Change, id: Uuid, fault: &str) -> sqlx::Result<bool> {
    let now = change.now();
    let done = on!(&mut **change, |c| sqlx::query(FAULT)
        .bind(id)
        .bind(now)
        .bind(now - UNDERWAY_MS)
        .bind(fault)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(done > 0)
}

/// How many stations started each image last.
pub(super) async fn running(tx: &mut Tx) -> sqlx::Result<Vec<(String, String, i64)>> {
    on!(tx, |c| sqlx::query_as(RUNNING).fetch_all(c).await)
}

/// Forgets starts that are long over.
///
/// # Errors
/// When the database fails.
pub async fn purge(tx: &mut Tx, now: i64) -> sqlx::Result<u64> {
    on!(tx, |c| sqlx::query(PURGE).bind(now - KEPT_MS).execute(c).await.map(|done| done.rows_affected()))
}
