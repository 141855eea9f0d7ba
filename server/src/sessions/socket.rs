//! A websocket's life: a snapshot, then what happens, each frame with the next number.
use super::{
    admission::{self, Starter},
    code::{self, Attempt},
    leaving, lifecycle,
    socket_routes::{Arrival, Console, FAREWELL, Viewer, close},
    station_routes::own_validated,
    store,
};
use crate::{
    access::Station,
    accounts,
    app::stopped,
    calls,
    db::{Actor, ActorKind, Change},
    extract::read_json,
    live::SessionLine,
    parameters,
    problem::{Code, Problem},
    stations,
};
use axum::extract::ws::Message;
use guichet_protocol::{
    About, Asked, CLOSE_FORBIDDEN, CLOSE_IDLE, CLOSE_SLOW, CLOSE_UNAUTHENTICATED, ClientMessage, Frame, Heartbeat,
    ServerMessage, SessionStatut, SessionTime, Snapshot, StationStatut,
};
use std::{
    ops::{Deref, DerefMut},
    pin::pin,
    time::Duration,
};
use tokio::{
    sync::broadcast::error::RecvError,
    time::{Instant, sleep_until, timeout},
};
use uuid::Uuid;

/// A client that says nothing for this long is gone (RTM-003).
const IDLE: Duration = Duration::from_mins(1);
/// A client that does not take a frame for this long is too slow.
const SLOW: Duration = Duration::from_secs(5);
/// Time is told this often while it runs (RTM-008).
const TICK: Duration = Duration::from_secs(1);
/// A console's rights and a station's credential are looked at again this often.
const RECHECK: Duration = Duration::from_mins(1);
/// Close code of RFC 6455: the server restarts, come back.
pub(super) const CLOSE_RESTART: u16 = 1012;

/// Why a socket ends.
pub(super) struct End(pub(super) Option<u16>);

/// An open socket.
pub(super) struct Socket {
    arrival: Box<Arrival>,
    pub(super) viewer: Viewer,
    seq: u64,
    /// What its station was told last that it offers and asks, in short.
    pub(super) told: u64,
    /// When what its station offers and asks is to be read again: it could not be.
    pub(super) settings_at: Option<Instant>,
    /// The state its station was told last that it has.
    pub(super) statut: Option<StationStatut>,
}

impl Deref for Socket {
    type Target = Arrival;
    fn deref(&self) -> &Arrival {
        &self.arrival
    }
}

impl DerefMut for Socket {
    fn deref_mut(&mut self) -> &mut Arrival {
        &mut self.arrival
    }
}

impl Socket {
    pub(super) fn boxed(arrival: Box<Arrival>, viewer: Viewer) -> Box<Self> {
        Box::new(Self { arrival, viewer, seq: 0, told: 0, settings_at: None, statut: None })
    }

    /// Serves the socket until one side ends it.
    pub(super) async fn run(mut self: Box<Self>) {
        metrics::gauge!("guichet_sockets").increment(1.0);
        let End(code) = match self.serve().await {
            Ok(never) => match never {},
            Err(end) => end,
        };
        metrics::gauge!("guichet_sockets").decrement(1.0);
        if let Some(code) = code {
            Box::pin(close(&mut self.ws, code, "")).await;
        }
    }

