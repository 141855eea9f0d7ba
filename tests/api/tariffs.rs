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
            (json!({ "zone_id": Uuid::nil() }), "zone_id", "zone_unknown"),
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
