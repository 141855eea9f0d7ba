//! Agencies: opened and changed by those who may, seen by those who work there.
use crate::harness::{both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/api/agencies/";

fn agency(changes: &Value) -> Value {
    let mut body = json!({ "code": "RE-STP", "name": "Espace de Saint-Pierre", "city": "Saint-Pierre", "country": "RE",
        "timezone": "Indian/Reunion" });
    for (name, value) in changes.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

both! {
    async fn an_agency_is_opened_and_changed(site: &Site) {
        let admin = site.admin().await;
        let opened = admin.post(PATH, agency(&json!({}))).await.created();
        let id = id_of(&opened);
        site.assert_line("create", admin.id, id).await;
        let path = format!("{PATH}{id}/");
        assert_eq!(admin.get(&path).await.ok(), opened);
        let put = agency(&json!({ "city": "Saint-Pierre (centre)", "province": "Sud" }));
        let changed = admin.put(&path, put).await.ok();
        assert_eq!((&changed["city"], &changed["province"]), (&json!("Saint-Pierre (centre)"), &json!("Sud")));
        assert_eq!(changed["version"], json!(2));
        site.assert_line("update", admin.id, id).await;
        let patched = admin.patch(&path, json!({ "name": "Espace du Sud" })).await.ok();
        assert_eq!((&patched["name"], &patched["city"]), (&json!("Espace du Sud"), &changed["city"]));
        assert_eq!(patched["created_at"], opened["created_at"]);
    }

    async fn wrong_fields_are_named(site: &Site) {
        let admin = site.admin().await;
        for (changes, field, code) in [
            (json!({ "code": "" }), "code", "required"),
            (json!({ "code": "x".repeat(21) }), "code", "too_long"),
            (json!({ "name": "  " }), "name", "required"),
            (json!({ "name": "a\u{7}b" }), "name", "control_character"),
            (json!({ "country": "re" }), "country", "country_format"),
            (json!({ "country": "REU" }), "country", "country_format"),
            (json!({ "timezone": "Mars/Olympus" }), "timezone", "timezone_unknown"),
            (json!({ "city": 5 }), "city", "wrong_type"),
            (json!({ "id": Uuid::nil() }), "id", "unknown_field"),
        ] {
            admin.post(PATH, agency(&changes)).await.blames(field, code);
        }
        admin.post(PATH, agency(&json!({}))).await.created();
        let twice = admin.post(PATH, agency(&json!({}))).await.problem(409, "duplicate");
        assert_eq!(twice["errors"][0]["field"], json!("code"));
        assert_eq!(site.count("SELECT COUNT(*) FROM agencies").await, 1);
    }

    /// A change made on an old copy is refused, and says so.
    async fn an_old_copy_is_not_written(site: &Site) {
        let admin = site.admin().await;
        let id = id_of(&admin.post(PATH, agency(&json!({}))).await.created());
        let path = format!("{PATH}{id}/");
        let read = admin.get(&path).await;
        assert_eq!(read.headers["etag"], "\"1\"");
        let first = admin.clone().with_header("if-match", "\"1\"");
        first.patch(&path, json!({ "name": "Un" })).await.ok();
        first.patch(&path, json!({ "name": "Deux" })).await.problem(412, "outdated");
        first.put(&path, agency(&json!({}))).await.problem(412, "outdated");
        admin.clone().with_header("if-match", "nonsense").patch(&path, json!({})).await.problem(412, "outdated");
        admin.clone().with_header("if-match", "*").patch(&path, json!({ "name": "Trois" })).await.ok();
        assert_eq!(admin.get(&path).await.ok()["name"], json!("Trois"));
    }

    /// Another agency is 404, like one that is not there; managing one takes the permission.
    async fn an_operator_sees_its_own_agency(site: &Site) {
        let (here, beside) = (site.agency("RE").await, site.agency("CD").await);
        let operator = site.operator(here).await;
        let listed = operator.get(PATH).await.results();
        assert_eq!(listed.iter().map(id_of).collect::<Vec<_>>(), [here]);
        operator.get(&format!("{PATH}{here}/")).await.ok();
        for id in [beside, Uuid::nil()] {
            operator.get(&format!("{PATH}{id}/")).await.problem(404, "not_found");
        }
        operator.get(&format!("{PATH}no-id/")).await.problem(404, "not_found");
        operator.post(PATH, agency(&json!({}))).await.problem(403, "forbidden");
        operator.patch(&format!("{PATH}{here}/"), json!({ "name": "À moi" })).await.problem(403, "forbidden");
        let manager = site.holder(&["agences:lire", "agences:gerer"], RoleScope::Agency(None), Some(here)).await;
        manager.patch(&format!("{PATH}{here}/"), json!({ "name": "À moi" })).await.ok();
        manager.patch(&format!("{PATH}{beside}/"), json!({ "name": "À moi" })).await.problem(404, "not_found");
        manager.put(&format!("{PATH}{beside}/"), agency(&json!({}))).await.problem(404, "not_found");
        let province = site.holder(&["agences:lire"], RoleScope::Province("CD-P".into()), None).await;
        assert_eq!(province.get(PATH).await.results().iter().map(id_of).collect::<Vec<_>>(), [beside]);
    }

    async fn agencies_are_searched_and_sorted(site: &Site) {
        let admin = site.admin().await;
        for (code, name, country) in [("A", "Zénith", "RE"), ("B", "Aurore", "CD"), ("C", "Midi", "RE")] {
            admin.post(PATH, agency(&json!({ "code": code, "name": name, "country": country }))).await.created();
        }
        let codes = |rows: Vec<Value>| rows.iter().filter_map(|row| row["code"].as_str().map(str::to_owned)).collect::<String>();
        assert_eq!(codes(admin.get(PATH).await.results()), "BCA");
        assert_eq!(codes(admin.get("/api/agencies/?ordering=-code").await.results()), "CBA");
        assert_eq!(codes(admin.get("/api/agencies/?country=RE&ordering=code").await.results()), "AC");
        assert_eq!(codes(admin.get("/api/agencies/?search=aur").await.results()), "B");
        admin.get("/api/agencies/?colour=red").await.blames("colour", "unknown_filter");
        admin.get("/api/agencies/?ordering=password").await.blames("ordering", "unknown_ordering");
    }
}
