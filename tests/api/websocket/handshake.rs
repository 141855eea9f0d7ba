//! Who gets a socket.
use super::{GENERAL, Hall, of};
use crate::harness::{
    PASSWORD, StationKey, Wire, both,
    wire::{browser, station},
};
use guichet::accounts::RoleScope;
use guichet_protocol::{CLOSE_FORBIDDEN, CLOSE_UNAUTHENTICATED, PROTOCOL};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// With what code a socket is closed instead of being greeted.
async fn turned_away(hall: &Hall<'_>, path: &str, headers: &[(&'static str, String)]) -> u16 {
    Wire::open(hall.address, path, headers).await.closed().await
}

async fn ticket(person: &crate::harness::Person<'_>) -> String {
    let answer = person.post("/api/ws-ticket/", json!({})).await.ok();
    assert_eq!(answer["expires_in_s"], json!(30));
    answer["ticket"].as_str().expect("a ticket").to_owned()
}

both! {
    /// RTM-001, RTM-007: a ticket in the subprotocols opens a console's socket; the first frame is the
    /// snapshot.
    async fn a_ticket_opens_a_socket_once(site: &Site) {
        let hall = Hall::open(site).await;
        let id = hall.running(60).await;
        let (waiting, _) = site.session(&hall.desk, None, None, 5).await;
        let ticket = ticket(&hall.desk).await;
        let (mut wire, protocol) = Wire::dial(hall.address, GENERAL, &browser(&ticket)).await.expect("a socket");
        assert_eq!(protocol.as_deref(), Some(PROTOCOL), "the ticket is not echoed");
        let frame = wire.frame().await;
        assert_eq!((&frame["seq"], &frame["type"]), (&json!(1), &json!("connection_established")));
        assert_eq!(frame["server_time"], json!(site.now()));
        let state = &frame["state"];
        assert_eq!(state["site"], json!("Espace de test"));
        assert_eq!(state["stations"][0]["id"], json!(hall.key.id));
        let mut sessions: Vec<&Value> = state["sessions"].as_array().expect("sessions").iter().map(|s| &s["session_id"]).collect();
        sessions.sort_by_key(std::string::ToString::to_string);
        let mut expected = [json!(id), json!(waiting)];
        expected.sort_by_key(Value::to_string);
        assert_eq!(sessions, expected.iter().collect::<Vec<_>>());
        assert_eq!(turned_away(&hall, GENERAL, &browser(&ticket)).await, CLOSE_UNAUTHENTICATED);
    }

    /// The tokens bring a ticket along, which spares a browser a journey; a refresh brings another.
    async fn tokens_bring_a_ticket(site: &Site) {
        let hall = Hall::open(site).await;
        let me = hall.desk.get("/api/accounts/me/").await.ok();
        let credentials = json!({ "login": me["username"], "password": PASSWORD });
        let signed_in = site.anonymous().post("/api/token/", credentials).await.ok();
        let renewed = site.anonymous().post("/api/token/refresh/", json!({ "refresh": signed_in["refresh"] })).await.ok();
        for tokens in [signed_in, renewed] {
            let ticket = tokens["ws_ticket"].as_str().expect("a ticket");
            let mut wire = Wire::open(hall.address, GENERAL, &browser(ticket)).await;
            assert_eq!(wire.frame().await["type"], json!("connection_established"));
            assert_eq!(turned_away(&hall, GENERAL, &browser(ticket)).await, CLOSE_UNAUTHENTICATED);
        }
    }

    /// A ticket ends after 30 seconds, and with the login it came from.
    async fn a_ticket_ends(site: &Site) {
        let hall = Hall::open(site).await;
        let old = ticket(&hall.desk).await;
        site.advance(Duration::from_secs(30));
        assert_eq!(turned_away(&hall, GENERAL, &browser(&old)).await, CLOSE_UNAUTHENTICATED);
        let fresh = ticket(&hall.desk).await;
        site.meddle(&format!("UPDATE auth_sessions SET revoked_at = {}", site.now())).await;
        assert_eq!(turned_away(&hall, GENERAL, &browser(&fresh)).await, CLOSE_UNAUTHENTICATED);
        site.anonymous().post("/api/ws-ticket/", json!({})).await.problem(401, "unauthenticated");
    }

    /// Of many sockets opened with one ticket at once, one opens.
    async fn of_many_sockets_with_one_ticket_one_opens(site: &Site) {
        let hall = Hall::open(site).await;
        let ticket = ticket(&hall.desk).await;
        let dials = (0..6).map(|_| async {
            let mut wire = Wire::open(hall.address, GENERAL, &browser(&ticket)).await;
            // The greeting, or the end: whichever comes first.
            match tokio::time::timeout(Duration::from_secs(3), wire.closed()).await {
                Ok(code) => assert_eq!(code, CLOSE_UNAUTHENTICATED),
                Err(_) => return 1,
            }
            0
        });
        let opened: i32 = futures_util::future::join_all(dials).await.into_iter().sum();
        assert_eq!(opened, 1);
    }

    /// RTM-017: no credential, a forged one, one in the address: 4401.
    async fn who_is_unknown_is_turned_away(site: &Site) {
        let hall = Hall::open(site).await;
        let only = |value: String| [("sec-websocket-protocol", value)];
        let access = hall.desk.authorization.clone().unwrap_or_default().replace("Bearer ", "");
        for protocols in [PROTOCOL.to_owned(), format!("{PROTOCOL}, ticket."), format!("{PROTOCOL}, ticket.x.y.z"), format!("{PROTOCOL}, ticket.{access}")] {
            assert_eq!(turned_away(&hall, GENERAL, &only(protocols.clone())).await, CLOSE_UNAUTHENTICATED, "{protocols}");
        }
        let ticket = ticket(&hall.desk).await;
        for query in [format!("?ticket={ticket}"), format!("?token={access}")] {
            let path = format!("{GENERAL}{query}");
            assert_eq!(turned_away(&hall, &path, &only(PROTOCOL.into())).await, CLOSE_UNAUTHENTICATED, "{query}");
        }
        for authorization in ["Bearer x.y.z".to_owned(), "Basic YTpi".into(), format!("Station {}:{}", hall.key.id, "0".repeat(64))] {
            let headers = [("sec-websocket-protocol", PROTOCOL.to_owned()), ("authorization", authorization)];
            assert_eq!(turned_away(&hall, GENERAL, &headers).await, CLOSE_UNAUTHENTICATED);
        }
        let gone = StationKey { id: Uuid::nil(), ..hall.key.clone() };
        assert_eq!(turned_away(&hall, GENERAL, &station(&gone)).await, CLOSE_UNAUTHENTICATED);
        // The ticket is still good: none of this used it up.
        Wire::open(hall.address, GENERAL, &browser(&ticket)).await.hear("connection_established").await;
    }

    /// RTM-002, SEC-006: what REST refuses, the socket refuses: 4403.
    async fn who_may_not_is_turned_away(site: &Site) {
        let hall = Hall::open(site).await;
        let id = hall.running(60).await;
        let powerless = site.holder(&["postes:lire"], RoleScope::All, Some(hall.agency)).await;
        assert_eq!(turned_away(&hall, GENERAL, &browser(&ticket(&powerless).await)).await, CLOSE_FORBIDDEN);
        let elsewhere = site.operator(site.agency("RE").await).await;
        for path in [of(id), of(Uuid::nil())] {
            assert_eq!(turned_away(&hall, &path, &browser(&ticket(&elsewhere).await)).await, CLOSE_FORBIDDEN);
        }
        let other = site.station(&site.admin().await, hall.agency).await;
        assert_eq!(turned_away(&hall, &of(id), &station(&other)).await, CLOSE_FORBIDDEN);
        assert_eq!(turned_away(&hall, &of(Uuid::nil()), &station(&hall.key)).await, CLOSE_FORBIDDEN);
        let bound = json!({ "ip": "10.0.0.7" });
        site.admin().await.patch(&format!("/api/postes/{}/", other.id), bound).await.ok();
        assert_eq!(turned_away(&hall, GENERAL, &station(&other)).await, CLOSE_FORBIDDEN, "from another address");
        let frame = site.station_wire(hall.address, &hall.key, &of(id)).await.frame().await;
        assert_eq!(frame["state"]["sessions"][0]["session_id"], json!(id));
    }

    /// A program may send its access token in the header, as everywhere else.
    async fn a_header_opens_a_socket_too(site: &Site) {
        let hall = Hall::open(site).await;
        let authorization = hall.desk.authorization.clone().expect("signed in");
        let headers = [("sec-websocket-protocol", PROTOCOL.to_owned()), ("authorization", authorization)];
        Wire::open(hall.address, GENERAL, &headers).await.hear("connection_established").await;
    }

    /// What is no handshake is a problem, like every other bad request.
    async fn a_plain_request_is_a_problem(site: &Site) {
        let hall = Hall::open(site).await;
        for path in [GENERAL.to_owned(), of(Uuid::nil()), format!("{GENERAL}no-id/")] {
            let answer = hall.desk.get(&path).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            assert_eq!(answer.headers["content-type"], "application/problem+json", "{path}");
        }
    }
}
