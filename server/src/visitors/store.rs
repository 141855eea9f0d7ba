//! The visitors table. Nothing else touches it.
use super::model::{Fields, Record};
use crate::{
    db::{Change, Tx},
    list::{Filter, List},
    on, statements,
};
use std::collections::HashSet;
use uuid::Uuid;

statements! {
    FIND = "SELECT * FROM visitors WHERE id = $1 AND erased_at IS NULL";
    /// Reads the row for a change, which others that change it then wait for.
    LOCK = "UPDATE visitors SET version = version WHERE id = $1 AND erased_at IS NULL RETURNING *";
    INSERT = "INSERT INTO visitors (id, agency_id, first_name, last_name, search_text, birth_date, phone, email, notes, \
              consent_at, operateur, created_at, updated_at, version) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, $10, 1) RETURNING *";
    UPDATE = "UPDATE visitors SET agency_id = $2, first_name = $3, last_name = $4, search_text = $5, birth_date = $6, \
              phone = $7, email = $8, notes = $9, updated_at = $10, version = version + 1 WHERE id = $1 RETURNING *";
    CONSENT = "UPDATE visitors SET consent_at = $2, consent_revoked_at = NULL WHERE id = $1";
    REVOKE = "UPDATE visitors SET consent_revoked_at = $2, updated_at = $2, version = version + 1 WHERE id = $1 RETURNING *";
    BAN = "UPDATE visitors SET banned_until = $2, ban_reason = $3, banned_at = $4, banned_by = $5, updated_at = $4, \
             version = version + 1 WHERE id = $1 RETURNING *";
    LIFT_BAN = "UPDATE visitors SET banned_until = NULL, ban_reason = NULL, banned_at = NULL, banned_by = NULL, updated_at = $2, \
             version = version + 1 WHERE id = $1 RETURNING *";
    SET_PHOTO = "UPDATE visitors SET photo = $2, updated_at = $3, version = version + 1 WHERE id = $1";
    /// What stays tells that somebody came, not who: sessions and audit refer to it.
    ERASE = "UPDATE visitors SET first_name = '', last_name = '—', search_text = '', birth_date = NULL, phone = NULL, \
             email = NULL, notes = NULL, photo = NULL, ban_reason = NULL, banned_until = NULL, banned_at = NULL, \
             banned_by = NULL, erased_at = $2, updated_at = $2, version = version + 1 WHERE id = $1";
    STALE = "SELECT * FROM visitors WHERE erased_at IS NULL AND (updated_at < $1 OR consent_revoked_at < $2) AND id > $3 \
             ORDER BY id LIMIT 200";
    PHOTOS = "SELECT photo FROM visitors WHERE photo IS NOT NULL";
    COUNTS = "SELECT agency_id, COUNT(*) AS total, COUNT(consent_revoked_at) AS revoked, \
              COUNT(CASE WHEN created_at >= $1 THEN 1 END) AS new_today, \
              COUNT(CASE WHEN created_at >= $2 THEN 1 END) AS new_this_week \
              FROM visitors WHERE erased_at IS NULL AND (operateur = $3 OR $3 IS NULL) GROUP BY agency_id";
    /// Half-hours since `$1`, so that days of any zone can be put together from them.
    NEW_BY_HALF_HOUR = "SELECT agency_id, (created_at - $1) / 1800000 AS half_hour, COUNT(*) AS count FROM visitors \
                        WHERE created_at >= $1 AND erased_at IS NULL AND (operateur = $2 OR $2 IS NULL) \
                        GROUP BY agency_id, (created_at - $1) / 1800000";
}

/// The list of visitors.
pub static VISITORS: List = List {
    name: "visitors",
    columns: "v.id, v.agency_id, v.first_name, v.last_name, v.birth_date, v.phone, v.email, v.photo, v.consent_at, \
              v.consent_revoked_at, v.banned_until, v.operateur, v.created_at, v.updated_at, v.version",
    from: "(SELECT * FROM visitors WHERE erased_at IS NULL) v",
    id: "v.id",
    agency: Some("v.agency_id"),
    owner: Some("v.operateur"),
    filters: &[
        ("consent", Filter::Either("v.consent_revoked_at IS NULL", "v.consent_revoked_at IS NOT NULL")),
        ("banned", Filter::Since("v.banned_until")),
        ("agency_id", Filter::Id("v.agency_id")),
        ("birth_date", Filter::Text("v.birth_date")),
        ("created_from", Filter::From("v.created_at")),
        ("created_to", Filter::Before("v.created_at")),
    ],
    search: &["v.search_text"],
    order: &[
        // Folded, and the family name first: sorted as a person sorts names, accents or not.
        ("last_name", "v.search_text"),
        ("first_name", "LOWER(v.first_name)"),
        ("created_at", "v.created_at"),
    ],
    default_order: "last_name",
};

