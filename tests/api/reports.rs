//! Reports: made by the jobs, kept, and read by those who may.
use crate::harness::both;
use guichet::{accounts::RoleScope, jobs};
use serde_json::json;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

both! {
    /// JOB-007: the report of the day before, by action and by actor.
    async fn the_daily_report_on_the_log_is_kept(site: &Site) {
        let agency = site.agency("RE").await;
        let admin = site.admin().await;
        let _operator = site.operator(agency).await;
        site.advance(DAY);
        let made = jobs::run_now(&site.app, "generate_logs_report").await.expect("a report");
        assert_eq!(made["day"], json!("2026-11-20"));

        let admin = { drop(admin); site.admin().await };
        let reports = admin.get("/api/reports/?type=logs_daily").await.results();
        assert_eq!(reports.len(), 1);
        let report = &reports[0];
        assert_eq!(report["type"], json!("logs_daily"));
        assert_eq!(report["day"], json!("2026-11-20"));
        assert_eq!(report["data"]["total"], made["total"]);
        assert_eq!(report["data"]["by_action"]["connexion_operateur"], json!(2));
        assert_eq!(report["data"]["errors"], json!(0));
        let path = format!("/api/reports/{}/", report["id"].as_str().expect("an id"));
        assert_eq!(&admin.get(&path).await.ok(), report);
        assert!(admin.get("/api/reports/?type=sessions_daily").await.results().is_empty());
    }

    /// A report made again takes the place of the first.
    async fn a_day_has_one_report_of_a_kind(site: &Site) {
        for _ in 0..2 {
            jobs::run_now(&site.app, "generate_logs_report").await.expect("a report");
        }
        assert_eq!(site.admin().await.get("/api/reports/").await.results().len(), 1);
    }

    /// Reports tell of the whole installation.
    async fn whoever_sees_one_agency_sees_no_report(site: &Site) {
        let agency = site.agency("RE").await;
        jobs::run_now(&site.app, "generate_logs_report").await.expect("a report");
        let all = site.holder(&["rapports:lire"], RoleScope::All, None).await;
        let one = site.holder(&["rapports:lire"], RoleScope::Agency(Some(agency)), None).await;
        let report = all.get("/api/reports/").await.results().remove(0);
        assert!(one.get("/api/reports/").await.results().is_empty());
        let path = format!("/api/reports/{}/", report["id"].as_str().expect("an id"));
        one.get(&path).await.problem(404, "not_found");
        all.get("/api/reports/no-id/").await.problem(404, "not_found");
    }
}
