//! The timers: one instant for each running session, at which its next warning or its end is due.
//!
//! Only the process that leads keeps time. It learns of sessions from the events, so that it does
//! not matter which process changed them. The periodic jobs catch up on whatever was missed.
use super::{lifecycle, store};
use crate::{
    App,
    app::stopped,
    db::{Actor, Event},
    jobs::Gained,
    live::{LiveEvent, SessionLine},
    problem::Problem,
};
use guichet_protocol::{SessionStatut, Warnings};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use tokio::sync::{Semaphore, mpsc, watch};
use uuid::Uuid;

/// Sessions settled with one change.
const TOGETHER: usize = 64;
/// Changes at once: while one waits for the disk, the next is made ready.
const AT_ONCE: usize = 2;
/// After a failure, a session is tried again this much later.
const RETRY_MS: i64 = 1_000;

/// What the timers hear.
enum Heard {
    /// A session changed.
    Changed(Uuid),
    /// A session could not be settled.
    Failed(Uuid),
    /// Events may have been missed.
    Resync,
}

/// When something is due for which session.
#[derive(Default)]
struct Timers {
    due: BTreeSet<(i64, Uuid)>,
    of: HashMap<Uuid, i64>,
}

impl Timers {
    fn set(&mut self, id: Uuid, at: Option<i64>) {
        if let Some(old) = self.of.remove(&id) {
            self.due.remove(&(old, id));
        }
        if let Some(at) = at {
            self.of.insert(id, at);
            self.due.insert((at, id));
        }
    }

    fn next(&self) -> Option<i64> {
        self.due.first().map(|(at, _)| *at)
    }

    fn take_due(&mut self, now: i64) -> Vec<Uuid> {
        let due = self.due.iter().take_while(|(at, _)| *at <= now).take(TOGETHER);
        let ids: Vec<Uuid> = due.map(|(_, id)| *id).collect();
        for id in &ids {
            self.set(*id, None);
        }
        ids
    }
}

/// When the next warning or the end of a session is due; never while its time stands still.
fn due_at(line: &SessionLine) -> Option<i64> {
    if line.statut != SessionStatut::Active {
        return None;
    }
    let countdown = line.countdown();
    let warning = Warnings::from_bits(line.warnings).next_ms().unwrap_or(0);
    countdown.instant_of_remaining(warning)
}

/// The timers of this process.
pub struct Engine {
    app: App,
    leadership: watch::Receiver<Option<Gained>>,
    heard: mpsc::UnboundedReceiver<Heard>,
    failures: mpsc::UnboundedSender<Heard>,
    /// Only while this process leads.
    timers: Option<Timers>,
    places: Arc<Semaphore>,
}

impl Engine {
    /// Sets the sessions' clocks right, when this process leads already, and gets ready to keep time.
    pub async fn start(app: App, mut leadership: watch::Receiver<Option<Gained>>) -> Self {
        let (failures, heard) = mpsc::unbounded_channel();
        let tapped = failures.clone();
        app.live.tap(move |event| {
            // An error only says that the timers have stopped for good.
            match event {
                LiveEvent::Session { line, .. } => drop(tapped.send(Heard::Changed(line.id))),
                LiveEvent::Resync => drop(tapped.send(Heard::Resync)),
                _ => {}
            }
        });
        let gained = *leadership.borrow_and_update();
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut engine = Self { app, leadership, heard, failures, timers: None, places };
        engine.follow(gained).await;
        engine
    }

    async fn follow(&mut self, gained: Option<Gained>) {
        self.timers = match gained {
            Some(gained) => Some(take_over(&self.app, gained).await),
            None => None,
        };
    }

