//! Opening hours, as stations and the desk meet them.
use super::{in_room, validated, zone};
use crate::{harness::both, websocket::Hall};
use serde_json::{Value, json};
use std::time::Duration;

/// The same hours each day.
fn daily(from: &str, to: &str) -> Value {
    let spans = json!([{ "from": from, "to": to }]);
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    Value::Object(days.iter().map(|day| ((*day).to_owned(), spans.clone())).collect())
}

const DAY_MS: i64 = 24 * 3_600_000;

both! {
    /// A visitor starts nothing when it is closed; the desk does, unless the room says otherwise.
    async fn when_it_is_closed(site: &Site) {
        let hall = Hall::open(site).await;
        let (room, mut wire, _) = in_room(&hall, json!({})).await;
        let id = validated(&hall, &mut wire, 10).await;
        let admin = site.admin().await;
        admin.patch(&zone(room), json!({ "hours": {} })).await.ok();
        let told = wire.hear("station_settings").await;
        assert_eq!(told["settings"]["opening"], json!({ "is_open": false, "changes_at": null, "changes_at_local": null }));
        // A code is not bound to a station at which it cannot start: it stays good at another.
        let (other, code) = site.session(&hall.desk, None, None, 10).await;
        let answer = wire.ask(json!({ "type": "validate_code", "code": code }), "error").await;
        assert_eq!(answer["code"], json!("place_closed"));
        let shown = hall.desk.get(&format!("/api/sessions/{other}/")).await.ok();
        assert_eq!((&shown["station_id"], &shown["validated_at"]), (&Value::Null, &Value::Null));
        let start = json!({ "type": "start_session", "session_id": id });
        assert_eq!(wire.ask(start.clone(), "error").await["code"], json!("place_closed"));
        let path = format!("/api/sessions/{id}/start/");
        site.as_station(&hall.key).post(&path, json!({})).await.problem(409, "place_closed");
        admin.patch(&zone(room), json!({ "desk_outside_hours": false })).await.ok();
        hall.desk.post(&path, json!({})).await.problem(409, "place_closed");
        admin.patch(&zone(room), json!({ "desk_outside_hours": true })).await.ok();
        hall.desk.post(&path, json!({})).await.ok();
        assert_eq!(wire.hear("session_started").await["session"]["session_id"], json!(id));
    }

    /// At the minute a room opens or closes, on the clocks of its agency, its stations are told.
    async fn stations_are_told_when_it_opens_and_closes(site: &Site) {
        let hall = Hall::open(site).await;
        // To 09:30 of the next morning on Réunion, four hours ahead of UTC.
        let morning = (site.now() / DAY_MS + 2) * DAY_MS + 5 * 3_600_000 + 1_800_000;
        site.advance(Duration::from_millis((morning - site.now()).unsigned_abs()));
        let hall = Hall { desk: site.operator(hall.agency).await, ..hall };
        let (_, mut wire, state) = in_room(&hall, json!({ "hours": daily("10:00", "18:00") })).await;
        let opening = &state["settings"]["opening"];
        assert_eq!((&opening["is_open"], &opening["changes_at_local"]), (&json!(false), &json!("10:00")));
        assert_eq!(opening["changes_at"], json!(morning + 1_800_000));
        tokio::spawn(guichet::places::watch(site.app.clone()));
        site.advance(Duration::from_mins(30));
        let told = wire.hear("station_settings").await["settings"]["opening"].clone();
        assert_eq!((&told["is_open"], &told["changes_at_local"]), (&json!(true), &json!("18:00")));
        site.advance(Duration::from_hours(8));
        let told = wire.hear("station_settings").await["settings"]["opening"].clone();
        assert_eq!((&told["is_open"], &told["changes_at_local"]), (&json!(false), &json!("10:00")));
    }
}
