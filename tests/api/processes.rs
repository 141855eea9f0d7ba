//! RTM-020: several server processes on one PostgreSQL see each other's events, and decide together.
use crate::{
    grouped::issue,
    harness::{Kind, PATIENCE, Person, Site, StationKey, id_of},
};
use guichet::live::LiveEvent;
use guichet_protocol::CLOSE_SUPERSEDED;
use serde_json::{Value, json};
use std::{future::Future, time::Duration};
use uuid::Uuid;

const GENERAL: &str = "/ws/sessions/";

/// Two processes on one database, each listening to the other.
async fn two<F: Future<Output = ()>>(story: impl FnOnce(&'static Site, &'static Site) -> F) {
    // For the story's whole life, which is the test's.
    let one: &'static Site = Box::leak(Box::new(Site::open(Kind::Postgres).await));
    let two: &'static Site = Box::leak(Box::new(one.another().await));
    for site in [one, two] {
        tokio::spawn(site.app.live.clone().follow(site.app.db.clone()));
    }
    story(one, two).await;
    for site in [one, two] {
        site.app.stopping.send_replace(true);
        site.app.db.close().await;
    }
}

/// Waits until something holds.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let waited = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waited).await.is_ok(), "in vain: {what}");
}

/// Waits until the second process hears the first: a listener is there some time after its start.
async fn connected(one: &'static Site, two: &'static Site) {
    let (mut heard, agency) = (two.app.live.subscribe(), one.agency("RE").await);
    let admin = one.admin().await;
    for number in 0.. {
        assert!(number < 200, "the second process hears nothing");
        let new = json!({ "agency_id": agency, "minutes": 5 });
        admin.post("/api/sessions/", new).await.created();
        if tokio::time::timeout(Duration::from_millis(100), heard.recv()).await.is_ok() {
            return;
        }
    }
}

