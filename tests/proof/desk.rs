//! Somebody at a desk who works on whatever becomes of the server: each request is repeated, with its key, until it is answered.
use guichet_tests::load::http::{Http, request};
use serde_json::Value;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::sync::watch;
use uuid::Uuid;

/// How long a request may stay without an answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// One desk, and where it believes the server to be.
pub struct Desk {
    server: watch::Receiver<Option<SocketAddr>>,
    token: String,
    http: Option<Http>,
}

/// The server can do nothing at the moment, or does this very thing already.
fn is_no_answer(status: u16, body: &Value) -> bool {
    [503, 507].contains(&status) || (status == 409 && body["code"] == "duplicate")
}

impl Desk {
    pub fn new(server: watch::Receiver<Option<SocketAddr>>, token: &str) -> Self {
        Self { server, token: token.to_owned(), http: None }
    }

    /// Sends a request until the server has answered it: neither a broken connection nor a server that can do nothing
    /// at the moment is an answer.
    pub async fn insist(&mut self, path: &str, body: &Value) -> (u16, Value) {
        self.insist_as(Uuid::from_bytes(rand::random()), path, body).await
    }

    /// The same under this key.
    pub async fn insist_as(&mut self, key: Uuid, path: &str, body: &Value) -> (u16, Value) {
        let (key, begun) = (key.to_string(), Instant::now());
        let headers = [("authorization", self.token.as_str()), ("idempotency-key", key.as_str())];
        let bytes = request("POST", path, &headers, &body.to_string());
        let mut pause = 10;
        let mut last = None;
        loop {
            assert!(begun.elapsed() < PATIENCE, "POST {path} was never answered: {last:?}");
            last = self.exchange(&bytes).await;
            match last.clone() {
                Some((status, body)) if !is_no_answer(status, &body) => return (status, body),
                Some(_) => {}
                None => self.http = None,
            }
            // As a well-behaved client: later and later, and not all at the same moment.
            tokio::time::sleep(Duration::from_millis(rand::random_range(pause / 2..pause))).await;
            pause = (pause * 2).min(1000);
        }
    }

    /// Sends a request once.
    pub async fn post(&mut self, path: &str, body: &Value) -> Option<(u16, Value)> {
        let bytes = request("POST", path, &[("authorization", &self.token)], &body.to_string());
        self.once(&bytes).await
    }

    /// Reads once.
    pub async fn get(&mut self, path: &str) -> Option<(u16, Value)> {
        let bytes = request("GET", path, &[("authorization", &self.token)], "");
        self.once(&bytes).await
    }

    async fn once(&mut self, bytes: &[u8]) -> Option<(u16, Value)> {
        let answer = self.exchange(bytes).await;
        if answer.is_none() {
            self.http = None;
        }
        answer
    }

    async fn exchange(&mut self, bytes: &[u8]) -> Option<(u16, Value)> {
        if self.http.is_none() {
            let address = *self.server.borrow();
            self.http = Http::connect(address?).await.ok();
        }
        let (status, body) = self.http.as_mut()?.exchange(bytes).await.ok()?;
        Some((status, serde_json::from_slice(body).unwrap_or_default()))
    }
}
