//! The OpenAPI document and what it promises: who may call what, and that it is kept.
pub use crate::harness::{Operation, document, operations};
use crate::harness::{Person, both};
use guichet::{accounts::RoleScope, modules::MODULES};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What anybody may call. The sockets settle for themselves who it is: browsers by a ticket in the
/// subprotocol, stations by their credential.
const PUBLIC: &[&str] = &[
    "GET /api/client/v1_0/",
    "GET /api/site/",
    "GET /api/site/logo/",
    "GET /api/site/logo/poste/",
    "GET /boot/ca",
    "GET /boot/grub",
    "GET /boot/ipxe",
    "GET /boot/line",
    "GET /health",
    "GET /ws/sessions/",
    "GET /ws/sessions/{id}/",
    "POST /api/accounts/2fa/confirm/",
    "POST /api/accounts/2fa/enrol/",
    "POST /api/accounts/login/",
    "POST /api/accounts/me/email/confirm/",
    "POST /api/accounts/password-reset/",
    "POST /api/accounts/password-reset/confirm/",
    "POST /api/accounts/password/",
    "POST /api/accounts/refresh/",
    "POST /api/accounts/register/",
    "POST /api/accounts/register/confirm/",
    "POST /api/auth/login/",
    "POST /api/auth/refresh/",
    "POST /api/postes/enrol/",
    "POST /api/postes/{id}/connexion/",
    "POST /api/postes/{id}/defi/",
    "POST /api/token/",
    "POST /api/token/refresh/",
    "POST /api/token/verify/",
    "POST /boot/starts/{id}/fault",
    "POST /boot/starts/{id}/{stage}",
];

fn is_code(access: &str) -> bool {
    access.contains(':')
}

/// The status; 0 for what is refused because it would give more than the caller holds, which is after the door.
async fn call(person: &Person<'_>, operation: &Operation) -> u16 {
    let answer = person.send(operation.method.clone(), &operation.example(), None).await;
    assert_ne!(answer.status.as_u16(), 405, "{} is documented and not served", operation.name());
    assert!(answer.status.as_u16() < 500, "{}: {}", operation.name(), String::from_utf8_lossy(&answer.bytes));
    let beyond = String::from_utf8_lossy(&answer.bytes).contains("\"beyond_rights\"");
    if beyond { 0 } else { answer.status.as_u16() }
}

