//! What a report is, on the wire and in the table.
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// A report on a day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// Its id.
    pub id: Uuid,
    /// What it reports on: `sessions_daily` or `logs_daily`.
    #[serde(rename = "type")]
    #[schema(example = "sessions_daily")]
    pub kind: String,
    /// The day, in the site's time zone.
    #[schema(example = "2026-11-20")]
    pub day: String,
    /// What it says.
    #[schema(value_type = Object)]
    pub data: Value,
    /// When it was made, milliseconds of UTC.
    pub created_at: i64,
}

/// A report's row.
#[derive(sqlx::FromRow)]
pub(super) struct ReportRow {
    id: Uuid,
    kind: String,
    day: String,
    data: String,
    created_at: i64,
}

impl From<ReportRow> for Report {
    fn from(row: ReportRow) -> Self {
        let data = serde_json::from_str(&row.data).unwrap_or_default();
        Self { id: row.id, kind: row.kind, day: row.day, data, created_at: row.created_at }
    }
}
