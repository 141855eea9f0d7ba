//! Places: rooms, what holds at each station, opening hours, and leaving early.
mod hours;
mod leaving;
mod rooms;
mod settings;

use crate::{
    harness::{Person, Wire, id_of},
    websocket::{GENERAL, Hall},
};
use serde_json::{Value, json};
use uuid::Uuid;

const ZONES: &str = "/api/zones/";

/// The path of a room.
fn zone(id: Uuid) -> String {
    format!("{ZONES}{id}/")
}

/// The path of a station's settings.
fn settings(id: Uuid) -> String {
    format!("/api/postes/{id}/reglages/")
}

/// A room that this person makes.
async fn made(person: &Person<'_>, agency: Uuid, name: &str, rules: Value) -> Uuid {
    let mut body = rules;
    (body["name"], body["agency_id"]) = (json!(name), json!(agency));
    id_of(&person.post(ZONES, body).await.created())
}

/// The station of a hall in a room with these rules, on line, and the state it started from.
async fn in_room(hall: &Hall<'_>, rules: Value) -> (Uuid, Wire, Value) {
    let admin = hall.site.admin().await;
    let room = made(&admin, hall.agency, "Salle A", rules).await;
    admin.patch(&format!("/api/postes/{}/", hall.key.id), json!({ "zone": "Salle A" })).await.ok();
    let mut wire = hall.site.station_wire(hall.address, &hall.key, GENERAL).await;
    let state = wire.frame().await["state"].clone();
    (room, wire, state)
}

/// A code that this station has validated: its session.
async fn validated(hall: &Hall<'_>, wire: &mut Wire, minutes: u32) -> Uuid {
    let (id, code) = hall.site.session(&hall.desk, None, None, minutes).await;
    wire.say(json!({ "type": "validate_code", "code": code })).await;
    loop {
        if wire.hear("time_update").await["code_accepted"] == json!(true) {
            return id;
        }
    }
}
