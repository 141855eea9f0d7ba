//! What the dashboard counts: known sessions, sales and refusals, each in its hour, day, room and currency.
use crate::harness::{Person, Site, both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const OCCUPATION: &str = "/api/activite/occupation/";
const ACTIVITY: &str = "/api/activite/sessions/";
const TAKINGS: &str = "/api/activite/ventes/";
const MINUTE: u64 = 60;

/// An agency with stations in two places. It is Friday 20 November, 09:00 on Réunion.
struct House<'s> {
    site: &'s Site,
    agency: Uuid,
    /// In the room that is open from 08:30 to 18:00 on Fridays.
    roomed: Uuid,
    /// In no room.
    roomless: Uuid,
}

impl<'s> House<'s> {
    async fn open(site: &'s Site, country: &str) -> Self {
        let agency = site.agency(country).await;
        let admin = site.admin().await;
        let station = async |name: &str, zone: Option<&str>| {
            let body = json!({ "name": format!("{name}-{agency}"), "zone": zone, "agency_id": agency });
            id_of(&admin.post("/api/postes/", body).await.created())
        };
        let (roomed, roomless) = (station("A", Some("Salle A")).await, station("B", None).await);
        let zones = admin.get(&format!("/api/zones/?agency_id={agency}")).await.results();
        let hours = json!({ "hours": { "friday": [{ "from": "08:30", "to": "18:00" }] } });
        admin.patch(&format!("/api/zones/{}/", id_of(&zones[0])), hours).await.ok();
        Self { site, agency, roomed, roomless }
    }

    /// Somebody at the desk, who has just signed in: the clock goes faster than tokens last.
    async fn desk(&self) -> Person<'s> {
        self.site.operator(self.agency).await
    }

    /// A session that starts now.
    async fn start(&self, station: Uuid, minutes: u32) -> Uuid {
        let desk = self.desk().await;
        let (id, _) = self.site.session(&desk, None, Some(station), minutes).await;
        desk.post(&format!("/api/sessions/{id}/start/"), json!({})).await.ok();
        id
    }

    async fn end(&self, id: Uuid) {
        self.desk().await.post(&format!("/api/sessions/{id}/terminate/"), json!({})).await.ok();
    }

    fn after(&self, minutes: u64) {
        self.site.advance(Duration::from_secs(minutes * MINUTE));
    }

    async fn count(&self, filters: &str) -> Value {
        self.desk().await.get(&format!("/api/sessions/?{filters}")).await.ok()["count"].clone()
    }
}

fn share(busy_s: i64, open_s: i64) -> Value {
    json!({ "busy_s": busy_s, "open_s": open_s })
}

