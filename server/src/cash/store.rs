//! Reading tills and the journal, and the table of tills. What is written down goes through `journal`.
use super::{
    model::SaleRow,
    till_model::{NewTill, Till},
};
use crate::{
    db::{Change, Tx},
    list::{Filter, List},
    on, statements,
};
use uuid::Uuid;

/// The columns of a [`Till`].
macro_rules! till {
    () => {
        "t.id, t.agency_id, t.register, t.operateur, u.username AS operateur_name, t.floats, t.opened_at, t.closed_at, \
         t.closed_by, (SELECT z.details FROM cash_journal z WHERE z.till_id = t.id AND z.kind = 'fermeture') AS report"
    };
}

/// The columns of a [`SaleRow`].
macro_rules! sale {
    () => {
        "j.id, j.agency_id, j.kind, j.at, j.day, j.number, j.till_id, t.register, j.operateur, u.username AS operateur_name, \
         j.amount_minor, j.currency, j.method, j.reference, j.tariff_id, j.session_id, k.code_hint AS session_hint, \
         k.statut AS session_statut, j.batch_id, j.visitor_id, v.first_name || ' ' || v.last_name AS visitor_name, j.reverses, \
         o.number AS reverses_number, r.id AS reversed_by, j.details, j.hash"
    };
}

macro_rules! sales {
    () => {
        "cash_journal j JOIN tills t ON t.id = j.till_id JOIN users u ON u.id = j.operateur \
         LEFT JOIN kiosk_sessions k ON k.id = j.session_id LEFT JOIN visitors v ON v.id = j.visitor_id \
         LEFT JOIN cash_journal o ON o.id = j.reverses LEFT JOIN cash_journal r ON r.reverses = j.id"
    };
}

statements! {
    TILL = concat!("SELECT ", till!(), " FROM tills t JOIN users u ON u.id = t.operateur WHERE t.id = $1");
    OPEN_TILL_OF = concat!("SELECT ", till!(), " FROM tills t JOIN users u ON u.id = t.operateur \
        WHERE t.operateur = $1 AND t.closed_at IS NULL");
    OPEN_TILLS = concat!("SELECT ", till!(), " FROM tills t JOIN users u ON u.id = t.operateur \
        WHERE t.agency_id = $1 AND t.closed_at IS NULL ORDER BY t.register");
    REGISTERS = "SELECT register FROM tills WHERE agency_id = $1 GROUP BY register ORDER BY MAX(opened_at) DESC LIMIT 12";
    CURRENCIES = "SELECT DISTINCT currency FROM tariffs WHERE agency_id = $1 AND is_active = $2 ORDER BY currency";
    INSERT_TILL = "INSERT INTO tills (id, agency_id, register, operateur, floats, opened_at) VALUES ($1, $2, $3, $4, $5, $6)";
    CLOSE_TILL = "UPDATE tills SET closed_at = $2, closed_by = $3 WHERE id = $1";
    USERNAME = "SELECT username FROM users WHERE id = $1";
    SALE = concat!("SELECT ", sale!(), " FROM ", sales!(), " WHERE j.id = $1 AND j.kind IN ('vente', 'annulation')");
    OF_SESSION = concat!("SELECT ", sale!(), " FROM ", sales!(),
        " WHERE j.session_id = $1 AND j.kind IN ('vente', 'annulation') ORDER BY j.number");
    OF_BATCH = concat!("SELECT ", sale!(), " FROM ", sales!(),
        " WHERE j.batch_id = $1 AND j.kind IN ('vente', 'annulation') ORDER BY j.number");
}

/// The list of tills.
pub static TILLS: List = List {
    name: "tills",
    columns: till!(),
    from: "tills t JOIN users u ON u.id = t.operateur",
    id: "t.id",
    agency: Some("t.agency_id"),
    owner: Some("t.operateur"),
    filters: &[
        ("agency_id", Filter::Id("t.agency_id")),
        ("operateur", Filter::Id("t.operateur")),
        ("register", Filter::Text("t.register")),
        ("is_open", Filter::Either("t.closed_at IS NULL", "t.closed_at IS NOT NULL")),
        ("opened_from", Filter::From("t.opened_at")),
        ("opened_to", Filter::Before("t.opened_at")),
    ],
    search: &["t.register", "u.username"],
    order: &[("opened_at", "t.opened_at"), ("closed_at", "t.closed_at"), ("register", "t.register")],
    default_order: "-opened_at",
};

