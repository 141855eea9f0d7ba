//! Memory: of the server at rest, after a login, and of each socket that says nothing.
use crate::{
    child::Child,
    http::Http,
    site::{Kind, Site},
    table::{Table, figure},
    ws::Ws,
};
use std::time::Duration;

const SOCKETS: usize = 2000;
/// Long enough for what was begun to be done, and shorter than a silence that ends a socket.
const SETTLED: Duration = Duration::from_secs(3);

/// As a site runs it: with the real limits, so that a password costs its 19 MiB.
pub async fn at_rest(kind: Kind, table: &mut Table) {
    let site = Site::prepare(kind, 20).await;
    let server = site.serve("production").await;
    tokio::time::sleep(SETTLED).await;
    table.alone("memory at rest", "MB", server.rss_kib() / 1024.0);
    site.sign_in(&server).await;
    table.alone("memory just after a login", "MB", server.rss_kib() / 1024.0);
    tokio::time::sleep(SETTLED).await;
    table.alone("memory three seconds later", "MB", server.rss_kib() / 1024.0);
}

pub async fn of_sockets(kind: Kind, table: &mut Table) {
    let site = Site::prepare(kind, SOCKETS).await;
    let server = site.serve("test").await;
    let mut http = Http::connect(server.address).await.expect("a connection");
    for station in 0..SOCKETS {
        // Whatever a station costs by being there is paid before the sockets open.
        http.good(&site.heartbeat(station)).await;
    }
    let authorizations: Vec<String> = (0..SOCKETS).map(|station| site.authorization(station)).collect();
    let ours = per_socket(&server, "/ws/sessions/", &authorizations).await;
    drop(server);
    let plain = Child::plain().await;
    let least = per_socket(&plain, "/ws/echo/", &authorizations).await;
    table.compare("memory of an idle socket, beside an echo's", "KiB", &[(ours, least)]);
}

async fn per_socket(server: &Child, path: &str, authorizations: &[String]) -> f64 {
    tokio::time::sleep(SETTLED).await;
    let before = server.rss_kib();
    let mut sockets = Vec::with_capacity(SOCKETS);
    for authorization in authorizations {
        let mut socket = Ws::connect(server.address, path, authorization).await.expect("a socket");
        if path != "/ws/echo/" {
            socket.receive().await.expect("the snapshot");
        }
        sockets.push(socket);
    }
    tokio::time::sleep(SETTLED).await;
    (server.rss_kib() - before) / figure(SOCKETS)
}
