//! The agencies table. Nothing else touches it.
use super::model::{Agency, NewAgency};
use crate::{
    App,
    db::{Change, Tx},
    list::{Filter, List, fold},
    on, statements,
};
use uuid::Uuid;

statements! {
    FIND = "SELECT * FROM agencies WHERE id = $1";
    FIND_BY_CODE = "SELECT * FROM agencies WHERE code = $1";
    IN_PROVINCE = "SELECT COUNT(*) FROM agencies WHERE province = $1";
    FIRST_TWO = "SELECT * FROM agencies ORDER BY created_at LIMIT 2";
    INSERT = "INSERT INTO agencies (id, code, name, city, country, province, timezone, search_text, created_at, updated_at, version) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $9, $8, $8, 1) RETURNING *";
    UPDATE = "UPDATE agencies SET code = $2, name = $3, city = $4, country = $5, province = $6, timezone = $7, search_text = $9, \
              updated_at = $8, version = version + 1 WHERE id = $1 RETURNING *";
}

/// The list of agencies.
pub static AGENCIES: List = List {
    name: "agencies",
    columns: "a.*",
    from: "agencies a",
    id: "a.id",
    agency: Some("a.id"),
    owner: None,
    filters: &[("country", Filter::Text("a.country")), ("province", Filter::Text("a.province"))],
    search: &["a.search_text"],
    order: &[("name", "a.name"), ("code", "a.code"), ("created_at", "a.created_at")],
    default_order: "name",
};

/// The agency with this id.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Agency>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

/// The agency with this code.
///
/// # Errors
/// When the database fails.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> sqlx::Result<Option<Agency>> {
    on!(tx, |c| sqlx::query_as(FIND_BY_CODE).bind(code).fetch_optional(c).await)
}

/// Whether an agency lies in this province.
///
/// # Errors
/// When the database fails.
pub async fn any_in_province(tx: &mut Tx, province: &str) -> sqlx::Result<bool> {
    let count: i64 = on!(tx, |c| sqlx::query_scalar(IN_PROVINCE).bind(province).fetch_one(c).await)?;
    Ok(count > 0)
}

/// The agency of an installation that has just one.
///
/// # Errors
/// When the database fails.
pub async fn only(tx: &mut Tx) -> sqlx::Result<Option<Agency>> {
    let mut agencies: Vec<Agency> = on!(tx, |c| sqlx::query_as(FIRST_TWO).fetch_all(c).await)?;
    Ok(if agencies.len() == 1 { agencies.pop() } else { None })
}

/// The currency that tariffs and sales begin with in an agency.
///
/// # Errors
/// When the database fails.
pub async fn currency(app: &App, tx: &mut Tx, id: Uuid) -> sqlx::Result<String> {
    let agency = find(tx, id).await?;
    Ok(app.parameters.currency(Some(id), agency.as_ref().map(|agency| agency.country.as_str())))
}

fn search_text(new: &NewAgency) -> String {
    fold(&[new.name.as_str(), &new.city, &new.code].join(" "))
}

/// Opens an agency.
///
/// # Errors
/// When the code is taken or the database fails.
pub async fn insert(change: &mut Change, new: &NewAgency) -> sqlx::Result<Agency> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query_as(INSERT)
        .bind(id)
        .bind(&new.code)
        .bind(&new.name)
        .bind(&new.city)
        .bind(&new.country)
        .bind(&new.province)
        .bind(&new.timezone)
        .bind(now)
        .bind(search_text(new))
        .fetch_one(c)
        .await)
}

pub(super) async fn update(change: &mut Change, id: Uuid, new: &NewAgency) -> sqlx::Result<Agency> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_as(UPDATE)
        .bind(id)
        .bind(&new.code)
        .bind(&new.name)
        .bind(&new.city)
        .bind(&new.country)
        .bind(&new.province)
        .bind(&new.timezone)
        .bind(now)
        .bind(search_text(new))
        .fetch_one(c)
        .await)
}
