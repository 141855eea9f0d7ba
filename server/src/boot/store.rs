//! The tables of channels and starts. Nothing else touches them.
use super::{
    choice::Past,
    model::{BootStart, ChannelRow, Stage},
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
    PUBLISH = "INSERT INTO boot_channels (profile, channel, version, published_by, published_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (profile, channel) DO UPDATE SET version = $3, published_by = $4, published_at = $5";
    PAST = "SELECT version, client_at IS NOT NULL AS is_healthy FROM boot_starts WHERE station_id = $1 AND profile = $2 \
        ORDER BY asked_at DESC, id DESC LIMIT $3";
    INSERT = "INSERT INTO boot_starts (id, station_id, mac, firmware, profile, version, is_fallback, asked_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
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

pub(super) async fn insert(change: &mut Change, start: &BootStart) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(start.id)
        .bind(start.station_id)
        .bind(&start.mac)
        .bind(&start.firmware)
        .bind(&start.profile)
        .bind(&start.version)
        .bind(start.is_fallback)
        .bind(start.asked_at)
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
