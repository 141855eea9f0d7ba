//! Sessions: codes, their life from issue to end, who may do what to whose.
mod claims;
mod codes;
mod life;
mod limits;
mod rows;
mod stats;
mod times;

use crate::harness::{Answer, Person, Site, StationKey, id_of};
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/api/sessions/";

/// The path of a session, or of something about it.
fn path(id: Uuid, what: &str) -> String {
    if what.is_empty() { format!("{PATH}{id}/") } else { format!("{PATH}{id}/{what}/") }
}

/// An agency with somebody at the desk and a station.
struct Room<'s> {
    site: &'s Site,
    agency: Uuid,
    desk: Person<'s>,
    key: StationKey,
}

impl<'s> Room<'s> {
    async fn open(site: &'s Site) -> Self {
        let agency = site.agency("RE").await;
        let key = site.station(&site.admin().await, agency).await;
        Self { site, agency, desk: site.operator(agency).await, key }
    }

    /// Another station.
    async fn another(&self) -> StationKey {
        self.site.station(&self.site.admin().await, self.agency).await
    }

    /// A pass for this room's station.
    async fn issue(&self, minutes: u32) -> (Uuid, String) {
        self.site.session(&self.desk, None, Some(self.key.id), minutes).await
    }

    /// A session that runs.
    async fn running(&self, minutes: u32) -> Uuid {
        let (id, _) = self.issue(minutes).await;
        self.act(id, "start", json!({})).await.ok();
        id
    }

    /// The desk does something to a session.
    async fn act(&self, id: Uuid, action: &str, body: Value) -> Answer {
        self.desk.post(&path(id, action), body).await
    }

    /// The session as it is shown now.
    async fn show(&self, id: Uuid) -> Value {
        self.desk.get(&path(id, "")).await.ok()
    }

    /// A station types a code.
    async fn types(&self, key: &StationKey, code: &str) -> Answer {
        self.site.as_station(key).post("/api/sessions/validate_code/", json!({ "code": code })).await
    }

    /// Does what is due, as the periodic job does.
    async fn settle(&self) {
        let done = guichet::jobs::run_now(&self.site.app, "cleanup_expired_sessions").await;
        done.unwrap_or_else(|problem| panic!("{problem:?}"));
    }

    /// Asserts that the newest line says this of a session, by the desk.
    async fn assert_line(&self, action: &str, id: Uuid) {
        self.site.assert_line(action, self.desk.id, id).await;
    }
}

/// The new session's body, and its id.
async fn issue(person: &Person<'_>, body: Value) -> (Uuid, Value) {
    let session = person.post(PATH, body).await.created();
    (id_of(&session), session)
}
