//! Why a code opens nothing, in Libki's words.
use super::{Room, refused};
use crate::harness::{both, id_of};
use serde_json::json;
use std::time::Duration;

const WRONG: &str = "ABCDE-FGHJK";

both! {
    async fn each_refusal_has_its_word(site: &Site) {
        let room = Room::open(site).await;
        let (node, desk) = (&room.node, &room.desk);
        let (beside, beside_id) = room.another("Salle 32", "127.0.1.32").await;
        for wrong in [WRONG, "", "admin", "O0O0O-00000"] {
            assert_eq!(node.logs_in(wrong).await, refused("BAD_LOGIN"), "{wrong:?}");
        }
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.actor_id), ("erreur", Some(room.id)));
        assert!(!line.metadata.contains("O0O0O"), "{}", line.metadata);
        // Another agency's code is none here.
        let foreign = site.operator(site.agency("CD").await).await;
        let (_, code) = site.session(&foreign, None, None, 10).await;
        assert_eq!(node.logs_in(&code).await, refused("BAD_LOGIN"));
        // Used at another station; meant for another station.
        let (id, code) = room.issue(20).await;
        beside.logs_in(&code).await;
        assert_eq!(node.logs_in(&code).await, refused("ACCOUNT_IN_USE"));
        room.session(id, "terminate").await;
        assert_eq!(node.logs_in(&code).await, refused("NO_TIME"));
        let (_, code) = site.session(desk, None, Some(beside_id), 20).await;
        assert_eq!(node.logs_in(&code).await, refused("RESERVATION_REQUIRED"));
        // Somebody else's session holds this one.
        let (held, _) = site.session(desk, None, Some(room.id), 20).await;
        room.session(held, "start").await;
        let (_, code) = room.issue(20).await;
        assert_eq!(node.logs_in(&code).await, refused("RESERVED_FOR_OTHER"));
        room.session(held, "terminate").await;
        // A banned visitor is told no more than to ask.
        let visitor = site.visitor(desk).await;
        let (_, code) = site.session(desk, Some(visitor), None, 20).await;
        let ban = json!({ "reason": "A menacé un visiteur", "until": site.now() + 86_400_000 });
        desk.post(&format!("/api/utilisateurs/{visitor}/bannir/"), ban).await.ok();
        assert_eq!(node.logs_in(&code).await, refused("ACCOUNT_DISABLED"));
        // Too old.
        let (_, code) = room.issue(20).await;
        site.advance(Duration::from_hours(13));
        assert_eq!(node.logs_in(&code).await, refused("NO_TIME"));
        site.assert_sound_log().await;
    }

    /// A place that is closed, a station out of use: the code stays good.
    async fn when_it_is_closed(site: &Site) {
        let room = Room::open(site).await;
        let (_, code) = room.issue(20).await;
        let new = json!({ "name": "Salle A", "agency_id": room.agency, "hours": {} });
        let zone = id_of(&room.admin.post("/api/zones/", new).await.created());
        let station = format!("/api/postes/{}/", room.id);
        room.admin.patch(&station, json!({ "zone": "Salle A" })).await.ok();
        assert_eq!(room.node.logs_in(&code).await, refused("CLOSED"));
        room.admin.patch(&format!("/api/zones/{zone}/"), json!({ "hours": null })).await.ok();
        room.admin.post(&format!("{station}marquer_maintenance/"), json!({})).await.ok();
        assert_eq!(room.node.logs_in(&code).await, refused("CLOSED"));
        room.admin.post(&format!("{station}marquer_disponible/"), json!({})).await.ok();
        assert_eq!(room.node.logs_in(&code).await, r#"{"authenticated":1,"units":"20"}"#);
    }

    /// A station that says for whom it is; a code is not bound to one at which its visitor may not sit.
    async fn a_station_for_adults(site: &Site) {
        let room = Room::open(site).await;
        let (mut adults, _) = room.another("Salle 32", "127.0.1.32").await;
        adults.age_limit = "gt17,lt65";
        adults.registers().await;
        assert_eq!(site.last_line().await.action, "libki_ages");
        adults.registers().await;
        let noted = "SELECT COUNT(*) FROM audit_log WHERE action = 'libki_ages'";
        assert_eq!(site.count(noted).await, 1, "once, not every ten seconds");
        for (number, (born, fits)) in [(json!("2010-05-05"), false), (json!(null), false), (json!("1990-05-05"), true)].into_iter().enumerate() {
            let new = json!({ "first_name": "Ana", "last_name": format!("Âge {number}"), "consent": true, "birth_date": born });
            let visitor = id_of(&room.desk.post("/api/utilisateurs/", new).await.created());
            let (id, code) = site.session(&room.desk, Some(visitor), None, 20).await;
            let answer = adults.logs_in(&code).await;
            let at = if fits { &adults } else { &room.node };
            if !fits {
                assert_eq!(answer, refused("AGE_MISMATCH"), "{born}");
            }
            assert_eq!(at.logs_in(&code).await, r#"{"authenticated":1,"units":"20"}"#, "{born}");
            room.session(id, "terminate").await;
        }
        let (_, nobody_s) = room.issue(20).await;
        assert_eq!(adults.logs_in(&nobody_s).await, refused("AGE_MISMATCH"));
        assert_eq!(adults.logs_in(WRONG).await, refused("BAD_LOGIN"), "what is no code says nothing of ages");
    }

    /// SES-017: ten failures at a station, then none of its codes opens it for a while; the next station is not concerned.
    async fn guessing_is_locked_out(site: &Site) {
        let room = Room::open(site).await;
        let (beside, _) = room.another("Salle 32", "127.0.1.31").await;
        let ((_, code), (_, other)) = (room.issue(20).await, room.issue(30).await);
        for _ in 0..10 {
            assert_eq!(room.node.logs_in(WRONG).await, refused("BAD_LOGIN"));
        }
        let failures = "SELECT COUNT(*) FROM audit_log WHERE action = 'erreur'";
        assert_eq!(site.count(failures).await, 10);
        assert_eq!(room.node.logs_in(&code).await, refused("BAD_LOGIN"), "even the right one");
        assert_eq!(site.count(failures).await, 10, "it was not even looked at");
        assert_eq!(beside.logs_in(&other).await, r#"{"authenticated":1,"units":"30"}"#);
        site.advance(Duration::from_secs(6));
        assert_eq!(room.node.logs_in(&code).await, r#"{"authenticated":1,"units":"20"}"#);
    }
}
