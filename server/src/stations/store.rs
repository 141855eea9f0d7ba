//! The stations table. Nothing else touches it.
use super::model::{NewStation, Origin, StationRow};
use crate::{
    db::{Change, Tx, pieces, places, with_places},
    list::{Filter, List, Scope, fold},
    live::LiveEvent,
    on,
    places::ensure as ensure_zone,
    statements,
};
use guichet_protocol::{StationState, StationStatut};
use sqlx::query::{Query, QueryAs};
use uuid::Uuid;

/// The columns of a [`StationRow`].
macro_rules! columns {
    () => {
        "s.id, s.agency_id, s.name, s.zone, s.statut, s.ip, s.mac, s.client_version, s.origin, s.enrolled_at, s.last_seen_at, \
         s.public_key, s.identity_conflict_at, s.mac_copied_at, s.plan_x, s.plan_y, s.created_at, s.updated_at, s.version"
    };
}

/// The same, of what an UPDATE returns.
macro_rules! returned {
    () => {
        "id, agency_id, name, zone, statut, ip, mac, client_version, origin, enrolled_at, last_seen_at, public_key, \
         identity_conflict_at, mac_copied_at, plan_x, plan_y, created_at, updated_at, version"
    };
}

/// What the registry knows of a station.
#[derive(sqlx::FromRow)]
pub(super) struct IdentityRow {
    pub id: Uuid,
    pub agency_id: Uuid,
    pub ip: Option<String>,
    pub mac: Option<String>,
    pub public_key: Option<Vec<u8>>,
    pub credential_hash: Option<Vec<u8>>,
    pub challenge_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    pub version: i64,
}

const FREE: &str = concat!(
    "UPDATE stations SET statut = 'disponible', updated_at = $1, version = version + 1 \
     WHERE statut = 'occupe' AND id IN {places} RETURNING ",
    returned!()
);
/// Who changes several stations takes them in this order first: two who took them each in an order of their
/// own could wait for each other. SQLite has one writer, and no such words.
const TAKE: &str = "SELECT id FROM stations WHERE id IN {places} ORDER BY id FOR NO KEY UPDATE";
const NOTE_SEEN: &str =
    "UPDATE stations SET last_seen_at = v.column2 FROM (VALUES {places}) AS v WHERE stations.id = v.column1";

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM stations s WHERE s.id = $1");
    FIND_BY_NAME = concat!("SELECT ", columns!(), " FROM stations s WHERE s.name = $1");
    FIND_BY_MAC = concat!("SELECT ", columns!(), " FROM stations s WHERE s.mac = $1");
    ALL = concat!("SELECT ", columns!(), " FROM stations s ORDER BY s.name LIMIT 5000");
    ANY_FREE = concat!("SELECT ", columns!(), " FROM stations s WHERE s.agency_id = $1 AND s.statut = 'disponible' \
        AND s.last_seen_at >= $2 ORDER BY s.name LIMIT 1");
    COUNT_BY_STATUT = "SELECT statut, agency_id, COUNT(*) AS stations, \
        CAST(SUM(CASE WHEN last_seen_at >= $1 THEN 1 ELSE 0 END) AS BIGINT) AS en_ligne FROM stations GROUP BY statut, agency_id";
    INSERT = concat!("INSERT INTO stations (id, agency_id, name, zone, statut, ip, mac, search_text, origin, created_at, updated_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $9, 'guichet', $8, $8, 1) RETURNING ", returned!());
    // In another room it stands nowhere yet.
    UPDATE = concat!("UPDATE stations SET agency_id = $2, name = $3, statut = $5, ip = $6, mac = $7, search_text = $9, updated_at = $8, \
        plan_x = CASE WHEN agency_id = $2 AND zone = $4 THEN plan_x END, plan_y = CASE WHEN agency_id = $2 AND zone = $4 THEN plan_y END, \
        zone = $4, version = version + 1 WHERE id = $1 RETURNING ", returned!());
    SET_STATUT = concat!("UPDATE stations SET statut = $2, updated_at = $3, version = version + 1 WHERE id = $1 RETURNING ", returned!());
    SET_IDENTITY = "UPDATE stations SET public_key = $2, credential_hash = NULL, instance = NULL, superseded = NULL, \
        identity_conflict_at = NULL, enrolled_at = $3, mac = COALESCE($4, mac), ip = COALESCE(ip, $5), \
        client_version = COALESCE($6, client_version), origin = COALESCE($8, origin), updated_at = $7, version = version + 1 WHERE id = $1";
    ADDRESS_TAKEN = "SELECT COUNT(*) FROM stations WHERE ip = $1 AND id <> $2";
    IN_ZONE = concat!("SELECT ", columns!(), " FROM stations s WHERE s.agency_id = $1 AND s.zone = $2 ORDER BY s.id");
    COUNT_IN_ZONE = "SELECT COUNT(*) FROM stations WHERE agency_id = $1 AND zone = $2";
    SET_ZONE = concat!("UPDATE stations SET zone = $2, search_text = $3, updated_at = $4, version = version + 1 WHERE id = $1 RETURNING ", returned!());
    REMOVE = "DELETE FROM stations WHERE id = $1";
    IDENTITY = "SELECT id, agency_id, ip, mac, public_key, credential_hash, challenge_at, last_seen_at, version FROM stations WHERE id = $1";
    IDENTITIES = "SELECT id, agency_id, ip, mac, public_key, credential_hash, challenge_at, last_seen_at, version FROM stations";
    LAST_SEEN = "SELECT last_seen_at FROM stations WHERE id = $1";
    NOTE_VERSION = "UPDATE stations SET client_version = $2 WHERE id = $1";
}

