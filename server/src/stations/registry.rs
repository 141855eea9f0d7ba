//! What the server knows of its stations without asking the database: credentials, addresses, when
//! each was last heard of, and what it is asked to do. A heartbeat touches nothing else.
use super::store;
use crate::{App, db::Tx, live::LiveEvent, problem::Problem};
use guichet_protocol::PendingCommand;
use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};
use uuid::Uuid;

/// One station.
pub struct Known {
    /// The station.
    pub id: Uuid,
    /// The agency it stands in.
    pub agency_id: Uuid,
    pub(super) ip: Option<IpAddr>,
    pub(super) mac: Option<String>,
    pub(super) public_key: Option<Vec<u8>>,
    pub(super) credential_hash: Option<Vec<u8>>,
    pub(super) instance: Option<Uuid>,
    /// When the challenge of its last login was given.
    pub(super) challenge_at: Option<i64>,
    seen_at: AtomicI64,
    unwritten: AtomicBool,
    on_line: AtomicBool,
    client_version: Mutex<Option<String>>,
    commands: Mutex<Vec<PendingCommand>>,
}

/// All of them.
#[derive(Default, Clone)]
pub struct Registry(Arc<RwLock<HashMap<Uuid, Arc<Known>>>>);

fn unpoisoned<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Known {
    fn new(row: store::IdentityRow, before: Option<&Known>) -> Self {
        let seen_at = before.map_or(row.last_seen_at.unwrap_or(i64::MIN), Known::seen_at);
        Self {
            id: row.id,
            agency_id: row.agency_id,
            ip: row.ip.and_then(|ip| ip.parse().ok()),
            mac: row.mac,
            public_key: row.public_key,
            credential_hash: row.credential_hash,
            instance: row.instance,
            challenge_at: row.challenge_at,
            seen_at: AtomicI64::new(seen_at),
            unwritten: AtomicBool::new(before.is_some_and(|known| known.unwritten.load(Ordering::Relaxed))),
            on_line: AtomicBool::new(before.is_some_and(Known::is_on_line)),
            client_version: Mutex::new(before.and_then(|known| unpoisoned(&known.client_version).clone())),
            commands: Mutex::new(before.map(|known| unpoisoned(&known.commands).clone()).unwrap_or_default()),
        }
    }

    /// When it was last heard of by this process.
    #[must_use]
    pub fn seen_at(&self) -> i64 {
        self.seen_at.load(Ordering::Relaxed)
    }

    /// Notes that it was heard of; true when it was not on line before.
    pub fn heard(&self, now: i64) -> bool {
        self.seen_at.store(now, Ordering::Relaxed);
        self.unwritten.store(true, Ordering::Relaxed);
        !self.on_line.swap(true, Ordering::Relaxed)
    }

    /// Notes its client's version; true when it is another than before.
    pub fn runs(&self, version: &str) -> bool {
        let mut known = unpoisoned(&self.client_version);
        let changed = known.as_deref() != Some(version);
        if changed {
            *known = Some(version.to_owned());
        }
        changed
    }

    pub(super) fn is_on_line(&self) -> bool {
        self.on_line.load(Ordering::Relaxed)
    }

    pub(super) fn went_off_line(&self) {
        self.on_line.store(false, Ordering::Relaxed);
    }

    /// What it is asked to do and has not done.
    #[must_use]
    pub fn commands(&self) -> Vec<PendingCommand> {
        unpoisoned(&self.commands).clone()
    }

    pub(super) fn forget_command(&self, id: Uuid) {
        unpoisoned(&self.commands).retain(|command| command.id != id);
    }

    pub(super) fn ask(&self, command: PendingCommand) {
        let mut commands = unpoisoned(&self.commands);
        if commands.iter().all(|known| known.id != command.id) {
            commands.push(command);
        }
    }
}

impl Registry {
    /// The station with this id.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<Arc<Known>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// All stations.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Known>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Reads every station from the database, and hears of commands from then on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self, app: &App) -> Result<(), Problem> {
        self.read_again(app, None).await?;
        let registry = self.clone();
        app.live.tap(move |event| {
            if let LiveEvent::Command { station_id, id, command } = event
                && let Some(known) = registry.get(*station_id)
            {
                known.ask(PendingCommand { id: *id, command: command.clone() });
            }
        });
        Ok(())
    }

    /// Reads one station again, after something about it changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reload(&self, tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
        match store::identity(tx, id).await? {
            Some(row) => self.put(row),
            None => {
                self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
            }
        }
        Ok(())
    }

    /// Reads what one station is known by, or all of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_again(&self, app: &App, id: Option<Uuid>) -> Result<(), Problem> {
        let mut tx = app.db.read().await?;
        if let Some(id) = id {
            return Ok(self.reload(&mut tx, id).await?);
        }
        let rows = store::identities(&mut tx).await?;
        let ids: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
        self.0.write().unwrap_or_else(PoisonError::into_inner).retain(|id, _| ids.contains(id));
        for row in rows {
            self.put(row);
        }
        Ok(())
    }

    fn put(&self, row: store::IdentityRow) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = all.get(&row.id).cloned();
        all.insert(row.id, Arc::new(Known::new(row, before.as_deref())));
    }

    /// The stations heard of since they were last asked for here.
    pub(super) fn take_unwritten(&self) -> Vec<(Uuid, i64)> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let unwritten = all.values().filter(|known| known.unwritten.swap(false, Ordering::Relaxed));
        unwritten.map(|known| (known.id, known.seen_at())).collect()
    }
}
