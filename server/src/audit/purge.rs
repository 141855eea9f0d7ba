//! What the log need not keep any longer.
use super::archive;
use crate::{
    App,
    db::{Actor, Change, Event, Tx},
    jobs::Outcome,
    on, parameters,
    problem::Problem,
    statements,
};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// What is past the retention of its class. The first condition is there for the index on the instant.
macro_rules! past_retention {
    () => {
        "at < $1 AND at < CASE category WHEN 'kiosk' THEN CAST($3 AS BIGINT) WHEN 'cash' THEN CAST($4 AS BIGINT) ELSE CAST($5 AS BIGINT) END"
    };
}

statements! {
    // The triggers refuse whatever is in no archive.
    PURGE = concat!("DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE seq <= $2 AND ", past_retention!(),
            " ORDER BY at LIMIT 5000)");
    REMOVABLE = concat!("SELECT COUNT(CASE WHEN seq <= $2 THEN 1 END), MIN(CASE WHEN seq <= $2 THEN at END), \
            COUNT(CASE WHEN seq <= $2 AND category = 'kiosk' THEN 1 END), COUNT(CASE WHEN seq <= $2 AND category = 'cash' THEN 1 END), \
            COUNT(CASE WHEN seq > $2 THEN 1 END) FROM audit_log WHERE ", past_retention!());
    REMOVABLE_STATES = "SELECT COUNT(*) FROM state_changes WHERE at < $1";
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

impl Kept {
    fn by(app: &App) -> Self {
        let since = |days| app.clock.now() - app.parameters.integer(days, None) * DAY_MS;
        Self {
            traffic: since(&parameters::RETENTION_TRAFFIC_DAYS),
            money: since(&parameters::RETENTION_MONEY_DAYS),
            other: since(&parameters::RETENTION_OTHER_DAYS),
        }
    }

    /// Nothing younger than this is removed.
    fn latest(&self) -> i64 {
        self.traffic.max(self.money).max(self.other)
    }
}

/// What the clean-up of the log would remove now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JournalSupprimable)]
pub struct Removable {
    /// Lines that are past their retention and archived: they would go.
    #[schema(example = 1280)]
    pub lines: i64,
    /// Of these, lines about sessions and stations.
    #[schema(example = 1200)]
    pub traffic: i64,
    /// Of these, lines about money.
    #[schema(example = 0)]
    pub money: i64,
    /// The oldest of them, milliseconds of UTC.
    #[schema(example = 1_763_596_800_000_i64)]
    pub oldest_at: Option<i64>,
    /// Lines past their retention that stay, because no archive holds them yet.
    #[schema(example = 0)]
    pub waiting: i64,
    /// Rows of the history of states that would go.
    #[schema(example = 310)]
    pub state_changes: i64,
    /// How long lines about sessions and stations are kept, in days.
    #[schema(example = 366)]
    pub traffic_days: i64,
    /// How long lines about money are kept, in days.
    #[schema(example = 3653)]
    pub money_days: i64,
    /// How long all other lines are kept, in days.
    #[schema(example = 1827)]
    pub other_days: i64,
}

/// Counts what [`cleanup_old_logs`] would remove (AUD-014).
pub(super) async fn removable(app: &App, tx: &mut Tx) -> Result<Removable, Problem> {
    let kept = Kept::by(app);
    let archived_to = archive::archives(tx).await?.last().map_or(0, |archive| archive.last_seq);
    let (lines, oldest_at, traffic, money, waiting): (i64, Option<i64>, i64, i64, i64) =
        on!(&mut *tx, |c| sqlx::query_as(REMOVABLE)
            .bind(kept.latest())
            .bind(archived_to)
            .bind(kept.traffic)
            .bind(kept.money)
            .bind(kept.other)
            .fetch_one(c)
            .await)?;
    let state_changes = on!(&mut *tx, |c| sqlx::query_scalar(REMOVABLE_STATES).bind(kept.other).fetch_one(c).await)?;
    let days = |parameter| app.parameters.integer(parameter, None);
    Ok(Removable {
        lines,
        traffic,
        money,
        oldest_at,
        waiting,
        state_changes,
        traffic_days: days(&parameters::RETENTION_TRAFFIC_DAYS),
        money_days: days(&parameters::RETENTION_MONEY_DAYS),
        other_days: days(&parameters::RETENTION_OTHER_DAYS),
    })
}

/// Deletes the lines that are archived and past the retention of their class, and the history of
/// states past its own; tells how many of each (AUD-013, JOB-006).
///
/// # Errors
/// When the database fails; what was deleted until then stays deleted, and was noted.
pub(super) async fn cleanup_old_logs(app: App) -> Outcome {
    let kept = Kept::by(&app);
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
    on!(&mut **change, |c| sqlx::query(PURGE)
        .bind(kept.latest())
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