    /// Keeps time whenever this process leads, until the server stops.
    pub async fn run(mut self) {
        let mut stopping = self.app.stopping.subscribe();
        loop {
            let next = self.timers.as_ref().and_then(Timers::next);
            tokio::select! {
                changed = self.leadership.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    let gained = *self.leadership.borrow_and_update();
                    self.follow(gained).await;
                }
                message = self.heard.recv() => {
                    let Some(message) = message else { return };
                    if let Some(timers) = &mut self.timers {
                        hear(&self.app, timers, message).await;
                    }
                }
                () = self.app.clock.sleep_until(next.unwrap_or_default()), if next.is_some() => {
                    if let Some(timers) = &mut self.timers {
                        fire(&self.app, timers, &self.places, &self.failures).await;
                    }
                }
                () = stopped(&mut stopping) => return,
            }
        }
    }
}

async fn hear(app: &App, timers: &mut Timers, message: Heard) {
    match message {
        // As it is now: two changes may be told in another order than they were kept.
        Heard::Changed(id) => timers.set(id, app.sessions.get(id).and_then(|line| due_at(&line))),
        Heard::Failed(id) => timers.set(id, Some(app.clock.now() + RETRY_MS)),
        Heard::Resync => {
            if let Err(problem) = app.sessions.reload(app).await {
                problem.log("timers");
            }
            *timers = timers_of(&app.sessions.all());
        }
    }
}

fn timers_of(lines: &[SessionLine]) -> Timers {
    let mut timers = Timers::default();
    for line in lines {
        timers.set(line.id, due_at(line));
    }
    timers
}

/// Starts keeping time. When no server was alive before, running sessions are charged nothing for
/// that time: stations that were open report their own count (`docs/time.md`).
async fn take_over(app: &App, gained: Gained) -> Timers {
    if let Some(dark_since) = gained.dark_since {
        // Timers must not run on clocks that count the outage: without a database there is nothing
        // to time anyway.
        while let Err(problem) = wake_up(app, dark_since).await {
            problem.log("timers");
            app.clock.sleep_until(app.clock.now() + RETRY_MS).await;
        }
    }
    if let Err(problem) = app.sessions.reload(app).await {
        problem.log("timers");
    }
    timers_of(&app.sessions.all())
}

async fn wake_up(app: &App, dark_since: i64) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let sessions = store::rebase(&mut change, dark_since).await?;
    let dark_ms = change.now() - dark_since;
    let event = Event::new("sessions", "resume_after_outage", "server", None)
        .with("sessions", sessions)
        .with("dark_ms", dark_ms);
    change.commit(event).await?;
    tracing::info!(sessions, dark_ms, "Running sessions resume after an outage");
    Ok(())
}

/// Settles everything that is due.
async fn fire(app: &App, timers: &mut Timers, places: &Arc<Semaphore>, failures: &mpsc::UnboundedSender<Heard>) {
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let ids = timers.take_due(app.clock.now());
        if ids.is_empty() {
            return;
        }
        let (app, failures) = (app.clone(), failures.clone());
        tokio::spawn(async move {
            for (id, problem) in lifecycle::settle(&app, &ids).await {
                problem.log("timers");
                let _ = failures.send(Heard::Failed(id));
            }
            drop(place);
        });
    }
}

/// Settles every session for which something is due, in the absence of timers: what the periodic
/// jobs do.
///
/// # Errors
/// When the database fails.
pub(super) async fn catch_up(app: &App) -> Result<usize, Problem> {
    let now = app.clock.now();
    let lines = store::open(&mut app.db.read().await?).await?;
    let due = lines.iter().filter(|line| due_at(line).is_some_and(|due| due <= now));
    settle_all(app, &due.map(|line| line.id).collect::<Vec<_>>()).await
}

/// Settles these sessions, a piece at a time; one that fails does not keep the others from it.
///
/// # Errors
/// The last failure.
pub(super) async fn settle_all(app: &App, ids: &[Uuid]) -> Result<usize, Problem> {
    let mut failed = Vec::new();
    for piece in ids.chunks(TOGETHER) {
        failed.extend(lifecycle::settle(app, piece).await);
    }
    failed.pop().map_or(Ok(ids.len()), |(_, problem)| Err(problem))
}
