//! The table of tariffs. Nothing else touches it.
use super::{
    model::{NewTariff, Tariff},
    rules::PriceRules,
};
use crate::{
    db::{Change, Tx},
    list::{Filter, List, fold},
    on, statements,
};
use uuid::Uuid;

statements! {
    FIND = "SELECT * FROM tariffs WHERE id = $1";
    INSERT = "INSERT INTO tariffs (id, agency_id, code, name, minutes, price_minor, currency, zone_id, self_service, is_active, \
        search_text, created_at, updated_at, version, kind, sessions, valid_days, rules) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1, $13, $14, $15, $16) RETURNING *";
    UPDATE = "UPDATE tariffs SET code = $2, name = $3, minutes = $4, price_minor = $5, currency = $6, zone_id = $7, \
        self_service = $8, is_active = $9, search_text = $10, updated_at = $11, kind = $12, sessions = $13, valid_days = $14, rules = $15, \
        version = version + 1 WHERE id = $1 RETURNING *";
    REMOVE = "DELETE FROM tariffs WHERE id = $1";
    OFFERED = "SELECT * FROM tariffs WHERE agency_id = $1 AND is_active = $3 \
        AND self_service = $3 AND (zone_id IS NULL OR zone_id = $2) ORDER BY minutes, price_minor, name LIMIT 12";
    ON_SALE = "SELECT * FROM tariffs WHERE agency_id = $1 AND is_active = $2 ORDER BY minutes, price_minor, name LIMIT 200";
    WITH_RULES = "SELECT * FROM tariffs WHERE is_active = $1 AND self_service = $1 AND rules <> '[]'";
}

/// The list of tariffs.
pub static TARIFFS: List = List {
    name: "tariffs",
    columns: "t.*",
    from: "tariffs t",
    id: "t.id",
    agency: Some("t.agency_id"),
    owner: None,
    filters: &[
        ("agency_id", Filter::Id("t.agency_id")),
        ("zone_id", Filter::Id("t.zone_id")),
        ("code", Filter::Text("t.code")),
        ("kind", Filter::Text("t.kind")),
        ("is_active", Filter::Either("t.is_active", "NOT t.is_active")),
        ("self_service", Filter::Either("t.self_service", "NOT t.self_service")),
    ],
    search: &["t.search_text"],
    order: &[
        ("code", "t.code"),
        ("name", "t.name"),
        ("minutes", "t.minutes"),
        ("price_minor", "t.price_minor"),
        ("created_at", "t.created_at"),
    ],
    default_order: "minutes",
};

/// The tariff with this id.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Tariff>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

/// What a visitor can ask for in this room: the tariffs for it and for all rooms, the shortest first.
///
/// # Errors
/// When the database fails.
pub async fn offered(tx: &mut Tx, agency_id: Uuid, zone_id: Option<Uuid>) -> sqlx::Result<Vec<Tariff>> {
    on!(tx, |c| sqlx::query_as(OFFERED).bind(agency_id).bind(zone_id).bind(true).fetch_all(c).await)
}

/// The tariffs of an agency that are in use.
pub(super) async fn on_sale(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<Vec<Tariff>> {
    on!(tx, |c| sqlx::query_as(ON_SALE).bind(agency_id).bind(true).fetch_all(c).await)
}

/// The tariffs that stations offer at prices that change with the hour.
///
/// # Errors
/// When the database fails.
pub async fn offered_with_rules(tx: &mut Tx) -> sqlx::Result<Vec<Tariff>> {
    on!(tx, |c| sqlx::query_as(WITH_RULES).bind(true).fetch_all(c).await)
}

fn written(rules: &PriceRules) -> sqlx::Result<String> {
    serde_json::to_string(rules).map_err(|error| sqlx::Error::Encode(error.into()))
}

fn search_text(new: &NewTariff) -> String {
    fold(&[new.name.as_str(), &new.code].join(" "))
}

/// Makes a tariff.
///
/// # Errors
/// When the code is taken or the database fails.
pub async fn insert(change: &mut Change, agency_id: Uuid, new: &NewTariff) -> sqlx::Result<Tariff> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query_as(INSERT)
        .bind(id)
        .bind(agency_id)
        .bind(&new.code)
        .bind(&new.name)
        .bind(new.minutes)
        .bind(new.price_minor)
        .bind(&new.currency)
        .bind(new.zone_id)
        .bind(new.self_service)
        .bind(new.is_active)
        .bind(search_text(new))
        .bind(now)
        .bind(new.kind.as_str())
        .bind(new.sessions)
        .bind(new.valid_days)
        .bind(written(&new.rules)?)
        .fetch_one(c)
        .await)
}

pub(super) async fn update(change: &mut Change, id: Uuid, new: &NewTariff) -> sqlx::Result<Tariff> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_as(UPDATE)
        .bind(id)
        .bind(&new.code)
        .bind(&new.name)
        .bind(new.minutes)
        .bind(new.price_minor)
        .bind(&new.currency)
        .bind(new.zone_id)
        .bind(new.self_service)
        .bind(new.is_active)
        .bind(search_text(new))
        .bind(now)
        .bind(new.kind.as_str())
        .bind(new.sessions)
        .bind(new.valid_days)
        .bind(written(&new.rules)?)
        .fetch_one(c)
        .await)
}

pub(super) async fn remove(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))
}
