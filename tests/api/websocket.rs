//! The websockets, over real connections: who gets in, what is said, who hears what.
mod handshake;
mod hearing;
mod limits;
mod station;

use crate::harness::{Person, Site, StationKey};
use serde_json::json;
use std::net::SocketAddr;
use uuid::Uuid;

pub const GENERAL: &str = "/ws/sessions/";

/// The socket of one session.
fn of(session: Uuid) -> String {
    format!("{GENERAL}{session}/")
}

/// A served agency with somebody at the desk and a station.
pub struct Hall<'s> {
    pub site: &'s Site,
    pub address: SocketAddr,
    pub agency: Uuid,
    pub desk: Person<'s>,
    pub key: StationKey,
}

impl<'s> Hall<'s> {
    pub async fn open(site: &'s Site) -> Self {
        let agency = site.agency("RE").await;
        let key = site.station(&site.admin().await, agency).await;
        Self { site, address: site.listen().await, agency, desk: site.operator(agency).await, key }
    }

    /// A session that runs at the station.
    pub async fn running(&self, minutes: u32) -> Uuid {
        let (id, _) = self.site.session(&self.desk, None, Some(self.key.id), minutes).await;
        self.act(id, "start", json!({})).await;
        id
    }

    pub async fn act(&self, id: Uuid, action: &str, body: serde_json::Value) {
        self.desk.post(&format!("/api/sessions/{id}/{action}/"), body).await.ok();
    }
}
