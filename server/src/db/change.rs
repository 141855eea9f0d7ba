//! The one way to write: a transaction with an author, kept only with a line of audit.
use super::{Db, PgTx, SqliteTx, Tx};
use crate::{
    audit::{self, Entry},
    idempotency::{self, Repeatable},
    ids,
    live::LiveEvent,
    problem::Problem,
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::{
    net::IpAddr,
    ops::{Deref, DerefMut},
};
use uuid::Uuid;

pub use crate::audit::{ActorKind, Event};

/// Who changes something.
#[derive(Debug, Clone, Copy)]
pub struct Actor {
    /// A person, a station or the server itself.
    pub kind: ActorKind,
    /// Which one; nothing for the server itself.
    pub id: Option<Uuid>,
    /// The address the request came from.
    pub ip: Option<IpAddr>,
}

impl Actor {
    /// The server itself: jobs, timers, the command line.
    pub const SYSTEM: Self = Self { kind: ActorKind::System, id: None, ip: None };
}

/// Why a write leaves no line of audit. This list may only shrink.
#[derive(Debug, Clone, Copy)]
pub enum Unaudited {
    /// When stations were last heard of.
    Presence,
    /// Which process runs the timers, and what the scheduler did.
    Scheduling,
    /// Which warnings a session has had, and what its clock was last known to say.
    Clockwork,
    /// A token was rotated or used up.
    Tokens,
    /// A report of what is already recorded.
    Report,
}

/// A write transaction. Dropping it undoes it; it is kept by [`Change::commit`] and its kin, which
/// ask for what happened.
pub struct Change {
    tx: Tx,
    db: Db,
    actor: Actor,
    now: i64,
    events: Vec<(Actor, Event)>,
    announcements: Vec<LiveEvent>,
    repeatable: Option<Repeatable>,
    key: Option<Uuid>,
}

impl Change {
    pub(super) fn new(tx: Tx, db: Db, actor: Actor) -> Self {
        let now = db.clock.now();
        Self { tx, db, actor, now, events: Vec::new(), announcements: Vec::new(), repeatable: None, key: None }
    }

    /// Makes the change count once, however often its request is repeated.
    pub(crate) fn repeatable(&mut self, repeatable: Option<Repeatable>) {
        self.repeatable = repeatable;
    }

    /// Says that an API key acts, in its owner's name: the log shows which.
    pub(crate) fn by_key(&mut self, key: Option<Uuid>) {
        self.key = key;
    }

    /// The instant of the change: every row it writes carries the same.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// A key for a new row.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        ids::next(self.now)
    }

    /// Notes something that happens with this change, besides what `commit` will name.
    pub fn note(&mut self, event: Event) {
        self.note_as(self.actor, event);
    }

    /// Notes something that somebody else does with this change: it does the work of several.
    pub fn note_as(&mut self, actor: Actor, event: Event) {
        let event = match self.key {
            Some(key) => event.with("api_key", key.to_string()),
            None => event,
        };
        self.events.push((actor, event));
    }

    /// Tells those who watch, once the change is kept.
    pub fn announce(&mut self, event: LiveEvent) {
        self.announcements.push(event);
    }

    /// The same, when this was not said yet.
    pub fn announce_once(&mut self, event: LiveEvent) {
        if !self.announcements.contains(&event) {
            self.announcements.push(event);
        }
    }

    /// Keeps the change.
    ///
    /// # Errors
    /// When it could not be written to the disk; nothing is changed then.
    pub async fn commit(mut self, event: Event) -> Result<(), Problem> {
        self.note(event);
        self.keep().await
    }

    /// Keeps a change that was noted bit by bit.
    ///
    /// # Errors
    /// When nothing was noted, or it could not be written to the disk; nothing is changed then.
    pub async fn commit_noted(self) -> Result<(), Problem> {
        if self.events.is_empty() {
            return Err(Problem::internal("a change without a line of audit"));
        }
        self.keep().await
    }

    /// Keeps the change and answers the request with `body`. The answer is stored with the change,
    /// so that the request's repetition gets the same.
    ///
    /// # Errors
    /// When it could not be written to the disk; nothing is changed then.
    pub async fn answer<T: Serialize>(
        mut self,
        event: Event,
        status: StatusCode,
        body: &T,
    ) -> Result<Response, Problem> {
        let body = serde_json::to_value(body).map_err(Problem::internal)?;
        self.note(event);
        self.store_answer(status, Some(body)).await
    }

    /// Keeps a change that was noted bit by bit, and answers the request with `body`.
    ///
    /// # Errors
    /// When nothing was noted, or it could not be written to the disk; nothing is changed then.
    pub async fn answer_noted<T: Serialize>(self, status: StatusCode, body: &T) -> Result<Response, Problem> {
        let body = serde_json::to_value(body).map_err(Problem::internal)?;
        self.store_answer(status, Some(body)).await
    }

    /// Keeps the change and answers 204.
    ///
    /// # Errors
    /// When it could not be written to the disk; nothing is changed then.
    pub async fn answer_nothing(mut self, event: Event) -> Result<Response, Problem> {
        self.note(event);
        self.store_answer(StatusCode::NO_CONTENT, None).await
    }

    async fn store_answer(mut self, status: StatusCode, body: Option<serde_json::Value>) -> Result<Response, Problem> {
        if let Some(repeatable) = self.repeatable.take() {
            let now = self.now;
            idempotency::store(&mut self.tx, &repeatable, self.actor, status, body.as_ref(), now).await?;
        }
        self.commit_noted().await?;
        Ok(match body {
            Some(body) => (status, Json(body)).into_response(),
            None => status.into_response(),
        })
    }

    /// Keeps a change that is not worth a line of audit, and says why.
    ///
    /// # Errors
    /// When it could not be written to the disk; nothing is changed then.
    pub async fn commit_unaudited(self, _why: Unaudited) -> Result<(), Problem> {
        self.keep().await
    }

    async fn keep(mut self) -> Result<(), Problem> {
        let events = std::mem::take(&mut self.events);
        let entries: Vec<Entry> =
            events.into_iter().map(|(actor, event)| Entry::new(event, &actor, self.now)).collect();
        let Self { tx, db, announcements, now, .. } = self;
        match tx {
            Tx::Sqlite(SqliteTx::Writer(mut turn)) => {
                turn.append(entries);
                Ok(turn.finish(announcements).await?)
            }
            Tx::Postgres(PgTx::Writer(mut tx)) => {
                // In a task of its own: a client that leaves must not leave a change half told.
                let kept = tokio::spawn(async move {
                    db.live.store(&mut tx, &announcements, now).await?;
                    audit::append_postgres(&mut tx, entries).await?;
                    tx.commit().await?;
                    for event in announcements {
                        db.live.publish(event);
                    }
                    Ok(())
                });
                kept.await.map_err(Problem::internal)?
            }
            Tx::Sqlite(SqliteTx::Reader(_)) | Tx::Postgres(PgTx::Reader(_)) => {
                Err(Problem::internal("a reader's connection cannot be kept"))
            }
        }
    }
}

impl Deref for Change {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Change {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}
