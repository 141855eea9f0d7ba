//! Which process leads: it runs the sessions' timers and the scheduler.
//!
//! One row holds the lease: who leads, and when that process was last alive. It is renewed each
//! second and runs out after five. A stop in good order hands it back, so that the next process
//! need not wait.
//!
//! Clocks of several machines differ. A lease is therefore never taken on the word of one's own
//! clock alone: its row must have stood still while one watched.
use crate::{
    App,
    app::stopped,
    db::{Actor, Change, Tx, Unaudited},
    on,
    problem::Problem,
    statements,
};
use std::collections::HashMap;
use tokio::{sync::watch, task::JoinHandle};
use uuid::Uuid;

statements! {
    FIND = "SELECT holder, alive_at FROM leader_lease WHERE id = 1";
    FIRST = "INSERT INTO leader_lease (id, holder, alive_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING";
    TAKE = "UPDATE leader_lease SET holder = $1, alive_at = $2 WHERE id = 1 AND holder = $3 AND alive_at = $4";
    RENEW = "UPDATE leader_lease SET alive_at = $2 WHERE id = 1 AND holder = $1";
    BEAT = "INSERT INTO server_processes (id, started_at, alive_at) VALUES ($1, $2, $3) \
        ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at";
    OTHERS = "SELECT id, started_at, alive_at FROM server_processes WHERE id <> $1";
    LEAVE = "DELETE FROM server_processes WHERE id = $1 OR alive_at < $2";
    RELEASE = "UPDATE leader_lease SET holder = $2, alive_at = $3 WHERE id = 1 AND holder = $1";
}

/// How often the lease is renewed or looked at.
const PERIOD_MS: i64 = 1000;
/// How long it is good for.
const LEASE_MS: i64 = 5000;
/// A leader that could not renew for this long stops leading before another one starts.
const GIVE_UP_MS: i64 = 4000;
/// A lease that looks run out must have stood still for this long while we watched.
const WATCHED_MS: i64 = 1500;
/// A process that was not alive for this long is forgotten.
const FORGOTTEN_MS: i64 = 60_000;

/// The holder of a lease that was handed back.
const NOBODY: Uuid = Uuid::nil();

/// This process leads from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gained {
    /// Since when no process was alive, milliseconds of UTC: the outage before this one started,
    /// which is to be charged to nobody. Nothing when this process was already running when the one
    /// before it last was.
    pub dark_since: Option<i64>,
}

/// Takes part in the choice of a leader until the server stops.
///
/// The receiver holds `Some` while this process leads and `None` while it does not; it changes to
/// `Some` each time leadership is gained. When the server stops, it becomes `None`, the lease is
/// handed back, and the task ends.
///
/// The first look is over when this returns: a process without rivals leads by then, and sets the
/// sessions' clocks right before anybody can ask for them.
pub async fn start(app: &App) -> (watch::Receiver<Option<Gained>>, JoinHandle<()>) {
    let mut candidate = Candidate::new(app);
    if let Err(problem) = candidate.step().await {
        problem.log("leader");
    }
    let (sender, receiver) = watch::channel(candidate.leads());
    let app = app.clone();
    let task = tokio::spawn(async move {
        let mut stopping = app.stopping.subscribe();
        loop {
            tokio::select! {
                () = app.clock.sleep_until(app.clock.now() + PERIOD_MS) => {}
                () = stopped(&mut stopping) => break,
            }
            if let Err(problem) = candidate.step().await {
                problem.log("leader");
            }
            tell(&sender, candidate.leads());
        }
        tell(&sender, None);
        if let Err(problem) = candidate.release().await {
            problem.log("leader");
        }
    });
    (receiver, task)
}

