//! Codes that many stations validate at once, each once, each with its line of audit on the disk.
use crate::{
    child::Child,
    http::{Http, post},
    raw::{Raw, Rows},
    site::{Kind, Site},
    table::{Table, figure},
};
use std::time::Instant;
use tokio::task::JoinSet;

/// Stations that validate at the same time: two full groups of commits.
const STATIONS: usize = 128;
const ROUNDS: usize = 3;

/// Codes of a round.
fn codes_of(kind: Kind) -> usize {
    match kind {
        Kind::Sqlite => STATIONS * 50,
        Kind::Postgres => STATIONS * 20,
    }
}

pub async fn measure(kind: Kind, table: &mut Table) {
    let mut site = Site::prepare(kind, STATIONS).await;
    let mut raw = Raw::open(kind, site.folder()).await;
    let mut codes: Vec<Vec<String>> = Vec::new();
    for _ in 0..=ROUNDS {
        codes.push(site.issue(codes_of(kind)).await);
    }
    let server = site.serve("test").await;
    let (mut rates, mut costs, mut singles) = (Vec::new(), Vec::new(), Vec::new());
    // The first round of each warms up.
    for (round, codes) in codes.into_iter().enumerate() {
        let count = codes.len();
        let ours = validate(&site, &server, codes).await;
        let least = raw.grouped(count).await;
        let single = raw.singly(count / 8).await;
        if round > 0 {
            rates.push((ours.per_second(), least.per_second()));
            costs.push((ours.cpu_us(), least.cpu_us()));
            singles.push((ours.per_second(), single.per_second()));
        }
    }
    let least = match kind {
        Kind::Sqlite => "64 raw inserts in a transaction",
        Kind::Postgres => "raw inserts at once, one in a transaction",
    };
    table.compare(&format!("code validated, beside {least}"), "µs of CPU", &costs);
    table.compare("the same", "per second", &rates);
    table.compare(
        "code validated, beside raw inserts one after the other, one in a transaction",
        "per second",
        &singles,
    );
}

/// Every station validates its share, one code after the other.
async fn validate(site: &Site, server: &Child, codes: Vec<String>) -> Rows {
    let share = codes.len() / STATIONS;
    let mut stations = Vec::new();
    for (station, codes) in codes.chunks(share).enumerate() {
        let authorization = site.authorization(station);
        let requests: Vec<Vec<u8>> = codes
            .iter()
            .map(|code| post("/api/sessions/validate_code/", &authorization, &format!(r#"{{"code":"{code}"}}"#)))
            .collect();
        stations.push((Http::connect(server.address).await.expect("a connection"), requests));
    }
    let (before, begun) = (server.cpu_s(), Instant::now());
    let mut tasks = JoinSet::new();
    for (mut http, requests) in stations {
        tasks.spawn(async move {
            for request in requests {
                http.good(&request).await;
            }
        });
    }
    tasks.join_all().await;
    Rows { count: figure(codes.len()), elapsed: begun.elapsed(), cpu_s: server.cpu_s() - before }
}
