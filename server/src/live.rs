//! What happens, told to those who watch: consoles, stations, timers.
//!
//! A change announces events; they are published when it is kept. With several processes on one
//! PostgreSQL, they are also written to an outbox in the same transaction, and a NOTIFY hints the
//! others to read it.
use crate::{db::Db, ids, statements};
use guichet_protocol::{
    Command, Countdown, EndReason, ServerMessage, SessionStatut, SessionTime, StationCall, StationState,
};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, postgres::PgListener};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::broadcast;
use uuid::Uuid;

statements! {
    STORE = "INSERT INTO outbox_events (id, origin, payload, created_at) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT origin, payload FROM outbox_events WHERE id = $1";
    PURGE = "DELETE FROM outbox_events WHERE created_at < $1";
}

const CHANNEL: &str = "guichet_live";
/// Events a slow watcher may lag behind before it is dropped.
const BACKLOG: usize = 4096;

/// A session's clock and what a screen shows of it: enough to tell its time at any instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct SessionLine {
    /// The session.
    pub id: Uuid,
    /// Its state.
    #[sqlx(try_from = "String")]
    pub statut: SessionStatut,
    /// Its station.
    pub station_id: Option<Uuid>,
    /// Its agency.
    pub agency_id: Uuid,
    /// Who issued it.
    pub operateur: Option<Uuid>,
    /// The visitor's name, for consoles.
    pub visitor_name: Option<String>,
    /// What was granted, in milliseconds.
    pub granted_ms: i64,
    /// What was consumed by `counted_at`, in milliseconds.
    pub consumed_ms: i64,
    /// Since when its time runs; nothing while it stands still.
    pub counted_at: Option<i64>,
    /// Which warnings it has had.
    pub warnings: i64,
    /// Grows with each change.
    pub version: i64,
}

impl SessionLine {
    /// Its countdown.
    #[must_use]
    pub fn countdown(&self) -> Countdown {
        let (granted, consumed) = (self.granted_ms.max(0).cast_unsigned(), self.consumed_ms.max(0).cast_unsigned());
        match self.counted_at {
            Some(since) => Countdown::running(granted, consumed, since),
            None => Countdown::paused(granted, consumed),
        }
    }

    /// Its time at `now`, with the visitor's name for those who may see it.
    #[must_use]
    pub fn time(&self, now: i64, with_name: bool) -> SessionTime {
        let countdown = self.countdown();
        SessionTime {
            session_id: self.id,
            statut: self.statut,
            station_id: self.station_id,
            visitor_name: self.visitor_name.clone().filter(|_| with_name),
            granted_ms: countdown.granted_ms(),
            elapsed_ms: countdown.elapsed_ms(now),
            remaining_ms: countdown.remaining_ms(now),
            percent: countdown.percent(now),
            version: self.version,
        }
    }
}

/// What happened to a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionHappening {
    /// Its state or its clock changed in a way no other kind names.
    Updated,
    /// It started.
    Started,
    /// It ended.
    Ended(EndReason),
    /// Time was granted or taken back.
    TimeAdded {
        /// How much, in milliseconds.
        added_ms: i64,
    },
    /// The end is near.
    Warned {
        /// The threshold reached.
        threshold_s: u32,
    },
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LiveEvent {
    /// Something happened to a session.
    Session {
        /// What.
        happening: SessionHappening,
        /// The session after it.
        line: SessionLine,
        /// When, milliseconds of UTC.
        at: i64,
    },
    /// A station changed, came or went.
    Station {
        /// The station after it.
        state: StationState,
        /// Its agency.
        agency_id: Uuid,
    },
    /// A console asks something of a station.
    Command {
        /// The station.
        station_id: Uuid,
        /// The command's id.
        id: Uuid,
        /// What to do.
        command: Command,
    },
    /// What became of something that was asked of a station.
    CommandChanged {
        /// The command.
        id: Uuid,
        /// The station.
        station_id: Uuid,
        /// Its agency.
        agency_id: Uuid,
        /// Whether it could not be carried out.
        failed: bool,
        /// Whether the visitor has read it.
        read: bool,
    },
    /// What stations offer and ask may have changed: one station, an agency's, or all.
    Place {
        /// The agency; all when nothing.
        agency_id: Option<Uuid>,
        /// The one station; all of them when nothing.
        station_id: Option<Uuid>,
    },
    /// A visitor calls the desk, or the call was answered or withdrawn.
    Call {
        /// The call after it.
        call: StationCall,
        /// Its agency.
        agency_id: Uuid,
    },
    /// What a station is known by changed: its credential, its addresses, its being there at all.
    Identity {
        /// The station.
        station_id: Uuid,
    },
    /// A station proved itself: the credential of any proof before this one is void.
    Login {
        /// The station.
        station_id: Uuid,
        /// When the challenge that it signed was given; grows from login to login.
        given_at: i64,
    },
    /// A parameter of the system was set, or given its default again.
    Parameter {
        /// Which.
        key: String,
        /// The agency it holds in; the whole site when nothing.
        agency_id: Option<Uuid>,
        /// What it is now; its default when nothing.
        value: Option<serde_json::Value>,
    },
    /// What somebody may do may have changed, or whether they are signed in.
    Rights {
        /// Who; everybody when nothing.
        user_id: Option<Uuid>,
    },
    /// Events may have been missed: everybody starts from a new snapshot.
    Resync,
}

/// An event on its way, with its texts made at most once each.
pub struct Published {
    /// The event.
    pub event: LiveEvent,
    console: OnceLock<Option<String>>,
    station: OnceLock<Option<String>>,
}

