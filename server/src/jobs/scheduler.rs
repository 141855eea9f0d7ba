//! Says when what is due. Only the leader's does; should two ever do, each occurrence still counts
//! once.
use super::{
    Gained, Job, Schedule, all,
    model::{Attempt, JobRow},
    store, worker,
};
use crate::{
    App,
    app::stopped,
    db::{Actor, Unaudited},
    problem::Problem,
};
use tokio::{sync::watch, task::JoinHandle};
use uuid::Uuid;

const PERIOD_MS: i64 = 1000;
/// How often what the frequent jobs did is written down.
const FLUSH_MS: i64 = 30_000;
/// How long runs are shown.
const RUNS_KEPT_MS: i64 = 30 * 24 * 3600 * 1000;
/// Runs carried out at the same time by one process, so that a long one holds up no short one.
const WORKERS: usize = 2;

/// Schedules while this process leads, and works through the queue, until the server stops. What
/// the task was doing then is finished or given back before it ends.
#[must_use]
pub fn start(app: &App, leadership: watch::Receiver<Option<Gained>>) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        let workers: Vec<_> = (0..WORKERS).map(|_| tokio::spawn(worker::work(app.clone()))).collect();
        lead(&app, leadership).await;
        for worker in workers {
            if worker.await.is_err() {
                tracing::error!("A worker of the job queue broke off");
            }
        }
    })
}

async fn lead(app: &App, mut leadership: watch::Receiver<Option<Gained>>) {
    let mut stopping = app.stopping.subscribe();
    let mut scheduler: Option<Scheduler> = None;
    loop {
        let leads = leadership.borrow_and_update().is_some();
        if leads && scheduler.is_none() {
            match Scheduler::load(app).await {
                Ok(loaded) => scheduler = Some(loaded),
                Err(problem) => problem.log("jobs"),
            }
        }
        if let Some(scheduler) = &mut scheduler {
            scheduler.tick_and_flush().await;
        }
        if !leads {
            scheduler = None;
        }
        let next_beat = (app.clock.now().div_euclid(PERIOD_MS) + 1) * PERIOD_MS;
        tokio::select! {
            biased;
            () = stopped(&mut stopping) => break,
            () = app.clock.sleep_until(next_beat) => {}
            Ok(()) = leadership.changed() => {}
        }
    }
    if let Some(scheduler) = &mut scheduler
        && let Err(problem) = scheduler.flush().await
    {
        problem.log("jobs");
    }
}

/// Runs all that is due now, whoever leads: for tests, which move the clock themselves.
///
/// # Errors
/// When the database fails.
pub async fn run_due(app: &App) -> Result<(), Problem> {
    let mut scheduler = Scheduler::load(app).await?;
    scheduler.tick().await;
    scheduler.flush().await?;
    while worker::run_next(app).await? {}
    Ok(())
}

/// Gives every job its row, so that it can be run and shown.
///
/// # Errors
/// When the database fails.
pub(super) async fn ensure(app: &App) -> Result<Vec<JobRow>, Problem> {
    let rows = store::jobs(&mut app.db.read().await?).await?;
    if all().all(|job| rows.iter().any(|row| row.name == job.name)) {
        return Ok(rows);
    }
    let mut change = app.db.change(Actor::SYSTEM).await?;
    for job in all() {
        let next = job.schedule.next_after(change.now(), app.settings.zone());
        store::ensure(&mut change, job, next).await?;
    }
    change.commit_unaudited(Unaudited::Scheduling).await?;
    Ok(store::jobs(&mut app.db.read().await?).await?)
}

struct Scheduler {
    app: App,
    plan: Vec<Planned>,
    flushed_at: i64,
}

struct Planned {
    job: &'static Job,
    next_at: i64,
    /// The last attempt at a frequent job that its row does not show yet, and how many there were.
    unflushed: Option<(Attempt, i64)>,
}

impl Scheduler {
    async fn load(app: &App) -> Result<Self, Problem> {
        let rows = ensure(app).await?;
        let now = app.clock.now();
        let planned = |job: &'static Job| {
            let row = rows.iter().find(|row| row.name == job.name);
            Planned { job, next_at: row.map_or(now, |row| row.next_run_at), unflushed: None }
        };
        Ok(Self { app: app.clone(), plan: all().map(planned).collect(), flushed_at: now })
    }

    async fn tick_and_flush(&mut self) {
        if !self.app.parameters.is_in_maintenance() {
            self.tick().await;
        }
        if self.app.clock.now() - self.flushed_at >= FLUSH_MS
            && let Err(problem) = self.flush().await
        {
            problem.log("jobs");
        }
    }

    /// Runs the frequent jobs that are due, and puts the others into the queue. Occurrences that
    /// were missed count as one.
    async fn tick(&mut self) {
        let now = self.app.clock.now();
        for planned in self.plan.iter_mut().filter(|planned| planned.next_at <= now) {
            match planned.job.schedule {
                Schedule::Often { .. } => planned.run(&self.app).await,
                Schedule::Cron(_) => {
                    // What could not be queued is due again in a second.
                    if let Err(problem) = planned.enqueue(&self.app).await {
                        problem.log("jobs");
                    }
                }
            }
        }
    }

    /// Writes down what the frequent jobs did.
    async fn flush(&mut self) -> Result<(), Problem> {
        self.flushed_at = self.app.clock.now();
        if self.plan.iter().all(|planned| planned.unflushed.is_none()) {
            return Ok(());
        }
        let mut change = self.app.db.change(Actor::SYSTEM).await?;
        for planned in &self.plan {
            if let Some((attempt, count)) = &planned.unflushed {
                store::note(&mut change, planned.job.name, attempt, *count).await?;
                store::plan(&mut change, planned.job, planned.next_at).await?;
            }
        }
        change.commit_unaudited(Unaudited::Scheduling).await?;
        for planned in &mut self.plan {
            planned.unflushed = None;
        }
        Ok(())
    }
}

impl Planned {
    async fn run(&mut self, app: &App) {
        if let Some(attempt) = worker::attempt(app, self.job, Uuid::nil()).await {
            let count = self.unflushed.as_ref().map_or(0, |(_, count)| *count);
            self.unflushed = Some((attempt, count + 1));
        }
        self.next_at = self.job.schedule.next_after(app.clock.now(), app.settings.zone());
    }

    async fn enqueue(&mut self, app: &App) -> Result<(), Problem> {
        let mut change = app.db.change(Actor::SYSTEM).await?;
        let next = self.job.schedule.next_after(change.now(), app.settings.zone());
        if store::advance(&mut change, self.job, self.next_at, next).await? {
            store::enqueue(&mut change, self.job, self.next_at).await?;
            let before = change.now() - RUNS_KEPT_MS;
            store::purge(&mut change, before).await?;
            change.commit_unaudited(Unaudited::Scheduling).await?;
            self.next_at = next;
        } else {
            drop(change);
            let rows = store::jobs(&mut app.db.read().await?).await?;
            let row = rows.iter().find(|row| row.name == self.job.name);
            self.next_at = row.map_or(next, |row| row.next_run_at);
        }
        Ok(())
    }
}
