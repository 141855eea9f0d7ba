//! The life of a session: what leads where, and what each step leaves behind.
use super::{Room, issue, path};
use crate::harness::both;
use axum::http::Method;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const STATES: [&str; 6] = ["en_attente", "active", "suspendue", "terminee", "expiree", "annulee"];
const ACTIONS: [&str; 6] = ["start", "suspend", "resume", "add_time", "terminate", "cancel"];

/// SES-002: the whole life cycle; what is not here answers 409.
const ALLOWED: [(&str, &str, &str); 9] = [
    ("en_attente", "start", "active"),
    ("en_attente", "cancel", "annulee"),
    ("active", "suspend", "suspendue"),
    ("active", "add_time", "active"),
    ("active", "terminate", "terminee"),
    ("suspendue", "resume", "active"),
    ("suspendue", "add_time", "suspendue"),
    ("suspendue", "terminate", "terminee"),
    ("suspendue", "nothing", "suspendue"),
];

/// A session in this state.
async fn session_in(room: &Room<'_>, state: &str) -> Uuid {
    let (id, _) = room.issue(1).await;
    let steps: &[&str] = match state {
        "active" | "expiree" => &["start"],
        "suspendue" => &["start", "suspend"],
        "terminee" => &["start", "terminate"],
        "annulee" => &["cancel"],
        _ => &[],
    };
    for step in steps {
        assert!(act(room, id, step).await < 300, "{step}");
    }
    if state == "expiree" {
        room.site.advance(Duration::from_mins(1));
        room.settle().await;
    }
    assert_eq!(room.show(id).await["statut"], json!(state));
    id
}

async fn act(room: &Room<'_>, id: Uuid, action: &str) -> u16 {
    let answer = match action {
        "cancel" => room.desk.delete(&path(id, "")).await,
        "add_time" => room.act(id, action, json!({ "minutes": 15 })).await,
        _ => room.act(id, action, json!({})).await,
    };
    let status = answer.status.as_u16();
    if status >= 300 {
        let problem = answer.problem(409, "wrong_state");
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(!detail.contains("state-") && !detail.contains('{'), "{detail}");
    }
    status
}

