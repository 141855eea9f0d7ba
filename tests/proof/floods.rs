//! Slow clients, huge and deep bodies, connections by the hundred: whoever works meanwhile is served, and memory stays bounded.
use crate::{
    reconnect::{quantile, until},
    report::Report,
};
use guichet_tests::load::{
    http::{Http, request},
    site::{Kind, Site},
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

const SLOW: usize = 300;
const HEALTHY: Duration = Duration::from_millis(500);
const MEMORY_MIB: f64 = 64.0;

pub async fn prove(kind: Kind, report: &mut Report) {
    let lasts = Duration::from_secs(report.times(3, 20));
    let site = Site::prepare(kind, 1).await;
    let beat = site.heartbeat(0);
    let ground = site.leave().await;
    let server = ground.serve("production").await;
    let address = server.address;
    let mut http = Http::connect(address).await.expect("a connection");
    http.good(&beat).await;
    let before = server.rss_kib();
    let ended = Arc::new(AtomicUsize::new(0));
    let is_over = Arc::new(AtomicBool::new(false));
    let mut crowd = JoinSet::new();
    for number in 0..SLOW {
        let begin: &[u8] = match number % 3 {
            // Nothing at all; a header that never ends; a body that never ends.
            0 => b"",
            1 => b"GET /api/sessions/ HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ",
            _ => b"POST /api/token/ HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{\"login\":\"",
        };
        crowd.spawn(dawdle(address, begin, ended.clone()));
    }
    let mut hostile = JoinSet::new();
    for number in 0..4 {
        hostile.spawn(attack(address, number, is_over.clone()));
    }
    let (begun, mut waits, mut most) = (Instant::now(), Vec::new(), before);
    while begun.elapsed() < lasts {
        let sent = Instant::now();
        http.good(&beat).await;
        waits.push(sent.elapsed());
        most = most.max(server.rss_kib());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    is_over.store(true, Ordering::SeqCst);
    let odd: usize = hostile.join_all().await.into_iter().sum();
    let p99 = quantile(waits, 99);
    report.figure("a station's heartbeat meanwhile, p99", format!("{} ms", p99.as_millis()), "500 ms", p99 < HEALTHY);
    let grown = (most - before) / 1024.0;
    report.figure("memory it took", format!("{grown:.1} MiB"), "64 MiB", grown < MEMORY_MIB);
    report.none("huge, deep and endless requests answered with 2xx or 5xx", odd);
    if lasts > Duration::from_secs(10) {
        let all = until(Duration::from_secs(90), || ended.load(Ordering::SeqCst) == SLOW).await;
        report.figure("slow connections that were ended", ended.load(Ordering::SeqCst), &SLOW.to_string(), all);
    }
}

/// Begins a request and sends a byte now and then, until the server ends it.
async fn dawdle(address: SocketAddr, begin: &'static [u8], ended: Arc<AtomicUsize>) {
    if let Ok(mut stream) = TcpStream::connect(address).await
        && stream.write_all(begin).await.is_ok()
    {
        let mut answer = [0; 512];
        loop {
            tokio::select! {
                read = stream.read(&mut answer) => if read.is_err() || read.is_ok_and(|read| read == 0) { break },
                () = tokio::time::sleep(Duration::from_millis(700)) => {
                    if !begin.is_empty() && stream.write_all(b"a").await.is_err() {
                        break;
                    }
                }
            }
        }
    }
    ended.fetch_add(1, Ordering::SeqCst);
}

/// Sends what nobody should, again and again; how often it was answered as if it were in order, or broke the server.
async fn attack(address: SocketAddr, kind: usize, is_over: Arc<AtomicBool>) -> usize {
    let mut odd = 0;
    while !is_over.load(Ordering::SeqCst) {
        let bytes = match kind {
            0 => request("POST", "/api/token/", &[], &"[".repeat(60_000)),
            1 => request("POST", "/api/token/", &[], &format!("{{\"login\":\"{}\"}}", "x".repeat(5_000_000))),
            2 => request("GET", "/api/sessions/", &[("x-large", &"x".repeat(200_000))], ""),
            _ => request("GET", &format!("/{}", "a/".repeat(20_000)), &[], ""),
        };
        if let Ok(mut http) = Http::connect(address).await
            && let Ok(Ok((status, _))) = tokio::time::timeout(Duration::from_secs(5), http.exchange(&bytes)).await
        {
            odd += usize::from(!(400..500).contains(&status));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    odd
}
