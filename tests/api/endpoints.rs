//! The API is the seeds' API: every method and path, as written.
use crate::{
    documented::{document, operations},
    harness::both,
};
use serde_json::json;

/// The 45 endpoints of seed 003.
const SEED_003: &str = "
    GET /api/utilisateurs/
    POST /api/utilisateurs/
    GET /api/utilisateurs/{id}/
    PUT /api/utilisateurs/{id}/
    DELETE /api/utilisateurs/{id}/
    GET /api/utilisateurs/stats/
    GET /api/utilisateurs/{id}/sessions/
    GET /api/utilisateurs/{id}/can_create_session/
    POST /api/utilisateurs/{id}/revoke_consent/
    GET /api/postes/
    POST /api/postes/
    GET /api/postes/{id}/
    PUT /api/postes/{id}/
    DELETE /api/postes/{id}/
    GET /api/postes/disponibles/
    GET /api/postes/stats/
    POST /api/postes/{id}/heartbeat/
    POST /api/postes/{id}/marquer_disponible/
    POST /api/postes/{id}/marquer_maintenance/
    POST /api/postes/{id}/marquer_hors_ligne/
    GET /api/postes/{id}/session_active/
    GET /api/sessions/
    POST /api/sessions/
    GET /api/sessions/{id}/
    PUT /api/sessions/{id}/
    DELETE /api/sessions/{id}/
    GET /api/sessions/actives/
    GET /api/sessions/stats/
    POST /api/sessions/validate_code/
    POST /api/sessions/{id}/start/
    POST /api/sessions/{id}/add_time/
    POST /api/sessions/{id}/terminate/
    POST /api/sessions/{id}/suspend/
    POST /api/sessions/{id}/resume/
    GET /api/sessions/{id}/time_remaining/
    GET /api/logs/
    GET /api/logs/{id}/
    GET /api/logs/stats/
    GET /api/logs/recent/
    POST /api/logs/search/
    GET /api/logs/by_session/
    GET /api/logs/errors/
    POST /api/token/
    POST /api/token/refresh/
    POST /api/token/verify/
";

/// The same under the names of seeds 002 and 004.
const ALIASES: &[(&str, &str)] = &[
    ("POST /api/auth/login/", "POST /api/token/"),
    ("POST /api/accounts/login/", "POST /api/token/"),
    ("POST /api/auth/refresh/", "POST /api/token/refresh/"),
    ("POST /api/accounts/refresh/", "POST /api/token/refresh/"),
];

fn served() -> Vec<String> {
    operations().iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect()
}

#[test]
fn the_45_endpoints_of_the_seed_are_there() {
    let served = served();
    let seed: Vec<&str> = SEED_003.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(seed.len(), 45);
    let missing: Vec<_> = seed.iter().filter(|endpoint| !served.iter().any(|name| name == **endpoint)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_login_paths_of_the_other_seeds_are_there_and_alike() {
    let document = document();
    let operation = |name: &str| {
        let (method, path) = name.split_once(' ').expect("a method and a path");
        document["paths"][path][method.to_lowercase()].clone()
    };
    for (alias, canonical) in ALIASES {
        let (alias, canonical) = (operation(alias), operation(canonical));
        assert!(alias.is_object() && canonical.is_object());
        assert_eq!(alias["requestBody"], canonical["requestBody"]);
        assert_eq!(alias["responses"], canonical["responses"]);
        assert!(alias["summary"].as_str().is_some_and(|summary| summary.contains("alias")), "{alias}");
    }
}

#[test]
fn what_can_be_replaced_can_be_changed_in_part() {
    let served = served();
    for put in served.iter().filter_map(|name| name.strip_prefix("PUT ")) {
        // A photograph has no parts, nor has a single value, nor the fact that a role holds a permission.
        if !["/photo/", "/{permission}/", "/{key}/"].iter().any(|end| put.ends_with(end)) {
            assert!(served.contains(&format!("PATCH {put}")), "no PATCH {put}");
        }
    }
}

#[test]
fn paths_are_written_alike() {
    for operation in operations() {
        let path = &operation.path;
        let file = path.contains('.') || !path.starts_with("/api/");
        assert!(file || path.ends_with('/'), "{path} has no slash at its end");
        assert!(
            !path.contains("//") && !path.contains(char::is_uppercase) && !path.contains('-')
                || ["ws-ticket", "password-reset", "api-keys", "user-activity"]
                    .iter()
                    .any(|asked| path.contains(asked)),
            "{path}"
        );
    }
}

both! {
    /// Both forms are accepted, without a redirect that would lose the body.
    async fn a_path_is_accepted_without_its_last_slash(site: &Site) {
        let admin = site.admin().await;
        let with = admin.get("/api/logs/?page_size=1").await.ok();
        let without = admin.get("/api/logs?page_size=1").await.ok();
        assert_eq!(with["results"], without["results"]);
        let body = json!({ "action": "erreur" });
        admin.post("/api/logs/search", body).await.ok();
    }

    /// What is not there says so, in the caller's language.
    async fn unknown_paths_and_methods_are_problems(site: &Site) {
        let admin = site.admin().await;
        for path in ["/api/", "/api/nowhere/", "/api/postes/x/y/z/", "/api/core/"] {
            admin.get(path).await.problem(404, "no_such_path");
        }
        admin.delete("/api/utilisateurs/").await.problem(405, "method_not_allowed");
        admin.patch("/api/token/", json!({})).await.problem(405, "method_not_allowed");
        let french = admin.get("/api/nowhere/").await.problem(404, "no_such_path");
        let english = admin.clone().in_language("en-GB,en;q=0.9").get("/api/nowhere/").await.problem(404, "no_such_path");
        assert_ne!(french["detail"], english["detail"]);
    }

    /// COR-004: a body that is no JSON, has an unknown field, or is too large or too deep changes
    /// nothing and says why.
    async fn bad_bodies_are_problems(site: &Site) {
        use axum::http::Method;
        let admin = site.admin().await;
        let path = "/api/logs/search/";
        let send = |media_type: &'static str, bytes: Vec<u8>| admin.send_bytes(Method::POST, path, media_type, bytes);
        let json = "application/json";
        send(json, b"{".to_vec()).await.problem(400, "malformed");
        send(json, b"{} {}".to_vec()).await.problem(400, "malformed");
        send(json, b"\xff\xfe".to_vec()).await.problem(400, "malformed");
        send(json, "[".repeat(10_000).into_bytes()).await.status(400);
        send(json, format!(r#"{{"text":{}"#, "[".repeat(10_000)).into_bytes()).await.status(400);
        send(json, br#"{"action":1}"#.to_vec()).await.blames("action", "wrong_type");
        send(json, br#"{"no_such_field":1}"#.to_vec()).await.blames("no_such_field", "unknown_field");
        send(json, br#"{"actor_id":"x"}"#.to_vec()).await.blames("actor_id", "wrong_type");
        send("text/plain", b"{}".to_vec()).await.problem(415, "unsupported_media_type");
        let large = format!(r#"{{"text":"{}"}}"#, "x".repeat(100_000));
        send(json, large.into_bytes()).await.problem(413, "body_too_large");
    }
}
