//! A room, or a whole city, comes back after a restart: every station is there again soon, with the time it has by then, and those
//! who work meanwhile hardly notice.
use crate::{desk::Desk, report::Report};
use guichet_tests::load::{
    http::{Http, request},
    site::{Kind, Site},
    ws::Ws,
};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::watch;

const PROMISED: Duration = Duration::from_secs(30);
const CHANGES: usize = 100;

/// What a station knows: whether it is connected, and how much it was granted.
#[derive(Default)]
struct Known {
    connected: AtomicUsize,
    granted_s: Vec<Mutex<Option<i64>>>,
}

pub async fn prove(kind: Kind, report: &mut Report) {
    let count = report.times(200, 1000);
    let mut site = Site::prepare(kind, count).await;
    let sessions = site.occupy(site.app.clock.now()).await;
    let ground = site.leave().await;
    let mut server = ground.serve("test").await;
    let token = ground.sign_in(&server).await;
    let (place, seen) = watch::channel(Some(server.address));
    let known =
        Arc::new(Known { connected: AtomicUsize::new(0), granted_s: (0..count).map(|_| Mutex::default()).collect() });
    let stations: Vec<_> = (0..count)
        .map(|number| tokio::spawn(station(number, ground.authorization(number), seen.clone(), known.clone())))
        .collect();
    until(PROMISED * 4, || known.connected.load(Ordering::SeqCst) == count).await;
    server.kill();
    place.send_replace(None);
    until(PROMISED, || known.connected.load(Ordering::SeqCst) == 0).await;
    server = ground.serve("test").await;
    let begun = Instant::now();
    place.send_replace(Some(server.address));
    let is_back = Arc::new(AtomicBool::new(false));
    let waits = tokio::spawn(look(server.address, token.clone(), is_back.clone()));
    // While they come back, time is given to some of them.
    let mut desk = Desk::new(seen, &token);
    for session in sessions.iter().take(CHANGES) {
        desk.insist(&format!("/api/sessions/{session}/add_time/"), &json!({ "minutes": 1 })).await;
    }
    let all = until(PROMISED * 4, || known.connected.load(Ordering::SeqCst) == count).await;
    let back = begun.elapsed();
    is_back.store(true, Ordering::SeqCst);
    let waits = waits.await.expect("answers");
    let (_, first) = desk.get(&format!("/api/sessions/{}/", sessions[0])).await.expect("an answer");
    let after =
        |number: usize| first["granted_s"].as_i64().map(|granted| granted - if number < CHANGES { 0 } else { 60 });
    let missed =
        || (0..count).filter(|number| *known.granted_s[*number].lock().expect("no panic") != after(*number)).count();
    until(Duration::from_secs(10), || missed() == 0).await;
    report.figure(
        &format!("{count} stations are back after"),
        format!("{} ms", back.as_millis()),
        "30 s",
        all && back < PROMISED,
    );
    report.none("stations that missed a change", missed());
    let p99 = quantile(waits, 99);
    report.figure(
        "other requests meanwhile, p99",
        format!("{} ms", p99.as_millis()),
        "1 s",
        p99 < Duration::from_secs(1),
    );
    let memory = server.rss_kib() / 1024.0;
    report.figure("the server's memory then", format!("{memory:.0} MiB"), "400 MiB", memory < 400.0);
    for station in stations {
        station.abort();
    }
}

/// A station's socket, opened again whenever it ends.
async fn station(
    number: usize,
    authorization: String,
    mut server: watch::Receiver<Option<SocketAddr>>,
    known: Arc<Known>,
) {
    loop {
        let Ok(address) = server.wait_for(Option::is_some).await.map(|address| *address) else { return };
        let Some(address) = address else { continue };
        let Ok(mut socket) = Ws::connect(address, "/ws/sessions/", &authorization).await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let mut is_in = false;
        while let Ok(frame) = socket.receive().await {
            let frame: Value = serde_json::from_slice(frame).unwrap_or_default();
            if let Some(granted) = granted(&frame) {
                *known.granted_s[number].lock().expect("no panic") = Some(granted);
            }
            if !is_in {
                is_in = true;
                known.connected.fetch_add(1, Ordering::SeqCst);
            }
        }
        if is_in {
            known.connected.fetch_sub(1, Ordering::SeqCst);
        }
        *known.granted_s[number].lock().expect("no panic") = None;
    }
}

/// The time that a frame says was granted, wherever it stands in it.
fn granted(value: &Value) -> Option<i64> {
    match value {
        Value::Object(fields) => {
            let here = fields.get("granted_ms").and_then(Value::as_i64).map(|granted| granted / 1000);
            here.or_else(|| fields.values().find_map(granted))
        }
        Value::Array(values) => values.iter().find_map(granted),
        _ => None,
    }
}

/// Reads a list again and again until the stations are back; how long each answer took.
async fn look(address: SocketAddr, token: String, is_back: Arc<AtomicBool>) -> Vec<Duration> {
    let bytes = request("GET", "/api/sessions/?page_size=10", &[("authorization", &token)], "");
    let mut http = Http::connect(address).await.expect("a connection");
    let mut waits = Vec::new();
    while waits.is_empty() || !is_back.load(Ordering::SeqCst) {
        let begun = Instant::now();
        http.good(&bytes).await;
        waits.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    waits
}

/// The time that this share (in hundredths) of the times does not exceed.
pub fn quantile(mut times: Vec<Duration>, share: usize) -> Duration {
    times.sort_unstable();
    times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Waits until something holds; whether it did in time.
pub async fn until(patience: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        if holds() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    holds()
}