/// The list of stations.
pub static STATIONS: List = List {
    name: "stations",
    columns: columns!(),
    from: "stations s",
    id: "s.id",
    agency: Some("s.agency_id"),
    owner: None,
    filters: &[
        ("statut", Filter::Text("s.statut")),
        ("zone", Filter::Text("s.zone")),
        ("origin", Filter::Text("s.origin")),
        ("agency_id", Filter::Id("s.agency_id")),
        ("en_ligne", Filter::Since("s.last_seen_at")),
    ],
    search: &["s.search_text"],
    order: &[
        ("name", "s.name"),
        ("zone", "s.zone"),
        ("statut", "s.statut"),
        ("last_seen_at", "s.last_seen_at"),
        ("created_at", "s.created_at"),
    ],
    default_order: "name",
};

/// The station with this id.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<StationRow>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

/// The station with this name.
///
/// # Errors
/// When the database fails.
pub async fn find_by_name(tx: &mut Tx, name: &str) -> sqlx::Result<Option<StationRow>> {
    on!(tx, |c| sqlx::query_as(FIND_BY_NAME).bind(name).fetch_optional(c).await)
}

/// The station with this network card, written as stations' are.
///
/// # Errors
/// When the database fails.
pub async fn find_by_mac(tx: &mut Tx, mac: &str) -> sqlx::Result<Option<StationRow>> {
    on!(tx, |c| sqlx::query_as(FIND_BY_MAC).bind(mac).fetch_optional(c).await)
}

/// A free station of this agency that is on line.
///
/// # Errors
/// When the database fails.
pub async fn any_free(tx: &mut Tx, agency_id: Uuid, online_since: i64) -> sqlx::Result<Option<StationRow>> {
    on!(tx, |c| sqlx::query_as(ANY_FREE).bind(agency_id).bind(online_since).fetch_optional(c).await)
}

/// The stations within `scope` as the room plan shows them.
///
/// # Errors
/// When the database fails.
pub async fn states(tx: &mut Tx, scope: &Scope, now: i64) -> sqlx::Result<Vec<StationState>> {
    Ok(within(tx, scope).await?.iter().map(|row| row.state(now)).collect())
}

