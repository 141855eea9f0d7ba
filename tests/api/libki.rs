//! The door for stations that run Libki's client: what such a client writes to its socket, byte for byte, and what it
//! must read there (docs/libki.md).
mod door;
mod orders;
mod refusals;
mod visit;

use crate::harness::{PATIENCE, Person, Site, id_of};
use serde_json::json;
use std::net::{IpAddr, SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpSocket,
    time::timeout,
};
use uuid::Uuid;

/// What a new node is told, and with another status what every station is told.
const SETTINGS: &str = r#""ClientBehavior":"FCFS","ReservationShowUsername":"","EnableClientSessionLocking":"","EnableClientPasswordlessMode":"1","EnableGuestSelfRegistration":"","TermsOfService":"","TermsOfServiceDetails":"","BannerTopURL":"","BannerTopWidth":"","BannerTopHeight":"","BannerBottomURL":"","BannerBottomWidth":"","BannerBottomHeight":"","Logo":"","LogoURL":"","LogoWidth":"","LogoHeight":"","ClientStyleSheet":"","InternetConnectivityURLs":"","ShowTimeRemainingInSplash":"","ShowTimeRemainingInTray":"1","ClientTimeNotificationFrequency":"5","ClientTimeWarningThreshold":"5","inactivityLogout":"","inactivityWarning":"""#;
const WAITS: &str = r#"{"registered":0,"status":"suspended","reserved_for":"","#;
const ONLINE: &str = r#"{"registered":1,"status":"online","reserved_for":"","#;
const SUSPENDED: &str = r#"{"registered":1,"status":"suspended","reserved_for":"","#;
const OUT: &str = r#"{"status":"Logged out","units":"0","messages":[]}"#;
const PENDING: &str = "/api/postes/enrolments/";

/// A machine with Libki's client.
#[derive(Clone)]
struct Node {
    server: SocketAddr,
    /// The address it calls from: this machine has sixteen million.
    from: IpAddr,
    name: &'static str,
    version: &'static str,
    age_limit: &'static str,
    header: &'static str,
}

impl Node {
    fn new(server: SocketAddr, name: &'static str, from: &str) -> Self {
        let from = from.parse().expect("an address");
        Self { server, from, name, version: "2.4.0", age_limit: "", header: "" }
    }

    /// The query that every call begins with.
    fn beginning(&self) -> String {
        let name = self.name.replace(' ', "%20");
        let last =
            self.from.to_string().rsplit('.').next().and_then(|last| last.parse::<u8>().ok()).unwrap_or_default();
        let card = format!("52:54:00:00:{:02x}:{last:02x}", self.name.bytes().next_back().unwrap_or_default());
        let version = self.version;
        format!(
            "node={name}&location=RDC&type=&ipaddress=192.168.7.31&macaddress={card}&hostname=salle-31&version={version}"
        )
    }

    /// Writes what the client's library writes, on a connection of its own; the status and the body of what comes.
    async fn raw(&self, query: &str) -> (u16, String) {
        let request = format!(
            "GET /api/client/v1_0?{query} HTTP/1.1\r\nHost: {}\r\n{}Connection: Keep-Alive\r\nAccept-Encoding: gzip, deflate\r\n\
             Accept-Language: fr-FR,en,*\r\nUser-Agent: Mozilla/5.0\r\n\r\n",
            self.server, self.header
        );
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::new(self.from, 0)).expect("an address of this machine");
        let exchange = async {
            let mut stream = socket.connect(self.server).await.expect("a server");
            stream.write_all(request.as_bytes()).await.expect("sent");
            let mut bytes = Vec::new();
            loop {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if let Some(answer) = whole(&text) {
                    return answer;
                }
                assert!(stream.read_buf(&mut bytes).await.expect("an answer") > 0, "cut off: {text}");
            }
        };
        timeout(PATIENCE, exchange).await.expect("an answer in time")
    }

    async fn call(&self, rest: &str) -> String {
        let (status, body) = self.raw(&format!("{}&{rest}", self.beginning())).await;
        assert_eq!(status, 200, "{rest}: {body}");
        assert!(!body.contains("null"), "{rest}: {body}");
        body
    }

    async fn registers(&self) -> String {
        let name = self.name.replace(' ', "%20");
        self.call(&format!("action=register_node&node_name={name}&age_limit={}", self.age_limit)).await
    }

    /// What the screen is told besides the settings.
    async fn hears(&self) -> String {
        let body = self.registers().await;
        assert!(body.contains(SETTINGS), "{body}");
        body.replace(&format!("{SETTINGS},"), "").replace(&format!(",{SETTINGS}"), "")
    }

    /// An empty password arrives without its `=`.
    async fn logs_in(&self, code: &str) -> String {
        self.call(&format!("action=login&username={code}&password&createGuest=0")).await
    }

    async fn polls(&self, name: &str) -> String {
        self.call(&format!("action=get_user_data&username={name}&password")).await
    }

    async fn logs_out(&self, name: &str) -> String {
        self.call(&format!("action=logout&username={name}&password")).await
    }
}

/// The status and the body, once all of it is there.
fn whole(text: &str) -> Option<(u16, String)> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (body.len() >= length.unwrap_or_default()).then(|| (status, body.to_owned()))
}

fn refused(word: &str) -> String {
    format!(r#"{{"error":"{word}"}}"#)
}

/// A room with one node that was approved.
struct Room<'s> {
    site: &'s Site,
    admin: Person<'s>,
    desk: Person<'s>,
    agency: Uuid,
    node: Node,
    /// Its station.
    id: Uuid,
}

impl<'s> Room<'s> {
    async fn open(site: &'s Site) -> Self {
        let agency = site.agency("RE").await;
        let (admin, desk) = (site.admin().await, site.operator(agency).await);
        let node = Node::new(site.listen().await, "Salle 31", "127.0.1.31");
        let id = approve(&admin, agency, &node).await;
        Self { site, admin, desk, agency, node, id }
    }

    /// Another node of the room, with its station.
    async fn another(&self, name: &'static str, from: &str) -> (Node, Uuid) {
        let node = Node::new(self.node.server, name, from);
        let id = approve(&self.admin, self.agency, &node).await;
        (node, id)
    }

    async fn issue(&self, minutes: u32) -> (Uuid, String) {
        self.site.session(&self.desk, None, None, minutes).await
    }

    async fn session(&self, id: Uuid, what: &str) {
        self.desk.post(&format!("/api/sessions/{id}/{what}/"), json!({})).await.ok();
    }

    async fn commands(&self, id: Uuid, command: serde_json::Value) {
        self.admin.post(&format!("/api/postes/{id}/command/"), command).await.status(202);
    }
}

/// Lets a node ask, and somebody approve it; the station it becomes.
async fn approve(admin: &Person<'_>, agency: Uuid, node: &Node) -> Uuid {
    node.registers().await;
    let waiting = admin.get(PENDING).await.results();
    let request = waiting.iter().find(|request| request["name"] == json!(node.name)).expect("a request");
    assert_eq!(request["origin"], json!("libki"));
    let approved = admin.post(&format!("{PENDING}{}/approve/", id_of(request)), json!({ "agency_id": agency })).await;
    id_of(&approved.ok())
}
