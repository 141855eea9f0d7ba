//! The HTTP door to reports.
use super::{
    Read,
    model::{Report, ReportRow},
    store,
};
use crate::{
    App,
    access::Grant,
    extract::Id,
    list::{ListParams, ListQuery, Page, Scope},
    problem::Problem,
};
use axum::{Json, extract::State};
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, show)
}

/// List reports, the latest day first.
///
/// Filters: `type` (`sessions_daily`, `logs_daily`) and `day`.
#[utoipa::path(get, path = "/api/reports/", tag = "reports", params(ListParams), responses((status = 200, body = Page<Report>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Report>>, Problem> {
    let mut tx = app.db.read().await?;
    let page = store::REPORTS.page::<ReportRow>(&mut tx, &query, &grant.scope, 0).await?;
    Ok(Json(page.map(Report::from)))
}

/// Show a report.
#[utoipa::path(get, path = "/api/reports/{id}/", tag = "reports", params(("id" = Uuid, Path)), responses((status = 200, body = Report)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Json<Report>, Problem> {
    let report = store::find(&mut app.db.read().await?, id).await?;
    let report = report.filter(|_| grant.scope == Scope::All);
    report.map(Json).ok_or_else(|| Problem::not_found("report"))
}