/// The stations within `scope`, by name.
pub(super) async fn within(tx: &mut Tx, scope: &Scope) -> sqlx::Result<Vec<StationRow>> {
    let mut rows: Vec<StationRow> = on!(tx, |c| sqlx::query_as(ALL).fetch_all(c).await)?;
    rows.retain(|row| scope.holds(Some(row.agency_id), None));
    Ok(rows)
}

#[derive(sqlx::FromRow)]
pub(super) struct StatutCount {
    #[sqlx(try_from = "String")]
    pub statut: StationStatut,
    pub agency_id: Uuid,
    pub stations: i64,
    pub en_ligne: i64,
}

pub(super) async fn count_by_statut(tx: &mut Tx, online_since: i64) -> sqlx::Result<Vec<StatutCount>> {
    on!(tx, |c| sqlx::query_as(COUNT_BY_STATUT).bind(online_since).fetch_all(c).await)
}

fn search_text(new: &NewStation) -> String {
    let parts = [Some(&new.name), new.zone.as_ref(), new.ip.as_ref(), new.mac.as_ref()];
    fold(&parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// Creates a station.
///
/// # Errors
/// When the name or an address is taken, or the database fails.
pub async fn insert(change: &mut Change, agency_id: Uuid, new: &NewStation) -> sqlx::Result<StationRow> {
    make_zone(change, agency_id, new).await?;
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query_as(INSERT)
        .bind(id)
        .bind(agency_id)
        .bind(&new.name)
        .bind(&new.zone)
        .bind(new.statut.unwrap_or(StationStatut::Disponible).as_str())
        .bind(&new.ip)
        .bind(&new.mac)
        .bind(now)
        .bind(search_text(new))
        .fetch_one(c)
        .await)
}

pub(super) async fn update(
    change: &mut Change,
    id: Uuid,
    agency_id: Uuid,
    statut: StationStatut,
    new: &NewStation,
) -> sqlx::Result<StationRow> {
    make_zone(change, agency_id, new).await?;
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_as(UPDATE)
        .bind(id)
        .bind(agency_id)
        .bind(&new.name)
        .bind(&new.zone)
        .bind(statut.as_str())
        .bind(&new.ip)
        .bind(&new.mac)
        .bind(now)
        .bind(search_text(new))
        .fetch_one(c)
        .await)
}

/// A station that names a room which is not there makes it.
async fn make_zone(change: &mut Change, agency_id: Uuid, new: &NewStation) -> sqlx::Result<()> {
    match &new.zone {
        Some(zone) => ensure_zone(change, agency_id, zone).await,
        None => Ok(()),
    }
}

/// Whether stations stand in this room.
///
/// # Errors
/// When the database fails.
pub async fn stand_in(tx: &mut Tx, agency_id: Uuid, zone: &str) -> sqlx::Result<bool> {
    let count: i64 = on!(tx, |c| sqlx::query_scalar(COUNT_IN_ZONE).bind(agency_id).bind(zone).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Gives the stations of a room its new name.
///
/// # Errors
/// When the database fails.
pub async fn rename_zone(change: &mut Change, agency_id: Uuid, from: &str, to: &str) -> sqlx::Result<()> {
    let now = change.now();
    for row in in_zone(change, agency_id, from).await? {
        let parts = [Some(row.name.as_str()), Some(to), row.ip.as_deref(), row.mac.as_deref()];
        let search_text = fold(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
        let row: StationRow = on!(&mut **change, |c| sqlx::query_as(SET_ZONE)
            .bind(row.id)
            .bind(to)
            .bind(search_text)
            .bind(now)
            .fetch_one(c)
            .await)?;
        change.announce(LiveEvent::Station { state: row.state(now), agency_id });
    }
    Ok(())
}

/// The stations that stand in this room.
pub(super) async fn in_zone(tx: &mut Tx, agency_id: Uuid, zone: &str) -> sqlx::Result<Vec<StationRow>> {
    on!(tx, |c| sqlx::query_as(IN_ZONE).bind(agency_id).bind(zone).fetch_all(c).await)
}

/// Sets a station's state.
///
/// # Errors
/// When the database fails.
pub async fn set_statut(change: &mut Change, id: Uuid, statut: StationStatut) -> sqlx::Result<StationRow> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_as(SET_STATUT).bind(id).bind(statut.as_str()).bind(now).fetch_one(c).await)
}

/// Frees the stations that a session held, and gives those back as they are now. What was set otherwise
/// meanwhile stays so.
///
/// # Errors
/// When the database fails.
pub async fn free(change: &mut Change, ids: &[Uuid]) -> sqlx::Result<Vec<StationRow>> {
    let now = change.now();
    let mut freed = Vec::with_capacity(ids.len());
    take(change, ids).await?;
    for piece in pieces(ids) {
        let sql = with_places(FREE, &places(2, 1, piece.len()));
        on!(&mut **change, |c| {
            let query = sqlx::query_as(sql).bind(now);
            freed.extend::<Vec<StationRow>>(piece.iter().fold(query, QueryAs::bind).fetch_all(c).await?);
        });
    }
    Ok(freed)
}

/// What a machine gives when it becomes a station.
pub(super) struct Identity<'a> {
    pub public_key: Option<&'a [u8]>,
    pub mac: Option<&'a str>,
    pub ip: Option<&'a str>,
    pub client_version: Option<&'a str>,
    /// What kind of client it runs; as before when nothing.
    pub origin: Option<Origin>,
}

