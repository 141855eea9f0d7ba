//! Guessing at codes is slow and blocks nobody else; a visitor has a few sessions a day.
use super::{PATH, Room};
use crate::harness::{both, id_of};
use serde_json::json;
use std::time::Duration;

const WRONG: &str = "ABCDE-FGHJK";

both! {
    /// SES-017: ten failures at a station, then 429 with how long to wait; at the next station, with
    /// the same address, everything works.
    async fn guessing_at_one_station_blocks_no_other(site: &Site) {
        let room = Room::open(site).await;
        let other = room.another().await;
        let (_, code) = room.issue(60).await;
        let (_, other_code) = site.session(&room.desk, None, Some(other.id), 60).await;
        for _ in 0..10 {
            room.types(&room.key, WRONG).await.problem(400, "invalid_code");
        }
        let refused = room.types(&room.key, &code).await;
        let wait = refused.headers.get("retry-after").and_then(|wait| wait.to_str().ok()?.parse::<u64>().ok());
        refused.problem(429, "too_many_attempts");
        let wait = wait.expect("Retry-After");
        assert!((1..=6).contains(&wait), "{wait}");
        room.types(&other, &other_code).await.ok();
        site.advance(Duration::from_secs(wait));
        room.types(&room.key, &code).await.ok();
        room.types(&room.key, WRONG).await.problem(400, "invalid_code");
        room.types(&room.key, WRONG).await.problem(429, "too_many_attempts");
        site.advance(Duration::from_mins(1));
        for _ in 0..10 {
            room.types(&room.key, WRONG).await.problem(400, "invalid_code");
        }
        room.types(&room.key, WRONG).await.problem(429, "too_many_attempts");
    }

    /// Right codes are never counted, however often they are typed.
    async fn honest_people_are_never_blocked(site: &Site) {
        let room = Room::open(site).await;
        let (_, code) = room.issue(60).await;
        for _ in 0..40 {
            room.types(&room.key, &code).await.ok();
        }
        room.types(&room.key, WRONG).await.problem(400, "invalid_code");
    }

    /// Many stations that guess from one address are limited together, and other addresses are not.
    async fn an_address_is_limited_too(site: &Site) {
        let room = Room::open(site).await;
        let mut failed = 0;
        for _ in 0..6 {
            let key = room.another().await;
            let station = site.as_station(&key).calling_from("203.0.113.9");
            for _ in 0..10 {
                let answer = station.post("/api/sessions/validate_code/", json!({ "code": WRONG })).await;
                failed += usize::from(answer.status.as_u16() == 400);
            }
        }
        assert_eq!(failed, 50);
        let (_, code) = room.issue(60).await;
        room.types(&room.key, &code).await.ok();
    }

    /// Concurrent guesses get no more tries than one after the other.
    async fn guessing_at_once_gives_no_more_tries(site: &Site) {
        let room = Room::open(site).await;
        let guesses = (0..60).map(|_| room.types(&room.key, WRONG));
        let answers = futures_util::future::join_all(guesses).await;
        let tried = answers.iter().filter(|answer| answer.status.as_u16() == 400).count();
        assert!(answers.iter().all(|answer| [400, 429].contains(&answer.status.as_u16())));
        assert_eq!(tried, 10);
    }

    /// VIS-016: three sessions a day, those that were cancelled not counted; tomorrow three more.
    async fn a_visitor_has_three_sessions_a_day(site: &Site) {
        let room = Room::open(site).await;
        let visitor = site.visitor(&room.desk).await;
        let body = json!({ "visitor_id": visitor, "minutes": 5 });
        let cancelled = id_of(&room.desk.post(PATH, body.clone()).await.created());
        room.desk.delete(&super::path(cancelled, "")).await.nothing();
        for _ in 0..3 {
            room.desk.post(PATH, body.clone()).await.created();
        }
        room.desk.post(PATH, body.clone()).await.blames("visitor_id", "quota");
        let other = site.visitor(&room.desk).await;
        room.desk.post(PATH, json!({ "visitor_id": other, "minutes": 5 })).await.created();
        // The site's clock shows nine in the morning.
        site.advance(Duration::from_hours(15));
        let desk = site.operator(room.agency).await;
        desk.post(PATH, body).await.created();
    }

    /// VIS-016: of many sessions issued to one visitor at once, three are.
    async fn the_day_s_sessions_hold_at_once(site: &Site) {
        let room = Room::open(site).await;
        let visitor = site.visitor(&room.desk).await;
        let issues = (0..10).map(|_| room.desk.post(PATH, json!({ "visitor_id": visitor, "minutes": 5 })));
        let answers = futures_util::future::join_all(issues).await;
        assert_eq!(answers.iter().filter(|answer| answer.status.as_u16() == 201).count(), 3);
        for answer in answers.into_iter().filter(|answer| answer.status.as_u16() != 201) {
            answer.blames("visitor_id", "quota");
        }
    }

    /// VIS-004: whose consent was taken back gets no session.
    async fn without_consent_there_is_no_session(site: &Site) {
        let room = Room::open(site).await;
        let visitor = site.visitor(&room.desk).await;
        let (id, _) = site.session(&room.desk, None, None, 5).await;
        room.desk.post(&format!("/api/utilisateurs/{visitor}/revoke_consent/"), json!({})).await.ok();
        let body = json!({ "visitor_id": visitor, "minutes": 5 });
        room.desk.post(PATH, body).await.blames("visitor_id", "consent_revoked");
        let patch = json!({ "visitor_id": visitor });
        room.desk.patch(&super::path(id, ""), patch).await.blames("visitor_id", "consent_revoked");
    }
}
