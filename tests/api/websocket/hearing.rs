//! What a console hears, and what it does not.
use super::{GENERAL, Hall, of};
use crate::harness::{both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

both! {
    /// RTM-009, RTM-010, RTM-011, RTM-015, SES-019, SES-020: what is done over REST is heard at once,
    /// in order, with the visitor's name.
    async fn rest_actions_are_heard(site: &Site) {
        let hall = Hall::open(site).await;
        let visitor = site.visitor(&hall.desk).await;
        let mut wire = site.console(hall.address, &hall.desk, GENERAL).await;
        wire.hear("connection_established").await;
        let (id, _) = site.session(&hall.desk, Some(visitor), Some(hall.key.id), 60).await;
        let created = wire.frame().await;
        assert_eq!((&created["type"], &created["session"]["statut"]), (&json!("time_update"), &json!("en_attente")));
        assert!(created["session"]["visitor_name"].as_str().is_some_and(|name| name.starts_with("Ana")), "{created}");
        hall.act(id, "start", json!({})).await;
        let started = wire.hear("session_started").await;
        assert_eq!((&started["session"]["session_id"], &started["session"]["remaining_ms"]), (&json!(id), &json!(3_600_000)));
        let station = wire.hear("station_changed").await;
        assert_eq!((&station["station"]["id"], &station["station"]["statut"]), (&json!(hall.key.id), &json!("occupe")));
        hall.act(id, "add_time", json!({ "minutes": 15 })).await;
        let added = wire.hear("time_added").await;
        assert_eq!((&added["added_ms"], &added["session"]["granted_ms"]), (&json!(900_000), &json!(4_500_000)));
        hall.act(id, "add_time", json!({ "minutes": -5 })).await;
        assert_eq!(wire.hear("time_added").await["added_ms"], json!(-300_000));
        for (action, statut) in [("suspend", "suspendue"), ("resume", "active")] {
            hall.act(id, action, json!({})).await;
            assert_eq!(wire.hear("time_update").await["session"]["statut"], json!(statut));
        }
        hall.act(id, "terminate", json!({})).await;
        let ended = wire.hear("session_terminated").await;
        assert_eq!((&ended["reason"], &ended["session"]["statut"]), (&json!("operateur"), &json!("terminee")));
        assert_eq!(wire.hear("station_changed").await["station"]["statut"], json!("disponible"));
        let (waiting, _) = site.session(&hall.desk, None, None, 60).await;
        assert_eq!(wire.hear("time_update").await["session"]["session_id"], json!(waiting));
        hall.desk.delete(&format!("/api/sessions/{waiting}/")).await.nothing();
        assert_eq!(wire.hear("session_terminated").await["reason"], json!("annulation"));
    }

    /// What somebody may do ends with the change that takes it, not a minute later: rights, the login, and work during a
    /// maintenance.
    async fn a_console_is_looked_at_again_at_once(site: &Site) {
        let hall = Hall::open(site).await;
        let admin = site.admin().await;
        let watcher = async |role: &str| {
            let person = site.user(role, RoleScope::All, Some(hall.agency)).await;
            let mut wire = site.console(hall.address, &person, GENERAL).await;
            wire.hear("connection_established").await;
            (person, wire)
        };
        let mut other = site.console(hall.address, &admin, GENERAL).await;
        other.hear("connection_established").await;
        // A role gets less, an account another role, a login ends, the system goes into maintenance.
        let (_, mut wire) = watcher("operateur_espace").await;
        admin.delete("/api/accounts/roles/operateur_espace/permissions/postes:lire/").await.ok();
        assert_eq!(wire.closed().await, 1012, "it starts anew, with less");
        let (person, mut wire) = watcher("operateur_espace").await;
        let path = format!("/api/accounts/users/{}/", person.id);
        admin.patch(&path, json!({ "roles": [{ "code": "employe", "scope": "all" }] })).await.ok();
        assert_eq!(wire.closed().await, guichet_protocol::CLOSE_FORBIDDEN);
        let (person, mut wire) = watcher("operateur_espace").await;
        admin.delete(&format!("/api/accounts/users/{}/sessions/", person.id)).await.nothing();
        assert_eq!(wire.closed().await, guichet_protocol::CLOSE_UNAUTHENTICATED);
        let (_, mut wire) = watcher("operateur_espace").await;
        admin.put("/api/parametres/maintenance/", json!({ "value": true })).await.ok();
        assert_eq!(wire.closed().await, guichet_protocol::CLOSE_FORBIDDEN);
        // Whoever is not concerned hears on.
        other.ask(json!({ "type": "heartbeat" }), "time_update").await;
    }

    /// Processes may tell of two changes in another order than they were kept: the later one counts, here
    /// and by the version that each frame has.
    async fn what_is_told_late_changes_nothing(site: &Site) {
        let hall = Hall::open(site).await;
        let id = hall.running(60).await;
        let mut wire = site.console(hall.address, &hall.desk, GENERAL).await;
        let before = wire.frame().await["state"]["sessions"][0]["version"].as_i64().expect("a version");
        let old = site.app.sessions.get(id).expect("it runs");
        let late = |line: &guichet::live::SessionLine| guichet::live::LiveEvent::Session {
            happening: guichet::live::SessionHappening::Updated,
            line: line.clone(),
            at: site.now(),
        };
        hall.act(id, "add_time", json!({ "minutes": 15 })).await;
        let added = wire.hear("time_added").await["session"].clone();
        assert_eq!(added["version"], json!(before + 1));
        site.app.live.publish(late(&old));
        assert_eq!(wire.hear("time_update").await["session"]["version"], json!(before));
        assert_eq!(site.app.sessions.get(id).expect("it runs").granted_ms, 75 * 60_000);
        hall.act(id, "terminate", json!({})).await;
        site.app.live.publish(late(&old));
        assert_eq!(site.app.sessions.get(id), None, "it is over");
    }

    /// Nothing of another agency is heard: the first frame after it is one's own.
    async fn another_agency_is_not_heard(site: &Site) {
        let hall = Hall::open(site).await;
        let elsewhere = Hall::open(site).await;
        let mut wire = site.console(hall.address, &hall.desk, GENERAL).await;
        let greeting = wire.frame().await;
        assert_eq!(greeting["state"]["stations"].as_array().map(Vec::len), Some(1));
        let foreign = elsewhere.running(60).await;
        elsewhere.act(foreign, "add_time", json!({ "minutes": 15 })).await;
        elsewhere.desk.post(&format!("/api/postes/{}/command/", elsewhere.key.id), json!({ "kind": "lock" })).await.status(202);
        elsewhere.act(foreign, "terminate", json!({})).await;
        let (own, _) = site.session(&hall.desk, None, None, 5).await;
        assert_eq!(wire.frame().await["session"]["session_id"], json!(own));
        // Asking does not help either.
        let refused = wire.ask(json!({ "type": "get_time", "session_id": foreign }), "error").await;
        assert_eq!(refused["code"], json!("not_found"));
        let refused = wire.ask(json!({ "type": "start_session", "session_id": foreign }), "error").await;
        assert_eq!(refused["code"], json!("not_found"));
    }

    /// Who sees only what is its own hears only that; who may not see stations hears of none.
    async fn a_narrow_scope_hears_little(site: &Site) {
        let hall = Hall::open(site).await;
        let permissions = ["sessions:lire", "sessions:creer"];
        let narrow = site.holder(&permissions, RoleScope::Own, Some(hall.agency)).await;
        let mut wire = site.console(hall.address, &narrow, GENERAL).await;
        assert_eq!(wire.frame().await["state"]["stations"], json!([]));
        let foreign = hall.running(60).await;
        hall.act(foreign, "terminate", json!({})).await;
        let (own, _) = site.session(&narrow, None, None, 5).await;
        assert_eq!(wire.frame().await["session"]["session_id"], json!(own));
    }

    /// The socket of one session carries that session alone.
    async fn a_session_s_socket_hears_that_session(site: &Site) {
        let hall = Hall::open(site).await;
        let (one, _) = site.session(&hall.desk, None, None, 60).await;
        let (two, _) = site.session(&hall.desk, None, None, 60).await;
        let mut wire = site.console(hall.address, &hall.desk, &of(one)).await;
        let greeting = wire.frame().await;
        let state = &greeting["state"];
        assert_eq!((state["sessions"].as_array().map(Vec::len), &state["stations"]), (Some(1), &json!([])));
        hall.desk.delete(&format!("/api/sessions/{two}/")).await.nothing();
        hall.act(one, "start", json!({ "station_id": hall.key.id })).await;
        let first = wire.frame().await;
        assert_eq!((&first["type"], &first["session"]["session_id"]), (&json!("session_started"), &json!(one)));
        let time = wire.ask(json!({ "type": "get_time" }), "time_update").await;
        assert_eq!(time["session"]["session_id"], json!(one));
        // RTM-008: the time is told each second while it runs.
        for _ in 0..2 {
            site.advance(std::time::Duration::from_secs(10));
            let told = wire.frame().await;
            assert_eq!((&told["type"], &told["session"]["session_id"]), (&json!("time_update"), &json!(one)));
        }
    }

    /// A console may ask the time and start what it may drive; the rest is for stations.
    async fn what_a_console_may_say(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.console(hall.address, &hall.desk, GENERAL).await;
        wire.frame().await;
        assert_eq!(wire.ask(json!({ "type": "heartbeat" }), "time_update").await["session"], Value::Null);
        for message in [json!({ "type": "validate_code", "code": "ABCDE-FGHJK" }), json!({ "type": "command_done", "id": Uuid::nil() })] {
            assert_eq!(wire.ask(message, "error").await["code"], json!("forbidden"));
        }
        assert_eq!(wire.ask(json!({ "type": "get_time" }), "error").await["code"], json!("invalid"));
        let (id, _) = site.session(&hall.desk, None, Some(hall.key.id), 60).await;
        wire.say(json!({ "type": "start_session", "session_id": id })).await;
        assert_eq!(wire.hear("session_started").await["session"]["session_id"], json!(id));
        site.assert_line("demarrage_session", hall.desk.id, id).await;
        let refused = wire.ask(json!({ "type": "start_session", "session_id": id }), "error").await;
        assert_eq!(refused["code"], json!("wrong_state"));
        let reader = site.holder(&["sessions:lire"], RoleScope::All, Some(hall.agency)).await;
        let mut wire = site.console(hall.address, &reader, GENERAL).await;
        let (id, _) = site.session(&hall.desk, None, None, 60).await;
        let refused = wire.ask(json!({ "type": "start_session", "session_id": id }), "error").await;
        assert_eq!(refused["code"], json!("forbidden"));
    }

    /// Stations that come and go are told to consoles.
    async fn presence_is_heard(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.console(hall.address, &hall.desk, GENERAL).await;
        assert_eq!(wire.frame().await["state"]["stations"][0]["en_ligne"], json!(false));
        let station = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let change = wire.hear("station_changed").await;
        assert_eq!((&change["station"]["id"], &change["station"]["en_ligne"]), (&json!(hall.key.id), &json!(true)));
        drop(station);
        site.advance(std::time::Duration::from_secs(61));
        guichet::stations::sweep(&site.app).await.unwrap_or_else(|problem| panic!("{problem:?}"));
        assert_eq!(wire.hear("station_changed").await["station"]["en_ligne"], json!(false));
        let admin = site.admin().await;
        let new = json!({ "name": "Poste neuf", "agency_id": hall.agency });
        let id = id_of(&admin.post("/api/postes/", new).await.created());
        assert_eq!(wire.hear("station_changed").await["station"]["id"], json!(id));
    }
}
