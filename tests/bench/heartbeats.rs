//! Heartbeats, over HTTP beside a bare handler, over a websocket beside an echo.
use crate::{
    child::Child,
    http::Http,
    site::{Kind, Site},
    table::{Table, figure},
    ws::Ws,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const CONNECTIONS: usize = 64;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(1500);

/// What a round gave.
struct Round {
    per_second: f64,
    cpu_us: f64,
}

pub async fn measure(kind: Kind, table: &mut Table) {
    let site = Site::prepare(kind, CONNECTIONS).await;
    let (server, plain) = (site.serve("test").await, Child::plain().await);
    let requests: Vec<Vec<u8>> = (0..CONNECTIONS).map(|station| site.heartbeat(station)).collect();
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    // The first round of each warms up.
    for round in 0..=ROUNDS {
        let (ours, least) = (over_http(&server, &requests).await, over_http(&plain, &requests).await);
        if round > 0 {
            rates.push((ours.per_second, least.per_second));
            costs.push((ours.cpu_us, least.cpu_us));
        }
    }
    table.compare("heartbeat over HTTP, beside a bare axum handler", "µs of CPU", &costs);
    table.compare("the same", "per second", &rates);

    let authorizations: Vec<String> = (0..CONNECTIONS).map(|station| site.authorization(station)).collect();
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let ours = over_socket(&server, "/ws/sessions/", &authorizations).await;
        let least = over_socket(&plain, "/ws/echo/", &authorizations).await;
        if round > 0 {
            rates.push((ours.per_second, least.per_second));
            costs.push((ours.cpu_us, least.cpu_us));
        }
    }
    table.compare("heartbeat over a websocket, beside an echo", "µs of CPU", &costs);
    table.compare("the same", "per second", &rates);
}

async fn over_http(server: &Child, requests: &[Vec<u8>]) -> Round {
    let mut connections = Vec::new();
    for _ in requests {
        connections.push(Http::connect(server.address).await.expect("a connection"));
    }
    let (done, deadline) = (Arc::new(AtomicUsize::new(0)), Instant::now() + ROUND);
    let mut tasks = JoinSet::new();
    let before = server.cpu_s();
    for (mut http, request) in connections.into_iter().zip(requests.to_vec()) {
        let done = done.clone();
        tasks.spawn(async move {
            while Instant::now() < deadline {
                let (status, _) = http.exchange(&request).await.expect("an answer");
                assert_eq!(status, 200);
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    round(done.load(Ordering::Relaxed), server.cpu_s() - before)
}

async fn over_socket(server: &Child, path: &str, authorizations: &[String]) -> Round {
    let mut sockets = Vec::new();
    for authorization in authorizations {
        let mut socket = Ws::connect(server.address, path, authorization).await.expect("a socket");
        if path != "/ws/echo/" {
            socket.receive().await.expect("the snapshot");
        }
        sockets.push(socket);
    }
    let (done, deadline) = (Arc::new(AtomicUsize::new(0)), Instant::now() + ROUND);
    let heartbeat = Ws::text(r#"{"type":"heartbeat","client_version":"0.1.0"}"#);
    let mut tasks = JoinSet::new();
    let before = server.cpu_s();
    for mut socket in sockets {
        let (done, heartbeat) = (done.clone(), heartbeat.clone());
        tasks.spawn(async move {
            while Instant::now() < deadline {
                socket.send(&heartbeat).await.expect("an open socket");
                socket.receive().await.expect("an answer");
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    round(done.load(Ordering::Relaxed), server.cpu_s() - before)
}

fn round(done: usize, cpu_s: f64) -> Round {
    Round { per_second: figure(done) / ROUND.as_secs_f64(), cpu_us: cpu_s * 1e6 / figure(done) }
}
