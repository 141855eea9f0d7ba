//! Access codes: made at random, shown once, stored as a hash, used once.
use super::{PATH, Room, issue, path};
use crate::harness::{Kind, both, id_of};
use guichet_protocol::{ALPHABET, AccessCode};
use rand::{TryRng, rngs::SysRng};
use serde_json::{Value, json};
use std::{collections::HashSet, fs, time::Duration};

both! {
    /// SES-001: ten thousand codes, no two alike, none with a symbol that people confuse; and none
    /// is what is stored.
    async fn codes_are_random_and_stored_as_hashes(site: &Site) {
        let mut codes = HashSet::new();
        let mut hashes = HashSet::new();
        for _ in 0..10_000 {
            let code = AccessCode::from_random(SysRng.try_next_u64().expect("random bits"));
            let text = code.to_string();
            assert!(text.len() == 11 && !text.contains(['O', '0', 'I', '1']), "{text}");
            assert!(code.symbols().iter().all(|symbol| ALPHABET.contains(symbol)));
            let hash = site.app.keys.hash_code(&code);
            assert_eq!(hash.len(), 32);
            assert!(!hash.windows(5).any(|part| code.symbols().windows(5).any(|symbols| symbols == part)));
            assert!(codes.insert(text) && hashes.insert(hash));
        }
        // Each symbol stands in each place: nothing of the 50 bits is lost.
        for place in (0..11).filter(|place| *place != 5) {
            let symbols: HashSet<u8> = codes.iter().map(|code| code.as_bytes()[place]).collect();
            assert_eq!(symbols.len(), 32, "place {place}");
        }
    }

    /// SES-011: the code is in the answer that issues it, and nowhere else.
    async fn a_code_is_shown_once(site: &Site) {
        let room = Room::open(site).await;
        let (id, session) = issue(&room.desk, json!({ "station_id": room.key.id, "minutes": 60 })).await;
        room.assert_line("generation_code", id).await;
        let code = session["code"].as_str().expect("a code").to_owned();
        let symbols = code.replace('-', "");
        assert!(code.len() == 11 && code.as_bytes()[5] == b'-', "{code}");
        assert_eq!(session["code_hint"], json!(symbols[8..]));
        assert_eq!((&session["statut"], &session["duration_s"]), (&json!("en_attente"), &json!(3600)));
        assert_eq!((&session["operateur"], &session["remaining_s"]), (&json!(room.desk.id), &json!(3600)));
        assert_eq!(session["valid_until"], json!(site.now() + 12 * 3_600_000));
        room.types(&room.key, &code).await.ok();
        let admin = site.admin().await;
        let others = [
            room.desk.get(&path(id, "")).await.bytes,
            room.desk.get(PATH).await.bytes,
            room.act(id, "start", json!({})).await.bytes,
            room.desk.get(&path(id, "time_remaining")).await.bytes,
            room.desk.get("/api/sessions/actives/").await.bytes,
            room.desk.get("/api/postes/").await.bytes,
            admin.get("/api/logs/?page_size=200").await.bytes,
        ];
        for bytes in others {
            let text = String::from_utf8(bytes).expect("JSON").to_uppercase();
            assert!(!text.contains(&code) && !text.contains(&symbols), "{text}");
        }
    }

    /// The database does not hold a code in any form that reads as one, not even where an answer is
    /// kept for its repetition.
    async fn a_code_stands_in_no_table(site: &Site) {
        let room = Room::open(site).await;
        let mut texts = Vec::new();
        for number in 0..20 {
            let with_key = room.desk.clone().with_header("idempotency-key", &format!("issue-{number}"));
            let (_, session) = issue(&with_key, json!({ "agency_id": room.agency, "minutes": 5 })).await;
            let code = session["code"].as_str().expect("a code").to_owned();
            texts.extend([code.replace('-', ""), code]);
        }
        if site.kind == Kind::Sqlite {
            for file in ["guichet.db", "guichet.db-wal"] {
                let bytes = fs::read(site.folder().join(file)).unwrap_or_default();
                let found = |text: &&String| bytes.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text.as_bytes()));
                assert_eq!(texts.iter().find(found), None, "in {file}");
            }
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions WHERE LENGTH(code_hash) = 32").await, 20);
        for text in &texts {
            let raw = format!("SELECT COUNT(*) FROM audit_log WHERE metadata LIKE '%{text}%' OR after_state LIKE '%{text}%'");
            assert_eq!(site.count(&raw).await, 0);
        }
    }

    /// SES-017: a code is read however it is typed, and validating does not start its session.
    async fn a_code_is_validated_without_starting(site: &Site) {
        let room = Room::open(site).await;
        let (id, code) = room.issue(60).await;
        let spaced = format!(" {} {} ", code[..5].to_lowercase(), &code[6..]);
        let valid = room.types(&room.key, &spaced).await.ok();
        assert_eq!(valid["valid"], json!(true));
        let session = &valid["session"];
        assert_eq!((&session["session_id"], &session["statut"]), (&json!(id), &json!("en_attente")));
        assert_eq!((&session["remaining_ms"], &session["elapsed_ms"]), (&json!(3_600_000), &json!(0)));
        assert!(session.get("visitor_name").is_none(), "a station needs no name");
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.actor_id, line.entity_id), ("validation_code", Some(room.key.id), Some(id)));
        let shown = room.show(id).await;
        assert_eq!((&shown["statut"], &shown["started_at"]), (&json!("en_attente"), &Value::Null));
        assert_eq!(shown["validated_at"], json!(site.now()));
        assert_eq!(room.desk.get(&format!("/api/postes/{}/", room.key.id)).await.ok()["statut"], json!("disponible"));
        // SES-003, SES-018: the station starts what it validated.
        let station = site.as_station(&room.key);
        let started = station.post(&path(id, "start"), json!({})).await.ok();
        assert_eq!((&started["statut"], &started["started_at"]), (&json!("active"), &json!(site.now())));
        station.post(&path(id, "start"), json!({})).await.problem(409, "wrong_state");
        assert_eq!(room.desk.get(&format!("/api/postes/{}/", room.key.id)).await.ok()["statut"], json!("occupe"));
    }

    /// A code that is none, too old, over, or another station's.
    async fn a_wrong_code_says_why(site: &Site) {
        let room = Room::open(site).await;
        let other = room.another().await;
        for typed in ["", "ABCDE-FGHJ", "ABCDE-FGHJK", "OOOOO-IIIII", "é", "ABCDE-FGHJK-LMNPQ"] {
            room.types(&room.key, typed).await.problem(400, "invalid_code");
        }
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.actor_id), ("erreur", Some(room.key.id)));
        assert!(!line.metadata.contains("ABCDE"), "{}", line.metadata);
        let (id, code) = room.issue(60).await;
        room.types(&other, &code).await.problem(400, "wrong_station");
        assert_eq!(room.show(id).await["validated_at"], Value::Null);
        site.app.clock.advance(Duration::from_hours(12));
        room.types(&room.key, &code).await.problem(400, "expired_code");
        room.settle().await;
        let desk = site.operator(room.agency).await;
        let expired = desk.get(&path(id, "")).await.ok();
        assert_eq!((&expired["statut"], &expired["end_reason"]), (&json!("expiree"), &json!("code_perime")));
        room.types(&room.key, &code).await.problem(400, "expired_code");
        desk.post(&path(id, "start"), json!({})).await.problem(409, "wrong_state");
        let (id, code) = site.session(&desk, None, Some(room.key.id), 60).await;
        desk.delete(&path(id, "")).await.nothing();
        room.types(&room.key, &code).await.problem(400, "expired_code");
    }

    /// An operator may validate for a station of its own agency, naming it.
    async fn an_operator_validates_for_a_station(site: &Site) {
        let room = Room::open(site).await;
        let (id, code) = room.issue(60).await;
        let validate = "/api/sessions/validate_code/";
        room.desk.post(validate, json!({ "code": code })).await.blames("station_id", "required");
        let elsewhere = Room::open(site).await;
        let body = json!({ "code": code, "station_id": elsewhere.key.id });
        room.desk.post(validate, body.clone()).await.problem(404, "not_found");
        site.as_station(&room.key).post(validate, body).await.problem(403, "forbidden");
        let body = json!({ "code": code, "station_id": room.key.id });
        elsewhere.desk.post(validate, body.clone()).await.problem(404, "not_found");
        let reader = site.holder(&["sessions:lire"], guichet::accounts::RoleScope::All, None).await;
        reader.post(validate, body.clone()).await.problem(403, "forbidden");
        site.anonymous().post(validate, body.clone()).await.problem(401, "unauthenticated");
        let valid = room.desk.post(validate, body).await.ok();
        assert_eq!(valid["session"]["session_id"], json!(id));
        site.as_station(&room.key).post(validate, json!({ "code": 5 })).await.blames("code", "wrong_type");
        site.as_station(&room.key).post(validate, json!({})).await.blames("code", "required");
    }

    /// A station out of use opens nothing, and the code stays good for another.
    async fn a_station_out_of_use_takes_no_code(site: &Site) {
        let room = Room::open(site).await;
        let (_, session) = issue(&room.desk, json!({ "minutes": 60 })).await;
        let (id, code) = (id_of(&session), session["code"].as_str().expect("a code").to_owned());
        for mark in ["marquer_maintenance", "marquer_hors_ligne"] {
            room.desk.post(&format!("/api/postes/{}/{mark}/", room.key.id), json!({})).await.ok();
            room.types(&room.key, &code).await.problem(409, "station_unavailable");
            room.desk.post(PATH, json!({ "station_id": room.key.id, "minutes": 5 })).await.problem(409, "station_unavailable");
            room.act(id, "start", json!({ "station_id": room.key.id })).await.problem(409, "station_unavailable");
        }
        assert_eq!(room.show(id).await["station_id"], Value::Null);
        room.types(&room.another().await, &code).await.ok();
    }
}
