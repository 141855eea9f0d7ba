//! The journal: chained, numbered without gaps, closed day by day, verified and archived.
use super::{SALES, SESSIONS, Shop, TILLS};
use crate::harness::{both, id_of};
use ed25519_dalek::{Signature, VerifyingKey};
use guichet::{cash, db::Unaudited, on};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::time::Duration;
use uuid::Uuid;

/// Whether the database lets this be done.
async fn is_let(site: &crate::harness::Site, sql: &str) -> bool {
    let mut change = site.change().await;
    let done = on!(&mut *change, |c| sqlx::query(AssertSqlSafe(sql.to_owned())).execute(c).await.map(drop));
    done.is_ok() && change.commit_unaudited(Unaudited::Scheduling).await.is_ok()
}

/// Takes the triggers away, as somebody with the database in hand could.
async fn without_triggers(site: &crate::harness::Site) {
    let sqlite = [
        "DROP TRIGGER cash_journal_no_update",
        "DROP TRIGGER cash_journal_no_delete",
        "DROP TRIGGER cash_heads_no_delete",
        "DROP TRIGGER cash_heads_forward",
    ];
    let postgres =
        ["DROP TRIGGER cash_journal_append_only ON cash_journal", "DROP TRIGGER cash_heads_forward ON cash_heads"];
    let statements: &[&str] = if site.kind == crate::harness::Kind::Sqlite { &sqlite } else { &postgres };
    for sql in statements {
        site.meddle(sql).await;
    }
}

