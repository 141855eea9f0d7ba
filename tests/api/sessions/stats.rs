//! SES-016: counts that are those of the table.
use super::Room;
use crate::harness::{both, id_of};
use serde_json::json;
use std::time::Duration;

both! {
    async fn sessions_are_counted(site: &Site) {
        let room = Room::open(site).await;
        let elsewhere = Room::open(site).await;
        elsewhere.running(30).await;
        for minutes in [10, 20] {
            let id = room.running(minutes).await;
            site.advance(Duration::from_secs(60 * u64::from(minutes) / 2));
            room.act(id, "terminate", json!({})).await.ok();
        }
        let (cancelled, _) = room.issue(5).await;
        room.desk.delete(&super::path(cancelled, "")).await.nothing();
        room.issue(5).await;
        room.running(60).await;
        let stats = room.desk.get("/api/sessions/stats/").await.ok();
        assert_eq!(stats["total"], json!(5));
        let by_statut = json!({ "en_attente": 1, "active": 1, "suspendue": 0, "terminee": 2, "expiree": 0, "annulee": 1 });
        assert_eq!(stats["by_statut"], by_statut);
        // 300 s and 600 s were used.
        assert_eq!(stats["average_s"], json!(450));
        let today = &stats["today"];
        assert_eq!((&today["day"], &today["count"], &today["started"]), (&json!("2026-11-20"), &json!(5), &json!(3)));
        assert_eq!(today["total_s"], json!(900));
        let by_day = stats["by_day"].as_array().expect("days");
        assert_eq!((by_day.len(), &by_day[29]), (30, today));
        let by_hour = stats["by_hour"].as_array().expect("hours");
        assert_eq!((by_hour.len(), &by_hour[9]), (24, &json!(3)));
        let all = site.admin().await.get("/api/sessions/stats/").await.ok();
        assert_eq!(all["total"], json!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await));
    }

    /// A late evening's sessions belong to the day it is in La Réunion, not in London.
    async fn a_day_is_the_site_s_own(site: &Site) {
        let room = Room::open(site).await;
        // 20 November, 23:30 there.
        site.advance(Duration::from_mins(870));
        let desk = site.operator(room.agency).await;
        id_of(&desk.post(super::PATH, json!({ "minutes": 5 })).await.created());
        assert_eq!(desk.get("/api/sessions/stats/").await.ok()["today"]["count"], json!(1));
        site.advance(Duration::from_mins(30));
        let desk = site.operator(room.agency).await;
        let stats = desk.get("/api/sessions/stats/").await.ok();
        assert_eq!((&stats["today"]["day"], &stats["today"]["count"]), (&json!("2026-11-21"), &json!(0)));
        assert_eq!(stats["by_day"][28]["count"], json!(1));
    }
}
