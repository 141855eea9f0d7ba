//! The preferences' table. Nothing else touches it.
use crate::{
    db::{Change, Tx},
    on, statements,
};
use serde_json::Value;
use uuid::Uuid;

statements! {
    OF_USER = "SELECT key, value FROM user_preferences WHERE user_id = $1 ORDER BY key";
    COUNT_OTHERS = "SELECT COUNT(*) FROM user_preferences WHERE user_id = $1 AND key <> $2";
    PUT = "INSERT INTO user_preferences (user_id, key, value, updated_at) VALUES ($1, $2, $3, $4) \
           ON CONFLICT (user_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
    REMOVE = "DELETE FROM user_preferences WHERE user_id = $1 AND key = $2";
}

pub(super) async fn of_user(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, |c| sqlx::query_as(OF_USER).bind(user_id).fetch_all(c).await)
}

pub(super) async fn count_others(tx: &mut Tx, user_id: Uuid, key: &str) -> sqlx::Result<i64> {
    on!(tx, |c| sqlx::query_scalar(COUNT_OTHERS).bind(user_id).bind(key).fetch_one(c).await)
}

pub(super) async fn put(change: &mut Change, user_id: Uuid, key: &str, value: &Value) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(PUT)
        .bind(user_id)
        .bind(key)
        .bind(value.to_string())
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// False when there was none.
pub(super) async fn remove(change: &mut Change, user_id: Uuid, key: &str) -> sqlx::Result<bool> {
    let removed = on!(&mut **change, |c| sqlx::query(REMOVE)
        .bind(user_id)
        .bind(key)
        .execute(c)
        .await
        .map(|done| done.rows_affected()));
    removed.map(|rows| rows > 0)
}