/// The visitor with this id, unless erased.
pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Record>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

/// The visitor with this id, unless erased; whoever else wants to change it waits.
pub(super) async fn lock(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Record>> {
    on!(tx, |c| sqlx::query_as(LOCK).bind(id).fetch_optional(c).await)
}

pub(super) async fn insert(change: &mut Change, fields: &Fields, operateur: Uuid) -> sqlx::Result<Record> {
    let (id, now) = (change.new_id(), change.now());
    let search_text = fields.search_text();
    on!(&mut **change, |c| sqlx::query_as(INSERT)
        .bind(id)
        .bind(fields.agency_id)
        .bind(&fields.first_name)
        .bind(&fields.last_name)
        .bind(&search_text)
        .bind(&fields.birth_date)
        .bind(&fields.phone)
        .bind(&fields.email)
        .bind(&fields.notes)
        .bind(now)
        .bind(operateur)
        .fetch_one(c)
        .await)
}

pub(super) async fn update(change: &mut Change, id: Uuid, fields: &Fields) -> sqlx::Result<Record> {
    let now = change.now();
    if fields.consents {
        on!(&mut **change, |c| sqlx::query(CONSENT).bind(id).bind(now).execute(c).await.map(drop))?;
    }
    let search_text = fields.search_text();
    on!(&mut **change, |c| sqlx::query_as(UPDATE)
        .bind(id)
        .bind(fields.agency_id)
        .bind(&fields.first_name)
        .bind(&fields.last_name)
        .bind(&search_text)
        .bind(&fields.birth_date)
        .bind(&fields.phone)
        .bind(&fields.email)
        .bind(&fields.notes)
        .bind(now)
        .fetch_one(c)
        .await)
}

pub(super) async fn revoke_consent(change: &mut Change, id: Uuid) -> sqlx::Result<Record> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_as(REVOKE).bind(id).bind(now).fetch_one(c).await)
}

pub(super) async fn ban(change: &mut Change, id: Uuid, until: i64, reason: &str) -> sqlx::Result<Record> {
    let (now, by) = (change.now(), change.actor().id);
    on!(&mut **change, |c| sqlx::query_as(BAN).bind(id).bind(until).bind(reason).bind(now).bind(by).fetch_one(c).await)
}

pub(super) async fn lift_ban(change: &mut Change, id: Uuid) -> sqlx::Result<Record> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query_as(LIFT_BAN).bind(id).bind(now).fetch_one(c).await)
}

pub(super) async fn set_photo(change: &mut Change, id: Uuid, file: Option<&str>) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(SET_PHOTO).bind(id).bind(file).bind(now).execute(c).await.map(drop))
}

pub(super) async fn erase(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(ERASE).bind(id).bind(now).execute(c).await.map(drop))
}

/// Some visitors whose row has not changed since `away_since`, or whose consent was taken back
/// before `revoked_before`; those after the key `after`, in the order of keys.
pub(super) async fn stale(tx: &mut Tx, away_since: i64, revoked_before: i64, after: Uuid) -> sqlx::Result<Vec<Record>> {
    on!(tx, |c| sqlx::query_as(STALE).bind(away_since).bind(revoked_before).bind(after).fetch_all(c).await)
}

/// The files of all photos.
pub(super) async fn photos(tx: &mut Tx) -> sqlx::Result<HashSet<String>> {
    let names: Vec<String> = on!(tx, |c| sqlx::query_scalar(PHOTOS).fetch_all(c).await)?;
    Ok(names.into_iter().collect())
}

/// Counts of one agency's visitors.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Counts {
    pub agency_id: Uuid,
    pub total: i64,
    pub revoked: i64,
    pub new_today: i64,
    pub new_this_week: i64,
}

/// The counts by agency; of the visitors whom `operateur` registered, when given.
pub(super) async fn counts(
    tx: &mut Tx,
    today_from: i64,
    week_from: i64,
    operateur: Option<Uuid>,
) -> sqlx::Result<Vec<Counts>> {
    on!(tx, |c| sqlx::query_as(COUNTS).bind(today_from).bind(week_from).bind(operateur).fetch_all(c).await)
}

/// How many visitors an agency registered in one half-hour.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Registered {
    pub agency_id: Uuid,
    pub half_hour: i64,
    pub count: i64,
}

/// New visitors by agency and half-hour since `from`; those whom `operateur` registered, when given.
pub(super) async fn new_by_half_hour(tx: &mut Tx, from: i64, operateur: Option<Uuid>) -> sqlx::Result<Vec<Registered>> {
    on!(tx, |c| sqlx::query_as(NEW_BY_HALF_HOUR).bind(from).bind(operateur).fetch_all(c).await)
}
