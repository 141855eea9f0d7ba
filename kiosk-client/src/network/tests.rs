//! The network against a server that says one thing and goes away.
mod nonsense;

use super::*;
use crate::identity::Identity;
use crate::key::is_signed;
use crate::machine::{Cut, EnrolmentAnswer};
use futures_util::{SinkExt, StreamExt};
use guichet_protocol::{
    Bytes32, CLOSE_SUPERSEDED, CLOSE_UNAUTHENTICATED, ClientMessage, Login, LoginRequest, PROTOCOL,
};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::pin::pin;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Callback, ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::frame::CloseFrame;

const SNAPSHOT: &str =
    r#"{"seq":1,"server_time":0,"type":"connection_established","state":{"stations":[],"sessions":[]}}"#;

/// A server that proves itself with the key of this seed.
struct Server([u8; 32]);

const OURS: Server = Server([1; 32]);
const ANOTHER: Server = Server([2; 32]);
const CREDENTIAL: &str = "c0ffee";

impl Server {
    fn pair(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&self.0).expect("a seed")
    }

    fn key(&self) -> Bytes32 {
        self.pair().public_key().as_ref().try_into().expect("32 bytes")
    }

    /// Challenges a station, checks its proof, and lets it in in its own name.
    async fn let_in(&self, listener: &TcpListener, station: &Station) -> LoginRequest {
        let challenge = self.challenge(listener).await;
        let mut proof = None;
        reply(listener, "200 OK", |body| {
            let request: LoginRequest = serde_json::from_slice(body).expect("a login");
            assert_eq!(request.challenge, hex::encode(challenge));
            let nonce = digits(&request.nonce);
            let server_key = OURS.key();
            let login = Login {
                station: Uuid::nil(),
                instance: request.instance,
                server_key: &server_key,
                challenge: &challenge,
                nonce: &nonce,
            };
            let station_key = digits(&station.key.open().expect("a key").public());
            assert!(is_signed(&station_key, &login.message(), &request.signature));
            let signature = hex::encode(self.pair().sign(&login.answer(CREDENTIAL)));
            proof = Some(request);
            format!(r#"{{"credential":"{CREDENTIAL}","signature":"{signature}"}}"#)
        })
        .await;
        proof.expect("a login")
    }

    async fn challenge(&self, listener: &TcpListener) -> Bytes32 {
        let challenge = rand::random();
        let body = format!(r#"{{"challenge":"{}","valid_for_s":60}}"#, hex::encode(challenge));
        let request = answer(listener, "200 OK", &body).await;
        assert!(request.starts_with(&format!("POST /api/postes/{}/defi/ HTTP/1.1\r\n", Uuid::nil())), "{request}");
        challenge
    }

    /// Challenges a station, and refuses its proof.
    async fn refuse(&self, listener: &TcpListener, status: &str, code: &str) {
        self.challenge(listener).await;
        let request = answer(listener, status, &format!(r#"{{"code":"{code}"}}"#)).await;
        assert!(request.starts_with(&format!("POST /api/postes/{}/connexion/ HTTP/1.1\r\n", Uuid::nil())), "{request}");
    }
}

fn digits(digits: &str) -> Bytes32 {
    let mut bytes = [0; 32];
    hex::decode_to_slice(digits, &mut bytes).expect("64 digits");
    bytes
}

async fn listener() -> (TcpListener, Arc<Station>) {
    listener_for(Some(OURS.key())).await
}

async fn listener_for(server_key: Option<Bytes32>) -> (TcpListener, Arc<Station>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let folder = tempfile::tempdir().expect("a folder").keep();
    let identity = Identity::load_or_create(&folder, server_key).expect("an identity");
    // Made while there is a folder to keep it in.
    identity.key().open().expect("a key");
    let station = Station {
        server: format!("http://{address}").parse().expect("an address"),
        key: identity.key().clone(),
        pin: identity.server().clone(),
        instance: identity.instance(),
        health: crate::health::Health::new("poste", format!("http://{address}")),
        folder: folder.clone(),
        token: Some("token".into()),
        start: None,
        name: "poste".into(),
        mac: Some("aa:bb:cc:dd:ee:ff".into()),
        language: "fr",
        power_command: "true".into(),
        update_unit: None,
    };
    std::fs::remove_dir_all(folder).expect("it can go");
    (listener, Arc::new(station))
}

/// Checks what a station says of itself, and selects the protocol.
struct Handshake(String);

impl Callback for Handshake {
    fn on_request(self, request: &Request, mut answer: Response) -> Result<Response, ErrorResponse> {
        let header = |name| request.headers().get(name).and_then(|v| v.to_str().ok());
        assert_eq!(header("authorization"), Some(self.0.as_str()));
        assert_eq!(header("x-station-mac"), Some("aa:bb:cc:dd:ee:ff"));
        assert_eq!(header("sec-websocket-protocol"), Some(PROTOCOL));
        assert_eq!(request.uri().path(), "/ws/sessions/");
        let chosen = PROTOCOL.parse().expect("a header");
        answer.headers_mut().insert("sec-websocket-protocol", chosen);
        Ok(answer)
    }
}

async fn accept(listener: &TcpListener) -> tokio_tungstenite::WebSocketStream<TcpStream> {
    let (tcp, _) = listener.accept().await.expect("a station");
    let proof = format!("Station {}:{CREDENTIAL}", Uuid::nil());
    let socket = accept_hdr_async(tcp, Handshake(proof)).await;
    socket.expect("a handshake")
}

async fn close(mut socket: tokio_tungstenite::WebSocketStream<TcpStream>, code: u16) {
    let reason = CloseFrame { code: code.into(), reason: "".into() };
    socket.close(Some(reason)).await.expect("closed");
}

#[tokio::test]
async fn the_server_is_told_that_the_start_came_up_until_it_has_heard() {
    let (listener, station) = listener().await;
    let station = Arc::new(Station { start: Some(Uuid::nil()), ..(*station).clone() });
    let telling = tokio::spawn(super::start::tell(station));
    for status in ["503 Service Unavailable", "204 No Content"] {
        let request = answer(&listener, status, "").await;
        assert!(request.starts_with(&format!("POST /boot/starts/{}/client HTTP/1.1\r\n", Uuid::nil())), "{request}");
    }
    telling.await.expect("it is done");
}

#[tokio::test]
async fn a_link_comes_back_until_the_server_does_not_know_it() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let link = link::open(station.clone(), Uuid::nil(), events);

    OURS.let_in(&listener, &station).await;
    let mut socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    socket.send(Message::text("nonsense")).await.expect("sent");
    socket.send(Message::text(SNAPSHOT)).await.expect("sent");
    assert!(matches!(heard.recv().await, Some(Event::Told(frame)) if frame.seq == 1));
    link.send(ClientMessage::GetTime { session_id: None });
    let said = socket.next().await.expect("open").expect("a message");
    assert_eq!(said, Message::text(r#"{"type":"get_time"}"#));
    drop(socket);
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));

    // Somebody else may answer now: both sides prove themselves again.
    OURS.let_in(&listener, &station).await;
    let mut socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    link.resync();
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    assert!(!matches!(socket.next().await, Some(Ok(Message::Text(_)))));

    OURS.let_in(&listener, &station).await;
    let socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    close(socket, CLOSE_UNAUTHENTICATED).await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    OURS.refuse(&listener, "401 Unauthorized", "unauthenticated").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Unknown)));
    assert_eq!(heard.recv().await, None, "it does not knock again");
}

