//! How the server is, as it tells who may ask.
use crate::harness::{Kind, Site, both};
use guichet::{accounts::RoleScope, jobs};
use serde_json::{Value, json};
use std::time::Duration;

const PATH: &str = "/api/core/sante/";

async fn look(site: &Site) -> Value {
    site.admin().await.get(PATH).await.ok()
}

both! {
    /// A server that has nothing to complain of, with its figures.
    async fn a_sound_server_says_so(site: &Site) {
        site.advance(Duration::from_mins(2));
        let health = look(site).await;
        let kind = if site.kind == Kind::Sqlite { "sqlite" } else { "postgres" };
        assert_eq!((&health["database"]["kind"], &health["database"]["pending_migrations"]), (&json!(kind), &json!(0)));
        assert!(health["database"]["size_bytes"].as_i64().is_some_and(|size| size > 10_000), "{health}");
        assert_eq!((&health["uptime_s"], &health["version"]), (&json!(120), &json!(env!("CARGO_PKG_VERSION"))));
        assert_eq!((&health["mail"]["queued"], &health["mail"]["enabled"]), (&json!(0), &json!(false)));
        assert_eq!((&health["sockets"]["open"], &health["sockets"]["most"]), (&json!(0), &json!(10_000)));
        assert_eq!((&health["audit"]["is_sound"], &health["audit"]["status"]), (&json!(true), &json!("ok")));
        assert!(health["audit"]["last_seq"].as_i64().is_some_and(|lines| lines > 0));
        assert_eq!((&health["clock"]["now"], &health["clock"]["drift_ms"]), (&json!(site.now()), &json!(0)));
        assert_eq!(health["jobs"]["jobs"].as_array().map(Vec::len), Some(jobs::all().count()));
        assert!(health["disk"]["total_bytes"].as_u64().is_some_and(|bytes| bytes > 0));
    }

    /// Whatever is not as it should be is told with its part, and the whole is as bad as its worst part.
    async fn what_is_wrong_is_told_in_its_place(site: &Site) {
        let admin = site.admin().await;
        // A line was cut off at the end: the head tells of one more.
        site.meddle("UPDATE audit_head SET seq = seq + 1").await;
        let health = admin.get(PATH).await.ok();
        assert_eq!((&health["audit"]["is_sound"], &health["audit"]["status"]), (&json!(false), &json!("critical")));
        assert_eq!(health["status"], json!("critical"));
    }

    /// It concerns the installation: being the desk is not enough.
    async fn the_desk_is_not_told(site: &Site) {
        let agency = site.agency("RE").await;
        site.operator(agency).await.get(PATH).await.problem(403, "forbidden");
        site.anonymous().get(PATH).await.problem(401, "unauthenticated");
        let auditor = site.holder(&["systeme:lire"], RoleScope::All, None).await;
        auditor.get(PATH).await.ok();
    }
}
