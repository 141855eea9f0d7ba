//! Counts of sessions, for the dashboard and the daily report.
use super::{
    Read,
    model::{DayOfSessions, SessionStats},
};
use crate::{App, access::Grant, days, db::Tx, list::Scope, on, problem::Problem, statements};
use axum::{Json, extract::State};
use chrono::{NaiveDate, Timelike};
use chrono_tz::Tz;
use guichet_protocol::SessionStatut;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

const HOUR_MS: i64 = 3_600_000;
const DAYS: u32 = 30;

statements! {
    BY_STATUT = "SELECT agency_id, operateur, statut, COUNT(*) AS sessions FROM kiosk_sessions GROUP BY agency_id, operateur, statut";
    USED = "SELECT agency_id, operateur, COUNT(*) AS sessions, COALESCE(CAST(SUM(consumed_ms) AS BIGINT), 0) AS used_ms \
        FROM kiosk_sessions WHERE ended_at IS NOT NULL AND started_at IS NOT NULL GROUP BY agency_id, operateur";
    CREATED_BY_HOUR = "SELECT agency_id, operateur, created_at / 3600000 AS hour, COUNT(*) AS sessions, CAST(0 AS BIGINT) AS used_ms \
        FROM kiosk_sessions WHERE created_at >= $1 AND created_at < $2 GROUP BY agency_id, operateur, created_at / 3600000";
    STARTED_BY_HOUR = "SELECT agency_id, operateur, started_at / 3600000 AS hour, COUNT(*) AS sessions, CAST(0 AS BIGINT) AS used_ms \
        FROM kiosk_sessions WHERE started_at >= $1 AND started_at < $2 GROUP BY agency_id, operateur, started_at / 3600000";
    ENDED_BY_HOUR = "SELECT agency_id, operateur, ended_at / 3600000 AS hour, COUNT(*) AS sessions, \
        COALESCE(CAST(SUM(consumed_ms) AS BIGINT), 0) AS used_ms \
        FROM kiosk_sessions WHERE ended_at >= $1 AND ended_at < $2 GROUP BY agency_id, operateur, ended_at / 3600000";
    REASONS = "SELECT COALESCE(end_reason, '') AS reason, COUNT(*) AS sessions FROM kiosk_sessions \
        WHERE ended_at >= $1 AND ended_at < $2 GROUP BY COALESCE(end_reason, '')";
}

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(stats)
}

#[derive(sqlx::FromRow)]
struct StatutCount {
    agency_id: Uuid,
    operateur: Uuid,
    #[sqlx(try_from = "String")]
    statut: SessionStatut,
    sessions: i64,
}

#[derive(sqlx::FromRow)]
struct EndedCount {
    agency_id: Uuid,
    operateur: Uuid,
    sessions: i64,
    used_ms: i64,
}

/// How many in an hour of UTC. Every time zone of ours is a whole number of hours away from UTC, or
/// a half: a day's bounds are found again in hours, or half an hour off.
#[derive(sqlx::FromRow)]
struct HourCount {
    agency_id: Uuid,
    operateur: Uuid,
    hour: i64,
    sessions: i64,
    used_ms: i64,
}

async fn hours(tx: &mut Tx, sql: &'static str, from: i64, to: i64, scope: &Scope) -> sqlx::Result<Vec<HourCount>> {
    let rows: Vec<HourCount> = on!(tx, |c| sqlx::query_as(sql).bind(from).bind(to).fetch_all(c).await)?;
    Ok(rows.into_iter().filter(|row| scope.holds(Some(row.agency_id), Some(row.operateur))).collect())
}

/// Counts by local day.
struct Days<'z> {
    zone: &'z Tz,
    days: HashMap<NaiveDate, DayOfSessions>,
}

impl Days<'_> {
    fn add(&mut self, rows: &[HourCount], note: impl Fn(&mut DayOfSessions, &HourCount)) {
        for row in rows {
            let day = days::day_of(row.hour * HOUR_MS, *self.zone);
            note(self.days.entry(day).or_default(), row);
        }
    }

    fn take(&mut self, day: NaiveDate) -> DayOfSessions {
        DayOfSessions { day: day.to_string(), ..self.days.remove(&day).unwrap_or_default() }
    }
}

