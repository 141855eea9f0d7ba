//! Stations: what they are, how they become known, whether they are there, what is asked of them.
mod commands;
mod credentials;
mod enrolment;
mod history;
mod identity;
mod presence;
mod rows;
mod states;

use crate::harness::{Person, id_of};
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/api/postes/";

/// The path of a station, or of something about it.
fn path(id: Uuid, what: &str) -> String {
    if what.is_empty() { format!("{PATH}{id}/") } else { format!("{PATH}{id}/{what}/") }
}

/// Creates a station with these fields.
async fn create(person: &Person<'_>, name: &str, agency: Uuid, changes: &Value) -> Value {
    let mut body = json!({ "name": name, "agency_id": agency });
    for (name, value) in changes.as_object().expect("an object") {
        body[name] = value.clone();
    }
    person.post(PATH, body).await.created()
}

/// The id of a station that this person creates.
async fn created(person: &Person<'_>, name: &str, agency: Uuid) -> Uuid {
    id_of(&create(person, name, agency, &json!({})).await)
}
