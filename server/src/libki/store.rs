//! The table of what is known of Libki's clients. Nothing else touches it.
use crate::{
    db::{Change, Tx},
    on, statements,
};
use uuid::Uuid;

statements! {
    FIND = "SELECT age_limit, opened FROM libki_stations WHERE station_id = $1";
    SET_AGES = "INSERT INTO libki_stations (station_id, age_limit) VALUES ($1, $2) \
        ON CONFLICT (station_id) DO UPDATE SET age_limit = excluded.age_limit";
    OPEN = "INSERT INTO libki_stations (station_id, age_limit, opened) VALUES ($1, '', $2) \
        ON CONFLICT (station_id) DO UPDATE SET opened = excluded.opened \
        WHERE libki_stations.opened IS NULL OR libki_stations.opened <> excluded.opened";
    CLOSE = "UPDATE libki_stations SET opened = NULL WHERE station_id = $1 AND opened = $2";
}

/// What is known of a client.
#[derive(Debug, Default, sqlx::FromRow)]
pub(super) struct ClientRow {
    /// For whom it says to be.
    pub age_limit: String,
    /// The session its desktop was opened for.
    pub opened: Option<Uuid>,
}

pub(super) async fn find(tx: &mut Tx, station_id: Uuid) -> sqlx::Result<ClientRow> {
    let row: Option<ClientRow> = on!(tx, |c| sqlx::query_as(FIND).bind(station_id).fetch_optional(c).await)?;
    Ok(row.unwrap_or_default())
}

pub(super) async fn set_ages(change: &mut Change, station_id: Uuid, ages: &str) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(SET_AGES).bind(station_id).bind(ages).execute(c).await.map(drop))
}

/// Notes that the client's desktop is opened for this session; false when it is already.
pub(super) async fn open(change: &mut Change, station_id: Uuid, session_id: Uuid) -> sqlx::Result<bool> {
    let opened = on!(&mut **change, |c| sqlx::query(OPEN)
        .bind(station_id)
        .bind(session_id)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(opened > 0)
}

/// Notes that the client shows its login screen again; false when it does already.
pub(super) async fn close(change: &mut Change, station_id: Uuid, session_id: Uuid) -> sqlx::Result<bool> {
    let closed = on!(&mut **change, |c| sqlx::query(CLOSE)
        .bind(station_id)
        .bind(session_id)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(closed > 0)
}
