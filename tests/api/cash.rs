//! The cash desk: tills, sales, reversals, closings, packs; and the journal that keeps them.
mod books;
mod packs;
mod sessions;
mod tills;

use crate::harness::{Person, Site, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

const TILLS: &str = "/api/caisse/tiroirs/";
const SALES: &str = "/api/caisse/ventes/";
const SESSIONS: &str = "/api/sessions/";

/// An agency with somebody at an open till, somebody who may reverse, and a tariff of an hour for 2 euros.
struct Shop<'s> {
    site: &'s Site,
    agency: Uuid,
    admin: Person<'s>,
    desk: Person<'s>,
    hour: Uuid,
}

impl<'s> Shop<'s> {
    async fn open(site: &'s Site) -> Self {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let desk = site.operator(agency).await;
        let shop = Self { site, agency, hour: Uuid::nil(), admin, desk };
        let hour = shop.tariff("H1", json!({})).await;
        Self { hour, ..shop }
    }

    async fn tariff(&self, code: &str, changes: Value) -> Uuid {
        let mut body = json!({ "code": code, "name": "Une heure", "agency_id": self.agency, "minutes": 60, "price_minor": 200,
            "currency": "EUR" });
        for (name, value) in changes.as_object().expect("an object") {
            body[name] = value.clone();
        }
        id_of(&self.admin.post("/api/tariffs/", body).await.created())
    }

    /// Opens a till with 50 euros.
    async fn till(&self, person: &Person<'_>, register: &str) -> Uuid {
        let body = json!({ "register": register, "floats": { "EUR": 5000 }, "agency_id": self.agency });
        id_of(&person.post(TILLS, body).await.created())
    }

    /// A session that is sold.
    async fn sell(&self) -> Value {
        let body = json!({ "tariff_id": self.hour, "agency_id": self.agency, "payment": { "method": "especes" } });
        self.desk.post(SESSIONS, body).await.created()
    }

    async fn reverse(&self, sale: &Value) -> Value {
        let path = format!("{SALES}{}/annuler/", id_of(sale));
        self.admin.post(&path, json!({ "reason": "Poste en panne" })).await.created()
    }

    async fn holder(&self, permissions: &[&str]) -> Person<'s> {
        self.site.holder(permissions, RoleScope::Agency(None), Some(self.agency)).await
    }

    async fn is_sound(&self) -> bool {
        let path = format!("/api/caisse/verification/?agency_id={}", self.agency);
        self.admin.get(&path).await.ok()["is_sound"] == json!(true)
    }
}
