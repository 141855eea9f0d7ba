//! What the server knows of its stations without asking the database: credentials, addresses, when
//! each was last heard of, and what it is asked to do. A heartbeat touches nothing else.
use super::store;
use crate::{App, db::Tx, live::LiveEvent, problem::Problem};
use guichet_protocol::PendingCommand;
use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockWriteGuard,
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
    /// When the challenge of its last login was given.
    pub(super) challenge_at: Option<i64>,
    version: i64,
    seen_at: AtomicI64,
    unwritten: AtomicBool,
    on_line: AtomicBool,
    client_version: Mutex<Option<String>>,
    commands: Mutex<Vec<PendingCommand>>,
}

/// All of them.
#[derive(Default, Clone)]
pub struct Registry(Arc<RwLock<Stations>>);

#[derive(Default)]
struct Stations {
    known: HashMap<Uuid, Arc<Known>>,
    /// Which station has which key.
    by_key: HashMap<Vec<u8>, Uuid>,
    /// Those that were removed: a row that was read before says nothing.
    removed: HashSet<Uuid>,
}

impl Stations {
    /// Takes a row in, unless it was read before what is known. Each change of a row raises its version or,
    /// when a station logs in, its last challenge.
    fn put(&mut self, row: store::IdentityRow) {
        let before = self.known.get(&row.id);
        let is_old = before.is_some_and(|known| row.version < known.version || row.challenge_at < known.challenge_at);
        if !is_old && !self.removed.contains(&row.id) {
            let known = Known::new(row, before.map(Arc::as_ref));
            self.forget_key(known.id);
            if let Some(key) = &known.public_key {
                self.by_key.insert(key.clone(), known.id);
            }
            self.known.insert(known.id, Arc::new(known));
        }
    }

    /// Whoever is known now may have another key than before.
    fn forget_key(&mut self, id: Uuid) {
        let key = self.known.get(&id).and_then(|before| before.public_key.as_ref());
        if let Some(key) = key.filter(|key| self.by_key.get(*key) == Some(&id)) {
            self.by_key.remove(key);
        }
    }

    fn remove(&mut self, id: Uuid) {
        self.forget_key(id);
        if self.known.remove(&id).is_some() {
            self.removed.insert(id);
        }
    }