both! {
    /// A session from 09:00 to 10:30 counts in both hours, and a pause holds its station.
    async fn occupation_is_by_room_and_hour(site: &Site) {
        let house = House::open(site, "RE").await;
        let elsewhere = House::open(site, "RE").await;
        elsewhere.start(elsewhere.roomed, 240).await;
        let first = house.start(house.roomed, 120).await;
        house.after(90);
        house.end(first).await;
        let second = house.start(house.roomless, 60).await;
        house.after(10);
        house.desk().await.post(&format!("/api/sessions/{second}/suspend/"), json!({})).await.ok();
        house.after(10);
        // 10:50, and the second one is still open.
        let report = house.desk().await.get(OCCUPATION).await.ok();
        let period = &report["period"];
        assert_eq!((&period["timezone"], &period["current"]["from"]), (&json!("Indian/Reunion"), &json!("2026-11-20")));
        let rooms = report["rooms"].as_array().expect("rooms");
        let room = |name: Value| rooms.iter().find(|room| room["zone"] == name).expect("the room");
        let (roomed, roomless) = (room(json!("Salle A")), room(Value::Null));
        assert_eq!(rooms.len(), 2, "another agency's rooms are not among them");
        assert_eq!((&roomed["hours"][8], &roomed["hours"][9]), (&share(0, 0), &share(3600, 3600)));
        assert_eq!(roomed["hours"][10], share(1800, 3000), "open until now");
        assert_eq!((&roomed["busy_s"], &roomed["open_s"]), (&json!(5400), &json!(6600)));
        assert_eq!((&roomed["stations"], &roomed["previous"]), (&json!(1), &share(0, 0)));
        assert_eq!((&roomless["hours"][9], &roomless["hours"][10]), (&share(0, 3600), &share(1200, 3000)));

        let days = house.desk().await.get(&format!("{OCCUPATION}jours/?hour=10&zone=Salle%20A")).await.results();
        assert_eq!((days.len(), &days[0]["busy_s"], &days[0]["open_s"]), (1, &json!(1800), &json!(3000)));
        let all = house.desk().await.get(&format!("{OCCUPATION}jours/?hour=10")).await.results();
        assert_eq!(all[0]["busy_s"], json!(3000));
        let none = house.desk().await.get(&format!("{OCCUPATION}jours/?hour=10&zone=-")).await.results();
        assert_eq!(none[0]["busy_s"], json!(1200));
        // The number leads to its rows.
        let (from, to) = (&days[0]["from_at"], &days[0]["to_at"]);
        assert_eq!(house.count(&format!("zone=Salle%20A&ran_from={from}&ran_to={to}")).await, json!(1));
        assert_eq!(house.count(&format!("zone=-&ran_from={from}&ran_to={to}")).await, json!(1));
        assert_eq!(house.count(&format!("ran_from={from}&ran_to={to}")).await, json!(2));
        assert_eq!(house.count(&format!("ran_from={to}")).await, json!(1), "one goes on");
    }

    /// From 23:30 to 00:15 on Réunion: in two days there, in one where it is three hours earlier.
    async fn a_session_over_midnight_counts_in_both_days(site: &Site) {
        let (here, there) = (House::open(site, "RE").await, House::open(site, "CD").await);
        here.after(870);
        let sessions = [(&here, here.start(here.roomed, 60).await), (&there, there.start(there.roomed, 60).await)];
        here.after(45);
        for (house, id) in sessions {
            house.end(id).await;
        }
        let days = "?from=2026-11-20&to=2026-11-21";
        let report = here.desk().await.get(&format!("{ACTIVITY}{days}")).await.ok();
        let day = |index: usize| (report["days"][index]["started"].clone(), report["days"][index]["busy_s"].clone());
        assert_eq!(day(0), (json!(1), json!(1800)));
        assert_eq!(day(1), (json!(0), json!(900)));
        let (from, to) = (&report["days"][1]["from_at"], &report["days"][1]["to_at"]);
        assert_eq!(here.count(&format!("ran_from={from}&ran_to={to}")).await, json!(1));
        assert_eq!(here.count(&format!("started_from={from}&started_to={to}")).await, json!(0));
        let occupation = here.desk().await.get(&format!("{OCCUPATION}{days}")).await.ok();
        let room = &occupation["rooms"].as_array().expect("rooms").iter().find(|room| room["zone"] == "Salle A").expect("it").clone();
        assert_eq!(room["hours"][23], share(1800, 0), "after closing: held, and not open");
        assert_eq!(room["hours"][0], share(900, 0));

        let report = there.desk().await.get(&format!("{ACTIVITY}?from=2026-11-20&to=2026-11-20")).await.ok();
        assert_eq!(report["period"]["timezone"], json!("Africa/Kinshasa"));
        assert_eq!((&report["days"][0]["started"], &report["days"][0]["busy_s"]), (&json!(1), &json!(2700)));
    }

    async fn a_morning_is_compared_with_a_morning(site: &Site) {
        let house = House::open(site, "RE").await;
        for minutes in [350, 10] {
            let id = house.start(house.roomed, 60).await;
            house.after(10);
            house.end(id).await;
            house.after(minutes);
        }
        // 15:20 on Friday; on to 10:00 on Saturday.
        house.after(1120);
        let desk = house.desk().await;
        let today = desk.get(ACTIVITY).await.ok();
        assert_eq!(today["period"]["current"]["from"], json!("2026-11-21"));
        assert_eq!((&today["days"][0]["started"], &today["previous_days"][0]["started"]), (&json!(0), &json!(1)));
        assert_eq!(today["previous_days"][0]["busy_s"], json!(600));
        let span = &today["period"]["previous"];
        let filters = format!("started_from={}&started_to={}", span["from_at"], span["to_at"]);
        assert_eq!(house.count(&filters).await, json!(1));
        let whole = desk.get(&format!("{ACTIVITY}?from=2026-11-20&to=2026-11-20")).await.ok();
        assert_eq!(whole["days"][0]["started"], json!(2));
        assert_eq!((&whole["reasons"][0]["reason"], &whole["reasons"][0]["count"]), (&json!("operateur"), &json!(2)));
        assert_eq!(whole["period"]["previous"]["to"], json!("2026-11-19"));
    }

    /// Waiting, codes nobody used, and what stations refused.
    async fn waiting_and_refusals_are_counted(site: &Site) {
        let agency = site.agency("RE").await;
        let admin = site.admin().await;
        let key = site.station(&admin, agency).await;
        let desk = site.operator(agency).await;
        let (waits, _) = site.session(&desk, None, Some(key.id), 60).await;
        let (unused, _) = site.session(&desk, None, None, 60).await;
        site.advance(Duration::from_mins(4));
        desk.post(&format!("/api/sessions/{waits}/start/"), json!({})).await.ok();
        desk.delete(&format!("/api/sessions/{unused}/")).await.nothing();
        site.as_station(&key).post("/api/sessions/validate_code/", json!({ "code": "ZZZZZZ" })).await.status(400);
        let reads_all = site.holder(&["sessions:lire", "journal:lire"], RoleScope::Agency(None), Some(agency)).await;
        let waiting = reads_all.get(ACTIVITY).await.ok()["waiting"].clone();
        assert_eq!(waiting, json!({ "started": 1, "average_s": 240, "longest_s": 240, "unused": 1, "refused": 1 }));
        let lines = reads_all.get("/api/logs/?action=erreur&entity_kind=station").await.results();
        assert_eq!(lines.len(), 1, "its agency may read it");
        let reads_sessions = site.holder(&["sessions:lire"], RoleScope::Agency(None), Some(agency)).await;
        assert_eq!(reads_sessions.get(ACTIVITY).await.ok()["waiting"]["refused"], Value::Null);
    }

    /// Each currency for itself, and what was taken back taken off.
    async fn sales_are_by_tariff_and_currency(site: &Site) {
        let agency = site.agency("CD").await;
        let (admin, desk) = (site.admin().await, site.operator(agency).await);
        let tariff = async |code: &str, price: i64, currency: &str| {
            let body = json!({ "code": code, "name": code, "agency_id": agency, "minutes": 60, "price_minor": price, "currency": currency });
            id_of(&admin.post("/api/tariffs/", body).await.created())
        };
        let (hour, franc) = (tariff("H", 200, "USD").await, tariff("F", 500_000, "CDF").await);
        desk.post("/api/caisse/tiroirs/", json!({ "register": "Caisse 1", "floats": {} })).await.created();
        let sell = async |tariff: Uuid| {
            let body = json!({ "tariff_id": tariff, "payment": { "method": "especes" } });
            desk.post("/api/sessions/", body).await.created()["sales"][0].clone()
        };
        sell(hour).await;
        let back = sell(hour).await;
        sell(hour).await;
        sell(franc).await;
        let path = format!("/api/caisse/ventes/{}/annuler/", id_of(&back));
        admin.post(&path, json!({ "reason": "Poste en panne" })).await.created();
        let prints = json!({ "lines": [{ "label": "Impression", "quantity": 2, "unit_minor": 10 }], "currency": "USD", "payment": { "method": "especes" } });
        desk.post("/api/caisse/ventes/", prints).await.created();

        let report = desk.get(TAKINGS).await.ok();
        let rows: Vec<Value> = report["tariffs"].as_array().expect("rows").iter()
            .map(|row| json!([row["currency"], row["tariff_id"], row["sales"], row["reversals"], row["net_minor"]])).collect();
        assert_eq!(rows, [
            json!(["CDF", franc, 1, 0, 500_000]),
            json!(["USD", hour, 3, 1, 400]),
            json!(["USD", null, 1, 0, 20]),
        ]);
        let none = json!({ "sales": 0, "reversals": 0, "net_minor": 0 });
        assert_eq!(report["tariffs"][0]["previous"], none);
        let span = &report["period"]["current"];
        let bounds = format!("at_from={}&at_to={}", span["from_at"], span["to_at"]);
        let rows = async |filter: &str| desk.get(&format!("/api/caisse/ventes/?{bounds}&{filter}")).await.results().len();
        assert_eq!((rows(&format!("currency=USD&tariff_id={hour}")).await, rows("has_tariff=false").await), (4, 1));

        site.advance(Duration::from_mins(24 * 60 + 1));
        let report = site.operator(agency).await.get(TAKINGS).await.ok();
        assert_eq!((&report["tariffs"][0]["net_minor"], &report["tariffs"][0]["previous"]["net_minor"]), (&json!(0), &json!(500_000)));
    }

    /// Who sees an agency sees no other; who sees only their own rows, those.
    async fn everybody_counts_what_they_may_see(site: &Site) {
        let (house, elsewhere) = (House::open(site, "RE").await, House::open(site, "RE").await);
        house.start(house.roomed, 30).await;
        let own = site.holder(&["sessions:lire", "caisse:lire"], RoleScope::Own, Some(house.agency)).await;
        assert_eq!(own.get(ACTIVITY).await.ok()["days"][0]["started"], json!(0));
        assert_eq!(own.get(OCCUPATION).await.ok()["rooms"][0]["busy_s"], json!(0));
        for person in [house.desk().await, own] {
            for path in [OCCUPATION, ACTIVITY, TAKINGS] {
                person.get(&format!("{path}?agency_id={}", elsewhere.agency)).await.problem(404, "not_found");
            }
        }
        let admin = site.admin().await;
        admin.get(ACTIVITY).await.blames("agency_id", "agency_required");
        let report = admin.get(&format!("{ACTIVITY}?agency_id={}", house.agency)).await.ok();
        assert_eq!(report["days"][0]["started"], json!(1));
    }

    async fn what_is_asked_wrongly_is_named(site: &Site) {
        let desk = site.operator(site.agency("RE").await).await;
        for path in [OCCUPATION, ACTIVITY, TAKINGS] {
            desk.get(&format!("{path}?from=demain")).await.blames("from", "day_format");
            desk.get(&format!("{path}?from=2026-11-21&to=2026-11-20")).await.blames("to", "period_length");
            desk.get(&format!("{path}?from=2026-01-01")).await.blames("to", "period_length");
            desk.get(&format!("{path}?since=1")).await.blames("since", "unknown_filter");
            desk.get(&format!("{path}?agency_id=x")).await.blames("agency_id", "wrong_type");
        }
        desk.get(&format!("{OCCUPATION}jours/")).await.blames("hour", "required");
        desk.get(&format!("{OCCUPATION}jours/?hour=24")).await.blames("hour", "wrong_type");
        desk.get("/api/sessions/?ran_from=x").await.blames("ran_from", "wrong_type");
    }
}
