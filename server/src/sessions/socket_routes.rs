//! The websockets' door: who calls, settled before anything is said.
use super::{Drive, Read, socket::Socket};
use crate::{
    App,
    access::{Access, Caller, Grant, Public, Station},
    accounts, calls,
    extract::{Id, Peer},
    i18n::Language,
    list::Scope,
    parameters,
    problem::{Code, Problem},
    stations,
};
use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use guichet_protocol::{CLOSE_FORBIDDEN, CLOSE_UNAUTHENTICATED, PROTOCOL};
use std::{mem, net::IpAddr, time::Duration};
use tokio::{sync::OwnedSemaphorePermit, time::timeout};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(general, of_session)
}

/// Frames are small; the library would reserve 128 KiB for each socket.
const BUFFER: usize = 1024;
/// What a client may say at once. What it is told is as large as the snapshot of its site: nothing
/// bounds that, for a message that does not fit ends the socket.
const MAX_MESSAGE: usize = 16 * 1024;

/// How long an end waits for the other side's.
pub(super) const FAREWELL: Duration = Duration::from_secs(2);

/// Says why the socket ends, and waits a moment for the other side to have read it: a connection
/// that is just dropped may take the reason with it.
pub(super) async fn close(ws: &mut WebSocket, code: u16, reason: &str) {
    let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
    let farewell = async {
        if ws.send(frame).await.is_ok() {
            while let Some(Ok(_)) = ws.recv().await {}
        }
    };
    // Whoever does not answer in time has gone.
    let _ = timeout(FAREWELL, farewell).await;
}

/// Who is at the other end of a socket.
pub(super) enum Viewer {
    /// A station: hears of its own session, and of what it is asked to do.
    Station(Station),
    /// A console: hears of what is within its scope.
    Console(Box<Console>),
}

/// A person's console.
pub(super) struct Console {
    pub caller: Caller,
    /// The sessions it may see.
    pub sees: Scope,
    /// The sessions it may drive.
    pub drives: Option<Scope>,
    /// The stations it may see.
    pub stations: Option<Scope>,
    /// The stations it may ask something of.
    pub commands: Option<Scope>,
    /// The visitors' calls it may see.
    pub calls: Option<Scope>,
}

/// Open the socket of all sessions.
///
/// Consoles offer the subprotocols `guichet.v1` and `ticket.<ticket>` (see `/api/ws-ticket/`), stations send their
/// `Authorization` header. Messages: docs/websocket.md. Close codes: 4401 unknown caller, 4403 not allowed,
/// 4408 silent for a minute, 4409 another start of the station's client proved itself, 4413 too slow.
#[utoipa::path(get, path = "/ws/sessions/", tag = "websocket", responses((status = 101, description = "The socket is open")))]
async fn general(
    _: Public,
    State(app): State<App>,
    upgrade: WebSocketUpgrade,
    peer: Peer,
    headers: HeaderMap,
) -> Response {
    open(app, upgrade, peer.0, &headers, None)
}

/// Open the socket of one session.
#[utoipa::path(get, path = "/ws/sessions/{id}/", tag = "websocket", params(("id" = Uuid, Path)),
    responses((status = 101, description = "The socket is open")))]
async fn of_session(
    _: Public,
    State(app): State<App>,
    Id(id): Id,
    upgrade: WebSocketUpgrade,
    peer: Peer,
    headers: HeaderMap,
) -> Response {
    open(app, upgrade, peer.0, &headers, Some(id))
}

fn open(app: App, upgrade: WebSocketUpgrade, ip: IpAddr, headers: &HeaderMap, only: Option<Uuid>) -> Response {
    let Ok(place) = app.socket_places.clone().try_acquire_owned() else {
        return Problem::from(Code::Unavailable).into_response();
    };
    let credentials = Credentials::of(headers, ip);
    let language = Language::of(headers);
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .read_buffer_size(BUFFER)
        .write_buffer_size(0)
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE);
    upgrade.on_upgrade(move |ws| welcome(Box::new(Arrival { app, ws, credentials, only, language, _place: place })))
}

/// A socket that has just opened. Boxed, like the [`Socket`] it becomes: what a task holds is counted
/// several times over when it is handed from one part to the next.
pub(super) struct Arrival {
    pub app: App,
    pub ws: WebSocket,
    credentials: Credentials,
    pub only: Option<Uuid>,
    pub language: Language,
    /// One of the places for sockets, until this one ends.
    _place: OwnedSemaphorePermit,
}