pub(super) async fn set_identity(change: &mut Change, id: Uuid, identity: &Identity<'_>) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(SET_IDENTITY)
        .bind(id)
        .bind(identity.public_key)
        .bind(identity.public_key.map(|_| now))
        .bind(identity.mac)
        .bind(identity.ip)
        .bind(identity.client_version)
        .bind(now)
        .bind(identity.origin.map(Origin::as_str))
        .execute(c)
        .await
        .map(drop))
}

pub(super) async fn address_taken(tx: &mut Tx, ip: &str, by_other_than: Uuid) -> sqlx::Result<bool> {
    let taken: i64 = on!(tx, |c| sqlx::query_scalar(ADDRESS_TAKEN).bind(ip).bind(by_other_than).fetch_one(c).await)?;
    Ok(taken > 0)
}

pub(super) async fn remove(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))
}

pub(super) async fn identity(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<IdentityRow>> {
    on!(tx, |c| sqlx::query_as(IDENTITY).bind(id).fetch_optional(c).await)
}

pub(super) async fn identities(tx: &mut Tx) -> sqlx::Result<Vec<IdentityRow>> {
    on!(tx, |c| sqlx::query_as(IDENTITIES).fetch_all(c).await)
}

pub(super) async fn last_seen(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<i64>> {
    let seen: Option<Option<i64>> = on!(tx, |c| sqlx::query_scalar(LAST_SEEN).bind(id).fetch_optional(c).await)?;
    Ok(seen.flatten())
}

pub(super) async fn note_version(change: &mut Change, id: Uuid, version: &str) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(NOTE_VERSION).bind(id).bind(version).execute(c).await.map(drop))
}

/// Keeps other changes of these stations waiting, on PostgreSQL.
async fn take(change: &mut Change, ids: &[Uuid]) -> sqlx::Result<()> {
    if !change.is_postgres() || ids.len() < 2 {
        return Ok(());
    }
    let sql = with_places(TAKE, &places(1, 1, ids.len()));
    on!(&mut **change, |c| ids.iter().fold(sqlx::query(sql), Query::bind).execute(c).await.map(drop))
}

/// Writes when stations were last heard of, all in one statement.
pub(super) async fn note_seen(change: &mut Change, seen: &[(Uuid, i64)]) -> sqlx::Result<()> {
    take(change, &seen.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    let sql = with_places(NOTE_SEEN, &change.places(seen.len(), 2));
    on!(&mut **change, |c| {
        let mut query = sqlx::query(sql);
        for (id, at) in seen {
            query = query.bind(*id).bind(*at);
        }
        query.execute(c).await.map(drop)
    })
}
