//! SES-027: the full cycle of a visitor, through the API alone.
use crate::harness::{Machine, both, id_of};
use serde_json::{Value, json};
use std::time::Duration;

both! {
    async fn a_visitor_s_cycle(site: &Site) {
        let admin = site.admin().await;
        let agency = json!({ "code": "RE-STD", "name": "Espace numérique de Saint-Denis", "city": "Saint-Denis", "country": "RE",
            "timezone": "Indian/Reunion" });
        let agency = id_of(&admin.post("/api/agencies/", agency).await.created());
        let desk = site.operator(agency).await;

        let visitor = json!({ "first_name": "Ana", "last_name": "Exemple", "phone": "0692 12 34 56", "consent": true });
        let visitor = id_of(&desk.post("/api/utilisateurs/", visitor).await.created());
        let station = json!({ "name": "Poste 07", "agency_id": agency, "zone": "Salle A" });
        let station = id_of(&admin.post("/api/postes/", station).await.created());
        let token = admin.post(&format!("/api/postes/{station}/enrolment_token/"), json!({})).await.created();
        let machine = Machine::numbered(7);
        let enrol = machine.asking("poste-07", token["token"].as_str());
        assert_eq!(site.anonymous().post("/api/postes/enrol/", enrol).await.created()["station_id"], json!(station));
        let machine = site.as_station(&site.let_in(&machine, station).await);
        machine.post(&format!("/api/postes/{station}/heartbeat/"), json!({ "client_version": "0.1.0" })).await.ok();
        let free = desk.get("/api/postes/disponibles/").await.results();
        assert_eq!(free.iter().map(id_of).collect::<Vec<_>>(), [station]);

        let may = desk.get(&format!("/api/utilisateurs/{visitor}/can_create_session/")).await.ok();
        assert_eq!((&may["can_create"], &may["remaining"]), (&json!(true), &json!(3)));
        let new = json!({ "visitor_id": visitor, "station_id": station, "minutes": 30 });
        let issued = desk.post("/api/sessions/", new).await.created();
        let id = id_of(&issued);
        let path = |what: &str| format!("/api/sessions/{id}/{what}");

        let valid = machine.post("/api/sessions/validate_code/", json!({ "code": issued["code"] })).await.ok();
        assert_eq!((&valid["valid"], &valid["session"]["session_id"]), (&json!(true), &json!(id)));
        machine.post(&path("start/"), json!({})).await.ok();
        site.advance(Duration::from_mins(5));
        desk.post(&path("add_time/"), json!({ "minutes": 15 })).await.ok();
        desk.post(&path("suspend/"), json!({})).await.ok();
        site.advance(Duration::from_mins(10));
        desk.post(&path("resume/"), json!({})).await.ok();
        site.advance(Duration::from_mins(1));
        let told = machine.get(&path("time_remaining/")).await.ok();
        assert_eq!([&told["granted_s"], &told["elapsed_s"], &told["remaining_s"]], [&json!(2700), &json!(360), &json!(2340)]);
        let ended = desk.post(&path("terminate/"), json!({ "reason": "Au revoir" })).await.ok();
        assert_eq!((&ended["statut"], &ended["elapsed_s"]), (&json!("terminee"), &json!(360)));
        machine.post("/api/sessions/validate_code/", json!({ "code": issued["code"] })).await.problem(400, "expired_code");

        let of_visitor = desk.get(&format!("/api/utilisateurs/{visitor}/sessions/")).await.results();
        assert_eq!(of_visitor.iter().map(id_of).collect::<Vec<_>>(), [id]);
        let used = desk.get(&format!("/api/utilisateurs/{visitor}/")).await.ok();
        assert_eq!((&used["stats"]["sessions"], &used["stats"]["total_s"]), (&json!(1), &json!(360)));
        let stats = desk.get("/api/sessions/stats/").await.ok();
        assert_eq!((&stats["total"], &stats["by_statut"]["terminee"]), (&json!(1), &json!(1)));
        let postes = desk.get("/api/postes/stats/").await.ok();
        assert_eq!((&postes["total"], &postes["by_statut"]["disponible"]), (&json!(1), &json!(1)));

        let logs = desk.get(&format!("/api/logs/by_session/?session={id}&page_size=100")).await.results();
        let mut actions: Vec<&str> = logs.iter().filter_map(|line| line["action"].as_str()).collect();
        actions.sort_unstable();
        let expected = [
            "ajout_temps",
            "demarrage_session",
            "fermeture_session",
            "generation_code",
            "reprise_session",
            "suspension_session",
            "validation_code",
        ];
        assert_eq!(actions, expected);
        let whole = Value::Array(admin.get("/api/logs/?page_size=200").await.results()).to_string();
        for personal in ["Exemple", "12 34 56", "123456", issued["code"].as_str().expect("a code")] {
            assert!(!whole.contains(personal), "{personal} stands in the log");
        }
        site.assert_sound_log().await;
    }
}
