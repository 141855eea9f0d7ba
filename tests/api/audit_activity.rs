//! What one person did.
use crate::harness::both;
use guichet::days;
use serde_json::Value;

both! {
    /// AUD-016: what a person did between two days, those days included, is what the log has of that person.
    async fn the_activity_of_a_person_is_its_lines_of_those_days(site: &Site) {
        let admin = site.admin().await;
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let first = admin.get(&format!("/api/logs/?actor_id={}", operator.id)).await.results();
        assert!(!first.is_empty(), "its login");
        let ask = |rest: &str| format!("/api/reports/user-activity/?user={}{rest}", operator.id);
        assert_eq!(admin.get(&ask("")).await.results(), first);
        let day = |at: &Value| {
            days::day_of(at.as_i64().expect("an instant"), site.app.settings.zone()).to_string()
        };
        let (newest, oldest) = (day(&first[0]["at"]), day(&first[first.len() - 1]["at"]));
        assert_eq!(admin.get(&ask(&format!("&from={oldest}&to={newest}"))).await.results(), first);
        assert!(admin.get(&ask("&from=2099-01-01")).await.results().is_empty());
        assert!(admin.get(&ask("&to=2001-01-01")).await.results().is_empty());
        assert_eq!(admin.get(&ask("&page_size=1")).await.ok()["results"].as_array().map(Vec::len), Some(1));
        admin.get(&ask("&from=hier")).await.problem(400, "invalid");
        admin.get("/api/reports/user-activity/?from=2026-01-01").await.problem(400, "invalid");
        operator.get(&ask("")).await.ok();
    }
}