async fn welcome(mut arrival: Box<Arrival>) {
    // Boxed: a socket should not hold the room for this as long as it lives.
    match Box::pin(arrival.viewer()).await {
        Ok(viewer) => Socket::boxed(arrival, viewer).run().await,
        // A browser cannot see why a handshake failed, but it can see a close code.
        Err(problem) => {
            let code = if problem.code == Code::Unauthenticated { CLOSE_UNAUTHENTICATED } else { CLOSE_FORBIDDEN };
            let reason = problem.detail(arrival.language).chars().take(40).collect::<String>();
            Box::pin(close(&mut arrival.ws, code, &reason)).await;
        }
    }
}

impl Arrival {
    /// Uses the credentials up: what they hold are parts of the request's buffer, all of which would
    /// stay with them.
    async fn viewer(&mut self) -> Result<Viewer, Problem> {
        let headers = mem::take(&mut self.credentials.headers);
        Credentials { headers, ip: self.credentials.ip }.viewer(&self.app, self.only).await
    }
}

/// What the handshake carried.
struct Credentials {
    headers: HeaderMap,
    ip: IpAddr,
}

impl Credentials {
    fn of(headers: &HeaderMap, ip: IpAddr) -> Self {
        let kept = [header::AUTHORIZATION, header::SEC_WEBSOCKET_PROTOCOL, header::ACCEPT_LANGUAGE]
            .into_iter()
            .chain(["x-station-mac".parse().unwrap_or(header::HOST)])
            .filter_map(|name| Some((name.clone(), headers.get(&name)?.clone())));
        Self { headers: kept.collect(), ip }
    }

    async fn viewer(self, app: &App, only: Option<Uuid>) -> Result<Viewer, Problem> {
        let authorization = self.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        match authorization {
            Some(value) if value.starts_with("Station ") => self.station(app, only).await.map(Viewer::Station),
            Some(value) => {
                let token = value.strip_prefix("Bearer ").ok_or(Code::Unauthenticated)?;
                self.console(app, accounts::authenticate(app, token).await?, only).await
            }
            None => {
                let ticket = self.ticket().ok_or(Code::Unauthenticated)?;
                self.console(app, accounts::redeem_ticket(app, ticket).await?, only).await
            }
        }
    }

    fn ticket(&self) -> Option<&str> {
        let offered = self.headers.get(header::SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
        offered.split(',').find_map(|protocol| protocol.trim().strip_prefix("ticket."))
    }

    /// A station may open the socket of its own session only.
    async fn station(&self, app: &App, only: Option<Uuid>) -> Result<Station, Problem> {
        let station = stations::identify(app, &self.headers, Some(self.ip)).await?;
        if let Some(id) = only {
            let session = super::store::find(&mut app.db.read().await?, id).await?;
            if session.is_none_or(|session| session.line.station_id != Some(station.id)) {
                return Err(Code::Forbidden.into());
            }
        }
        Ok(station)
    }

    async fn console(&self, app: &App, identity: accounts::Identity, only: Option<Uuid>) -> Result<Viewer, Problem> {
        let caller = Caller::known(identity, Some(self.ip), Language::of(&self.headers));
        let console = Console::of(app, caller).await?;
        if let Some(id) = only {
            let session = super::store::find(&mut app.db.read().await?, id).await?;
            let within = session.is_some_and(|row| console.sees.holds(Some(row.line.agency_id), row.line.operateur));
            if !within {
                return Err(Code::Forbidden.into());
            }
        }
        Ok(Viewer::Console(Box::new(console)))
    }
}

impl Console {
    /// What this caller may see and do, as of now.
    pub(super) async fn of(app: &App, caller: Caller) -> Result<Self, Problem> {
        parameters::admit(app, &caller).await?;
        let mut tx = app.db.read().await?;
        let sees = accounts::scope_of(&mut tx, &caller, <Grant<Read> as Access>::NAME).await?.ok_or(Code::Forbidden)?;
        let drives = accounts::scope_of(&mut tx, &caller, <Grant<Drive> as Access>::NAME).await?;
        let stations = accounts::scope_of(&mut tx, &caller, <Grant<stations::Read> as Access>::NAME).await?;
        let calls = accounts::scope_of(&mut tx, &caller, <Grant<calls::Read> as Access>::NAME).await?;
        let commands = accounts::scope_of(&mut tx, &caller, <Grant<stations::Command> as Access>::NAME).await?;
        Ok(Self { caller, sees, drives, stations, commands, calls })
    }

    /// Whether the other may see and do the same.
    pub(super) fn sees_as(&self, other: &Self) -> bool {
        let Self { caller: _, sees, drives, stations, commands, calls } = self;
        (sees, drives, stations, commands, calls)
            == (&other.sees, &other.drives, &other.stations, &other.commands, &other.calls)
    }
}
