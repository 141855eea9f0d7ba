//! Runs what waits in the queue, in any process.
use super::{
    Job,
    model::{ABANDONED, Attempt, Outcome, PANIC, RunRow, TIMEOUT, Work},
    named, parts_of, rules, scheduler,
    store::{self, Fate},
};
use crate::{
    App,
    app::stopped,
    audit::KioskAction,
    db::{Actor, Event, Unaudited},
    problem::{Code, Problem},
};
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// A claimed run belongs to its process for as long as the job may take, and this much more.
const LEASE_MARGIN_MS: i64 = 10_000;
/// How often the queue is looked at.
const PERIOD_MS: i64 = 1000;

/// Runs what is due, one run after the other, until the server stops.
pub(super) async fn work(app: App) {
    let mut stopping = app.stopping.subscribe();
    while !*stopping.borrow() {
        // What is queued waits for the end of the maintenance.
        let next = if app.parameters.is_in_maintenance() { Ok(false) } else { run_next(&app).await };
        match next {
            Ok(true) => continue,
            Ok(false) => {}
            Err(problem) => problem.log("jobs"),
        }
        tokio::select! {
            () = app.clock.sleep_until(app.clock.now() + PERIOD_MS) => {}
            () = stopped(&mut stopping) => {}
        }
    }
}

/// Runs what waits first; false when nothing does.
pub(super) async fn run_next(app: &App) -> Result<bool, Problem> {
    let run = store::next(&mut app.db.read().await?, app.clock.now()).await?;
    let Some(run) = run else { return Ok(false) };
    run_claimed(app, &run).await?;
    Ok(true)
}

/// Runs a job now, whatever its schedule says.
///
/// # Errors
/// When there is no such job, or why it failed.
pub async fn run_now(app: &App, name: &str) -> Outcome {
    let job = named(name).ok_or_else(|| Problem::not_found("job"))?;
    scheduler::ensure(app).await?;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let run = enqueue_now(&mut change, job).await?;
    change.commit_unaudited(Unaudited::Scheduling).await?;
    match run_claimed(app, &run).await? {
        Some(Attempt { result: Ok(value), .. }) => Ok(value),
        Some(Attempt { result: Err(word), .. }) => {
            let code = Code::ALL.iter().find(|code| code.word() == word).copied();
            Err(code.map_or_else(|| Problem::internal(format!("{name}: {word}")), Problem::from))
        }
        None => Err(Problem::internal(format!("{name} was run by another process"))),
    }
}

/// Puts a run into the queue that no schedule asked for.
pub(super) async fn enqueue_now(change: &mut crate::db::Change, job: &Job) -> Result<RunRow, Problem> {
    let mut at = change.now();
    let id = loop {
        match store::enqueue(change, job, at).await? {
            Some(id) => break id,
            // That instant is taken, by the schedule or by somebody else.
            None => at += 1,
        }
    };
    Ok(RunRow {
        id,
        job: job.name.to_owned(),
        state: "queued".into(),
        attempts: 0,
        queued_at: at,
        started_at: None,
        ended_at: None,
        error: None,
        result: None,
    })
}

/// Claims `run` and carries it out; nothing when another process has it.
async fn run_claimed(app: &App, run: &RunRow) -> Result<Option<Attempt>, Problem> {
    let job = named(&run.job);
    let number = run.attempts + 1;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let lease = i64::from(job.map_or(0, |job| job.timeout_s)) * 1000 + LEASE_MARGIN_MS;
    let leased_until = change.now() + lease;
    if !store::claim(&mut change, run.id, leased_until).await? {
        return Ok(None);
    }
    change.commit_unaudited(Unaudited::Scheduling).await?;
    let attempt = match job {
        Some(job) if number <= rules::MAX_ATTEMPTS => attempt(app, job, run.id).await,
        // It took its process down with it each time, or this version knows it no longer.
        _ => Some(Attempt { started_at: app.clock.now(), duration_ms: 0, result: Err(ABANDONED) }),
    };
    match &attempt {
        Some(attempt) => settle(app, run, number, attempt).await?,
        None => give_back(app, run.id, number).await?,
    }
    Ok(attempt)
}