fn tell(sender: &watch::Sender<Option<Gained>>, leads: Option<Gained>) {
    sender.send_if_modified(|told| std::mem::replace(told, leads) != leads);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
struct Lease {
    holder: Uuid,
    alive_at: i64,
}

/// A process beside this one.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
struct Other {
    id: Uuid,
    started_at: i64,
    alive_at: i64,
}

/// The other processes, as they were first seen and as they are now. One that was there before the last leader fell
/// silent, and still moves, shows that it never was dark.
#[derive(Default)]
struct Others {
    first_seen: HashMap<Uuid, i64>,
    now: Vec<Other>,
    since: Option<i64>,
}

impl Others {
    fn see(&mut self, now: i64, others: Vec<Other>) {
        self.since.get_or_insert(now);
        for other in &others {
            self.first_seen.entry(other.id).or_insert(other.alive_at);
        }
        self.now = others;
    }

    fn of_before(&self, at: i64) -> impl Iterator<Item = &Other> {
        self.now.iter().filter(move |other| other.started_at <= at)
    }

    /// Whether one that was there at `at` lives.
    fn lived_through(&self, at: i64) -> bool {
        self.of_before(at).any(|other| self.first_seen.get(&other.id).is_some_and(|seen| *seen != other.alive_at))
    }

    /// Whether one that was there at `at` may live: it was not watched for long enough.
    fn may_live(&self, at: i64, now: i64) -> bool {
        let is_new = self.since.is_none_or(|since| now - since < WATCHED_MS);
        is_new && self.of_before(at).next().is_some()
    }

    /// When the last of those that were there at `at` was alive.
    fn last_alive(&self, at: i64) -> i64 {
        self.of_before(at).map(|other| other.alive_at).max().unwrap_or(at).max(at)
    }
}

/// A process that leads or would.
pub struct Candidate {
    app: App,
    id: Uuid,
    started_at: i64,
    /// The lease as it was last seen, and since when it stands so.
    seen: Option<(Lease, i64)>,
    others: Others,
    leading: Option<Leading>,
    has_led: bool,
}

#[derive(Clone, Copy)]
struct Leading {
    gained: Gained,
    renewed_at: i64,
}

impl Candidate {
    /// A process that starts now.
    #[must_use]
    pub fn new(app: &App) -> Self {
        let id = Uuid::from_bytes(rand::random());
        Self {
            app: app.clone(),
            id,
            started_at: app.clock.now(),
            seen: None,
            others: Others::default(),
            leading: None,
            has_led: false,
        }
    }

    /// Whether this process leads, and how it came to.
    #[must_use]
    pub fn leads(&self) -> Option<Gained> {
        self.leading.map(|leading| leading.gained)
    }

    /// Renews the lease, or looks whether it can be taken.
    ///
    /// # Errors
    /// When the database fails; a leader that cannot renew in time leads no longer.
    pub async fn step(&mut self) -> Result<(), Problem> {
        let beaten = self.beat().await;
        let stepped = if self.leading.is_some() { self.renew().await } else { self.look().await };
        let now = self.app.clock.now();
        // SQLite has one process: nobody else can take over, so there is nobody to make way for.
        let late = self.leading.is_some_and(|leading| now - leading.renewed_at >= GIVE_UP_MS);
        if late && self.has_rivals() {
            self.leading = None;
        }
        beaten.and(stepped)
    }

    /// Tells the other processes that this one is alive.
    async fn beat(&self) -> Result<(), Problem> {
        if !self.has_rivals() {
            return Ok(());
        }
        let mut change = self.app.db.change(Actor::SYSTEM).await?;
        let now = change.now();
        on!(&mut *change, |c| sqlx::query(BEAT)
            .bind(self.id)
            .bind(self.started_at)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        change.commit_unaudited(Unaudited::Scheduling).await
    }

    fn has_rivals(&self) -> bool {
        self.app.db.postgres().is_some()
    }

    async fn renew(&mut self) -> Result<(), Problem> {
        let mut change = self.app.db.change(Actor::SYSTEM).await?;
        let now = change.now();
        let renewed = renew(&mut change, self.id).await?;
        change.commit_unaudited(Unaudited::Scheduling).await?;
        match &mut self.leading {
            Some(leading) if renewed => leading.renewed_at = now,
            _ => {
                tracing::warn!("Another process leads");
                self.leading = None;
            }
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<(), Problem> {
        let mut tx = self.app.db.read().await?;
        let lease = find(&mut tx).await?;
        let others = others(&mut tx, self.id).await?;
        drop(tx);
        let now = self.app.clock.now();
        self.others.see(now, others);
        let since = match self.seen {
            Some((seen, since)) if Some(seen) == lease => since,
            _ => now,
        };
        self.seen = lease.map(|lease| (lease, since));
        let is_free = lease.is_none_or(|lease| self.is_free(lease, now, now - since));
        if is_free && !lease.is_some_and(|lease| self.must_wait(lease, now)) {
            self.take(lease).await?;
        }
        Ok(())
    }

    /// Whether it is not known yet if anybody was alive since the lease was renewed last.
    fn must_wait(&self, lease: Lease, now: i64) -> bool {
        let at = lease.alive_at;
        self.was_away(at) && !self.others.lived_through(at) && self.others.may_live(at, now)
    }

    /// Whether this process cannot say itself that somebody was alive after `at`. With no rivals, whoever held the lease
    /// before our first is dead, whatever the clocks say.
    fn was_away(&self, at: i64) -> bool {
        if self.has_rivals() { at < self.started_at } else { !self.has_led }
    }

    /// Since when no process was alive, when the last leader was at `at`.
    fn dark_since(&self, at: i64) -> Option<i64> {
        let is_dark = self.was_away(at) && !self.others.lived_through(at);
        is_dark.then(|| self.others.last_alive(at))
    }

    fn is_free(&self, lease: Lease, now: i64, watched_ms: i64) -> bool {
        let run_out = now - lease.alive_at >= LEASE_MS && watched_ms >= WATCHED_MS;
        let ours = lease.holder == NOBODY || lease.holder == self.id;
        ours || watched_ms >= LEASE_MS || run_out || !self.has_rivals()
    }

    async fn take(&mut self, from: Option<Lease>) -> Result<(), Problem> {
        let mut change = self.app.db.change(Actor::SYSTEM).await?;
        let now = change.now();
        if !take(&mut change, self.id, from).await? {
            return Ok(());
        }
        leave(&mut change, Uuid::nil(), now - FORGOTTEN_MS).await?;
        change.commit_unaudited(Unaudited::Scheduling).await?;
        let gained = Gained { dark_since: from.and_then(|lease| self.dark_since(lease.alive_at)) };
        tracing::info!(dark_since = gained.dark_since, "This process leads");
        self.has_led = true;
        self.leading = Some(Leading { gained, renewed_at: now });
        Ok(())
    }

    /// Leaves in good order: hands the lease back, if this process holds it.
    ///
    /// # Errors
    /// When the database fails: the lease then runs out.
    pub async fn release(&mut self) -> Result<(), Problem> {
        let led = self.leading.take().is_some();
        if !led && !self.has_rivals() {
            return Ok(());
        }
        let mut change = self.app.db.change(Actor::SYSTEM).await?;
        let now = change.now();
        if led {
            on!(&mut *change, |c| sqlx::query(RELEASE)
                .bind(self.id)
                .bind(NOBODY)
                .bind(now)
                .execute(c)
                .await
                .map(drop))?;
        }
        leave(&mut change, self.id, now - FORGOTTEN_MS).await?;
        change.commit_unaudited(Unaudited::Scheduling).await
    }
}

async fn others(tx: &mut Tx, than: Uuid) -> sqlx::Result<Vec<Other>> {
    on!(tx, |c| sqlx::query_as(OTHERS).bind(than).fetch_all(c).await)
}

/// Forgets a process that ends, and those that did without a word.
async fn leave(change: &mut Change, id: Uuid, before: i64) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(LEAVE).bind(id).bind(before).execute(c).await.map(drop))
}

async fn find(tx: &mut Tx) -> sqlx::Result<Option<Lease>> {
    on!(tx, |c| sqlx::query_as(FIND).fetch_optional(c).await)
}

async fn renew(change: &mut Change, id: Uuid) -> sqlx::Result<bool> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(RENEW).bind(id).bind(now).execute(c).await.map(|done| done.rows_affected() == 1))
}

/// Takes the lease if it still is as it was seen.
async fn take(change: &mut Change, id: Uuid, from: Option<Lease>) -> sqlx::Result<bool> {
    let now = change.now();
    match from {
        None => on!(&mut **change, |c| sqlx::query(FIRST)
            .bind(id)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)),
        Some(Lease { holder, alive_at }) => on!(&mut **change, |c| sqlx::query(TAKE)
            .bind(id)
            .bind(now)
            .bind(holder)
            .bind(alive_at)
            .execute(c)
            .await
            .map(|done| done.rows_affected() == 1)),
    }
}
