//! What a socket says when it is asked, and besides sessions: what its station offers and asks, calls, commands.
use super::{
    hearing::{concerns, may_see},
    socket::{CLOSE_RESTART, End, Socket, time_update},
    socket_routes::Viewer,
    store,
};
use crate::{
    calls,
    db::{Event, Tx},
    live::{LiveEvent, Published},
    parameters,
    problem::Problem,
    stations,
};
use guichet_protocol::{CLOSE_SUPERSEDED, ServerMessage, Snapshot, StationSettings};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};
use tokio::time::Instant;
use uuid::Uuid;

/// Settings that could not be read are read again this much later.
const SETTINGS_AGAIN: Duration = Duration::from_secs(2);

/// Settings in short, to see whether they changed: a thousand sockets need not keep them all.
fn in_short(settings: &StationSettings) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(settings).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

impl Socket {
    /// That it came and goes a station knows; that the desk changed its state it does not.
    fn is_news(&mut self, event: &LiveEvent) -> bool {
        let (LiveEvent::Station { state, .. }, Viewer::Station(station)) = (event, &self.viewer) else { return true };
        state.id == station.id && self.statut.replace(state.statut) != Some(state.statut)
    }

    /// Passes on an event, when it concerns this socket.
    pub(super) async fn tell(&mut self, published: &Published) -> Result<(), End> {
        if !self.is_news(&published.event) {
            return Ok(());
        }
        match (&published.event, &self.viewer) {
            (LiveEvent::Resync, _) => return Err(End(Some(CLOSE_RESTART))),
            // Its credential or its addresses changed: it must prove itself again.
            (LiveEvent::Identity { station_id }, Viewer::Station(station)) if *station_id == station.id => {
                return Err(End(Some(CLOSE_RESTART)));
            }
            (LiveEvent::Login { station_id, given_at }, Viewer::Station(station))
                if *station_id == station.id && station.login_at < Some(*given_at) =>
            {
                return Err(End(Some(CLOSE_SUPERSEDED)));
            }
            (LiveEvent::Place { agency_id, station_id }, Viewer::Station(station)) => {
                let meant = agency_id.is_none_or(|id| id == station.agency_id);
                if meant && station_id.is_none_or(|id| id == station.id) {
                    Box::pin(self.tell_settings()).await?;
                }
                return Ok(());
            }
            (LiveEvent::Rights { user_id }, Viewer::Console(console)) => {
                if user_id.is_none_or(|id| id == console.caller.user_id) {
                    Box::pin(self.recheck()).await?;
                }
                return Ok(());
            }
            (LiveEvent::Parameter { key, .. }, Viewer::Console(_)) if parameters::is_maintenance(key) => {
                return Box::pin(self.recheck()).await;
            }
            (event, viewer) if !concerns(event, viewer, self.only) => return Ok(()),
            _ => {}
        }
        match published.text(self.for_console()) {
            Some(text) => self.repeat(text).await,
            None => Ok(()),
        }
    }

    /// Adds calls and settings to the state that the socket starts from.
    pub(super) async fn place(&mut self, tx: &mut Tx, state: &mut Snapshot) -> Result<(), Problem> {
        match &self.viewer {
            Viewer::Station(station) => {
                let place = self.app.places.of(&self.app, tx, station.id).await?;
                state.settings = place.map(|place| place.settings(self.app.clock.now()));
                state.calls = Vec::from_iter(calls::open_at(tx, station.id).await?);
            }
            Viewer::Console(console) => {
                if let (Some(scope), None) = (&console.calls, self.only) {
                    state.calls = calls::open_within(tx, scope).await?;
                }
            }
        }
        if let Some(settings) = &state.settings {
            self.told = in_short(settings);
        }
        Ok(())
    }

    /// Tells the station what it offers and asks, when that is not what it was told last.
    pub(super) async fn tell_settings(&mut self) -> Result<(), End> {
        self.settings_at = None;
        match self.settings().await {
            Ok(Some(settings)) if in_short(&settings) != self.told => {
                self.told = in_short(&settings);
                self.say(ServerMessage::StationSettings { settings }).await
            }
            Ok(_) => Ok(()),
            Err(problem) => {
                // What changed is told when it can be read: no other event may come.
                problem.log("websocket");
                self.settings_at = Some(Instant::now() + SETTINGS_AGAIN);
                Ok(())
            }
        }
    }

    async fn settings(&mut self) -> Result<Option<StationSettings>, Problem> {
        let Viewer::Station(station) = &self.viewer else { return Ok(None) };
        let mut tx = self.app.db.read().await?;
        let place = self.app.places.of(&self.app, &mut tx, station.id).await?;
        Ok(place.map(|place| place.settings(self.app.clock.now())))
    }

    pub(super) async fn time(&mut self, session_id: Option<Uuid>) -> Result<ServerMessage, Problem> {
        let session = match (session_id.or(self.only), &self.viewer) {
            (None, Viewer::Station(station)) => self.app.sessions.open_at(station.id),
            (None, Viewer::Console(_)) => return Err(Problem::field("session_id", "required")),
            (Some(id), viewer) => {
                let row = store::find(&mut self.app.db.read().await?, id).await?;
                let line = row.map(|row| row.line).filter(|line| may_see(line, viewer));
                Some(line.ok_or_else(|| Problem::not_found("session"))?)
            }
        };
        Ok(time_update(session.map(|line| self.time_of(&line))))
    }

    pub(super) async fn command_done(&mut self, id: Uuid, error: Option<String>) -> Result<(), Problem> {
        let station = self.station()?;
        let mut change = station.change(&self.app).await?;
        let failed = error.is_some();
        if !stations::command_done(&self.app, &mut change, station.id, id, error).await? {
            return Err(Problem::not_found("command"));
        }
        change.announce(LiveEvent::CommandChanged {
            id,
            station_id: station.id,
            agency_id: station.agency_id,
            failed,
            read: false,
        });
        let event = Event::new("stations", "command_done", "station", station.id)
            .agency(station.agency_id)
            .with("failed", failed);
        change.commit(event).await
    }

    pub(super) async fn message_read(&mut self, id: Uuid) -> Result<(), Problem> {
        let station = self.station()?;
        let mut change = station.change(&self.app).await?;
        if !stations::message_read(&self.app, &mut change, station.id, id).await? {
            return Err(Problem::not_found("command"));
        }
        change.announce(LiveEvent::CommandChanged {
            id,
            station_id: station.id,
            agency_id: station.agency_id,
            failed: false,
            read: true,
        });
        let event = Event::new("stations", "message_read", "station", station.id)
            .agency(station.agency_id)
            .with("command_id", id.to_string());
        change.commit(event).await
    }
}
