//! Real sockets: a listener on a free port, and clients that read it frame by frame.
use super::{Person, Site, StationKey};
use futures_util::{SinkExt, StreamExt};
use guichet::http;
use guichet_protocol::PROTOCOL;
use serde_json::{Value, json};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest},
};

/// How long anything expected may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A websocket of somebody, which checks that no number is missing.
pub struct Wire {
    stream: WebSocketStream<TcpStream>,
    seq: u64,
}

impl Site {
    /// Serves on a free port until the site closes.
    pub async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let (app, service) = (self.app.clone(), http::service(&self.app));
        tokio::spawn(async move { http::serve(&app, service, listener).await });
        address
    }

    /// A console's socket, opened as a browser does: with a ticket.
    pub async fn console(&self, address: SocketAddr, person: &Person<'_>, path: &str) -> Wire {
        let ticket = person.post("/api/ws-ticket/", json!({})).await.ok();
        let ticket = ticket["ticket"].as_str().expect("a ticket");
        Wire::open(address, path, &browser(ticket)).await
    }

    /// A station's socket.
    pub async fn station_wire(&self, address: SocketAddr, key: &StationKey, path: &str) -> Wire {
        Wire::open(address, path, &station(key)).await
    }
}

/// What a browser's handshake carries.
pub fn browser(ticket: &str) -> [(&'static str, String); 1] {
    [("sec-websocket-protocol", format!("{PROTOCOL}, ticket.{ticket}"))]
}

/// What a station's handshake carries.
pub fn station(key: &StationKey) -> [(&'static str, String); 2] {
    let authorization = format!("Station {}:{}", key.id, key.credential);
    [("sec-websocket-protocol", PROTOCOL.to_owned()), ("authorization", authorization)]
}

impl Wire {
    /// Opens a socket, whatever becomes of it.
    pub async fn dial(
        address: SocketAddr,
        path: &str,
        headers: &[(&'static str, String)],
    ) -> Result<(Self, Option<String>), tungstenite::Error> {
        let stream = TcpStream::connect(address).await.expect("a server");
        Self::over(stream, address, path, headers).await
    }

    /// Opens a socket over a connection that is there.
    pub async fn over(
        stream: TcpStream,
        address: SocketAddr,
        path: &str,
        headers: &[(&'static str, String)],
    ) -> Result<(Self, Option<String>), tungstenite::Error> {
        let mut request = format!("ws://{address}{path}").into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().expect("a header"));
        }
        let (stream, response) = client_async(request, stream).await?;
        let protocol = response.headers().get("sec-websocket-protocol").and_then(|value| value.to_str().ok());
        Ok((Self { stream, seq: 0 }, protocol.map(str::to_owned)))
    }

    /// Opens a socket that is expected to open.
    pub async fn open(address: SocketAddr, path: &str, headers: &[(&'static str, String)]) -> Self {
        Self::dial(address, path, headers).await.expect("a socket").0
    }

    async fn next(&mut self) -> Message {
        let next = timeout(PATIENCE, self.stream.next()).await.expect("a frame in time");
        next.expect("a frame before the end").expect("a sound frame")
    }

    /// The next frame; its number is the one after the last.
    pub async fn frame(&mut self) -> Value {
        loop {
            match self.next().await {
                Message::Text(text) => {
                    let frame: Value = serde_json::from_str(&text).expect("JSON");
                    self.seq += 1;
                    assert_eq!(frame["seq"], json!(self.seq), "a gap: {frame}");
                    assert!(frame["server_time"].is_i64(), "{frame}");
                    return frame;
                }
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("not a frame: {other:?}"),
            }
        }
    }

    /// The next frame of this type; those of other types before it are passed over.
    pub async fn hear(&mut self, kind: &str) -> Value {
        let mut passed = Vec::new();
        for _ in 0..200 {
            let frame = self.frame().await;
            if frame["type"] == json!(kind) {
                return frame;
            }
            passed.push(frame["type"].clone());
        }
        panic!("no {kind} among {passed:?}");
    }

    /// Says something.
    pub async fn say(&mut self, message: Value) {
        self.send(Message::text(message.to_string())).await;
    }

    /// Sends anything.
    pub async fn send(&mut self, message: Message) {
        self.stream.send(message).await.expect("sent");
    }

    /// Says something and gives the answer of this type.
    pub async fn ask(&mut self, message: Value, kind: &str) -> Value {
        self.say(message).await;
        self.hear(kind).await
    }

    /// Reads to the end, in whatever way it comes: how many frames there were, and the code, if one
    /// still came through.
    pub async fn rest(&mut self) -> (usize, Option<u16>) {
        let mut frames = 0;
        while let Some(Ok(message)) = timeout(PATIENCE, self.stream.next()).await.expect("an end in time") {
            match message {
                Message::Close(frame) => return (frames, frame.map(|frame| frame.code.into())),
                Message::Text(_) => frames += 1,
                _ => {}
            }
        }
        (frames, None)
    }

    /// The code with which the server closes; frames before it are passed over.
    pub async fn closed(&mut self) -> u16 {
        self.closed_within(PATIENCE).await
    }

    /// The same, when it takes longer.
    pub async fn closed_within(&mut self, patience: Duration) -> u16 {
        loop {
            match timeout(patience, self.stream.next()).await.expect("an end in time") {
                Some(Ok(Message::Close(frame))) => return frame.map_or(1005, |frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("broken off: {error}"),
                None => return 1006,
            }
        }
    }
}
