//! Packs: what a visitor bought and has not used yet. Each use and each return is kept.
use crate::{
    db::{Change, Tx, pieces, places, with_places},
    list::{Filter, List},
    on,
    problem::{Code, Problem},
    statements,
    tariffs::{Kind, Tariff},
};
use serde::Serialize;
use sqlx::query::QueryAs;
use utoipa::ToSchema;
use uuid::Uuid;

const DAY_MS: i64 = 24 * 3_600_000;

statements! {
    FIND = "SELECT c.*, t.name AS tariff_name FROM credits c JOIN tariffs t ON t.id = c.tariff_id WHERE c.id = $1";
    INSERT = "INSERT INTO credits (id, agency_id, visitor_id, tariff_id, sale_id, kind, minutes, granted, used, expires_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)";
    /// One statement decides: two sessions issued at once cannot both have the last hour.
    SPEND = "UPDATE credits SET used = used + $2 WHERE id = $1 AND used + $2 <= granted AND expires_at > $3 AND cancelled_at IS NULL";
    NOTE_USE = "INSERT INTO credit_uses (session_id, credit_id, units, used_at) VALUES ($1, $2, $3, $4)";
    LOCK_OF_SALE = "UPDATE credits SET used = used WHERE sale_id = $1 RETURNING used";
    GIVE_BACK = "UPDATE credits SET used = used - $2 WHERE id = $1";
    CANCEL = "UPDATE credits SET cancelled_at = $2 WHERE sale_id = $1";
}

const UNRETURNED: &str = "UPDATE credit_uses SET returned_at = $1 WHERE returned_at IS NULL AND session_id IN {places} \
    RETURNING credit_id, units";

/// What a visitor still has of a pack.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Credit)]
pub struct Credit {
    /// Its id.
    pub id: Uuid,
    /// The agency it can be used in.
    pub agency_id: Uuid,
    /// The visitor.
    pub visitor_id: Uuid,
    /// The pack.
    pub tariff_id: Uuid,
    /// The pack's name.
    #[schema(example = "Dix séances d’une heure")]
    pub tariff_name: String,
    /// The sale it was bought with.
    pub sale_id: Uuid,
    /// `seances` or `minutes`.
    #[schema(example = "seances")]
    pub kind: String,
    /// The minutes of each session, in a pack of sessions.
    #[schema(example = 60)]
    pub minutes: i64,
    /// How many sessions or minutes were bought.
    #[schema(example = 10)]
    pub granted: i64,
    /// How many of them were used.
    #[schema(example = 3)]
    pub used: i64,
    /// Until when it can be used, milliseconds of UTC.
    pub expires_at: i64,
    /// When the sale was taken back.
    pub cancelled_at: Option<i64>,
    /// When it was bought.
    pub created_at: i64,
}

/// The list of credits.
pub static CREDITS: List = List {
    name: "credits",
    columns: "c.id, c.agency_id, c.visitor_id, c.tariff_id, t.name AS tariff_name, c.sale_id, c.kind, c.minutes, c.granted, \
        c.used, c.expires_at, c.cancelled_at, c.created_at",
    from: "credits c JOIN tariffs t ON t.id = c.tariff_id",
    id: "c.id",
    agency: Some("c.agency_id"),
    owner: None,
    filters: &[
        ("agency_id", Filter::Id("c.agency_id")),
        ("visitor_id", Filter::Id("c.visitor_id")),
        ("tariff_id", Filter::Id("c.tariff_id")),
        (
            "is_usable",
            Filter::Either(
                "c.used < c.granted AND c.cancelled_at IS NULL",
                "(c.used >= c.granted OR c.cancelled_at IS NOT NULL)",
            ),
        ),
        ("expires_from", Filter::From("c.expires_at")),
    ],
    search: &["t.search_text"],
    order: &[("expires_at", "c.expires_at"), ("created_at", "c.created_at")],
    default_order: "expires_at",
};

