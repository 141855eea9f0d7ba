//! The sessions that hold a station now, in memory: heartbeats, sockets and timers read them here.
use super::store;
use crate::{App, live::LiveEvent, live::SessionLine, problem::Problem};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// The open sessions, by id and by station. It follows the events, which are published when a
/// change is kept, before anybody is answered.
#[derive(Default, Clone)]
pub struct Board(Arc<RwLock<Lines>>);

#[derive(Default)]
struct Lines {
    by_id: HashMap<Uuid, SessionLine>,
    by_station: HashMap<Uuid, Uuid>,
    /// Those that ended lately: what is told of them late does not open them again.
    over: HashSet<Uuid>,
    /// The same, the oldest first.
    over_in_order: VecDeque<Uuid>,
}

/// So many ended sessions are remembered: more than can be told out of order.
const REMEMBERED: usize = 4096;

impl Lines {
    /// Takes a session in, unless something later is known of it: processes may tell of two changes in
    /// another order than they were kept.
    fn put(&mut self, line: SessionLine) {
        let is_old = self.by_id.get(&line.id).is_some_and(|known| line.version < known.version);
        if is_old || self.over.contains(&line.id) {
            return;
        }
        self.remove(line.id);
        if line.statut.is_open() {
            if let Some(station_id) = line.station_id {
                self.by_station.insert(station_id, line.id);
            }
            self.by_id.insert(line.id, line);
        } else if line.statut.is_over() {
            self.ended(line.id);
        }
    }

    fn ended(&mut self, id: Uuid) {
        if !self.over.insert(id) {
            return;
        }
        self.over_in_order.push_back(id);
        if self.over.len() > REMEMBERED
            && let Some(oldest) = self.over_in_order.pop_front()
        {
            self.over.remove(&oldest);
        }
    }

    fn remove(&mut self, id: Uuid) {
        if let Some(old) = self.by_id.remove(&id)
            && let Some(station_id) = old.station_id
            && self.by_station.get(&station_id) == Some(&id)
        {
            self.by_station.remove(&station_id);
        }
    }
}

impl Board {
    /// Reads the open sessions, and follows what happens from then on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self, app: &App) -> Result<(), Problem> {
        let board = self.clone();
        app.live.tap(move |event| {
            if let LiveEvent::Session { line, .. } = event {
                board.0.write().unwrap_or_else(PoisonError::into_inner).put(line.clone());
            }
        });
        self.reload(app).await
    }

    /// Reads the open sessions again, after events may have been missed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reload(&self, app: &App) -> Result<(), Problem> {
        // What changes while they are read is known already, and later than what is read.
        let mut gone: HashSet<Uuid> = self.all().iter().map(|line| line.id).collect();
        let lines = store::open(&mut app.db.read().await?).await?;
        let mut board = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for line in lines {
            gone.remove(&line.id);
            board.put(line);
        }
        for id in gone {
            board.remove(id);
            board.ended(id);
        }
        Ok(())
    }

    /// The session that holds this station.
    #[must_use]
    pub fn open_at(&self, station_id: Uuid) -> Option<SessionLine> {
        let board = self.0.read().unwrap_or_else(PoisonError::into_inner);
        board.by_id.get(board.by_station.get(&station_id)?).cloned()
    }

    /// The open session with this id.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<SessionLine> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).by_id.get(&id).cloned()
    }

    /// All open sessions.
    #[must_use]
    pub fn all(&self) -> Vec<SessionLine> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).by_id.values().cloned().collect()
    }
}
