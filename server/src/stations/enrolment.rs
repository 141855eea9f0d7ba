//! How a machine becomes a station: with a one-time token, or by an operator's approval.
use super::{
    model::{Origin, StationRow},
    store::{self, Identity},
};
use crate::{
    db::{Change, Tx},
    keys::{hash_secret, random_secret},
    list::{Filter, List},
    on,
    problem::{Code, Problem},
    statements,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use utoipa::ToSchema;
use uuid::Uuid;

/// A token that a person carries to a machine can be used this long, in milliseconds.
pub const TOKEN_MS: i64 = 24 * 3600 * 1000;
/// A request waits this long for its approval.
const PENDING_MS: i64 = 24 * 3600 * 1000;
/// More requests than this are not kept waiting.
const MAX_PENDING: i64 = 500;

statements! {
    INSERT_TOKEN = "INSERT INTO enrolment_tokens (token_hash, station_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    USE_TOKEN = "UPDATE enrolment_tokens SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING station_id";
    FIND_BY_KEY = "SELECT * FROM enrolments WHERE public_key = $1";
    FIND = "SELECT * FROM enrolments WHERE id = $1 AND rejected_at IS NULL";
    COUNT = "SELECT COUNT(*) FROM enrolments";
    INSERT = "INSERT INTO enrolments (id, public_key, name, mac, ip, client_version, requested_at, origin) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    REJECT = "UPDATE enrolments SET rejected_at = $2 WHERE id = $1";
    REMOVE = "DELETE FROM enrolments WHERE id = $1";
    PURGE = "DELETE FROM enrolments WHERE requested_at < $1";
    PURGE_TOKENS = "DELETE FROM enrolment_tokens WHERE expires_at < $1";
}

/// The list of requests that wait for an operator.
pub static ENROLMENTS: List = List {
    name: "enrolments",
    columns: "e.*",
    from: "(SELECT * FROM enrolments WHERE rejected_at IS NULL) e",
    id: "e.id",
    agency: None,
    owner: None,
    filters: &[("name", Filter::Text("e.name")), ("mac", Filter::Text("e.mac"))],
    search: &["e.name", "e.mac", "e.ip"],
    order: &[("requested_at", "e.requested_at"), ("name", "e.name")],
    default_order: "requested_at",
};

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct EnrolmentRow {
    pub id: Uuid,
    pub public_key: Vec<u8>,
    pub name: String,
    pub mac: Option<String>,
    pub ip: Option<String>,
    pub client_version: Option<String>,
    #[sqlx(try_from = "String")]
    pub origin: Origin,
    pub requested_at: i64,
    pub rejected_at: Option<i64>,
}

/// A machine that asks to become a station.
#[derive(Debug, Serialize, ToSchema)]
pub struct PendingEnrolment {
    /// The request.
    pub id: Uuid,
    /// How the machine calls itself.
    #[schema(example = "poste-07")]
    pub name: String,
    /// Its network card's address.
    pub mac: Option<String>,
    /// Where it asks from.
    pub ip: Option<String>,
    /// What kind of client it runs.
    pub origin: Origin,
    /// Shown on the screen of a Guichet station, too: approve the machine in front of you and no other.
    #[schema(example = "3fa85f64")]
    pub fingerprint: String,
    /// When it asked first, milliseconds of UTC.
    pub requested_at: i64,
}

impl From<EnrolmentRow> for PendingEnrolment {
    fn from(row: EnrolmentRow) -> Self {
        let fingerprint = fingerprint(&row.public_key);
        let EnrolmentRow { id, name, mac, ip, origin, requested_at, .. } = row;
        Self { id, name, mac, ip, origin, fingerprint, requested_at }
    }
}

/// What people compare.
pub(super) fn fingerprint(public_key: &[u8]) -> String {
    hex::encode(&Sha256::digest(public_key)[..4])
}

/// Makes a token that lets one machine become this station, within `life_ms` milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn create_token(change: &mut Change, station_id: Uuid, life_ms: i64) -> sqlx::Result<(String, i64)> {
    let token = random_secret();
    let (now, hash) = (change.now(), hash_secret(&token));
    let expires_at = now + life_ms;
    on!(&mut **change, |c| sqlx::query(INSERT_TOKEN)
        .bind(hash)
        .bind(station_id)
        .bind(now)
        .bind(expires_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok((token, expires_at))
}

/// The station that this token is for, and uses the token up.
pub(super) async fn use_token(change: &mut Change, token: &str) -> sqlx::Result<Option<Uuid>> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_scalar(USE_TOKEN).bind(hash_secret(token)).bind(now).fetch_optional(c).await)
}

pub(super) async fn find_by_key(tx: &mut Tx, key: &[u8]) -> sqlx::Result<Option<EnrolmentRow>> {
    on!(tx, |c| sqlx::query_as(FIND_BY_KEY).bind(key).fetch_optional(c).await)
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<EnrolmentRow>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

pub(super) async fn insert(change: &mut Change, row: &EnrolmentRow) -> Result<(), Problem> {
    let waiting: i64 = on!(&mut **change, |c| sqlx::query_scalar(COUNT).fetch_one(c).await)?;
    if waiting >= MAX_PENDING {
        return Err(Problem::from(Code::TooManyAttempts).retry_after(3600));
    }
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(row.id)
        .bind(&row.public_key)
        .bind(&row.name)
        .bind(&row.mac)
        .bind(&row.ip)
        .bind(&row.client_version)
        .bind(row.requested_at)
        .bind(row.origin.as_str())
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

pub(super) async fn reject(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(REJECT).bind(id).bind(now).execute(c).await.map(drop))
}

pub(super) async fn remove(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))
}

/// Makes the machine of `identity` this station. Its address is noted when it is nobody else's.
pub(super) async fn bind(change: &mut Change, station: &StationRow, identity: Identity<'_>) -> Result<(), Problem> {
    let bindable = |ip: &&str| ip.parse::<IpAddr>().is_ok_and(|ip| !ip.is_loopback());
    let ip = match identity.ip.filter(bindable) {
        Some(ip) if !store::address_taken(change, ip, station.id).await? => Some(ip),
        _ => None,
    };
    store::set_identity(change, station.id, &Identity { ip, ..identity }).await?;
    Ok(())
}

/// Forgets requests and tokens whose time is over.
///
/// # Errors
/// When the database fails.
pub async fn purge(tx: &mut Tx, now: i64) -> sqlx::Result<u64> {
    let requests =
        on!(&mut *tx, |c| sqlx::query(PURGE).bind(now - PENDING_MS).execute(c).await.map(|d| d.rows_affected()))?;
    let tokens = on!(tx, |c| sqlx::query(PURGE_TOKENS).bind(now).execute(c).await.map(|d| d.rows_affected()))?;
    Ok(requests + tokens)
}
