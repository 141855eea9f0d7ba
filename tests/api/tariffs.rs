//! Tariffs, and what of them stations offer.
use crate::{
    harness::{Person, both, id_of},
    websocket::{GENERAL, Hall},
};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

const PATH: &str = "/api/tariffs/";

fn tariff(agency: Uuid, code: &str, changes: Value) -> Value {
    let mut body = json!({ "code": code, "name": "Une heure", "agency_id": agency, "minutes": 60, "price_minor": 200,
        "currency": "EUR", "self_service": true });
    let Value::Object(changes) = changes else { panic!("an object") };
    for (name, value) in changes {
        body[name] = value;
    }
    body
}

async fn made(person: &Person<'_>, agency: Uuid, code: &str, changes: Value) -> Uuid {
    id_of(&person.post(PATH, tariff(agency, code, changes)).await.created())
}

both! {
    async fn a_tariff_is_made_and_changed(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let made = admin.post(PATH, tariff(agency, "H1", json!({}))).await.created();
        let (id, path) = (id_of(&made), format!("{PATH}{}/", id_of(&made)));
        site.assert_line("create", admin.id, id).await;
        assert_eq!(admin.get(&path).await.ok(), made);
        assert_eq!((&made["is_active"], &made["zone_id"]), (&json!(true), &Value::Null));
        let patched = admin.patch(&path, json!({ "price_minor": 0, "is_active": false })).await.ok();
        assert_eq!((&patched["price_minor"], &patched["is_active"], &patched["minutes"]), (&json!(0), &json!(false), &json!(60)));
        let put = admin.put(&path, tariff(agency, "H2", json!({ "minutes": 120 }))).await.ok();
        assert_eq!((&put["code"], &put["is_active"], &put["version"]), (&json!("H2"), &json!(true), &json!(3)));
        for (changes, field, code) in [
            (json!({ "code": "" }), "code", "required"),
            (json!({ "minutes": 0 }), "minutes", "minutes_range"),
            (json!({ "minutes": 721 }), "minutes", "minutes_range"),
            (json!({ "price_minor": -1 }), "price_minor", "price_range"),
            (json!({ "currency": "eur" }), "currency", "currency_format"),
            (json!({ "currency": "GBP" }), "currency", "currency_format"),
            (json!({ "zone_id": Uuid::nil() }), "zone_id", "zone_unknown"),
            (json!({ "kind": "abonnement" }), "kind", "unknown_value"),
            (json!({ "kind": "minutes", "minutes": 60_001, "self_service": false }), "minutes", "pack_minutes_range"),
            (json!({ "kind": "seances", "self_service": false }), "sessions", "pack_sessions_range"),
            (json!({ "kind": "seances", "sessions": 10 }), "self_service", "no_packs"),
            (json!({ "sessions": 10 }), "sessions", "packs_only"),
            (json!({ "valid_days": 10 }), "valid_days", "packs_only"),
            (json!({ "rules": [{ "price_minor": 1, "zone_id": Uuid::nil() }] }), "rules[0].zone_id", "zone_unknown"),
            (json!({ "rules": [{ "price_minor": 1, "from": "9:00" }] }), "rules[0].from", "wrong_type"),
            (json!({ "rules": [{ "price_minor": 1, "from": "16:00", "to": "14:00" }] }), "rules[0].to", "hours_order"),
            (json!({ "colour": 1 }), "colour", "unknown_field"),
        ] {
            admin.post(PATH, tariff(agency, "H3", changes)).await.blames(field, code);
        }
        let twice = admin.post(PATH, tariff(agency, "H2", json!({}))).await.problem(409, "duplicate");
        assert_eq!(twice["errors"][0]["field"], json!("code"));
        admin.delete(&path).await.nothing();
        site.assert_line("remove", admin.id, id).await;
        admin.get(&path).await.problem(404, "not_found");
    }

    /// A tariff that names no currency has its agency's.
    async fn the_agency_s_currency_is_the_first(site: &Site) {
        let (admin, here, beside) = (site.admin().await, site.agency("RE").await, site.agency("CD").await);
        let bare = |agency: Uuid| json!({ "code": "H1", "name": "Une heure", "agency_id": agency, "minutes": 60, "price_minor": 200 });
        assert_eq!(admin.post(PATH, bare(beside)).await.created()["currency"], json!("CDF"));
        admin.put("/api/parametres/currency/", json!({ "value": "USD" })).await.ok();
        let made = admin.post(PATH, bare(here)).await.created();
        assert_eq!(made["currency"], json!("USD"));
        let desk = admin.get(&format!("/api/caisse/?agency_id={beside}")).await.ok();
        assert_eq!(desk["currencies"], json!(["USD", "CDF"]), "the chosen one first");
        let pack = json!({ "kind": "minutes", "minutes": 600, "valid_days": 90, "self_service": false });
        let pack = self::made(&admin, here, "M600", pack).await;
        let prices = admin.get(&format!("{PATH}prix/?agency_id={here}&tariff_id={pack}")).await.ok();
        assert_eq!(prices["prices"][0]["valid_days"], json!(90));
    }

    async fn a_tariff_belongs_to_its_agency(site: &Site) {
        let (here, beside) = (site.agency("RE").await, site.agency("CD").await);
        let admin = site.admin().await;
        let (own, foreign) = (made(&admin, here, "H1", json!({})).await, made(&admin, beside, "H1", json!({})).await);
        let operator = site.operator(here).await;
        assert_eq!(operator.get(PATH).await.results().iter().map(id_of).collect::<Vec<_>>(), [own]);
        operator.delete(&format!("{PATH}{own}/")).await.problem(403, "forbidden");
        let manager = site.holder(&["tarifs:lire", "tarifs:gerer"], RoleScope::Agency(None), Some(here)).await;
        for id in [foreign, Uuid::nil()] {
            let path = format!("{PATH}{id}/");
            manager.get(&path).await.problem(404, "not_found");
            manager.put(&path, tariff(here, "H9", json!({}))).await.problem(404, "not_found");
            manager.patch(&path, json!({})).await.problem(404, "not_found");
            manager.delete(&path).await.problem(404, "not_found");
        }
    }

    async fn a_pack_keeps_its_size_and_term(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("CD").await);
        let ten = json!({ "kind": "seances", "sessions": 10, "currency": "CDF", "self_service": false });
        let made = admin.post(PATH, tariff(agency, "P10", ten)).await.created();
        assert_eq!((&made["kind"], &made["sessions"], &made["valid_days"]), (&json!("seances"), &json!(10), &json!(365)));
        let path = format!("{PATH}{}/", id_of(&made));
        let patched = admin.patch(&path, json!({ "kind": "minutes", "sessions": null, "minutes": 600, "valid_days": 90 })).await.ok();
        assert_eq!((&patched["kind"], &patched["minutes"], &patched["valid_days"]), (&json!("minutes"), &json!(600), &json!(90)));
        let packs = admin.get("/api/tariffs/?kind__in=seances,minutes").await.results();
        assert_eq!(packs.iter().map(id_of).collect::<Vec<_>>(), [id_of(&made)]);
    }

    /// The price in force is the server's: by room, weekday and hour of the agency.
    async fn the_price_follows_the_room_and_the_hour(site: &Site) {
        let hall = Hall::open(site).await;
        let admin = site.admin().await;
        admin.patch(&format!("/api/postes/{}/", hall.key.id), json!({ "zone": "VIP" })).await.ok();
        let vip = id_of(&admin.get("/api/zones/").await.results()[0]);
        let other = id_of(&admin.post("/api/zones/", json!({ "name": "Salle B", "agency_id": hall.agency })).await.created());
        let rules = json!([
            { "name": "Heures creuses", "days": ["friday"], "from": "14:00", "to": "16:00", "price_minor": 100 },
            { "zone_id": vip, "price_minor": 300 },
        ]);
        let hour = made(&admin, hall.agency, "H1", json!({ "rules": rules })).await;
        let elsewhere = made(&admin, hall.agency, "B1", json!({ "zone_id": other })).await;
        // Friday, 20 November 2026, 14:30 on Réunion.
        let at = 1_795_118_400_000_i64 + 14 * 3_600_000 + 1_800_000;
        let operator = site.operator(hall.agency).await;
        let ask = async |query: String| operator.get(&format!("/api/tariffs/prix/?{query}")).await.ok();
        let price = async |query: String| {
            let found = ask(query).await;
            let prices = found["prices"].as_array().expect("prices").clone();
            prices.into_iter().find(|price| price["tariff_id"] == json!(hour)).expect("the tariff")
        };
        let happy = price(format!("at={at}")).await;
        assert_eq!((&happy["price_minor"], &happy["usual_minor"], &happy["rule"]), (&json!(100), &json!(200), &json!("Heures creuses")));
        let later = at + 2 * 3_600_000;
        assert_eq!(price(format!("at={later}")).await["price_minor"], json!(200));
        assert_eq!(price(format!("at={later}&zone_id={vip}")).await["price_minor"], json!(300));
        assert_eq!(price(format!("at={later}&station_id={}", hall.key.id)).await["price_minor"], json!(300));
        let here = ask(format!("zone_id={vip}")).await;
        assert!(here["prices"].as_array().expect("prices").iter().all(|price| price["tariff_id"] != json!(elsewhere)));
        assert_eq!(ask(format!("tariff_id={elsewhere}")).await["prices"].as_array().map(Vec::len), Some(1));
        for absent in ["zone_id", "station_id", "agency_id"] {
            operator.get(&format!("/api/tariffs/prix/?{absent}={}", Uuid::nil())).await.problem(404, "not_found");
        }
        operator.get("/api/tariffs/prix/?colour=1").await.blames("colour", "unknown_filter");
        site.holder(&["sessions:lire"], RoleScope::All, Some(hall.agency)).await.get("/api/tariffs/prix/").await.problem(403, "forbidden");
        site.anonymous().get("/api/tariffs/prix/").await.problem(401, "unauthenticated");
        admin.delete(&format!("/api/zones/{other}/")).await.problem(409, "in_use");
    }

    /// A station offers what is in use, for self-service, and for its room or all rooms.
    async fn a_station_offers_what_is_for_it(site: &Site) {
        let hall = Hall::open(site).await;
        let admin = site.admin().await;
        let station = format!("/api/postes/{}/", hall.key.id);
        admin.patch(&station, json!({ "zone": "Salle A" })).await.ok();
        let room = id_of(&admin.get("/api/zones/").await.results()[0]);
        let other = id_of(&admin.post("/api/zones/", json!({ "name": "Salle B", "agency_id": hall.agency })).await.created());
        let for_all = made(&admin, hall.agency, "A", json!({ "minutes": 30 })).await;
        let for_room = made(&admin, hall.agency, "B", json!({ "zone_id": room })).await;
        made(&admin, hall.agency, "C", json!({ "zone_id": other })).await;
        made(&admin, hall.agency, "D", json!({ "self_service": false })).await;
        made(&admin, hall.agency, "E", json!({ "is_active": false })).await;
        made(&admin, site.agency("RE").await, "F", json!({})).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let offers = wire.frame().await["state"]["settings"]["offers"].clone();
        let ids: Vec<&Value> = offers.as_array().expect("offers").iter().map(|offer| &offer["id"]).collect();
        assert_eq!(ids, [&json!(for_all), &json!(for_room)]);
        assert_eq!(offers[1], json!({ "id": for_room, "name": "Une heure", "minutes": 60, "price_minor": 200, "currency": "EUR" }));
        admin.delete(&format!("{PATH}{for_room}/")).await.nothing();
        assert_eq!(wire.hear("station_settings").await["settings"]["offers"].as_array().map(Vec::len), Some(1));
        admin.delete(&format!("/api/zones/{other}/")).await.problem(409, "in_use");
    }
}
