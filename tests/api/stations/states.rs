//! A station's state, and the session that rules it.
use super::{PATH, create, path};
use crate::harness::{Site, StationKey, both, id_of};
use serde_json::{Value, json};
use uuid::Uuid;

const MARKS: [(&str, &str); 3] = [
    ("marquer_disponible", "disponible"),
    ("marquer_maintenance", "maintenance"),
    ("marquer_hors_ligne", "hors_ligne"),
];

/// A station with a session running at it.
async fn occupied(site: &Site) -> (StationKey, Uuid) {
    let (admin, agency) = (site.admin().await, site.agency("RE").await);
    let key = site.station(&admin, agency).await;
    let (session, _) = site.session(&admin, None, Some(key.id), 30).await;
    admin.post(&format!("/api/sessions/{session}/start/"), json!({})).await.ok();
    (key, session)
}

both! {
    /// STA-013, STA-014, STA-015: each mark, its audit line and its history.
    async fn a_station_is_marked(site: &Site) {
        let agency = site.agency("RE").await;
        let (admin, operator) = (site.admin().await, site.operator(agency).await);
        let id = site.station(&admin, agency).await.id;
        let from = site.count("SELECT COUNT(*) FROM state_changes").await;
        for (mark, statut) in MARKS.iter().cycle().skip(1).take(6) {
            let station = operator.post(&path(id, mark), json!({})).await.ok();
            assert_eq!(station["statut"], json!(statut));
            site.assert_line("mark", operator.id, id).await;
            assert_eq!(operator.get(&path(id, "")).await.ok(), station);
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM state_changes").await, from + 6);
        site.anonymous().post(&path(id, MARKS[0].0), json!({})).await.problem(401, "unauthenticated");
        let reader = site.holder(&["postes:lire"], guichet::accounts::RoleScope::All, None).await;
        for (mark, _) in MARKS {
            reader.post(&path(id, mark), json!({})).await.problem(403, "forbidden");
        }
    }

    /// STA-004, STA-009, STA-014: while a session holds it, nothing else changes a station's state.
    async fn an_occupied_station_stays_so(site: &Site) {
        let (key, session) = occupied(site).await;
        let admin = site.admin().await;
        let station = admin.get(&path(key.id, "")).await.ok();
        assert_eq!(station["statut"], json!("occupe"));
        assert_eq!(station["session_active"]["session_id"], json!(session));
        for (mark, _) in MARKS {
            admin.post(&path(key.id, mark), json!({})).await.problem(409, "station_busy");
        }
        admin.patch(&path(key.id, ""), json!({ "statut": "maintenance" })).await.problem(409, "station_busy");
        admin.delete(&path(key.id, "")).await.problem(409, "station_busy");
        // What is not its state may change.
        admin.patch(&path(key.id, ""), json!({ "zone": "Salle A" })).await.ok();
        assert_eq!(admin.get(&path(key.id, "")).await.ok()["statut"], json!("occupe"));
        // STA-016.
        let active = admin.get(&path(key.id, "session_active")).await.ok();
        assert_eq!((id_of(&active), &active["statut"]), (session, &json!("active")));
        admin.post(&format!("/api/sessions/{session}/suspend/"), json!({})).await.ok();
        assert_eq!(admin.get(&path(key.id, "session_active")).await.ok()["statut"], json!("suspendue"));
        admin.delete(&path(key.id, "")).await.problem(409, "station_busy");
        admin.post(&format!("/api/sessions/{session}/terminate/"), json!({})).await.ok();
        admin.get(&path(key.id, "session_active")).await.problem(404, "not_found");
        assert_eq!(admin.get(&path(key.id, "")).await.ok()["statut"], json!("disponible"));
        // A session refers to it: it is kept, for the history.
        admin.delete(&path(key.id, "")).await.problem(409, "in_use");
    }

    /// STA-004: the database itself refuses a second session at a station.
    async fn a_station_holds_one_session(site: &Site) {
        let (key, _) = occupied(site).await;
        let admin = site.admin().await;
        admin.post("/api/sessions/", json!({ "station_id": key.id, "minutes": 5 })).await.problem(409, "station_busy");
        let agency = admin.get(&path(key.id, "")).await.ok()["agency_id"].clone();
        let other = admin.post("/api/sessions/", json!({ "agency_id": agency, "minutes": 5 })).await.created();
        let start = format!("/api/sessions/{}/start/", id_of(&other));
        admin.post(&start, json!({ "station_id": key.id })).await.problem(409, "station_busy");
        site.meddle("UPDATE stations SET statut = 'disponible'").await;
        // The row says free by mistake: the index knows better.
        admin.post(&start, json!({ "station_id": key.id })).await.problem(409, "station_busy");
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions WHERE statut = 'active'").await, 1);
    }

    /// STA-004: of many sessions started at one station at once, one starts.
    async fn of_many_starts_at_once_one_succeeds(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let mut paths = Vec::new();
        for _ in 0..10 {
            let new = json!({ "agency_id": agency, "minutes": 5 });
            paths.push(format!("/api/sessions/{}/start/", id_of(&admin.post("/api/sessions/", new).await.created())));
        }
        let starts = paths.iter().map(|path| admin.post(path, json!({ "station_id": key.id })));
        let answers = futures_util::future::join_all(starts).await;
        let started = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
        assert_eq!(started, 1);
        for answer in answers.into_iter().filter(|answer| answer.status.as_u16() != 200) {
            answer.problem(409, "station_busy");
        }
        site.assert_sound_log().await;
    }

    /// STA-010, STA-011: free and on line; counts that are those of the table.
    async fn stations_are_counted(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let mut keys = Vec::new();
        for _ in 0..4 {
            keys.push(site.station(&admin, agency).await);
        }
        create(&admin, "Atelier", agency, &json!({ "statut": "maintenance" })).await;
        create(&admin, "Réserve", agency, &json!({ "statut": "reserve" })).await;
        for key in &keys[..3] {
            site.as_station(key).post(&path(key.id, "heartbeat"), json!({})).await.ok();
        }
        let (session, _) = site.session(&admin, None, Some(keys[0].id), 30).await;
        admin.post(&format!("/api/sessions/{session}/start/"), json!({})).await.ok();
        let stats = admin.get("/api/postes/stats/").await.ok();
        let by_statut = json!({ "disponible": 3, "occupe": 1, "reserve": 1, "maintenance": 1, "hors_ligne": 0 });
        assert_eq!(stats, json!({ "total": 6, "en_ligne": 3, "by_statut": by_statut, "occupation_percent": 20 }));
        let free = admin.get("/api/postes/disponibles/").await.results();
        let ids: Vec<Value> = free.iter().map(|station| station["id"].clone()).collect();
        assert_eq!(ids.len(), 2, "{free:?}");
        assert!(keys[1..3].iter().all(|key| ids.contains(&json!(key.id))));
        assert_eq!(admin.get(&format!("{PATH}?en_ligne=true")).await.results().len(), 3);
        site.advance(std::time::Duration::from_secs(61));
        assert!(admin.get("/api/postes/disponibles/").await.results().is_empty());
        assert_eq!(admin.get("/api/postes/stats/").await.ok()["en_ligne"], json!(0));
    }
}
