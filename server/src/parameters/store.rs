//! The parameters' table. Nothing else touches it.
use crate::{
    db::{Change, Tx},
    on, statements,
};
use serde_json::Value;
use uuid::Uuid;

statements! {
    ALL = "SELECT p.key, p.agency_id, p.value, p.updated_at, u.username AS updated_by FROM parameters p \
           JOIN users u ON u.id = p.updated_by";
    REMOVE = "DELETE FROM parameters WHERE key = $1 AND agency_id IS NULL";
    REMOVE_OF = "DELETE FROM parameters WHERE key = $1 AND agency_id = $2";
    INSERT = "INSERT INTO parameters (id, key, agency_id, value, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6)";
}

/// A value, stored as JSON.
#[derive(Debug, Clone)]
pub(super) struct Stored(pub(super) Value);

impl TryFrom<String> for Stored {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text).map(Self)
    }
}

/// What somebody changed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) key: String,
    pub(super) agency_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    pub(super) value: Stored,
    pub(super) updated_at: i64,
    pub(super) updated_by: String,
}

pub(super) async fn all(tx: &mut Tx) -> sqlx::Result<Vec<Row>> {
    on!(tx, |c| sqlx::query_as(ALL).fetch_all(c).await)
}

/// Back to the default; false when it was there already.
pub(super) async fn remove(change: &mut Change, key: &str, agency_id: Option<Uuid>) -> sqlx::Result<bool> {
    let removed = match agency_id {
        None => on!(&mut **change, |c| sqlx::query(REMOVE).bind(key).execute(c).await.map(|done| done.rows_affected())),
        Some(id) => on!(&mut **change, |c| sqlx::query(REMOVE_OF)
            .bind(key)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())),
    };
    removed.map(|rows| rows > 0)
}

pub(super) async fn put(
    change: &mut Change,
    key: &str,
    agency_id: Option<Uuid>,
    value: &Value,
    user_id: Uuid,
) -> sqlx::Result<()> {
    remove(change, key, agency_id).await?;
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(key)
        .bind(agency_id)
        .bind(value.to_string())
        .bind(user_id)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}