/// One attempt at a job; nothing when the server stops meanwhile.
pub(super) async fn attempt(app: &App, job: &Job, run_id: Uuid) -> Option<Attempt> {
    let started_at = app.clock.now();
    let mut stopping = app.stopping.subscribe();
    // In a task of its own: a panic ends the attempt, not the scheduler.
    let mut task = Task(tokio::spawn(run(app.clone(), job.run, parts_of(job))));
    let limit = Duration::from_secs(u64::from(job.timeout_s));
    let ended = tokio::select! {
        biased;
        ended = tokio::time::timeout(limit, &mut task.0) => ended,
        () = stopped(&mut stopping) => return None,
    };
    let result = match ended {
        Ok(Ok(Ok(value))) => Ok(value),
        Ok(Ok(Err(problem))) => {
            problem.log(&run_id.to_string());
            Err(problem.code.word())
        }
        Ok(Err(_)) => Err(PANIC),
        Err(_) => Err(TIMEOUT),
    };
    if let Err(error) = result {
        tracing::warn!(job = job.name, run.id = %run_id, error, "A job failed");
    }
    Some(Attempt { started_at, duration_ms: app.clock.now() - started_at, result })
}

/// A job with its parts; the result has theirs under their names.
async fn run(app: App, job: Work, parts: &'static [Job]) -> Outcome {
    let mut result = job(app.clone()).await?;
    for part in parts {
        result[part.name] = (part.run)(app.clone()).await?;
    }
    Ok(result)
}

async fn settle(app: &App, run: &RunRow, number: i64, attempt: &Attempt) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let fate = store::finish(&mut change, run.id, number, attempt).await?;
    if fate == Fate::Lost {
        tracing::warn!(job = run.job, run.id = %run.id, "A job took longer than its lease: another process took over");
        return Ok(());
    }
    store::note(&mut change, &run.job, attempt, 1).await?;
    match &attempt.result {
        Err(word) if fate == Fate::Failed => {
            let event = Event::kiosk(KioskAction::Erreur, "job", Some(run.id));
            change.commit(event.with("job", run.job.as_str()).with("error", *word)).await
        }
        _ => change.commit_unaudited(Unaudited::Scheduling).await,
    }
}

async fn give_back(app: &App, id: Uuid, number: i64) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    store::give_back(&mut change, id, number).await?;
    change.commit_unaudited(Unaudited::Scheduling).await
}

/// A task that ends with whoever waits for it.
struct Task(JoinHandle<Outcome>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Clock, config::Settings, jobs::Schedule};
    use serde_json::json;

    async fn outcome(run: Work, timeout_s: u32) -> Result<serde_json::Value, &'static str> {
        let folder = std::env::temp_dir().join(format!("guichet-job-{}", Uuid::from_bytes(rand::random())));
        let settings = Settings { data_dir: folder.clone(), ..Settings::default() };
        let app = App::open(settings, Clock::manual(0)).await.expect("a server");
        let job = Job { name: "essai", beat: "essai", schedule: Schedule::Often { seconds: 1 }, timeout_s, run };
        let attempt = attempt(&app, &job, Uuid::nil()).await.expect("it does not stop");
        app.db.close().await;
        std::fs::remove_dir_all(folder).expect("removed");
        attempt.result
    }

    /// JOB-015: what goes wrong is a word, whatever it is, and the scheduler lives on.
    #[tokio::test]
    async fn an_attempt_ends_in_a_result_or_a_word() {
        assert_eq!(outcome(|_| Box::pin(async { Ok(json!(1)) }), 5).await, Ok(json!(1)));
        assert_eq!(outcome(|_| Box::pin(async { Err(Code::StorageFull.into()) }), 5).await, Err("storage_full"));
        assert_eq!(outcome(|_| Box::pin(std::future::pending()), 0).await, Err(TIMEOUT));
        assert_eq!(outcome(|_| Box::pin(async { unreachable!("on purpose") }), 5).await, Err(PANIC));
    }
}
