//! The HTTP door to closings, the verification of the journal, and its archives.
use super::{
    Control, Read,
    archive::{self, Archive},
    model::Closing,
    store,
    verify::{self, Verification},
};
use crate::{
    App,
    access::Grant,
    agencies::{self, Agency},
    days,
    db::{Event, Tx},
    extract::Params,
    list::{ListParams, ListQuery, Page},
    problem::Problem,
};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(closings, verification, take)
}

/// List the closings of days, months and years, the latest first.
#[utoipa::path(get, path = "/api/caisse/clotures/", tag = "caisse",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("kind" = Option<String>, Query), ("period" = Option<String>, Query)),
    responses((status = 200, body = Page<Closing>)))]
async fn closings(
    grant: Grant<Read>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<Closing>>, Problem> {
    Ok(Json(store::CLOSINGS.page(&mut app.db.read().await?, &query, &grant.scope, 0).await?))
}

/// Which agency's journal.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct OfAgency {
    /// The agency; the caller's own when absent.
    agency_id: Option<Uuid>,
}

async fn agency_of(tx: &mut Tx, grant: &Grant<Control>, named: Option<Uuid>) -> Result<Agency, Problem> {
    let agency = match named.or(grant.caller.agency_id) {
        Some(id) => agencies::find(tx, id).await?,
        None => Some(agencies::only(tx).await?.ok_or_else(|| Problem::field("agency_id", "agency_required"))?),
    };
    let agency = agency.filter(|agency| grant.scope.holds(Some(agency.id), None));
    agency.ok_or_else(|| Problem::not_found("agency"))
}

/// Verify an agency's cash journal, row by row.
#[utoipa::path(get, path = "/api/caisse/verification/", tag = "caisse", params(OfAgency), responses((status = 200, body = Verification)))]
async fn verification(
    grant: Grant<Control>,
    State(app): State<App>,
    Params(asked): Params<OfAgency>,
) -> Result<Json<Verification>, Problem> {
    let mut tx = app.db.read().await?;
    let agency = agency_of(&mut tx, &grant, asked.agency_id).await?;
    Ok(Json(verify::verify(&mut tx, agency.id).await?))
}

/// In which form an archive is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Form {
    /// The whole archive, with its signature.
    #[default]
    Json,
    /// The rows; head and signature are headers of the answer.
    Csv,
}

/// Which part of the journal.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The agency; the caller's own when absent.
    agency_id: Option<Uuid>,
    /// The first day, in the agency's time zone.
    #[param(example = "2026-11-01")]
    from: String,
    /// The last day.
    #[param(example = "2026-11-30")]
    to: String,
    /// `json` or `csv`.
    #[serde(default)]
    #[param(inline)]
    form: Form,
}

/// Take an archive of an agency's cash journal.
///
/// Rows with all that is hashed, the chain's head, and the installation's signature. That it was taken stands in the log.
#[utoipa::path(get, path = "/api/caisse/archive/", tag = "caisse", params(Wanted), responses((status = 200, body = Archive)))]
async fn take(
    grant: Grant<Control>,
    State(app): State<App>,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Problem> {
    let day = |field: &'static str, text: &str| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Problem::field(field, "day_format"))
    };
    let (from, to) = (day("from", &wanted.from)?, day("to", &wanted.to)?);
    let mut tx = app.db.read().await?;
    let agency = agency_of(&mut tx, &grant, wanted.agency_id).await?;
    let zone = agency.timezone.parse().unwrap_or(chrono_tz::UTC);
    let (from, to) = (days::start_of(from, zone), days::start_of(days::next(to), zone));
    let (mut archive, rows) = archive::make(&app, &mut tx, &agency, from, to).await?;
    drop(tx);
    let event = Event::new("cash", "archive", "agency", agency.id)
        .agency(agency.id)
        .with("first_seq", archive.first_seq)
        .with("last_seq", archive.last_seq)
        .with("last_hash", archive.last_hash.as_str());
    app.db.change(grant.caller.actor()).await?.commit(event).await?;
    let name = format!("caisse-{}-{}-{}", agency.code, wanted.from, wanted.to);
    let attachment = |ending: &str| format!("attachment; filename=\"{name}.{ending}\"");
    if wanted.form == Form::Csv {
        let headers = [
            (header::CONTENT_TYPE.as_str(), "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION.as_str(), attachment("csv")),
            ("x-chain-head", archive.head_hash),
            ("x-chain-last", archive.last_hash),
            ("x-chain-signature", archive.signature),
        ];
        return Ok((headers, archive::csv(&rows)).into_response());
    }
    let rows: Result<Vec<_>, _> = rows.iter().map(serde_json::to_value).collect();
    archive.rows = rows.map_err(Problem::internal)?;
    Ok(([(header::CONTENT_DISPOSITION, attachment("json"))], Json(archive)).into_response())
}
