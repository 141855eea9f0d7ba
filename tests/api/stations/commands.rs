//! What consoles ask of stations.
use super::{create, path};
use crate::{
    harness::{Kind, Site, StationKey, both, id_of},
    websocket::{GENERAL, Hall},
};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use tokio::{net::UdpSocket, time::timeout};

both! {
    /// Each command reaches the station's next heartbeat, in order, until the station has done it.
    async fn commands_reach_the_heartbeat(site: &Site) {
        let agency = site.agency("RE").await;
        let (admin, operator) = (site.admin().await, site.operator(agency).await);
        let (key, other) = (site.station(&admin, agency).await, site.station(&admin, agency).await);
        let asked = [
            json!({ "kind": "lock" }),
            json!({ "kind": "message", "text": "Fermeture à 18 h" }),
            json!({ "kind": "restart" }),
            json!({ "kind": "shutdown" }),
            json!({ "kind": "update" }),
        ];
        let mut expected = Vec::new();
        for command in &asked {
            let sent = operator.post(&path(key.id, "command"), command.clone()).await.status(202);
            assert_eq!((&sent["kind"], &sent["state"]), (&command["kind"], &json!("queued")));
            site.assert_line("command", operator.id, key.id).await;
            expected.push(json!({ "id": sent["id"], "command": command }));
        }
        assert!(!site.last_line().await.metadata.contains("Fermeture"), "a message may name a person");
        let beat = |key| async move { site.as_station(key).post(&path(key.id, "heartbeat"), json!({})).await.ok() };
        assert_eq!(beat(&key).await["commands"], json!(expected));
        assert_eq!(beat(&key).await["commands"], json!(expected), "told again until they are done");
        assert_eq!(beat(&other).await["commands"], json!([]));
    }

    /// RTM-014: one request reaches every station on line that its author may command, or those that are
    /// named; one that is not theirs stops it all.
    async fn a_message_reaches_many_stations(site: &Site) {
        let (here, there) = (site.agency("RE").await, site.agency("CD").await);
        let (admin, operator) = (site.admin().await, site.operator(here).await);
        let (one, two) = (site.station(&admin, here).await, site.station(&admin, here).await);
        let (asleep, foreign) = (site.station(&admin, here).await, site.station(&admin, there).await);
        let beat = |key| async move { site.as_station(key).post(&path(key.id, "heartbeat"), json!({})).await.ok() };
        for key in [&one, &two, &foreign] {
            beat(key).await;
        }
        let all = "/api/postes/commands/";
        let command = json!({ "kind": "message", "text": "Fermeture dans dix minutes" });
        let sent = operator.post(all, json!({ "command": command })).await.status(202);
        let reached = |sent: &Value| -> BTreeSet<String> {
            let results = sent["results"].as_array().cloned().unwrap_or_default();
            results.iter().filter_map(|sent| Some(sent["station_id"].as_str()?.to_owned())).collect()
        };
        assert_eq!(reached(&sent), BTreeSet::from([one.id.to_string(), two.id.to_string()]));
        for (key, expected) in [(&one, 1), (&two, 1), (&asleep, 0), (&foreign, 0)] {
            assert_eq!(beat(key).await["commands"].as_array().map(Vec::len), Some(expected));
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'command'").await, 2);
        let named = |ids: &[&StationKey]| json!({ "command": { "kind": "lock" }, "station_ids": ids.iter().map(|key| key.id).collect::<Vec<_>>() });
        let sent = operator.post(all, named(&[&asleep, &one, &one])).await.status(202);
        assert_eq!(reached(&sent), BTreeSet::from([one.id.to_string(), asleep.id.to_string()]));
        operator.post(all, named(&[&one, &foreign])).await.problem(404, "not_found");
        operator.post(all, named(&[])).await.blames("station_ids", "station_count");
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'command'").await, 4);
    }

    /// A command that nobody fetched within five minutes is forgotten.
    async fn old_commands_are_forgotten(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        admin.post(&path(key.id, "command"), json!({ "kind": "restart" })).await.status(202);
        site.advance(Duration::from_secs(301));
        let mut change = site.change().await;
        let expired = guichet::stations::expire_commands(&site.app, &mut change).await.expect("expired");
        change.commit_unaudited(guichet::db::Unaudited::Scheduling).await.expect("kept");
        assert_eq!(expired, 1);
        let answer = site.as_station(&key).post(&path(key.id, "heartbeat"), json!({})).await.ok();
        assert_eq!(answer["commands"], json!([]));
    }

    /// What waits is not lost in a restart.
    async fn commands_survive_a_restart(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let sent = admin.post(&path(key.id, "command"), json!({ "kind": "lock" })).await.status(202);
        let after = site.another().await;
        let answer = after.as_station(&key).post(&path(key.id, "heartbeat"), json!({})).await.ok();
        assert_eq!(answer["commands"], json!([{ "id": sent["id"], "command": { "kind": "lock" } }]));
        after.close().await;
    }

    /// Which version there was when an update was asked, and which one answered it; it has an hour.
    async fn an_update_is_kept_with_its_versions(site: &Site) {
        let hall = Hall::open(site).await;
        let (id, command) = (hall.key.id, path(hall.key.id, "command"));
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.hear("connection_established").await;
        wire.ask(json!({ "type": "heartbeat", "client_version": "1.0.0" }), "time_update").await;
        let lock = hall.desk.post(&command, json!({ "kind": "lock" })).await.status(202)["id"].clone();
        site.advance(Duration::from_millis(1));
        let update = hall.desk.post(&command, json!({ "kind": "update" })).await.status(202)["id"].clone();
        site.advance(Duration::from_mins(40));
        let mut change = site.change().await;
        assert_eq!(guichet::stations::expire_commands(&site.app, &mut change).await.expect("expired"), 1);
        change.commit_unaudited(guichet::db::Unaudited::Scheduling).await.expect("kept");
        // The client that answers is another one.
        wire.ask(json!({ "type": "heartbeat", "client_version": "1.1.0" }), "time_update").await;
        wire.say(json!({ "type": "command_done", "id": update })).await;
        wire.ask(json!({ "type": "get_time" }), "time_update").await;
        let asked = site.admin().await.get(&path(id, "commands")).await.ok()["results"].clone();
        assert_eq!(asked[0]["state"], json!("done"));
        assert_eq!((&asked[0]["id"], &asked[0]["kind"]), (&update, &json!("update")));
        assert_eq!((&asked[0]["version_before"], &asked[0]["version_after"]), (&json!("1.0.0"), &json!("1.1.0")));
        assert_eq!((&asked[1]["id"], &asked[1]["state"]), (&lock, &json!("expired")));
        assert_eq!((&asked[1]["version_before"], &asked[1]["version_after"]), (&Value::Null, &Value::Null));
    }

    async fn odd_commands_are_refused(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let command = path(key.id, "command");
        admin.post(&command, json!({ "kind": "message", "text": "" })).await.blames("text", "required");
        let long = json!({ "kind": "message", "text": "x".repeat(501) });
        admin.post(&command, long).await.blames("text", "too_long");
        // No console ever sees what is on a visitor's screen: there is nothing to ask for.
        let kinds = ["format_disk", "screenshot"].map(|kind| json!({ "kind": kind }));
        for body in kinds.into_iter().chain([json!({}), json!({ "kind": "lock", "text": "x" }), json!([]), Value::Null]) {
            let status = admin.post(&command, body.clone()).await.status.as_u16();
            assert_eq!(status, 400, "{body}");
        }
        admin.post(&command, json!({ "kind": "wake" })).await.blames("mac", "mac_unknown");
        let reader = site.holder(&["postes:lire", "postes:modifier"], RoleScope::All, None).await;
        reader.post(&command, json!({ "kind": "lock" })).await.problem(403, "forbidden");
        site.as_station(&key).post(&command, json!({ "kind": "lock" })).await.problem(401, "unauthenticated");
        assert_eq!(site.count("SELECT COUNT(*) FROM station_commands").await, 0);
    }
}

/// `wake` sends a magic packet to the address of the settings: six bytes of ones, then the card's
/// address sixteen times.
#[tokio::test(flavor = "multi_thread")]
async fn wake_sends_a_magic_packet() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let network = UdpSocket::bind(("127.0.0.1", 0)).await.expect("a socket");
        let address = network.local_addr().expect("bound");
        let site = Site::open_with(kind, |settings| settings.wake_address = address).await;
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let id = id_of(&create(&admin, "Poste 01", agency, &json!({ "mac": "52:54:00:ab:cd:ef" })).await);
        let sent = admin.post(&path(id, "command"), json!({ "kind": "wake" })).await.status(202);
        assert_eq!((&sent["kind"], &sent["state"]), (&json!("wake"), &json!("done")));
        let mut packet = [0; 200];
        let received = timeout(Duration::from_secs(10), network.recv_from(&mut packet)).await;
        let (length, _) = received.expect("a packet in time").expect("a packet");
        assert_eq!(packet[..6], [0xff; 6]);
        assert_eq!(packet[6..length], [0x52, 0x54, 0x00, 0xab, 0xcd, 0xef].repeat(16));
        site.assert_line("command", admin.id, id).await;
        site.close().await;
    }
}
