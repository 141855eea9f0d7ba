//! SQLite's one writer, and how its commits are grouped.
//!
//! A commit that reaches the disk costs the same for one change as for sixty-four. So changes that
//! arrive together share one: each is a savepoint in the open group, and is answered when the
//! group's commit has reached the disk. The group closes when nobody waits for the writer, when it
//! holds [`GROUP_SIZE`] changes, or when it is [`GROUP_AGE`] old.
//!
//! The audit chain grows here too: a group's lines and the new head are written once, with its commit.
use crate::{
    audit::{self, Entry, Head, Row},
    live::{Live, LiveEvent},
};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

const GROUP_SIZE: usize = 64;
const GROUP_AGE: Duration = Duration::from_millis(5);

const OPEN: &str = "SAVEPOINT change";
const KEEP: &str = "RELEASE change";
/// Each statement is a journey to the connection's thread and back, so the two make one together.
const KEEP_AND_OPEN: &str = "RELEASE change; SAVEPOINT change";

/// The commit of a group, as each of its changes learns of it.
type Outcome = Result<(), Arc<sqlx::Error>>;

/// How the writer has grouped its commits.
#[derive(Debug, Clone, Copy, Default)]
pub struct GroupStats {
    /// Changes that were kept.
    pub changes: u64,
    /// Commits that carried them.
    pub commits: u64,
    /// Changes that wait for their turn.
    pub waiting: usize,
}

/// The one connection that writes.
pub struct Writer {
    desk: Arc<Mutex<Desk>>,
    live: Live,
    waiting: AtomicUsize,
    changes: AtomicU64,
    commits: AtomicU64,
}

struct Desk {
    connection: SqliteConnection,
    group: Option<Group>,
    /// A change was dropped: its savepoint is to be undone before anything else.
    abandoned: bool,
    /// The last change of the open group is finished and its savepoint still there: the next one
    /// releases it, or the commit does.
    finished: bool,
    /// The head after the last change of the open group.
    head: Head,
    /// The head that is on the disk.
    kept_head: Head,
}

struct Group {
    opened: Instant,
    changes: Vec<Finished>,
    /// Their lines of audit, written together just before the commit.
    lines: Vec<Row>,
}

/// A change that waits for its group's commit.
struct Finished {
    answer: oneshot::Sender<Outcome>,
    announcements: Vec<LiveEvent>,
}

/// One change's turn with the writer: its savepoint, until it is finished or dropped.
pub struct Turn {
    desk: OwnedMutexGuard<Desk>,
    writer: Arc<Writer>,
    finished: bool,
    /// The audit chain's head, as this change sees it.
    head: Head,
    lines: Vec<Row>,
}

/// Somebody waits for the writer. Giving up must not leave a group open behind it.
struct Waiting {
    writer: Arc<Writer>,
    served: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        if !self.served {
            let writer = self.writer.clone();
            tokio::spawn(async move {
                let mut desk = writer.desk.lock().await;
                desk.undo_abandoned().await;
                writer.close_if_idle(&mut desk).await;
            });
        }
    }
}

impl Writer {
    pub(super) async fn open(options: &SqliteConnectOptions, live: Live) -> sqlx::Result<Arc<Self>> {
        let desk = Desk {
            connection: options.connect().await?,
            group: None,
            abandoned: false,
            finished: false,
            head: Head::default(),
            kept_head: Head::default(),
        };
        Ok(Arc::new(Self {
            desk: Arc::new(Mutex::new(desk)),
            live,
            waiting: AtomicUsize::new(0),
            changes: AtomicU64::new(0),
            commits: AtomicU64::new(0),
        }))
    }

    /// Runs the migrations on the writer's connection.
    pub(super) async fn prepare(&self, migrator: &sqlx::migrate::Migrator) -> Result<(), sqlx::migrate::MigrateError> {
        let mut desk = self.desk.lock().await;
        migrator.run(&mut desk.connection).await
    }

    pub(super) async fn begin(self: &Arc<Self>) -> sqlx::Result<Turn> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut waiting = Waiting { writer: self.clone(), served: false };
        let desk = self.desk.clone().lock_owned().await;
        waiting.served = true;
        drop(waiting);
        let mut turn = Turn { head: Head::default(), lines: Vec::new(), desk, writer: self.clone(), finished: false };
        // From here on, dropping the turn undoes whatever was begun.
        turn.desk.undo_abandoned().await;
        turn.desk.open_savepoint().await?;
        turn.head = turn.desk.head.clone();
        Ok(turn)
    }

    pub(super) fn stats(&self) -> GroupStats {
        GroupStats {
            changes: self.changes.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            waiting: self.waiting.load(Ordering::Relaxed),
        }
    }

    /// Commits what is open and empties the write-ahead log into the database.
    pub(super) async fn close(&self) {
        let mut desk = self.desk.lock().await;
        desk.undo_abandoned().await;
        self.close_group(&mut desk).await;
        if let Err(error) = desk.run("PRAGMA wal_checkpoint(TRUNCATE)").await {
            tracing::warn!(%error, "The write-ahead log stays beside the database");
        }
    }

    async fn close_if_idle(&self, desk: &mut Desk) {
        if self.is_due(desk) {
            self.close_group(desk).await;
        }
    }

    /// Whether the open group is to be closed: it is full or old, or nobody waits to join it.
    fn is_due(&self, desk: &Desk) -> bool {
        let full = desk
            .group
            .as_ref()
            .is_some_and(|group| group.changes.len() >= GROUP_SIZE || group.opened.elapsed() >= GROUP_AGE);
        full || self.waiting.load(Ordering::SeqCst) == 0
    }

    async fn close_group(&self, desk: &mut Desk) {
        let Some(group) = desk.group.take() else { return };
        let outcome = desk.commit(group.lines).await.map_err(Arc::new);
        if outcome.is_ok() {
            self.commits.fetch_add(1, Ordering::Relaxed);
            self.changes.fetch_add(group.changes.len() as u64, Ordering::Relaxed);
        }
        for Finished { answer, announcements } in group.changes {
            // What was kept is told in the order of the commits, and before anybody is answered.
            for event in announcements.into_iter().filter(|_| outcome.is_ok()) {
                self.live.publish(event);
            }
            // Whoever no longer waits for the answer does not need it.
            let _ = answer.send(outcome.clone());
        }
    }
}

