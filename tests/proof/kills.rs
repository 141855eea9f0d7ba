//! kill -9 under writers: what was answered is there, once, with its lines of audit.
use crate::{desk::Desk, report::Report};
use guichet::{App, audit, on};
use guichet_tests::load::site::{Kind, Site};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};
use uuid::Uuid;

const WRITERS: usize = 8;

/// What a writer was answered.
struct Answered {
    /// The session that it gives time to and takes time from.
    own: Uuid,
    /// The seconds it has given and not taken back.
    added: i64,
    /// How often it did.
    grants: usize,
    /// The sessions it issued.
    issued: Vec<Uuid>,
}

pub async fn prove(kind: Kind, report: &mut Report) {
    let kills = report.times(5, 50);
    let mut site = Site::prepare(kind, WRITERS).await;
    let sessions = site.occupy(site.app.clock.now()).await;
    let ground = site.leave().await;
    let mut server = ground.serve("test").await;
    let token = ground.sign_in(&server).await;
    let (place, seen) = watch::channel(Some(server.address));
    let is_over = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for own in sessions {
        writers.spawn(write(Desk::new(seen.clone(), &token), own, is_over.clone()));
    }
    for _ in 0..kills {
        tokio::time::sleep(Duration::from_millis(rand::random_range(100..700))).await;
        server.kill();
        place.send_replace(None);
        server = ground.serve("test").await;
        place.send_replace(Some(server.address));
    }
    is_over.store(true, Ordering::Relaxed);
    let answered = writers.join_all().await;
    drop(server);
    judge(&ground.open().await, &answered, kills, report).await;
}

/// Compares what was answered with what is there.
async fn judge(app: &App, answered: &[Answered], kills: usize, report: &mut Report) {
    let kept = kept(app).await;
    let issued: Vec<Uuid> = answered.iter().flat_map(|writer| writer.issued.iter().copied()).collect();
    let grants: usize = answered.iter().map(|writer| writer.grants).sum();
    let changes = issued.len() + grants;
    report.figure("killed while it wrote", format!("{kills} times"), &kills.to_string(), true);
    report.figure("changes that were answered", changes, "some", changes > 0);
    report.none("answered and lost", issued.iter().filter(|id| !kept.contains_key(id)).count());
    report.none("issued twice", kept.len().saturating_sub(issued.len() + answered.len()));
    let is_other = |writer: &&Answered| kept.get(&writer.own) != Some(&writer.added);
    report.none("sessions with other time than was answered", answered.iter().filter(is_other).count());
    report.none("changes without their line of audit, or lines without a change", lines(app).await.abs_diff(changes));
    let verification = audit::verify(&mut app.db.read().await.expect("a connection"), None).await.expect("a walk");
    report.none("faults in the audit chain", usize::from(verification.fault.is_some()));
}

/// Issues sessions, and gives time to its own and takes it back, until it is over.
async fn write(mut desk: Desk, own: Uuid, is_over: Arc<AtomicBool>) -> Answered {
    let mut answered = Answered { own, added: 0, grants: 0, issued: Vec::new() };
    let grant = format!("/api/sessions/{own}/add_time/");
    while !is_over.load(Ordering::Relaxed) {
        let (status, body) = desk.insist("/api/sessions/", &json!({ "minutes": 30 })).await;
        assert_eq!(status, 201, "{body}");
        answered.issued.push(body["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
        let minutes = if answered.added > 0 && rand::random() { -1 } else { 1 };
        let (status, body) = desk.insist(&grant, &json!({ "minutes": minutes })).await;
        assert_eq!(status, 200, "{body}");
        answered.added += minutes * 60;
        answered.grants += 1;
    }
    answered
}

/// The sessions that the database holds, and the seconds added to each.
async fn kept(app: &App) -> HashMap<Uuid, i64> {
    const SQL: &str = "SELECT id, added_s FROM kiosk_sessions";
    let mut tx = app.db.read().await.expect("a connection");
    let rows: Vec<(Uuid, i64)> = on!(&mut tx, |c| sqlx::query_as(SQL).fetch_all(c).await).expect("the sessions");
    rows.into_iter().collect()
}

/// The lines of audit that such changes leave.
async fn lines(app: &App) -> usize {
    const SQL: &str =
        "SELECT COUNT(*) FROM audit_log WHERE action IN ('generation_code', 'ajout_temps', 'retrait_temps')";
    let mut tx = app.db.read().await.expect("a connection");
    let lines: i64 = on!(&mut tx, |c| sqlx::query_scalar(SQL).fetch_one(c).await).expect("the lines");
    usize::try_from(lines).expect("a count")
}