/// A station that enrolled at the first process, and that the second knows as the server's own task makes it know: it reads the
/// station again once it heard of its login, the last that is told of it.
async fn station_of_both(one: &'static Site, two: &'static Site, admin: &Person<'_>, agency: Uuid) -> StationKey {
    let mut heard = two.app.live.subscribe();
    let key = one.station(admin, agency).await;
    let login = async {
        loop {
            let published = heard.recv().await.expect("an event");
            if matches!(published.event, LiveEvent::Login { station_id, .. } if station_id == key.id) {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, login).await.expect("the second process hears of the login");
    let mut tx = two.app.db.read().await.expect("a connection");
    two.app.stations.reload(&mut tx, key.id).await.expect("read");
    key
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_process_does_the_other_s_sockets_hear() {
    two(|one, two| async move {
        connected(one, two).await;
        let agency = one.agency("RE").await;
        let desk = one.operator(agency).await;
        let address = two.listen().await;
        let watcher = two.operator(agency).await;
        let mut console = two.console(address, &watcher, GENERAL).await;
        console.hear("connection_established").await;
        let key = one.station(&one.admin().await, agency).await;
        console.hear("station_changed").await;
        let (id, _) = one.session(&desk, None, Some(key.id), 60).await;
        assert_eq!(console.hear("time_update").await["session"]["session_id"], json!(id));
        desk.post(&format!("/api/sessions/{id}/start/"), json!({})).await.ok();
        assert_eq!(console.hear("session_started").await["session"]["session_id"], json!(id));
        until("the board of the second", || two.app.sessions.get(id).is_some()).await;
        // And the other way round: what the second does, the first knows.
        watcher.post(&format!("/api/sessions/{id}/add_time/"), json!({ "minutes": 15 })).await.ok();
        assert_eq!(console.hear("time_added").await["added_ms"], json!(900_000));
        let granted = |site: &Site| site.app.sessions.get(id).map(|line| line.granted_ms);
        until("the board of the first", || granted(one) == Some(4_500_000)).await;
        desk.post(&format!("/api/sessions/{id}/terminate/"), json!({})).await.ok();
        console.hear("session_terminated").await;
        until("both boards to be empty", || one.app.sessions.get(id).or(two.app.sessions.get(id)).is_none()).await;
        one.assert_sound_log().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_station_of_one_process_is_commanded_through_the_other() {
    two(|one, two| async move {
        let agency = one.agency("RE").await;
        let admin = one.admin().await;
        connected(one, two).await;
        let key = station_of_both(one, two, &admin, agency).await;
        let address = two.listen().await;
        let mut station = two.station_wire(address, &key, GENERAL).await;
        station.hear("connection_established").await;
        let sent = admin.post(&format!("/api/postes/{}/command/", key.id), json!({ "kind": "lock" })).await.status(202);
        assert_eq!(station.hear("station_command").await["id"], sent["id"]);
        // A session ends for it, too, whoever ends it.
        let (id, _) = one.session(&admin, None, Some(key.id), 60).await;
        admin.post(&format!("/api/sessions/{id}/start/"), json!({})).await.ok();
        station.hear("session_started").await;
        admin.post(&format!("/api/sessions/{id}/terminate/"), json!({})).await.ok();
        assert_eq!(station.hear("session_terminated").await["reason"], json!("operateur"));
        admin.post(&format!("/api/postes/{}/revoke_credential/", key.id), json!({})).await.ok();
        assert_eq!(station.closed().await, 1012);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_machines_at_two_processes_are_noticed() {
    two(|one, two| async move {
        let (admin, agency) = (one.admin().await, one.agency("RE").await);
        connected(one, two).await;
        let (id, machine) = one.enrolled(&admin, agency).await;
        let address = one.listen().await;
        // The second process knows the station although it was not there when it enrolled, and takes the
        // first one's challenges.
        let login = machine.login(id, &one.anonymous().challenge(id).await, &two.app.keys.server_key());
        let path = format!("/api/postes/{id}/connexion/");
        two.anonymous().post(&path, login.clone()).await.ok();
        one.anonymous().post(&path, login).await.problem(401, "expired_challenge");
        let key = one.let_in(&machine, id).await;
        let mut wire = one.station_wire(address, &key, GENERAL).await;
        wire.hear("connection_established").await;
        // Time goes on between what happens at one and at the other.
        two.advance(Duration::from_secs(1));
        let copy = machine.restarted();
        two.let_in(&copy, id).await;
        assert_eq!(wire.closed().await, CLOSE_SUPERSEDED);
        one.advance(Duration::from_secs(2));
        one.prove(&machine, id).await.problem(403, "identity_conflict");
        two.advance(Duration::from_secs(3));
        two.prove(&copy, id).await.problem(403, "identity_conflict");
        admin.post(&format!("/api/postes/{id}/revoke_credential/"), json!({})).await.ok();
        for (site, machine) in [(one, &machine), (two, &copy)] {
            site.prove(machine, id).await.problem(401, "unauthenticated");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_station_wins_a_code_typed_at_both_processes() {
    two(|one, two| async move {
        let (admin, agency) = (one.admin().await, one.agency("RE").await);
        connected(one, two).await;
        let mut keys = Vec::new();
        for _ in 0..8 {
            keys.push(station_of_both(one, two, &admin, agency).await);
        }
        let new = json!({ "agency_id": agency, "minutes": 60 });
        let session = admin.post("/api/sessions/", new).await.created();
        let code = json!({ "code": session["code"] });
        let tries = keys.iter().enumerate().map(|(number, key)| {
            let station = if number % 2 == 0 { one.as_station(key) } else { two.as_station(key) };
            let code = code.clone();
            async move { station.post("/api/sessions/validate_code/", code).await.status.as_u16() }
        });
        let statuses = futures_util::future::join_all(tries).await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 7, "{statuses:?}");
        let shown = two.admin().await.get(&format!("/api/sessions/{}/", id_of(&session))).await.ok();
        assert_ne!(shown["station_id"], Value::Null);
        one.assert_sound_log().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_of_both_processes_make_one_chain() {
    two(|one, two| async move {
        let agency = one.agency("RE").await;
        let (here, there) = (one.operator(agency).await, two.operator(agency).await);
        let issues = (0..40).map(|number| issue(if number % 2 == 0 { &here } else { &there }));
        futures_util::future::join_all(issues).await;
        assert_eq!(one.count("SELECT COUNT(*) FROM kiosk_sessions").await, 40);
        assert_eq!(one.count("SELECT COUNT(*) FROM audit_log WHERE action = 'generation_code'").await, 40);
        two.assert_sound_log().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_ended_at_one_process_is_ended_at_the_other() {
    two(|one, two| async move {
        let agency = one.agency("RE").await;
        let here = one.operator(agency).await;
        let mut there = two.anonymous();
        there.authorization.clone_from(&here.authorization);
        there.get("/api/accounts/me/").await.ok();
        let own = here.get("/api/accounts/sessions/").await.results();
        here.delete(&format!("/api/accounts/sessions/{}/", id_of(&own[0]))).await.nothing();
        there.get("/api/accounts/me/").await.problem(401, "unauthenticated");
    })
    .await;
}
