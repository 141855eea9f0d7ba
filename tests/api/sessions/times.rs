//! Time that runs, stands still, is granted and taken back: always `elapsed + remaining = granted`.
use super::{Room, path};
use crate::harness::both;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// What `time_remaining` says: granted, elapsed, remaining, percent.
async fn times(room: &Room<'_>, id: Uuid) -> [i64; 4] {
    let told = room.desk.get(&path(id, "time_remaining")).await.ok();
    assert_eq!(told["server_time"], json!(room.site.now()));
    let numbers = ["granted_s", "elapsed_s", "remaining_s", "percent"].map(|name| told[name].as_i64().expect(name));
    assert_eq!(numbers[1] + numbers[2], numbers[0], "{told}");
    let shown = room.show(id).await;
    for name in ["granted_s", "elapsed_s", "remaining_s", "percent", "statut"] {
        assert_eq!(shown[name], told[name], "{name}");
    }
    numbers
}

both! {
    /// SES-007, SES-023: after 60 s of 600, 60 are used and 540 left.
    async fn time_runs_on_the_server_s_clock(site: &Site) {
        let room = Room::open(site).await;
        let id = room.running(10).await;
        assert_eq!(times(&room, id).await, [600, 0, 600, 0]);
        site.advance(Duration::from_mins(1));
        assert_eq!(times(&room, id).await, [600, 60, 540, 10]);
        site.advance(Duration::from_millis(1));
        assert_eq!(times(&room, id).await, [600, 60, 540, 10], "what is left is rounded up");
        site.advance(Duration::from_millis(539_998));
        assert_eq!(times(&room, id).await, [600, 599, 1, 99]);
        site.advance(Duration::from_millis(1));
        assert_eq!(times(&room, id).await, [600, 600, 0, 100]);
        site.advance(Duration::from_secs(1000));
        assert_eq!(site.operator(room.agency).await.get(&path(id, "time_remaining")).await.ok()["elapsed_s"], json!(600));
    }

    /// SES-021, SES-022: a suspended session keeps its time.
    async fn a_pause_costs_nothing(site: &Site) {
        let room = Room::open(site).await;
        let id = room.running(10).await;
        site.advance(Duration::from_mins(1));
        let suspended = room.act(id, "suspend", json!({})).await.ok();
        room.assert_line("suspension_session", id).await;
        assert_eq!((&suspended["statut"], &suspended["ends_at"]), (&json!("suspendue"), &Value::Null));
        site.advance(Duration::from_mins(15));
        room.settle().await;
        assert_eq!(times(&room, id).await, [600, 60, 540, 10]);
        let resumed = room.act(id, "resume", json!({})).await.ok();
        room.assert_line("reprise_session", id).await;
        assert_eq!(resumed["ends_at"], json!(site.now() + 540_000));
        site.advance(Duration::from_secs(30));
        assert_eq!(times(&room, id).await, [600, 90, 510, 15]);
    }

    /// SES-005, SES-006, SES-019: time is granted and taken back, never more than is left.
    async fn time_is_granted_and_taken_back(site: &Site) {
        let room = Room::open(site).await;
        let id = room.running(10).await;
        site.advance(Duration::from_mins(1));
        let more = room.act(id, "add_time", json!({ "minutes": 15 })).await.ok();
        room.assert_line("ajout_temps", id).await;
        assert!(site.last_line().await.metadata.contains("15"));
        assert_eq!((&more["added_s"], &more["duration_s"]), (&json!(900), &json!(600)));
        assert_eq!(times(&room, id).await, [1500, 60, 1440, 4]);
        room.act(id, "add_time", json!({ "minutes": -5 })).await.ok();
        room.assert_line("retrait_temps", id).await;
        assert_eq!(times(&room, id).await, [1200, 60, 1140, 5]);
        room.act(id, "add_time", json!({ "minutes": -20 })).await.blames("minutes", "more_than_remains");
        assert_eq!(times(&room, id).await, [1200, 60, 1140, 5]);
        for (minutes, code) in [
            (json!(0), "added_minutes_range"),
            (json!(721), "added_minutes_range"),
            (json!(-721), "added_minutes_range"),
            (json!(i64::MAX), "added_minutes_range"),
            (json!(i64::MIN), "added_minutes_range"),
            (json!(1.5), "wrong_type"),
            (json!("15"), "wrong_type"),
            (json!(1e30), "wrong_type"),
            (Value::Null, "required"),
        ] {
            room.act(id, "add_time", json!({ "minutes": minutes })).await.blames("minutes", code);
        }
        room.act(id, "add_time", json!({})).await.blames("minutes", "required");
        // A suspended one, too, and down to nothing.
        room.act(id, "suspend", json!({})).await.ok();
        room.act(id, "add_time", json!({ "minutes": -19 })).await.ok();
        assert_eq!(times(&room, id).await, [60, 60, 0, 100]);
        room.act(id, "add_time", json!({ "minutes": 1 })).await.ok();
        assert_eq!(times(&room, id).await, [120, 60, 60, 50]);
    }

    /// A session whose time is used up is over, even in the moment before its timer says so.
    async fn used_up_is_over(site: &Site) {
        let room = Room::open(site).await;
        let id = room.running(1).await;
        site.advance(Duration::from_mins(1));
        for (action, body) in [("add_time", json!({ "minutes": 15 })), ("suspend", json!({})), ("terminate", json!({}))] {
            room.act(id, action, body).await.problem(409, "wrong_state");
        }
        room.settle().await;
        let shown = room.show(id).await;
        assert_eq!((&shown["statut"], &shown["end_reason"]), (&json!("expiree"), &json!("temps_ecoule")));
        let line = "SELECT COUNT(*) FROM audit_log WHERE action = 'expiration_session' AND actor_kind = 'system'";
        assert_eq!(site.count(line).await, 1);
    }

    /// SES-007: whatever is done to it, a session's times sum up, and follow a model that does
    /// decrement.
    async fn times_sum_up_whatever_happens(site: &Site) {
        let room = Room::open(site).await;
        let mut random = StdRng::seed_from_u64(20_261_120);
        for _ in 0..3 {
            let id = room.running(12).await;
            let (mut left, mut granted, mut paused) = (720_i64, 720_i64, false);
            for _ in 0..12 {
                match random.random_range(0..4) {
                    0 => {
                        let wait = random.random_range(0..40);
                        site.advance(Duration::from_secs(wait));
                        left -= if paused { 0 } else { i64::try_from(wait).expect("small") };
                    }
                    1 => {
                        room.act(id, if paused { "resume" } else { "suspend" }, json!({})).await.ok();
                        paused = !paused;
                    }
                    2 => {
                        room.act(id, "add_time", json!({ "minutes": 2 })).await.ok();
                        (left, granted) = (left + 120, granted + 120);
                    }
                    _ if left > 60 => {
                        room.act(id, "add_time", json!({ "minutes": -1 })).await.ok();
                        (left, granted) = (left - 60, granted - 60);
                    }
                    _ => {}
                }
                let told = times(&room, id).await;
                assert_eq!((told[0], told[2]), (granted, left));
            }
            room.act(id, "terminate", json!({})).await.ok();
        }
    }

    /// SES-023: a station asks about its own session, no other's.
    async fn a_station_asks_about_its_own_session(site: &Site) {
        let room = Room::open(site).await;
        let id = room.running(10).await;
        let told = site.as_station(&room.key).get(&path(id, "time_remaining")).await.ok();
        assert_eq!(told["remaining_s"], json!(600));
        let other = room.another().await;
        site.as_station(&other).get(&path(id, "time_remaining")).await.problem(404, "not_found");
        site.as_station(&room.key).get(&path(id, "")).await.problem(401, "unauthenticated");
        // The heartbeat tells it, too.
        let beat = format!("/api/postes/{}/heartbeat/", room.key.id);
        site.advance(Duration::from_mins(1));
        let answer = site.as_station(&room.key).post(&beat, json!({})).await.ok();
        assert_eq!(answer["session"]["session_id"], json!(id));
        assert_eq!((&answer["session"]["remaining_ms"], &answer["session"]["percent"]), (&json!(540_000), &json!(10)));
    }
}
