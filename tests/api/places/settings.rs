//! What holds at a station, and how it is told.
use super::{in_room, made, settings, zone};
use crate::{
    harness::both,
    websocket::{GENERAL, Hall},
};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

both! {
    /// A station's own, else its room's, else the default.
    async fn settings_are_put_together(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let path = settings(key.id);
        let plain = admin.get(&path).await.ok();
        assert_eq!((&plain["zone"], &plain["version"]), (&Value::Null, &json!(0)));
        assert_eq!(plain["settings"]["desktop"]["usb"], json!("off"));
        assert_eq!(plain["settings"]["languages"], json!(["fr", "en"]));
        let rules = json!({ "desktop": { "applications": ["browser", "office"], "home_page": "https://guichet.example/", "print_server": "10.0.0.5:631",
            "usb": "read_only" },
            "languages": ["ln", "fr"], "may_leave": false });
        let room = made(&admin, agency, "Salle A", rules).await;
        admin.patch(&format!("/api/postes/{}/", key.id), json!({ "zone": "Salle A" })).await.ok();
        let of_room = admin.get(&path).await.ok();
        assert_eq!((&of_room["zone"], &of_room["zone_id"]), (&json!("Salle A"), &json!(room)));
        assert_eq!(of_room["settings"]["desktop"]["applications"], json!(["browser", "office"]));
        assert_eq!((&of_room["settings"]["languages"], &of_room["settings"]["may_leave"]), (&json!(["ln", "fr"]), &json!(false)));
        let own = json!({ "applications": ["documents"], "usb": "read_write" });
        let set = admin.put(&path, own).await.ok();
        site.assert_line("set_own", admin.id, key.id).await;
        assert_eq!(set["settings"]["desktop"], json!({ "applications": ["documents"], "home_page": "https://guichet.example/", "print_server": "10.0.0.5:631",
            "usb": "read_write" }));
        assert_eq!(set["own"], json!({ "applications": ["documents"], "home_page": null, "usb": "read_write", "update_channel": null, "image_profile": null }));
        let patched = admin.patch(&path, json!({ "usb": null })).await.ok();
        assert_eq!((&patched["settings"]["desktop"]["usb"], &patched["version"]), (&json!("read_only"), &json!(2)));
        assert_eq!(patched["own"]["applications"], json!(["documents"]));
        admin.put(&path, json!({ "home_page": "javascript:alert(1)" })).await.blames("home_page", "home_page_format");
        admin.put(&path, json!({ "usb": "yes" })).await.blames("usb", "unknown_value");
        assert_eq!(site.as_station(&key).get(&path).await.ok()["settings"], patched["settings"]);
    }

    /// Where a station's software comes from: its own channel, else its room's, else the stable one.
    async fn a_station_follows_a_channel(site: &Site) {
        let hall = Hall::open(site).await;
        let (room, mut wire, state) = in_room(&hall, json!({})).await;
        assert_eq!(state["settings"]["update_channel"], json!("stable"));
        let admin = site.admin().await;
        admin.patch(&zone(room), json!({ "update_channel": "test" })).await.ok();
        assert_eq!(wire.hear("station_settings").await["settings"]["update_channel"], json!("test"));
        let path = settings(hall.key.id);
        let set = admin.patch(&path, json!({ "update_channel": "none" })).await.ok();
        assert_eq!((&set["settings"]["update_channel"], &set["own"]["update_channel"]), (&json!("none"), &json!("none")));
        assert_eq!(wire.hear("station_settings").await["settings"]["update_channel"], json!("none"));
        let set = admin.patch(&path, json!({ "update_channel": null })).await.ok();
        assert_eq!(set["settings"]["update_channel"], json!("test"), "as the room again");
        admin.patch(&path, json!({ "update_channel": "nightly" })).await.blames("update_channel", "unknown_value");
        admin.patch(&zone(room), json!({ "update_channel": "nightly" })).await.blames("update_channel", "unknown_value");
    }

    async fn settings_are_within_a_scope(site: &Site) {
        let (here, beside) = (site.agency("RE").await, site.agency("RE").await);
        let admin = site.admin().await;
        let (own, foreign) = (site.station(&admin, here).await, site.station(&admin, beside).await);
        let operator = site.operator(here).await;
        operator.patch(&settings(own.id), json!({ "usb": "read_only" })).await.ok();
        for id in [foreign.id, Uuid::nil()] {
            operator.get(&settings(id)).await.problem(404, "not_found");
            operator.put(&settings(id), json!({})).await.problem(404, "not_found");
            operator.patch(&settings(id), json!({})).await.problem(404, "not_found");
        }
        let reader = site.holder(&["postes:lire"], RoleScope::All, None).await;
        reader.get(&settings(own.id)).await.ok();
        reader.put(&settings(own.id), json!({})).await.problem(403, "forbidden");
        site.anonymous().get(&settings(own.id)).await.problem(401, "unauthenticated");
        site.as_station(&own).get(&settings(foreign.id)).await.problem(403, "forbidden");
    }

    /// A change whose reading fails is told when it can be read.
    async fn a_change_is_told_late_rather_than_never(site: &Site) {
        let hall = Hall::open(site).await;
        let (room, mut wire, _) = in_room(&hall, json!({})).await;
        site.admin().await.patch(&zone(room), json!({ "may_leave": false })).await.ok();
        assert_eq!(wire.hear("station_settings").await["settings"]["may_leave"], json!(false));
        site.meddle("ALTER TABLE zones RENAME TO zones_away").await;
        site.app.live.publish(guichet::live::LiveEvent::Place { agency_id: Some(hall.agency), station_id: None });
        wire.ask(json!({ "type": "heartbeat" }), "time_update").await;
        site.meddle("UPDATE zones_away SET rules = REPLACE(rules, '\"may_leave\":false', '\"may_leave\":true')").await;
        site.meddle("ALTER TABLE zones_away RENAME TO zones").await;
        assert_eq!(wire.hear("station_settings").await["settings"]["may_leave"], json!(true));
    }

    /// Issue 3: what a console changes reaches the station at once, and only when something changed for it.
    async fn a_station_is_told_what_changes(site: &Site) {
        let hall = Hall::open(site).await;
        let admin = site.admin().await;
        let (room, mut wire, state) = in_room(&hall, json!({})).await;
        assert_eq!(state["settings"]["desktop"]["usb"], json!("off"));
        assert_eq!(state["settings"]["may_call"], json!(true));
        admin.patch(&zone(room), json!({ "grace_s": 45 })).await.ok();
        assert_eq!(wire.hear("station_settings").await["settings"]["grace_s"], json!(45));
        // Another room, and what this station hides: nothing is told.
        made(&admin, hall.agency, "Salle B", json!({})).await;
        admin.patch(&settings(hall.key.id), json!({ "usb": "read_only" })).await.ok();
        assert_eq!(wire.hear("station_settings").await["settings"]["desktop"]["usb"], json!("read_only"));
        admin.patch(&zone(room), json!({ "desktop": { "applications": ["browser"], "usb": "read_write" } })).await.ok();
        let told = wire.hear("station_settings").await["settings"]["desktop"].clone();
        assert_eq!(told, json!({ "applications": ["browser"], "usb": "read_only" }));
        admin.patch(&zone(room), json!({ "desktop": { "applications": ["browser"], "usb": "off" } })).await.ok();
        admin.patch(&zone(room), json!({ "may_leave": false })).await.ok();
        let next = wire.hear("station_settings").await;
        assert_eq!((&next["settings"]["may_leave"], &next["settings"]["desktop"]), (&json!(false), &told));
    }

    /// A station hears of its own state: maintenance is shown on its screen.
    async fn a_station_hears_of_its_own_state(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.hear("connection_established").await;
        hall.desk.post(&format!("/api/postes/{}/marquer_maintenance/", hall.key.id), json!({})).await.ok();
        loop {
            let station = wire.hear("station_changed").await["station"].clone();
            assert_eq!(station["id"], json!(hall.key.id));
            if station["statut"] == json!("maintenance") {
                break;
            }
        }
    }

    /// What a visitor was told is followed until it is read.
    async fn a_message_is_sent_shown_and_read(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.hear("connection_established").await;
        let path = format!("/api/postes/{}/command/", hall.key.id);
        let sent = hall.desk.post(&path, json!({ "kind": "message", "text": "Fermeture à 18 h" })).await.status(202);
        let list = format!("/api/postes/{}/commands/?kind=message", hall.key.id);
        let row = async || hall.desk.get(&list).await.results().remove(0);
        let asked = row().await;
        assert_eq!((&asked["id"], &asked["state"], &asked["text"]), (&sent["id"], &json!("queued"), &json!("Fermeture à 18 h")));
        wire.hear("station_command").await;
        let settle = async |wire: &mut crate::harness::Wire, kind: &str| {
            wire.say(json!({ "type": kind, "id": sent["id"] })).await;
            // The answer to what is said next says that this is done.
            wire.ask(json!({ "type": "get_time" }), "time_update").await;
        };
        settle(&mut wire, "command_done").await;
        let shown = row().await;
        assert_eq!((&shown["state"], &shown["read_at"]), (&json!("done"), &Value::Null));
        settle(&mut wire, "message_read").await;
        assert_eq!(row().await["read_at"], json!(site.now()));
        site.assert_line("message_read", hall.key.id, hall.key.id).await;
        let again = wire.ask(json!({ "type": "message_read", "id": sent["id"] }), "error").await;
        assert_eq!(again["code"], json!("not_found"));
        let lock = hall.desk.post(&path, json!({ "kind": "lock" })).await.status(202);
        let no_message = wire.ask(json!({ "type": "message_read", "id": lock["id"] }), "error").await;
        assert_eq!(no_message["code"], json!("not_found"));
        let elsewhere = site.operator(site.agency("RE").await).await;
        elsewhere.get(&list).await.problem(404, "not_found");
    }
}
