//! A visitor's session as the station lives it, over its socket.
use super::{GENERAL, Hall, of};
use crate::harness::both;
use guichet_protocol::CLOSE_UNAUTHENTICATED;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

both! {
    /// RTM-003 to RTM-011: from the typed code to the locked screen.
    async fn a_session_from_code_to_end(site: &Site) {
        let hall = Hall::open(site).await;
        let visitor = site.visitor(&hall.desk).await;
        let (id, code) = site.session(&hall.desk, Some(visitor), None, 10).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let greeting = wire.frame().await;
        let state = &greeting["state"];
        assert_eq!((&state["stations"][0]["id"], &state["stations"][0]["en_ligne"]), (&json!(hall.key.id), &json!(true)));
        assert_eq!((state["stations"].as_array().map(Vec::len), &state["sessions"]), (Some(1), &json!([])));
        assert_eq!(hall.desk.get(&format!("/api/postes/{}/", hall.key.id)).await.ok()["en_ligne"], json!(true));

        let refused = wire.ask(json!({ "type": "validate_code", "code": "ABCDE-FGHJK" }), "error").await;
        assert_eq!(refused["code"], json!("invalid_code"));
        assert!(refused["detail"].as_str().is_some_and(|text| text.len() > 10), "{refused}");
        assert_eq!(wire.ask(json!({ "type": "get_time" }), "time_update").await["session"], Value::Null);

        wire.say(json!({ "request": 7, "type": "validate_code", "code": code.to_lowercase() })).await;
        let accepted = loop {
            let update = wire.hear("time_update").await;
            if update["code_accepted"] == json!(true) {
                break update;
            }
        };
        assert_eq!((&accepted["session"]["session_id"], &accepted["session"]["statut"]), (&json!(id), &json!("en_attente")));
        assert_eq!(accepted["request"], json!(7));
        assert!(!accepted.to_string().contains("Exemple"), "a visitor's name goes to no station");
        wire.say(json!({ "type": "start_session", "session_id": id })).await;
        let started = wire.hear("session_started").await;
        assert_eq!(started["session"]["remaining_ms"], json!(600_000));
        assert!(!started.to_string().contains("Exemple"));
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.actor_id), ("demarrage_session", Some(hall.key.id)));

        // RTM-008: told each second, going down.
        let mut last = 600_000;
        for _ in 0..2 {
            site.advance(Duration::from_secs(7));
            let left = wire.hear("time_update").await["session"]["remaining_ms"].as_i64().expect("milliseconds");
            assert!(left <= last, "{left} after {last}");
            last = left;
        }
        hall.act(id, "add_time", json!({ "minutes": 15 })).await;
        assert_eq!(wire.hear("time_added").await["added_ms"], json!(900_000));
        hall.act(id, "suspend", json!({})).await;
        let paused = loop {
            let update = wire.hear("time_update").await;
            if update["session"]["statut"] == json!("suspendue") {
                break update;
            }
        };
        site.advance(Duration::from_secs(100));
        let still = wire.ask(json!({ "type": "get_time" }), "time_update").await;
        assert_eq!(still["session"]["remaining_ms"], paused["session"]["remaining_ms"]);
        hall.act(id, "terminate", json!({})).await;
        let ended = wire.hear("session_terminated").await;
        assert_eq!((&ended["reason"], &ended["session"]["session_id"]), (&json!("operateur"), &json!(id)));
        assert_eq!(wire.ask(json!({ "type": "heartbeat" }), "time_update").await["session"], Value::Null);
    }

    /// RTM-016: a station that comes back finds its session as it is.
    async fn a_station_comes_back_to_its_session(site: &Site) {
        let hall = Hall::open(site).await;
        let id = hall.running(10).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.frame().await;
        drop(wire);
        site.advance(Duration::from_mins(1));
        hall.act(id, "add_time", json!({ "minutes": 5 })).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let session = wire.frame().await["state"]["sessions"][0].clone();
        assert_eq!((&session["session_id"], &session["statut"]), (&json!(id), &json!("active")));
        assert_eq!((&session["elapsed_ms"], &session["remaining_ms"]), (&json!(60_000), &json!(840_000)));
        // It says what it counted; being behind changes nothing, being ahead counts.
        let beat = |consumed_ms: u64| json!({ "type": "heartbeat", "session_id": id, "consumed_ms": consumed_ms });
        wire.say(beat(30_000)).await;
        assert_eq!(wire.hear("time_update").await["session"]["elapsed_ms"], json!(60_000));
        wire.say(beat(90_000)).await;
        let mut elapsed = Value::Null;
        while elapsed != json!(90_000) {
            elapsed = wire.hear("time_update").await["session"]["elapsed_ms"].clone();
        }
        assert_eq!(site.last_line().await.action, "charge_outage");
    }

    /// The end and the warnings reach the station, whoever notices them.
    async fn warnings_and_the_end_are_heard(site: &Site) {
        let hall = Hall::open(site).await;
        let id = hall.running(6).await;
        let mut wire = site.station_wire(hall.address, &hall.key, &of(id)).await;
        let run = async |name: &str| guichet::jobs::run_now(&site.app, name).await.unwrap_or_else(|p| panic!("{p:?}"));
        site.advance(Duration::from_mins(1));
        run("send_time_warnings").await;
        let warning = wire.hear("warning").await;
        assert_eq!((&warning["threshold_s"], &warning["session"]["remaining_ms"]), (&json!(300), &json!(300_000)));
        site.advance(Duration::from_mins(5));
        run("cleanup_expired_sessions").await;
        let ended = wire.hear("session_terminated").await;
        assert_eq!((&ended["reason"], &ended["session"]["statut"]), (&json!("temps_ecoule"), &json!("expiree")));
        assert_eq!(ended["session"]["remaining_ms"], json!(0));
    }

    /// A command reaches the socket; what became of it is noted, once.
    async fn commands_reach_the_socket(site: &Site) {
        let hall = Hall::open(site).await;
        let command = format!("/api/postes/{}/command/", hall.key.id);
        let before = hall.desk.post(&command, json!({ "kind": "lock" })).await.status(202);
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let waiting = wire.hear("station_command").await;
        assert_eq!((&waiting["id"], &waiting["command"]), (&before["id"], &json!({ "kind": "lock" })));
        let text = json!({ "kind": "message", "text": "Fermeture à 18 h" });
        let sent = hall.desk.post(&command, text.clone()).await.status(202);
        let heard = wire.hear("station_command").await;
        assert_eq!((&heard["id"], &heard["command"]), (&sent["id"], &text));
        wire.say(json!({ "type": "command_done", "id": before["id"] })).await;
        wire.say(json!({ "type": "command_done", "id": sent["id"], "error": "no screen" })).await;
        let refused = wire.ask(json!({ "type": "command_done", "id": sent["id"] }), "error").await;
        assert_eq!(refused["code"], json!("not_found"));
        assert_eq!(site.count("SELECT COUNT(*) FROM station_commands WHERE state = 'done'").await, 1);
        assert_eq!(site.count("SELECT COUNT(*) FROM station_commands WHERE state = 'failed' AND error = 'no screen'").await, 1);
        let beat = format!("/api/postes/{}/heartbeat/", hall.key.id);
        assert_eq!(site.as_station(&hall.key).post(&beat, json!({})).await.ok()["commands"], json!([]));
        // Another station's command is nobody else's to settle.
        let other = site.station(&site.admin().await, hall.agency).await;
        let foreign = hall.desk.post(&format!("/api/postes/{}/command/", other.id), json!({ "kind": "restart" })).await.status(202);
        let refused = wire.ask(json!({ "type": "command_done", "id": foreign["id"] }), "error").await;
        assert_eq!(refused["code"], json!("not_found"));
    }

    /// A station hears nothing of the next one, and starts nothing that is not its own.
    async fn a_station_hears_of_itself_alone(site: &Site) {
        let hall = Hall::open(site).await;
        let other = site.station(&site.admin().await, hall.agency).await;
        let mut wire = site.station_wire(hall.address, &other, GENERAL).await;
        wire.frame().await;
        let id = hall.running(10).await;
        hall.act(id, "add_time", json!({ "minutes": 15 })).await;
        hall.desk.post(&format!("/api/postes/{}/command/", other.id), json!({ "kind": "lock" })).await.status(202);
        assert_eq!(wire.frame().await["type"], json!("station_command"), "the first thing it hears is its own");
        for message in [
            json!({ "type": "get_time", "session_id": id }),
            json!({ "type": "start_session", "session_id": id }),
            json!({ "type": "start_session", "session_id": Uuid::nil() }),
        ] {
            assert_eq!(wire.ask(message, "error").await["code"], json!("not_found"));
        }
    }

    /// Guessing over the socket is limited like over HTTP.
    async fn guessing_over_the_socket_is_limited(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let guess = json!({ "type": "validate_code", "code": "ABCDE-FGHJK" });
        for _ in 0..10 {
            assert_eq!(wire.ask(guess.clone(), "error").await["code"], json!("invalid_code"));
        }
        let refused = wire.ask(guess, "error").await;
        assert_eq!(refused["code"], json!("too_many_attempts"));
        assert!(refused["retry_after_s"].as_u64().is_some_and(|wait| (1..=6).contains(&wait)), "{refused}");
    }

    /// A credential that is taken back ends the socket; coming back with it is refused.
    async fn a_revoked_station_is_cut_off(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.frame().await;
        hall.desk.post(&format!("/api/postes/{}/revoke_credential/", hall.key.id), json!({})).await.ok();
        assert_eq!(wire.closed().await, 1012);
        let mut again = site.station_wire(hall.address, &hall.key, GENERAL).await;
        assert_eq!(again.closed().await, CLOSE_UNAUTHENTICATED);
    }
}
