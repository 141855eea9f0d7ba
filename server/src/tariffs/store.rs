//! The table of tariffs. Nothing else touches it.
use super::model::{NewTariff, Tariff};
use crate::{
    db::{Change, Tx},
    list::{Filter, List, fold},
    on, statements,
};
use guichet_protocol::Offer;
use uuid::Uuid;

statements! {
    FIND = "SELECT * FROM tariffs WHERE id = $1";
    INSERT = "INSERT INTO tariffs (id, agency_id, code, name, minutes, price_minor, currency, zone_id, self_service, is_active, \
        search_text, created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1) RETURNING *";
    UPDATE = "UPDATE tariffs SET code = $2, name = $3, minutes = $4, price_minor = $5, currency = $6, zone_id = $7, \
        self_service = $8, is_active = $9, search_text = $10, updated_at = $11, version = version + 1 WHERE id = $1 RETURNING *";
    REMOVE = "DELETE FROM tariffs WHERE id = $1";
    OFFERS = "SELECT id, name, minutes, price_minor, currency FROM tariffs WHERE agency_id = $1 AND is_active = $3 \
        AND self_service = $3 AND (zone_id IS NULL OR zone_id = $2) ORDER BY minutes, price_minor, name LIMIT 12";
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

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Tariff>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: Uuid,
    name: String,
    minutes: i64,
    price_minor: i64,
    currency: String,
}

/// What a visitor can ask for in this room: the tariffs for it and for all rooms, the shortest first.
///
/// # Errors
/// When the database fails.
pub async fn offers(tx: &mut Tx, agency_id: Uuid, zone_id: Option<Uuid>) -> sqlx::Result<Vec<Offer>> {
    let rows: Vec<OfferRow> =
        on!(tx, |c| sqlx::query_as(OFFERS).bind(agency_id).bind(zone_id).bind(true).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|OfferRow { id, name, minutes, price_minor, currency }| {
            let minutes = minutes.try_into().unwrap_or_default();
            Offer { id, name, minutes, price_minor, currency }
        })
        .collect())
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
        .fetch_one(c)
        .await)
}

pub(super) async fn remove(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))
}
