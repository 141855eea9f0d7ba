//! A station proves who it is, from where it stands.
use super::path;
use crate::harness::{Machine, Site, StationKey, both};
use serde_json::json;
use uuid::Uuid;

both! {
    /// STA-012: a heartbeat is the station's own; another's credential is refused.
    async fn a_station_speaks_for_itself_alone(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (one, two) = (site.station(&admin, agency).await, site.station(&admin, agency).await);
        let beat = path(one.id, "heartbeat");
        site.as_station(&one).post(&beat, json!({})).await.ok();
        site.as_station(&two).post(&beat, json!({})).await.problem(403, "forbidden");
        site.anonymous().post(&beat, json!({})).await.problem(401, "unauthenticated");
        admin.post(&beat, json!({})).await.problem(401, "unauthenticated");
        for (id, credential) in [
            (one.id, two.credential.clone()),
            (one.id, String::new()),
            (one.id, one.credential.to_uppercase() + "0"),
            (Uuid::nil(), one.credential.clone()),
        ] {
            let forged = StationKey { id, credential };
            site.as_station(&forged).post(&beat, json!({})).await.problem(401, "unauthenticated");
        }
        let absent = path(Uuid::nil(), "heartbeat");
        site.as_station(&one).post(&absent, json!({})).await.problem(403, "forbidden");
    }

    /// From the moment at which it is told that a credential ended, it is good no longer.
    async fn a_credential_ends_before_anybody_hears_of_it(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let mut headers = axum::http::HeaderMap::new();
        let proof = format!("Station {}:{}", key.id, key.credential);
        headers.insert("authorization", proof.parse().expect("a header"));
        let (app, let_in) = (site.app.clone(), std::sync::Arc::new(std::sync::Mutex::new(Vec::new())));
        let noted = let_in.clone();
        site.app.live.tap(move |event| {
            if matches!(event, guichet::live::LiveEvent::Identity { .. }) {
                noted.lock().expect("no panic before").push(guichet::stations::authenticate(&app, &headers, None).is_ok());
            }
        });
        admin.post(&path(key.id, "revoke_credential"), json!({})).await;
        assert_eq!(*let_in.lock().expect("no panic before"), [false]);
    }

    /// A station that is bound to an address and a card calls from nowhere else (SES-008).
    async fn a_bound_station_calls_from_its_own_place(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let bound = json!({ "ip": "10.0.0.7", "mac": "52:54:00:ab:34:56" });
        admin.patch(&path(key.id, ""), bound).await.ok();
        let beat = path(key.id, "heartbeat");
        let from = |ip: &str, mac: Option<&str>| {
            let station = site.as_station(&key).calling_from(ip);
            match mac {
                Some(mac) => station.with_header("x-station-mac", mac),
                None => station,
            }
        };
        from("10.0.0.7", Some("52:54:00:ab:34:56")).post(&beat, json!({})).await.ok();
        for station in [
            from("10.0.0.8", Some("52:54:00:ab:34:56")),
            from("10.0.0.7", Some("52:54:00:ab:34:57")),
            from("10.0.0.7", None),
            from("::1", Some("52:54:00:ab:34:56")),
        ] {
            station.post(&beat, json!({})).await.problem(403, "wrong_address");
            let code = json!({ "code": "ABCDE-FGHJK" });
            station.post("/api/sessions/validate_code/", code).await.problem(403, "wrong_address");
        }
        // Loosening the binding counts from the next request on.
        admin.patch(&path(key.id, ""), json!({ "ip": null, "mac": null })).await.ok();
        from("10.0.0.8", None).post(&beat, json!({})).await.ok();
    }

    /// A forwarded address is believed from a trusted proxy alone.
    async fn a_forged_forwarding_changes_nothing(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        admin.patch(&path(key.id, ""), json!({ "ip": "10.0.0.7" })).await.ok();
        let forged = site.as_station(&key).calling_from("10.0.0.8").with_header("x-forwarded-for", "10.0.0.7");
        forged.post(&path(key.id, "heartbeat"), json!({})).await.problem(403, "wrong_address");
    }

    /// A credential that was taken back is worth nothing, until the machine enrols again.
    async fn a_credential_is_taken_back(site: &Site) {
        let agency = site.agency("RE").await;
        let (admin, operator) = (site.admin().await, site.operator(agency).await);
        let key = site.station(&admin, agency).await;
        let beat = path(key.id, "heartbeat");
        site.as_station(&key).post(&beat, json!({})).await.ok();
        let station = operator.post(&path(key.id, "revoke_credential"), json!({})).await.ok();
        assert_eq!(station["enrolled_at"], json!(null));
        site.assert_line("revoke_credential", operator.id, key.id).await;
        site.as_station(&key).post(&beat, json!({})).await.problem(401, "unauthenticated");
        let forged = StationKey { id: key.id, credential: String::new() };
        site.as_station(&forged).post(&beat, json!({})).await.problem(401, "unauthenticated");
        let token = operator.post(&path(key.id, "enrolment_token"), json!({})).await.created();
        let machine = Machine::numbered(77);
        site.prove(&machine, key.id).await.problem(401, "unauthenticated");
        let ask = machine.asking("x", token["token"].as_str());
        site.anonymous().post("/api/postes/enrol/", ask).await.created();
        site.as_station(&key).post(&beat, json!({})).await.problem(401, "unauthenticated");
        let key = site.let_in(&machine, key.id).await;
        site.as_station(&key).post(&beat, json!({})).await.ok();
    }

    /// A station that was removed is unknown at once.
    async fn a_removed_station_is_unknown(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        site.as_station(&key).post(&path(key.id, "heartbeat"), json!({})).await.ok();
        admin.delete(&path(key.id, "")).await.nothing();
        site.as_station(&key).post(&path(key.id, "heartbeat"), json!({})).await.problem(401, "unauthenticated");
    }
}

/// Behind a proxy that is trusted, the address it gives counts, and its last one only.
#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_s_address_counts() {
    use crate::harness::Kind;
    let site = Site::open_with(Kind::Sqlite, |settings| settings.trusted_proxies = "10.1.1.1, 10.1.1.2".into()).await;
    let (admin, agency) = (site.admin().await, site.agency("RE").await);
    let key = site.station(&admin, agency).await;
    admin.patch(&path(key.id, ""), json!({ "ip": "10.0.0.7" })).await.ok();
    let through =
        |forwarded: &str| site.as_station(&key).calling_from("10.1.1.2").with_header("x-forwarded-for", forwarded);
    let beat = path(key.id, "heartbeat");
    through("10.0.0.7").post(&beat, json!({})).await.ok();
    through("203.0.113.1, 10.0.0.7").post(&beat, json!({})).await.ok();
    through("10.0.0.7, 203.0.113.1").post(&beat, json!({})).await.problem(403, "wrong_address");
    site.close().await;
}
