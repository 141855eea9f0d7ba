//! What one person did between two days (AUD-016).
use super::{
    Read,
    model::{Log, LogList, LogRow},
    routes::{LIST, instant},
    store,
};
use crate::{
    App,
    access::Grant,
    extract::Params,
    list::ListQuery,
    problem::{Checks, Problem},
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(of_user)
}

/// Whose activity, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The account.
    user: Uuid,
    /// From this day on, in the site's time zone.
    #[param(example = "2026-11-01")]
    from: Option<String>,
    /// Up to this day, included.
    #[param(example = "2026-11-30")]
    to: Option<String>,
    /// The page, from 1.
    page: Option<u32>,
    /// Rows a page, at most 200.
    page_size: Option<u32>,
}

/// List what somebody did between two days: the lines of the log, the newest first.
#[utoipa::path(get, path = "/api/reports/user-activity/", tag = "logs", params(Wanted), responses((status = 200, body = LogList)))]
async fn of_user(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<LogList>, Problem> {
    let zone = app.settings.zone();
    let mut checks = Checks::default();
    let from = instant(&mut checks, "from", wanted.from.as_deref(), zone, false);
    let to = instant(&mut checks, "to", wanted.to.as_deref(), zone, true);
    checks.finish()?;
    let pairs = [
        ("actor_id", Some(wanted.user.to_string())),
        ("at_from", from),
        ("at_to", to),
        ("page", wanted.page.map(|page| page.to_string())),
        ("page_size", wanted.page_size.map(|size| size.to_string())),
    ];
    let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    // The links lead to the log, which understands the same filters.
    let query = ListQuery::new(LIST, pairs);
    let page = store::LOGS.page::<LogRow>(&mut app.db.read().await?, &query, &grant.scope, 0).await?;
    Ok(Json(LogList(page.map(|row| Log::from(row).in_language(grant.caller.language)))))
}
