//! The log's jobs.
use super::{archive::archive_old_logs, purge::cleanup_old_logs, store};
use crate::{
    App, days,
    db::{Actor, Unaudited},
    jobs::{Job, Outcome, Schedule},
    reports,
};
use serde_json::{Map, Value, json};

/// The three jobs of the log.
pub const JOBS: &[Job] = &[
    Job {
        name: "cleanup_old_logs",
        beat: "cleanup-old-logs",
        schedule: Schedule::Cron("0 3 * * *"),
        timeout_s: 1800,
        run: |app| Box::pin(cleanup_old_logs(app)),
    },
    Job {
        name: "generate_logs_report",
        beat: "logs-daily-report",
        schedule: Schedule::Cron("30 6 * * *"),
        timeout_s: 300,
        run: |app| Box::pin(generate_logs_report(app)),
    },
    Job {
        name: "archive_old_logs",
        beat: "archive-old-logs",
        schedule: Schedule::Cron("0 1 1 * *"),
        timeout_s: 3600,
        run: |app| Box::pin(archive_old_logs(app)),
    },
];

/// Counts the log of the day before by action and by actor (JOB-007).
async fn generate_logs_report(app: App) -> Outcome {
    let zone = app.settings.zone();
    let now = app.clock.now();
    let today = days::day_of(now, zone);
    let yesterday = today.pred_opt().unwrap_or(today);
    let (from, before) = (days::start_of(yesterday, zone), days::start_of(today, zone));
    let mut tx = app.db.read().await?;
    let actions = store::actions_between(&mut tx, from, before).await?;
    let actors = store::actors_between(&mut tx, from, before).await?;
    drop(tx);

    let total: i64 = actions.iter().map(|(_, _, count)| count).sum();
    let mut by_action = Map::new();
    let mut by_category: Map<String, Value> = Map::new();
    for (category, action, count) in actions {
        let sum = by_category.get(&category).and_then(Value::as_i64).unwrap_or_default();
        by_category.insert(category.clone(), (sum + count).into());
        let action = if category == super::model::KIOSK { action } else { format!("{category}.{action}") };
        by_action.insert(action, count.into());
    }
    let errors = by_action.get("erreur").cloned().unwrap_or_else(|| 0.into());
    let by_actor: Vec<Value> = actors
        .into_iter()
        .map(|(kind, id, count)| json!({ "actor_kind": kind, "actor_id": id, "count": count }))
        .collect();
    let data = json!({
        "total": total,
        "errors": errors,
        "by_action": by_action,
        "by_category": by_category,
        "by_actor": by_actor,
    });
    let mut change = app.db.change(Actor::SYSTEM).await?;
    reports::store(&mut change, reports::LOGS_DAILY, yesterday, &data).await?;
    change.commit_unaudited(Unaudited::Report).await?;
    Ok(json!({ "day": yesterday.to_string(), "total": total }))
}
