//! Terms of use: versions that never change, accepted before a session starts.
use crate::{
    harness::both,
    websocket::{GENERAL, Hall},
};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/api/conditions/";

both! {
    async fn an_edit_is_a_new_version(site: &Site) {
        let admin = site.admin().await;
        assert_eq!(admin.get(PATH).await.ok(), json!({ "agency_id": null, "current": null }));
        let texts = json!({ "fr": "Soyez respectueux.", "en": "Be considerate." });
        let first = admin.put(PATH, json!({ "texts": texts })).await.ok()["current"].clone();
        let id = first["id"].as_str().and_then(|id| id.parse::<Uuid>().ok());
        site.assert_line("write", admin.id, id).await;
        assert!(!site.last_line().await.metadata.contains("respectueux"));
        let second = admin.patch(PATH, json!({ "texts": { "rcf": "Respèk lézot." } })).await.ok()["current"].clone();
        assert_ne!(second["version"], first["version"]);
        assert_eq!((&second["texts"]["fr"], &second["texts"]["rcf"]), (&texts["fr"], &json!("Respèk lézot.")));
        assert_eq!(admin.get(PATH).await.ok()["current"], second);
        let versions = admin.get("/api/conditions/versions/?ordering=seq").await.results();
        assert_eq!(versions, [first, second], "the first one is as it was");
        assert_eq!(admin.put(PATH, json!({ "texts": {} })).await.ok()["current"]["texts"], json!({}));
    }

    async fn wrong_terms_are_refused(site: &Site) {
        let admin = site.admin().await;
        for (texts, field, code) in [
            (json!({ "en": "Be considerate." }), "texts.fr", "required"),
            (json!({ "fr": "Oui", "FR": "Oui" }), "texts", "languages_format"),
            (json!({ "fr": "x".repeat(8001) }), "texts.fr", "too_long"),
            (json!({ "fr": "a\u{7}" }), "texts.fr", "control_character"),
            (json!({ "fr": 1 }), "texts.fr", "wrong_type"),
        ] {
            admin.put(PATH, json!({ "texts": texts })).await.blames(field, code);
        }
        admin.get("/api/conditions/?colour=red").await.blames("colour", "unknown_filter");
        assert_eq!(site.count("SELECT COUNT(*) FROM terms").await, 0);
    }

    /// An agency's own terms hold there; who works for one agency writes for that one alone.
    async fn an_agency_may_have_its_own(site: &Site) {
        let (here, beside) = (site.agency("RE").await, site.agency("CD").await);
        let admin = site.admin().await;
        admin.put(PATH, json!({ "texts": { "fr": "Pour tous." } })).await.ok();
        let manager = site.holder(&["conditions:lire", "conditions:gerer"], RoleScope::Agency(None), Some(here)).await;
        assert_eq!(manager.get(PATH).await.ok()["current"]["texts"]["fr"], json!("Pour tous."));
        let own = manager.put(PATH, json!({ "texts": { "fr": "Pour nous." } })).await.ok();
        assert_eq!((&own["agency_id"], &own["current"]["agency_id"]), (&json!(here), &json!(here)));
        let there = admin.get(&format!("{PATH}?agency_id={beside}")).await.ok();
        assert_eq!(there["current"]["texts"]["fr"], json!("Pour tous."));
        manager.get(&format!("{PATH}?agency_id={beside}")).await.problem(404, "not_found");
        manager.put(PATH, json!({ "agency_id": beside, "texts": { "fr": "Pour eux." } })).await.problem(404, "not_found");
        assert_eq!(manager.get("/api/conditions/versions/").await.results().len(), 1);
        let operator = site.operator(here).await;
        operator.get(PATH).await.ok();
        operator.put(PATH, json!({ "texts": {} })).await.problem(403, "forbidden");
    }

    /// Issue 3: no session starts at a station before the terms that hold now were accepted; which and when
    /// is kept with the session.
    async fn a_visitor_accepts_before_the_start(site: &Site) {
        let hall = Hall::open(site).await;
        let admin = site.admin().await;
        let write = async |text: &str| {
            let written = admin.put(PATH, json!({ "texts": { "fr": text } })).await.ok();
            written["current"]["version"].as_str().expect("a version").to_owned()
        };
        let first = write("Un.").await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let settings = wire.frame().await["state"]["settings"].clone();
        assert_eq!(settings["terms"], json!({ "version": first, "texts": { "fr": "Un." } }));
        let (id, code) = site.session(&hall.desk, None, None, 10).await;
        wire.ask(json!({ "type": "validate_code", "code": code }), "time_update").await;
        let start = json!({ "type": "start_session", "session_id": id });
        let accept = |version: &str| json!({ "type": "accept_terms", "session_id": id, "version": version });
        assert_eq!(wire.ask(start.clone(), "error").await["code"], json!("terms_required"));
        let path = format!("/api/sessions/{id}/");
        site.as_station(&hall.key).post(&format!("{path}start/"), json!({})).await.problem(409, "terms_required");
        let second = write("Deux.").await;
        assert_eq!(wire.hear("station_settings").await["settings"]["terms"]["version"], json!(second));
        assert_eq!(wire.ask(accept(&first), "error").await["code"], json!("terms_required"), "it holds no more");
        wire.say(accept(&second)).await;
        assert_eq!(wire.ask(start, "session_started").await["session"]["session_id"], json!(id));
        let session = hall.desk.get(&path).await.ok();
        assert_eq!((&session["terms_version"], &session["terms_accepted_at"]), (&json!(second), &json!(site.now())));
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'accept_terms'").await, 1);
        assert_eq!(wire.ask(accept(&second), "error").await["code"], json!("wrong_state"));
    }

    /// The desk starts without: it has the visitor before it. A session that is nobody's here is not found.
    async fn the_desk_starts_without(site: &Site) {
        let hall = Hall::open(site).await;
        let version = site.admin().await.put(PATH, json!({ "texts": { "fr": "Un." } })).await.ok()["current"]["version"].clone();
        let id = hall.running(10).await;
        assert_eq!(hall.desk.get(&format!("/api/sessions/{id}/")).await.ok()["terms_version"], Value::Null);
        let other = site.station(&site.admin().await, hall.agency).await;
        let mut wire = site.station_wire(hall.address, &other, GENERAL).await;
        let accept = json!({ "type": "accept_terms", "session_id": id, "version": version });
        assert_eq!(wire.ask(accept, "error").await["code"], json!("not_found"));
    }
}
