//! The HTTP door to the log. Nothing here writes: lines are appended by the changes they tell of.
use super::{
    Read,
    model::{Log, LogFilter, LogList, LogRow, LogStats},
    store,
};
use crate::{
    App,
    access::Grant,
    days,
    extract::{Body, Id},
    list::{ListParams, ListQuery},
    problem::{Checks, Problem},
};
use axum::{Json, extract::State};
use chrono_tz::Tz;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub(super) const LIST: &str = "/api/logs/";
/// Lines of `recent` unless told.
const RECENT: &str = "20";

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, show, stats, recent, search, by_session, errors)
}

/// List the log, the newest line first.
///
/// Filters: `action`, `category`, `actor_kind`, `actor_id`, `entity_kind`, `entity_id` (also `entity`), `session_id`,
/// `agency_id`, `ip`, `at_from` and `at_to` (milliseconds of UTC, `at_to` not included).
#[utoipa::path(get, path = "/api/logs/", tag = "logs", params(ListParams), responses((status = 200, body = LogList)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<LogList>, Problem> {
    page(&grant, &app, &query).await
}

/// Show a line of the log.
#[utoipa::path(get, path = "/api/logs/{id}/", tag = "logs", params(("id" = Uuid, Path)), responses((status = 200, body = Log)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Json<Log>, Problem> {
    let log = store::find(&mut app.db.read().await?, id).await?;
    let log = log.filter(|log| grant.scope.holds(log.agency_id, log.actor_id));
    log.map(|log| Json(log.in_language(grant.caller.language))).ok_or_else(|| Problem::not_found("log"))
}

/// Count the log by action and by day.
#[utoipa::path(get, path = "/api/logs/stats/", tag = "logs", responses((status = 200, body = LogStats)))]
async fn stats(grant: Grant<Read>, State(app): State<App>) -> Result<Json<LogStats>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(store::stats(&mut tx, &grant.scope, app.clock.now(), app.settings.zone()).await?))
}

/// List the latest lines.
#[utoipa::path(get, path = "/api/logs/recent/", tag = "logs",
    params(("limit" = Option<u32>, Query, description = "How many, 20 unless told, at most 200.")),
    responses((status = 200, body = LogList)))]
async fn recent(grant: Grant<Read>, State(app): State<App>, mut query: ListQuery) -> Result<Json<LogList>, Problem> {
    let limit = query.take("limit").unwrap_or_else(|| RECENT.to_owned());
    if limit.parse::<u32>().is_err() {
        return Err(Problem::field("limit", "wrong_type"));
    }
    page(&grant, &app, &query.and("page_size", limit)).await
}

/// Search the log by several criteria at once.
///
/// All that is given must hold; days are those of the site's time zone.
#[utoipa::path(post, path = "/api/logs/search/", tag = "logs", request_body = LogFilter, responses((status = 200, body = LogList)))]
async fn search(
    grant: Grant<Read>,
    State(app): State<App>,
    Body(filter): Body<LogFilter>,
) -> Result<Json<LogList>, Problem> {
    // The links lead to the list, which understands the same filters.
    let query = ListQuery::new(LIST, filter.pairs(app.settings.zone())?);
    page(&grant, &app, &query).await
}

/// List the lines of one session.
#[utoipa::path(get, path = "/api/logs/by_session/", tag = "logs", params(("session" = Uuid, Query), ListParams),
    responses((status = 200, body = LogList)))]
async fn by_session(
    grant: Grant<Read>,
    State(app): State<App>,
    mut query: ListQuery,
) -> Result<Json<LogList>, Problem> {
    let session = query.take("session").ok_or_else(|| Problem::field("session", "required"))?;
    let session: Uuid = session.parse().map_err(|_| Problem::field("session", "wrong_type"))?;
    page(&grant, &app, &query.and("session", session)).await
}

/// List the errors.
#[utoipa::path(get, path = "/api/logs/errors/", tag = "logs", params(ListParams), responses((status = 200, body = LogList)))]
async fn errors(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<LogList>, Problem> {
    page(&grant, &app, &query.and("action", "erreur")).await
}

async fn page(grant: &Grant<Read>, app: &App, query: &ListQuery) -> Result<Json<LogList>, Problem> {
    let mut tx = app.db.read().await?;
    let page = store::LOGS.page::<LogRow>(&mut tx, query, &grant.scope, 0).await?;
    Ok(Json(LogList(page.map(|row| Log::from(row).in_language(grant.caller.language)))))
}

impl LogFilter {
    /// The same as the list's filters.
    fn pairs(self, zone: Tz) -> Result<Vec<(String, String)>, Problem> {
        let mut checks = Checks::default();
        let from = instant(&mut checks, "date_from", self.date_from.as_deref(), zone, false);
        let to = instant(&mut checks, "date_to", self.date_to.as_deref(), zone, true);
        checks.finish()?;
        let id = |id: Option<Uuid>| id.map(|id| id.to_string());
        let pairs = [
            ("action", self.action),
            ("category", self.category),
            ("actor_id", id(self.actor_id)),
            ("ip", self.ip),
            ("session_id", id(self.session_id)),
            ("entity_kind", self.entity_kind),
            ("entity_id", id(self.entity_id)),
            ("at_from", from),
            ("at_to", to),
            ("search", self.text),
            ("page", self.page.map(|page| page.to_string())),
            ("page_size", self.page_size.map(|size| size.to_string())),
        ];
        Ok(pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
    }
}

/// When a day starts, or the day after it.
pub(super) fn instant(checks: &mut Checks, field: &str, day: Option<&str>, zone: Tz, after: bool) -> Option<String> {
    let Ok(day) = day?.parse() else {
        checks.refuse(field, "day_format", Vec::new());
        return None;
    };
    let day = if after { days::next(day) } else { day };
    Some(days::start_of(day, zone).to_string())
}
