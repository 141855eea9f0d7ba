//! The table of calls. Nothing else touches it.
use super::model::CallRow;
use crate::{
    db::{Change, Tx, pieces, places, with_places},
    list::{Filter, List, Scope},
    on, statements,
};
use guichet_protocol::{CallState, StationCall};
use sqlx::query::QueryAs;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "k.id, k.station_id, s.name AS station_name, k.agency_id, k.offer, k.state, k.called_at, k.ended_at, k.answered_by, \
         u.username AS answered_by_name"
    };
}

macro_rules! joined {
    () => {
        "station_calls k JOIN stations s ON s.id = k.station_id LEFT JOIN users u ON u.id = k.answered_by"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM ", joined!(), " WHERE k.id = $1");
    OPEN = concat!("SELECT ", columns!(), " FROM ", joined!(), " WHERE k.state = 'ouvert' ORDER BY k.called_at, k.id");
    OLD = concat!("SELECT ", columns!(), " FROM ", joined!(), " WHERE k.state = 'ouvert' AND k.called_at < $1 ORDER BY k.called_at, k.id LIMIT 1000");
    OPEN_AT = concat!("SELECT ", columns!(), " FROM ", joined!(), " WHERE k.state = 'ouvert' AND k.station_id = $1");
    INSERT = "INSERT INTO station_calls (id, station_id, agency_id, offer, state, called_at) VALUES ($1, $2, $3, $4, 'ouvert', $5) \
        ON CONFLICT DO NOTHING";
    SET_OFFER = "UPDATE station_calls SET offer = $2 WHERE id = $1 AND state = 'ouvert'";
    END = "UPDATE station_calls SET state = $2, ended_at = $3, answered_by = $4 WHERE id = $1 AND state = 'ouvert'";
}

const OPEN_AT_ANY: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM ",
    joined!(),
    " WHERE k.state = 'ouvert' AND k.station_id IN {places} ORDER BY k.id"
);

/// The list of calls.
pub static CALLS: List = List {
    name: "calls",
    columns: columns!(),
    from: joined!(),
    id: "k.id",
    agency: Some("k.agency_id"),
    owner: None,
    filters: &[
        ("state", Filter::Text("k.state")),
        ("station_id", Filter::Id("k.station_id")),
        ("agency_id", Filter::Id("k.agency_id")),
        ("answered_by", Filter::Id("k.answered_by")),
        ("called_from", Filter::From("k.called_at")),
        ("called_to", Filter::Before("k.called_at")),
    ],
    search: &["s.search_text"],
    order: &[
        ("called_at", "k.called_at"),
        ("ended_at", "k.ended_at"),
        ("state", "k.state"),
        ("station_name", "s.name"),
    ],
    default_order: "-called_at",
};

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<CallRow>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

pub(super) async fn open_row_at(tx: &mut Tx, station_id: Uuid) -> sqlx::Result<Option<CallRow>> {
    on!(tx, |c| sqlx::query_as(OPEN_AT).bind(station_id).fetch_optional(c).await)
}

/// The open calls from these stations.
pub(super) async fn open_at_any(tx: &mut Tx, station_ids: &[Uuid]) -> sqlx::Result<Vec<CallRow>> {
    let mut rows = Vec::new();
    for piece in pieces(station_ids) {
        let sql = with_places(OPEN_AT_ANY, &places(1, 1, piece.len()));
        on!(tx, |c| {
            let query = piece.iter().fold(sqlx::query_as(sql), QueryAs::bind);
            rows.extend::<Vec<CallRow>>(query.fetch_all(c).await?);
        });
    }
    Ok(rows)
}

/// The open calls of before `before`, the oldest first.
pub(super) async fn old(tx: &mut Tx, before: i64) -> sqlx::Result<Vec<CallRow>> {
    on!(tx, |c| sqlx::query_as(OLD).bind(before).fetch_all(c).await)
}

/// The call from this station that nobody has answered.
///
/// # Errors
/// When the database fails.
pub async fn open_at(tx: &mut Tx, station_id: Uuid) -> sqlx::Result<Option<StationCall>> {
    Ok(open_row_at(tx, station_id).await?.map(|row| row.told()))
}

/// The calls within `scope` that nobody has answered, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn open_within(tx: &mut Tx, scope: &Scope) -> sqlx::Result<Vec<StationCall>> {
    let rows: Vec<CallRow> = on!(tx, |c| sqlx::query_as(OPEN).fetch_all(c).await)?;
    let within = rows.into_iter().filter(|row| scope.holds(Some(row.agency_id), None));
    Ok(within.map(|row| row.told()).collect())
}

/// A call about to be made; nothing happens when the station has an open one.
pub(super) async fn insert(
    change: &mut Change,
    station_id: Uuid,
    agency_id: Uuid,
    offer: Option<&str>,
) -> sqlx::Result<()> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(station_id)
        .bind(agency_id)
        .bind(offer)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

pub(super) async fn set_offer(change: &mut Change, id: Uuid, offer: Option<&str>) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(SET_OFFER).bind(id).bind(offer).execute(c).await.map(drop))
}

/// Ends an open call; false when it was over already.
pub(super) async fn end(
    change: &mut Change,
    id: Uuid,
    state: CallState,
    answered_by: Option<Uuid>,
) -> sqlx::Result<bool> {
    let now = change.now();
    let ended = on!(&mut **change, |c| sqlx::query(END)
        .bind(id)
        .bind(state.as_str())
        .bind(now)
        .bind(answered_by)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(ended > 0)
}
