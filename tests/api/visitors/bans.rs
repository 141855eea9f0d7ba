//! Bans: no session for a while, and the reason for those who work here alone.
use crate::harness::{both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const PATH: &str = "/api/utilisateurs/";
const DAY_MS: i64 = 24 * 3_600_000;

both! {
    /// A ban is not got round by making the session somebody else's, or nobody's.
    async fn a_session_keeps_its_visitor(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let (visitor, other) = (site.visitor(&operator).await, site.visitor(&operator).await);
        let (id, _) = site.session(&operator, Some(visitor), None, 30).await;
        let path = format!("/api/sessions/{id}/");
        operator.patch(&path, json!({ "visitor_id": other })).await.blames("visitor_id", "visitor_fixed");
        operator.put(&path, json!({ "visitor_id": null, "station_id": null })).await.blames("visitor_id", "visitor_fixed");
        operator.put(&path, json!({ "visitor_id": visitor, "station_id": null })).await.ok();
        let (id, _) = site.session(&operator, None, None, 30).await;
        let named = operator.patch(&format!("/api/sessions/{id}/"), json!({ "visitor_id": other })).await.ok();
        assert_eq!(named["visitor_id"], json!(other));
    }

    async fn a_banned_visitor_gets_no_session_until_the_end(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let desk = site.operator(agency).await;
        let visitor = site.visitor(&desk).await;
        let path = format!("{PATH}{visitor}/");
        let ban = json!({ "reason": "A menacé un visiteur", "until": site.now() + DAY_MS });
        let banned = desk.post(&format!("{path}bannir/"), ban).await.ok();
        site.assert_line("ban", desk.id, visitor).await;
        assert_eq!((&banned["ban_reason"], &banned["banned_by"]), (&json!("A menacé un visiteur"), &json!(desk.id)));
        assert_eq!(banned["banned_until"], json!(site.now() + DAY_MS));
        let new = json!({ "visitor_id": visitor, "minutes": 5 });
        let refused = desk.post("/api/sessions/", new.clone()).await.problem(400, "invalid");
        assert_eq!(refused["errors"][0]["code"], json!("banned"));
        assert!(refused["errors"][0]["message"].as_str().is_some_and(|text| text.contains("jusqu’au")), "{refused}");
        let may = desk.get(&format!("{path}can_create_session/")).await.ok();
        assert_eq!((&may["can_create"], &may["reason"], &may["remaining"]), (&json!(false), &json!("banned"), &json!(0)));
        let listed = desk.get(&format!("{PATH}?banned=true")).await.results();
        assert_eq!(listed.iter().map(id_of).collect::<Vec<_>>(), [visitor]);
        assert_eq!((&listed[0]["ban_reason"], &listed[0]["banned_until"]), (&Value::Null, &banned["banned_until"]));
        assert!(desk.get(&format!("{PATH}?banned=false")).await.results().is_empty());
        site.advance(Duration::from_hours(24));
        let desk = site.operator(agency).await;
        assert!(desk.get(&format!("{PATH}?banned=true")).await.results().is_empty());
        desk.post("/api/sessions/", new).await.created();
        drop(admin);
    }

    /// A code that waits does not open; the station's screen does not say why.
    async fn a_banned_visitor_s_code_does_not_open(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let desk = site.operator(agency).await;
        let key = site.station(&admin, agency).await;
        let station = site.as_station(&key);
        let visitor = site.visitor(&desk).await;
        let (id, code) = site.session(&desk, Some(visitor), None, 30).await;
        let (validated, second) = site.session(&desk, Some(visitor), None, 30).await;
        station.post("/api/sessions/validate_code/", json!({ "code": second })).await.ok();
        let path = format!("{PATH}{visitor}/");
        let ban = json!({ "reason": "Vol", "until": site.now() + DAY_MS });
        desk.post(&format!("{path}bannir/"), ban).await.ok();
        let told = station.post("/api/sessions/validate_code/", json!({ "code": code })).await.problem(409, "ask_desk");
        assert!(!told.to_string().contains("Vol") && !told.to_string().contains("exclu"), "{told}");
        station.post(&format!("/api/sessions/{validated}/start/"), json!({})).await.problem(409, "ask_desk");
        let by_desk = json!({ "code": code, "station_id": key.id });
        let told = desk.post("/api/sessions/validate_code/", by_desk).await.problem(409, "visitor_banned");
        assert!(told["detail"].as_str().is_some_and(|text| text.contains("exclu jusqu’au")), "{told}");
        let start = json!({ "station_id": key.id });
        desk.post(&format!("/api/sessions/{id}/start/"), start).await.problem(409, "visitor_banned");
        let lifted = desk.post(&format!("{path}lever_bannissement/"), json!({})).await.ok();
        site.assert_line("lift_ban", desk.id, visitor).await;
        assert_eq!((&lifted["banned_until"], &lifted["ban_reason"]), (&Value::Null, &Value::Null));
        desk.post(&format!("{path}lever_bannissement/"), json!({})).await.ok();
        station.post(&format!("/api/sessions/{validated}/start/"), json!({})).await.ok();
    }

    async fn wrong_bans_are_named_and_foreign_visitors_not_there(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await;
        let visitor = site.visitor(&desk).await;
        let path = format!("{PATH}{visitor}/bannir/");
        for (body, field, code) in [
            (json!({ "reason": " ", "until": site.now() + 1 }), "reason", "required"),
            (json!({ "reason": "x", "until": site.now() }), "until", "ban_until"),
            (json!({ "reason": "x", "until": i64::MAX }), "until", "ban_until"),
            (json!({ "reason": "x", "until": i64::MIN }), "until", "ban_until"),
            (json!({ "reason": "x" }), "until", "required"),
        ] {
            desk.post(&path, body).await.blames(field, code);
        }
        let elsewhere = site.operator(site.agency("RE").await).await;
        for id in [visitor, Uuid::nil()] {
            let ban = json!({ "reason": "x", "until": site.now() + 1 });
            elsewhere.post(&format!("{PATH}{id}/bannir/"), ban).await.problem(404, "not_found");
            elsewhere.post(&format!("{PATH}{id}/lever_bannissement/"), json!({})).await.problem(404, "not_found");
        }
        let reader = site.holder(&["visiteurs:lire"], RoleScope::All, Some(agency)).await;
        reader.post(&path, json!({ "reason": "x", "until": site.now() + 1 })).await.problem(403, "forbidden");
        site.anonymous().post(&path, json!({})).await.problem(401, "unauthenticated");
    }
}