both! {
    /// SES-002: every pair of state and action.
    async fn only_the_life_cycle_is_possible(site: &Site) {
        let room = Room::open(site).await;
        for state in STATES {
            for action in ACTIONS {
                let id = session_in(&room, state).await;
                let before = room.show(id).await;
                let status = act(&room, id, action).await;
                let after = room.show(id).await;
                if let Some((_, _, to)) = ALLOWED.iter().find(|(from, by, _)| *from == state && *by == action) {
                    assert!(status < 300, "{state} {action}: {status}");
                    assert_eq!(after["statut"], json!(to), "{state} {action}");
                } else {
                    assert_eq!(status, 409, "{state} {action}");
                    assert_eq!(after, before, "{state} {action} changed something");
                }
                if ["active", "suspendue"].contains(&after["statut"].as_str().unwrap_or_default()) {
                    room.act(id, "terminate", json!({})).await.ok();
                }
            }
        }
        site.assert_sound_log().await;
    }

    /// SES-003, SES-004: start and end set their times, take and free the station, and are logged.
    async fn a_session_takes_and_frees_its_station(site: &Site) {
        let room = Room::open(site).await;
        let station = format!("/api/postes/{}/", room.key.id);
        let (id, _) = room.issue(60).await;
        let started = room.act(id, "start", json!({})).await.ok();
        room.assert_line("demarrage_session", id).await;
        assert_eq!(started["started_at"], json!(site.now()));
        assert_eq!(started["ends_at"], json!(site.now() + 3_600_000));
        assert_eq!(room.desk.get(&station).await.ok()["statut"], json!("occupe"));
        site.advance(Duration::from_mins(10));
        let ended = room.act(id, "terminate", json!({ "reason": "Fermeture de la salle" })).await.ok();
        room.assert_line("fermeture_session", id).await;
        assert_eq!((&ended["statut"], &ended["end_reason"]), (&json!("terminee"), &json!("operateur")));
        assert_eq!((&ended["ended_at"], &ended["ends_at"]), (&json!(site.now()), &Value::Null));
        assert_eq!((&ended["elapsed_s"], &ended["remaining_s"]), (&json!(600), &json!(3000)));
        assert_eq!(room.desk.get(&station).await.ok()["statut"], json!("disponible"));
        // Time does not go on after the end.
        site.advance(Duration::from_mins(10));
        let mut shown = room.show(id).await;
        for money in ["sales", "tariff_name", "batch_label"] {
            shown.as_object_mut().expect("an object").remove(money);
        }
        assert_eq!(shown, ended);
        let traffic = "SELECT COUNT(*) FROM connection_logs WHERE ended_at - started_at = 600000";
        assert_eq!(site.count(traffic).await, 1);
    }

    /// AUD-017: the states a session went through, with who and why, to those who may see it.
    async fn a_session_s_states_are_told(site: &Site) {
        let room = Room::open(site).await;
        let (id, _) = room.issue(60).await;
        site.advance(Duration::from_secs(1));
        room.act(id, "start", json!({})).await.ok();
        site.advance(Duration::from_secs(1));
        room.act(id, "terminate", json!({ "reason": "Fermeture de la salle" })).await.ok();
        let history = room.desk.get(&path(id, "historique")).await.results();
        let told: Vec<_> = history.iter().map(|h| [&h["from_state"], &h["to_state"], &h["comment"]]).collect();
        let expected = [
            [json!("active"), json!("terminee"), json!("Fermeture de la salle")],
            [json!("en_attente"), json!("active"), Value::Null],
            [Value::Null, json!("en_attente"), Value::Null],
        ];
        assert_eq!(told, expected.each_ref().map(<[Value; 3]>::each_ref).to_vec());
        assert_eq!((&history[0]["by_kind"], &history[0]["by_id"]), (&json!("user"), &json!(room.desk.id)));
        let elsewhere = site.operator(site.agency("CD").await).await;
        elsewhere.get(&path(id, "historique")).await.problem(404, "not_found");
    }

    /// A ticket shown at the desk finds its session, in the caller's scope only.
    async fn a_ticket_finds_its_session(site: &Site) {
        const PATH: &str = "/api/sessions/par_code/";
        let room = Room::open(site).await;
        let (id, code) = room.issue(60).await;
        for written in [code.clone(), code.replace('-', "").to_lowercase()] {
            let found = room.desk.post(PATH, json!({ "code": written })).await.ok();
            assert_eq!((&found["id"], &found["statut"]), (&json!(id), &json!("en_attente")));
        }
        room.desk.post(PATH, json!({ "code": "AAAAABBBBB" })).await.problem(404, "not_found");
        room.desk.post(PATH, json!({ "code": "12" })).await.blames("code", "access_code_format");
        let elsewhere = site.operator(site.agency("CD").await).await;
        elsewhere.post(PATH, json!({ "code": code })).await.problem(404, "not_found");
    }

    /// SES-009: sessions that end at the same instant are written together, and each ends whole: its
    /// state, its station, its history, its traffic data and its line of the log. One that is warned among
    /// them is warned.
    async fn sessions_that_end_together_each_end_whole(site: &Site) {
        let room = Room::open(site).await;
        let mut over = Vec::new();
        for _ in 0..5 {
            let key = room.another().await;
            let (id, _) = site.session(&room.desk, None, Some(key.id), 5).await;
            room.act(id, "start", json!({})).await.ok();
            over.push((id, key.id));
        }
        let warned = room.running(6).await;
        let (stale, _) = site.session(&room.desk, None, None, 5).await;
        site.advance(Duration::from_mins(5));
        room.settle().await;
        for (id, station) in over {
            assert_eq!(room.show(id).await["statut"], json!("expiree"));
            assert_eq!(room.desk.get(&format!("/api/postes/{station}/")).await.ok()["statut"], json!("disponible"));
            let history = room.desk.get(&path(id, "historique")).await.results();
            assert_eq!((&history[0]["to_state"], &history[0]["by_kind"]), (&json!("expiree"), &json!("system")));
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM connection_logs WHERE ended_at - started_at = 300000").await, 5);
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'expiration_session'").await, 5);
        assert_eq!(room.show(warned).await["statut"], json!("active"));
        let history = room.desk.get(&path(warned, "historique")).await.results();
        assert_eq!((&history[0]["to_state"], &history[0]["by_kind"]), (&json!("active"), &json!("system")));
        assert!(history[0]["comment"].as_str().is_some_and(|why| why.starts_with("avertissement ")), "{history:?}");
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions WHERE warnings > 0 AND statut = 'active'").await, 1);
        assert_eq!(room.show(stale).await["statut"], json!("en_attente"));
        site.assert_sound_log().await;
    }

    /// SES-014: what never started is cancelled; its code is worth nothing from then on.
    async fn a_session_that_never_started_is_cancelled(site: &Site) {
        let room = Room::open(site).await;
        let (id, code) = room.issue(60).await;
        room.types(&room.key, &code).await.ok();
        room.desk.delete(&path(id, "")).await.nothing();
        room.assert_line("fermeture_session", id).await;
        let shown = room.show(id).await;
        assert_eq!((&shown["statut"], &shown["end_reason"]), (&json!("annulee"), &json!("annulation")));
        room.types(&room.key, &code).await.problem(400, "expired_code");
        site.as_station(&room.key).post(&path(id, "start"), json!({})).await.problem(409, "wrong_state");
        assert_eq!(room.desk.get(&format!("/api/postes/{}/", room.key.id)).await.ok()["statut"], json!("disponible"));
    }

    /// SES-013: before its code is used a session may change its visitor and its station; never its
    /// code, its times, or what it is.
    async fn only_visitor_and_station_may_be_changed(site: &Site) {
        let room = Room::open(site).await;
        let (id, _) = room.issue(60).await;
        let before = room.show(id).await;
        for field in
            ["code", "code_hash", "statut", "minutes", "duration_s", "granted_s", "started_at", "valid_until", "operateur", "agency_id"]
        {
            for method in [Method::PUT, Method::PATCH] {
                let body = Some(json!({ field: before.get(field).cloned().unwrap_or(json!("x")) }));
                room.desk.send(method, &path(id, ""), body).await.blames(field, "unknown_field");
            }
        }
        assert_eq!(room.show(id).await, before);
        let visitor = site.visitor(&room.desk).await;
        let other = room.another().await;
        let changed = room.desk.patch(&path(id, ""), json!({ "station_id": other.id })).await.ok();
        assert_eq!(changed["station_id"], json!(other.id));
        room.assert_line("update", id).await;
        room.desk.patch(&path(id, ""), json!({ "visitor_id": Uuid::nil() })).await.problem(404, "not_found");
        let changed = room.desk.put(&path(id, ""), json!({ "visitor_id": visitor })).await.ok();
        assert_eq!((&changed["visitor_id"], &changed["station_id"]), (&json!(visitor), &Value::Null));
        let elsewhere = Room::open(site).await;
        let foreign = json!({ "station_id": elsewhere.key.id });
        room.desk.patch(&path(id, ""), foreign).await.problem(404, "not_found");
        room.desk.patch(&path(id, ""), json!({ "station_id": Uuid::nil() })).await.problem(404, "not_found");
        room.act(id, "start", json!({ "station_id": room.key.id })).await.ok();
        room.desk.patch(&path(id, ""), json!({ "station_id": other.id })).await.problem(409, "wrong_state");
        room.desk.put(&path(id, ""), json!({})).await.problem(409, "wrong_state");
    }

    /// A change made on an old copy is refused.
    async fn an_old_copy_is_not_written(site: &Site) {
        let room = Room::open(site).await;
        let (id, _) = room.issue(60).await;
        let tag = room.desk.get(&path(id, "")).await.headers["etag"].to_str().expect("ASCII").to_owned();
        let with_tag = room.desk.clone().with_header("if-match", &tag);
        with_tag.patch(&path(id, ""), json!({ "station_id": room.another().await.id })).await.ok();
        with_tag.patch(&path(id, ""), json!({ "station_id": room.key.id })).await.problem(412, "outdated");
        with_tag.delete(&path(id, "")).await.problem(412, "outdated");
        let tag = room.desk.get(&path(id, "")).await.headers["etag"].to_str().expect("ASCII").to_owned();
        room.desk.clone().with_header("if-match", &tag).delete(&path(id, "")).await.nothing();
    }

    /// Many changes of one session at once come one after the other: none is lost.
    async fn changes_at_once_are_all_kept(site: &Site) {
        let room = Room::open(site).await;
        let id = room.running(60).await;
        let adds = (0..20).map(|_| room.act(id, "add_time", json!({ "minutes": 1 })));
        for answer in futures_util::future::join_all(adds).await {
            answer.ok();
        }
        let shown = room.show(id).await;
        assert_eq!((&shown["added_s"], &shown["granted_s"]), (&json!(1200), &json!(4800)));
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'ajout_temps'").await, 20);
        let ends = (0..8).map(|_| room.act(id, "terminate", json!({})));
        let ended = futures_util::future::join_all(ends).await;
        assert_eq!(ended.iter().filter(|answer| answer.status.as_u16() == 200).count(), 1);
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'fermeture_session'").await, 1);
        site.assert_sound_log().await;
    }

    /// The history of states is that of the session (AUD): from, to, in order.
    async fn each_change_of_state_is_in_the_history(site: &Site) {
        let room = Room::open(site).await;
        let (id, _) = issue(&room.desk, json!({ "station_id": room.key.id, "minutes": 60 })).await;
        for action in ["start", "suspend", "resume", "terminate"] {
            room.act(id, action, json!({})).await.ok();
        }
        let logs = site.admin().await.get(&format!("/api/logs/by_session/?session={id}&page_size=200")).await.results();
        let mut actions: Vec<_> = logs.iter().filter_map(|line| line["action"].as_str()).collect();
        actions.reverse();
        let expected = ["generation_code", "demarrage_session", "suspension_session", "reprise_session", "fermeture_session"];
        let mut sorted = (actions.clone(), expected.to_vec());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1, "{actions:?}");
        assert_eq!(site.count("SELECT COUNT(*) FROM state_changes WHERE entity_kind = 'session'").await, 5);
    }
}
