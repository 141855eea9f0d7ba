//! Clients that talk nonsense, read nothing, or say nothing.
use super::{GENERAL, Hall};
use crate::harness::{
    Kind, Site, Wire, both,
    wire::{browser, station},
};
use guichet::live::LiveEvent;
use guichet_protocol::{CLOSE_IDLE, CLOSE_SLOW, CLOSE_SUPERSEDED, CLOSE_UNAUTHENTICATED, StationState, StationStatut};
use serde_json::json;
use std::time::Duration;
use tokio::net::TcpSocket;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

/// Close code of RFC 6455: come back.
const CLOSE_RESTART: u16 = 1012;

both! {
    /// RTM-013: what is refused is answered with `error`, in the client's language; the socket stays open.
    async fn nonsense_is_answered(site: &Site) {
        let hall = Hall::open(site).await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.frame().await;
        for (text, code) in [
            ("", "malformed"),
            ("garbage", "malformed"),
            ("{", "malformed"),
            ("null", "invalid"),
            ("[]", "invalid"),
            ("{}", "invalid"),
            (r#"{"type":"fly"}"#, "invalid"),
            (r#"{"type":5}"#, "invalid"),
            (r#"{"type":"heartbeat","bonus_ms":1}"#, "invalid"),
            (r#"{"type":"heartbeat","consumed_ms":-1}"#, "invalid"),
            (r#"{"type":"validate_code"}"#, "invalid"),
            (r#"{"type":"start_session","session_id":"x"}"#, "invalid"),
            (r#"{"type":"heartbeat"} {"type":"heartbeat"}"#, "malformed"),
        ] {
            wire.send(Message::text(text)).await;
            let refused = wire.frame().await;
            assert_eq!(refused["type"], json!("error"), "{text}: {refused}");
            assert_eq!(refused["code"], json!(code), "{text}: {refused}");
            assert!(refused["detail"].as_str().is_some_and(|text| text.len() > 5), "{refused}");
        }
        wire.send(Message::text("[".repeat(10_000))).await;
        assert_eq!(wire.frame().await["type"], json!("error"));
        wire.send(Message::binary(vec![0xff; 100])).await;
        assert_eq!(wire.frame().await["code"], json!("malformed"));
        wire.send(Message::Ping(vec![1, 2, 3].into())).await;
        wire.ask(json!({ "type": "heartbeat" }), "time_update").await;
        let mut english = station(&hall.key).to_vec();
        english.push(("accept-language", "en".into()));
        let mut english = Wire::open(hall.address, GENERAL, &english).await;
        english.frame().await;
        let guess = json!({ "type": "validate_code", "code": "ABCDE-FGHJK" });
        assert_ne!(wire.ask(guess.clone(), "error").await["detail"], english.ask(guess, "error").await["detail"]);
    }

    /// A station has one socket: whoever proves itself again, the same start of its client too, has lost the
    /// one before, whose credential is void.
    async fn a_station_has_one_socket(site: &Site) {
        let (hall, admin) = (Hall::open(site).await, site.admin().await);
        let (id, machine) = site.enrolled(&admin, hall.agency).await;
        let first = site.let_in(&machine, id).await;
        let mut before = site.station_wire(hall.address, &first, GENERAL).await;
        before.hear("connection_established").await;
        let second = site.let_in(&machine, id).await;
        let mut after = site.station_wire(hall.address, &second, GENERAL).await;
        after.hear("connection_established").await;
        assert_eq!(before.closed().await, CLOSE_SUPERSEDED);
        after.ask(json!({ "type": "heartbeat" }), "time_update").await;
    }

    /// A message larger than any we know ends that socket, and no other.
    async fn a_huge_message_ends_its_socket_alone(site: &Site) {
        let hall = Hall::open(site).await;
        let mut other = site.console(hall.address, &hall.desk, GENERAL).await;
        other.frame().await;
        let mut wire = site.station_wire(hall.address, &hall.key, GENERAL).await;
        wire.frame().await;
        wire.send(Message::text("x".repeat(17 * 1024))).await;
        assert_eq!(wire.rest().await.0, 0);
        other.ask(json!({ "type": "heartbeat" }), "time_update").await;
        let mut again = site.station_wire(hall.address, &hall.key, GENERAL).await;
        again.hear("connection_established").await;
    }

    /// A client that never reads is dropped; the others hear everything meanwhile.
    async fn a_slow_client_is_dropped_alone(site: &Site) {
        let hall = Hall::open(site).await;
        let ticket = hall.desk.post("/api/ws-ticket/", json!({})).await.ok();
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        let stream = socket.connect(hall.address).await.expect("connected");
        let headers = browser(ticket["ticket"].as_str().expect("a ticket"));
        let (mut slow, _) = Wire::over(stream, hall.address, GENERAL, &headers).await.expect("a socket");
        let mut quick = site.console(hall.address, &hall.desk, GENERAL).await;
        quick.frame().await;
        let event = |number: u32| LiveEvent::Station {
            state: StationState {
                id: Uuid::from_u128(u128::from(number)),
                name: "x".repeat(2000),
                statut: StationStatut::Disponible,
                en_ligne: true,
                last_seen_at: None,
                identity_conflict: false,
                mac_copied: false,
                zone: None,
                plan: None,
            },
            agency_id: hall.agency,
        };
        // 16 MB, which fit into no buffer on the way.
        for number in 0..8000 {
            site.app.live.publish(event(number));
            let heard = quick.frame().await;
            assert_eq!(heard["station"]["id"], json!(Uuid::from_u128(u128::from(number))));
        }
        let (heard, code) = slow.rest().await;
        assert!(heard < 8000, "it was not dropped");
        // The reason gets through only to a client that reads at last.
        assert!(code.is_none_or(|code| code == CLOSE_SLOW), "{code:?}");
        quick.ask(json!({ "type": "heartbeat" }), "time_update").await;
    }

    /// When the server stops, it says so: come back.
    async fn a_server_that_stops_says_so(site: &Site) {
        let hall = Hall::open(site).await;
        let mut console = site.console(hall.address, &hall.desk, GENERAL).await;
        let mut station = site.station_wire(hall.address, &hall.key, GENERAL).await;
        for wire in [&mut console, &mut station] {
            wire.hear("connection_established").await;
        }
        site.app.stopping.send_replace(true);
        assert_eq!((console.closed().await, station.closed().await), (1012, 1012));
    }
}

/// RTM-003: who says nothing for a minute is cut off; a console whose login ended meanwhile, too; and a station whose
/// credential was taken away without its socket hearing of it.
/// This one takes its minute.
#[tokio::test(flavor = "multi_thread")]
async fn a_minute_later() {
    let site = Site::open(Kind::Sqlite).await;
    let hall = Hall::open(&site).await;
    let mut silent = site.station_wire(hall.address, &hall.key, GENERAL).await;
    silent.frame().await;
    let key = site.station(&site.admin().await, hall.agency).await;
    let mut revoked = site.station_wire(hall.address, &key, GENERAL).await;
    revoked.frame().await;
    site.meddle("UPDATE stations SET credential_hash = NULL").await;
    site.app.stations.read_again(&site.app, Some(key.id)).await.expect("read");
    let mut console = site.console(hall.address, &hall.desk, GENERAL).await;
    console.frame().await;
    site.meddle(&format!(
        "UPDATE auth_sessions SET revoked_at = {} WHERE user_id IN (SELECT id FROM users WHERE agency_id IS NOT NULL)",
        site.now()
    ))
    .await;
    let talks = async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        console.ask(json!({ "type": "heartbeat" }), "time_update").await;
        console.closed_within(Duration::from_mins(1)).await
    };
    let speaks = async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        revoked.ask(json!({ "type": "heartbeat" }), "time_update").await;
        revoked.closed_within(Duration::from_mins(1)).await
    };
    let (idle, ended, again) = tokio::join!(silent.closed_within(Duration::from_secs(90)), talks, speaks);
    assert_eq!((idle, ended, again), (CLOSE_IDLE, CLOSE_UNAUTHENTICATED, CLOSE_RESTART));
    site.close().await;
}