/// Grants what was bought with a sale.
pub(super) async fn grant(
    change: &mut Change,
    tariff: &Tariff,
    visitor_id: Uuid,
    sale_id: Uuid,
) -> Result<(), Problem> {
    let (id, now) = (change.new_id(), change.now());
    let granted = if tariff.kind == Kind::Seances { tariff.sessions.unwrap_or(1) } else { tariff.minutes };
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(tariff.agency_id)
        .bind(visitor_id)
        .bind(tariff.id)
        .bind(sale_id)
        .bind(tariff.kind.as_str())
        .bind(tariff.minutes)
        .bind(granted)
        .bind(now + tariff.valid_days.unwrap_or(365) * DAY_MS)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// A session that is to be paid with a pack.
#[derive(Debug, Clone, Copy)]
pub struct Spending {
    /// The pack.
    pub credit_id: Uuid,
    /// Whose it must be.
    pub visitor_id: Option<Uuid>,
    /// Where it must hold.
    pub agency_id: Uuid,
    /// How long the session is to be; a pack of sessions says it itself.
    pub minutes: Option<i64>,
}

/// The pack, and how many minutes it gives a session.
async fn found(tx: &mut Tx, spending: &Spending) -> Result<(Credit, i64), Problem> {
    let credit: Option<Credit> = on!(tx, |c| sqlx::query_as(FIND).bind(spending.credit_id).fetch_optional(c).await)?;
    let fits =
        |credit: &Credit| Some(credit.visitor_id) == spending.visitor_id && credit.agency_id == spending.agency_id;
    let credit = credit.filter(fits).ok_or_else(|| Problem::field("credit_id", "credit_unknown"))?;
    let minutes = match (credit.kind.as_str(), spending.minutes) {
        ("seances", None) => credit.minutes,
        ("seances", Some(_)) => return Err(Problem::field("minutes", "credit_minutes")),
        (_, Some(minutes)) => minutes,
        (_, None) => return Err(Problem::field("minutes", "required")),
    };
    Ok((credit, minutes))
}

/// How many minutes a pack gives a session, and the tariff it is of. Nothing is taken yet.
///
/// # Errors
/// Naming `credit_id` when it is not this visitor's or not of this agency, or `minutes`; or when the database fails.
pub async fn credit_terms(tx: &mut Tx, spending: &Spending) -> Result<(i64, Uuid), Problem> {
    let (credit, minutes) = found(tx, spending).await?;
    Ok((minutes, credit.tariff_id))
}

/// Takes a session's worth from a pack.
///
/// # Errors
/// Naming `credit_id` when it is not this visitor's, or what is left does not suffice; or when the database fails.
pub async fn spend(change: &mut Change, session_id: Uuid, spending: Spending) -> Result<(), Problem> {
    let (credit, minutes) = found(change, &spending).await?;
    let units = if credit.kind == "seances" { 1 } else { minutes };
    let now = change.now();
    let taken = on!(&mut **change, |c| sqlx::query(SPEND)
        .bind(credit.id)
        .bind(units)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if taken == 0 {
        return Err(Problem::field("credit_id", "credit_short"));
    }
    on!(&mut **change, |c| sqlx::query(NOTE_USE)
        .bind(session_id)
        .bind(credit.id)
        .bind(units)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// Gives packs back what these sessions took and never used.
///
/// # Errors
/// When the database fails.
pub async fn give_back(change: &mut Change, session_ids: &[Uuid]) -> Result<(), Problem> {
    let now = change.now();
    for piece in pieces(session_ids) {
        let sql = with_places(UNRETURNED, &places(2, 1, piece.len()));
        let returned: Vec<(Uuid, i64)> = on!(&mut **change, |c| {
            let query = sqlx::query_as(sql).bind(now);
            piece.iter().fold(query, QueryAs::bind).fetch_all(c).await
        })?;
        for (credit_id, units) in returned {
            on!(&mut **change, |c| sqlx::query(GIVE_BACK).bind(credit_id).bind(units).execute(c).await.map(drop))?;
        }
    }
    Ok(())
}

/// Takes back what was granted with a sale, when nothing of it was used.
pub(super) async fn cancel(change: &mut Change, sale_id: Uuid) -> Result<(), Problem> {
    let used: Vec<i64> = on!(&mut **change, |c| sqlx::query_scalar(LOCK_OF_SALE).bind(sale_id).fetch_all(c).await)?;
    if used.iter().any(|used| *used > 0) {
        return Err(Code::CreditUsed.into());
    }
    if !used.is_empty() {
        let now = change.now();
        on!(&mut **change, |c| sqlx::query(CANCEL).bind(sale_id).bind(now).execute(c).await.map(drop))?;
    }
    Ok(())
}