/// Count sessions.
#[utoipa::path(get, path = "/api/sessions/stats/", tag = "sessions", responses((status = 200, body = SessionStats)))]
async fn stats(grant: Grant<Read>, State(app): State<App>) -> Result<Json<SessionStats>, Problem> {
    let (zone, now, scope) = (app.settings.zone(), app.clock.now(), &grant.scope);
    let wanted = days::last_days(now, DAYS, zone);
    let from = wanted.first().map_or(now, |day| days::start_of(*day, zone));
    let mut tx = app.db.read().await?;

    let counts: Vec<StatutCount> = on!(&mut tx, |c| sqlx::query_as(BY_STATUT).fetch_all(c).await)?;
    let mut by_statut: BTreeMap<String, i64> =
        SessionStatut::ALL.iter().map(|statut| (statut.to_string(), 0)).collect();
    for count in counts.iter().filter(|count| scope.holds(Some(count.agency_id), Some(count.operateur))) {
        *by_statut.entry(count.statut.to_string()).or_default() += count.sessions;
    }
    let used: Vec<EndedCount> = on!(&mut tx, |c| sqlx::query_as(USED).fetch_all(c).await)?;
    let used = used.iter().filter(|used| scope.holds(Some(used.agency_id), Some(used.operateur)));
    let (ended, used_ms) = used.fold((0, 0), |(n, ms), used| (n + used.sessions, ms + used.used_ms));

    let created = hours(&mut tx, CREATED_BY_HOUR, from, now + 1, scope).await?;
    let started = hours(&mut tx, STARTED_BY_HOUR, from, now + 1, scope).await?;
    let finished = hours(&mut tx, ENDED_BY_HOUR, from, now + 1, scope).await?;
    let mut days = Days { zone: &zone, days: HashMap::new() };
    days.add(&created, |day, row| day.count += row.sessions);
    days.add(&started, |day, row| day.started += row.sessions);
    days.add(&finished, |day, row| {
        day.ended += row.sessions;
        day.total_s += row.used_ms / 1000;
    });
    let by_day: Vec<DayOfSessions> = wanted.into_iter().map(|day| days.take(day)).collect();
    Ok(Json(SessionStats {
        total: by_statut.values().sum(),
        by_statut,
        today: by_day.last().cloned().unwrap_or_default(),
        average_s: if ended == 0 { 0 } else { used_ms / 1000 / ended },
        by_hour: by_hour(&started, zone),
        by_day,
    }))
}

fn by_hour(started: &[HourCount], zone: Tz) -> Vec<i64> {
    let mut hours = vec![0; 24];
    for row in started {
        let at = chrono::DateTime::from_timestamp_millis(row.hour * HOUR_MS);
        let local = at.map_or(0, |at| at.with_timezone(&zone).hour());
        if let Some(count) = hours.get_mut(local as usize) {
            *count += row.sessions;
        }
    }
    hours
}

/// What the daily report says of the sessions of `from..to`.
pub(super) async fn report(tx: &mut Tx, from: i64, to: i64) -> Result<Value, Problem> {
    let sum = |rows: &[HourCount]| rows.iter().map(|row| row.sessions).sum::<i64>();
    let created = hours(tx, CREATED_BY_HOUR, from, to, &Scope::All).await?;
    let started = hours(tx, STARTED_BY_HOUR, from, to, &Scope::All).await?;
    let ended = hours(tx, ENDED_BY_HOUR, from, to, &Scope::All).await?;
    let reasons: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(REASONS).bind(from).bind(to).fetch_all(c).await)?;
    let used_ms: i64 = ended.iter().map(|row| row.used_ms).sum();
    let by_reason: BTreeMap<String, i64> = reasons.into_iter().collect();
    Ok(json!({ "created": sum(&created), "started": sum(&started), "ended": sum(&ended), "total_s": used_ms / 1000,
        "by_reason": by_reason }))
}