    async fn serve(&mut self) -> Result<std::convert::Infallible, End> {
        // Heard from before the snapshot is taken: nothing falls between the two.
        let mut events = self.app.live.subscribe();
        let mut stopping = self.app.stopping.subscribe();
        let mut stopping = pin!(stopped(&mut stopping));
        self.check_station()?;
        // What touches the database is boxed: a socket that says nothing should not hold the room for it.
        Box::pin(self.greet()).await?;
        let mut heard = Instant::now();
        let mut next_tick = heard + TICK;
        let mut next_check = heard + RECHECK;
        let mut alarm = pin!(sleep_until(next_check));
        loop {
            let ticking = self.running().is_some();
            let due = if ticking { next_tick.min(next_check) } else { next_check }.min(heard + IDLE);
            let due = self.settings_at.map_or(due, |at| due.min(at));
            if alarm.deadline() != due {
                alarm.as_mut().reset(due);
            }
            tokio::select! {
                message = self.ws.recv() => {
                    heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => Box::pin(self.answer(text.as_str())).await?,
                        Some(Ok(Message::Binary(_))) => Box::pin(self.refuse(&Code::Malformed.into(), None)).await?,
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Close(_))) => {
                            // The library has queued the answer: reading on sends it.
                            let _ = timeout(FAREWELL, self.ws.recv()).await;
                            return Err(End(None));
                        }
                        Some(Err(_)) | None => return Err(End(None)),
                    }
                }
                event = events.recv() => match event {
                    Ok(published) => self.tell(&published).await?,
                    Err(RecvError::Lagged(_)) => return Err(End(Some(CLOSE_SLOW))),
                    Err(RecvError::Closed) => return Err(End(Some(CLOSE_RESTART))),
                },
                () = &mut alarm => {
                    let now = Instant::now();
                    if now >= heard + IDLE {
                        return Err(End(Some(CLOSE_IDLE)));
                    }
                    if now >= next_check {
                        next_check += RECHECK;
                        Box::pin(self.recheck()).await?;
                    }
                    if self.settings_at.is_some_and(|at| now >= at) {
                        Box::pin(self.tell_settings()).await?;
                    }
                    if ticking && now >= next_tick {
                        next_tick = (next_tick + TICK).max(now);
                        let session = self.running().map(|line| self.time_of(&line));
                        self.say(time_update(session)).await?;
                    }
                }
                () = &mut stopping => return Err(End(Some(CLOSE_RESTART))),
            }
            if !ticking {
                next_tick = Instant::now() + TICK;
            }
        }
    }

    /// The session whose time this socket tells each second: its station's, or the one it is for.
    fn running(&self) -> Option<SessionLine> {
        let line = match (&self.viewer, self.only) {
            (_, Some(id)) => self.app.sessions.get(id),
            (Viewer::Station(station), None) => self.app.sessions.open_at(station.id),
            (Viewer::Console(_), None) => None,
        };
        line.filter(|line| line.statut == SessionStatut::Active)
    }

    pub(super) fn for_console(&self) -> bool {
        matches!(self.viewer, Viewer::Console(_))
    }

    pub(super) fn time_of(&self, line: &SessionLine) -> SessionTime {
        line.time(self.app.clock.now(), self.for_console())
    }

    pub(super) async fn say(&mut self, message: ServerMessage) -> Result<(), End> {
        self.seq += 1;
        let frame = Frame { seq: self.seq, server_time: self.app.clock.now(), message };
        let text = serde_json::to_string(&frame).map_err(|_| End(None))?;
        self.send(text).await
    }

    /// Sends a text that was made once for all sockets, with this socket's number before it.
    pub(super) async fn repeat(&mut self, text: &str) -> Result<(), End> {
        self.seq += 1;
        let rest = text.strip_prefix('{').unwrap_or(text);
        let text = format!(r#"{{"seq":{},"server_time":{},{rest}"#, self.seq, self.app.clock.now());
        self.send(text).await
    }

    async fn send(&mut self, text: String) -> Result<(), End> {
        match timeout(SLOW, self.ws.send(Message::Text(text.into()))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End(None)),
            Err(_) => Err(End(Some(CLOSE_SLOW))),
        }
    }

    async fn greet(&mut self) -> Result<(), End> {
        match self.snapshot().await {
            Ok(state) => {
                self.say(ServerMessage::ConnectionEstablished { state }).await?;
                let Viewer::Station(station) = &self.viewer else { return Ok(()) };
                // What was asked while the station was away.
                let waiting = self.app.stations.get(station.id).map(|known| known.commands()).unwrap_or_default();
                for pending in waiting {
                    self.say(ServerMessage::StationCommand { id: pending.id, command: pending.command }).await?;
                }
                Ok(())
            }
            Err(problem) => {
                problem.log("websocket");
                Err(End(Some(CLOSE_RESTART)))
            }
        }
    }

    async fn snapshot(&mut self) -> Result<Snapshot, Problem> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await?;
        let mut state =
            Snapshot { site: Some(self.app.parameters.text(&parameters::SITE_NAME, None)), ..Snapshot::default() };
        let (stations, mut sessions) = match &self.viewer {
            Viewer::Station(station) => {
                let row = stations::find(&mut tx, station.id).await?.ok_or(Code::Unauthenticated)?;
                let mut state = row.state(now);
                // It is here, whatever the table has been told so far.
                state.en_ligne = true;
                self.statut = Some(state.statut);
                (vec![state], Vec::from_iter(self.app.sessions.open_at(station.id)))
            }
            Viewer::Console(console) => {
                let stations = match (&console.stations, self.only) {
                    (Some(scope), None) => stations::states(&mut tx, scope, now).await?,
                    _ => Vec::new(),
                };
                let lines = store::unfinished(&mut tx).await?;
                (
                    stations,
                    lines.into_iter().filter(|line| console.sees.holds(Some(line.agency_id), line.operateur)).collect(),
                )
            }
        };
        self.place(&mut tx, &mut state).await?;
        drop(tx);
        if let Viewer::Station(station) = &self.viewer {
            stations::hear(&self.app, station, &Heartbeat::default()).await?;
        }
        sessions.retain(|line| self.only.is_none_or(|id| line.id == id));
        state.sessions = sessions.iter().map(|line| self.time_of(line)).collect();
        state.stations = stations;
        Ok(state)
    }

    /// Ends a station's socket when it is no longer known as it was.
    fn check_station(&self) -> Result<(), End> {
        match &self.viewer {
            Viewer::Station(station) if !stations::is_current(&self.app, station) => Err(End(Some(CLOSE_RESTART))),
            _ => Ok(()),
        }
    }

    /// Ends a socket whose login or credential was ended, or whose console's rights are others than they were.
    pub(super) async fn recheck(&mut self) -> Result<(), End> {
        self.check_station()?;
        let Viewer::Console(console) = &self.viewer else { return Ok(()) };
        let caller = console.caller.clone();
        if accounts::still_signed_in(&self.app, &caller).await.is_err() {
            return Err(End(Some(CLOSE_UNAUTHENTICATED)));
        }
        let now = Console::of(&self.app, caller).await.map_err(|problem| match problem.code {
            Code::Forbidden | Code::Maintenance => End(Some(CLOSE_FORBIDDEN)),
            _ => End(Some(CLOSE_RESTART)),
        })?;
        // What it was shown so far is not what it may see: it starts anew.
        if console.sees_as(&now) { Ok(()) } else { Err(End(Some(CLOSE_RESTART))) }
    }

    async fn refuse(&mut self, problem: &Problem, about: Option<About>) -> Result<(), End> {
        let document = problem.document(self.language, "");
        let fields = document.errors.iter().map(|error| format!(" {} : {}", error.field, error.message));
        let detail = document.detail + &fields.collect::<String>();
        let message = ServerMessage::Error { code: document.code, detail, retry_after_s: problem.retry_after_s, about };
        self.say(message).await
    }

    /// Does what the client says; what is refused is answered with `error`.
    async fn answer(&mut self, text: &str) -> Result<(), End> {
        let (about, done) = match read_json::<Asked>(text.as_bytes()) {
            Ok(asked) => (Some(asked.about()), self.obey(asked).await),
            Err(problem) => (None, Err(problem)),
        };
        match done {
            Ok(Some(message)) => self.say(message).await,
            Ok(None) => Ok(()),
            Err(problem) => {
                problem.log("websocket");
                self.refuse(&problem, about).await
            }
        }
    }

    async fn obey(&mut self, asked: Asked) -> Result<Option<ServerMessage>, Problem> {
        match asked.message {
            ClientMessage::Heartbeat { client_version, session_id, consumed_ms } => {
                let heartbeat = Heartbeat { client_version, session_id, consumed_ms };
                self.heartbeat(&heartbeat).await.map(Some)
            }
            ClientMessage::ValidateCode { code } => Box::pin(self.validate(&code, asked.request)).await.map(Some),
            ClientMessage::StartSession { session_id } => Box::pin(self.start(session_id)).await.map(|()| None),
            ClientMessage::GetTime { session_id } => Box::pin(self.time(session_id)).await.map(Some),
            ClientMessage::CommandDone { id, error } => Box::pin(self.command_done(id, error)).await.map(|()| None),
            ClientMessage::MessageRead { id } => Box::pin(self.message_read(id)).await.map(|()| None),
            ClientMessage::AcceptTerms { session_id, version } => {
                let station = self.station()?;
                Box::pin(admission::accept_terms(&self.app, &station, session_id, &version)).await.map(|()| None)
            }
            ClientMessage::EndSession { session_id } => {
                let station = self.station()?;
                Box::pin(leaving::leave(&self.app, &station, session_id)).await
            }
            ClientMessage::CallOperator { offer_id } => {
                let station = self.station()?;
                let known = Box::pin(calls::call(&self.app, &station, offer_id)).await?;
                Ok(known.map(|call| ServerMessage::StationCall { call }))
            }
            ClientMessage::CancelCall {} => {
                let station = self.station()?;
                Box::pin(calls::withdraw(&self.app, &station)).await.map(|()| None)
            }
        }
    }

    pub(super) fn station(&self) -> Result<Station, Problem> {
        match &self.viewer {
            Viewer::Station(station) => Ok(*station),
            Viewer::Console(_) => Err(Code::Forbidden.into()),
        }
    }

    async fn heartbeat(&mut self, heartbeat: &Heartbeat) -> Result<ServerMessage, Problem> {
        let Viewer::Station(station) = &self.viewer else { return Ok(time_update(None)) };
        stations::hear(&self.app, station, heartbeat).await?;
        lifecycle::take_count(&self.app, station, heartbeat.session_id, heartbeat.consumed_ms).await?;
        let session = self.app.sessions.open_at(station.id).map(|line| self.time_of(&line));
        Ok(time_update(session))
    }

    async fn validate(&mut self, typed: &str, request: Option<u64>) -> Result<ServerMessage, Problem> {
        let station = self.station()?;
        let attempt = Attempt { typed, station_id: station.id, actor: station.actor(), ages: None };
        let line = code::validate(&self.app, &attempt).await?;
        Ok(ServerMessage::TimeUpdate { session: Some(self.time_of(&line)), code_accepted: true, request })
    }

    /// The answer is `session_started`, which everybody hears who may.
    async fn start(&mut self, id: Uuid) -> Result<(), Problem> {
        let mut change = self.change().await?;
        let (row, station_id) = match &self.viewer {
            Viewer::Station(station) => (own_validated(&mut change, id, station.id).await?, Some(station.id)),
            Viewer::Console(console) => {
                let scope = console.drives.as_ref().ok_or(Code::Forbidden)?;
                (lifecycle::lock(&mut change, id, scope).await?, None)
            }
        };
        let starter = if station_id.is_some() { Starter::Station } else { Starter::Desk };
        admission::admit(&self.app, &mut change, &row, station_id, starter).await?;
        let (event, _) = lifecycle::start(&mut change, row, station_id).await?;
        change.commit(event).await
    }

    async fn change(&mut self) -> Result<Change, Problem> {
        match &self.viewer {
            Viewer::Station(station) => station.change(&self.app).await,
            Viewer::Console(console) => {
                let caller = &console.caller;
                let actor = Actor { kind: ActorKind::User, id: Some(caller.user_id), ip: caller.ip };
                Ok(self.app.db.change(actor).await?)
            }
        }
    }
}

pub(super) fn time_update(session: Option<SessionTime>) -> ServerMessage {
    ServerMessage::TimeUpdate { session, code_accepted: false, request: None }
}
