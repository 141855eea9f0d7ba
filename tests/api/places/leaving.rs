//! A visitor leaves before the time is used up.
use super::{in_room, validated};
use crate::{
    harness::{Wire, both},
    websocket::Hall,
};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

async fn started(hall: &Hall<'_>, wire: &mut Wire, minutes: u32) -> Uuid {
    let id = validated(hall, wire, minutes).await;
    wire.ask(json!({ "type": "start_session", "session_id": id }), "session_started").await;
    id
}

both! {
    /// The rest stays with the visitor, under a code that only the station is told.
    async fn the_rest_is_kept(site: &Site) {
        let hall = Hall::open(site).await;
        let (_, mut wire, _) = in_room(&hall, json!({ "keeps_time": true })).await;
        let visitor = site.visitor(&hall.desk).await;
        let (id, code) = site.session(&hall.desk, Some(visitor), None, 10).await;
        wire.ask(json!({ "type": "validate_code", "code": code }), "time_update").await;
        wire.ask(json!({ "type": "start_session", "session_id": id }), "session_started").await;
        site.advance(Duration::from_millis(100_300));
        wire.say(json!({ "type": "end_session", "session_id": id })).await;
        let kept = wire.hear("time_kept").await;
        assert_eq!(kept["remaining_ms"], json!(499_000), "whole seconds");
        assert!(kept["valid_until"].as_i64().is_some_and(|until| until > site.now()));
        let ended = wire.hear("session_terminated").await;
        assert_eq!((&ended["reason"], &ended["session"]["session_id"]), (&json!("visiteur"), &json!(id)));
        site.assert_line("fermeture_session", hall.key.id, id).await;
        let next = hall.desk.get("/api/sessions/?statut=en_attente").await.results().remove(0);
        assert_eq!((&next["visitor_id"], &next["granted_s"], &next["station_id"]), (&json!(visitor), &json!(499), &Value::Null));
        // The code is nowhere in clear, and opens what was kept.
        let code = kept["code"].as_str().expect("a code").to_owned();
        let plain = code.replace('-', "");
        assert_eq!(next["code_hint"], json!(plain[8..]));
        assert_eq!(site.count(&format!("SELECT COUNT(*) FROM audit_log WHERE metadata LIKE '%{plain}%' OR metadata LIKE '%{code}%'")).await, 0);
        wire.say(json!({ "type": "validate_code", "code": code })).await;
        let accepted = loop {
            let update = wire.hear("time_update").await;
            if update["code_accepted"] == json!(true) {
                break update;
            }
        };
        assert_eq!((&accepted["session"]["session_id"], &accepted["session"]["remaining_ms"]), (&next["id"], &json!(499_000)));
    }

    /// A code that was lost on the line can be had again, as another one, until somebody uses it or the station.
    async fn the_code_can_be_had_again(site: &Site) {
        let hall = Hall::open(site).await;
        let (_, mut wire, _) = in_room(&hall, json!({ "keeps_time": true })).await;
        let id = started(&hall, &mut wire, 10).await;
        let leave = json!({ "type": "end_session", "session_id": id });
        let first = wire.ask(leave.clone(), "time_kept").await;
        site.advance(Duration::from_secs(30));
        let second = wire.ask(leave.clone(), "time_kept").await;
        assert_eq!((&second["remaining_ms"], &second["valid_until"]), (&json!(600_000), &first["valid_until"]));
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 2, "it is the same time");
        let refused = wire.ask(json!({ "type": "validate_code", "code": first["code"] }), "error").await;
        assert_eq!((&refused["code"], &refused["about"]), (&json!("invalid_code"), &json!({ "type": "validate_code" })));
        let again = wire.ask(leave.clone(), "time_kept").await;
        let kept = hall.desk.get("/api/sessions/?statut=en_attente").await.results().remove(0);
        site.assert_line("generation_code", hall.key.id, crate::harness::id_of(&kept)).await;
        // Who uses the station next does not get it.
        let next = started(&hall, &mut wire, 10).await;
        hall.act(next, "terminate", json!({})).await;
        assert_eq!(wire.ask(leave.clone(), "error").await["code"], json!("wrong_state"));
        wire.say(json!({ "type": "validate_code", "code": again["code"] })).await;
        while wire.hear("time_update").await["code_accepted"] != json!(true) {}
        assert_eq!(wire.ask(leave, "error").await["code"], json!("wrong_state"));
    }

    /// VIS-004: what was kept is no other session of the day.
    async fn the_day_s_limit_does_not_count_it(site: &Site) {
        let hall = Hall::open(site).await;
        let (_, mut wire, _) = in_room(&hall, json!({ "keeps_time": true })).await;
        let visitor = site.visitor(&hall.desk).await;
        let may = format!("/api/utilisateurs/{visitor}/can_create_session/");
        for left in [2, 1, 0] {
            let (id, code) = site.session(&hall.desk, Some(visitor), None, 10).await;
            wire.ask(json!({ "type": "validate_code", "code": code }), "time_update").await;
            wire.ask(json!({ "type": "start_session", "session_id": id }), "session_started").await;
            wire.ask(json!({ "type": "end_session", "session_id": id }), "time_kept").await;
            assert_eq!(hall.desk.get(&may).await.ok()["remaining"], json!(left));
        }
        assert_eq!(hall.desk.get("/api/sessions/?statut=en_attente").await.results().len(), 3);
    }

    /// Without the setting nothing is kept; with the other one nobody leaves by themselves.
    async fn leaving_follows_the_settings(site: &Site) {
        let hall = Hall::open(site).await;
        let (room, mut wire, _) = in_room(&hall, json!({})).await;
        let id = started(&hall, &mut wire, 10).await;
        let leave = json!({ "type": "end_session", "session_id": id });
        let ended = wire.ask(leave.clone(), "session_terminated").await;
        assert_eq!(ended["reason"], json!("visiteur"));
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 1);
        assert_eq!(hall.desk.get(&format!("/api/sessions/{id}/")).await.ok()["end_reason"], json!("visiteur"));
        assert_eq!(wire.ask(leave, "error").await["code"], json!("wrong_state"), "once is enough");
        site.admin().await.patch(&super::zone(room), json!({ "may_leave": false })).await.ok();
        let id = started(&hall, &mut wire, 10).await;
        let refused = wire.ask(json!({ "type": "end_session", "session_id": id }), "error").await;
        assert_eq!(refused["code"], json!("may_not_leave"));
    }

    /// Nobody ends the session of another station, or one that has not begun.
    async fn only_the_station_s_own_session_is_left(site: &Site) {
        let hall = Hall::open(site).await;
        let (_, mut wire, _) = in_room(&hall, json!({ "keeps_time": true })).await;
        let other = site.station(&site.admin().await, hall.agency).await;
        let (foreign, _) = site.session(&hall.desk, None, Some(other.id), 10).await;
        hall.act(foreign, "start", json!({})).await;
        let waiting = validated(&hall, &mut wire, 10).await;
        for id in [foreign, waiting, Uuid::nil()] {
            let refused = wire.ask(json!({ "type": "end_session", "session_id": id }), "error").await;
            assert_eq!(refused["code"], json!("not_found"));
        }
        let mut console = site.console(hall.address, &hall.desk, crate::websocket::GENERAL).await;
        let refused = console.ask(json!({ "type": "end_session", "session_id": foreign }), "error").await;
        assert_eq!(refused["code"], json!("forbidden"));
    }
}