    /// Takes a station's credential away until its row is read again.
    fn distrust(&mut self, id: Uuid) {
        self.forget_key(id);
        if let Some(known) = self.known.get_mut(&id) {
            *known = Arc::new(Known::distrusted(known));
        }
    }
}

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
            challenge_at: row.challenge_at,
            version: row.version,
            seen_at: AtomicI64::new(seen_at),
            unwritten: AtomicBool::new(before.is_some_and(|known| known.unwritten.load(Ordering::Relaxed))),
            on_line: AtomicBool::new(before.is_some_and(Known::is_on_line)),
            client_version: Mutex::new(before.and_then(|known| unpoisoned(&known.client_version).clone())),
            commands: Mutex::new(before.map(|known| unpoisoned(&known.commands).clone()).unwrap_or_default()),
        }
    }

    /// The same station, without the credential that let it in.
    fn distrusted(before: &Known) -> Self {
        Self {
            id: before.id,
            agency_id: before.agency_id,
            ip: before.ip,
            mac: before.mac.clone(),
            public_key: before.public_key.clone(),
            credential_hash: None,
            challenge_at: before.challenge_at,
            version: before.version,
            seen_at: AtomicI64::new(before.seen_at()),
            unwritten: AtomicBool::new(before.unwritten.load(Ordering::Relaxed)),
            on_line: AtomicBool::new(before.is_on_line()),
            client_version: Mutex::new(unpoisoned(&before.client_version).clone()),
            commands: Mutex::new(before.commands()),
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

    /// Its client's version, once it said so.
    pub(super) fn client_version(&self) -> Option<String> {
        unpoisoned(&self.client_version).clone()
    }

    /// Whether it was heard of within the last minute, as far as it was noticed.
    #[must_use]
    pub fn is_on_line(&self) -> bool {
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
        self.0.read().unwrap_or_else(PoisonError::into_inner).known.get(&id).cloned()
    }

    /// The station that has this key.
    pub(super) fn with_key(&self, key: &[u8]) -> Option<Arc<Known>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.by_key.get(key).and_then(|id| all.known.get(id)).cloned()
    }

    /// All stations.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Known>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).known.values().cloned().collect()
    }

    /// Reads every station from the database, and hears of commands and of credentials that end from then on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self, app: &App) -> Result<(), Problem> {
        self.read_again(app, None).await?;
        let registry = self.clone();
        app.live.tap(move |event| {
            registry.hear(event);
        });
        Ok(())
    }

    fn hear(&self, event: &LiveEvent) {
        match event {
            LiveEvent::Command { station_id, id, command } => {
                if let Some(known) = self.get(*station_id) {
                    known.ask(PendingCommand { id: *id, command: command.clone() });
                }
            }
            // Nobody is let in with the old credential while the new row is being read.
            LiveEvent::Identity { station_id } => self.write().distrust(*station_id),
            LiveEvent::Login { station_id, given_at } => {
                let is_news = self.get(*station_id).is_some_and(|known| known.challenge_at < Some(*given_at));
                if is_news {
                    self.write().distrust(*station_id);
                }
            }
            _ => {}
        }
    }

    fn write(&self) -> RwLockWriteGuard<'_, Stations> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads one station again, after something about it changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reload(&self, tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
        let was_known = self.get(id).is_some();
        match store::identity(tx, id).await? {
            Some(row) => self.write().put(row),
            None if was_known => self.write().remove(id),
            None => {}
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
        // One that is made while the rows are read is not among them, and yet there.
        let mut gone: HashSet<Uuid> = self.all().iter().map(|known| known.id).collect();
        let rows = store::identities(&mut tx).await?;
        let mut stations = self.write();
        for row in rows {
            gone.remove(&row.id);
            stations.put(row);
        }
        for id in gone {
            stations.remove(id);
        }
        Ok(())
    }

    /// The stations heard of since they were last asked for here.
    pub(super) fn take_unwritten(&self) -> Vec<(Uuid, i64)> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let unwritten = all.known.values().filter(|known| known.unwritten.swap(false, Ordering::Relaxed));
        unwritten.map(|known| (known.id, known.seen_at())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(version: i64, challenge_at: i64, credential: u8) -> store::IdentityRow {
        store::IdentityRow {
            id: Uuid::max(),
            agency_id: Uuid::nil(),
            ip: None,
            mac: None,
            public_key: None,
            credential_hash: Some(vec![credential]),
            challenge_at: Some(challenge_at),
            last_seen_at: None,
            version,
        }
    }

    fn credential(stations: &Stations) -> Option<u8> {
        stations.known.get(&Uuid::max())?.credential_hash.as_ref()?.first().copied()
    }

    #[test]
    fn a_row_that_was_read_before_says_nothing() {
        let mut stations = Stations::default();
        stations.put(row(2, 10, 1));
        stations.put(row(1, 10, 2));
        assert_eq!(credential(&stations), Some(1), "before the last change");
        stations.put(row(2, 9, 3));
        assert_eq!(credential(&stations), Some(1), "before the last login");
        stations.put(row(2, 11, 4));
        assert_eq!(credential(&stations), Some(4));
        stations.put(row(3, 11, 5));
        assert_eq!(credential(&stations), Some(5));
    }

    #[test]
    fn a_station_that_was_removed_does_not_come_back() {
        let mut stations = Stations::default();
        stations.put(row(1, 1, 1));
        stations.remove(Uuid::max());
        stations.put(row(1, 1, 1));
        assert_eq!(credential(&stations), None);
        assert!(stations.known.is_empty());
    }

    #[test]
    fn a_credential_that_ended_is_known_again_from_the_new_row() {
        let mut stations = Stations::default();
        stations.put(row(1, 1, 1));
        stations.distrust(Uuid::max());
        assert_eq!(credential(&stations), None);
        stations.put(row(2, 1, 2));
        assert_eq!(credential(&stations), Some(2));
    }
}
