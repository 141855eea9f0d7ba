//! Packs: sold at the cash desk, used over several visits; and what else is sold there.
use super::{SALES, SESSIONS, Shop};
use crate::harness::{both, id_of};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

fn of_pack(pack: Uuid, visitor: Uuid) -> Value {
    json!({ "lines": [{ "tariff_id": pack }], "visitor_id": visitor, "payment": { "method": "especes" } })
}

both! {
    async fn a_pack_of_sessions_is_used_up(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let two = json!({ "kind": "seances", "sessions": 2, "minutes": 45, "price_minor": 300 });
        let pack = shop.tariff("P2", two).await;
        let (visitor, other) = (site.visitor(&shop.desk).await, site.visitor(&shop.desk).await);
        let sale = shop.desk.post(SALES, of_pack(pack, visitor)).await.created();
        assert_eq!((&sale["amount_minor"], &sale["visitor_id"]), (&json!(300), &json!(visitor)));
        let credits = format!("/api/caisse/credits/?visitor_id={visitor}");
        let credit = shop.desk.get(&credits).await.results()[0].clone();
        assert_eq!((&credit["granted"], &credit["used"]), (&json!(2), &json!(0)));
        let take = json!({ "credit_id": credit["id"], "visitor_id": visitor });
        let not_theirs = json!({ "credit_id": credit["id"], "visitor_id": other });
        shop.desk.post(SESSIONS, not_theirs).await.blames("credit_id", "credit_unknown");
        let longer = json!({ "credit_id": credit["id"], "visitor_id": visitor, "minutes": 600 });
        shop.desk.post(SESSIONS, longer).await.blames("minutes", "credit_minutes");
        let first = shop.desk.post(SESSIONS, take.clone()).await.created();
        assert_eq!((&first["duration_s"], &first["sales"]), (&json!(2700), &json!([])));
        shop.desk.post(SESSIONS, take.clone()).await.created();
        shop.desk.post(SESSIONS, take.clone()).await.blames("credit_id", "credit_short");
        // A session that was never used gives back what it took.
        shop.desk.delete(&format!("{SESSIONS}{}/", id_of(&first))).await.nothing();
        assert_eq!(shop.desk.get(&credits).await.results()[0]["used"], json!(1));
        let path = format!("{SALES}{}/annuler/", id_of(&sale));
        shop.admin.post(&path, json!({ "reason": "x" })).await.problem(409, "credit_used");
        shop.desk.post(SESSIONS, take).await.created();
        assert!(shop.desk.get(&format!("{credits}&is_usable=true")).await.results().is_empty());
    }

    async fn a_pack_of_minutes_is_used_bit_by_bit_until_it_is_too_old(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let hours = json!({ "kind": "minutes", "minutes": 100, "valid_days": 1, "price_minor": 300 });
        let pack = shop.tariff("M100", hours).await;
        let visitor = site.visitor(&shop.desk).await;
        shop.desk.post(SALES, of_pack(pack, visitor)).await.created();
        let credits = format!("/api/caisse/credits/?visitor_id={visitor}");
        let credit = shop.desk.get(&credits).await.results()[0]["id"].clone();
        let take = |minutes: i64| json!({ "credit_id": credit, "visitor_id": visitor, "minutes": minutes });
        shop.desk.post(SESSIONS, json!({ "credit_id": credit, "visitor_id": visitor })).await.blames("minutes", "required");
        shop.desk.post(SESSIONS, take(90)).await.created();
        shop.desk.post(SESSIONS, take(11)).await.blames("credit_id", "credit_short");
        shop.desk.post(SESSIONS, take(5)).await.created();
        site.advance(Duration::from_hours(25));
        let desk = site.operator(shop.agency).await;
        desk.post(SESSIONS, take(5)).await.blames("credit_id", "credit_short");
    }

    async fn an_unused_pack_is_reversed(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let pack = shop.tariff("P2", json!({ "kind": "seances", "sessions": 2 })).await;
        let visitor = site.visitor(&shop.desk).await;
        let sale = shop.desk.post(SALES, of_pack(pack, visitor)).await.created();
        shop.reverse(&sale).await;
        let credit = shop.desk.get("/api/caisse/credits/").await.results()[0].clone();
        assert!(credit["cancelled_at"].is_i64());
        let take = json!({ "credit_id": credit["id"], "visitor_id": visitor });
        shop.desk.post(SESSIONS, take).await.blames("credit_id", "credit_short");
    }

    async fn prints_are_sold_and_wrong_lines_named(site: &Site) {
        let shop = Shop::open(site).await;
        let prints = json!({ "lines": [{ "label": "Impression", "unit_minor": 20, "quantity": 7 }], "currency": "EUR",
            "payment": { "method": "especes" } });
        shop.desk.post(SALES, prints.clone()).await.problem(409, "till_required");
        shop.till(&shop.desk, "Caisse 1").await;
        let sale = shop.desk.post(SALES, prints).await.created();
        site.assert_line("sell", shop.desk.id, id_of(&sale)).await;
        assert_eq!(sale["amount_minor"], json!(140));
        let pack = shop.tariff("P2", json!({ "kind": "seances", "sessions": 2 })).await;
        let francs = shop.tariff("P3", json!({ "kind": "seances", "sessions": 2, "currency": "CDF" })).await;
        let visitor = site.visitor(&shop.desk).await;
        for (lines, field, code) in [
            (json!([]), "lines", "lines_count"),
            (json!([{ "label": "A" }]), "lines[0].unit_minor", "price_range"),
            (json!([{ "unit_minor": 5 }]), "lines[0].label", "required"),
            (json!([{ "label": "A", "unit_minor": 5, "quantity": 0 }]), "lines[0].quantity", "quantity_range"),
            (json!([{ "tariff_id": shop.hour }]), "lines[0].tariff_id", "session_tariff"),
            (json!([{ "tariff_id": pack, "unit_minor": 1 }]), "lines[0].unit_minor", "tariff_price"),
            (json!([{ "tariff_id": pack }, { "tariff_id": francs }]), "currency", "currency_mixed"),
        ] {
            let body = json!({ "lines": lines, "visitor_id": visitor, "payment": { "method": "especes" } });
            shop.desk.post(SALES, body).await.blames(field, code);
        }
        let nobody = json!({ "lines": [{ "tariff_id": pack }], "payment": { "method": "especes" } });
        shop.desk.post(SALES, nobody).await.blames("visitor_id", "pack_visitor");
    }
}
