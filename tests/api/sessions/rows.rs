//! Sessions as rows: issued, listed, shown to those who may see them.
use super::{PATH, Room, issue, path};
use crate::harness::{Person, both, id_of};
use axum::http::Method;
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use uuid::Uuid;

async fn ids(person: &Person<'_>, query: &str) -> BTreeSet<Uuid> {
    person.get(&format!("{PATH}?{query}")).await.results().iter().map(id_of).collect()
}

both! {
    /// SES-011, ACC-038: who issues it is taken from the token, never from the body.
    async fn a_session_is_issued(site: &Site) {
        let room = Room::open(site).await;
        let visitor = site.visitor(&room.desk).await;
        let (id, session) = issue(&room.desk, json!({ "visitor_id": visitor, "station_id": room.key.id, "minutes": 45 })).await;
        assert_eq!(session["operateur"], json!(room.desk.id));
        assert_eq!((&session["visitor_id"], &session["station_id"]), (&json!(visitor), &json!(room.key.id)));
        assert!(session["visitor_name"].as_str().is_some_and(|name| name.starts_with("Ana Exemple")), "{session}");
        let mut shown = session;
        shown.as_object_mut().expect("an object").remove("code");
        assert_eq!(room.show(id).await, shown);
        let forged = json!({ "minutes": 5, "operateur": Uuid::nil() });
        room.desk.post(PATH, forged).await.blames("operateur", "unknown_field");
    }

    async fn wrong_fields_are_named(site: &Site) {
        let room = Room::open(site).await;
        for (body, field, code) in [
            (json!({}), "minutes", "required"),
            (json!({ "minutes": 0 }), "minutes", "minutes_range"),
            (json!({ "minutes": -5 }), "minutes", "minutes_range"),
            (json!({ "minutes": 721 }), "minutes", "minutes_range"),
            (json!({ "minutes": i64::MAX }), "minutes", "minutes_range"),
            (json!({ "minutes": u64::MAX }), "minutes", "wrong_type"),
            (json!({ "minutes": "60" }), "minutes", "wrong_type"),
            (json!({ "minutes": 1.5 }), "minutes", "wrong_type"),
            (json!({ "minutes": [60] }), "minutes", "wrong_type"),
            (json!({ "minutes": 60, "visitor_id": "x" }), "visitor_id", "wrong_type"),
            (json!({ "minutes": 60, "code": "ABCDE-FGHJK" }), "code", "unknown_field"),
        ] {
            room.desk.post(PATH, body).await.blames(field, code);
        }
        for absent in ["visitor_id", "station_id"] {
            let mut body = json!({ "minutes": 60 });
            body[absent] = json!(Uuid::nil());
            room.desk.post(PATH, body).await.problem(404, "not_found");
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 0);
        issue(&room.desk, json!({ "minutes": 720 })).await;
        issue(&room.desk, json!({ "minutes": 1, "visitor_id": null, "station_id": null })).await;
    }

    /// Another agency's session is 404 in every way, like one that is not there.
    async fn another_agency_s_session_is_not_there(site: &Site) {
        let (room, elsewhere) = (Room::open(site).await, Room::open(site).await);
        let running = elsewhere.running(30).await;
        let (waiting, code) = site.session(&elsewhere.desk, None, None, 30).await;
        let before = (elsewhere.show(running).await, elsewhere.show(waiting).await);
        for id in [running, waiting, Uuid::nil()] {
            room.desk.get(&path(id, "")).await.problem(404, "not_found");
            room.desk.get(&path(id, "time_remaining")).await.problem(404, "not_found");
            for method in [Method::PUT, Method::PATCH] {
                room.desk.send(method, &path(id, ""), Some(json!({}))).await.problem(404, "not_found");
            }
            room.desk.delete(&path(id, "")).await.problem(404, "not_found");
            for action in ["start", "suspend", "resume", "terminate"] {
                room.act(id, action, json!({})).await.problem(404, "not_found");
            }
            room.act(id, "start", json!({ "station_id": room.key.id })).await.problem(404, "not_found");
            room.act(id, "add_time", json!({ "minutes": 15 })).await.problem(404, "not_found");
        }
        assert_eq!((elsewhere.show(running).await, elsewhere.show(waiting).await), before);
        assert!(ids(&room.desk, "").await.is_empty());
        assert!(room.desk.get("/api/sessions/actives/").await.results().is_empty());
        let visitor = site.visitor(&elsewhere.desk).await;
        for foreign in [
            json!({ "minutes": 5, "station_id": elsewhere.key.id }),
            json!({ "minutes": 5, "visitor_id": visitor }),
            json!({ "minutes": 5, "agency_id": elsewhere.agency }),
        ] {
            room.desk.post(PATH, foreign).await.problem(404, "not_found");
        }
        // Nor does its code open a station here: the room is another.
        let answer = room.types(&room.key, &code).await;
        assert_eq!(answer.status.as_u16(), 400, "{}", String::from_utf8_lossy(&answer.bytes));
    }

    /// A session is not started at a station of another agency.
    async fn a_session_starts_in_its_own_agency(site: &Site) {
        let (room, elsewhere) = (Room::open(site).await, Room::open(site).await);
        let (id, _) = site.session(&room.desk, None, None, 30).await;
        let answer = room.act(id, "start", json!({ "station_id": elsewhere.key.id })).await;
        assert_eq!(answer.status.as_u16(), 404, "{}", String::from_utf8_lossy(&answer.bytes));
        assert_eq!(room.show(id).await["statut"], json!("en_attente"));
    }

    /// ACC-017: each step takes its permission.
    async fn each_step_takes_its_permission(site: &Site) {
        let room = Room::open(site).await;
        let (id, _) = room.issue(30).await;
        let reader = site.holder(&["sessions:lire"], RoleScope::All, Some(room.agency)).await;
        reader.get(&path(id, "")).await.ok();
        reader.post(PATH, json!({ "minutes": 5 })).await.problem(403, "forbidden");
        reader.patch(&path(id, ""), json!({})).await.problem(403, "forbidden");
        reader.delete(&path(id, "")).await.problem(403, "forbidden");
        for action in ["start", "suspend", "resume", "terminate", "add_time"] {
            reader.post(&path(id, action), json!({ "minutes": 5 })).await.problem(403, "forbidden");
            site.anonymous().post(&path(id, action), json!({})).await.problem(401, "unauthenticated");
        }
        let driver = site.holder(&["sessions:piloter"], RoleScope::All, Some(room.agency)).await;
        driver.post(&path(id, "start"), json!({})).await.ok();
        driver.get(&path(id, "")).await.problem(403, "forbidden");
        driver.delete(&path(id, "")).await.problem(403, "forbidden");
    }

    /// SES-010, SES-012: filters, search and order.
    async fn sessions_are_found(site: &Site) {
        let room = Room::open(site).await;
        let visitor = site.visitor(&room.desk).await;
        let (first, _) = issue(&room.desk, json!({ "visitor_id": visitor, "minutes": 5 })).await;
        site.advance(Duration::from_secs(10));
        let second = room.running(30).await;
        site.advance(Duration::from_secs(10));
        let (third, _) = issue(&room.desk, json!({ "minutes": 5 })).await;
        let listed: Vec<Uuid> = room.desk.get(PATH).await.results().iter().map(id_of).collect();
        assert_eq!(listed, [third, second, first], "the newest first");
        let expect = |ids: &[Uuid]| ids.iter().copied().collect::<BTreeSet<_>>();
        let at = site.now();
        for (query, found) in [
            ("statut=active".to_owned(), expect(&[second])),
            ("statut__in=active,en_attente".to_owned(), expect(&[first, second, third])),
            (format!("visitor_id={visitor}"), expect(&[first])),
            (format!("station_id={}", room.key.id), expect(&[second])),
            (format!("agency_id={}", Uuid::nil()), expect(&[])),
            (format!("created_from={}", at - 10_000), expect(&[second, third])),
            (format!("created_to={}", at - 10_000), expect(&[first])),
            ("search=EXEMPLE".to_owned(), expect(&[first])),
            (format!("id__in={first},{third}"), expect(&[first, third])),
            ("statut=active%27%20OR%201=1".to_owned(), expect(&[])),
        ] {
            assert_eq!(ids(&room.desk, &query).await, found, "{query}");
        }
        room.desk.get("/api/sessions/?code=ABC").await.blames("code", "unknown_filter");
        room.desk.get("/api/sessions/?created_from=today").await.blames("created_from", "wrong_type");
        room.desk.get("/api/sessions/?ordering=code_hash").await.blames("ordering", "unknown_ordering");
    }

    /// SES-015: those that hold a station now, with what is left of each.
    async fn active_sessions_are_listed_with_their_time(site: &Site) {
        let room = Room::open(site).await;
        room.issue(5).await;
        let running = room.running(30).await;
        let other = room.another().await;
        let (paused, _) = site.session(&room.desk, None, Some(other.id), 30).await;
        room.act(paused, "start", json!({})).await.ok();
        room.act(paused, "suspend", json!({})).await.ok();
        site.advance(Duration::from_mins(1));
        let listed = room.desk.get("/api/sessions/actives/").await.results();
        let mut shown: Vec<(Uuid, Value)> = listed.iter().map(|row| (id_of(row), row["remaining_s"].clone())).collect();
        shown.sort_by_key(|(id, _)| *id);
        let mut expected = vec![(running, json!(1740)), (paused, json!(1800))];
        expected.sort_by_key(|(id, _)| *id);
        assert_eq!(shown, expected);
        room.act(running, "terminate", json!({})).await.ok();
        assert_eq!(room.desk.get("/api/sessions/actives/").await.results().len(), 1);
    }
}
