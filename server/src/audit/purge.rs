//! What the log need not keep any longer.
use super::archive;
use crate::{
    App,
    db::{Actor, Change, Event},
    jobs::Outcome,
    on, parameters,
    problem::Problem,
    statements,
};
use serde_json::json;

statements! {
    // By the index on the instant; the triggers refuse whatever is in no archive.
    PURGE = "DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < $1 AND seq <= $2 \
            AND at < CASE category WHEN 'kiosk' THEN CAST($3 AS BIGINT) WHEN 'money' THEN CAST($4 AS BIGINT) ELSE CAST($5 AS BIGINT) END \
            ORDER BY at LIMIT 5000)";
    PURGE_STATES = "DELETE FROM state_changes WHERE at < $1";
}

/// Rows that go with one change: it must not hold up others for long.
const BATCH: u64 = 5000;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// From when on the rows of each class are kept.
struct Kept {
    traffic: i64,
    money: i64,
    other: i64,
}

/// Deletes the lines that are archived and past the retention of their class, and the history of
/// states past its own; tells how many of each (AUD-013, JOB-006).
///
/// # Errors
/// When the database fails; what was deleted until then stays deleted, and was noted.
pub(super) async fn cleanup_old_logs(app: App) -> Outcome {
    let now = app.clock.now();
    let since = |days| now - app.parameters.integer(days, None) * DAY_MS;
    let kept = Kept {
        traffic: since(&parameters::RETENTION_TRAFFIC_DAYS),
        money: since(&parameters::RETENTION_MONEY_DAYS),
        other: since(&parameters::RETENTION_OTHER_DAYS),
    };
    let archives = archive::archives(&mut app.db.read().await?).await?;
    let archived_to = archives.last().map_or(0, |archive| archive.last_seq);
    let (mut removed, mut changes) = (0, 0);
    loop {
        let mut change = app.db.change(Actor::SYSTEM).await?;
        let lines = purge(&mut change, archived_to, &kept).await?;
        let states = purge_states(&mut change, kept.other).await?;
        keep(change, lines, states).await?;
        removed += lines;
        changes += states;
        if lines < BATCH {
            return Ok(json!({ "removed": removed, "state_changes_removed": changes }));
        }
    }
}

async fn purge(change: &mut Change, archived_to: i64, kept: &Kept) -> sqlx::Result<u64> {
    let latest = kept.traffic.max(kept.money).max(kept.other);
    on!(&mut **change, |c| sqlx::query(PURGE)
        .bind(latest)
        .bind(archived_to)
        .bind(kept.traffic)
        .bind(kept.money)
        .bind(kept.other)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))
}

async fn purge_states(change: &mut Change, before: i64) -> sqlx::Result<u64> {
    on!(&mut **change, |c| sqlx::query(PURGE_STATES).bind(before).execute(c).await.map(|done| done.rows_affected()))
}

/// Keeps the change with a line that says what went; nothing went, nothing is said.
async fn keep(change: Change, lines: u64, states: u64) -> Result<(), Problem> {
    if lines + states == 0 {
        return Ok(());
    }
    let event = Event::new(archive::CATEGORY, "purge", "audit_log", None);
    change.commit(event.with("removed", lines).with("state_changes_removed", states)).await
}
