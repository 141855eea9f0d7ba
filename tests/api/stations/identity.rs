//! A station proves itself with its key, and the server with its own; two machines with one key are
//! noticed, and a machine that starts anew is not taken for one.
use super::{PATH, path};
use crate::harness::{Machine, Person, Site, StationKey, Wire, both};
use guichet_protocol::{CLOSE_SUPERSEDED, CLOSE_UNAUTHENTICATED};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// A station and its machine, with an operator who may approve.
async fn standing(site: &Site) -> (Uuid, Machine, Person<'_>) {
    let agency = site.agency("RE").await;
    let (id, machine) = site.enrolled(&site.admin().await, agency).await;
    (id, machine, site.operator(agency).await)
}

/// Whether this credential is good.
async fn beats(site: &Site, key: &StationKey) -> bool {
    site.as_station(key).post(&path(key.id, "heartbeat"), json!({})).await.status == 200
}

async fn post(site: &Site, id: Uuid, body: Value) -> u16 {
    site.anonymous().post(&path(id, "connexion"), body).await.status.as_u16()
}

both! {
    /// A challenge serves once, for a minute, for one station.
    async fn a_challenge_serves_once(site: &Site) {
        let (id, machine, _) = standing(site).await;
        let (other, other_machine) = site.enrolled(&site.admin().await, site.agency("RE").await).await;
        let (stranger, server) = (site.anonymous(), site.app.keys.server_key());
        let used = machine.login(id, &stranger.challenge(id).await, &server);
        stranger.post(&path(id, "connexion"), used.clone()).await.ok();
        stranger.post(&path(id, "connexion"), used).await.problem(401, "expired_challenge");
        // Of two that were given, the later one ends the earlier one: a login that was late comes too late.
        let (early, late) = (stranger.challenge(id).await, {
            site.advance(Duration::from_secs(1));
            stranger.challenge(id).await
        });
        assert_eq!(post(site, id, machine.login(id, &late, &server)).await, 200);
        let refused = stranger.post(&path(id, "connexion"), machine.login(id, &early, &server)).await;
        refused.problem(401, "expired_challenge");
        // The minute.
        let old = machine.login(id, &stranger.challenge(id).await, &server);
        site.advance(Duration::from_secs(61));
        stranger.post(&path(id, "connexion"), old).await.problem(401, "expired_challenge");
        // Another station's, and one nobody gave.
        let foreign = machine.login(id, &stranger.challenge(other).await, &server);
        stranger.post(&path(id, "connexion"), foreign).await.problem(401, "expired_challenge");
        let forged = machine.login(id, &json!("00".repeat(32)), &server);
        stranger.post(&path(id, "connexion"), forged).await.problem(401, "expired_challenge");
        site.let_in(&other_machine, other).await;
    }

    /// Another key, another station's signature, one meant for another server, a changed instance.
    async fn a_proof_is_the_station_s_own(site: &Site) {
        let (id, machine, _) = standing(site).await;
        let (other, other_machine) = site.enrolled(&site.admin().await, site.agency("RE").await).await;
        let (stranger, server) = (site.anonymous(), site.app.keys.server_key());
        site.prove(&Machine::numbered(u32::MAX), id).await.problem(401, "unauthenticated");
        site.prove(&other_machine, id).await.problem(401, "unauthenticated");
        stranger.prove(&machine, id, &[9; 32]).await.problem(401, "unauthenticated");
        let challenge = stranger.challenge(id).await;
        let mut changed = machine.login(id, &challenge, &server);
        changed["instance"] = json!(Uuid::max());
        stranger.post(&path(id, "connexion"), changed).await.problem(401, "unauthenticated");
        // Signed for another station, sent to this one.
        let foreign = machine.login(other, &challenge, &server);
        stranger.post(&path(id, "connexion"), foreign).await.problem(401, "unauthenticated");
        // What is no station is not told apart from a wrong key.
        site.prove(&machine, Uuid::max()).await.problem(401, "unauthenticated");
        for (field, wrong) in [("challenge", json!("00")), ("nonce", json!("x")), ("signature", json!("00".repeat(32)))] {
            let mut odd = machine.login(id, &challenge, &server);
            odd[field] = wrong;
            stranger.post(&path(id, "connexion"), odd).await.blames(field, "hex_format");
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM stations WHERE credential_hash IS NOT NULL").await, 0);
        assert!(beats(site, &site.let_in(&machine, id).await).await);
    }

    /// Guessing is limited, and so is asking for challenges; another address is not hindered.
    async fn proofs_are_limited(site: &Site) {
        let (id, machine, _) = standing(site).await;
        let server = site.app.keys.server_key();
        let guesser = site.anonymous().calling_from("203.0.113.9");
        let mut refused = 0;
        for _ in 0..15 {
            refused += i32::from(guesser.prove(&Machine::numbered(u32::MAX), id, &server).await.status == 429);
        }
        assert_eq!(refused, 5);
        let mut given = 0;
        for _ in 0..40 {
            given += i32::from(guesser.post(&path(id, "defi"), json!({})).await.status == 200);
        }
        assert_eq!(given, 15, "30 in all");
        site.let_in(&machine, id).await;
    }

    /// A program that is killed and started again, or a machine that is switched off and on, is no
    /// second machine; the credential before is over.
    async fn a_restart_is_no_alarm(site: &Site) {
        let (id, mut machine, operator) = standing(site).await;
        let mut before: Option<StationKey> = None;
        for _ in 0..20 {
            machine = machine.restarted();
            let key = site.let_in(&machine, id).await;
            assert!(beats(site, &key).await);
            if let Some(before) = before.replace(key) {
                assert!(!beats(site, &before).await);
            }
            site.advance(Duration::from_secs(3));
        }
        // An answer that was lost: the same start proves itself again.
        for _ in 0..3 {
            site.advance(Duration::from_secs(3));
            before = Some(site.let_in(&machine, id).await);
        }
        assert!(beats(site, &before.expect("a credential")).await);
        assert_eq!(operator.get(&path(id, "")).await.ok()["identity_conflict_at"], Value::Null);
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'erreur'").await, 0);
    }

    /// The network goes and comes back: the same credential is good, whatever the server did meanwhile.
    async fn a_credential_outlives_the_server(site: &Site) {
        let (id, machine, _) = standing(site).await;
        let key = site.let_in(&machine, id).await;
        let address = site.listen().await;
        for _ in 0..5 {
            let mut wire = site.station_wire(address, &key, "/ws/sessions/").await;
            wire.hear("connection_established").await;
        }
        // As a server that starts: all it knows is in the database.
        site.app.stations.load(&site.app).await.expect("read");
        assert!(beats(site, &key).await);
    }

    /// Two machines with one key: the earlier one proves itself again. Neither is let in, the desk is told.
    async fn two_machines_with_one_key_are_noticed(site: &Site) {
        let (id, machine, operator) = standing(site).await;
        let (session, _) = site.session(&operator, None, Some(id), 60).await;
        operator.post(&format!("/api/sessions/{session}/start/"), json!({})).await.ok();
        let address = site.listen().await;
        let mut console = site.console(address, &operator, "/ws/sessions/").await;
        console.hear("connection_established").await;
        let first = site.let_in(&machine, id).await;
        let mut first_wire = site.station_wire(address, &first, "/ws/sessions/").await;
        first_wire.hear("connection_established").await;
        // A copy of its disk starts elsewhere.
        let copy = machine.restarted();
        let second = site.let_in(&copy, id).await;
        assert_eq!(first_wire.closed().await, CLOSE_SUPERSEDED);
        assert!(!beats(site, &first).await);
        let mut second_wire = site.station_wire(address, &second, "/ws/sessions/").await;
        second_wire.hear("connection_established").await;

        site.prove(&machine, id).await.problem(403, "identity_conflict");
        assert_eq!(second_wire.closed().await, 1012);
        let mut again = site.station_wire(address, &second, "/ws/sessions/").await;
        assert_eq!(again.closed().await, CLOSE_UNAUTHENTICATED);
        for both in [&machine, &copy, &machine.restarted()] {
            site.prove(both, id).await.problem(403, "identity_conflict");
        }
        assert!(!beats(site, &first).await && !beats(site, &second).await);
        assert!(told(&mut console, id).await);
        let station = operator.get(&path(id, "")).await.ok();
        assert_eq!(station["identity_conflict_at"], json!(site.now()));
        let lines = "SELECT COUNT(*) FROM audit_log WHERE action = 'erreur' AND metadata LIKE '%identity_conflict%'";
        assert_eq!(site.count(lines).await, 1, "once, however often both come back");
        // The session stands as the server says: neither machine ended, lengthened or took it.
        let held = operator.get(&format!("/api/sessions/{session}/")).await.ok();
        assert_eq!((&held["statut"], &held["duration_s"]), (&json!("active"), &json!(3600)));
    }

    /// Lifted, the next one is in; when both are still there, the alarm comes back. A new key ends it.
    async fn an_alarm_is_lifted(site: &Site) {
        let (id, machine, operator) = standing(site).await;
        let copy = machine.restarted();
        let conflict = async || {
            site.let_in(&machine, id).await;
            site.let_in(&copy, id).await;
            site.prove(&machine, id).await.problem(403, "identity_conflict");
        };
        conflict().await;
        let lifted = operator.post(&path(id, "lever_conflit"), json!({})).await.ok();
        assert_eq!(lifted["identity_conflict_at"], Value::Null);
        site.assert_line("lift_conflict", operator.id, id).await;
        conflict().await;
        operator.post(&path(id, "lever_conflit"), json!({})).await.ok();
        let key = site.let_in(&machine, id).await;
        assert!(beats(site, &key).await);
        site.let_in(&copy, id).await;
        site.prove(&machine, id).await.problem(403, "identity_conflict");
        // The right machine gets a new key: the copies of the old one are strangers.
        let token = operator.post(&path(id, "enrolment_token"), json!({})).await.created();
        let fresh = Machine::numbered(u32::MAX - 1);
        let ask = fresh.asking("x", token["token"].as_str());
        site.anonymous().post(&format!("{PATH}enrol/"), ask).await.created();
        assert!(beats(site, &site.let_in(&fresh, id).await).await);
        for old in [&machine, &copy] {
            site.prove(old, id).await.problem(401, "unauthenticated");
        }
        let shown = operator.get(&path(id, "")).await.ok();
        assert_eq!(shown["identity_conflict_at"], Value::Null);
        assert_eq!(shown["fingerprint"].as_str().map(str::len), Some(8));
    }

    /// What is revoked proves nothing any more, at once.
    async fn a_revoked_key_proves_nothing(site: &Site) {
        let (id, machine, operator) = standing(site).await;
        let key = site.let_in(&machine, id).await;
        let challenge = site.anonymous().challenge(id).await;
        operator.post(&path(id, "revoke_credential"), json!({})).await.ok();
        assert!(!beats(site, &key).await);
        let late = machine.login(id, &challenge, &site.app.keys.server_key());
        site.anonymous().post(&path(id, "connexion"), late).await.problem(401, "unauthenticated");
        assert_eq!(operator.get(&path(id, "")).await.ok()["fingerprint"], Value::Null);
    }

    /// A station that is bound to an address and a card proves itself from nowhere else.
    async fn a_bound_station_proves_itself_from_its_own_place(site: &Site) {
        let (id, machine, _) = standing(site).await;
        let server = site.app.keys.server_key();
        site.admin().await.patch(&path(id, ""), json!({ "ip": "10.0.0.7" })).await.ok();
        let elsewhere = site.anonymous().calling_from("10.0.0.8");
        elsewhere.prove(&machine, id, &server).await.problem(403, "wrong_address");
        site.anonymous().calling_from("10.0.0.7").prove(&machine, id, &server).await.ok();
    }

    /// Many starts of one machine at once: each is let in or asked to take another challenge, one is in at
    /// the end, and there is no alarm.
    async fn starts_at_the_same_moment_are_no_alarm(site: &Site) {
        let (id, machine, operator) = standing(site).await;
        let starts: Vec<Machine> = (0..8).map(|_| machine.restarted()).collect();
        let answers = futures_util::future::join_all(starts.iter().map(|start| site.prove(start, id))).await;
        let mut let_in = 0;
        for answer in answers {
            if answer.status == 200 {
                let_in += 1;
            } else {
                answer.problem(401, "expired_challenge");
            }
        }
        assert!(let_in >= 1);
        assert_eq!(operator.get(&path(id, "")).await.ok()["identity_conflict_at"], Value::Null);
    }
}

/// Whether the console is told of the alarm.
async fn told(console: &mut Wire, id: Uuid) -> bool {
    loop {
        let station = console.hear("station_changed").await["station"].clone();
        assert_eq!(station["id"], json!(id));
        if station["identity_conflict"] == json!(true) {
            return true;
        }
    }
}
