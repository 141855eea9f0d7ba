//! What consoles ask of the machine: told once, at the next call, to that station alone.
use super::{ONLINE, Room};
use crate::harness::both;
use serde_json::{Value, json};

fn nothing() -> String {
    ONLINE.trim_end_matches(',').to_owned() + "}"
}

both! {
    async fn each_order_is_given_once(site: &Site) {
        let room = Room::open(site).await;
        let (beside, _) = room.another("Salle 32", "127.0.1.32").await;
        let own = format!("/api/postes/{}/libki/", room.id);
        for (path, kind, told) in [
            ("command", "restart", r#""restart":1"#),
            ("command", "shutdown", r#""shutdown":1"#),
            ("libki", "suspend", r#""suspend":1"#),
            ("libki", "drop", r#""drop":1"#),
            ("libki", "unlock", r#""unlock":1"#),
        ] {
            let sent = room.admin.post(&format!("/api/postes/{}/{path}/", room.id), json!({ "kind": kind })).await.status(202);
            assert_eq!((&sent["kind"], &sent["state"]), (&json!(kind), &json!("queued")));
            site.assert_line("command", room.admin.id, room.id).await;
            assert_eq!(beside.hears().await, nothing());
            assert_eq!(room.node.hears().await, format!("{ONLINE}{told}}}"), "{kind}");
            site.assert_line("command_done", room.id, room.id).await;
            assert_eq!(room.node.hears().await, nothing(), "{kind} once");
        }
        // A lock where nobody is, and software that is not its own: nothing to tell.
        for kind in ["lock", "update"] {
            room.commands(room.id, json!({ "kind": kind })).await;
            assert_eq!(room.node.hears().await, nothing());
        }
        let asked = room.admin.get(&format!("/api/postes/{}/commands/?ordering=created_at", room.id)).await.results();
        let states: Vec<&Value> = asked.iter().map(|command| &command["state"]).collect();
        assert_eq!(states.iter().filter(|state| **state == &json!("done")).count(), 6, "{asked:?}");
        assert_eq!(states.iter().filter(|state| **state == &json!("failed")).count(), 1, "{asked:?}");
        // An older client would log in where it is to unlock.
        let mut old = room.node.clone();
        old.version = "2.3.0";
        room.admin.post(&own, json!({ "kind": "unlock" })).await.status(202);
        assert_eq!(old.hears().await, nothing());
        // What was not fetched in five minutes is not told any more.
        room.commands(room.id, json!({ "kind": "restart" })).await;
        site.advance(std::time::Duration::from_mins(6));
        assert_eq!(room.node.hears().await, nothing());
    }

    async fn a_neighbour_wakes_whom_the_server_cannot_reach(site: &Site) {
        let room = Room::open(site).await;
        let (beside, beside_id) = room.another("Salle 32", "127.0.1.32").await;
        room.commands(beside_id, json!({ "kind": "wake" })).await;
        assert_eq!(room.node.hears().await, nothing(), "nobody was there to be asked");
        // Who was heard of within a minute is.
        guichet::stations::sweep(&site.app).await.expect("presence");
        room.commands(beside_id, json!({ "kind": "wake" })).await;
        assert_eq!(beside.hears().await, nothing());
        let told = r#""wakeup":1,"wol_host":"255.255.255.255","wol_port":"9","wol_mac_addresses":["52:54:00:00:32:20"]}"#;
        assert_eq!(room.node.hears().await, format!("{ONLINE}{told}"));
        assert_eq!(room.node.hears().await, nothing());
    }

    async fn only_libki_s_client_does_what_only_it_does(site: &Site) {
        let room = Room::open(site).await;
        let key = site.station(&room.admin, room.agency).await;
        let path = |id| format!("/api/postes/{id}/libki/");
        room.admin.post(&path(key.id), json!({ "kind": "drop" })).await.blames("kind", "libki_only");
        room.admin.post(&path(room.id), json!({ "kind": "dance" })).await.blames("kind", "unknown_value");
        let there = site.operator(site.agency("CD").await).await;
        there.post(&path(room.id), json!({ "kind": "drop" })).await.problem(404, "not_found");
        site.anonymous().post(&path(room.id), json!({ "kind": "drop" })).await.problem(401, "unauthenticated");
        let powerless = site.holder(&[], guichet::accounts::RoleScope::All, Some(room.agency)).await;
        powerless.post(&path(room.id), json!({ "kind": "drop" })).await.problem(403, "forbidden");
    }
}
