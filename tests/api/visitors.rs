//! Visitors, as operators register, find and change them.
mod bans;
mod photo;
mod rights;

use crate::harness::{Person, both};
use axum::http::Method;
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const PATH: &str = "/api/utilisateurs/";
const HOUR: Duration = Duration::from_hours(1);
/// From nine in the morning until just before midnight.
const ALMOST_MIDNIGHT: Duration = Duration::from_millis(15 * 3_600_000 - 1);
/// Less than a token lives.
const STEP: Duration = Duration::from_mins(10);

fn path_of(id: Uuid) -> String {
    format!("{PATH}{id}/")
}

fn id_of(value: &Value) -> Uuid {
    value["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// A visitor's body with these fields changed.
fn ana(changes: &Value) -> Value {
    let mut body = json!({ "first_name": "Ana", "last_name": "Exemple", "consent": true });
    for (name, value) in changes.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

/// The actions of the log's lines about this row, the oldest first.
async fn actions_on(admin: &Person<'_>, id: Uuid) -> Vec<String> {
    let lines = admin.get(&format!("/api/logs/?entity_id={id}&ordering=seq")).await.results();
    lines.iter().map(|line| line["action"].as_str().expect("an action").to_owned()).collect()
}

/// Every endpoint, what is sent to it, and the permission it needs.
fn doors(id: Uuid) -> Vec<(Method, String, Option<Value>, &'static str)> {
    let (one, lire, modifier) = (path_of(id), "visiteurs:lire", "visiteurs:modifier");
    vec![
        (Method::GET, PATH.into(), None, lire),
        (Method::POST, PATH.into(), Some(ana(&json!({}))), "visiteurs:creer"),
        (Method::GET, format!("{PATH}stats/"), None, lire),
        (Method::GET, one.clone(), None, lire),
        (Method::PUT, one.clone(), Some(ana(&json!({}))), modifier),
        (Method::PATCH, one.clone(), Some(json!({ "notes": "…" })), modifier),
        (Method::DELETE, one.clone(), None, "visiteurs:supprimer"),
        (Method::GET, format!("{one}sessions/"), None, lire),
        (Method::GET, format!("{one}can_create_session/"), None, lire),
        (Method::POST, format!("{one}revoke_consent/"), Some(json!({})), modifier),
        (Method::GET, format!("{one}export/"), None, "visiteurs:exporter"),
        (Method::GET, format!("{one}photo/"), None, lire),
        (Method::PUT, format!("{one}photo/"), Some(json!({})), modifier),
        (Method::DELETE, format!("{one}photo/"), None, modifier),
    ]
}

const ALL: [&str; 5] =
    ["visiteurs:lire", "visiteurs:creer", "visiteurs:modifier", "visiteurs:supprimer", "visiteurs:exporter"];

both! {
    async fn every_door_asks_for_its_permission(site: &Site) {
        let agency = site.agency("RE").await;
        let visitor = site.visitor(&site.operator(agency).await).await;
        for (method, path, body, permission) in doors(visitor) {
            site.anonymous().send(method.clone(), &path, body.clone()).await.problem(401, "unauthenticated");
            let others: Vec<&str> = ALL.into_iter().filter(|other| *other != permission).collect();
            let without = site.holder(&others, RoleScope::All, Some(agency)).await;
            without.send(method, &path, body).await.problem(403, "forbidden");
        }
    }

    async fn a_visitor_of_another_agency_is_not_there(site: &Site) {
        let (here, there) = (site.agency("RE").await, site.agency("RE").await);
        let visitor = site.visitor(&site.operator(there).await).await;
        let me = site.holder(&ALL, RoleScope::Agency(None), Some(here)).await;
        for id in [visitor, Uuid::nil()] {
            for (method, path, body, _) in doors(id).into_iter().filter(|door| door.1.contains(&id.to_string())) {
                let problem = me.send(method, &path, body).await.problem(404, "not_found");
                assert_eq!(problem["detail"], "Visiteur introuvable.");
            }
        }
        assert_eq!(me.get(PATH).await.ok()["count"], 0);
        assert_eq!(me.get(&format!("{PATH}stats/")).await.ok()["total"], 0);
        me.get(&format!("{PATH}no-id/")).await.problem(404, "not_found");
        me.post(PATH, ana(&json!({ "agency_id": there }))).await.blames("agency_id", "agency_unknown");
        me.post(PATH, ana(&json!({ "agency_id": Uuid::nil() }))).await.blames("agency_id", "agency_unknown");
        let own = site.visitor(&me).await;
        me.patch(&path_of(own), json!({ "agency_id": there })).await.blames("agency_id", "agency_unknown");
    }

    async fn who_sees_only_their_own_sees_only_their_own(site: &Site) {
        let agency = site.agency("RE").await;
        let theirs = site.visitor(&site.operator(agency).await).await;
        let me = site.holder(&ALL, RoleScope::Own, Some(agency)).await;
        let mine = site.visitor(&me).await;
        let rows = me.get(PATH).await.results();
        assert_eq!(rows.iter().map(id_of).collect::<Vec<_>>(), [mine]);
        assert_eq!(me.get(&format!("{PATH}stats/")).await.ok()["total"], 1);
        me.get(&path_of(theirs)).await.problem(404, "not_found");
    }

    async fn vis_001_nobody_is_registered_without_consent(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        for body in [ana(&json!({ "consent": false })), json!({ "first_name": "Ana", "last_name": "Exemple" })] {
            operator.post(PATH, body).await.blames("consent", "consent_required");
        }
        assert_eq!(operator.get(PATH).await.ok()["count"], 0);
        let visitor = operator.post(PATH, ana(&json!({}))).await.created();
        assert_eq!((&visitor["consent"], &visitor["consent_at"]), (&json!(true), &json!(site.now())));
        assert_eq!(visitor["consent_revoked_at"], Value::Null);
    }

    async fn vis_002_phones_follow_the_country_of_the_agency(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let visitor = operator.post(PATH, ana(&json!({ "phone": "0692123456" }))).await.created();
        assert_eq!(visitor["phone"], "+262692123456");
        for phone in ["0612", "0612345678", "+33612345678", "+262639123456", "pas un numéro"] {
            operator.post(PATH, ana(&json!({ "phone": phone }))).await.blames("phone", "phone_format");
        }
        let congo = site.operator(site.agency("CD").await).await;
        let visitor = congo.post(PATH, ana(&json!({ "phone": "081 234 56 78" }))).await.created();
        assert_eq!(visitor["phone"], "+243812345678");
        congo.post(PATH, ana(&json!({ "phone": "0692123456" }))).await.blames("phone", "phone_format");
    }

    async fn vis_006_the_age_is_computed(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let visitor = operator.post(PATH, ana(&json!({ "birth_date": "2000-11-21" }))).await.created();
        assert_eq!(visitor["age"], 25);
        let path = path_of(id_of(&visitor));
        // It is nine in the morning of the day before.
        site.advance(ALMOST_MIDNIGHT);
        let operator = site.operator(agency).await;
        assert_eq!(operator.get(&path).await.ok()["age"], 25);
        site.advance(Duration::from_millis(1));
        assert_eq!(operator.get(&path).await.ok()["age"], 26);
        assert_eq!(operator.get(PATH).await.results()[0]["age"], 26);
        for (day, code) in [
            ("2026-11-22", "birth_date_future"), ("1900-01-01", "birth_date_too_old"), ("21/11/2000", "birth_date_format"),
        ] {
            operator.post(PATH, ana(&json!({ "birth_date": day }))).await.blames("birth_date", code);
        }
    }

    async fn vis_008_visitors_are_found(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        for (first, last, changes) in [
            ("Émilie", "Zola", json!({ "phone": "0693 00 00 01", "birth_date": "1990-05-17" })),
            ("Jean", "Éboué", json!({})),
            ("Jeanne", "Payet", json!({})),
        ] {
            let mut body = ana(&changes);
            (body["first_name"], body["last_name"]) = (json!(first), json!(last));
            operator.post(PATH, body).await.created();
        }
        let found = async |query: &str| -> Vec<String> {
            let rows = operator.get(&format!("{PATH}?{query}")).await.results();
            rows.iter().map(|row| row["last_name"].as_str().expect("a name").to_owned()).collect()
        };
        assert_eq!(found("").await, ["Éboué", "Payet", "Zola"], "accents do not count");
        assert_eq!(found("ordering=-first_name").await, ["Zola", "Payet", "Éboué"]);
        assert_eq!(found("search=emilie%20ZOLA").await, ["Zola"]);
        assert_eq!(found("search=jean").await, ["Éboué", "Payet"]);
        assert_eq!(found("search=0693000001").await, ["Zola"]);
        assert_eq!(found("search=%2B262693").await, ["Zola"]);
        assert_eq!(found("search=%25").await, [""; 0]);
        assert_eq!(found("birth_date=1990-05-17").await, ["Zola"]);
        assert_eq!(found(&format!("agency_id={agency}&consent=true&page_size=1&page=2")).await, ["Payet"]);
        assert_eq!(found("consent=false").await, [""; 0]);
        let row = &operator.get(PATH).await.results()[0];
        assert!(row.get("stats").is_none() && row.get("notes").is_none(), "{row}");
        operator.get(&format!("{PATH}?nom=Zola")).await.blames("nom", "unknown_filter");
        operator.get(&format!("{PATH}?ordering=notes")).await.blames("ordering", "unknown_ordering");
        operator.get(&format!("{PATH}?consent=oui")).await.blames("consent", "wrong_type");
    }

    /// ACC-038, too: the operator is the caller, whatever the body says.
    async fn vis_009_the_operator_is_who_registers(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let body = ana(&json!({ "operateur": Uuid::from_u128(7), "email": " ana@example.org ", "notes": "Déficience visuelle" }));
        let id = id_of(&operator.post(PATH, body).await.created());
        let visitor = operator.get(&path_of(id)).await.ok();
        assert_eq!(visitor["operateur"], json!(operator.id));
        assert_eq!(visitor["agency_id"], json!(agency));
        assert_eq!(visitor["email"], "ana@example.org");
        assert_eq!(visitor["created_at"], json!(site.now()));
        assert_eq!((&visitor["has_photo"], &visitor["version"]), (&json!(false), &json!(1)));
        let admin = site.admin().await;
        let line = admin.get(&format!("/api/logs/?entity_id={id}")).await.results().remove(0);
        assert_eq!((&line["action"], &line["actor_id"]), (&json!("creation_utilisateur"), &json!(operator.id)));
        assert_eq!(line["agency_id"], json!(agency));
        assert!(!line.to_string().contains("Exemple"), "no personal values in the log: {line}");
        // Who works in no agency and sees several must say which.
        site.agency("CD").await;
        admin.post(PATH, ana(&json!({}))).await.blames("agency_id", "required");
        admin.post(PATH, ana(&json!({ "agency_id": agency }))).await.created();
    }

    async fn vis_009_every_wrong_field_is_named(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let body = json!({ "first_name": " ", "last_name": "x".repeat(101), "birth_date": "hier", "phone": "1",
            "email": "ana", "notes": "x".repeat(2001) });
        let problem = operator.post(PATH, body).await.problem(400, "invalid");
        let wrong: Vec<&str> = problem["errors"].as_array().expect("errors").iter()
            .map(|error| error["field"].as_str().expect("a field"))
            .collect();
        assert_eq!(wrong, ["first_name", "last_name", "birth_date", "phone", "email", "notes", "consent"]);
        operator.post(PATH, ana(&json!({ "age": 12 }))).await.blames("age", "unknown_field");
        operator.post(PATH, ana(&json!({ "phone": 692_123_456 }))).await.blames("phone", "wrong_type");
        operator.post(PATH, json!({ "first_name": "Ana", "consent": true })).await.blames("last_name", "required");
        operator.post(PATH, ana(&json!({ "first_name": "A\u{7}na" }))).await.blames("first_name", "control_character");
        assert_eq!(operator.get(PATH).await.ok()["count"], 0);
    }

    async fn a_repeated_registration_counts_once(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await.with_header("idempotency-key", "one");
        let first = operator.post(PATH, ana(&json!({}))).await.created();
        assert_eq!(operator.post(PATH, ana(&json!({}))).await.created(), first);
        operator.post(PATH, ana(&json!({ "notes": "…" }))).await.problem(422, "key_reused");
        assert_eq!(operator.get(PATH).await.ok()["count"], 1);
    }

    async fn vis_010_a_visitor_is_shown_with_its_version(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let id = site.visitor(&operator).await;
        let answer = operator.get(&path_of(id)).await;
        assert_eq!(answer.headers["etag"], "\"1\"");
        let visitor = answer.ok();
        assert_eq!(id_of(&visitor), id);
        assert_eq!(visitor["stats"], json!({ "sessions": 0, "total_s": 0, "last_session_at": null }));
        operator.get(&format!("{PATH}{id}")).await.ok();
    }

    async fn vis_011_a_visitor_is_changed(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let new = ana(&json!({ "phone": "0692123456", "email": "ana@example.org", "notes": "A", "birth_date": "1990-05-17" }));
        let id = id_of(&operator.post(PATH, new).await.created());
        let path = path_of(id);
        site.advance(STEP);

        let visitor = operator.patch(&path, json!({ "phone": "0693 00 00 02", "notes": null, "operateur": "x" })).await.ok();
        assert_eq!((&visitor["phone"], &visitor["notes"]), (&json!("+262693000002"), &Value::Null));
        assert_eq!((&visitor["email"], &visitor["version"]), (&json!("ana@example.org"), &json!(2)));
        assert_eq!((&visitor["operateur"], &visitor["updated_at"]), (&json!(operator.id), &json!(site.now())));

        let visitor = operator.put(&path, json!({ "first_name": "Anna", "last_name": "Exemple", "phone": "+262693000002" })).await.ok();
        assert_eq!((&visitor["first_name"], &visitor["phone"]), (&json!("Anna"), &json!("+262693000002")));
        assert_eq!((&visitor["email"], &visitor["birth_date"], &visitor["consent"]), (&Value::Null, &Value::Null, &json!(true)));
        assert_eq!(operator.get(&format!("{PATH}?search=anna")).await.ok()["count"], 1);

        let stale = operator.clone().with_header("if-match", "\"1\"");
        for (method, body) in [(Method::PUT, Some(ana(&json!({})))), (Method::PATCH, Some(json!({}))), (Method::DELETE, None)] {
            stale.send(method, &path, body).await.problem(412, "outdated");
        }
        operator.clone().with_header("if-match", "\"3\"").patch(&path, json!({ "notes": "B" })).await.ok();

        operator.patch(&path, json!({ "first_name": "" })).await.blames("first_name", "required");
        operator.patch(&path, json!({ "nom": "x" })).await.blames("nom", "unknown_field");
        operator.patch(&path, json!({ "email": "x" })).await.blames("email", "email_format");
        assert_eq!(operator.get(&path).await.ok()["version"], 4, "what was refused changed nothing");

        let admin = site.admin().await;
        let line = admin.get(&format!("/api/logs/?entity_id={id}&ordering=seq")).await.results().remove(1);
        assert_eq!(line["action"], "modification_utilisateur");
        assert_eq!(line["metadata"]["fields"], json!(["phone", "notes"]));
        assert!(!line.to_string().contains("693000002"), "{line}");
    }

    async fn a_stored_phone_outlives_a_move_to_another_country(site: &Site) {
        let (reunion, congo) = (site.agency("RE").await, site.agency("CD").await);
        let admin = site.admin().await;
        let id = id_of(&admin.post(PATH, ana(&json!({ "agency_id": reunion, "phone": "0692123456" }))).await.created());
        let visitor = admin.patch(&path_of(id), json!({ "agency_id": congo })).await.ok();
        assert_eq!((&visitor["agency_id"], &visitor["phone"]), (&json!(congo), &json!("+262692123456")));
        admin.patch(&path_of(id), json!({ "phone": "0692123457" })).await.blames("phone", "phone_format");
    }

    async fn sec_002_markup_is_not_stored(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let body = ana(&json!({ "first_name": "<script>alert(1)</script>Ana", "notes": "<b>a</b> < b<img src=x onerror=alert(1)>" }));
        let visitor = operator.post(PATH, body).await.created();
        assert_eq!((&visitor["first_name"], &visitor["notes"]), (&json!("Ana"), &json!("a < b")));
        operator.post(PATH, ana(&json!({ "last_name": "<i></i>" }))).await.blames("last_name", "required");
    }

    async fn vis_013_visitors_are_counted(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let stats_path = format!("{PATH}stats/");
        let erased = site.visitor(&operator).await;
        let revoked = site.visitor(&operator).await;
        // From Friday to Saturday, and to Monday.
        site.advance(HOUR * 24);
        let operator = site.operator(agency).await;
        site.visitor(&operator).await;
        operator.delete(&path_of(erased)).await.nothing();
        operator.post(&format!("{}revoke_consent/", path_of(revoked)), json!({})).await.ok();
        let stats = operator.get(&stats_path).await.ok();
        for (name, count) in [("total", 2), ("with_consent", 1), ("revoked", 1), ("new_today", 1), ("new_this_week", 2)] {
            assert_eq!(stats[name], count, "{name}: {stats}");
        }
        let by_day = stats["by_day"].as_array().expect("days");
        assert_eq!(by_day.len(), 30);
        assert_eq!(by_day[28], json!({ "day": "2026-11-20", "count": 1 }));
        assert_eq!(by_day[29], json!({ "day": "2026-11-21", "count": 1 }));
        assert_eq!(by_day[0], json!({ "day": "2026-10-23", "count": 0 }));
        site.advance(HOUR * 48);
        let stats = site.operator(agency).await.get(&stats_path).await.ok();
        assert_eq!((&stats["total"], &stats["new_today"], &stats["new_this_week"]), (&json!(2), &json!(0), &json!(0)));
    }

    async fn vis_018_the_schemas_are_published(site: &Site) {
        let document = site.anonymous().get("/api/openapi.json").await.ok();
        for name in ["Utilisateur", "UtilisateurList", "UtilisateurStats"] {
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
        for (method, path, _, permission) in doors(Uuid::nil()) {
            let path = path.replace(&Uuid::nil().to_string(), "{id}");
            let operation = &document["paths"][&path][method.as_str().to_lowercase()];
            assert_eq!(operation["x-access"], permission, "{method} {path}");
        }
    }
}
