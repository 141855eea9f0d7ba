//! The tables of jobs and their runs. Nothing else touches them.
use super::{
    Job,
    model::{Attempt, JobRow, RunRow},
    rules,
};
use crate::{
    db::{Change, Tx},
    list::{Filter, List},
    on, statements,
};
use uuid::Uuid;

macro_rules! run_columns {
    () => {
        "r.id, r.job, r.state, r.attempts, r.scheduled_at AS queued_at, r.started_at, r.ended_at, r.error, r.result"
    };
}

statements! {
    JOBS = "SELECT name, next_run_at, last_run_at, last_result, last_error, last_duration_ms, run_count FROM jobs";
    ENSURE = "INSERT INTO jobs (name, next_run_at, run_count) VALUES ($1, $2, 0) ON CONFLICT (name) DO NOTHING";
    ADVANCE = "UPDATE jobs SET next_run_at = $3 WHERE name = $1 AND next_run_at = $2";
    PLAN = "UPDATE jobs SET next_run_at = $2 WHERE name = $1";
    ENQUEUE = "INSERT INTO job_runs (id, job, scheduled_at, state, attempts, not_before) VALUES ($1, $2, $3, 'queued', 0, $4) \
            ON CONFLICT (job, scheduled_at) DO NOTHING";
    // What waits, or was left by a process that died; never a second run of a job beside another.
    NEXT = concat!("SELECT ", run_columns!(), " FROM job_runs r \
            WHERE ((r.state = 'queued' AND r.not_before <= $1) OR (r.state = 'running' AND r.leased_until <= $1)) \
            AND NOT EXISTS (SELECT 1 FROM job_runs o WHERE o.job = r.job AND o.id <> r.id AND o.state = 'running' AND o.leased_until > $1) \
            ORDER BY r.not_before, r.id LIMIT 1");
    // Of several processes, one finds the row as it was: the others find it claimed.
    CLAIM = "UPDATE job_runs SET state = 'running', attempts = attempts + 1, started_at = $2, leased_until = $3 WHERE id = $1 \
            AND ((state = 'queued' AND not_before <= $2) OR (state = 'running' AND leased_until <= $2))";
    DONE = "UPDATE job_runs SET state = 'done', ended_at = $3, leased_until = NULL, error = NULL, result = $4 \
            WHERE id = $1 AND attempts = $2 AND state = 'running'";
    RETRY = "UPDATE job_runs SET state = 'queued', not_before = $3, leased_until = NULL, error = $4 \
            WHERE id = $1 AND attempts = $2 AND state = 'running'";
    FAILED = "UPDATE job_runs SET state = 'failed', ended_at = $3, leased_until = NULL, error = $4 \
            WHERE id = $1 AND attempts = $2 AND state = 'running'";
    GIVE_BACK = "UPDATE job_runs SET state = 'queued', attempts = attempts - 1, leased_until = NULL \
            WHERE id = $1 AND attempts = $2 AND state = 'running'";
    NOTE = "UPDATE jobs SET last_run_at = $2, last_result = $3, last_error = $4, last_duration_ms = $5, run_count = run_count + $6 \
            WHERE name = $1";
    PURGE = "DELETE FROM job_runs WHERE state IN ('done', 'failed') AND not_before < $1";
}

/// The runs of a job.
pub static RUNS: List = List {
    name: "job_runs",
    columns: run_columns!(),
    from: "job_runs r",
    id: "r.id",
    agency: None,
    owner: None,
    filters: &[
        ("job", Filter::Text("r.job")),
        ("state", Filter::Text("r.state")),
        ("queued_from", Filter::From("r.scheduled_at")),
        ("queued_to", Filter::Before("r.scheduled_at")),
    ],
    search: &["r.job", "r.error", "r.result"],
    order: &[("queued_at", "r.scheduled_at"), ("started_at", "r.started_at"), ("attempts", "r.attempts")],
    default_order: "-queued_at",
};

