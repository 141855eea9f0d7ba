//! The reports table. Nothing else touches it.
use super::model::{Report, ReportRow};
use crate::{
    db::{Change, Tx},
    list::{Filter, List},
    on, statements,
};
use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

statements! {
    FIND = "SELECT id, type AS kind, day, data, created_at FROM reports WHERE id = $1";
    // A report made again takes the place of the first.
    STORE = "INSERT INTO reports (id, type, day, data, created_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (type, day) DO UPDATE SET data = excluded.data, created_at = excluded.created_at";
}

/// The list of reports. They tell of the whole installation: those who see an agency only see none.
pub static REPORTS: List = List {
    name: "reports",
    columns: "r.id, r.type AS kind, r.day, r.data, r.created_at",
    from: "reports r",
    id: "r.id",
    agency: None,
    owner: None,
    filters: &[("type", Filter::Text("r.type")), ("day", Filter::Text("r.day"))],
    search: &["r.type", "r.day"],
    order: &[("day", "r.day"), ("type", "r.type"), ("created_at", "r.created_at")],
    default_order: "-day",
};

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Report>> {
    let row: Option<ReportRow> = on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?;
    Ok(row.map(Report::from))
}

/// Keeps a report of `kind` on `day`, in the place of an earlier one.
///
/// # Errors
/// When the database fails.
pub async fn store(change: &mut Change, kind: &str, day: NaiveDate, data: &Value) -> sqlx::Result<()> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query(STORE)
        .bind(id)
        .bind(kind)
        .bind(day.to_string())
        .bind(data.to_string())
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}
