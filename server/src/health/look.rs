//! Looks at each part of the server.
use super::model::{
    AuditHealth, ClockHealth, DatabaseHealth, JobsHealth, MailHealth, SocketsHealth, Verdict, WritesHealth,
};
use crate::{
    App,
    app::MAX_SOCKETS,
    audit,
    db::{Actor, Tx},
    i18n::Language,
    jobs, mail, on,
    problem::Problem,
    statements,
};
use std::{fs, time::Instant};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// A job that is later than this is late.
const LATE_MS: i64 = 10 * MINUTE_MS;
/// Lines at the end of the log that are checked each time.
const LAST_LINES: i64 = 200;

/// PostgreSQL's own word for its size.
const POSTGRES_SIZE: &str = "SELECT pg_database_size(current_database())";

statements! {
    ANSWER = "SELECT COUNT(*) FROM jobs";
    WAITING_MAILS = "SELECT COUNT(*), MIN(created_at) FROM mails WHERE state = 'queued'";
    FAILED_MAILS = "SELECT COUNT(*) FROM mails WHERE state = 'failed' AND ended_at >= $1";
}

fn elapsed_ms(since: Instant) -> i64 {
    i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX)
}

pub(super) async fn database(app: &App, tx: &mut Tx) -> sqlx::Result<DatabaseHealth> {
    let asked = Instant::now();
    on!(&mut *tx, |c| sqlx::query(ANSWER).execute(c).await.map(drop))?;
    let latency_ms = elapsed_ms(asked);
    let size_bytes = match tx {
        Tx::Sqlite(_) => size_of_files(app),
        Tx::Postgres(t) => sqlx::query_scalar(POSTGRES_SIZE).fetch_one(&mut **t).await?,
    };
    let pending_migrations = app.db.pending_migrations().await?;
    let status = Verdict::below(latency_ms, 250, 2_000).max(Verdict::below(pending_migrations, 0, 0));
    Ok(DatabaseHealth { status, kind: app.db.kind(), size_bytes, latency_ms, pending_migrations })
}

/// The file of SQLite and what is not yet written into it.
fn size_of_files(app: &App) -> i64 {
    let url = app.settings.database();
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//").split('?').next().unwrap_or_default();
    let size = |path: String| fs::metadata(path).map_or(0, |file| file.len());
    i64::try_from(size(path.to_owned()) + size(format!("{path}-wal"))).unwrap_or(i64::MAX)
}

/// Waits for a turn to write, and gives it back.
pub(super) async fn writes(app: &App) -> sqlx::Result<WritesHealth> {
    let asked = Instant::now();
    drop(app.db.change(Actor::SYSTEM).await?);
    let wait_ms = elapsed_ms(asked);
    let stats = app.db.group_stats();
    Ok(WritesHealth {
        status: Verdict::below(wait_ms, 500, 5_000),
        wait_ms,
        waiting: stats.waiting,
        changes: stats.changes,
        commits: stats.commits,
    })
}

pub(super) async fn letters(app: &App, tx: &mut Tx, now: i64) -> sqlx::Result<MailHealth> {
    let (queued, oldest_at): (i64, Option<i64>) = on!(&mut *tx, |c| sqlx::query_as(WAITING_MAILS).fetch_one(c).await)?;
    let failed: i64 = on!(tx, |c| sqlx::query_scalar(FAILED_MAILS).bind(now - DAY_MS).fetch_one(c).await)?;
    let waits = Verdict::below(oldest_at.map_or(0, |at| now - at), 15 * MINUTE_MS, 120 * MINUTE_MS);
    let status = if failed > 0 { waits.max(Verdict::Warning) } else { waits };
    Ok(MailHealth { status, enabled: mail::is_on(app), queued, oldest_at, failed })
}

pub(super) async fn planned(app: &App, tx: &mut Tx, language: Language, now: i64) -> Result<JobsHealth, Problem> {
    let jobs = jobs::states(app, tx, language).await?;
    let failed = jobs.iter().filter(|job| job.last_result.as_deref() == Some("error")).count();
    let is_late = |at: Option<i64>| at.is_some_and(|at| at < now - LATE_MS);
    let late = jobs.iter().filter(|job| job.enabled && is_late(job.next_run_at)).count();
    let status = match (failed, late) {
        (0, 0) => Verdict::Ok,
        (_, 0) => Verdict::Warning,
        _ => Verdict::Critical,
    };
    Ok(JobsHealth { status, failed, late, jobs })
}

pub(super) fn sockets(app: &App) -> SocketsHealth {
    let left = app.socket_places.available_permits().min(MAX_SOCKETS);
    let status = Verdict::left(left as u64, MAX_SOCKETS as u64, 20, 1);
    SocketsHealth { status, open: MAX_SOCKETS - left, most: MAX_SOCKETS }
}

pub(super) async fn log(tx: &mut Tx) -> sqlx::Result<AuditHealth> {
    let audit::End { last_seq, checked, is_sound } = audit::end(tx, LAST_LINES).await?;
    let status = if is_sound { Verdict::Ok } else { Verdict::Critical };
    Ok(AuditHealth { status, last_seq, checked, is_sound })
}

pub(super) fn clock(app: &App, now: i64) -> ClockHealth {
    let drift_ms = app.clock.drift_ms();
    let status = Verdict::below(drift_ms.abs(), 2_000, MINUTE_MS);
    ClockHealth { status, now, drift_ms, timezone: app.settings.zone().name().to_owned() }
}
