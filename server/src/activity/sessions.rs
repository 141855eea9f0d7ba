//! Sessions by day, why they ended, how long people waited for one, and what did not come about.
use super::{
    model::{ActivityReport, DayActivity, ReasonCount, Waiting},
    occupation,
    period::{Asked, Period, Span},
};
use crate::{
    App,
    access::{Caller, Grant, Permission},
    accounts, audit, days,
    db::Tx,
    extract::Params,
    on,
    problem::Problem,
    sessions::Read,
    statements,
};
use axum::{Json, extract::State};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use utoipa_axum::router::OpenApiRouter;

/// Ends of sessions that never started: their codes were not used.
const UNUSED: [&str; 2] = ["annulation", "code_perime"];

statements! {
    STARTED = "SELECT started_at / 1800000 AS slot, COUNT(*) AS started FROM kiosk_sessions \
        WHERE agency_id = $1 AND started_at >= $2 AND started_at < $3 AND operateur = COALESCE($4, operateur) \
        GROUP BY started_at / 1800000";
    ENDED = "SELECT COALESCE(end_reason, ''), COUNT(*) FROM kiosk_sessions \
        WHERE agency_id = $1 AND ended_at >= $2 AND ended_at < $3 AND operateur = COALESCE($4, operateur) \
        GROUP BY COALESCE(end_reason, '')";
    // Whoever holds a pass of a batch comes when they like.
    WAITED = "SELECT COUNT(*), CAST(COALESCE(SUM(started_at - created_at), 0) AS BIGINT), MAX(started_at - created_at) FROM kiosk_sessions \
        WHERE agency_id = $1 AND started_at >= $2 AND started_at < $3 AND operateur = COALESCE($4, operateur) AND batch_id IS NULL";
    REFUSED = "SELECT COUNT(*) FROM audit_log WHERE agency_id = $1 AND at >= $2 AND at < $3 \
        AND category = 'kiosk' AND action = 'erreur' AND entity_kind = 'station'";
}

pub(super) fn all() -> OpenApiRouter<App> {
    crate::routes!(show)
}

type Reasons = BTreeMap<String, i64>;

/// Sessions by day, why they ended, and how long people waited.
///
/// A session counts on the day it started; the time it held its station on each day it did. Why sessions ended is told
/// of those that ended in these days, waiting of those that started. `sessions` with `started_from`, `ran_from`,
/// `ended_from` and `end_reason` lists the rows.
#[utoipa::path(get, path = "/api/activite/sessions/", tag = "activite", params(Asked), responses((status = 200, body = ActivityReport)))]
async fn show(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(asked): Params<Asked>,
) -> Result<Json<ActivityReport>, Problem> {
    let mut tx = app.db.read().await?;
    let period = Period::of(&mut tx, &app, &grant, &asked).await?;
    let reads_log = reads_log(&mut tx, &grant.caller, &period).await?;
    let (now, before) = (period.current, period.previous);
    let (ended, ended_before) = (ended(&mut tx, &period, now).await?, ended(&mut tx, &period, before).await?);
    Ok(Json(ActivityReport {
        days: by_day(&mut tx, &period, now).await?,
        previous_days: by_day(&mut tx, &period, before).await?,
        reasons: compared(&ended, &ended_before),
        waiting: waiting(&mut tx, &period, now, &ended, reads_log).await?,
        previous_waiting: waiting(&mut tx, &period, before, &ended_before, reads_log).await?,
        period: period.shown(),
    }))
}

/// Whether the caller may count lines of the agency's log.
async fn reads_log(tx: &mut Tx, caller: &Caller, period: &Period) -> Result<bool, Problem> {
    if !caller.key_allows(audit::Read::CODE) {
        return Ok(false);
    }
    let scope = accounts::scope_of(tx, caller, audit::Read::CODE).await?;
    Ok(scope.is_some_and(|scope| scope.holds(Some(period.agency_id), None)))
}

async fn by_day(tx: &mut Tx, period: &Period, span: Span) -> sqlx::Result<Vec<DayActivity>> {
    let started: Vec<(i64, i64)> = on!(&mut *tx, |c| sqlx::query_as(STARTED)
        .bind(period.agency_id)
        .bind(span.from)
        .bind(span.to)
        .bind(period.own)
        .fetch_all(c)
        .await)?;
    let mut counts: BTreeMap<NaiveDate, (i64, i64)> = BTreeMap::new();
    for (slot, sessions) in started {
        counts.entry(days::day_of(slot * days::HALF_HOUR_MS, period.zone)).or_default().0 += sessions;
    }
    for held in occupation::held(tx, period, span).await? {
        counts.entry(days::day_of(held.at(), period.zone)).or_default().1 += held.busy_ms;
    }
    let shown = span.each_day().map(|day| {
        let (started, busy_ms) = counts.get(&day).copied().unwrap_or_default();
        let to_at = days::start_of(days::next(day), period.zone).min(span.to);
        DayActivity {
            day: day.to_string(),
            from_at: days::start_of(day, period.zone),
            to_at,
            started,
            busy_s: busy_ms / 1000,
        }
    });
    Ok(shown.collect())
}

async fn ended(tx: &mut Tx, period: &Period, span: Span) -> sqlx::Result<Reasons> {
    let rows: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(ENDED)
        .bind(period.agency_id)
        .bind(span.from)
        .bind(span.to)
        .bind(period.own)
        .fetch_all(c)
        .await)?;
    Ok(rows.into_iter().collect())
}

/// Why sessions that had started ended, the most frequent reason first.
fn compared(current: &Reasons, previous: &Reasons) -> Vec<ReasonCount> {
    let mut reasons: Vec<&String> = current.keys().chain(previous.keys()).collect();
    reasons.sort();
    reasons.dedup();
    let count = |counts: &Reasons, reason: &str| counts.get(reason).copied().unwrap_or_default();
    let started = reasons.into_iter().filter(|reason| !UNUSED.contains(&reason.as_str()));
    let mut shown: Vec<ReasonCount> = started
        .map(|reason| ReasonCount {
            reason: reason.clone(),
            count: count(current, reason),
            previous: count(previous, reason),
        })
        .collect();
    shown.sort_by_key(|reason| (-reason.count, -reason.previous));
    shown
}

async fn waiting(tx: &mut Tx, period: &Period, span: Span, ended: &Reasons, reads_log: bool) -> sqlx::Result<Waiting> {
    let (started, waited_ms, longest_ms): (i64, i64, Option<i64>) = on!(&mut *tx, |c| sqlx::query_as(WAITED)
        .bind(period.agency_id)
        .bind(span.from)
        .bind(span.to)
        .bind(period.own)
        .fetch_one(c)
        .await)?;
    let refused = if reads_log { Some(refused(tx, period, span).await?) } else { None };
    Ok(Waiting {
        started,
        average_s: (started > 0).then(|| waited_ms / 1000 / started),
        longest_s: longest_ms.map(|ms| ms / 1000),
        unused: UNUSED.iter().filter_map(|reason| ended.get(*reason)).sum(),
        refused,
    })
}

async fn refused(tx: &mut Tx, period: &Period, span: Span) -> sqlx::Result<i64> {
    on!(tx, |c| sqlx::query_scalar(REFUSED).bind(period.agency_id).bind(span.from).bind(span.to).fetch_one(c).await)
}
