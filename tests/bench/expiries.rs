//! Sessions whose time is up at the same instant: how late a console hears of each.
use crate::{
    raw::Raw,
    site::{GRANTED_S, Kind, Site},
    table::{Table, max, median, quantile},
    ws::Ws,
};
use std::time::Duration;

const SESSIONS: usize = 10_000;
/// Enough for the server to start and for a console to open.
const AHEAD_MS: i64 = 15_000;
/// If it is not done by then, it never will be.
const PATIENCE: Duration = Duration::from_mins(2);

pub async fn measure(kind: Kind, table: &mut Table) {
    let mut site = Site::prepare(kind, SESSIONS).await;
    site.occupy(site.app.clock.now()).await;
    let due = site.app.clock.now() + AHEAD_MS;
    site.move_beginning(due - GRANTED_S * 1000).await;
    let server = site.serve("test").await;
    let token = site.sign_in(&server).await;
    let mut console = Ws::connect(server.address, "/ws/sessions/", &token).await.expect("a socket");
    console.receive().await.expect("the snapshot");
    assert!(site.app.clock.now() < due, "the server took too long to start");
    let mut late = Vec::with_capacity(SESSIONS);
    let listening = async {
        while late.len() < SESSIONS {
            let text = console.receive().await.expect("a console that keeps up");
            let word = b"\"session_terminated\"";
            if text.windows(word.len()).take(120).any(|part| part == word) {
                late.push(ms(site.app.clock.now() - due));
            }
        }
    };
    let done = tokio::time::timeout(PATIENCE, listening).await;
    assert!(done.is_ok(), "only {} sessions ended", late.len());
    let least = Raw::open(kind, site.folder()).await.lateness(SESSIONS).await;
    let what = "10,000 sessions end at one instant, beside as many raw rows";
    table.compare(&format!("{what}: median lateness"), "ms", &[(median(&late), median(&least))]);
    table.compare("the same: 99 of 100", "ms", &[(quantile(&late, 0.99), quantile(&least, 0.99))]);
    table.compare("the same: latest", "ms", &[(max(&late), max(&least))]);
}

/// A span of milliseconds as a figure.
fn ms(span: i64) -> f64 {
    f64::from(i32::try_from(span).unwrap_or(i32::MAX))
}