impl Desk {
    async fn run(&mut self, sql: &'static str) -> sqlx::Result<()> {
        sqlx::query(sql).execute(&mut self.connection).await.map(drop)
    }

    async fn open_savepoint(&mut self) -> sqlx::Result<()> {
        if self.group.is_none() {
            self.run("BEGIN IMMEDIATE").await?;
            // The command line may have written since: another process, another writer.
            self.kept_head = Head::read(&mut self.connection).await?;
            self.head = self.kept_head.clone();
            self.group = Some(Group { opened: Instant::now(), changes: Vec::new(), lines: Vec::new() });
        }
        if !std::mem::take(&mut self.finished) {
            return self.run(OPEN).await;
        }
        let Err(error) = self.run(KEEP_AND_OPEN).await else { return Ok(()) };
        // What "change" would now undo may be the finished one: nothing of the group can be kept.
        tracing::error!(%error, "A group of changes cannot go on");
        self.fail(&Arc::new(error)).await;
        Err(sqlx::Error::WorkerCrashed)
    }

    async fn commit(&mut self, lines: Vec<Row>) -> sqlx::Result<()> {
        let committed = self.write_lines_and_commit(lines).await;
        self.finished = false;
        if committed.is_ok() {
            self.kept_head = self.head.clone();
        } else {
            self.head = self.kept_head.clone();
            // SQLite has already rolled back after some errors; then this one fails, rightly.
            let _ = self.run("ROLLBACK").await;
        }
        committed
    }

    async fn write_lines_and_commit(&mut self, lines: Vec<Row>) -> sqlx::Result<()> {
        if self.head != self.kept_head {
            audit::append_sqlite(&mut self.connection, &lines).await?;
            let head = self.head.clone();
            head.write(&mut self.connection).await?;
        }
        self.run("COMMIT").await
    }

    /// Undoes the savepoint of a dropped change, and the whole group when that is not possible.
    async fn undo_abandoned(&mut self) {
        if !std::mem::take(&mut self.abandoned) {
            return;
        }
        let undone = match self.run("ROLLBACK TO change").await {
            Ok(()) => self.run(KEEP).await,
            Err(error) => Err(error),
        };
        if let Err(error) = undone {
            self.fail(&Arc::new(error)).await;
        }
    }

    /// Undoes the whole group.
    async fn fail(&mut self, error: &Arc<sqlx::Error>) {
        self.head = self.kept_head.clone();
        self.finished = false;
        let _ = self.run("ROLLBACK").await;
        for change in self.group.take().map(|group| group.changes).unwrap_or_default() {
            let _ = change.answer.send(Err(error.clone()));
        }
    }
}

impl Turn {
    /// Takes places in the audit chain; the lines are written with the group's commit.
    pub(super) fn append(&mut self, entries: Vec<Entry>) {
        let head = &mut self.head;
        self.lines.extend(entries.into_iter().map(|entry| entry.placed(head)));
    }

    /// Keeps the change, waits until it is on the disk, and tells of it. A caller who leaves
    /// meanwhile leaves nothing half done: closing the group is a task of its own.
    pub(super) async fn finish(mut self, announcements: Vec<LiveEvent>) -> Result<(), Arc<sqlx::Error>> {
        let (answer, kept) = oneshot::channel();
        (self.finished, self.desk.finished) = (true, true);
        self.desk.head = self.head.clone();
        let mut lines = std::mem::take(&mut self.lines);
        if let Some(group) = &mut self.desk.group {
            group.changes.push(Finished { answer, announcements });
            group.lines.append(&mut lines);
        }
        if self.writer.is_due(&self.desk) {
            tokio::spawn(async move { self.writer.clone().close_group(&mut self.desk).await });
        } else {
            drop(self);
        }
        kept.await.unwrap_or_else(|_| Err(Arc::new(sqlx::Error::WorkerCrashed)))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        // Undoing takes a statement, which cannot run here: whoever comes next undoes it first,
        // and this task comes if nobody does.
        self.desk.abandoned = true;
        let writer = self.writer.clone();
        tokio::spawn(async move {
            let mut desk = writer.desk.lock().await;
            desk.undo_abandoned().await;
            writer.close_if_idle(&mut desk).await;
        });
    }
}

impl Deref for Turn {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        &self.desk.connection
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.desk.connection
    }
}