both! {
    async fn the_journal_refuses_to_be_changed(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        shop.sell().await;
        for sql in [
            "UPDATE cash_journal SET amount_minor = 1",
            "DELETE FROM cash_journal",
            "INSERT OR REPLACE INTO cash_journal SELECT * FROM cash_journal",
            "DELETE FROM cash_heads",
            "TRUNCATE cash_heads",
            "UPDATE cash_heads SET seq = seq - 1",
            "UPDATE cash_heads SET number = 0",
        ] {
            assert!(!is_let(site, sql).await, "{sql}");
        }
        assert!(shop.is_sound().await);
        assert_eq!(site.count("SELECT COUNT(*) FROM cash_journal").await, 2);
    }

    async fn whatever_is_altered_is_seen(site: &Site) {
        let mut first = true;
        for (sql, what) in [
            ("UPDATE cash_journal SET amount_minor = 1 WHERE seq = 2", "altered"),
            ("UPDATE cash_journal SET prev_hash = hash WHERE seq = 3", "altered"),
            ("DELETE FROM cash_journal WHERE seq = 2", "missing"),
            ("DELETE FROM cash_journal WHERE seq = 4", "missing"),
            ("UPDATE cash_heads SET seq = 3 WHERE seq = 4", "head"),
            ("DELETE FROM cash_heads WHERE seq = 4", "head"),
        ] {
            let shop = Shop::open(site).await;
            shop.till(&shop.desk, "Caisse 1").await;
            for _ in 0..3 {
                shop.sell().await;
            }
            assert!(shop.is_sound().await);
            if first {
                without_triggers(site).await;
                first = false;
            }
            let agency = shop.admin.get(&format!("/api/agencies/{}/", shop.agency)).await.ok();
            let code = agency["code"].as_str().expect("a code");
            // Each shop is an agency of its own: what is done to one is in its chain alone.
            site.meddle(&format!("{sql} AND agency_id = (SELECT id FROM agencies WHERE code = '{code}')")).await;
            let path = format!("/api/caisse/verification/?agency_id={}", shop.agency);
            let found = shop.admin.get(&path).await.ok();
            assert_eq!(found["fault"]["what"], json!(what), "{sql}");
            let mut tx = site.app.db.read().await.expect("a connection");
            let all = cash::verify_all(&mut tx).await.expect("a walk");
            assert!(all.iter().any(|one| one.agency_id == shop.agency && !one.is_sound));
        }
    }

    /// A tail that is taken away with the head set back leaves a chain without a fault: the log knows better, also when
    /// something was sold since.
    async fn a_tail_that_is_cut_off_is_missed(site: &Site) {
        let shop = Shop::open(site).await;
        let till = shop.till(&shop.desk, "Caisse 1").await;
        for _ in 0..2 {
            shop.sell().await;
        }
        let cut = async || {
            site.meddle("DELETE FROM cash_journal WHERE seq = (SELECT seq FROM cash_heads)").await;
            site.meddle("UPDATE cash_heads SET seq = seq - 1, number = (SELECT COALESCE(MAX(number), 0) FROM cash_journal), \
                hash = (SELECT hash FROM cash_journal ORDER BY seq DESC LIMIT 1)").await;
        };
        without_triggers(site).await;
        assert!(shop.is_sound().await);
        cut().await;
        let path = format!("/api/caisse/verification/?agency_id={}", shop.agency);
        let fault = json!({ "seq": 3, "what": "cut" });
        assert_eq!(shop.admin.get(&path).await.ok()["fault"], fault);
        shop.sell().await;
        assert_eq!(shop.admin.get(&path).await.ok()["fault"]["what"], json!("cut"), "what came after hides nothing");
        // The closing of a till is no sale, and is missed all the same.
        let other = Shop::open(site).await;
        let other_till = other.till(&other.desk, "Caisse 1").await;
        assert_ne!(till, other_till);
        other.sell().await;
        let counts = json!({ "counts": [{ "currency": "EUR", "method": "especes", "amount_minor": 5200 }] });
        other.desk.post(&format!("{TILLS}{other_till}/fermer/"), counts).await.ok();
        assert!(other.is_sound().await);
        let of_agency = "agency_id = (SELECT agency_id FROM tills WHERE closed_at IS NOT NULL)";
        site.meddle(&format!("DELETE FROM cash_journal WHERE kind = 'fermeture' AND {of_agency}")).await;
        site.meddle(&format!("UPDATE cash_heads SET seq = 2, hash = (SELECT hash FROM cash_journal WHERE seq = 2 AND {of_agency}) \
            WHERE {of_agency}")).await;
        assert!(!other.is_sound().await);
    }

    /// A clock that is wrong spoils no books: it writes nothing on a closed day, and is not believed when it is far ahead.
    async fn a_wrong_clock_is_told(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        shop.sell().await;
        // As if these books were of a later day, and closed: the clock was set back since.
        let tomorrow = "2026-11-21";
        let desk = shop.desk.clone();
        let sale = json!({ "tariff_id": shop.hour, "payment": { "method": "especes" } });
        site.meddle(&format!("UPDATE cash_heads SET open_day = '{tomorrow}'")).await;
        desk.post(SESSIONS, sale.clone()).await.created();
        assert_eq!(desk.get(&format!("{SALES}?ordering=-number")).await.results()[0]["day"], json!(tomorrow), "the open day goes on");
        site.meddle("UPDATE cash_heads SET open_day = NULL").await;
        without_triggers(site).await;
        site.meddle(&format!("UPDATE cash_journal SET kind = 'jour', day = '{tomorrow}' WHERE kind = 'ouverture'")).await;
        desk.post(SESSIONS, sale.clone()).await.problem(409, "day_closed");
        assert_eq!(site.count("SELECT COUNT(*) FROM cash_journal").await, 3);
        site.meddle("UPDATE cash_journal SET kind = 'ouverture' WHERE kind = 'jour'").await;
        site.meddle("UPDATE cash_heads SET open_day = '2026-11-20'").await;
        // Far ahead: neither the desk nor the job believes it.
        site.advance(Duration::from_hours(24 * 8));
        let (desk, admin) = (site.operator(shop.agency).await, site.admin().await);
        let till = json!({ "register": "Caisse 2", "floats": {}, "agency_id": shop.agency });
        let asked = desk.post(TILLS, till.clone()).await.problem(409, "day_unconfirmed");
        assert_eq!(asked["today"], json!("2026-11-28"));
        guichet::jobs::run_now(&site.app, "generate_sessions_report").await.unwrap_or_else(|problem| panic!("{problem:?}"));
        assert!(admin.get("/api/caisse/clotures/").await.results().is_empty());
        let on = |day: &str| json!({ "register": "Caisse 2", "floats": {}, "agency_id": shop.agency, "day": day });
        desk.post(TILLS, on("2026-11-27")).await.problem(409, "day_unconfirmed");
        desk.post(TILLS, on("2026-11-28")).await.created();
        desk.post(SESSIONS, sale).await.created();
        assert_eq!(admin.get("/api/caisse/clotures/?kind=jour").await.results().len(), 1);
    }

    /// One agency whose books cannot be closed keeps nobody else's open.
    async fn books_are_closed_beside_those_that_cannot_be(site: &Site) {
        let (broken, sound) = (Shop::open(site).await, Shop::open(site).await);
        for shop in [&broken, &sound] {
            shop.till(&shop.desk, "Caisse 1").await;
            shop.sell().await;
        }
        without_triggers(site).await;
        // The next row would be written where one stands.
        let agency = broken.admin.get(&format!("/api/agencies/{}/", broken.agency)).await.ok();
        let code = agency["code"].as_str().expect("a code");
        let of_broken = format!("agency_id = (SELECT id FROM agencies WHERE code = '{code}')");
        site.meddle(&format!("UPDATE cash_heads SET seq = 1 WHERE {of_broken}")).await;
        site.advance(Duration::from_hours(24));
        guichet::jobs::run_now(&site.app, "generate_sessions_report").await.expect_err("it says that something is wrong");
        let closed = site.admin().await.get("/api/caisse/clotures/?kind=jour").await.results();
        let agencies: Vec<&Value> = closed.iter().map(|closing| &closing["agency_id"]).collect();
        assert_eq!(agencies, [&json!(sound.agency)]);
    }

    /// The journal and a session are waited for in one order: who takes a sale back and who sells time do not wait for each
    /// other for good.
    async fn a_reversal_waits_for_the_session_first(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let sold = shop.sell().await;
        let path = format!("{SALES}{}/annuler/", id_of(&sold["sales"][0]));
        let mut other = site.change().await;
        let sessions = "UPDATE kiosk_sessions SET warnings = warnings";
        let heads = "UPDATE cash_heads SET number = number";
        on!(&mut *other, |c| sqlx::query(sessions).execute(c).await.map(drop)).expect("the session");
        let reversing = shop.admin.post(&path, json!({ "reason": "Poste en panne" }));
        let selling = async {
            // Long enough for the reversal to wait for what it needs first.
            tokio::time::sleep(Duration::from_secs(1)).await;
            on!(&mut *other, |c| sqlx::query(heads).execute(c).await.map(drop)).expect("the journal");
            other.commit_unaudited(Unaudited::Scheduling).await.expect("kept");
        };
        let (reversed, ()) = tokio::join!(reversing, selling);
        reversed.created();
    }

    /// Numbers have no gaps, however many sell at once, and what is refused takes none.
    async fn numbers_have_no_gaps(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        let second = site.operator(shop.agency).await;
        shop.till(&second, "Caisse 2").await;
        let body = json!({ "tariff_id": shop.hour, "payment": { "method": "especes" } });
        let wrong = json!({ "tariff_id": shop.hour, "payment": { "method": "mpesa" } });
        for _ in 0..4 {
            let (a, b, c) = tokio::join!(
                shop.desk.post("/api/sessions/", body.clone()),
                second.post("/api/sessions/", body.clone()),
                shop.desk.post("/api/sessions/", wrong.clone()),
            );
            a.created();
            b.created();
            c.blames("payment.reference", "required");
        }
        let sales = shop.desk.get(&format!("{SALES}?ordering=number")).await.results();
        let numbers: Vec<Option<i64>> = sales.iter().map(|sale| sale["number"].as_i64()).collect();
        assert_eq!(numbers, (1..=8).map(Some).collect::<Vec<_>>());
        assert!(shop.is_sound().await);
    }

    /// A day is closed by the first entry of a later one, or by the job; a month and a year with their last day.
    async fn books_are_closed(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        shop.sell().await;
        let closings = async || shop.admin.get("/api/caisse/clotures/?ordering=seq").await.results();
        assert!(closings().await.is_empty());
        guichet::jobs::run_now(&site.app, "close_cash_books").await.expect_err("a part of another job");
        guichet::jobs::run_now(&site.app, "generate_sessions_report").await.unwrap_or_else(|problem| panic!("{problem:?}"));
        assert!(closings().await.is_empty(), "the day is not over");
        site.advance(Duration::from_hours(24));
        let desk = site.operator(shop.agency).await;
        shop.till(&desk, "Caisse 2").await;
        let body = json!({ "tariff_id": shop.hour, "payment": { "method": "especes" } });
        desk.post("/api/sessions/", body).await.created();
        let admin = site.admin().await;
        let closed = admin.get("/api/caisse/clotures/?ordering=seq").await.results();
        let days: Vec<&Value> = closed.iter().filter(|closing| closing["kind"] == json!("jour")).collect();
        assert_eq!(days.len(), 1);
        let totals = &days[0]["details"];
        assert_eq!((&totals["taken"][0]["sold_minor"], &totals["perpetual"]["EUR"]), (&json!(200), &json!(200)));
        site.advance(Duration::from_hours(24 * 400));
        let (admin, desk) = (site.admin().await, site.operator(shop.agency).await);
        desk.post(TILLS, json!({ "register": "Caisse 3", "day": "2027-12-26" })).await.created();
        let closed = admin.get("/api/caisse/clotures/?kind=annee").await.results();
        assert_eq!(closed.len(), 1);
        assert_eq!(closed[0]["details"]["perpetual"]["EUR"], json!(400));
        assert_eq!((&closed[0]["details"]["first_number"], &closed[0]["details"]["last_number"]), (&json!(1), &json!(2)));
        let path = format!("/api/caisse/verification/?agency_id={}", shop.agency);
        assert_eq!(admin.get(&path).await.ok()["is_sound"], json!(true));
    }

    /// An outsider verifies an archive with the public key and SHA-256 alone.
    async fn an_archive_is_signed(site: &Site) {
        let shop = Shop::open(site).await;
        shop.till(&shop.desk, "Caisse 1").await;
        shop.sell().await;
        let archive = format!("/api/caisse/archive/?agency_id={}&from=2020-01-01&to=2099-12-31", shop.agency);
        let found = shop.admin.get(&archive).await.ok();
        site.assert_line("archive", shop.admin.id, shop.agency).await;
        let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
        let signed = format!(
            "guichet cash archive 1\n{}\n{}\n{}\n{}\n{}\n{}",
            shop.agency, found["first_seq"], found["last_seq"], text("last_hash"), found["head_seq"], text("head_hash")
        );
        let key: [u8; 32] = hex::decode(text("public_key")).expect("hex").try_into().expect("a key");
        assert_eq!(key, site.app.keys.server_key());
        let signature: [u8; 64] = hex::decode(text("signature")).expect("hex").try_into().expect("a signature");
        let key = VerifyingKey::from_bytes(&key).expect("a key");
        key.verify_strict(signed.as_bytes(), &Signature::from_bytes(&signature)).expect("signed");
        let rows = found["rows"].as_array().expect("rows");
        assert_eq!((rows.len(), &rows[1]["prev_hash"]), (2, &rows[0]["hash"]));
        assert_eq!(rows[1]["hash"], found["last_hash"]);
        let table = shop.admin.get(&format!("{archive}&form=csv")).await;
        let table = String::from_utf8(table.bytes.clone()).expect("text");
        assert_eq!(table.lines().count(), 3);
        assert!(table.contains("especes"), "{table}");
        shop.admin.get("/api/caisse/archive/?from=x&to=2026-01-01").await.blames("from", "day_format");
        let foreign = format!("/api/caisse/verification/?agency_id={}", Uuid::nil());
        shop.admin.get(&foreign).await.problem(404, "not_found");
        shop.desk.get("/api/caisse/verification/").await.problem(403, "forbidden");
        shop.desk.get("/api/caisse/archive/?from=2026-01-01&to=2026-01-01").await.problem(403, "forbidden");
        site.anonymous().get("/api/caisse/verification/").await.problem(401, "unauthenticated");
        without_triggers(site).await;
        site.meddle("UPDATE cash_journal SET amount_minor = 5 WHERE number = 1").await;
        shop.admin.get(&archive).await.problem(500, "internal");
    }
}
