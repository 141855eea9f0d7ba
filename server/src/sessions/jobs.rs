//! The five session jobs of seed 003.
use super::{engine, stats, store};
use crate::{
    App, accounts, boot, calls, days,
    db::{Actor, Event, Unaudited},
    idempotency,
    jobs::{Job, Outcome, Schedule},
    live, parameters, reports, stations,
};
use serde_json::{Value, json};

/// Sessions are kept without their visitor after this long: the visitor's own data have their own time.
const KEPT_DAYS: i64 = 366;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The jobs.
pub const JOBS: &[Job] = &[
    Job {
        name: "cleanup_expired_sessions",
        beat: "cleanup-expired-sessions",
        schedule: Schedule::Cron("*/5 * * * *"),
        timeout_s: 120,
        run: |app| Box::pin(cleanup_expired_sessions(app)),
    },
    Job {
        name: "send_time_warnings",
        beat: "send-session-warnings",
        schedule: Schedule::Often { seconds: 10 },
        timeout_s: 30,
        run: |app| Box::pin(send_time_warnings(app)),
    },
    Job {
        name: "update_session_times",
        beat: "update-session-times",
        schedule: Schedule::Often { seconds: 1 },
        timeout_s: 5,
        run: |app| Box::pin(async move { Ok(update_session_times(&app)) }),
    },
    Job {
        name: "cleanup_old_sessions",
        beat: "cleanup-old-sessions",
        schedule: Schedule::Cron("0 4 * * *"),
        timeout_s: 600,
        run: |app| Box::pin(cleanup_old_sessions(app)),
    },
    Job {
        name: "generate_sessions_report",
        beat: "sessions-daily-report",
        schedule: Schedule::Cron("0 6 * * *"),
        timeout_s: 600,
        run: |app| Box::pin(generate_sessions_report(app)),
    },
];

/// Ends what expired without its timer, and codes that are too old; forgets what only lives a while.
async fn cleanup_expired_sessions(app: App) -> Outcome {
    let expired = engine::catch_up(&app).await?;
    let now = app.clock.now();
    let stale = store::stale(&mut app.db.read().await?, now).await?;
    engine::settle_all(&app, &stale).await?;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let calls = calls::close_old(&mut change, now - i64::from(app.settings.call_minutes) * 60_000).await?;
    let commands = stations::expire_commands(&app, &mut change).await?;
    let tokens = accounts::purge(&mut change, now).await?;
    let enrolments = stations::purge_enrolments(&mut change, now).await?;
    let starts = boot::purge(&mut change, now).await?;
    let keys = idempotency::purge(&mut change, now - idempotency::KEPT_MS).await?;
    let events = live::purge(&mut change, now - HOUR_MS).await?;
    change.commit_unaudited(Unaudited::Tokens).await?;
    Ok(json!({ "expired": expired, "stale_codes": stale.len(), "calls": calls, "commands": commands, "tokens": tokens,
        "enrolments": enrolments, "starts": starts, "idempotency_keys": keys, "events": events }))
}

/// Warns where a timer did not. With the timers at work it finds nothing to do.
async fn send_time_warnings(app: App) -> Outcome {
    Ok(json!({ "caught_up": engine::catch_up(&app).await? }))
}

/// Nothing is decremented: time is a deadline, and each socket tells its station the rest every
/// second. The job counts for how many sessions that is.
fn update_session_times(app: &App) -> Value {
    let lines = app.sessions.all();
    let active = lines.iter().filter(|line| line.counted_at.is_some()).count();
    json!({ "active": active, "suspended": lines.len() - active })
}

/// Takes the visitors out of old sessions, removes those that were never used, and traffic data past
/// their legal time.
async fn cleanup_old_sessions(app: App) -> Outcome {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let before = change.now() - KEPT_DAYS * DAY_MS;
    let (removed, anonymised) = store::forget(&mut change, before).await?;
    let kept_from = change.now() - app.parameters.integer(&parameters::RETENTION_TRAFFIC_DAYS, None) * DAY_MS;
    let traffic = store::purge_traffic(&mut change, kept_from).await?;
    let result = json!({ "removed": removed, "anonymised": anonymised, "traffic_removed": traffic });
    let event = Event::new("sessions", "cleanup", "session", None)
        .with("removed", removed)
        .with("anonymised", anonymised)
        .with("traffic_removed", traffic);
    change.commit(event).await?;
    Ok(result)
}

/// Stores the report of the day before.
async fn generate_sessions_report(app: App) -> Outcome {
    let zone = app.settings.zone();
    let today = days::day_of(app.clock.now(), zone);
    let yesterday = today.pred_opt().unwrap_or(today);
    let (from, to) = (days::start_of(yesterday, zone), days::start_of(today, zone));
    let data = stats::report(&mut app.db.read().await?, from, to).await?;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    reports::store(&mut change, "sessions_daily", yesterday, &data).await?;
    change.commit_unaudited(Unaudited::Report).await?;
    Ok(json!({ "day": yesterday.to_string(), "sessions": data["created"] }))
}
