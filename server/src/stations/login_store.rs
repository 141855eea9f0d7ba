//! The columns of the stations table that a login concerns. Nothing else writes them, except that a
//! new identity empties them.
use crate::{
    db::{Change, Tx},
    on, statements,
};
use uuid::Uuid;

statements! {
    CLAIM = "UPDATE stations SET challenge_at = $2 WHERE id = $1 AND public_key = $3 AND (challenge_at IS NULL OR challenge_at < $2) \
        RETURNING instance, superseded, identity_conflict_at";
    LET_IN = "UPDATE stations SET credential_hash = $2, instance = $3, superseded = $4 WHERE id = $1";
    MARK_CONFLICT = "UPDATE stations SET identity_conflict_at = $2, credential_hash = NULL, updated_at = $2, version = version + 1 WHERE id = $1";
    MARK_COPIED = "UPDATE stations SET mac_copied_at = $2, updated_at = $2, version = version + 1 WHERE id = $1";
    LIFT_CONFLICT = "UPDATE stations SET identity_conflict_at = NULL, mac_copied_at = NULL, instance = NULL, superseded = NULL, updated_at = $2, \
        version = version + 1 WHERE id = $1";
    FIND_BY_KEY = "SELECT id FROM stations WHERE public_key = $1";
}

/// Which starts of a station's client there were.
#[derive(sqlx::FromRow)]
pub(super) struct Starts {
    pub instance: Option<Uuid>,
    pub superseded: Option<Vec<u8>>,
    pub identity_conflict_at: Option<i64>,
}

/// Uses a challenge up, and keeps others from deciding on the station meanwhile. Nothing when one that
/// was given later was used already, or the station's key is another.
pub(super) async fn claim(change: &mut Change, id: Uuid, given_at: i64, key: &[u8]) -> sqlx::Result<Option<Starts>> {
    on!(&mut **change, |c| sqlx::query_as(CLAIM).bind(id).bind(given_at).bind(key).fetch_optional(c).await)
}

pub(super) async fn let_in(
    change: &mut Change,
    id: Uuid,
    credential_hash: &[u8],
    instance: Uuid,
    superseded: &[u8],
) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(LET_IN)
        .bind(id)
        .bind(credential_hash)
        .bind(instance)
        .bind(superseded)
        .execute(c)
        .await
        .map(drop))
}

pub(super) async fn mark_conflict(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(MARK_CONFLICT).bind(id).bind(now).execute(c).await.map(drop))
}

/// Keeps that another machine starts with the address of this station's network card.
///
/// # Errors
/// When the database fails.
pub async fn mark_copied(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(MARK_COPIED).bind(id).bind(now).execute(c).await.map(drop))
}

pub(super) async fn lift_conflict(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(LIFT_CONFLICT).bind(id).bind(now).execute(c).await.map(drop))
}

pub(super) async fn find_by_key(tx: &mut Tx, key: &[u8]) -> sqlx::Result<Option<Uuid>> {
    on!(tx, |c| sqlx::query_scalar(FIND_BY_KEY).bind(key).fetch_optional(c).await)
}
