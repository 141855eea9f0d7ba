//! A repeated request counts once.
use crate::harness::{Answer, Kind, both, id_of};
use guichet::{idempotency, jobs};
use serde_json::{Value, json};
use std::{fs, time::Duration};

const PATH: &str = "/api/sessions/";

both! {
    /// The same key and body: the same answer, the code with it, and one effect.
    async fn the_same_request_has_the_same_answer(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await.with_header("idempotency-key", "issue-1");
        let body = json!({ "minutes": 30 });
        let first = desk.post(PATH, body.clone()).await;
        let media_type = first.headers["content-type"].clone();
        let first = first.created();
        assert!(first["code"].is_string());
        site.advance(Duration::from_mins(1));
        for path in [PATH, "/api/sessions"] {
            let again = desk.post(path, body.clone()).await;
            assert_eq!(again.headers["content-type"], media_type);
            assert_eq!(again.created(), first);
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 1);
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'generation_code'").await, 1);
        let other = desk.clone().with_header("idempotency-key", "issue-2").post(PATH, body).await.created();
        assert_ne!(other["code"], first["code"]);
    }

    /// Another body, path or method under the same key is refused, and does nothing.
    async fn a_key_is_for_one_request(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await;
        let id = id_of(&desk.post(PATH, json!({ "minutes": 30 })).await.created());
        let keyed = desk.clone().with_header("idempotency-key", "k");
        keyed.post(PATH, json!({ "minutes": 30 })).await.created();
        keyed.post(PATH, json!({ "minutes": 31 })).await.problem(422, "key_reused");
        keyed.post(&format!("{PATH}{id}/terminate/"), json!({ "minutes": 30 })).await.problem(422, "key_reused");
        keyed.delete(&format!("{PATH}{id}/")).await.problem(422, "key_reused");
        assert_eq!(desk.get(&format!("{PATH}{id}/")).await.ok()["statut"], json!("en_attente"));
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 2);
        // Reading takes no notice of a key.
        keyed.get(PATH).await.ok();
    }

    /// A key belongs to the one who uses it, and to those who may: it gives no rights.
    async fn a_key_is_its_owner_s(site: &Site) {
        let agency = site.agency("RE").await;
        let (one, two) = (site.operator(agency).await, site.operator(agency).await);
        let body = json!({ "minutes": 30 });
        let keyed = |person: &crate::harness::Person<'_>| person.authorization.clone();
        let mut first = site.anonymous().with_header("idempotency-key", "k");
        first.post(PATH, body.clone()).await.problem(401, "unauthenticated");
        first.authorization = keyed(&one);
        let issued = first.post(PATH, body.clone()).await.created();
        let mut second = first.clone();
        second.authorization = keyed(&two);
        assert_ne!(second.post(PATH, body.clone()).await.created()["id"], issued["id"]);
        let admin = site.admin().await;
        admin.delete("/api/accounts/roles/operateur_espace/permissions/sessions:creer/").await.ok();
        first.post(PATH, body).await.problem(403, "forbidden");
    }

    /// Many at once under one key: one effect; who is not answered alike is told to ask again, and
    /// then is.
    async fn at_once_it_counts_once(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await;
        let key = site.station(&site.admin().await, agency).await;
        let (running, _) = site.session(&desk, None, Some(key.id), 30).await;
        desk.post(&format!("{PATH}{running}/start/"), json!({})).await.ok();
        for (path, body, effect) in [
            (PATH.to_owned(), json!({ "minutes": 30 }), "SELECT COUNT(*) - 1 FROM kiosk_sessions"),
            (
                format!("{PATH}{running}/add_time/"),
                json!({ "minutes": 15 }),
                "SELECT added_s / 900 FROM kiosk_sessions WHERE statut = 'active'",
            ),
        ] {
            let keyed = desk.clone().with_header("idempotency-key", &format!("at once {path}"));
            let asks = (0..10).map(|_| keyed.post(&path, body.clone()));
            let answers: Vec<Answer> = futures_util::future::join_all(asks).await;
            assert_eq!(site.count(effect).await, 1, "{path}");
            let last = keyed.post(&path, body.clone()).await;
            let (status, last) = (last.status.as_u16(), last.bytes);
            assert!([200, 201].contains(&status), "{status}");
            let mut answered = 0;
            for answer in answers {
                if answer.status.as_u16() == status {
                    let (one, other): (Value, Value) = (parse(&answer.bytes), parse(&last));
                    assert_eq!(one, other);
                    answered += 1;
                } else {
                    assert_eq!(answer.status.as_u16(), 409, "{}", String::from_utf8_lossy(&answer.bytes));
                }
            }
            assert!(answered >= 1);
        }
        site.assert_sound_log().await;
    }

    /// What was refused is not kept: corrected or not, it is tried again.
    async fn a_refusal_is_not_kept(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await.with_header("idempotency-key", "k");
        desk.post(PATH, json!({ "minutes": 0 })).await.blames("minutes", "minutes_range");
        desk.post(PATH, json!({ "minutes": 30 })).await.created();
    }

    /// An answer without a body is repeated as such.
    async fn an_empty_answer_is_repeated(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await;
        let (id, _) = site.session(&desk, None, None, 5).await;
        let keyed = desk.with_header("idempotency-key", "k");
        keyed.delete(&format!("{PATH}{id}/")).await.nothing();
        keyed.delete(&format!("{PATH}{id}/")).await.nothing();
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'fermeture_session'").await, 1);
    }

    /// Keys have a length; they are forgotten after a day.
    async fn keys_are_bounded_and_forgotten(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await;
        let body = json!({ "minutes": 5 });
        for key in [String::new(), "x".repeat(201)] {
            let keyed = desk.clone().with_header("idempotency-key", &key);
            keyed.post(PATH, body.clone()).await.blames("Idempotency-Key", "key_length");
        }
        desk.clone().with_header("idempotency-key", &"x".repeat(200)).post(PATH, body.clone()).await.created();
        assert_eq!(site.count("SELECT COUNT(*) FROM idempotency_keys").await, 1);
        let run = async || jobs::run_now(&site.app, "cleanup_expired_sessions").await.unwrap_or_else(|p| panic!("{p:?}"));
        site.advance(Duration::from_millis(idempotency::KEPT_MS.unsigned_abs()));
        run().await;
        assert_eq!(site.count("SELECT COUNT(*) FROM idempotency_keys").await, 1);
        site.advance(Duration::from_millis(1));
        run().await;
        assert_eq!(site.count("SELECT COUNT(*) FROM idempotency_keys").await, 0);
    }

    /// Neither the key nor the answer can be read in the table.
    async fn a_stored_answer_is_sealed(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = site.operator(agency).await.with_header("idempotency-key", "a very particular key");
        let session = desk.post(PATH, json!({ "minutes": 5 })).await.created();
        if site.kind == Kind::Sqlite {
            let code = session["code"].as_str().expect("a code");
            for file in ["guichet.db", "guichet.db-wal"] {
                let bytes = fs::read(site.folder().join(file)).unwrap_or_default();
                for secret in [code, "a very particular key"] {
                    assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret} in {file}");
                }
            }
        }
        let sealed = "SELECT COUNT(*) FROM idempotency_keys WHERE LENGTH(key_hash) = 32 AND LENGTH(request_hash) = 32";
        assert_eq!(site.count(sealed).await, 1);
    }
}

fn parse(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}
