//! The tables of rooms and of the stations' own settings. Nothing else touches them.
use super::model::{NewZone, OwnDesktop, Rules, Zone};
use crate::{
    db::{Change, Event, Tx},
    list::{Filter, List, fold},
    on,
    problem::Problem,
    statements,
};
use uuid::Uuid;

statements! {
    FIND = "SELECT id, agency_id, name, rules, created_at, updated_at, version FROM zones WHERE id = $1";
    FIND_BY_NAME = "SELECT id, agency_id, name, rules, created_at, updated_at, version FROM zones WHERE agency_id = $1 AND name = $2";
    ALL = "SELECT id, agency_id, name, rules, created_at, updated_at, version FROM zones";
    OF_AGENCY = "SELECT id, agency_id, name, rules, created_at, updated_at, version FROM zones WHERE agency_id = $1 ORDER BY name";
    ENSURE = "INSERT INTO zones (id, agency_id, name, rules, search_text, created_at, updated_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $6, 1) ON CONFLICT (agency_id, name) DO NOTHING RETURNING id";
    INSERT = "INSERT INTO zones (id, agency_id, name, rules, search_text, created_at, updated_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $6, 1) RETURNING id, agency_id, name, rules, created_at, updated_at, version";
    UPDATE = "UPDATE zones SET name = $2, rules = $3, search_text = $4, updated_at = $5, version = version + 1 WHERE id = $1 \
        RETURNING id, agency_id, name, rules, created_at, updated_at, version";
    REMOVE = "DELETE FROM zones WHERE id = $1";
    OWN = "SELECT desktop, version FROM station_settings WHERE station_id = $1";
    SET_OWN = "INSERT INTO station_settings (station_id, desktop, updated_at, version) VALUES ($1, $2, $3, 1) \
        ON CONFLICT (station_id) DO UPDATE SET desktop = excluded.desktop, updated_at = excluded.updated_at, \
        version = station_settings.version + 1";
}

/// The list of rooms.
pub static ZONES: List = List {
    name: "zones",
    columns: "z.id, z.agency_id, z.name, z.rules, z.created_at, z.updated_at, z.version",
    from: "zones z",
    id: "z.id",
    agency: Some("z.agency_id"),
    owner: None,
    filters: &[("agency_id", Filter::Id("z.agency_id")), ("name", Filter::Text("z.name"))],
    search: &["z.search_text"],
    order: &[("name", "z.name"), ("created_at", "z.created_at")],
    default_order: "name",
};

/// The room with this id.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Zone>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

/// The room of this name.
///
/// # Errors
/// When the database fails.
pub async fn find_by_name(tx: &mut Tx, agency_id: Uuid, name: &str) -> sqlx::Result<Option<Zone>> {
    on!(tx, |c| sqlx::query_as(FIND_BY_NAME).bind(agency_id).bind(name).fetch_optional(c).await)
}

pub(super) async fn all(tx: &mut Tx) -> sqlx::Result<Vec<Zone>> {
    on!(tx, |c| sqlx::query_as(ALL).fetch_all(c).await)
}

/// The rooms of an agency, by name.
///
/// # Errors
/// When the database fails.
pub async fn of_agency(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<Vec<Zone>> {
    on!(tx, |c| sqlx::query_as(OF_AGENCY).bind(agency_id).fetch_all(c).await)
}

fn written(rules: &impl serde::Serialize) -> sqlx::Result<String> {
    serde_json::to_string(rules).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Makes the room of this name when there is none: stations name theirs.
///
/// # Errors
/// When the database fails.
pub async fn ensure(change: &mut Change, agency_id: Uuid, name: &str) -> sqlx::Result<()> {
    let (id, now) = (change.new_id(), change.now());
    let made: Option<Uuid> = on!(&mut **change, |c| sqlx::query_scalar(ENSURE)
        .bind(id)
        .bind(agency_id)
        .bind(name)
        .bind(written(&Rules::default())?)
        .bind(fold(name))
        .bind(now)
        .fetch_optional(c)
        .await)?;
    if let Some(id) = made {
        change.note(Event::new("places", "create", "zone", id).agency(agency_id).with("name", name));
    }
    Ok(())
}

pub(super) async fn insert(change: &mut Change, agency_id: Uuid, new: &NewZone) -> sqlx::Result<Zone> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query_as(INSERT)
        .bind(id)
        .bind(agency_id)
        .bind(&new.name)
        .bind(written(&new.rules())?)
        .bind(fold(&new.name))
        .bind(now)
        .fetch_one(c)
        .await)
}

/// Sets all of a room's fields.
///
/// # Errors
/// When the name is taken or the database fails.
pub async fn update(change: &mut Change, id: Uuid, new: &NewZone) -> sqlx::Result<Zone> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_as(UPDATE)
        .bind(id)
        .bind(&new.name)
        .bind(written(&new.rules())?)
        .bind(fold(&new.name))
        .bind(now)
        .fetch_one(c)
        .await)
}

pub(super) async fn remove(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))
}

#[derive(Default, sqlx::FromRow)]
pub(super) struct OwnRow {
    #[sqlx(try_from = "String")]
    pub desktop: OwnDesktop,
    pub version: i64,
}

/// What a station has of its own; nothing, in version 0, when it has none.
pub(super) async fn own(tx: &mut Tx, station_id: Uuid) -> sqlx::Result<OwnRow> {
    let row: Option<OwnRow> = on!(tx, |c| sqlx::query_as(OWN).bind(station_id).fetch_optional(c).await)?;
    Ok(row.unwrap_or_default())
}

pub(super) async fn set_own(change: &mut Change, station_id: Uuid, own: &OwnDesktop) -> Result<(), Problem> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(SET_OWN)
        .bind(station_id)
        .bind(written(own)?)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
