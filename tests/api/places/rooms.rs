//! Rooms over HTTP.
use super::{ZONES, made, zone};
use crate::harness::{both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

both! {
    async fn a_room_is_made_and_changed(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let hours = json!({ "monday": [{ "from": "08:30", "to": "12:00" }, { "from": "13:30", "to": "18:00" }] });
        let new = json!({ "name": " Salle A ", "agency_id": agency, "hours": hours, "keeps_time": true, "grace_s": 30,
            "languages": ["fr", "rcf"], "desktop": { "applications": ["browser"], "home_page": "https://guichet.example/", "usb": "read_only" } });
        let room = admin.post(ZONES, new).await.created();
        let id = id_of(&room);
        site.assert_line("create", admin.id, id).await;
        assert_eq!((&room["name"], &room["languages"], &room["grace_s"]), (&json!("Salle A"), &json!(["fr", "rcf"]), &json!(30)));
        assert_eq!(room["hours"]["monday"], hours["monday"]);
        assert_eq!((&room["may_leave"], &room["may_call"], &room["desk_outside_hours"]), (&json!(true), &json!(true), &json!(true)));
        assert_eq!(admin.get(&zone(id)).await.ok(), room);
        let patched = admin.patch(&zone(id), json!({ "hours": null, "may_call": false })).await.ok();
        assert_eq!((&patched["hours"], &patched["may_call"], &patched["grace_s"]), (&Value::Null, &json!(false), &json!(30)));
        assert_eq!(patched["version"], json!(2));
        site.assert_line("update", admin.id, id).await;
        let put = admin.put(&zone(id), json!({ "name": "Salle A" })).await.ok();
        assert_eq!((&put["keeps_time"], &put["may_call"]), (&json!(false), &json!(true)), "the defaults");
        assert_eq!(put["desktop"]["applications"], json!(["browser", "office", "documents", "files"]));
        let old = admin.clone().with_header("if-match", "\"1\"");
        old.patch(&zone(id), json!({ "may_call": false })).await.problem(412, "outdated");
        admin.delete(&zone(id)).await.nothing();
        admin.get(&zone(id)).await.problem(404, "not_found");
    }

    /// The plan of a room: consoles see a station move, the log knows who moved it.
    async fn stations_stand_on_the_plan(site: &Site) {
        let hall = crate::websocket::Hall::open(site).await;
        let (admin, room) = (site.admin().await, made(&site.admin().await, hall.agency, "Salle A", json!({})).await);
        let (path, station) = (format!("{}plan/", zone(room)), format!("/api/postes/{}/", hall.key.id));
        admin.patch(&station, json!({ "zone": "Salle A" })).await.ok();
        let other = site.station(&admin, hall.agency).await;
        let mut console = site.console(hall.address, &hall.desk, crate::websocket::GENERAL).await;
        console.hear("connection_established").await;
        let plan = json!({ "stations": [{ "id": hall.key.id, "x": 3, "y": 1 }] });
        assert_eq!(admin.post(&path, plan.clone()).await.ok(), plan);
        site.assert_line("arrange", admin.id, room).await;
        let told = console.hear("station_changed").await["station"].clone();
        assert_eq!((&told["zone"], &told["plan"]), (&json!("Salle A"), &json!({ "x": 3, "y": 1 })));
        assert_eq!(admin.get(&station).await.ok()["plan"], json!({ "x": 3, "y": 1 }));
        for (stations, code) in [
            (json!([{ "id": other.id, "x": 0, "y": 0 }]), "station_elsewhere"),
            (json!([{ "id": hall.key.id, "x": 40, "y": 0 }]), "plan_range"),
            (json!([{ "id": hall.key.id, "x": 0, "y": 0 }, { "id": other.id, "x": 0, "y": 0 }]), "twice"),
        ] {
            admin.post(&path, json!({ "stations": stations })).await.blames("stations", code);
        }
        admin.patch(&station, json!({ "zone": "Salle B" })).await.ok();
        assert_eq!(admin.get(&station).await.ok()["plan"], Value::Null, "another room, another plan");
        admin.post(&path, json!({ "stations": [] })).await.ok();
        let abroad = site.agency("CD").await;
        site.operator(abroad).await.post(&path, plan.clone()).await.problem(403, "forbidden");
        admin.post(&format!("{}plan/", zone(Uuid::max())), json!({ "stations": [] })).await.problem(404, "not_found");
    }

    async fn wrong_fields_are_named(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let day = |spans: Value| json!({ "hours": { "monday": spans } });
        for (change, field, code) in [
            (json!({ "name": " " }), "name", "required"),
            (json!({ "name": "x".repeat(61) }), "name", "too_long"),
            (json!({ "languages": [] }), "languages", "languages_format"),
            (json!({ "languages": ["FR"] }), "languages", "languages_format"),
            (json!({ "languages": ["fr", "fr"] }), "languages", "twice"),
            (json!({ "grace_s": 121 }), "grace_s", "grace_range"),
            (json!({ "grace_s": -1 }), "grace_s", "wrong_type"),
            (json!({ "desktop": { "home_page": "file:///etc/passwd" } }), "desktop.home_page", "home_page_format"),
            (json!({ "desktop": { "print_server": "10.0.0.5\nX=1" } }), "desktop.print_server", "print_server_format"),
            (json!({ "desktop": { "print_server": "ipp://a" } }), "desktop.print_server", "print_server_format"),
            (json!({ "desktop": { "applications": ["browser", "browser"] } }), "desktop.applications", "twice"),
            (json!({ "desktop": { "applications": ["terminal"] } }), "desktop.applications[0]", "unknown_value"),
            (json!({ "desktop": { "usb": "all" } }), "desktop.usb", "unknown_value"),
            (day(json!([{ "from": "18:00", "to": "08:00" }])), "hours.monday", "hours_order"),
            (day(json!([{ "from": "08:00", "to": "12:00" }, { "from": "11:00", "to": "13:00" }])), "hours.monday", "hours_order"),
            (day(json!([{ "from": "8h", "to": "12:00" }])), "hours.monday[0].from", "wrong_type"),
            (json!({ "colour": "red" }), "colour", "unknown_field"),
        ] {
            let mut body = json!({ "name": "Salle A", "agency_id": agency });
            for (name, value) in change.as_object().expect("an object") {
                body[name] = value.clone();
            }
            admin.post(ZONES, body).await.blames(field, code);
        }
        let id = made(&admin, agency, "Salle A", json!({})).await;
        let twice = admin.post(ZONES, json!({ "name": "Salle A", "agency_id": agency })).await.problem(409, "duplicate");
        assert_eq!(twice["errors"][0]["field"], json!("name"));
        let elsewhere = site.agency("CD").await;
        admin.patch(&zone(id), json!({ "agency_id": elsewhere })).await.blames("agency_id", "agency_fixed");
        admin.patch(&zone(id), json!({ "colour": "red" })).await.blames("colour", "unknown_field");
    }

    /// A station that names a room makes it; a room's new name is its stations', too; a room in use stays.
    async fn rooms_and_their_stations(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let station = format!("/api/postes/{}/", key.id);
        admin.patch(&station, json!({ "zone": "Étage" })).await.ok();
        let rooms = admin.get(&format!("{ZONES}?agency_id={agency}")).await.results();
        assert_eq!(rooms.iter().map(|room| &room["name"]).collect::<Vec<_>>(), [&json!("Étage")]);
        let id = id_of(&rooms[0]);
        admin.delete(&zone(id)).await.problem(409, "in_use");
        admin.patch(&zone(id), json!({ "name": "Rez-de-chaussée" })).await.ok();
        assert_eq!(admin.get(&station).await.ok()["zone"], json!("Rez-de-chaussée"));
        assert_eq!(admin.get("/api/postes/?search=chaussee").await.results().len(), 1);
        admin.patch(&station, json!({ "zone": null })).await.ok();
        admin.delete(&zone(id)).await.nothing();
        site.assert_line("remove", admin.id, id).await;
    }

    async fn a_room_belongs_to_its_agency(site: &Site) {
        let (here, beside) = (site.agency("RE").await, site.agency("CD").await);
        let admin = site.admin().await;
        let (own, foreign) = (made(&admin, here, "Salle A", json!({})).await, made(&admin, beside, "Salle A", json!({})).await);
        let operator = site.operator(here).await;
        assert_eq!(operator.get(ZONES).await.results().iter().map(id_of).collect::<Vec<_>>(), [own]);
        operator.get(&zone(foreign)).await.problem(404, "not_found");
        operator.patch(&zone(own), json!({ "may_call": false })).await.problem(403, "forbidden");
        let manager = site.holder(&["zones:lire", "zones:gerer"], RoleScope::Agency(None), Some(here)).await;
        for id in [foreign, Uuid::nil()] {
            manager.patch(&zone(id), json!({})).await.problem(404, "not_found");
            manager.put(&zone(id), json!({ "name": "B" })).await.problem(404, "not_found");
            manager.delete(&zone(id)).await.problem(404, "not_found");
        }
        manager.post(ZONES, json!({ "name": "B", "agency_id": beside })).await.problem(404, "not_found");
        assert_eq!(manager.post(ZONES, json!({ "name": "B" })).await.created()["agency_id"], json!(here));
    }
}
