//! The system's parameters (COR-001, COR-002), the maintenance mode (INF-018), and people's own preferences (UI-003).
use crate::{
    harness::{Site, both},
    websocket::{GENERAL, Hall},
};
use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use guichet::{accounts::RoleScope, jobs};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const PATH: &str = "/api/parametres/";

/// A picture of one point.
const DOT: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// A logo that is wider than stations can use, and dark.
fn wide_logo() -> String {
    let picture = image::RgbaImage::from_pixel(1000, 250, image::Rgba([20, 30, 90, 255]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    format!("data:image/png;base64,{}", STANDARD.encode(bytes.get_ref()))
}

fn of(key: &str) -> String {
    format!("{PATH}{key}/")
}

async fn can_create(site: &Site, visitor: Uuid) -> Value {
    site.admin().await.get(&format!("/api/utilisateurs/{visitor}/can_create_session/")).await.ok()
}

both! {
    /// VIS-004 follows the parameter at once, and each agency has its own.
    async fn a_parameter_holds_at_once(site: &Site) {
        let (admin, here, beside) = (site.admin().await, site.agency("RE").await, site.agency("CD").await);
        let visitors = [site.visitor(&site.operator(here).await).await, site.visitor(&site.operator(beside).await).await];
        let quota = of("sessions_per_day");
        assert_eq!(admin.get(&quota).await.ok()["value"], json!(3));
        let set = admin.put(&quota, json!({ "value": 4 })).await.ok();
        assert_eq!((&set["value"], &set["default"], &set["is_changed"]), (&json!(4), &json!(3), &json!(true)));
        let lines = admin.get("/api/logs/?entity_kind=parameter").await.results();
        assert_eq!((&lines[0]["metadata"]["key"], &lines[0]["before"], &lines[0]["after"]), (&json!("sessions_per_day"), &json!(3), &json!(4)));
        assert!(set["updated_by"].is_string() && set["updated_at"].is_i64(), "{set}");
        admin.put(&format!("{quota}?agency_id={beside}"), json!({ "value": 1 })).await.ok();
        let limits = [can_create(site, visitors[0]).await, can_create(site, visitors[1]).await];
        assert_eq!([&limits[0]["limit"], &limits[1]["limit"]], [&json!(4), &json!(1)]);
        assert_eq!(admin.get(&format!("{quota}?agency_id={beside}")).await.ok()["value"], json!(1));
        // Another process, and one that starts later, know as well.
        let other = site.another().await;
        assert_eq!(can_create(&other, visitors[1]).await["limit"], json!(1));
        admin.delete(&format!("{quota}?agency_id={beside}")).await.ok();
        let reset = admin.delete(&quota).await.ok();
        assert_eq!((&reset["value"], &reset["is_changed"]), (&json!(3), &json!(false)));
        assert_eq!(can_create(site, visitors[1]).await["limit"], json!(3));
    }

    async fn a_parameter_takes_what_it_is_made_for(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        for (key, value, code) in [
            ("sessions_per_day", json!(0), "out_of_range"),
            ("sessions_per_day", json!(51), "out_of_range"),
            ("sessions_per_day", json!("4"), "wrong_type"),
            ("sessions_per_day", json!(1.5), "wrong_type"),
            ("retention_traffic_days", json!(364), "out_of_range"),
            ("site_name", json!("  "), "required"),
            ("site_name", json!("x".repeat(61)), "too_long"),
            ("currency", json!("eur"), "unknown_value"),
            ("maintenance", json!(1), "wrong_type"),
            ("accent_colour", json!("7fd1ae"), "colour_format"),
            ("accent_colour", json!("#7fd1a"), "colour_format"),
            ("accent_colour", json!(""), "colour_format"),
            ("accent_colour", json!(8), "wrong_type"),
            ("accent_colour", json!("#003399"), "colour_contrast"),
            ("keyboard", json!("azerty"), "unknown_value"),
            ("keyboard", json!("ch(fr)"), "unknown_value"),
            ("logo", json!("https://example.org/logo.png"), "image_format"),
            ("logo", json!("data:image/png;base64,AAAA"), "image_format"),
            ("logo", json!("data:image/svg+xml;base64,PHN2Zy8+"), "image_format"),
            ("logo", json!(DOT[..62]), "image_unreadable"),
            ("logo", json!(format!("data:image/png;base64,{}", "A".repeat(55_000))), "image_size"),
        ] {
            admin.put(&of(key), json!({ "value": value })).await.blames("value", code);
        }
        admin.put(&of("site_name"), json!({ "valeur": 1 })).await.blames("valeur", "unknown_field");
        admin.put(&format!("{}?agency_id={agency}", of("site_name")), json!({ "value": "x" })).await.blames("agency_id", "site_only");
        admin.put(&of("nothing"), json!({ "value": 1 })).await.problem(404, "not_found");
        admin.get(&of("nothing")).await.problem(404, "not_found");
        let nowhere = format!("{}?agency_id={}", of("currency"), Uuid::nil());
        admin.put(&nowhere, json!({ "value": "CDF" })).await.problem(404, "not_found");
        let listed = admin.get(PATH).await.results();
        assert!(listed.iter().all(|one| !one["is_changed"].as_bool().unwrap_or(true)));
        assert!(listed.iter().all(|one| one["label"] != one["id"] && !one["help"].as_str().unwrap_or_default().starts_with("help-")));
        for choice in listed.iter().filter(|one| one["kind"] == json!("choice")) {
            let labels = choice["choice_labels"].as_array().expect("labels");
            assert_eq!(labels.len(), choice["choices"].as_array().expect("choices").len());
            assert!(labels.iter().all(|label| !label.as_str().unwrap_or("choice-").starts_with("choice-")), "{choice}");
        }
        assert!(admin.get(&format!("{PATH}?agency_id={agency}")).await.results().iter().all(|one| one["per_agency"] == json!(true)));
    }

    /// What is drawn and printed: the logo, the foot of tickets and the currency, for the site or for an agency.
    async fn the_site_shows_what_was_chosen(site: &Site) {
        let (admin, here, beside) = (site.admin().await, site.agency("RE").await, site.agency("CD").await);
        let of_agency = |id: Uuid| format!("/api/site/?agency_id={id}");
        let plain = admin.get(&of_agency(here)).await.ok();
        assert_eq!((&plain["logo"], &plain["ticket_footer"], &plain["currency"]), (&Value::Null, &json!(""), &json!("EUR")));
        assert_eq!(admin.get(&of_agency(beside)).await.ok()["currency"], json!("CDF"), "its country's");
        admin.get("/api/site/logo/").await.problem(404, "not_found");
        admin.get(&of_agency(Uuid::nil())).await.problem(404, "not_found");
        admin.put(&format!("{}?agency_id={here}", of("logo")), json!({ "value": DOT })).await.ok();
        admin.put(&format!("{}?agency_id={here}", of("ticket_footer")), json!({ "value": "02 62 00 00 00" })).await.ok();
        admin.put(&of("currency"), json!({ "value": "USD" })).await.ok();
        let shown = admin.get(&of_agency(here)).await.ok();
        assert_eq!((&shown["ticket_footer"], &shown["currency"]), (&json!("02 62 00 00 00"), &json!("USD")));
        assert_eq!(admin.get(&of_agency(beside)).await.ok()["logo"], Value::Null);
        let address = shown["logo"].as_str().expect("an address");
        let logo = admin.send(Method::GET, address, None).await;
        let header = |name: &str| logo.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!((logo.status.as_u16(), header("content-type").as_str()), (200, "image/png"));
        assert!(header("cache-control").contains("immutable"));
        let other = admin.send(Method::GET, &format!("/api/site/logo/?agency_id={here}&v=0"), None).await;
        assert_eq!(other.headers["cache-control"], "no-cache");
    }

    /// What is not read on the lock screen is refused with the nearest that is, in both languages.
    async fn a_colour_is_one_that_can_be_read(site: &Site) {
        let admin = site.admin().await;
        let path = of("accent_colour");
        let problem = admin.put(&path, json!({ "value": "#003399" })).await.problem(400, "invalid");
        let said = problem["errors"][0]["message"].as_str().expect("a text");
        assert!(said.contains("4,5"), "{said}");
        let at = said.find('#').expect("a colour that would do");
        let near = &said[at..at + 7];
        assert_eq!(admin.put(&path, json!({ "value": near })).await.ok()["value"], json!(near));
        assert_eq!(admin.get("/api/site/").await.ok()["accent_colour"], json!(near));
        let lines = admin.get("/api/logs/?entity_kind=parameter").await.results();
        assert_eq!((&lines[0]["before"], &lines[0]["after"]), (&json!("#ffc93c"), &json!(near)));
    }

    /// A station is told how its agency looks and which keyboard stands there, at once and without being started again; its
    /// logo is small, and the bytes are those it was told of.
    async fn stations_look_as_their_agency_says(site: &Site) {
        let hall = Hall::open(site).await;
        let (admin, here, beside) = (site.admin().await, hall.agency, site.agency("CD").await);
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        let plain = wire.hear("connection_established").await["state"]["settings"].clone();
        assert_eq!((&plain["look"], &plain["keyboard"]), (&json!({}), &Value::Null));
        let set = |key: &str, agency: Uuid, value: Value| {
            let path = format!("{}?agency_id={agency}", of(key));
            let admin = &admin;
            async move { admin.put(&path, json!({ "value": value })).await.ok() }
        };
        set("keyboard", beside, json!("us")).await;
        set("keyboard", here, json!("ch-fr")).await;
        assert_eq!(wire.hear("station_settings").await["settings"]["keyboard"], json!("ch-fr"), "not the one beside");
        set("accent_colour", here, json!("#7fd1ae")).await;
        assert_eq!(wire.hear("station_settings").await["settings"]["look"], json!({ "accent": "#7fd1ae" }));
        set("logo", here, json!(wide_logo())).await;
        let look = wire.hear("station_settings").await["settings"]["look"].clone();
        let address = look["logo"]["path"].as_str().expect("an address");
        let logo = admin.send(Method::GET, address, None).await;
        assert_eq!(hex::encode(Sha256::digest(&logo.bytes)), look["logo"]["sha256"].as_str().expect("its digest"));
        assert_eq!(logo.headers["content-type"], "image/png");
        assert!(logo.headers["cache-control"].to_str().expect("text").contains("immutable"));
        let drawn = image::load_from_memory(&logo.bytes).expect("a picture");
        // It is dark: it stands on white.
        assert_eq!((drawn.width(), drawn.height()), (512 + 32, 128 + 32));
        let unnamed = admin.send(Method::GET, &format!("/api/site/logo/poste/?agency_id={here}&v=9"), None).await;
        assert_eq!(unnamed.headers["cache-control"], "no-cache");
        admin.get(&format!("/api/site/logo/poste/?agency_id={beside}")).await.problem(404, "not_found");
        assert_eq!(admin.get(&format!("/api/site/?agency_id={here}")).await.ok()["station_logo"], json!(address));
        // A whole new wire hears the same in its first frame, and the defaults come back as they went.
        let again = site.station_wire(hall.address, &hall.key, GENERAL).await.hear("connection_established").await;
        assert_eq!(again["state"]["settings"]["look"], look);
        for key in ["logo", "accent_colour", "keyboard"] {
            admin.delete(&format!("{}?agency_id={here}", of(key))).await.ok();
        }
        let path = format!("/api/postes/{}/reglages/", hall.key.id);
        let back = admin.get(&path).await.ok()["settings"].clone();
        assert_eq!((&back["look"], &back["keyboard"]), (&json!({}), &Value::Null));
    }

    /// Only a super administrator changes what holds for all; who holds the permission for an agency, what holds there.
    async fn who_may_change_a_parameter(site: &Site) {
        let (here, beside) = (site.agency("RE").await, site.agency("CD").await);
        let path = of("currency");
        let operator = site.operator(here).await;
        operator.get(PATH).await.problem(403, "forbidden");
        operator.put(&path, json!({ "value": "CDF" })).await.problem(403, "forbidden");
        let manager = site.holder(&["parametres:lire", "parametres:modifier"], RoleScope::Agency(None), Some(here)).await;
        manager.put(&path, json!({ "value": "CDF" })).await.blames("agency_id", "agency_required");
        manager.put(&format!("{path}?agency_id={beside}"), json!({ "value": "CDF" })).await.problem(404, "not_found");
        let set = manager.put(&format!("{path}?agency_id={here}"), json!({ "value": "CDF" })).await.ok();
        assert_eq!(set["value"], json!("CDF"));
        assert_eq!(manager.get(&path).await.ok()["value"], json!("EUR"));
    }

    /// INF-018: a notice for everybody, administrators at work, no jobs; sessions go on, and none begins at a station.
    async fn maintenance_lets_administrators_work(site: &Site) {
        let hall = Hall::open(site).await;
        let (admin, operator) = (site.admin().await, site.operator(hall.agency).await);
        let code = operator.post("/api/sessions/", json!({ "minutes": 30 })).await.created()["code"].clone();
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.hear("connection_established").await;
        admin.put(&of("maintenance_notice"), json!({ "value": "Retour à 14 h." })).await.ok();
        admin.put(&of("maintenance"), json!({ "value": true })).await.ok();
        let refused = operator.send(Method::GET, "/api/postes/", None).await;
        assert!(refused.headers.contains_key("retry-after"));
        let problem = refused.problem(503, "maintenance");
        assert!(problem["detail"].as_str().expect("a text").contains("Retour à 14 h."), "{problem}");
        operator.post("/api/sessions/", json!({ "minutes": 30 })).await.problem(503, "maintenance");
        admin.get("/api/postes/").await.ok();
        assert_eq!(admin.get("/api/site/").await.ok()["maintenance"], json!("Retour à 14 h."));
        wire.say(json!({ "type": "validate_code", "code": code })).await;
        assert_eq!(wire.hear("error").await["code"], json!("maintenance"));
        admin.put(&of("maintenance"), json!({ "value": false })).await.ok();
        operator.get("/api/postes/").await.ok();
        assert_eq!(admin.get("/api/site/").await.ok()["maintenance"], Value::Null);
        wire.say(json!({ "type": "validate_code", "code": code })).await;
        assert_eq!(wire.hear("time_update").await["code_accepted"], json!(true));
        // What was due meanwhile is done afterwards.
        jobs::run_due(&site.app).await.expect("jobs");
    }

    /// Preferences are each account's own.
    async fn preferences_follow_their_account(site: &Site) {
        let agency = site.agency("RE").await;
        let (one, other) = (site.operator(agency).await, site.operator(agency).await);
        let path = "/api/preferences/dashboard.widgets/";
        one.put(path, json!({ "value": ["sales", "occupation"] })).await.ok();
        one.put(path, json!({ "value": ["occupation"] })).await.ok();
        assert_eq!(one.get("/api/preferences/").await.ok(), json!({ "dashboard.widgets": ["occupation"] }));
        assert_eq!(other.get("/api/preferences/").await.ok(), json!({}));
        other.delete(path).await.problem(404, "not_found");
        one.put("/api/preferences/a%20b/", json!({ "value": 1 })).await.blames("key", "preference_key");
        one.put(path, json!({ "value": "x".repeat(16 * 1024) })).await.blames("value", "preference_too_long");
        one.delete(path).await.nothing();
        assert_eq!(one.get("/api/preferences/").await.ok(), json!({}));
        site.assert_line("forget", one.id, one.id).await;
    }
}