#[tokio::test]
async fn a_refused_handshake_is_told() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let _link = link::open(station.clone(), Uuid::nil(), events);
    OURS.let_in(&listener, &station).await;
    answer(&listener, "403 Forbidden", "{}").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Forbidden)));
    OURS.let_in(&listener, &station).await;
    answer(&listener, "401 Unauthorized", "{}").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    OURS.refuse(&listener, "403 Forbidden", "wrong_address").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Forbidden)));
}

#[tokio::test]
async fn one_of_two_machines_is_told_and_comes_back_as_the_same_start() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let _link = link::open(station.clone(), Uuid::nil(), events);
    let first = OURS.let_in(&listener, &station).await;
    let socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    close(socket, CLOSE_SUPERSEDED).await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    OURS.refuse(&listener, "401 Unauthorized", "expired_challenge").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    OURS.refuse(&listener, "403 Forbidden", "identity_conflict").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Conflict)));
    // An operator lifted the alarm.
    let again = OURS.let_in(&listener, &station).await;
    assert_eq!((again.instance, again.nonce == first.nonce), (first.instance, false));
    accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
}

#[tokio::test]
async fn a_forged_server_is_not_believed() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let _link = link::open(station.clone(), Uuid::nil(), events);
    // Its own key, although it knows the real one's public half.
    ANOTHER.let_in(&listener, &station).await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::UnknownServer)));
    // What the real one signed for another login.
    OURS.challenge(&listener).await;
    let signature = hex::encode(OURS.pair().sign(b"guichet server answer v1\0"));
    let body = format!(r#"{{"credential":"{CREDENTIAL}","signature":"{signature}"}}"#);
    answer(&listener, "200 OK", &body).await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::UnknownServer)));
    // No socket was opened; the real one is taken as soon as it is there.
    OURS.let_in(&listener, &station).await;
    let socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    // Nor is the forged one that stands in its place after a cut.
    drop(socket);
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    ANOTHER.let_in(&listener, &station).await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::UnknownServer)));
}

