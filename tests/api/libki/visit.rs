//! A visit: a code, a countdown, what the desk says and does meanwhile, the end.
use super::{ONLINE, OUT, Room, SETTINGS, SUSPENDED, refused};
use crate::harness::both;
use serde_json::json;
use std::time::Duration;

both! {
    async fn a_visit_from_the_code_to_the_end(site: &Site) {
        let room = Room::open(site).await;
        let node = &room.node;
        node.registers().await;
        let (id, code) = room.issue(45).await;
        assert_eq!(node.logs_in(&code).await, r#"{"authenticated":1,"units":"45"}"#);
        site.assert_line("demarrage_session", room.id, id).await;
        assert_eq!(site.count("SELECT COUNT(*) FROM connection_logs WHERE ip = '127.0.1.31'").await, 1);
        let station = format!("/api/postes/{}/", room.id);
        assert_eq!(room.admin.get(&station).await.ok()["statut"], json!("occupe"));
        // The client was started again: its visitor's code opens it again.
        assert_eq!(node.logs_in(&code).await, r#"{"authenticated":1,"units":"45"}"#);
        site.advance(Duration::from_secs(61));
        assert_eq!(node.polls(&code).await, r#"{"status":"Logged in","units":"44","messages":[]}"#);
        assert_eq!(node.hears().await, ONLINE.trim_end_matches(',').to_owned() + "}");
        guichet::stations::sweep(&site.app).await.expect("presence");
        assert_eq!(room.admin.get(&station).await.ok()["en_ligne"], json!(true));
        // What the desk says is given once, in order.
        for text in ["Fermeture à 18 h", "Sans \"rappel\""] {
            room.commands(room.id, json!({ "kind": "message", "text": text })).await;
            site.advance(Duration::from_millis(1));
        }
        let told = r#"{"status":"Logged in","units":"44","messages":["Fermeture à 18 h","Sans \"rappel\""]}"#;
        assert_eq!(node.polls(&code).await, told);
        assert_eq!(node.polls(&code).await, r#"{"status":"Logged in","units":"44","messages":[]}"#);
        let asked = room.admin.get(&format!("{station}commands/")).await.results();
        assert!(asked.len() == 2 && asked.iter().all(|command| command["state"] == json!("done")), "{asked:?}");
        room.desk.post(&format!("/api/sessions/{id}/add_time/"), json!({ "minutes": 16 })).await.ok();
        assert_eq!(node.polls(&code).await, r#"{"status":"Logged in","units":"60","messages":[]}"#);
        assert_eq!(node.logs_out(&code).await, r#"{"logged_out":1}"#);
        site.assert_line("fermeture_session", room.id, id).await;
        let session = room.desk.get(&format!("/api/sessions/{id}/")).await.ok();
        assert_eq!((&session["statut"], &session["end_reason"]), (&json!("terminee"), &json!("visiteur")));
        // Its answer was lost: it says so again, and the code is used up.
        assert_eq!(node.logs_out(&code).await, r#"{"logged_out":1}"#);
        assert_eq!(node.polls(&code).await, OUT);
        assert_eq!(node.logs_in(&code).await, refused("NO_TIME"));
        assert_eq!(room.admin.get(&station).await.ok()["statut"], json!("disponible"));
        site.assert_sound_log().await;
    }

    async fn what_the_desk_does_the_client_sees(site: &Site) {
        let room = Room::open(site).await;
        let node = &room.node;
        let (id, code) = room.issue(30).await;
        node.logs_in(&code).await;
        // Locked: the screen closes once, the time runs, the code opens it again.
        room.commands(room.id, json!({ "kind": "lock" })).await;
        assert_eq!(node.hears().await, ONLINE.trim_end_matches(',').to_owned() + "}", "no desktop is opened again by itself");
        assert_eq!(node.polls(&code).await, r#"{"status":"Kicked","units":"30","messages":[]}"#);
        assert_eq!(node.polls(&code).await, r#"{"status":"Logged in","units":"30","messages":[]}"#);
        assert_eq!(node.logs_in(&code).await, r#"{"authenticated":1,"units":"30"}"#);
        // Suspended: the screen is closed as long as the time stands still, and opened by the desk.
        room.session(id, "suspend").await;
        assert_eq!(node.polls(&code).await, r#"{"status":"Kicked","units":"30","messages":[]}"#);
        assert_eq!(node.registers().await, format!("{SUSPENDED}{SETTINGS}}}"));
        assert_eq!(node.logs_in(&code).await, refused("ACCOUNT_DISABLED"));
        site.advance(Duration::from_mins(5));
        room.session(id, "resume").await;
        let opened = format!(r#"{ONLINE}"autologin":1,"username":"{id}","minutes":"30"}}"#);
        assert_eq!(node.hears().await, opened);
        site.assert_line("libki_autologin", room.id, id).await;
        assert_eq!(node.hears().await, ONLINE.trim_end_matches(',').to_owned() + "}", "once");
        assert_eq!(node.polls(&id.to_string()).await, r#"{"status":"Logged in","units":"30","messages":[]}"#);
        room.session(id, "terminate").await;
        for name in [code, id.to_string()] {
            assert_eq!(node.polls(&name).await, r#"{"status":"Kicked","units":"0","messages":[]}"#);
        }
        // Out of use, for whatever reason.
        room.admin.post(&format!("/api/postes/{}/marquer_maintenance/", room.id), json!({})).await.ok();
        assert_eq!(node.registers().await, format!("{SUSPENDED}{SETTINGS}}}"));
        room.admin.post(&format!("/api/postes/{}/marquer_disponible/", room.id), json!({})).await.ok();
        let reserved = json!({ "statut": "reserve" });
        room.admin.patch(&format!("/api/postes/{}/", room.id), reserved).await.ok();
        assert!(node.registers().await.starts_with(r#"{"registered":1,"status":"online","reserved_for":"-","#));
    }

    /// The time is up: the client is told when it asks, and its own minute is never longer than ours.
    async fn the_time_runs_out(site: &Site) {
        let room = Room::open(site).await;
        let (id, code) = room.issue(1).await;
        room.node.logs_in(&code).await;
        site.advance(Duration::from_secs(59));
        assert_eq!(room.node.polls(&code).await, r#"{"status":"Logged in","units":"1","messages":[]}"#);
        site.advance(Duration::from_secs(1));
        assert_eq!(room.node.polls(&code).await, r#"{"status":"Logged in","units":"0","messages":[]}"#, "it closes at 0");
        assert_eq!(room.node.logs_out(&code).await, r#"{"logged_out":1}"#);
        guichet::jobs::run_now(&site.app, "cleanup_expired_sessions").await.unwrap_or_else(|problem| panic!("{problem:?}"));
        let session = room.desk.get(&format!("/api/sessions/{id}/")).await.ok();
        assert_eq!(session["statut"], json!("expiree"));
        assert_eq!(room.node.polls(&code).await, OUT);
    }

    /// The desk starts a session; a client of before 2.4.0 knows that by another word.
    async fn the_desk_opens_the_desktop(site: &Site) {
        let room = Room::open(site).await;
        for (version, word) in [("2.4.0", "autologin"), ("2.3.9", "unlock"), ("10.0.0", "autologin")] {
            let mut node = room.node.clone();
            node.version = version;
            let (id, _) = site.session(&room.desk, None, Some(room.id), 20).await;
            assert_eq!(node.hears().await, ONLINE.trim_end_matches(',').to_owned() + "}", "it waits for its code");
            room.session(id, "start").await;
            let expected = format!(r#"{ONLINE}"{word}":1,"username":"{id}","minutes":"20"}}"#);
            assert_eq!(node.hears().await, expected, "{version}");
            assert_eq!(node.logs_out(&id.to_string()).await, r#"{"logged_out":1}"#);
        }
    }

    /// Terms of use: the client shows them before it sends the code, and then they count as accepted.
    async fn the_terms_are_shown_and_accepted(site: &Site) {
        let room = Room::open(site).await;
        let texts = json!({ "en": "Be considerate.", "fr": "Soyez respectueux." });
        let terms = room.admin.put("/api/conditions/", json!({ "texts": texts })).await.ok();
        let told = room.node.registers().await;
        let shown = r#""TermsOfService":"Acceptez-vous les conditions d’utilisation ?\nDo you accept the terms of use?","TermsOfServiceDetails":"Soyez respectueux.\n\nBe considerate.""#;
        assert!(told.contains(shown), "{told}");
        let mut old = room.node.clone();
        old.version = "2.2.5";
        assert!(old.registers().await.contains(r#""TermsOfService":"Soyez respectueux.\n\nBe considerate.","TermsOfServiceDetails":"""#));
        let (id, code) = room.issue(10).await;
        assert_eq!(room.node.logs_in(&code).await, r#"{"authenticated":1,"units":"10"}"#);
        let session = room.desk.get(&format!("/api/sessions/{id}/")).await.ok();
        assert_eq!(session["terms_version"], terms["current"]["version"], "{session}");
        assert!(session["terms_accepted_at"].is_i64());
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'accept_terms'").await, 1);
    }
}
