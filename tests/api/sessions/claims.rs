//! Exactly one station wins a code.
use super::{Room, issue, path};
use crate::harness::{Answer, Site, StationKey, both};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How often each status was answered.
fn statuses(answers: &[Answer]) -> BTreeMap<u16, usize> {
    let mut found = BTreeMap::new();
    for answer in answers {
        *found.entry(answer.status.as_u16()).or_default() += 1;
    }
    found
}

async fn stations(room: &Room<'_>, count: usize) -> Vec<StationKey> {
    let mut keys = Vec::new();
    for _ in 0..count {
        keys.push(room.another().await);
    }
    keys
}

async fn type_everywhere(site: &Site, keys: &[StationKey], code: &str) -> Vec<Answer> {
    let tries = keys.iter().map(|key| {
        let (station, code) = (site.as_station(key), code.to_owned());
        async move { station.post("/api/sessions/validate_code/", json!({ "code": code })).await }
    });
    futures_util::future::join_all(tries).await
}

both! {
    /// One code at many stations at once: one wins, the others are told that it is not theirs.
    async fn of_many_stations_one_wins_a_code(site: &Site) {
        let room = Room::open(site).await;
        let keys = stations(&room, 12).await;
        for _ in 0..3 {
            let (id, session) = issue(&room.desk, json!({ "minutes": 60 })).await;
            let code = session["code"].as_str().expect("a code").to_owned();
            let answers = type_everywhere(site, &keys, &code).await;
            assert_eq!(statuses(&answers), BTreeMap::from([(200, 1), (400, 11)]));
            let winner = answers.iter().position(|answer| answer.status.as_u16() == 200).expect("one");
            for answer in answers.into_iter().filter(|answer| answer.status.as_u16() != 200) {
                answer.problem(400, "wrong_station");
            }
            assert_eq!(room.show(id).await["station_id"], json!(keys[winner].id));
            // The winner's repeat gets its session back, started or not.
            let again = room.types(&keys[winner], &code).await.ok();
            assert_eq!(again["session"]["session_id"], json!(id));
            let station = site.as_station(&keys[winner]);
            station.post(&path(id, "start"), json!({})).await.ok();
            let again = room.types(&keys[winner], &code).await.ok();
            assert_eq!((&again["session"]["session_id"], &again["session"]["statut"]), (&json!(id), &json!("active")));
            room.types(&room.key, &code).await.problem(400, "wrong_station");
            // Nobody else may start it.
            let loser = &keys[(winner + 1) % keys.len()];
            site.as_station(loser).post(&path(id, "start"), json!({})).await.problem(404, "not_found");
            room.act(id, "terminate", json!({})).await.ok();
            room.types(&keys[winner], &code).await.problem(400, "expired_code");
            // The limit of failures is not what this is about.
            site.advance(std::time::Duration::from_mins(2));
        }
        site.assert_sound_log().await;
    }

    /// Many codes at many stations at once: each gets its own.
    async fn many_codes_are_won_at_once(site: &Site) {
        let room = Room::open(site).await;
        let keys = stations(&room, 16).await;
        let mut codes = Vec::new();
        for key in &keys {
            codes.push(site.session(&room.desk, None, Some(key.id), 60).await);
        }
        let tries = keys.iter().zip(&codes).map(|(key, (id, code))| {
            let station = site.as_station(key);
            async move {
                let valid = station.post("/api/sessions/validate_code/", json!({ "code": code })).await.ok();
                assert_eq!(valid["session"]["session_id"], json!(id));
                station.post(&path(*id, "start"), json!({})).await.ok()
            }
        });
        let started: Vec<Value> = futures_util::future::join_all(tries).await;
        assert!(started.iter().all(|session| session["statut"] == json!("active")));
        assert_eq!(site.count("SELECT COUNT(DISTINCT station_id) FROM kiosk_sessions WHERE statut = 'active'").await, 16);
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'validation_code'").await, 16);
        site.assert_sound_log().await;
    }

    /// A station starts only what it validated itself, even when the session was issued for it.
    async fn a_station_starts_what_it_validated(site: &Site) {
        let room = Room::open(site).await;
        let (id, code) = room.issue(60).await;
        let station = site.as_station(&room.key);
        station.post(&path(id, "start"), json!({})).await.problem(404, "not_found");
        room.types(&room.key, &code).await.ok();
        let other = room.another().await;
        site.as_station(&other).post(&path(id, "start"), json!({})).await.problem(404, "not_found");
        station.post(&path(id, "start"), json!({ "station_id": "x" })).await.blames("station_id", "wrong_type");
        station.post(&path(id, "start"), json!({})).await.ok();
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.actor_id, line.entity_id), ("demarrage_session", Some(room.key.id), Some(id)));
    }
}
