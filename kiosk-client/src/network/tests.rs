//! The network against a server that says one thing and goes away.
use super::*;
use crate::identity::Identity;
use crate::machine::{Cut, EnrolmentAnswer};
use futures_util::{SinkExt, StreamExt};
use guichet_protocol::{CLOSE_UNAUTHENTICATED, PROTOCOL};
use std::pin::pin;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Callback, ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::frame::CloseFrame;

const SNAPSHOT: &str =
    r#"{"seq":1,"server_time":0,"type":"connection_established","state":{"stations":[],"sessions":[]}}"#;

async fn listener() -> (TcpListener, Arc<Station>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let folder = tempfile::tempdir().expect("a folder");
    let identity = Identity::load_or_create(folder.path()).expect("an identity");
    let station = Station {
        server: format!("http://{address}").parse().expect("an address"),
        credential: identity.credential().clone(),
        token: Some("token".into()),
        name: "poste".into(),
        mac: Some("aa:bb:cc:dd:ee:ff".into()),
        language: "fr",
        power_command: "true".into(),
    };
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

async fn accept(listener: &TcpListener, station: &Station) -> tokio_tungstenite::WebSocketStream<TcpStream> {
    let (tcp, _) = listener.accept().await.expect("a station");
    let proof = format!("Station {}:{}", Uuid::nil(), station.credential.as_str());
    let socket = accept_hdr_async(tcp, Handshake(proof)).await;
    socket.expect("a handshake")
}

#[tokio::test]
async fn a_link_comes_back_until_the_server_does_not_know_it() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let link = link::open(station.clone(), Uuid::nil(), events);

    let mut socket = accept(&listener, &station).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    socket.send(Message::text("nonsense")).await.expect("sent");
    socket.send(Message::text(SNAPSHOT)).await.expect("sent");
    assert!(matches!(heard.recv().await, Some(Event::Told(frame)) if frame.seq == 1));
    link.send(ClientMessage::GetTime { session_id: None });
    let said = socket.next().await.expect("open").expect("a message");
    assert_eq!(said, Message::text(r#"{"type":"get_time"}"#));
    drop(socket);
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));

    let mut socket = accept(&listener, &station).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    link.resync();
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    assert!(!matches!(socket.next().await, Some(Ok(Message::Text(_)))));

    let mut socket = accept(&listener, &station).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    let unknown = CloseFrame { code: CLOSE_UNAUTHENTICATED.into(), reason: "".into() };
    socket.close(Some(unknown)).await.expect("closed");
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Unknown)));
    assert_eq!(heard.recv().await, None, "it does not knock again");
}

#[tokio::test]
async fn a_refused_handshake_is_told() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let _link = link::open(station, Uuid::nil(), events);
    answer(&listener, "403 Forbidden", "{}").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Forbidden)));
    answer(&listener, "401 Unauthorized", "{}").await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Unknown)));
}

/// Answers one HTTP request, and returns it.
async fn answer(listener: &TcpListener, status: &str, body: &str) -> String {
    let (mut tcp, _) = listener.accept().await.expect("a station");
    let mut request = vec![0; 4096];
    let mut length = 0;
    while !String::from_utf8_lossy(&request[..length]).contains("\r\n\r\n") {
        length += tcp.read(&mut request[length..]).await.expect("a request");
    }
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    tcp.write_all(answer.as_bytes()).await.expect("answered");
    String::from_utf8_lossy(&request[..length]).into_owned()
}

#[tokio::test]
async fn a_refused_token_is_dropped() {
    let (listener, station) = listener().await;
    let mut token = station.token.clone();
    let pending = r#"{"status":"pending","station_id":null,"name":null,"fingerprint":"048f7a56"}"#;
    let server = async {
        answer(&listener, "401 Unauthorized", "{}").await;
        answer(&listener, "202 Accepted", pending).await
    };
    let (request, given) = tokio::join!(server, enrol::ask(&station, &mut token));
    assert!(request.starts_with("POST /api/postes/enrol/ HTTP/1.1\r\n"), "{request}");
    assert!(matches!(given, EnrolmentAnswer::Given(given) if given.fingerprint == "048f7a56"));
    assert_eq!(token, None);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_none() {
    let (listener, station) = listener().await;
    let (orders, events) = start(Station::clone(&station));
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
