//! The socket to the server: opens itself again for as long as the station runs.
use super::Station;
use super::backoff::Backoff;
use super::dial::{ANSWER_WITHIN, Wire};
use super::http::Failure;
use super::login::{Credential, Refused, prove};
use crate::machine::{Cut, Event};
use futures_util::{SinkExt, StreamExt};
use guichet_protocol::{Asked, CLOSE_FORBIDDEN, Frame, PROTOCOL};
use hyper::StatusCode;
use hyper::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderValue, SEC_WEBSOCKET_PROTOCOL};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::protocol::{Message, WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use tracing::{debug, warn};
use uuid::Uuid;

const ROUTE: &str = "/ws/sessions/";
/// Heartbeats are answered, and come every 20 s: two in a row without an answer is a dead server.
const SILENCE: Duration = Duration::from_secs(45);
const BUFFER_BYTES: usize = 4 * 1024;
/// The terms of use come in all the room's languages.
const FRAME_BYTES: usize = 1024 * 1024;
const QUEUE: usize = 16;

type Socket = WebSocketStream<Box<dyn Wire>>;

/// A link that is being kept open; dropping it closes it.
#[derive(Debug)]
pub struct Handle {
    said: mpsc::Sender<Said>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
enum Said {
    Message(Asked),
    Resync,
}

impl Handle {
    /// Says this to the server, if there is a socket.
    pub fn send(&self, asked: impl Into<Asked>) {
        self.say(Said::Message(asked.into()));
    }

    /// Drops the socket for a new one.
    pub fn resync(&self) {
        self.say(Said::Resync);
    }

    fn say(&self, said: Said) {
        if self.said.try_send(said).is_err() {
            debug!("the link is busy or gone");
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Opens a link as the station `id`, and keeps it open until the server no longer knows it.
pub fn open(station: Arc<Station>, id: Uuid, events: mpsc::Sender<Event>) -> Handle {
    let (said, to_say) = mpsc::channel(QUEUE);
    let link = Link { station, id, events, to_say };
    Handle { said, task: tokio::spawn(link.keep_open()) }
}

struct Link {
    station: Arc<Station>,
    id: Uuid,
    events: mpsc::Sender<Event>,
    to_say: mpsc::Receiver<Said>,
}

/// Why a socket ended.
enum End {
    /// The station wants another one.
    Resync,
    /// The server does not know the station.
    Unknown,
    /// The server does not take the station from here.
    Forbidden,
    /// Another machine has the station's key.
    Conflict,
    /// The server is not the one this station belongs to.
    UnknownServer,
    /// The server went away, fell silent, or takes the credential no longer.
    Lost,
    /// Nobody listens to this link any more.
    Unwanted,
}

impl End {
    /// What a failed handshake means.
    fn of_handshake(error: &(dyn Error + 'static)) -> Self {
        let Some(tungstenite::Error::Http(answer)) = error.downcast_ref() else {
            return Self::Lost;
        };
        match answer.status() {
            StatusCode::FORBIDDEN => Self::Forbidden,
            _ => Self::Lost,
        }
    }
}

impl End {
    /// What a proof or a handshake that came to nothing means.
    fn of_refusal(refused: Refused, is_first: bool) -> Self {
        match refused {
            Refused::Unknown => Self::Unknown,
            Refused::Forbidden => Self::Forbidden,
            Refused::Conflict => Self::Conflict,
            Refused::UnknownServer => Self::UnknownServer,
            Refused::Failed(error) => {
                if is_first {
                    warn!(error, "the server cannot be reached");
                }
                Self::of_handshake(error.as_ref())
            }
        }
    }
}

impl Link {
    async fn keep_open(mut self) {
        let mut backoff = Backoff::default();
        loop {
            let end = match self.connect().await {
                Ok(socket) => self.talk(socket, &mut backoff).await,
                Err(refused) => End::of_refusal(refused, backoff.is_fresh()),
            };
            let cut = match end {
                End::Unwanted => return,
                End::Unknown => Cut::Unknown,
                End::Forbidden => Cut::Forbidden,
                End::Conflict => Cut::Conflict,
                End::UnknownServer => Cut::UnknownServer,
                End::Resync | End::Lost => Cut::Lost,
            };
            if self.events.send(Event::Cut(cut)).await.is_err() || cut == Cut::Unknown {
                return;
            }
            tokio::time::sleep(backoff.next_wait()).await;
            // What was meant for the old socket says nothing on a new one.
            while self.to_say.try_recv().is_ok() {}
        }
    }

    /// Opens a socket. Both sides prove themselves each time: whoever answers at the server's address
    /// after the line was cut may be somebody else.
    async fn connect(&self) -> Result<Socket, Refused> {
        let credential = prove(&self.station, self.id).await?;
        Ok(self.open_socket(&credential).await?)
    }

    async fn open_socket(&self, credential: &Credential) -> Result<Socket, Failure> {
        let wire = self.station.server.dial().await?;
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(FRAME_BYTES)
            .max_message_size(Some(FRAME_BYTES))
            .max_frame_size(Some(FRAME_BYTES));
        let handshake = client_async_with_config(self.request(credential)?, wire, Some(config));
        let (socket, _) = tokio::time::timeout(ANSWER_WITHIN, handshake).await??;
        Ok(socket)
    }

    fn request(&self, credential: &Credential) -> Result<Request, Failure> {
        let station = &self.station;
        let mut request = station.server.websocket(ROUTE).into_client_request()?;
        let proof = format!("Station {}:{}", self.id, credential.as_str());
        let mut proof = HeaderValue::try_from(proof)?;
        proof.set_sensitive(true);
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, proof);
        headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(station.language));
        if let Some(mac) = &station.mac {
            headers.insert("x-station-mac", HeaderValue::try_from(mac)?);
        }
        Ok(request)
    }

    async fn talk(&mut self, mut socket: Socket, backoff: &mut Backoff) -> End {
        if self.events.send(Event::Linked).await.is_err() {
            return End::Unwanted;
        }
        let mut dead_at = Instant::now() + SILENCE;
        loop {
            tokio::select! {
                heard = timeout_at(dead_at, socket.next()) => match heard {
                    Ok(Some(Ok(message))) => {
                        backoff.reset();
                        dead_at = Instant::now() + SILENCE;
                        if let Some(end) = self.hear(message).await {
                            return end;
                        }
                    }
                    Ok(Some(Err(_)) | None) => return End::Lost,
                    Err(_) => {
                        warn!("the server fell silent");
                        return End::Lost;
                    }
                },
                said = self.to_say.recv() => match said {
                    Some(Said::Message(message)) => {
                        if say(&mut socket, &message).await.is_err() {
                            return End::Lost;
                        }
                    }
                    Some(Said::Resync) => return End::Resync,
                    None => return End::Unwanted,
                },
            }
        }
    }

    /// Takes a message in; says why the socket ends when it does.
    async fn hear(&self, message: Message) -> Option<End> {
        match message {
            Message::Text(text) => self.hear_frame(text.as_str()).await,
            Message::Close(close) => Some(match close.map(|close| u16::from(close.code)) {
                Some(CLOSE_FORBIDDEN) => End::Forbidden,
                _ => End::Lost,
            }),
            // Pings are answered by the library.
            _ => None,
        }
    }

    async fn hear_frame(&self, text: &str) -> Option<End> {
        match serde_json::from_str::<Frame>(text) {
            Ok(frame) => {
                let told = Event::Told(Box::new(frame));
                self.events.send(told).await.err().map(|_| End::Unwanted)
            }
            Err(error) => {
                // A newer server may say more; if it mattered, the next number shows the gap.
                warn!(%error, "a frame of the server makes no sense");
                None
            }
        }
    }
}

async fn say(socket: &mut Socket, message: &Asked) -> Result<(), Failure> {
    let text = serde_json::to_string(message)?;
    let sent = socket.send(Message::text(text));
    tokio::time::timeout(ANSWER_WITHIN, sent).await??;
    Ok(())
}
