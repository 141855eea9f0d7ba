//! Consent, the day's sessions, erasure and export.
use super::{ALMOST_MIDNIGHT, HOUR, PATH, STEP, actions_on, ana, id_of, path_of};
use crate::harness::{Person, both};
use futures_util::future::join_all;
use guichet::{accounts::RoleScope, on, visitors};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const DAY: Duration = Duration::from_hours(24);

/// What an erased visitor's row still says.
type Erased = (String, String, String, Option<String>, Option<String>, Option<String>, Option<String>, Option<i64>);

async fn can_create(operator: &Person<'_>, id: Uuid) -> Value {
    operator.get(&format!("{}can_create_session/", path_of(id))).await.ok()
}

fn pass(visitor: Uuid) -> Value {
    json!({ "visitor_id": visitor, "minutes": 30 })
}

both! {
    async fn vis_016_consent_can_be_taken_back(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let id = site.visitor(&operator).await;
        let revoke = format!("{}revoke_consent/", path_of(id));
        site.advance(STEP);
        let revoked_at = site.now();
        let visitor = operator.post(&revoke, json!({})).await.ok();
        assert_eq!((&visitor["consent"], &visitor["consent_revoked_at"]), (&json!(false), &json!(revoked_at)));
        operator.post("/api/sessions/", pass(id)).await.blames("visitor_id", "consent_revoked");
        let can = can_create(&operator, id).await;
        assert_eq!((&can["can_create"], &can["reason"], &can["remaining"]), (&json!(false), &json!("consent_revoked"), &json!(0)));

        // Twice is once.
        site.advance(STEP);
        assert_eq!(operator.post(&revoke, json!({})).await.ok()["consent_revoked_at"], revoked_at);
        let admin = site.admin().await;
        assert_eq!(actions_on(&admin, id).await, ["creation_utilisateur", "revocation_consentement"]);
        assert_eq!(operator.get(&format!("{PATH}?consent=false")).await.ok()["count"], 1);

        // It can be given again, and is dated again.
        let visitor = operator.patch(&path_of(id), json!({ "consent": true })).await.ok();
        assert_eq!((&visitor["consent"], &visitor["consent_at"]), (&json!(true), &json!(site.now())));
        assert_eq!(visitor["consent_revoked_at"], Value::Null);
        operator.patch(&path_of(id), json!({ "consent": false })).await.blames("consent", "consent_withdrawal");
        operator.post("/api/sessions/", pass(id)).await.created();
    }

    /// VIS-015, too.
    async fn vis_004_the_fourth_session_of_a_day_is_refused(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let id = site.visitor(&operator).await;
        for had in 0..3 {
            let can = can_create(&operator, id).await;
            assert_eq!(can, json!({ "can_create": true, "reason": null, "detail": null, "remaining": 3 - had, "limit": 3 }));
            operator.post("/api/sessions/", pass(id)).await.created();
        }
        operator.post("/api/sessions/", pass(id)).await.blames("visitor_id", "quota");
        let can = can_create(&operator.clone().in_language("en"), id).await;
        assert_eq!((&can["can_create"], &can["reason"], &can["remaining"]), (&json!(false), &json!("quota"), &json!(0)));
        assert_eq!(can["detail"], "This visitor has had all sessions of the day (limit: 3).");
        // The day ends at midnight of the agency: nine in the morning is fifteen hours before.
        site.advance(ALMOST_MIDNIGHT);
        let operator = site.operator(agency).await;
        assert_eq!(can_create(&operator, id).await["remaining"], 0);
        site.advance(Duration::from_millis(1));
        assert_eq!(can_create(&operator, id).await["remaining"], 3);
        operator.post("/api/sessions/", pass(id)).await.created();
    }

    async fn vis_004_the_day_is_the_agency_s(site: &Site) {
        let agency = site.agency("CD").await;
        let operator = site.operator(agency).await;
        let id = site.visitor(&operator).await;
        operator.post("/api/sessions/", pass(id)).await.created();
        // Midnight in La Réunion, nine in the evening in Kinshasa.
        site.advance(HOUR * 15);
        let operator = site.operator(agency).await;
        assert_eq!(can_create(&operator, id).await["remaining"], 2);
        site.advance(HOUR * 3);
        let operator = site.operator(agency).await;
        assert_eq!(can_create(&operator, id).await["remaining"], 3);
    }

    async fn vis_004_sessions_issued_at_once_are_counted_one_by_one(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let id = site.visitor(&operator).await;
        let answers = join_all((0..6).map(|_| operator.post("/api/sessions/", pass(id)))).await;
        let issued = answers.iter().filter(|answer| answer.status.as_u16() == 201).count();
        assert_eq!(issued, 3);
    }

    async fn vis_004_a_session_for_a_visitor_of_elsewhere_is_refused(site: &Site) {
        let there = site.operator(site.agency("RE").await).await;
        let visitor = site.visitor(&there).await;
        let here = site.operator(site.agency("RE").await).await;
        for id in [visitor, Uuid::nil()] {
            let problem = here.post("/api/sessions/", pass(id)).await.problem(404, "not_found");
            assert_eq!(problem["detail"], "Visiteur introuvable.");
        }
    }

    /// VIS-014, too.
    async fn vis_005_a_visitor_shows_what_was_used(site: &Site) {
        let agency = site.agency("RE").await;
        let (operator, admin) = (site.operator(agency).await, site.admin().await);
        let (id, other) = (site.visitor(&operator).await, site.visitor(&operator).await);
        let station = site.station(&admin, agency).await;
        let (session, _) = site.session(&operator, Some(id), Some(station.id), 30).await;
        site.session(&operator, Some(other), None, 30).await;
        operator.post(&format!("/api/sessions/{session}/start/"), json!({})).await.ok();
        let started_at = site.now();
        site.advance(Duration::from_mins(10));
        operator.post(&format!("/api/sessions/{session}/terminate/"), json!({})).await.ok();
        let stats = operator.get(&path_of(id)).await.ok()["stats"].clone();
        assert_eq!(stats, json!({ "sessions": 1, "total_s": 600, "last_session_at": started_at }));

        site.session(&operator, Some(id), None, 30).await;
        let path = format!("{}sessions/", path_of(id));
        let sessions = operator.get(&path).await.results();
        assert_eq!(sessions.len(), 2);
        assert!(sessions.iter().all(|session| session["visitor_id"] == json!(id)));
        let page = operator.get(&format!("{path}?page_size=1")).await.ok();
        let next = page["next"].as_str().expect("a next page");
        assert!(next.starts_with(&path), "{next}");
        assert_eq!(operator.get(next).await.results().len(), 1);
        assert_eq!(operator.get(&format!("{path}?visitor_id={other}")).await.ok()["count"], 2, "the path decides");
    }

    async fn vis_012_an_erased_visitor_is_nobody(site: &Site) {
        let agency = site.agency("RE").await;
        let (operator, admin) = (site.operator(agency).await, site.admin().await);
        let new = ana(&json!({ "phone": "0692123456", "email": "ana@example.org", "notes": "A", "birth_date": "1990-05-17" }));
        let id = id_of(&operator.post(PATH, new).await.created());
        let (waiting, _) = site.session(&operator, Some(id), None, 30).await;
        operator.delete(&path_of(id)).await.problem(409, "session_open");
        operator.delete(&format!("/api/sessions/{waiting}/")).await.nothing();
        let station = site.station(&admin, agency).await;
        let (session, _) = site.session(&operator, Some(id), Some(station.id), 30).await;
        let session_path = format!("/api/sessions/{session}/");
        for state in ["start", "suspend"] {
            operator.post(&format!("{session_path}{state}/"), json!({})).await.ok();
            operator.delete(&path_of(id)).await.problem(409, "session_open");
        }
        operator.post(&format!("{session_path}terminate/"), json!({})).await.ok();
        operator.delete(&path_of(id)).await.nothing();

        operator.get(&path_of(id)).await.problem(404, "not_found");
        operator.delete(&path_of(id)).await.problem(404, "not_found");
        operator.post("/api/sessions/", pass(id)).await.problem(404, "not_found");
        assert_eq!(operator.get(PATH).await.ok()["count"], 0);
        assert_eq!(operator.get(&format!("{PATH}?search=exemple")).await.ok()["count"], 0);
        let left = operator.get(&session_path).await.ok();
        assert!(!left.to_string().contains("Exemple"), "{left}");
        assert_eq!(actions_on(&admin, id).await, ["creation_utilisateur", "suppression_utilisateur"]);

        let mut tx = site.app.db.read().await.expect("a reader");
        let row: Erased = on!(&mut tx, |c| sqlx::query_as(
            "SELECT first_name, last_name, search_text, birth_date, phone, email, notes, erased_at FROM visitors WHERE id = $1"
        )
        .bind(id)
        .fetch_one(c)
        .await)
        .expect("the row");
        assert_eq!(row, (String::new(), "—".into(), String::new(), None, None, None, None, Some(site.now())));
    }

    async fn vis_007_all_that_is_held_is_exported(site: &Site) {
        let agency = site.agency("RE").await;
        let (operator, admin) = (site.operator(agency).await, site.admin().await);
        let id = id_of(&operator.post(PATH, ana(&json!({ "notes": "Déficience visuelle" }))).await.created());
        let station = site.station(&admin, agency).await;
        let (session, _) = site.session(&operator, Some(id), Some(station.id), 30).await;
        operator.post(&format!("/api/sessions/{session}/start/"), json!({})).await.ok();
        operator.post(&format!("/api/sessions/{session}/terminate/"), json!({})).await.ok();
        operator.post(&format!("{}revoke_consent/", path_of(id)), json!({})).await.ok();

        let exporter = site.holder(&["visiteurs:exporter"], RoleScope::Agency(None), Some(agency)).await;
        let answer = exporter.get(&format!("{}export/", path_of(id))).await;
        let disposition = format!("attachment; filename=\"visiteur-{id}.json\"");
        assert_eq!(answer.headers["content-disposition"], disposition.as_str());
        let export = answer.ok();
        assert_eq!(export["visitor"]["notes"], "Déficience visuelle");
        assert_eq!(export["visitor"]["stats"]["sessions"], 1);
        assert_eq!(export["consents"], json!([{ "given_at": site.now(), "revoked_at": site.now() }]));
        assert_eq!(export["sessions"][0]["id"], json!(session));
        assert_eq!(export["traffic"][0]["session_id"], json!(session));
        let actions: Vec<&Value> = export["log"].as_array().expect("lines").iter().map(|line| &line["action"]).collect();
        assert_eq!(actions, ["creation_utilisateur", "revocation_consentement"]);
        assert_eq!(export["photo"], Value::Null);
        let lines = admin.get(&format!("/api/logs/?entity_id={id}&category=visitors")).await.results();
        assert_eq!((&lines[0]["action"], &lines[0]["actor_id"]), (&json!("export"), &json!(exporter.id)));
    }

    async fn vis_007_visitors_are_forgotten_in_time(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let named = async |name: &str| id_of(&operator.post(PATH, ana(&json!({ "last_name": name }))).await.created());
        let (revoked, away, comes) = (named("A").await, named("B").await, named("C").await);
        operator.post(&format!("{}revoke_consent/", path_of(revoked)), json!({})).await.ok();
        let station = site.station(&site.admin().await, agency).await;
        let forget = async || {
            let run = visitors::JOBS.iter().find(|job| job.name == "anonymise_visitors").expect("the job").run;
            run(site.app.clone()).await.expect("done")["anonymised"].clone()
        };
        let there = async || -> Vec<Uuid> {
            let operator = site.operator(agency).await;
            operator.get(&format!("{PATH}?ordering=last_name")).await.results().iter().map(id_of).collect()
        };
        site.advance(DAY * 366);
        assert_eq!(forget().await, 0);
        site.advance(DAY);
        assert_eq!(forget().await, 1, "consent taken back more than a year ago");
        assert_eq!(there().await, [away, comes]);
        site.advance(DAY * 600);
        let operator = site.operator(agency).await;
        let (session, _) = site.session(&operator, Some(comes), Some(station.id), 30).await;
        operator.post(&format!("/api/sessions/{session}/start/"), json!({})).await.ok();
        operator.post(&format!("/api/sessions/{session}/terminate/"), json!({})).await.ok();
        site.advance(DAY * 130);
        assert_eq!(forget().await, 1, "away for three years");
        assert_eq!(there().await, [comes]);
        assert_eq!(forget().await, 0);
        let admin = site.admin().await;
        let line = admin.get(&format!("/api/logs/?entity_id={away}")).await.results().remove(0);
        assert_eq!((&line["action"], &line["actor_kind"]), (&json!("suppression_utilisateur"), &json!("system")));
        assert_eq!(line["metadata"]["why"], "retention");
    }
}