impl Published {
    /// The message as consoles (or stations) get it, from its `"type"` on; nothing when it is not
    /// for them.
    pub fn text(&self, for_console: bool) -> Option<&str> {
        let cell = if for_console { &self.console } else { &self.station };
        let text = cell.get_or_init(|| serde_json::to_string(&self.event.message(for_console)?).ok());
        text.as_deref()
    }
}

impl LiveEvent {
    fn message(&self, for_console: bool) -> Option<ServerMessage> {
        match self {
            Self::Session { happening, line, at } => {
                let session = line.time(*at, for_console);
                Some(match happening {
                    SessionHappening::Updated => {
                        ServerMessage::TimeUpdate { session: Some(session), code_accepted: false, request: None }
                    }
                    SessionHappening::Started => ServerMessage::SessionStarted { session },
                    SessionHappening::Ended(reason) => ServerMessage::SessionTerminated { session, reason: *reason },
                    SessionHappening::TimeAdded { added_ms } => {
                        ServerMessage::TimeAdded { session, added_ms: *added_ms }
                    }
                    SessionHappening::Warned { threshold_s } => {
                        ServerMessage::Warning { session, threshold_s: *threshold_s }
                    }
                })
            }
            Self::Station { state, .. } => Some(ServerMessage::StationChanged { station: state.clone() }),
            Self::Call { call, .. } => Some(ServerMessage::StationCall { call: call.clone() }),
            Self::Command { id, command, .. } => {
                (!for_console).then(|| ServerMessage::StationCommand { id: *id, command: command.clone() })
            }
            Self::CommandChanged { id, station_id, failed, read, .. } => {
                let state = if *failed { "failed" } else { "done" };
                for_console.then(|| ServerMessage::CommandChanged {
                    id: *id,
                    station_id: *station_id,
                    state: state.to_owned(),
                    read: *read,
                })
            }
            Self::Place { .. }
            | Self::Identity { .. }
            | Self::Login { .. }
            | Self::Parameter { .. }
            | Self::Rights { .. }
            | Self::Resync => None,
        }
    }
}

/// Where events are published.
#[derive(Clone)]
pub struct Live {
    origin: Uuid,
    sender: broadcast::Sender<Arc<Published>>,
    taps: Arc<RwLock<Vec<Tap>>>,
}

/// Somebody who must know of an event before anybody else is told.
type Tap = Box<dyn Fn(&LiveEvent) + Send + Sync>;

impl Default for Live {
    fn default() -> Self {
        Self { origin: Uuid::from_bytes(rand::random()), sender: broadcast::Sender::new(BACKLOG), taps: Arc::default() }
    }
}

impl Live {
    /// Everything published from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Published>> {
        self.sender.subscribe()
    }

    /// Lets `tap` see every event first: what is kept in memory is up to date before anybody acts on it.
    pub fn tap(&self, tap: impl Fn(&LiveEvent) + Send + Sync + 'static) {
        self.taps.write().unwrap_or_else(PoisonError::into_inner).push(Box::new(tap));
    }

    /// Tells everybody in this process.
    pub fn publish(&self, event: LiveEvent) {
        for tap in self.taps.read().unwrap_or_else(PoisonError::into_inner).iter() {
            tap(&event);
        }
        let published = Published { event, console: OnceLock::new(), station: OnceLock::new() };
        // An error only says that nobody watches.
        let _ = self.sender.send(Arc::new(published));
    }

    /// Writes events to the outbox, for the other processes.
    pub(crate) async fn store(
        &self,
        connection: &mut PgConnection,
        events: &[LiveEvent],
        now: i64,
    ) -> sqlx::Result<()> {
        for event in events {
            let payload = serde_json::to_string(event).map_err(|e| sqlx::Error::Encode(e.into()))?;
            let id = ids::next(now);
            sqlx::query(STORE).bind(id).bind(self.origin).bind(payload).bind(now).execute(&mut *connection).await?;
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(id.to_string())
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }

    /// Publishes what other processes announce, for as long as the database lives. Returns at once
    /// on SQLite, where there is no other process.
    pub async fn follow(self, db: Db) {
        let Some(pool) = db.postgres() else { return };
        let mut heard_before = false;
        while !pool.is_closed() {
            match PgListener::connect_with(pool).await {
                Ok(mut listener) => {
                    if listener.listen(CHANNEL).await.is_ok() {
                        if heard_before {
                            self.publish(LiveEvent::Resync);
                        }
                        heard_before = true;
                        self.listen(&mut listener, pool).await;
                    }
                }
                Err(error) => tracing::warn!(%error, "Events of other processes cannot be heard"),
            }
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    }

    async fn listen(&self, listener: &mut PgListener, pool: &sqlx::PgPool) {
        // `try_recv` gives nothing when the connection was lost: notifications may be missing.
        while let Ok(Some(notification)) = listener.try_recv().await {
            let Ok(id) = notification.payload().parse::<Uuid>() else { continue };
            let row: sqlx::Result<Option<(Uuid, String)>> = sqlx::query_as(FIND).bind(id).fetch_optional(pool).await;
            match row {
                Ok(Some((origin, payload))) if origin != self.origin => match serde_json::from_str(&payload) {
                    Ok(event) => self.publish(event),
                    Err(error) => tracing::warn!(%error, "An event of another process cannot be read"),
                },
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "The outbox cannot be read");
                    return;
                }
            }
        }
    }
}

/// Forgets the events of before `before`.
///
/// # Errors
/// When the database fails.
pub async fn purge(tx: &mut crate::db::Tx, before: i64) -> sqlx::Result<u64> {
    crate::on!(tx, |c| sqlx::query(PURGE).bind(before).execute(c).await.map(|done| done.rows_affected()))
}
