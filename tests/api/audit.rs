//! The log: what it holds, who may read it, and that nobody changes it.
use crate::harness::{Site, both};
pub use crate::harness::{execute, without_triggers};
use guichet::{
    accounts::RoleScope,
    audit::{self, KioskAction, Verification},
    db::Event,
    list::ListQuery,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use uuid::Uuid;

/// Notes something, in the server's own name.
pub async fn note(site: &Site, event: Event) {
    site.change().await.commit(event).await.expect("a line");
}

async fn verify(site: &Site) -> Verification {
    let mut tx = site.app.db.read().await.expect("a connection");
    audit::verify(&mut tx, None).await.expect("a walk")
}

/// Lines of several kinds.
async fn furnish(site: &Site, lines: usize) -> (Uuid, Uuid) {
    let (agency, session) = (site.agency("RE").await, Uuid::from_u128(7));
    for number in 0..lines {
        let action = KioskAction::ALL[number % KioskAction::ALL.len()];
        let event = Event::kiosk(action, "session", Some(Uuid::from_u128(number as u128)))
            .with("minutes", number)
            .states(None, Some(json!({ "statut": "active", "place": number })));
        let event = if number % 2 == 0 { event.agency(agency) } else { event };
        note(site, if number % 3 == 0 { event.session(session) } else { event }).await;
    }
    (agency, session)
}

both! {
    /// AUD-006, AUD-007: newest first, in pages, and each line by its id.
    async fn the_log_is_listed_newest_first(site: &Site) {
        furnish(site, 40).await;
        let admin = site.admin().await;
        let page = admin.get("/api/logs/").await.ok();
        let rows = page["results"].as_array().expect("rows");
        assert_eq!(rows.len(), 25);
        let seqs: Vec<i64> = rows.iter().filter_map(|row| row["seq"].as_i64()).collect();
        let count = page["count"].as_i64().expect("a count");
        assert_eq!(seqs, (count - 24..=count).rev().collect::<Vec<_>>());

        let row = &rows[20];
        let shown = admin.get(&format!("/api/logs/{}/", row["id"].as_str().expect("an id"))).await.ok();
        assert_eq!(&shown, row);
        assert_eq!(shown["after"]["statut"], json!("active"));
        assert_eq!(shown["hash"].as_str().map(str::len), Some(64));
        admin.get(&format!("/api/logs/{}/", Uuid::nil())).await.problem(404, "not_found");
        admin.get("/api/logs/1/").await.problem(404, "not_found");
    }

    /// The one who acted is named, and the action is told in the reader's language.
    async fn lines_say_who_and_what_in_words(site: &Site) {
        let admin = site.admin().await;
        let line = admin.get("/api/logs/?action=connexion_operateur").await.results().remove(0);
        assert_eq!(line["actor_id"], json!(admin.id));
        assert!(line["actor_name"].as_str().is_some_and(|name| name.starts_with("Camille Essai")), "{line}");
        assert_eq!(line["actor_kind"], json!("user"));
        assert_eq!(line["ip"], json!("127.0.0.1"));
        assert_eq!(line["action_label"], json!("Connexion d’un opérateur"));
        let english = admin.clone().in_language("en").get("/api/logs/?action=connexion_operateur").await.results();
        assert_eq!(english[0]["action_label"], json!("Operator signed in"));
    }

    /// AUD-002, AUD-008: exactly the 17 actions, zeros included, and 30 days.
    async fn statistics_count_by_action_and_by_day(site: &Site) {
        furnish(site, 34).await;
        site.advance(Duration::from_hours(3 * 24));
        let admin = site.admin().await;
        let stats = admin.get("/api/logs/stats/").await.ok();
        let by_action = stats["by_action"].as_object().expect("counts");
        let known: BTreeSet<&str> = KioskAction::ALL.iter().map(|action| action.as_str()).collect();
        assert_eq!(by_action.keys().map(String::as_str).collect::<BTreeSet<_>>(), known);
        assert_eq!(known.len(), 17);
        assert_eq!(by_action["ajout_temps"], json!(2));
        assert_eq!(by_action["connexion_operateur"], json!(3));
        let by_day = stats["by_day"].as_array().expect("days");
        assert_eq!(by_day.len(), 30);
        assert_eq!((&by_day[26]["day"], &by_day[29]["day"]), (&json!("2026-11-20"), &json!("2026-11-23")));
        let sum: i64 = by_day.iter().filter_map(|day| day["count"].as_i64()).sum();
        assert_eq!(Some(sum), stats["total"].as_i64());
        assert_eq!(stats["total"], admin.get("/api/logs/").await.ok()["count"]);
        assert_eq!(by_day[29]["count"], json!(2), "an account and a login");
    }

    /// AUD-002: the table refuses an action that is none of the 17.
    async fn an_unknown_action_of_the_digital_space_is_refused(site: &Site) {
        let event = Event::new("kiosk", "pause_cafe", "session", None);
        assert!(site.change().await.commit(event).await.is_err());
        note(site, Event::new("titles", "pause_cafe", "session", None)).await;
        assert_eq!(verify(site).await.fault, None);
    }

    /// AUD-009, AUD-011, AUD-012.
    async fn the_short_cuts_lead_to_the_right_lines(site: &Site) {
        let (_, session) = furnish(site, 40).await;
        let admin = site.admin().await;
        let recent = admin.get("/api/logs/recent/?limit=7").await.results();
        assert_eq!(recent.len(), 7);
        assert!(recent.windows(2).all(|pair| pair[0]["seq"].as_i64() > pair[1]["seq"].as_i64()));
        assert_eq!(admin.get("/api/logs/recent/").await.results().len(), 20);
        admin.get("/api/logs/recent/?limit=many").await.blames("limit", "wrong_type");

        let path = format!("/api/logs/by_session/?session={session}");
        let of_session = admin.get(&path).await.ok();
        assert_eq!(of_session["count"], json!(14));
        let rows = of_session["results"].as_array().expect("rows");
        assert!(rows.iter().all(|row| row["session_id"] == json!(session)));
        let more = admin.get(&format!("{path}&page_size=10")).await.ok();
        let next = admin.get(more["next"].as_str().expect("a next page")).await.results();
        assert_eq!(next.len(), 4, "the link keeps the session");
        admin.get("/api/logs/by_session/").await.blames("session", "required");
        admin.get("/api/logs/by_session/?session=1").await.blames("session", "wrong_type");

        let errors = admin.get("/api/logs/errors/").await.results();
        assert_eq!(errors.len(), 2);
        assert!(errors.iter().all(|row| row["action"] == json!("erreur")));
    }

    /// AUD-010: several criteria at once.
    async fn the_log_is_searched_by_several_criteria(site: &Site) {
        let (_, session) = furnish(site, 40).await;
        site.advance(Duration::from_hours(24));
        let admin = site.admin().await;
        let search = async |body: Value| admin.post("/api/logs/search/", body).await.results();
        let rows = search(json!({ "action": "creation_utilisateur", "session_id": session })).await;
        assert_eq!(rows.len(), 1);
        assert_eq!((&rows[0]["action"], &rows[0]["session_id"]), (&json!("creation_utilisateur"), &json!(session)));
        let rows = search(json!({ "action": "connexion_operateur", "ip": "127.0.0.1", "date_from": "2026-11-21" })).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["actor_id"], json!(admin.id));
        assert_eq!(search(json!({ "date_to": "2026-11-20", "actor_id": admin.id })).await.len(), 0);
        assert_eq!(search(json!({ "date_to": "2026-11-21", "actor_id": admin.id })).await.len(), 1);
        assert_eq!(search(json!({ "text": "VALIDATION minutes" })).await.len(), 3);
        assert_eq!(search(json!({ "text": "'; DROP TABLE audit_log; --" })).await.len(), 0);
        assert_eq!(search(json!({ "page_size": 3 })).await.len(), 3);
        let page = admin.post("/api/logs/search/", json!({ "session_id": session, "page_size": 10 })).await.ok();
        let next = admin.get(page["next"].as_str().expect("a next page")).await.results();
        assert!(next.len() == 4 && next.iter().all(|row| row["session_id"] == json!(session)));
        admin.post("/api/logs/search/", json!({ "date_from": "20/11/2026" })).await.blames("date_from", "day_format");
        admin.post("/api/logs/search/", json!({ "operator": "x" })).await.blames("operator", "unknown_field");
    }

    /// AUD-001: what happened to one row.
    async fn the_history_of_a_row_can_be_asked_for(site: &Site) {
        let id = Uuid::from_u128(99);
        for action in [KioskAction::CreationUtilisateur, KioskAction::ModificationUtilisateur, KioskAction::SuppressionUtilisateur] {
            note(site, Event::kiosk(action, "visitor", Some(id)).with("fields", json!(["phone"]))).await;
        }
        furnish(site, 5).await;
        let rows = site.admin().await.get(&format!("/api/logs/?entity={id}&ordering=seq")).await.results();
        let actions: Vec<_> = rows.iter().filter_map(|row| row["action"].as_str()).collect();
        assert_eq!(actions, ["creation_utilisateur", "modification_utilisateur", "suppression_utilisateur"]);
        assert_eq!(rows[0]["metadata"]["fields"], json!(["phone"]));
        let mut tx = site.app.db.read().await.expect("a connection");
        assert_eq!(audit::of_entity(&mut tx, id).await.expect("lines").len(), 3);
    }

    /// AUD-005: no method writes.
    async fn the_interface_offers_no_way_to_write(site: &Site) {
        let admin = site.admin().await;
        let id = admin.get("/api/logs/").await.results()[0]["id"].as_str().expect("an id").to_owned();
        for path in ["/api/logs/".to_owned(), format!("/api/logs/{id}/"), "/api/logs/stats/".to_owned()] {
            admin.put(&path, json!({})).await.problem(405, "method_not_allowed");
            admin.patch(&path, json!({})).await.problem(405, "method_not_allowed");
            admin.delete(&path).await.problem(405, "method_not_allowed");
        }
        admin.post("/api/logs/", json!({})).await.problem(405, "method_not_allowed");
    }

    /// AUD-005: the database refuses it, too.
    async fn the_table_refuses_to_be_changed(site: &Site) {
        furnish(site, 5).await;
        for sql in [
            "UPDATE audit_log SET ip = '10.0.0.1' WHERE seq = 2",
            "UPDATE audit_log SET hash = hash",
            "DELETE FROM audit_log WHERE seq = 1",
            "DELETE FROM audit_log",
        ] {
            let mut change = site.change().await;
            let error = execute(&mut change, sql).await.expect_err(sql).to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        if site.app.db.kind() == "postgres" {
            let mut change = site.change().await;
            let error = execute(&mut change, "TRUNCATE audit_log").await.expect_err("a refusal").to_string();
            assert!(error.contains("append-only"), "{error}");
        }
        assert_eq!(verify(site).await.fault, None);
    }

    /// A line is for those who see its agency; one without an agency for those who see all.
    async fn lines_are_seen_within_the_scope(site: &Site) {
        let (agency, _) = furnish(site, 20).await;
        let other = site.agency("CD").await;
        note(site, Event::kiosk(KioskAction::Erreur, "station", None).agency(other)).await;
        let all = site.holder(&["journal:lire"], RoleScope::All, None).await;
        let here = site.holder(&["journal:lire"], RoleScope::Agency(Some(agency)), None).await;
        let elsewhere = site.holder(&["journal:lire"], RoleScope::Agency(Some(other)), None).await;
        let own = site.holder(&["journal:lire"], RoleScope::Own, None).await;

        let rows = here.get("/api/logs/?page_size=200").await.results();
        assert_eq!(rows.len(), 11, "its opening and ten lines");
        assert!(rows.iter().all(|row| row["agency_id"] == json!(agency)));
        assert_eq!(here.get("/api/logs/stats/").await.ok()["total"], json!(11));
        assert_eq!(elsewhere.get("/api/logs/?page_size=200").await.results().len(), 2);
        assert_eq!(elsewhere.get("/api/logs/errors/").await.results().len(), 1);
        assert_eq!(here.post("/api/logs/search/", json!({ "entity_kind": "station" })).await.results().len(), 0);
        let rows = own.get("/api/logs/").await.results();
        assert!(rows.len() == 1 && rows[0]["actor_id"] == json!(own.id), "its own login");
        assert_eq!(own.get("/api/logs/stats/").await.ok()["total"], json!(1));

        let foreign = all.get(&format!("/api/logs/?agency_id={other}")).await.results();
        let path = format!("/api/logs/{}/", foreign[0]["id"].as_str().expect("an id"));
        here.get(&path).await.problem(404, "not_found");
        elsewhere.get(&path).await.ok();
    }

    /// AUD-017: old state, new state, who, when, why.
    async fn the_history_of_states_is_kept(site: &Site) {
        let id = Uuid::from_u128(5);
        for (from, to, why) in [(None, "brouillon", None), (Some("brouillon"), "final", Some("relu"))] {
            let mut change = site.change().await;
            audit::record_state_change(&mut change, "document", id, from, to, why).await.expect("kept");
            change.commit(Event::new("documents", "mark", "document", id)).await.expect("kept");
            site.advance(Duration::from_secs(1));
        }
        let history = |kind| async move {
            let mut tx = site.app.db.read().await.expect("a connection");
            audit::history(&mut tx, ListQuery::default(), kind, id).await.expect("a history").0.results
        };
        let kept = history("document").await;
        let told: Vec<_> =
            kept.iter().map(|h| (h.from_state.as_deref(), h.to_state.as_str(), h.comment.as_deref())).collect();
        assert_eq!(told, [(Some("brouillon"), "final", Some("relu")), (None, "brouillon", None)]);
        assert_eq!(kept[0].at - kept[1].at, 1000);
        assert_eq!(kept[0].by_kind, "system");
        assert!(history("station").await.is_empty());
    }

    /// Changes that end together keep one chain, whoever makes them.
    async fn changes_made_together_keep_one_chain(site: &Site) {
        let mut tasks = Vec::new();
        for number in 0..100_u128 {
            let app = site.app.clone();
            tasks.push(tokio::spawn(async move {
                let mut change = app.db.change(guichet::db::Actor::SYSTEM).await.expect("a change");
                change.note(Event::new("essai", "un", "row", Uuid::from_u128(number)));
                if number % 10 == 3 {
                    // A change that is dropped leaves no trace.
                    return;
                }
                change.commit(Event::new("essai", "deux", "row", Uuid::from_u128(number))).await.expect("kept");
            }));
        }
        for task in tasks {
            task.await.expect("no panic");
        }
        let sound = verify(site).await;
        assert_eq!((sound.fault, sound.rows), (None, 1 + 180));
    }
}
