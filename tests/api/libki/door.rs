//! Who is let in: nobody unasked, nobody from elsewhere, nobody without the secret.
use super::{Node, ONLINE, OUT, PENDING, Room, SETTINGS, WAITS, refused};
use crate::harness::{Kind, Site, both, id_of};
use serde_json::json;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

const SECRET: &str = "une clef de la salle";

both! {
    /// A new node waits, as any machine does; refused, it stays outside; revoked, it waits again.
    async fn a_new_station_waits_until_somebody_approves_it(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let node = Node::new(site.listen().await, "Poste 1", "127.0.1.1");
        for _ in 0..3 {
            assert_eq!(node.registers().await, format!("{WAITS}{SETTINGS}}}"));
        }
        let waiting = admin.get(PENDING).await.results();
        assert_eq!(waiting.len(), 1, "however often it asks");
        assert_eq!((&waiting[0]["name"], &waiting[0]["ip"]), (&json!("Poste 1"), &json!("127.0.1.1")));
        assert_eq!((&waiting[0]["mac"], &waiting[0]["origin"]), (&json!("52:54:00:00:31:01"), &json!("libki")));
        assert_eq!(node.logs_in("ABCDE-FGHJK").await, refused("INVALID_CLIENT"));
        assert_eq!(node.polls("ABCDE-FGHJK").await, OUT);
        assert_eq!(node.logs_out("ABCDE-FGHJK").await, r#"{"logged_out":0}"#);
        let asked = format!("{PENDING}{}/", id_of(&waiting[0]));
        let id = id_of(&admin.post(&format!("{asked}approve/"), json!({ "agency_id": agency })).await.ok());
        site.assert_line("approve_enrolment", admin.id, id).await;
        assert_eq!(node.registers().await, format!("{ONLINE}{SETTINGS}}}"));
        let station = &admin.get("/api/postes/?origin=libki").await.results()[0];
        assert_eq!((&station["id"], &station["origin"]), (&json!(id), &json!("libki")));
        assert_eq!((&station["en_ligne"], &station["client_version"]), (&json!(true), &json!("Libki 2.4.0")));
        assert!(admin.get("/api/postes/?origin=guichet").await.results().is_empty());
        // Nobody can prove to be it: what it is known by is no key.
        site.anonymous().prove(&crate::harness::Machine::numbered(9), id, &site.app.keys.server_key()).await
            .problem(401, "unauthenticated");
        admin.post(&format!("/api/postes/{id}/revoke_credential/"), json!({})).await.ok();
        assert!(node.registers().await.starts_with(WAITS));
        let again = &admin.get(PENDING).await.results()[0];
        admin.post(&format!("{PENDING}{}/reject/", id_of(again)), json!({})).await.nothing();
        assert!(node.registers().await.starts_with(WAITS));
        assert!(admin.get(PENDING).await.results().is_empty(), "turned away is turned away");
        site.assert_sound_log().await;
    }

    /// A node that is called as another, at another address, is another.
    async fn a_session_is_its_station_s_alone(site: &Site) {
        let room = Room::open(site).await;
        let (id, code) = room.issue(45).await;
        assert_eq!(room.node.logs_in(&code).await, r#"{"authenticated":1,"units":"45"}"#);
        let stranger = Node::new(room.node.server, room.node.name, "127.0.1.99");
        let (beside, _) = room.another("Salle 32", "127.0.1.32").await;
        for other in [&stranger, &beside] {
            for name in [code.clone(), id.to_string()] {
                assert_eq!(other.polls(&name).await, OUT);
                assert_eq!(other.logs_out(&name).await, r#"{"logged_out":0}"#);
            }
        }
        for name in ["", "ABCDE-FGHJK", "00000000-0000-0000-0000-000000000000", "é&username="] {
            assert_eq!(room.node.polls(name).await, OUT, "{name:?}");
            assert_eq!(room.node.logs_out(name).await, r#"{"logged_out":0}"#, "{name:?}");
        }
        let own = room.node.polls(&code).await;
        assert_eq!(own, r#"{"status":"Logged in","units":"45","messages":[]}"#);
        // The station moves to another address, as somebody at the desk says: the old one is no longer its own.
        let moved = json!({ "ip": "127.0.1.77" });
        room.admin.patch(&format!("/api/postes/{}/", room.id), moved).await.ok();
        assert_eq!(room.node.polls(&code).await, OUT);
    }

    async fn who_lacks_the_secret_is_nobody(site: &Site) {
        let open = Site::open_with(site.kind, |settings| {
            settings.libki_secret_header = "X-Salle".into();
            settings.libki_secret = Some(SECRET.into());
        })
        .await;
        let (admin, agency) = (open.admin().await, open.agency("RE").await);
        let mut node = Node::new(open.listen().await, "Poste 1", "127.0.1.1");
        for header in ["", "X-Salle: \r\n", "X-Salle: une autre clef, longue\r\n", "X-Autre: une clef de la salle\r\n"] {
            node.header = header;
            assert!(node.registers().await.starts_with(WAITS), "{header}");
        }
        assert!(admin.get(PENDING).await.results().is_empty(), "nobody is even asked");
        node.header = "x-salle: une clef de la salle\r\n";
        super::approve(&admin, agency, &node).await;
        assert!(node.registers().await.starts_with(ONLINE));
        let desk = open.operator(agency).await;
        let (_, code) = open.session(&desk, None, None, 10).await;
        assert_eq!(node.logs_in(&code).await, r#"{"authenticated":1,"units":"10"}"#);
        node.header = "X-Salle: autre\r\n";
        assert_eq!(node.logs_in(&code).await, refused("INVALID_CLIENT"));
        assert_eq!(node.polls(&code).await, OUT);
        assert_eq!(node.logs_out(&code).await, r#"{"logged_out":0}"#);
        open.close().await;
    }

    /// Closed unless the settings open it, and silent about what does not concern it.
    async fn the_door_is_closed_by_default(site: &Site) {
        assert!(!guichet::config::Settings::default().libki);
        let closed = Site::open_with(site.kind, |settings| settings.libki = false).await;
        let node = Node::new(closed.listen().await, "Poste 1", "127.0.1.1");
        let (status, body) = node.raw(&format!("{}&action=register_node", node.beginning())).await;
        assert!(status == 404 && body.contains("no_such_path"), "{status} {body}");
        assert!(closed.admin().await.get(PENDING).await.results().is_empty());
        closed.close().await;
        site.anonymous().post("/api/client/v1_0", json!({})).await.problem(405, "method_not_allowed");
    }

    /// A client of today writes its parameters in one order, one of tomorrow in another, and some proxy adds its own.
    async fn a_query_is_read_leniently(site: &Site) {
        let room = Room::open(site).await;
        let (_, code) = room.issue(45).await;
        let (node, begin) = (&room.node, room.node.beginning());
        let typed = code.to_lowercase().replace('-', "+");
        for query in [
            format!("password&username={typed}&&createGuest=0&=&x=%zz%&action=login&{begin}"),
            format!("{begin}&action=login&username={code}&username=ABCDE-FGHJK&password=&password=x&node=Autre&unknown"),
            format!("{begin}&action=login&username=%20{}%20&password", code.replace('-', "%2D")),
        ] {
            assert_eq!(node.raw(&query).await, (200, r#"{"authenticated":1,"units":"45"}"#.to_owned()), "{query}");
        }
        for query in ["", "action", "action=&node", "action=dance&node=Salle%2031", "&&&=&", "action=login&node=Salle%2031&username=%FF"] {
            let (status, body) = node.raw(query).await;
            assert!(status == 200 && ["{}", &refused("BAD_LOGIN")].contains(&body.as_str()), "{query}: {status} {body}");
        }
        for accepted in ["acknowledge_reservation&reserved_for=-", "clear_message&username&password"] {
            assert_eq!(node.call(&format!("action={accepted}")).await, "{}");
        }
        // No name, or one that no station can have: nobody is asked about it.
        let long = "x".repeat(61);
        for name in ["", "%20", long.as_str(), "a%07"] {
            let (status, body) = node.raw(&format!("node={name}&action=register_node")).await;
            assert!(status == 200 && body.starts_with(WAITS), "{body}");
        }
        assert!(room.admin.get(PENDING).await.results().is_empty());
    }
}

/// What was logged, all of it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic before").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Codes travel in the query: no log may hold it, however much it tells. On one thread, which is listened to.
async fn nothing_secret_is_logged(kind: Kind) {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    let _listening =
        tracing_subscriber::util::SubscriberInitExt::set_default(subscriber.with_writer(log.clone()).finish());
    let site = Site::open_with(kind, |settings| {
        settings.libki_secret_header = "X-Salle".into();
        settings.libki_secret = Some(SECRET.into());
    })
    .await;
    let agency = site.agency("RE").await;
    let (admin, desk) = (site.admin().await, site.operator(agency).await);
    let mut node = Node::new(site.listen().await, "Salle 31", "127.0.1.31");
    node.header = "X-Salle: une clef de la salle\r\n";
    super::approve(&admin, agency, &node).await;
    let (_, code) = site.session(&desk, None, None, 45).await;
    assert_eq!(node.logs_in("ABCDE-FGHJK").await, refused("BAD_LOGIN"));
    assert_eq!(node.logs_in(&code).await, r#"{"authenticated":1,"units":"45"}"#);
    node.polls(&code).await;
    node.logs_out(&code).await;
    site.app.db.close().await;
    // The same request when the database is gone: the failure is told, and is logged without its query.
    let (status, body) = node.raw(&format!("{}&action=logout&username={code}&password", node.beginning())).await;
    assert!(status >= 500, "{status} {body}");
    let text = String::from_utf8_lossy(&log.0.lock().expect("no panic before")).into_owned();
    assert!(text.contains("A request failed"), "this test hears nothing: {text}");
    let plain = code.replace('-', "");
    for secret in [code.as_str(), &plain, "ABCDE-FGHJK", "username=", SECRET] {
        assert!(!text.contains(secret), "the log holds {secret:?}");
    }
    assert!(!body.contains(&code), "{body}");
}

#[tokio::test]
async fn nothing_secret_is_logged_on_sqlite() {
    nothing_secret_is_logged(Kind::Sqlite).await;
}

#[tokio::test]
async fn nothing_secret_is_logged_on_postgres() {
    nothing_secret_is_logged(Kind::Postgres).await;
}
