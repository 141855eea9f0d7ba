//! When a station was there: its two histories laid over each other, as periods and as shares of days.
use super::path;
use crate::harness::{Site, StationKey, both, id_of};
use guichet::{accounts::RoleScope, stations};
use serde_json::{Value, json};
use std::time::Duration;

async fn beat(site: &Site, key: &StationKey) {
    site.as_station(key).post(&path(key.id, "heartbeat"), json!({})).await.ok();
}

async fn sweep(site: &Site) {
    stations::sweep(&site.app).await.unwrap_or_else(|problem| panic!("{problem:?}"));
}

fn told(rows: &[Value]) -> Vec<Value> {
    rows.iter().map(|row| json!([row["state"], row["why"], row["duration_s"]])).collect()
}

both! {
    /// Heard of, in use, silent, marked: each with its length and its reason, the latest first.
    async fn periods_follow_one_another(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        site.advance(Duration::from_mins(1));
        beat(site, &key).await;
        site.advance(Duration::from_mins(5));
        beat(site, &key).await;
        let desk = site.operator(agency).await;
        let (id, _) = site.session(&desk, None, Some(key.id), 60).await;
        desk.post(&format!("/api/sessions/{id}/start/"), json!({})).await.ok();
        site.advance(Duration::from_mins(2));
        sweep(site).await;
        site.advance(Duration::from_mins(3));
        beat(site, &key).await;
        desk.post(&format!("/api/sessions/{id}/terminate/"), json!({})).await.ok();
        site.advance(Duration::from_secs(30));
        desk.post(&path(key.id, "marquer_maintenance"), json!({})).await.ok();
        site.advance(Duration::from_secs(10));

        let list = path(key.id, "presence/periodes");
        let rows = desk.get(&list).await.results();
        // The lost link ends with the session: both in the same moment, and what is shorter than a moment is kept too.
        assert_eq!(told(&rows)[0], json!(["maintenance", "bureau", 10]));
        assert_eq!((&rows[0]["by_id"], &rows[0]["until"]), (&json!(desk.id), &Value::Null));
        let away = rows.iter().find(|row| row["why"] == "liaison_perdue").expect("the lost link");
        assert_eq!((&away["state"], &away["duration_s"]), (&json!("hors_ligne"), &json!(180)));
        let used: i64 = rows.iter().filter(|row| row["state"] == "occupe").filter_map(|row| row["duration_s"].as_i64()).sum();
        assert_eq!(used, 120);
        assert_eq!(told(&rows)[rows.len() - 1], json!(["hors_ligne", "jamais", 60]));
        for two in rows.windows(2) {
            assert_eq!(two[1]["until"], two[0]["since"], "nothing lies between");
        }
        let away = desk.get(&format!("{list}?state=hors_ligne&ordering=duration")).await.results();
        assert_eq!(told(&away), [json!(["hors_ligne", "jamais", 60]), json!(["hors_ligne", "liaison_perdue", 180])]);
        let since = rows[0]["since"].as_i64().expect("an instant");
        assert_eq!(desk.get(&format!("{list}?at_from={since}")).await.results().len(), 1);

        let report = desk.get(&path(key.id, "presence")).await.ok();
        let share = |state: &str| {
            let states = report["states"].as_array().expect("states");
            states.iter().find(|share| share["state"] == state).map(|share| share["duration_s"].clone())
        };
        assert_eq!((share("occupe"), share("maintenance")), (Some(json!(120)), Some(json!(10))));
        assert_eq!((share("en_ligne"), share("hors_ligne")), (Some(json!(330)), Some(json!(240))));
        // 450 of 690 seconds; maintenance is left out.
        assert_eq!((&report["uptime_percent"], &report["within_hours"]), (&json!(65), &json!(false)));
    }

    /// What happened while the server was away is told when it is known.
    async fn an_outage_of_the_server_is_no_presence(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        beat(site, &key).await;
        sweep(site).await;
        site.advance(Duration::from_mins(30));
        let restarted = site.another().await;
        let desk = restarted.operator(agency).await;
        let report = desk.get(&path(key.id, "presence")).await.ok();
        let parts = report["parts"].as_array().expect("parts");
        let last = parts.last().expect("a part");
        assert_eq!((&last["state"], &last["why"]), (&json!("hors_ligne"), &json!("serveur")));
        assert_eq!(last["to_at"].as_i64().unwrap_or_default() - last["from_at"].as_i64().unwrap_or_default(), 29 * 60_000);
        beat(&restarted, &key).await;
        let rows = desk.get(&path(key.id, "presence/periodes")).await.results();
        assert_eq!(told(&rows)[..2], [json!(["en_ligne", "liaison", 0]), json!(["hors_ligne", "serveur", 29 * 60])]);
        // Another process, or the same one after a short stop, hears it for the first time: it never went.
        let again = site.another().await;
        beat(&again, &key).await;
        assert_eq!(desk.get(&path(key.id, "presence/periodes")).await.results().len(), rows.len());
        restarted.close().await;
        again.close().await;
    }

    /// Where the room has opening hours, they are what is counted.
    async fn nights_do_not_count_against_a_station(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let body = json!({ "name": format!("A-{agency}"), "zone": "Salle A", "agency_id": agency });
        let id = id_of(&admin.post("/api/postes/", body).await.created());
        let zones = admin.get(&format!("/api/zones/?agency_id={agency}")).await.results();
        let hours = json!({ "hours": { "friday": [{ "from": "08:30", "to": "10:00" }] } });
        admin.patch(&format!("/api/zones/{}/", id_of(&zones[0])), hours).await.ok();
        site.advance(Duration::from_hours(12));
        let report = site.admin().await.get(&path(id, "presence")).await.ok();
        assert_eq!((&report["within_hours"], &report["uptime_percent"]), (&json!(true), &json!(0)));
        let away = &report["states"].as_array().expect("states")[3];
        assert_eq!((&away["state"], &away["duration_s"]), (&json!("hors_ligne"), &json!(3600)));
    }

    async fn others_stations_have_no_history_here(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let elsewhere = site.agency("RE").await;
        let desk = site.holder(&["postes:lire"], RoleScope::Agency(None), Some(elsewhere)).await;
        for what in ["presence", "presence/periodes"] {
            desk.get(&path(key.id, what)).await.problem(404, "not_found");
        }
        admin.get(&format!("{}?from=demain", path(key.id, "presence"))).await.blames("from", "day_format");
        admin.get(&format!("{}?odd=1", path(key.id, "presence/periodes"))).await.blames("odd", "unknown_filter");
    }
}