pub(super) async fn jobs(tx: &mut Tx) -> sqlx::Result<Vec<JobRow>> {
    on!(tx, |c| sqlx::query_as(JOBS).fetch_all(c).await)
}

pub(super) async fn ensure(change: &mut Change, job: &Job, next_run_at: i64) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(ENSURE).bind(job.name).bind(next_run_at).execute(c).await.map(drop))
}

/// Moves a job's next occurrence on; false when another process did.
pub(super) async fn advance(change: &mut Change, job: &Job, from: i64, to: i64) -> sqlx::Result<bool> {
    on!(&mut **change, |c| sqlx::query(ADVANCE)
        .bind(job.name)
        .bind(from)
        .bind(to)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1))
}

pub(super) async fn plan(change: &mut Change, job: &Job, next_run_at: i64) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(PLAN).bind(job.name).bind(next_run_at).execute(c).await.map(drop))
}

/// Puts a run into the queue; nothing when that occurrence is in it already.
pub(super) async fn enqueue(change: &mut Change, job: &Job, scheduled_at: i64) -> sqlx::Result<Option<Uuid>> {
    let (id, now) = (change.new_id(), change.now());
    let done = on!(&mut **change, |c| sqlx::query(ENQUEUE)
        .bind(id)
        .bind(job.name)
        .bind(scheduled_at)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok((done == 1).then_some(id))
}

pub(super) async fn next(tx: &mut Tx, now: i64) -> sqlx::Result<Option<RunRow>> {
    on!(tx, |c| sqlx::query_as(NEXT).bind(now).fetch_optional(c).await)
}

/// Takes a run for this process until `leased_until`; false when another one has it.
pub(super) async fn claim(change: &mut Change, id: Uuid, leased_until: i64) -> sqlx::Result<bool> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(CLAIM)
        .bind(id)
        .bind(now)
        .bind(leased_until)
        .execute(c)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// What becomes of a run after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is done.
    Done,
    /// It will be tried again.
    Retried,
    /// It failed for good.
    Failed,
    /// Another process took it over meanwhile: this attempt does not count.
    Lost,
}

/// Writes down how the `number`-th attempt ended.
pub(super) async fn finish(change: &mut Change, id: Uuid, number: i64, attempt: &Attempt) -> sqlx::Result<Fate> {
    let now = change.now();
    let (sql, at, text, fate) = match &attempt.result {
        Ok(value) => (DONE, now, value.to_string(), Fate::Done),
        Err(word) => match rules::backoff_ms(number) {
            Some(wait) => (RETRY, now.saturating_add(wait), (*word).to_owned(), Fate::Retried),
            None => (FAILED, now, (*word).to_owned(), Fate::Failed),
        },
    };
    let done = on!(&mut **change, |c| sqlx::query(sql)
        .bind(id)
        .bind(number)
        .bind(at)
        .bind(text)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(if done == 1 { fate } else { Fate::Lost })
}

/// Puts a run back as if it had not been tried.
pub(super) async fn give_back(change: &mut Change, id: Uuid, number: i64) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(GIVE_BACK).bind(id).bind(number).execute(c).await.map(drop))
}

/// Shows the last of `count` attempts in the job's row.
pub(super) async fn note(change: &mut Change, name: &str, attempt: &Attempt, count: i64) -> sqlx::Result<()> {
    let (result, error) = match &attempt.result {
        Ok(_) => ("ok", None),
        Err(word) => ("error", Some(*word)),
    };
    on!(&mut **change, |c| sqlx::query(NOTE)
        .bind(name)
        .bind(attempt.started_at)
        .bind(result)
        .bind(error)
        .bind(attempt.duration_ms)
        .bind(count)
        .execute(c)
        .await
        .map(drop))
}

/// Forgets the runs that were over before `before`.
pub(super) async fn purge(change: &mut Change, before: i64) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(PURGE).bind(before).execute(c).await.map(drop))
}
