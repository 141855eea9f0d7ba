//! The one address that Libki's client calls.
use super::{
    calls,
    model::{Answer, Asked, Done, LoggedOut, Refused, UserData},
    register,
};
use crate::{
    App,
    access::{Public, Station},
    extract::Peer,
    keys::hash_secret,
    problem::{Code, Problem},
    stations,
};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue},
};
use std::net::IpAddr;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(call)
}

/// What a node is known by, together with the address it calls from. It is no key of anybody's: longer than one.
const LABEL: &str = "libki node";

/// Answer a station that runs Libki's client.
///
/// 404 unless `GUICHET_LIBKI` opens this door. `action` is `register_node`, `login`, `get_user_data`, `logout`,
/// `acknowledge_reservation` or `clear_message`; whatever else the client sends may stand there in any order, and what it does not
/// know is passed over. Every answer is 200, also a refusal (docs/libki.md). A GET that changes something, as that client has it.
#[utoipa::path(get, path = "/api/client/v1_0/", tag = "libki",
    params(("action" = Option<String>, Query, example = "register_node"), ("node" = Option<String>, Query, example = "Poste 07"),
        ("location" = Option<String>, Query), ("type" = Option<String>, Query), ("ipaddress" = Option<String>, Query),
        ("macaddress" = Option<String>, Query, example = "52:54:00:12:34:56"), ("hostname" = Option<String>, Query),
        ("version" = Option<String>, Query, example = "2.4.0"), ("node_name" = Option<String>, Query),
        ("age_limit" = Option<String>, Query, example = "gt17"), ("username" = Option<String>, Query),
        ("password" = Option<String>, Query), ("createGuest" = Option<String>, Query), ("reserved_for" = Option<String>, Query)),
    responses((status = 200, body = Answer)))]
async fn call(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Json<Answer>, Problem> {
    if !app.settings.libki {
        return Err(Code::NoSuchPath.into());
    }
    let asked = Asked::read(query.as_deref().unwrap_or_default());
    let is_ours = knows_secret(&app, &headers);
    let key = key_of(&app, asked.node(), ip);
    let station = if is_ours { stations::recognise(&app, &key, ip).await? } else { None };
    let answer = match (asked.get("action"), station) {
        ("register_node", Some(station)) => register::known(&app, &station, &asked).await?,
        ("register_node", None) => {
            if is_ours {
                register::wait(&app, &asked, &key, ip).await?;
            }
            register::stranger()
        }
        (action, Some(station)) => act(&app, &station, &asked, action).await?,
        ("login", None) => Answer::Refused(Refused { error: "INVALID_CLIENT" }),
        ("get_user_data", None) => {
            Answer::UserData(UserData { status: "Logged out", units: "0".into(), messages: Vec::new() })
        }
        ("logout", None) => Answer::LoggedOut(LoggedOut { logged_out: 0 }),
        _ => Answer::Done(Done {}),
    };
    Ok(Json(answer))
}

async fn act(app: &App, station: &Station, asked: &Asked, action: &str) -> Result<Answer, Problem> {
    match action {
        "login" => calls::log_in(app, station, asked.get("username")).await,
        "get_user_data" => calls::user_data(app, station, asked).await,
        "logout" => calls::log_out(app, station, asked.get("username")).await,
        _ => Ok(Answer::Done(Done {})),
    }
}

fn key_of(app: &App, node: &str, ip: IpAddr) -> Vec<u8> {
    let known_by = app.keys.derive(LABEL, format!("{ip}\n{node}").as_bytes());
    [b"libki".as_slice(), &known_by].concat()
}

/// Whether the site's secret is there, when one is asked for.
fn knows_secret(app: &App, headers: &HeaderMap) -> bool {
    let Some(secret) = &app.settings.libki_secret else { return true };
    let sent = headers.get(&app.settings.libki_secret_header).map(HeaderValue::as_bytes);
    // Hashes are compared, not secrets: how long that takes tells nothing.
    let sent = sent.and_then(|sent| std::str::from_utf8(sent).ok()).map(hash_secret);
    sent == Some(hash_secret(secret))
}