#[test]
fn what_is_public_is_listed_here() {
    let public: BTreeSet<String> =
        operations().iter().filter(|operation| operation.access == "public").map(Operation::name).collect();
    assert_eq!(public, PUBLIC.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn every_operation_says_who_may_call_it() {
    let known: BTreeSet<&str> =
        MODULES.iter().flat_map(|module| module.permissions).map(|(code, _, _)| *code).collect();
    for operation in operations() {
        let access = operation.access.as_str();
        let plain = ["public", "signed-in", "station"].contains(&access);
        assert!(plain || known.contains(access), "{}: {access:?}", operation.name());
    }
}

#[test]
fn every_permission_is_asked_for_somewhere() {
    let asked: BTreeSet<String> = operations().into_iter().map(|operation| operation.access).collect();
    for (code, label, description) in MODULES.iter().flat_map(|module| module.permissions) {
        assert!(asked.contains(*code), "nothing asks for {code}");
        assert!(!label.is_empty() && !description.trim().is_empty(), "{code} has no label or says nothing");
    }
}

#[test]
fn every_operation_is_documented() {
    let mut ids = BTreeSet::new();
    for operation in operations() {
        let name = operation.name();
        let summary = operation.document["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty(), "{name} has no summary");
        assert!(operation.document["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{name} has no tag");
        let responses = operation.document["responses"].as_object().expect("responses");
        assert!(responses.contains_key("default"), "{name} documents no problem");
        assert!(
            responses.keys().any(|status| status.starts_with('2') || status == "101"),
            "{name} documents no success"
        );
        let id = operation.document["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(!id.is_empty() && ids.insert(format!("{id} {name}")), "{name} has no id");
    }
}

/// Every `$ref` leads somewhere.
#[test]
fn every_schema_that_is_named_exists() {
    fn references<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    for reference in found {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

/// VIS-018, STA-018, SES-025, AUD-015: the schemas that seed 003 publishes.
#[test]
fn the_seed_s_schemas_are_published() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for name in [
        "Utilisateur",
        "UtilisateurList",
        "UtilisateurStats",
        "Poste",
        "PosteList",
        "PosteStats",
        "PosteHeartbeat",
        "Session",
        "SessionList",
        "SessionCreate",
        "SessionValidateCode",
        "SessionAddTime",
        "SessionTerminate",
        "SessionStats",
        "SessionActive",
        "Log",
        "LogList",
        "LogStats",
        "LogFilter",
    ] {
        assert!(schemas.contains_key(name), "{name} is not among {:?}", schemas.keys().collect::<Vec<_>>());
    }
}

both! {
    /// 401 comes before anything else.
    async fn without_a_token_nothing_opens(site: &Site) {
        let nobody = site.anonymous();
        let forger = Person::new(site, Some("Bearer not.a.token".into()));
        let no_station = Person::new(site, Some("Station 01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b10:00".into()));
        for operation in operations().iter().filter(|operation| operation.access != "public") {
            for (who, person) in [("nobody", &nobody), ("a forger", &forger), ("no station", &no_station)] {
                assert_eq!(call(person, operation).await, 401, "{who}: {}", operation.name());
            }
        }
    }

    /// 403 for each operation with a permission, whatever the body and the row.
    async fn without_a_permission_nothing_opens(site: &Site) {
        let agency = site.agency("RE").await;
        let powerless = site.holder(&[], RoleScope::All, Some(agency)).await;
        for operation in operations().iter().filter(|operation| is_code(&operation.access)) {
            assert_eq!(call(&powerless, operation).await, 403, "{}", operation.name());
        }
    }

    /// A permission opens the operations that ask for it, and all the others together do not.
    async fn a_permission_opens_what_asks_for_it_and_nothing_else(site: &Site) {
        let mut by_access: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
        for operation in operations().into_iter().filter(|operation| is_code(&operation.access)) {
            by_access.entry(operation.access.clone()).or_default().push(operation);
        }
        let all: Vec<&str> = by_access.keys().map(String::as_str).collect();
        for (code, operations) in &by_access {
            let others: Vec<&str> = all.iter().copied().filter(|other| other != code).collect();
            let (holder, others) =
                (site.holder(&[code], RoleScope::All, None).await, site.holder(&others, RoleScope::All, None).await);
            for operation in operations {
                let status = call(&holder, operation).await;
                assert!(status != 403 && status != 401, "{code}: {} gives {status}", operation.name());
                assert_eq!(call(&others, operation).await, 403, "all but {code}: {}", operation.name());
            }
        }
    }

    /// A station has no right beyond its own.
    async fn a_station_opens_only_what_is_for_stations(site: &Site) {
        let agency = site.agency("RE").await;
        let admin = site.admin().await;
        let key = site.station(&admin, agency).await;
        let station = site.as_station(&key);
        for operation in operations().iter().filter(|operation| operation.access != "public" && !operation.station) {
            assert_eq!(call(&station, operation).await, 401, "{}", operation.name());
        }
    }

    /// The document is served, with a page that needs no other host.
    async fn the_document_and_its_page_are_served(site: &Site) {
        let served = site.anonymous().get("/api/openapi.json").await.ok();
        assert_eq!(served["paths"], document()["paths"]);
        let page = site.anonymous().get("/api/docs/").await;
        let text = String::from_utf8_lossy(&page.bytes).into_owned();
        assert_eq!(page.status.as_u16(), 200);
        assert!(!text.contains("https://"), "{text}");
    }
}
