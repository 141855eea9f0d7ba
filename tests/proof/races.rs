//! One code, many stations at once: exactly one winner, always.
use crate::report::Report;
use guichet_tests::load::{
    http::{Http, post},
    site::{Kind, Site},
};
use std::sync::Arc;
use tokio::{
    sync::{Barrier, Mutex},
    task::JoinSet,
};

const STATIONS: usize = 32;

pub async fn prove(kind: Kind, report: &mut Report) {
    let rounds = report.times(20, 1000);
    let mut site = Site::prepare(kind, STATIONS).await;
    let codes = site.issue(rounds).await;
    let authorizations: Vec<String> = (0..STATIONS).map(|station| site.authorization(station)).collect();
    let ground = site.leave().await;
    let server = ground.serve("test").await;
    let mut stations = Vec::new();
    for authorization in authorizations {
        let http = Http::connect(server.address).await.expect("a connection");
        stations.push((Arc::new(Mutex::new(http)), authorization));
    }
    let (mut other, mut strange) = (0, 0);
    for code in codes {
        // All of them are ready to send before the first one sends.
        let start = Arc::new(Barrier::new(STATIONS));
        let mut tries = JoinSet::new();
        for (http, authorization) in &stations {
            let body = format!(r#"{{"code":"{code}"}}"#);
            let bytes = post("/api/sessions/validate_code/", authorization, &body);
            let (http, start) = (http.clone(), start.clone());
            tries.spawn(async move {
                let mut http = http.lock().await;
                start.wait().await;
                http.exchange(&bytes).await.map_or(0, |(status, _)| status)
            });
        }
        let statuses = tries.join_all().await;
        let winners = statuses.iter().filter(|status| **status == 200).count();
        other += usize::from(winners != 1);
        strange += statuses.iter().filter(|status| ![200, 400].contains(status)).count();
    }
    report.none(&format!("of {rounds} codes typed at {STATIONS} stations: not exactly one winner"), other);
    report.none("losers that were told something else", strange);
}
