//! Tills: opened with a float, counted and closed.
use super::{SALES, Shop, TILLS};
use crate::harness::{both, id_of};
use serde_json::{Value, json};
use uuid::Uuid;

fn counts(especes: i64) -> Value {
    json!({ "counts": [{ "currency": "EUR", "method": "especes", "amount_minor": especes }] })
}

both! {
    async fn a_till_is_opened_once_and_closed_with_its_difference(site: &Site) {
        let shop = Shop::open(site).await;
        assert_eq!(shop.desk.get("/api/caisse/").await.ok()["till"], Value::Null);
        let till = shop.till(&shop.desk, "Caisse 1").await;
        site.assert_line("open_till", shop.desk.id, till).await;
        let again = json!({ "register": "Caisse 2", "floats": {} });
        shop.desk.post(TILLS, again).await.problem(409, "till_open");
        let other = site.operator(shop.agency).await;
        other.post(TILLS, json!({ "register": "Caisse 1" })).await.blames("register", "register_taken");
        shop.sell().await;
        let sold = shop.sell().await;
        shop.reverse(&sold["sales"][0]).await;
        let state = shop.desk.get("/api/caisse/").await.ok();
        assert_eq!(id_of(&state["till"]), till);
        assert_eq!((&state["currencies"], &state["registers"]), (&json!(["EUR"]), &json!(["Caisse 1"])));
        let balance = &state["report"]["balances"][0];
        assert_eq!((&balance["float_minor"], &balance["expected_minor"]), (&json!(5000), &json!(5200)));
        let path = format!("{TILLS}{till}/");
        let interim = shop.desk.get(&format!("{path}rapport/")).await.ok();
        assert_eq!((&interim["closed_at"], &interim["balances"]), (&Value::Null, &state["report"]["balances"]));
        let closing = format!("{path}fermer/");
        shop.desk.post(&closing, json!({ "counts": [] })).await.blames("counts", "count_missing");
        let unknown = json!({ "counts": [{ "currency": "USD", "method": "mpesa", "amount_minor": 1 }] });
        let problem = shop.desk.post(&closing, unknown).await.problem(400, "invalid");
        assert_eq!(problem["errors"][0]["code"], json!("count_unexpected"));
        other.post(&closing, counts(5200)).await.problem(403, "forbidden");
        let report = shop.desk.post(&closing, counts(5150)).await.ok();
        site.assert_line("close_till", shop.desk.id, till).await;
        assert_eq!(report["balances"][0]["difference_minor"], json!(-50));
        let taken = &report["totals"]["taken"][0];
        assert_eq!((&taken["sales"], &taken["sold_minor"]), (&json!(2), &json!(400)));
        assert_eq!((&taken["reversals"], &taken["reversed_minor"]), (&json!(1), &json!(-200)));
        assert_eq!((&report["totals"]["first_number"], &report["totals"]["last_number"]), (&json!(1), &json!(3)));
        assert_eq!(shop.desk.get(&format!("{path}rapport/")).await.ok(), report, "for good");
        shop.desk.post(&closing, counts(5150)).await.problem(409, "till_closed");
        assert!(shop.is_sound().await);
        shop.till(&shop.desk, "Caisse 1").await;
    }

    /// The Z that is shown is the journal's; and what is missing in one currency is not made up for by another.
    async fn the_shown_report_is_the_journal_s(site: &Site) {
        let shop = Shop::open(site).await;
        let body = json!({ "register": "Caisse 1", "floats": { "EUR": 5000, "CDF": 100 }, "agency_id": shop.agency });
        let till = id_of(&shop.desk.post(TILLS, body).await.created());
        let count = |currency: &str, amount: i64| json!({ "currency": currency, "method": "especes", "amount_minor": amount });
        let counts = json!({ "counts": [count("EUR", 4950), count("CDF", 130)] });
        shop.desk.post(&format!("{TILLS}{till}/fermer/"), counts).await.ok();
        let line = site.last_line().await;
        let metadata: Value = serde_json::from_str(&line.metadata).expect("JSON");
        assert_eq!(metadata["differences_minor"], json!({ "CDF": 30, "EUR": 50 }));
        let dropped = if site.kind == crate::harness::Kind::Sqlite { "cash_journal_no_update" } else { "cash_journal_append_only ON cash_journal" };
        site.meddle(&format!("DROP TRIGGER {dropped}")).await;
        site.meddle("UPDATE cash_journal SET details = REPLACE(details, 'Caisse 1', 'Caisse 9') WHERE kind = 'fermeture'").await;
        let shown = shop.desk.get(&format!("{TILLS}{till}/rapport/")).await.ok();
        assert_eq!(shown["register"], json!("Caisse 9"), "and the verification says so");
        assert!(!shop.is_sound().await);
    }

    async fn somebody_in_charge_closes_another_s_till(site: &Site) {
        let shop = Shop::open(site).await;
        let till = shop.till(&shop.desk, "Caisse 1").await;
        let chief = shop.holder(&["caisse:vendre", "caisse:controler"]).await;
        let report = chief.post(&format!("{TILLS}{till}/fermer/"), counts(5000)).await.ok();
        assert_ne!(report["closed_by_name"], report["operateur_name"]);
    }

    async fn wrong_tills_are_named_and_foreign_ones_not_there(site: &Site) {
        let shop = Shop::open(site).await;
        for (body, field, code) in [
            (json!({ "register": " " }), "register", "required"),
            (json!({ "register": "A", "floats": { "GBP": 1 } }), "floats.GBP", "currency_format"),
            (json!({ "register": "A", "floats": { "EUR": -1 } }), "floats.EUR", "price_range"),
            (json!({ "register": "A", "colour": 1 }), "colour", "unknown_field"),
        ] {
            shop.desk.post(TILLS, body).await.blames(field, code);
        }
        let elsewhere = Shop::open(site).await;
        let till = elsewhere.till(&elsewhere.desk, "Caisse 1").await;
        for id in [till, Uuid::nil()] {
            shop.desk.get(&format!("{TILLS}{id}/")).await.problem(404, "not_found");
            shop.desk.get(&format!("{TILLS}{id}/rapport/")).await.problem(404, "not_found");
            shop.desk.post(&format!("{TILLS}{id}/fermer/"), counts(5000)).await.problem(404, "not_found");
        }
        assert!(shop.desk.get(TILLS).await.results().is_empty());
        let reader = shop.holder(&["caisse:lire"]).await;
        reader.post(TILLS, json!({ "register": "A" })).await.problem(403, "forbidden");
        reader.get("/api/caisse/").await.problem(403, "forbidden");
        reader.get(SALES).await.ok();
        for path in [TILLS, SALES, "/api/caisse/", "/api/caisse/clotures/", "/api/caisse/credits/"] {
            site.anonymous().get(path).await.problem(401, "unauthenticated");
        }
    }
}
