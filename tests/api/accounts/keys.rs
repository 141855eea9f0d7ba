//! API keys (ACC-040): scopes, expiry, limits, and what is not for them.
use super::text;
use crate::harness::{PASSWORD, Person, Site, both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const KEYS: &str = "/api/accounts/api-keys/";

fn new(scopes: &[&str]) -> Value {
    json!({ "name": "Tableau de bord", "scopes": scopes, "days": 30, "password": PASSWORD })
}

fn program<'s>(site: &'s Site, made: &Value) -> Person<'s> {
    Person::new(site, Some(format!("Bearer {}", text(&made["key"]))))
}

both! {
    async fn a_key_opens_its_scopes_and_nothing_else(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let made = admin.post(KEYS, new(&["sessions:lire", "visiteurs:creer"])).await.created();
        let key = text(&made["key"]).to_owned();
        site.assert_line("create_api_key", admin.id, id_of(&made)).await;
        assert!(!site.last_line().await.metadata.contains(&key));
        let caller = program(site, &made);
        caller.get("/api/sessions/").await.ok();
        site.anonymous().with_header("x-api-key", &key).get("/api/sessions/").await.ok();
        caller.post("/api/sessions/", json!({ "minutes": 5, "agency_id": agency })).await.problem(403, "forbidden");
        caller.get("/api/accounts/users/").await.problem(403, "forbidden");
        // What concerns a person is not for programs.
        for path in ["/api/accounts/me/", "/api/accounts/sessions/", "/api/accounts/2fa/"] {
            caller.get(path).await.problem(403, "forbidden");
        }
        caller.post("/api/ws-ticket/", json!({})).await.problem(403, "forbidden");
        // What a key does is its owner's deed, and the log says with which key.
        let visitor = json!({ "first_name": "Ana", "last_name": "Exemple", "consent": true, "agency_id": agency });
        caller.post("/api/utilisateurs/", visitor).await.created();
        let line = site.last_line().await;
        assert_eq!(line.actor_id, Some(admin.id));
        assert!(line.metadata.contains(text(&made["id"])), "{line:?}");
        for wrong in ["gk_", &key[..key.len() - 1], &format!("{key}0"), "gk_' OR 1=1 --"] {
            Person::new(site, Some(format!("Bearer {wrong}"))).get("/api/sessions/").await.problem(401, "unauthenticated");
            site.anonymous().with_header("x-api-key", wrong).get("/api/sessions/").await.problem(401, "unauthenticated");
        }
    }

    async fn keys_are_listed_and_revoked(site: &Site) {
        let admin = site.admin().await;
        let made = admin.post(KEYS, new(&["sessions:lire"])).await.created();
        let (path, caller) = (format!("{KEYS}{}/", id_of(&made)), program(site, &made));
        let shown = admin.get(&path).await.ok();
        assert_eq!((&shown["last_used_at"], &shown["rate_per_hour"], &shown["key"]), (&Value::Null, &json!(1000), &Value::Null));
        assert!(text(&made["key"]).starts_with(text(&shown["prefix"])));
        site.advance(Duration::from_secs(61));
        caller.get("/api/sessions/").await.ok();
        assert_eq!(admin.get(&path).await.ok()["last_used_at"], json!(site.now()));
        let agency = site.agency("RE").await;
        let other = site.holder(&["comptes:cles"], RoleScope::Own, Some(agency)).await;
        assert_eq!(other.get(KEYS).await.results().len(), 0);
        other.get(&path).await.problem(404, "not_found");
        other.delete(&path).await.problem(404, "not_found");
        admin.delete(&path).await.nothing();
        site.assert_line("revoke_api_key", admin.id, id_of(&made)).await;
        caller.get("/api/sessions/").await.problem(401, "unauthenticated");
        assert_eq!(admin.get(&format!("{KEYS}?revoked=true")).await.results().len(), 1);
        admin.get(&format!("{KEYS}{}/", Uuid::nil())).await.problem(404, "not_found");
        admin.delete(&format!("{KEYS}{}/", Uuid::nil())).await.problem(404, "not_found");
    }

    /// A key is worth what its owner is worth, for as long as it was made for.
    async fn a_key_ends_with_its_time_and_with_its_owner(site: &Site) {
        let admin = site.admin().await;
        let owner = site.holder(&["comptes:cles", "sessions:lire"], RoleScope::All, None).await;
        let short = owner.post(KEYS, json!({ "name": "a", "scopes": ["sessions:lire"], "days": 1, "password": PASSWORD })).await.created();
        let long = owner.post(KEYS, json!({ "name": "b", "scopes": ["sessions:lire"], "days": 10, "password": PASSWORD })).await.created();
        owner.post(KEYS, new(&["postes:lire"])).await.problem(403, "beyond_rights");
        let (short, long) = (program(site, &short), program(site, &long));
        site.advance(Duration::from_hours(24));
        short.get("/api/sessions/").await.problem(401, "unauthenticated");
        long.get("/api/sessions/").await.ok();
        let admin_again = site.sign_in(text(&admin_name(site, &admin).await), crate::harness::PASSWORD).await;
        let path = format!("/api/accounts/users/{}/", owner.id);
        let roles = json!({ "roles": [{ "code": "employe", "scope": "all" }] });
        admin_again.patch(&path, roles).await.ok();
        long.get("/api/sessions/").await.problem(403, "forbidden");
        admin_again.post(&format!("{path}disable/"), json!({})).await.ok();
        long.get("/api/sessions/").await.problem(401, "unauthenticated");
    }

    /// What a handler asks for besides its own permission is asked of the key as well: one that issues sessions sells none,
    /// and an administrator's key does not work through a maintenance.
    async fn a_key_does_nothing_besides_what_it_was_made_for(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let tariff = json!({ "code": "H1", "name": "Une heure", "agency_id": agency, "minutes": 60, "price_minor": 200, "currency": "EUR" });
        let tariff = id_of(&admin.post("/api/tariffs/", tariff).await.created());
        let scopes = ["sessions:creer", "sessions:lire"];
        let caller = program(site, &admin.post(KEYS, new(&scopes)).await.created());
        let issue = json!({ "agency_id": agency, "tariff_id": tariff, "payment": { "method": "especes" } });
        caller.post("/api/sessions/", issue).await.problem(403, "forbidden");
        assert_eq!(site.count("SELECT COUNT(*) FROM cash_journal").await, 0);
        caller.get("/api/sessions/").await.ok();
        admin.put("/api/parametres/maintenance/", json!({ "value": true })).await.ok();
        caller.get("/api/sessions/").await.problem(503, "maintenance");
        admin.get("/api/sessions/").await.ok();
    }

    /// So many calls an hour, then 429 with how long to wait; another key is not held up.
    async fn a_key_may_call_so_often(site: &Site) {
        let admin = site.admin().await;
        let limited = json!({ "name": "a", "scopes": ["sessions:lire"], "days": 1, "rate_per_hour": 20, "password": PASSWORD });
        let (caller, other) = (
            program(site, &admin.post(KEYS, limited.clone()).await.created()),
            program(site, &admin.post(KEYS, limited).await.created()),
        );
        for _ in 0..20 {
            caller.get("/api/sessions/?page_size=1").await.ok();
        }
        let refused = caller.get("/api/sessions/").await;
        assert_eq!(refused.headers["retry-after"], "180");
        refused.problem(429, "rate_limited");
        other.get("/api/sessions/").await.ok();
        site.advance(Duration::from_mins(3));
        caller.get("/api/sessions/").await.ok();
    }

    async fn wrong_keys_are_refused_by_name(site: &Site) {
        let admin = site.admin().await;
        for (changes, field, code) in [
            (json!({ "name": "" }), "name", "required"),
            (json!({ "scopes": [] }), "scopes", "required"),
            (json!({ "scopes": ["comptes:gerer"] }), "scopes[0]", "scope_for_people"),
            (json!({ "scopes": ["comptes:cles"] }), "scopes[0]", "scope_for_people"),
            (json!({ "days": 0 }), "days", "key_days"),
            (json!({ "days": 4000 }), "days", "key_days"),
            (json!({ "rate_per_hour": 0 }), "rate_per_hour", "key_rate"),
            // A login that was left open somewhere makes no key.
            (json!({ "password": "faux" }), "password", "password_wrong"),
        ] {
            let mut body = new(&["sessions:lire"]);
            for (name, value) in changes.as_object().into_iter().flatten() {
                body[name] = value.clone();
            }
            admin.post(KEYS, body).await.blames(field, code);
        }
        admin.post(KEYS, new(&["postes:voler"])).await.problem(403, "beyond_rights");
    }
}

const SQL: &str = "SELECT username FROM users WHERE id = $1";

/// The login of somebody whose token has run out by now.
async fn admin_name(site: &Site, admin: &Person<'_>) -> Value {
    let mut tx = site.app.db.read().await.expect("a connection");
    let name: String =
        guichet::on!(&mut tx, |c| sqlx::query_scalar(SQL).bind(admin.id).fetch_one(c).await).expect("an account");
    json!(name)
}
