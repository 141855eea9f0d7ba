//! Messages that arrive twice, late and in another order: what is there in the end is what a serial model has.
use crate::{desk::Desk, report::Report};
use guichet_tests::load::site::{Kind, Site};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};
use serde_json::{Value, json};
use std::{collections::HashMap, time::Duration};
use tokio::{sync::watch, task::JoinSet};
use uuid::Uuid;

const SESSIONS: usize = 10;
/// How late a message may be, in milliseconds.
const LATE: u64 = 300;

pub async fn prove(kind: Kind, report: &mut Report) {
    let messages = report.times(200, 5000);
    let mut site = Site::prepare(kind, SESSIONS).await;
    let sessions = site.occupy(site.app.clock.now()).await;
    let ground = site.leave().await;
    let server = ground.serve("test").await;
    let token = ground.sign_in(&server).await;
    let (_place, seen) = watch::channel(Some(server.address));
    let mut rng = StdRng::seed_from_u64(34);
    // Each is sent one to three times, at times of their own.
    let mut sent = Vec::new();
    for number in 0..messages {
        let (session, minutes) = (sessions[number % SESSIONS], if rng.random_bool(0.4) { -1 } else { 1 });
        let key = Uuid::from_u128(rng.random());
        let at = u64::try_from(number).expect("few") * 4;
        for _ in 0..rng.random_range(1..4) {
            sent.push((at + rng.random_range(0..LATE), key, session, minutes));
        }
    }
    sent.shuffle(&mut rng);
    let mut tasks = JoinSet::new();
    for (at, key, session, minutes) in sent {
        let mut desk = Desk::new(seen.clone(), &token);
        tasks.spawn(async move {
            tokio::time::sleep(Duration::from_millis(at)).await;
            let path = format!("/api/sessions/{session}/add_time/");
            (key, session, minutes, desk.insist_as(key, &path, &json!({ "minutes": minutes })).await)
        });
    }
    let mut answers: HashMap<Uuid, (u16, Value)> = HashMap::new();
    let mut model: HashMap<Uuid, i64> = sessions.iter().map(|session| (*session, 0)).collect();
    let mut contradictory = 0;
    for (key, session, minutes, (status, body)) in tasks.join_all().await {
        if let Some(first) = answers.get(&key) {
            contradictory += usize::from(*first != (status, body));
            continue;
        }
        // A refusal is an answer, too: there was nothing left to take back.
        *model.entry(session).or_default() += if status == 200 { minutes * 60 } else { 0 };
        answers.insert(key, (status, body));
    }
    report.figure(
        "messages, each sent one to three times",
        answers.len(),
        &messages.to_string(),
        answers.len() == messages,
    );
    report.none("repeats that were answered otherwise than the first", contradictory);
    let mut desk = Desk::new(seen, &token);
    let mut other = 0;
    for (session, added) in model {
        let (_, shown) = desk.get(&format!("/api/sessions/{session}/")).await.expect("an answer");
        other += usize::from(shown["added_s"] != json!(added));
    }
    report.none("sessions with other time than the model", other);
}
