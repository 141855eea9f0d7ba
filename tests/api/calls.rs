//! Calls: a visitor asks for somebody from the desk, who hears it and answers.
use crate::{
    harness::{both, id_of},
    websocket::{GENERAL, Hall},
};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/api/appels/";

both! {
    /// Issue 3: a button that rings on the console; the answer shows at the station.
    async fn a_call_rings_and_is_answered(site: &Site) {
        let hall = Hall::open(site).await;
        let mut console = site.console(hall.address, &hall.desk, GENERAL).await;
        assert_eq!(console.frame().await["state"].get("calls"), None);
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let own = wire.ask(json!({ "type": "call_operator" }), "station_call").await["call"].clone();
        assert_eq!((&own["station_id"], &own["state"], &own["called_at"]), (&json!(hall.key.id), &json!("ouvert"), &json!(site.now())));
        assert_eq!(console.hear("station_call").await["call"], own);
        site.assert_line("call", hall.key.id, id_of(&own)).await;
        // Who comes later finds it; who calls again has called.
        let mut late = site.console(hall.address, &hall.desk, GENERAL).await;
        assert_eq!(late.frame().await["state"]["calls"], json!([own]));
        let mut back = site.station_wire(hall.address, &hall.key, GENERAL).await;
        assert_eq!(back.frame().await["state"]["calls"], json!([own]));
        assert_eq!(wire.ask(json!({ "type": "call_operator" }), "station_call").await["call"], own);
        assert_eq!(site.count("SELECT COUNT(*) FROM station_calls").await, 1);
        let listed = hall.desk.get(&format!("{PATH}?state=ouvert")).await.results().remove(0);
        assert_eq!((&listed["id"], &listed["answered_by"]), (&own["id"], &Value::Null));
        let answer = format!("{PATH}{}/repondre/", id_of(&own));
        let answered = hall.desk.post(&answer, json!({})).await.ok();
        assert_eq!((&answered["state"], &answered["answered_by"]), (&json!("repondu"), &json!(hall.desk.id)));
        site.assert_line("answer", hall.desk.id, id_of(&own)).await;
        for heard in [&mut wire, &mut console] {
            let call = heard.hear("station_call").await["call"].clone();
            assert_eq!((&call["id"], &call["state"]), (&own["id"], &json!("repondu")));
        }
        hall.desk.post(&answer, json!({})).await.problem(409, "call_over");
        let refused = wire.ask(json!({ "type": "cancel_call" }), "error").await;
        assert_eq!(refused["code"], json!("not_found"));
    }

    async fn a_call_is_taken_back(site: &Site) {
        let hall = Hall::open(site).await;
        let mut console = site.console(hall.address, &hall.desk, GENERAL).await;
        console.frame().await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let call = wire.ask(json!({ "type": "call_operator" }), "station_call").await["call"].clone();
        let withdrawn = wire.ask(json!({ "type": "cancel_call" }), "station_call").await["call"].clone();
        assert_eq!((&withdrawn["id"], &withdrawn["state"]), (&call["id"], &json!("retire")));
        site.assert_line("withdraw", hall.key.id, id_of(&call)).await;
        assert_eq!(console.hear("station_call").await["call"]["state"], json!("ouvert"));
        assert_eq!(console.hear("station_call").await["call"], withdrawn);
        hall.desk.post(&format!("{PATH}{}/repondre/", id_of(&call)), json!({})).await.problem(409, "call_over");
    }

    /// A call may be about an offer, which is kept as it was shown.
    async fn a_call_is_about_an_offer(site: &Site) {
        let hall = Hall::open(site).await;
        let admin = site.admin().await;
        let tariff = json!({ "code": "H1", "name": "Une heure", "agency_id": hall.agency, "minutes": 60, "price_minor": 200,
            "currency": "EUR", "self_service": true });
        let id = id_of(&admin.post("/api/tariffs/", tariff).await.created());
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let plain = wire.ask(json!({ "type": "call_operator" }), "station_call").await["call"].clone();
        let about = wire.ask(json!({ "type": "call_operator", "offer_id": id }), "station_call").await["call"].clone();
        assert_eq!((&about["id"], &about["offer"]["minutes"]), (&plain["id"], &json!(60)), "the same call says more");
        admin.delete(&format!("/api/tariffs/{id}/")).await.nothing();
        let listed = hall.desk.get(PATH).await.results().remove(0);
        assert_eq!((&listed["offer"]["name"], &listed["station_id"]), (&json!("Une heure"), &json!(hall.key.id)));
        let refused = wire.ask(json!({ "type": "call_operator", "offer_id": id }), "error").await;
        assert_eq!(refused["code"], json!("not_found"));
    }

    /// Ringing without end is refused, and where the room does not want calls, any.
    async fn calls_are_bounded(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        for _ in 0..5 {
            wire.ask(json!({ "type": "call_operator" }), "station_call").await;
            wire.ask(json!({ "type": "cancel_call" }), "station_call").await;
        }
        let refused = wire.ask(json!({ "type": "call_operator" }), "error").await;
        assert_eq!(refused["code"], json!("too_many_attempts"));
        let other = site.station(&site.admin().await, hall.agency).await;
        let admin = site.admin().await;
        admin.patch(&format!("/api/postes/{}/", other.id), json!({ "zone": "Silence" })).await.ok();
        let room = id_of(&admin.get("/api/zones/?name=Silence").await.results()[0]);
        admin.patch(&format!("/api/zones/{room}/"), json!({ "may_call": false })).await.ok();
        let mut wire = site.station_wire(hall.address, &other, GENERAL).await;
        let refused = wire.ask(json!({ "type": "call_operator" }), "error").await;
        assert_eq!(refused["code"], json!("may_not_call"));
        let mut console = site.console(hall.address, &hall.desk, GENERAL).await;
        for message in [json!({ "type": "call_operator" }), json!({ "type": "cancel_call" })] {
            assert_eq!(console.ask(message, "error").await["code"], json!("forbidden"));
        }
    }

    /// Nobody comes to a visitor who has gone: a call ends with its station's session, when the station is
    /// moved, and after a time.
    async fn a_call_does_not_outlive_its_visitor(site: &Site) {
        let hall = Hall::open(site).await;
        let admin = site.admin().await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let call = json!({ "type": "call_operator" });
        let id = hall.running(60).await;
        wire.ask(call.clone(), "station_call").await;
        hall.act(id, "terminate", json!({})).await;
        assert_eq!(wire.hear("station_call").await["call"]["state"], json!("retire"));
        let mut console = site.console(hall.address, &hall.desk, GENERAL).await;
        console.frame().await;
        let id = wire.ask(call.clone(), "station_call").await["call"]["id"].clone();
        let elsewhere = site.agency("RE").await;
        admin.patch(&format!("/api/postes/{}/", hall.key.id), json!({ "agency_id": elsewhere })).await.ok();
        assert_eq!(console.hear("station_call").await["call"]["state"], json!("ouvert"));
        let closed = console.hear("station_call").await["call"].clone();
        assert_eq!((&closed["id"], &closed["state"]), (&id, &json!("retire")));
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let open = wire.ask(call, "station_call").await["call"].clone();
        site.advance(std::time::Duration::from_mins(31));
        site.admin().await.post("/api/core/jobs/cleanup_expired_sessions/run/", json!({})).await.status(202);
        guichet::jobs::run_due(&site.app).await.unwrap_or_else(|problem| panic!("{problem:?}"));
        let closed = wire.hear("station_call").await["call"].clone();
        assert_eq!((&closed["id"], &closed["state"]), (&open["id"], &json!("retire")));
        assert_eq!(site.count("SELECT COUNT(*) FROM station_calls WHERE state = 'ouvert'").await, 0);
    }

    /// Another agency hears nothing, and finds nothing.
    async fn a_call_stays_in_its_agency(site: &Site) {
        let hall = Hall::open(site).await;
        let elsewhere = Hall::open(site).await;
        let deaf = site.holder(&["sessions:lire"], RoleScope::All, Some(hall.agency)).await;
        let mut consoles = Vec::new();
        for person in [&elsewhere.desk, &deaf] {
            let mut console = site.console(hall.address, person, GENERAL).await;
            console.frame().await;
            consoles.push(console);
        }
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let call = id_of(&wire.ask(json!({ "type": "call_operator" }), "station_call").await["call"]);
        for person in [&elsewhere.desk, &deaf] {
            let listed = person.get(PATH).await;
            assert!(listed.status == 403 || listed.results().is_empty());
        }
        for id in [call, Uuid::nil()] {
            elsewhere.desk.post(&format!("{PATH}{id}/repondre/"), json!({})).await.problem(404, "not_found");
        }
        // The first thing they hear of a call is nothing: what they hear is another thing.
        for console in &mut consoles {
            let mut next = console.ask(json!({ "type": "get_time" }), "error").await;
            while next["type"] != json!("error") {
                assert_ne!(next["type"], json!("station_call"));
                next = console.frame().await;
            }
        }
        assert_eq!(site.console(hall.address, &elsewhere.desk, GENERAL).await.frame().await["state"].get("calls"), None);
    }
}
