//! Stations as rows: created, listed, changed, removed.
use super::{PATH, create, created, path};
use crate::harness::{both, id_of};
use serde_json::{Value, json};
use uuid::Uuid;

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["name"].as_str()).collect()
}

both! {
    /// STA-005 to STA-009.
    async fn a_station_is_created_changed_and_removed(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let station = create(&admin, " Poste 01 ", agency, &json!({ "zone": "Salle A", "mac": "52-54-00-AB-34-56" })).await;
        let id = id_of(&station);
        site.assert_line("create", admin.id, id).await;
        assert_eq!(station["name"], json!("Poste 01"));
        assert_eq!(station["mac"], json!("52:54:00:ab:34:56"));
        assert_eq!((&station["statut"], &station["en_ligne"]), (&json!("disponible"), &json!(false)));
        assert_eq!((&station["enrolled_at"], &station["session_active"]), (&Value::Null, &Value::Null));
        assert!(station.get("credential_hash").is_none());
        assert_eq!(admin.get(&path(id, "")).await.ok(), station);
        let put = json!({ "name": "Poste 1", "agency_id": agency, "ip": "192.168.10.17", "statut": "reserve" });
        let changed = admin.put(&path(id, ""), put).await.ok();
        site.assert_line("update", admin.id, id).await;
        // PUT gives all fields: those left out are emptied.
        assert_eq!((&changed["zone"], &changed["mac"]), (&Value::Null, &Value::Null));
        assert_eq!((&changed["ip"], &changed["statut"]), (&json!("192.168.10.17"), &json!("reserve")));
        let patched = admin.patch(&path(id, ""), json!({ "zone": "Salle B" })).await.ok();
        assert_eq!((&patched["zone"], &patched["ip"]), (&json!("Salle B"), &json!("192.168.10.17")));
        let patched = admin.patch(&path(id, ""), json!({ "ip": null })).await.ok();
        assert_eq!((&patched["ip"], &patched["zone"]), (&Value::Null, &json!("Salle B")));
        admin.delete(&path(id, "")).await.nothing();
        site.assert_line("remove", admin.id, id).await;
        admin.get(&path(id, "")).await.problem(404, "not_found");
        admin.delete(&path(id, "")).await.problem(404, "not_found");
    }

    /// STA-001, STA-003: states that are none, addresses that are none; nothing is kept.
    async fn wrong_fields_are_named(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        for (changes, field, code) in [
            (json!({ "statut": "x" }), "statut", "unknown_value"),
            (json!({ "statut": "Disponible" }), "statut", "unknown_value"),
            (json!({ "statut": "occupe" }), "statut", "statut_by_session"),
            (json!({ "ip": "999.1.1.1" }), "ip", "ip_format"),
            (json!({ "ip": "192.168.1" }), "ip", "ip_format"),
            (json!({ "ip": "192.168.1.1/24" }), "ip", "ip_format"),
            (json!({ "mac": "zz:54:00:12:34:56" }), "mac", "mac_format"),
            (json!({ "mac": "52:54:00:12:34" }), "mac", "mac_format"),
            (json!({ "mac": "ff:ff:ff:ff:ff:ff" }), "mac", "mac_format"),
            (json!({ "name": "" }), "name", "required"),
            (json!({ "name": "x".repeat(61) }), "name", "too_long"),
            (json!({ "zone": "x".repeat(61) }), "zone", "too_long"),
            (json!({ "last_seen_at": 5 }), "last_seen_at", "unknown_field"),
            (json!({ "agency_id": "x" }), "agency_id", "wrong_type"),
        ] {
            let mut body = json!({ "name": "Poste 01", "agency_id": agency });
            let (name, value) = changes.as_object().and_then(|fields| fields.iter().next()).expect("one field");
            body[name] = value.clone();
            admin.post(PATH, body).await.blames(field, code);
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM stations").await, 0);
        let id = created(&admin, "Poste 01", agency).await;
        admin.patch(&path(id, ""), json!({ "statut": "occupe" })).await.blames("statut", "statut_by_session");
        admin.patch(&path(id, ""), json!({ "ip": "nowhere" })).await.blames("ip", "ip_format");
        assert_eq!(admin.get(&path(id, "")).await.ok()["version"], json!(1));
    }

    /// STA-003: name, address and card are unique, however they are written.
    async fn addresses_are_unique(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let first = json!({ "ip": "192.168.10.17", "mac": "52:54:00:ab:34:56" });
        create(&admin, "Poste 01", agency, &first).await;
        let second = created(&admin, "Poste 02", agency).await;
        for (field, value) in
            [("name", "Poste 01"), ("ip", " 192.168.10.17 "), ("mac", "52-54-00-AB-34-56"), ("mac", "52:54:00:AB:34:56")]
        {
            let mut body = json!({ "name": "Poste 03", "agency_id": agency });
            body[field] = json!(value);
            for answer in [admin.post(PATH, body).await, admin.patch(&path(second, ""), json!({ field: value })).await] {
                let problem = answer.problem(409, "duplicate");
                assert_eq!(problem["errors"][0]["field"], json!(field), "{problem}");
            }
        }
        // Those without an address do not collide.
        created(&admin, "Poste 04", agency).await;
        assert_eq!(site.count("SELECT COUNT(*) FROM stations").await, 3);
    }

    /// Another agency's station is 404 in every way, and can be made in no other agency.
    async fn another_agency_s_station_is_not_there(site: &Site) {
        let (here, beside) = (site.agency("RE").await, site.agency("RE").await);
        let admin = site.admin().await;
        let id = created(&admin, "Poste 01", beside).await;
        let own = created(&admin, "Poste 02", here).await;
        let all = ["lire", "creer", "modifier", "supprimer", "commander", "approuver"].map(|action| format!("postes:{action}"));
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let scope = guichet::accounts::RoleScope::Agency(None);
        let manager = site.holder(&[all.as_slice(), &["sessions:lire"]].concat(), scope, Some(here)).await;
        for id in [id, Uuid::nil()] {
            manager.get(&path(id, "")).await.problem(404, "not_found");
            manager.put(&path(id, ""), json!({ "name": "À moi" })).await.problem(404, "not_found");
            manager.patch(&path(id, ""), json!({ "name": "À moi" })).await.problem(404, "not_found");
            manager.delete(&path(id, "")).await.problem(404, "not_found");
            manager.get(&path(id, "session_active")).await.problem(404, "not_found");
            for action in
                ["marquer_disponible", "marquer_maintenance", "marquer_hors_ligne", "enrolment_token", "revoke_credential", "lever_conflit"]
            {
                manager.post(&path(id, action), json!({})).await.problem(404, "not_found");
            }
            manager.post(&path(id, "command"), json!({ "kind": "lock" })).await.problem(404, "not_found");
        }
        manager.post(PATH, json!({ "name": "Poste 03", "agency_id": beside })).await.problem(404, "not_found");
        manager.post(PATH, json!({ "name": "Poste 03", "agency_id": Uuid::nil() })).await.blames("agency_id", "agency_required");
        manager.patch(&path(own, ""), json!({ "agency_id": beside })).await.problem(404, "not_found");
        assert_eq!(names(&manager.get(PATH).await.results()), ["Poste 02"]);
        assert_eq!(manager.get("/api/postes/stats/").await.ok()["total"], json!(1));
        assert_eq!(site.count("SELECT COUNT(*) FROM stations").await, 2);
        // A new station is made in one's own agency.
        let made = manager.post(PATH, json!({ "name": "Poste 03" })).await.created();
        assert_eq!(made["agency_id"], json!(here));
    }

    /// STA-005: filters, search, order.
    async fn stations_are_found(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        create(&admin, "Poste 01", agency, &json!({ "zone": "Salle A", "ip": "10.0.0.7" })).await;
        create(&admin, "Poste 02", agency, &json!({ "zone": "Salle B", "statut": "maintenance" })).await;
        create(&admin, "Accueil", agency, &json!({ "mac": "52:54:00:ab:34:56" })).await;
        let found = |query: &'static str| {
            let admin = &admin;
            async move { names(&admin.get(&format!("{PATH}?{query}")).await.results()).join(",") }
        };
        assert_eq!(found("").await, "Accueil,Poste 01,Poste 02");
        assert_eq!(found("ordering=-name").await, "Poste 02,Poste 01,Accueil");
        assert_eq!(found("statut=maintenance").await, "Poste 02");
        assert_eq!(found("statut__in=maintenance,disponible&search=poste").await, "Poste 01,Poste 02");
        assert_eq!(found("zone=Salle%20A").await, "Poste 01");
        assert_eq!(found("search=10.0.0").await, "Poste 01");
        assert_eq!(found("search=52:54").await, "Accueil");
        assert_eq!(found("en_ligne=true").await, "");
        assert_eq!(found("en_ligne=false&page_size=2").await, "Accueil,Poste 01");
        assert_eq!(found("en_ligne=false&page_size=2&page=2").await, "Poste 02");
        admin.get("/api/postes/?en_ligne=maybe").await.blames("en_ligne", "wrong_type");
        admin.get("/api/postes/?credential_hash=x").await.blames("credential_hash", "unknown_filter");
    }

    async fn an_old_copy_is_not_written(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let id = created(&admin, "Poste 01", agency).await;
        assert_eq!(admin.get(&path(id, "")).await.headers["etag"], "\"1\"");
        let first = admin.clone().with_header("if-match", "\"1\"");
        first.patch(&path(id, ""), json!({ "zone": "A" })).await.ok();
        first.patch(&path(id, ""), json!({ "zone": "B" })).await.problem(412, "outdated");
        first.delete(&path(id, "")).await.problem(412, "outdated");
        admin.clone().with_header("if-match", "\"2\"").delete(&path(id, "")).await.nothing();
    }
}