/// The list of sales and reversals.
pub static SALES: List = List {
    name: "sales",
    columns: sale!(),
    from: "(SELECT * FROM cash_journal WHERE kind IN ('vente', 'annulation')) j JOIN tills t ON t.id = j.till_id \
        JOIN users u ON u.id = j.operateur LEFT JOIN kiosk_sessions k ON k.id = j.session_id \
        LEFT JOIN visitors v ON v.id = j.visitor_id LEFT JOIN cash_journal o ON o.id = j.reverses \
        LEFT JOIN cash_journal r ON r.reverses = j.id",
    id: "j.id",
    agency: Some("j.agency_id"),
    owner: Some("j.operateur"),
    filters: &[
        ("agency_id", Filter::Id("j.agency_id")),
        ("till_id", Filter::Id("j.till_id")),
        ("operateur", Filter::Id("j.operateur")),
        ("tariff_id", Filter::Id("j.tariff_id")),
        ("has_tariff", Filter::Either("j.tariff_id IS NOT NULL", "j.tariff_id IS NULL")),
        ("session_id", Filter::Id("j.session_id")),
        ("batch_id", Filter::Id("j.batch_id")),
        ("visitor_id", Filter::Id("j.visitor_id")),
        ("kind", Filter::Text("j.kind")),
        ("method", Filter::Text("j.method")),
        ("currency", Filter::Text("j.currency")),
        ("day", Filter::Text("j.day")),
        ("number_from", Filter::From("j.number")),
        ("at_from", Filter::From("j.at")),
        ("at_to", Filter::Before("j.at")),
        ("reversed", Filter::Either("r.id IS NOT NULL", "r.id IS NULL")),
    ],
    search: &["v.search_text", "j.reference", "k.code_hint"],
    order: &[("number", "j.number"), ("at", "j.at"), ("amount_minor", "j.amount_minor"), ("method", "j.method")],
    default_order: "-at",
};

/// The list of closed days, months and years.
pub static CLOSINGS: List = List {
    name: "closings",
    columns: "j.id, j.agency_id, j.seq, j.kind, j.day, j.at, j.details, j.hash",
    from: "(SELECT * FROM cash_journal WHERE kind IN ('jour', 'mois', 'annee')) j",
    id: "j.id",
    agency: Some("j.agency_id"),
    owner: None,
    filters: &[
        ("agency_id", Filter::Id("j.agency_id")),
        ("kind", Filter::Text("j.kind")),
        ("period", Filter::Text("j.day")),
    ],
    search: &["j.day"],
    order: &[("at", "j.at"), ("period", "j.day"), ("seq", "j.seq")],
    default_order: "-seq",
};

pub(super) async fn till(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Till>> {
    on!(tx, |c| sqlx::query_as(TILL).bind(id).fetch_optional(c).await)
}

pub(super) async fn open_till_of(tx: &mut Tx, operateur: Uuid) -> sqlx::Result<Option<Till>> {
    on!(tx, |c| sqlx::query_as(OPEN_TILL_OF).bind(operateur).fetch_optional(c).await)
}

pub(super) async fn open_tills(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<Vec<Till>> {
    on!(tx, |c| sqlx::query_as(OPEN_TILLS).bind(agency_id).fetch_all(c).await)
}

/// The registers an agency has used, the latest first.
pub(super) async fn registers(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<Vec<String>> {
    on!(tx, |c| sqlx::query_scalar(REGISTERS).bind(agency_id).fetch_all(c).await)
}

/// The currencies of an agency's tariffs.
pub(super) async fn currencies(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<Vec<String>> {
    on!(tx, |c| sqlx::query_scalar(CURRENCIES).bind(agency_id).bind(true).fetch_all(c).await)
}

pub(super) async fn insert_till(
    change: &mut Change,
    agency_id: Uuid,
    operateur: Uuid,
    new: &NewTill,
) -> sqlx::Result<Uuid> {
    let (id, now) = (change.new_id(), change.now());
    let floats = serde_json::to_string(&new.floats).map_err(|error| sqlx::Error::Encode(error.into()))?;
    on!(&mut **change, |c| sqlx::query(INSERT_TILL)
        .bind(id)
        .bind(agency_id)
        .bind(&new.register)
        .bind(operateur)
        .bind(floats)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(id)
}

pub(super) async fn close_till(change: &mut Change, id: Uuid, closed_by: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(CLOSE_TILL).bind(id).bind(now).bind(closed_by).execute(c).await.map(drop))
}

pub(super) async fn username(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<String>> {
    on!(tx, |c| sqlx::query_scalar(USERNAME).bind(id).fetch_optional(c).await)
}

pub(super) async fn sale(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<SaleRow>> {
    on!(tx, |c| sqlx::query_as(SALE).bind(id).fetch_optional(c).await)
}

pub(super) async fn of_session(tx: &mut Tx, session_id: Uuid) -> sqlx::Result<Vec<SaleRow>> {
    on!(tx, |c| sqlx::query_as(OF_SESSION).bind(session_id).fetch_all(c).await)
}

pub(super) async fn of_batch(tx: &mut Tx, batch_id: Uuid) -> sqlx::Result<Vec<SaleRow>> {
    on!(tx, |c| sqlx::query_as(OF_BATCH).bind(batch_id).fetch_all(c).await)
}
