//! Forty stations that start at the same moment: each fetches its image through the share of the line that images may take.
use crate::{
    child::Child,
    http::Http,
    site::{Kind, Site},
    table::{Table, figure, max, median},
};
use std::{
    fs,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const STATIONS: usize = 40;
/// A twentieth of a real image: what counts is how the line is shared.
const SIZE: usize = 25_000_000;
const MBIT: u32 = 800;
const BEAT: Duration = Duration::from_millis(50);

/// The files are the disk's, whatever the database: measured with SQLite alone.
pub async fn measure(kind: Kind, table: &mut Table) {
    if kind != Kind::Sqlite {
        return;
    }
    let site = Site::prepare(kind, 1).await;
    let folder = site.folder().join("images/bench/1");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("root.squashfs"), vec![7; SIZE]).expect("a file");
    let server = site.serve_with("test", &[("GUICHET_IMAGES_MBIT", MBIT.to_string())]).await;
    let quiet = beats(&site, &server, &AtomicBool::new(false), 40).await;
    let before = server.rss_kib();
    let over = Arc::new(AtomicBool::new(false));
    let fetching = tokio::spawn(fetch_all(server.address, over.clone()));
    let (mut peak, watch) = (before, over.clone());
    let memory = async {
        while !watch.load(Ordering::Relaxed) {
            peak = f64::max(peak, server.rss_kib());
            tokio::time::sleep(BEAT).await;
        }
    };
    let (busy, ()) = tokio::join!(beats(&site, &server, &over, usize::MAX), memory);
    let took = fetching.await.expect("all have it");
    let allowed = figure(STATIONS * SIZE) * 8.0 / (f64::from(MBIT) * 1e6);
    let last = max(&took);
    let first = took.iter().copied().fold(f64::MAX, f64::min);
    table.compare(
        "40 stations fetch an image at once, beside what their share of the line allows: the last has it",
        "s",
        &[(last, allowed)],
    );
    table.compare("the same: the first, beside the last", "s", &[(first, last)]);
    table.alone("memory that took at most", "MB", (peak - before) / 1024.0);
    table.compare("a heartbeat meanwhile, beside a quiet server: median", "ms", &[(median(&busy), median(&quiet))]);
}

/// How long heartbeats take, until this many or the fetching is over, in milliseconds.
async fn beats(site: &Site, server: &Child, over: &AtomicBool, most: usize) -> Vec<f64> {
    let mut http = Http::connect(server.address).await.expect("a connection");
    let (beat, mut took) = (site.heartbeat(0), Vec::new());
    while took.len() < most && !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        http.good(&beat).await;
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(BEAT).await;
    }
    took
}

/// When each of them has the whole file, in seconds.
async fn fetch_all(address: SocketAddr, over: Arc<AtomicBool>) -> Vec<f64> {
    let stations: Vec<_> = (0..STATIONS).map(|_| tokio::spawn(fetch(address))).collect();
    let mut took = Vec::new();
    for station in stations {
        took.push(station.await.expect("a station"));
    }
    over.store(true, Ordering::Relaxed);
    took
}

async fn fetch(address: SocketAddr) -> f64 {
    let begun = Instant::now();
    let mut line = TcpStream::connect(address).await.expect("a connection");
    let request = b"GET /images/bench/1/root.squashfs HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    line.write_all(request).await.expect("an open connection");
    let (mut piece, mut length) = (vec![0; 256 * 1024], 0);
    loop {
        match line.read(&mut piece).await.expect("an open connection") {
            0 => break,
            read => length += read,
        }
    }
    assert!(length > SIZE, "{length}");
    begun.elapsed().as_secs_f64()
}
