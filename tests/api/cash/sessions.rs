//! Sessions, time and passes that are sold: the sale is there with them, or neither is.
use super::{SALES, SESSIONS, Shop};
use crate::harness::{both, id_of};
use serde_json::{Value, json};
use uuid::Uuid;

both! {
    async fn a_session_and_its_sale_are_one(site: &Site) {
        let shop = Shop::open(site).await;
        let paid = json!({ "tariff_id": shop.hour, "payment": { "method": "especes" } });
        shop.desk.post(SESSIONS, paid.clone()).await.problem(409, "till_required");
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 0, "neither");
        shop.till(&shop.desk, "Caisse 1").await;
        let session = shop.desk.post(SESSIONS, paid).await.created();
        let sale = &session["sales"][0];
        assert_eq!((&session["duration_s"], &session["tariff_name"]), (&json!(3600), &json!("Une heure")));
        assert_eq!((&sale["number"], &sale["amount_minor"], &sale["currency"]), (&json!(1), &json!(200), &json!("EUR")));
        assert_eq!((&sale["session_id"], &sale["method"]), (&session["id"], &json!("especes")));
        let line = json!([{ "label": "Une heure", "quantity": 1, "unit_minor": 200, "tariff_id": shop.hour }]);
        assert_eq!(sale["lines"], line);
        let shown = shop.desk.get(&format!("{SESSIONS}{}/", id_of(&session))).await.ok();
        assert_eq!(shown["sales"], session["sales"]);
        let free = shop.desk.post(SESSIONS, json!({ "minutes": 30 })).await.created();
        assert_eq!((&free["sales"], &free["tariff_id"]), (&json!([]), &Value::Null));
        let gift = shop.tariff("G", json!({ "price_minor": 0 })).await;
        // Money taken for what costs nothing by now does not go unseen.
        let taken = json!({ "tariff_id": gift, "payment": { "method": "especes" } });
        shop.desk.post(SESSIONS, taken).await.blames("payment", "nothing_to_pay");
        let gift = shop.desk.post(SESSIONS, json!({ "tariff_id": gift })).await.created();
        assert_eq!(gift["sales"], json!([]));
    }

    async fn what_is_wrong_with_a_payment_is_named(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let pack = shop.tariff("P", json!({ "kind": "seances", "sessions": 10 })).await;
        let resting = shop.tariff("R", json!({ "is_active": false })).await;
        let cash = json!({ "method": "especes" });
        for (body, field, code) in [
            (json!({}), "minutes", "required"),
            (json!({ "tariff_id": shop.hour }), "payment", "required"),
            (json!({ "tariff_id": shop.hour, "minutes": 5, "payment": cash }), "minutes", "one_of_them"),
            (json!({ "minutes": 5, "payment": cash }), "payment", "nothing_to_pay"),
            (json!({ "tariff_id": shop.hour, "payment": { "method": "mpesa" } }), "payment.reference", "required"),
            (json!({ "tariff_id": shop.hour, "payment": { "method": "troc" } }), "payment.method", "unknown_value"),
            (json!({ "tariff_id": Uuid::nil(), "payment": cash }), "tariff_id", "tariff_unknown"),
            (json!({ "tariff_id": resting, "payment": cash }), "tariff_id", "tariff_unknown"),
            (json!({ "tariff_id": pack, "payment": cash }), "tariff_id", "pack_tariff"),
            (json!({ "credit_id": Uuid::nil() }), "credit_id", "credit_unknown"),
        ] {
            shop.desk.post(SESSIONS, body).await.blames(field, code);
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 0);
        let mobile = json!({ "tariff_id": shop.hour, "payment": { "method": "mpesa", "reference": "QK12 3456" } });
        assert_eq!(shop.desk.post(SESSIONS, mobile).await.created()["sales"][0]["reference"], json!("QK12 3456"));
        let seller = shop.holder(&["sessions:creer"]).await;
        let body = json!({ "tariff_id": shop.hour, "payment": cash });
        seller.post(SESSIONS, body).await.problem(403, "forbidden");
    }

    /// Nothing is sold at another price than the one that was told.
    async fn a_price_that_changed_is_told(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let expecting = |amount: i64, currency: &str| json!({ "method": "especes", "expected": { "amount_minor": amount, "currency": currency } });
        let told = |amount: i64, currency: &str| json!({ "tariff_id": shop.hour, "payment": expecting(amount, currency) });
        shop.desk.post(SESSIONS, told(200, "EUR")).await.created();
        for (amount, currency) in [(150, "EUR"), (200, "USD")] {
            let refused = shop.desk.post(SESSIONS, told(amount, currency)).await.problem(409, "price_changed");
            assert_eq!(refused["price"], json!({ "amount_minor": 200, "currency": "EUR" }));
        }
        let tariff = format!("/api/tariffs/{}/", shop.hour);
        shop.admin.patch(&tariff, json!({ "price_minor": 0 })).await.ok();
        let refused = shop.desk.post(SESSIONS, told(200, "EUR")).await.problem(409, "price_changed");
        assert_eq!(refused["price"]["amount_minor"], json!(0));
        shop.admin.patch(&tariff, json!({ "price_minor": 250 })).await.ok();
        // Time, passes and packs alike; a batch is told its total.
        let id = id_of(&shop.desk.post(SESSIONS, json!({ "minutes": 30 })).await.created());
        let add = format!("{SESSIONS}{id}/add_time/");
        shop.desk.post(&add, told(200, "EUR")).await.problem(409, "price_changed");
        let mut batch = json!({ "label": "Forum", "count": 3, "tariff_id": shop.hour, "payment": expecting(250, "EUR") });
        let refused = shop.desk.post(&format!("{SESSIONS}lots/"), batch.clone()).await.problem(409, "price_changed");
        assert_eq!(refused["price"]["amount_minor"], json!(750));
        batch["payment"] = expecting(750, "EUR");
        shop.desk.post(&format!("{SESSIONS}lots/"), batch).await.created();
        let prints = json!({ "lines": [{ "label": "Copies", "unit_minor": 10, "quantity": 3 }], "currency": "EUR", "payment": expecting(40, "EUR") });
        shop.desk.post(SALES, prints).await.problem(409, "price_changed");
        assert_eq!(site.count("SELECT COUNT(*) FROM cash_journal WHERE kind = 'vente'").await, 2);
    }

    /// A code is good in the rooms where it costs no more than was paid; who it is for does not change.
    async fn a_code_is_good_where_it_was_paid_for(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let station = async |zone: Option<&str>| {
            let key = site.station(&shop.admin, shop.agency).await;
            shop.admin.patch(&format!("/api/postes/{}/", key.id), json!({ "zone": zone })).await.ok();
            key
        };
        let (cheap, dear, elsewhere) = (station(Some("Jeunes")).await, station(Some("Studio")).await, station(None).await);
        let zones = shop.admin.get(&format!("/api/zones/?agency_id={}", shop.agency)).await.results();
        let zone = |name: &str| zones.iter().find(|zone| zone["name"] == json!(name)).map(|zone| zone["id"].clone()).expect("a room");
        let rule = |name: &str, price: i64| json!({ "name": name, "zone_id": zone(name), "price_minor": price });
        let by_room = shop.tariff("S", json!({ "rules": [rule("Jeunes", 100), rule("Studio", 500)] })).await;
        let cash = json!({ "method": "especes" });
        let sell = async |station_id: Option<Uuid>| {
            let sold = shop.desk.post(SESSIONS, json!({ "tariff_id": by_room, "station_id": station_id, "payment": cash })).await.created();
            (id_of(&sold), sold["code"].as_str().expect("a code").to_owned())
        };
        let validate = async |key: &crate::harness::StationKey, code: &str| {
            site.as_station(key).post("/api/sessions/validate_code/", json!({ "code": code })).await
        };
        // Sold for the cheap room, and moved: it stays there.
        let (id, code) = sell(Some(cheap.id)).await;
        let path = format!("{SESSIONS}{id}/");
        for dearer in [dear.id, elsewhere.id] {
            shop.desk.patch(&path, json!({ "station_id": dearer })).await.problem(409, "room_price");
        }
        validate(&cheap, &code).await.ok();
        shop.desk.delete(&path).await.nothing();
        // Sold for no room: good where it costs as much or less, not in the studio.
        let (id, code) = sell(None).await;
        validate(&dear, &code).await.problem(409, "room_price");
        let start = format!("{SESSIONS}{id}/start/");
        shop.desk.post(&start, json!({ "station_id": dear.id })).await.problem(409, "room_price");
        validate(&elsewhere, &code).await.ok();
        let (_, code) = sell(None).await;
        validate(&cheap, &code).await.ok();
        // Passes are no way round it.
        let batch = json!({ "label": "Forum", "count": 1, "tariff_id": by_room, "payment": cash });
        let batch = shop.desk.post(&format!("{SESSIONS}lots/"), batch).await.created();
        let code = batch["passes"][0]["code"].as_str().expect("a code");
        validate(&dear, code).await.problem(409, "room_price");
        // A price that is the same everywhere is bound to no room.
        let anywhere = json!({ "tariff_id": shop.hour, "payment": cash });
        let sold = shop.desk.post(SESSIONS, anywhere).await.created();
        validate(&dear, sold["code"].as_str().expect("a code")).await.ok();
    }

    /// A request that comes twice sells once.
    async fn a_repeated_sale_is_one_sale(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let desk = shop.desk.clone().with_header("idempotency-key", "une vente");
        let body = json!({ "tariff_id": shop.hour, "payment": { "method": "especes" } });
        let first = desk.post(SESSIONS, body.clone()).await.created();
        assert_eq!(desk.post(SESSIONS, body).await.created(), first);
        assert_eq!(shop.desk.get(SALES).await.results().len(), 1);
    }

    async fn time_is_added_for_money_or_for_nothing(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let key = site.station(&shop.admin, shop.agency).await;
        let body = json!({ "minutes": 30, "station_id": key.id });
        let id = id_of(&shop.desk.post(SESSIONS, body).await.created());
        let path = format!("{SESSIONS}{id}/");
        shop.desk.post(&format!("{path}start/"), json!({})).await.ok();
        let add = format!("{path}add_time/");
        let bought = json!({ "tariff_id": shop.hour, "payment": { "method": "carte", "reference": "A1" } });
        assert_eq!(shop.desk.post(&add, bought).await.ok()["granted_s"], json!(5400));
        shop.desk.post(&add, json!({ "minutes": 15 })).await.ok();
        shop.desk.post(&add, json!({})).await.blames("minutes", "required");
        let sales = shop.desk.get(&path).await.ok()["sales"].clone();
        assert_eq!(sales.as_array().map(Vec::len), Some(1));
        assert_eq!((&sales[0]["method"], &sales[0]["session_id"]), (&json!("carte"), &json!(id)));
    }

    /// The unused session goes with its sale; the sale itself stays as it was.
    async fn a_sale_is_reversed_by_another_row(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let session = shop.sell().await;
        let sale = session["sales"][0].clone();
        let path = format!("{SALES}{}/annuler/", id_of(&sale));
        shop.desk.post(&path, json!({ "reason": "x" })).await.problem(403, "forbidden");
        shop.admin.post(&path, json!({ "reason": " " })).await.blames("reason", "required");
        let nobody = format!("{SALES}{}/", Uuid::nil());
        shop.admin.get(&nobody).await.problem(404, "not_found");
        shop.admin.post(&format!("{nobody}annuler/"), json!({ "reason": "x" })).await.problem(404, "not_found");
        let reversal = shop.reverse(&sale).await;
        assert_eq!((&reversal["number"], &reversal["amount_minor"]), (&json!(2), &json!(-200)));
        assert_eq!((&reversal["reverses"], &reversal["reason"]), (&sale["id"], &json!("Poste en panne")));
        let shown = shop.desk.get(&format!("{SESSIONS}{}/", id_of(&session))).await.ok();
        assert_eq!(shown["statut"], json!("annulee"));
        let known = shop.desk.get(&format!("{SALES}{}/", id_of(&sale))).await.ok();
        assert_eq!((&known["amount_minor"], &known["hash"]), (&sale["amount_minor"], &sale["hash"]));
        assert_eq!(known["reversed_by"], reversal["id"]);
        shop.admin.post(&path, json!({ "reason": "x" })).await.problem(409, "already_reversed");
        let own = format!("{SALES}{}/annuler/", id_of(&reversal));
        shop.admin.post(&own, json!({ "reason": "x" })).await.problem(409, "already_reversed");
        for (query, found) in [("kind=vente", 1), ("reversed=true", 1), ("kind=annulation", 1), ("method=mpesa", 0)] {
            assert_eq!(shop.desk.get(&format!("{SALES}?{query}")).await.results().len(), found, "{query}");
        }
    }

    async fn passes_are_made_together_sold_and_revoked(site: &Site) {
        let shop = Shop::open(site).await;
        let lots = "/api/sessions/lots/";
        for (body, field, code) in [
            (json!({ "label": "", "count": 1, "minutes": 5 }), "label", "required"),
            (json!({ "label": "A", "count": 201, "minutes": 5 }), "count", "batch_count"),
            (json!({ "label": "A", "count": 1 }), "minutes", "minutes_range"),
            (json!({ "label": "A", "count": 1, "minutes": 5, "valid_days": 367 }), "valid_days", "batch_days"),
            (json!({ "label": "A", "count": 1, "tariff_id": shop.hour }), "payment", "required"),
        ] {
            shop.desk.post(lots, body).await.blames(field, code);
        }
        let free = shop.desk.post(lots, json!({ "label": "Forum", "count": 200, "minutes": 45 })).await.created();
        let batch = id_of(&free);
        site.assert_line("create_batch", shop.desk.id, batch).await;
        let passes = free["passes"].as_array().expect("passes");
        let mut codes: Vec<&str> = passes.iter().filter_map(|pass| pass["code"].as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!((codes.len(), &free["sale"], &free["unused"]), (200, &Value::Null, &json!(200)));
        let key = site.station(&shop.admin, shop.agency).await;
        let station = site.as_station(&key);
        let used = station.post("/api/sessions/validate_code/", json!({ "code": codes[7] })).await.ok();
        let id: Uuid = used["session"]["session_id"].as_str().and_then(|id| id.parse().ok()).expect("a session");
        station.post(&format!("{SESSIONS}{id}/start/"), json!({})).await.ok();
        let path = format!("{lots}{batch}/");
        let shown = shop.desk.get(&path).await.ok();
        assert_eq!((&shown["used"], &shown["unused"], &shown["passes"]), (&json!(1), &json!(199), &Value::Null));
        // The sheet is lost: the old codes are void, the session that runs is left alone.
        let again = shop.desk.post(&format!("{path}nouveaux_codes/"), json!({})).await.ok();
        site.assert_line("reissue_batch", shop.desk.id, batch).await;
        let fresh: Vec<&str> = again["passes"].as_array().expect("passes").iter().filter_map(|pass| pass["code"].as_str()).collect();
        assert_eq!((fresh.len(), &again["used"], &again["unused"]), (199, &json!(1), &json!(199)));
        assert!(fresh.iter().all(|code| !codes.contains(code)));
        let other = site.as_station(&site.station(&shop.admin, shop.agency).await);
        other.post("/api/sessions/validate_code/", json!({ "code": codes[8] })).await.problem(400, "invalid_code");
        other.post("/api/sessions/validate_code/", json!({ "code": fresh[8] })).await.ok();
        let revoked = shop.desk.post(&format!("{path}revoquer/"), json!({})).await.ok();
        assert_eq!((&revoked["used"], &revoked["unused"]), (&json!(1), &json!(0)));
        shop.desk.post(&format!("{SESSIONS}{id}/terminate/"), json!({})).await.ok();
        station.post("/api/sessions/validate_code/", json!({ "code": fresh[9] })).await.problem(400, "expired_code");
        shop.till(&shop.desk, "Caisse 1").await;
        let sold = json!({ "label": "Classe", "count": 30, "tariff_id": shop.hour, "payment": { "method": "especes" } });
        let sold = shop.desk.post(lots, sold).await.created();
        assert_eq!((&sold["sale"]["amount_minor"], &sold["paid_minor"]), (&json!(6000), &json!(6000)));
        shop.reverse(&sold["sale"]).await;
        let after = shop.desk.get(&format!("{lots}{}/", id_of(&sold))).await.ok();
        assert_eq!((&after["paid_minor"], &after["unused"]), (&json!(0), &json!(0)));
        let elsewhere = site.operator(site.agency("RE").await).await;
        for id in [batch, Uuid::nil()] {
            elsewhere.get(&format!("{lots}{id}/")).await.problem(404, "not_found");
            elsewhere.post(&format!("{lots}{id}/revoquer/"), json!({})).await.problem(404, "not_found");
            elsewhere.post(&format!("{lots}{id}/nouveaux_codes/"), json!({})).await.problem(404, "not_found");
        }
        let reader = shop.holder(&["sessions:lire"]).await;
        assert_eq!(reader.get(lots).await.results().len(), 2);
        reader.post(&format!("{lots}{batch}/nouveaux_codes/"), json!({})).await.problem(403, "forbidden");
        reader.post(lots, json!({ "label": "A", "count": 1, "minutes": 5 })).await.problem(403, "forbidden");
        site.anonymous().get(lots).await.problem(401, "unauthenticated");
        assert!(shop.is_sound().await);
    }
}