#[tokio::test]
async fn the_first_server_that_enrols_the_station_is_its_server() {
    let (listener, station) = listener_for(None).await;
    let body = |status: &str, server: &Server| {
        let (id, key) = (Uuid::nil(), hex::encode(server.key()));
        format!(
            r#"{{"status":"{status}","station_id":"{id}","name":"x","fingerprint":"00000000","server_key":"{key}"}}"#
        )
    };
    let mut token = None;
    let mut ask = async |status: &'static str, server: &Server| {
        let body = body(status, server);
        tokio::join!(answer(&listener, "200 OK", &body), enrol::ask(&station, &mut token)).1
    };
    let own = station.key.open().expect("a key").fingerprint();
    // While it waits it belongs to nobody.
    let pending = ask("pending", &ANOTHER).await;
    assert!(
        matches!(pending, EnrolmentAnswer::Given(given) if given.fingerprint == own),
        "its own, not what it is told"
    );
    assert!(matches!(ask("enrolled", &OURS).await, EnrolmentAnswer::Given(_)));
    assert_eq!(station.pin.key(), Some(OURS.key()));
    assert_eq!(ask("enrolled", &ANOTHER).await, EnrolmentAnswer::UnknownServer);
    assert_eq!(ask("pending", &ANOTHER).await, EnrolmentAnswer::UnknownServer);
    assert!(matches!(ask("enrolled", &OURS).await, EnrolmentAnswer::Given(_)));
}

/// Answers one HTTP request, and returns it.
async fn answer(listener: &TcpListener, status: &str, body: &str) -> String {
    reply(listener, status, |_| body.to_owned()).await
}

/// Answers one HTTP request with what its body leads to, and returns its head.
async fn reply(listener: &TcpListener, status: &str, body: impl FnOnce(&[u8]) -> String) -> String {
    let (mut tcp, _) = listener.accept().await.expect("a station");
    let mut request = Vec::new();
    let (head, length) = loop {
        tcp.read_buf(&mut request).await.expect("a request");
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some(end) = text.find("\r\n\r\n") {
            let head = &text[..end + 4];
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            break (head.to_owned(), length.unwrap_or(0));
        }
    };
    while request.len() < head.len() + length {
        tcp.read_buf(&mut request).await.expect("its body");
    }
    let body = body(&request[head.len()..]);
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    tcp.write_all(answer.as_bytes()).await.expect("answered");
    head
}

#[tokio::test]
async fn a_refused_token_is_dropped() {
    let (listener, station) = listener().await;
    let mut token = station.token.clone();
    let key = hex::encode(OURS.key());
    let pending = format!(
        r#"{{"status":"pending","station_id":null,"name":null,"fingerprint":"048f7a56","server_key":"{key}"}}"#
    );
    let server = async {
        answer(&listener, "401 Unauthorized", "{}").await;
        answer(&listener, "202 Accepted", &pending).await
    };
    let (request, given) = tokio::join!(server, enrol::ask(&station, &mut token));
    assert!(request.starts_with("POST /api/postes/enrol/ HTTP/1.1\r\n"), "{request}");
    assert!(matches!(given, EnrolmentAnswer::Given(_)));
    assert_eq!(token, None);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_none() {
    let (listener, station) = listener().await;
    let (orders, events) = start(station.clone());
    let mut events = pin!(events);
    for (status, body) in [("200 OK", "nonsense"), ("503 Service Unavailable", "{}")] {
        orders.send(Order::Enrol).await.expect("the network listens");
        let (_, event) = tokio::join!(answer(&listener, status, body), events.next());
        assert_eq!(event, Some(Event::Enrolment(EnrolmentAnswer::Unreachable)));
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let (listener, station) = listener().await;
    drop(listener);
    let answer = enrol::ask(&station, &mut None).await;
    assert_eq!(answer, EnrolmentAnswer::Unreachable);
}
