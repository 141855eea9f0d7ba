//! The doors of machines that start.
use super::{
    machine::{HELPLESS_S, Machine, TRIES, Told, authority, excuse},
    model::{Stage, StartFault},
    script::{Answer, Reader},
    store,
};
use crate::{
    App,
    access::Public,
    audit::KioskAction,
    db::{Actor, Event, Unaudited},
    extract::{Body, Id, Params, Peer},
    limits::network,
    problem::{Checks, Problem},
    stations::normal_mac,
    text::is_file_name,
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::net::IpAddr;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(ipxe, grub, line, ca, reached, failed)
}

/// A whole room starts at once from behind one address.
const ADDRESS_SHARE: f64 = 10.0;

/// What a machine says of itself. More may stand there: readers differ in what they know.
#[derive(Debug, Deserialize)]
struct Asked {
    mac: Option<String>,
    platform: Option<String>,
    tries: Option<u32>,
}

/// Tell a machine what to start, as a script of iPXE.
///
/// `mac` is the address of its network card, `platform` is `efi` where it starts the new way. What the script does: start the image of
/// the station's channel; wait; offer a choice during maintenance; or leave the machine to its own disk.
#[utoipa::path(get, path = "/boot/ipxe", tag = "boot",
    params(("mac" = Option<String>, Query, example = "52:54:00:12:34:56"), ("platform" = Option<String>, Query, example = "efi"),
        ("tries" = Option<u32>, Query)),
    responses((status = 200, body = String, content_type = "text/plain", example = "#!ipxe\nexit\n")))]
async fn ipxe(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    headers: HeaderMap,
    Params(asked): Params<Asked>,
) -> Response {
    tell(&app, ip, &headers, &asked, &IPXE).await
}

/// Tell a machine what to start, as a configuration of GRUB.
///
/// As `/boot/ipxe`, for machines that check what they start.
#[utoipa::path(get, path = "/boot/grub", tag = "boot",
    params(("mac" = Option<String>, Query, example = "52:54:00:12:34:56"), ("platform" = Option<String>, Query, example = "efi"),
        ("tries" = Option<u32>, Query)),
    responses((status = 200, body = String, content_type = "text/plain", example = "set timeout=0\nexit\n")))]
async fn grub(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    headers: HeaderMap,
    Params(asked): Params<Asked>,
) -> Response {
    tell(&app, ip, &headers, &asked, &GRUB).await
}

/// One of the two readers.
struct Language {
    path: &'static str,
    words: fn(&Answer, &Reader<'_>) -> String,
    /// Whether it hands an image that is signed for the firmware to the firmware.
    takes_signed: bool,
}
const IPXE: Language = Language { path: "/boot/ipxe", words: Answer::ipxe, takes_signed: true };
const GRUB: Language = Language { path: "/boot/grub", words: Answer::grub, takes_signed: false };

async fn tell(app: &App, ip: IpAddr, headers: &HeaderMap, asked: &Asked, language: &Language) -> Response {
    let Some(mac) = asked.mac.as_deref().and_then(normal_mac) else {
        let lines = vec!["Adresse de la carte réseau inconnue.".into(), "The network card is not known.".into()];
        let reader = Reader { host: &host(app, headers), again: format!("{}?", language.path), tries: 0 };
        return spoken((language.words)(&Answer::Wait { lines, seconds: HELPLESS_S }, &reader));
    };
    let before = asked.tries.unwrap_or_default().min(TRIES + 1);
    let (answer, tries) = answer(app, ip, &mac, asked, before, language.takes_signed).await.unwrap_or_else(|problem| {
        problem.log("a machine that starts");
        (excuse(&problem), before)
    });
    let platform = asked.platform.as_deref().filter(|text| is_file_name(text)).unwrap_or("pcbios");
    let again = format!("{}?mac={mac}&platform={platform}&tries={tries}", language.path);
    spoken((language.words)(&answer, &Reader { host: &host(app, headers), again, tries }))
}

fn spoken(text: String) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=us-ascii"), (header::CACHE_CONTROL, "no-store")];
    (kind, text).into_response()
}

/// Tell a machine the start it was given.
///
/// An image that is signed as a whole cannot say which start this is: it asks here, once, by the address of its network card (`mac`).
/// The answer has the lines `start=` and `timezone=` and, where the machine may be the station, a line `token=`. 404 when nothing was given that was not told.
#[utoipa::path(get, path = "/boot/line", tag = "boot", params(("mac" = Option<String>, Query, example = "52:54:00:12:34:56")),
    responses((status = 200, body = String, content_type = "text/plain", example = "start=019c3a10-0000-7000-8000-000000000000\ntimezone=Indian/Reunion\n")))]
async fn line(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Params(asked): Params<Asked>,
) -> Result<Response, Problem> {
    count(&app, ip)?;
    let unknown = || Problem::not_found("boot_start");
    let mac = asked.mac.as_deref().and_then(normal_mac).ok_or_else(unknown)?;
    let machine = Machine { ip, mac: &mac, firmware: "uefi", takes_signed: true };
    let Told { start, token, timezone } = machine.told(&app).await?.ok_or_else(unknown)?;
    let token = token.map_or_else(String::new, |token| format!("token={token}\n"));
    Ok(spoken(format!("start={start}\ntimezone={timezone}\n{token}")))
}

/// Give the certificates of the site's own authority.
///
/// A machine takes them when their SHA-256 is what its kernel's line says (`guichet.ca`). 404 where the site has no authority of its own.
#[utoipa::path(get, path = "/boot/ca", tag = "boot",
    responses((status = 200, body = String, content_type = "application/x-pem-file", example = "-----BEGIN CERTIFICATE-----\n")))]
async fn ca(_: Public, State(app): State<App>) -> Result<Response, Problem> {
    let file = authority(&app).await.ok_or_else(|| Problem::not_found("boot_ca"))?;
    Ok(([(header::CONTENT_TYPE, "application/x-pem-file")], file).into_response())
}

fn count(app: &App, ip: IpAddr) -> Result<(), Problem> {
    let now = app.clock.now();
    app.starts_asked.check(network(ip), ADDRESS_SHARE, now)?;
    app.starts_asked.count(network(ip), ADDRESS_SHARE, now);
    Ok(())
}

/// Where the machine reached this server; it stands in scripts, so it is nothing but a host.
fn host(app: &App, headers: &HeaderMap) -> String {
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_host = !named.is_empty() && named.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    if is_host { named.to_owned() } else { app.settings.listen.to_string() }
}

/// What this machine is to do, and how often it asked.
async fn answer(
    app: &App,
    ip: IpAddr,
    mac: &str,
    asked: &Asked,
    tries: u32,
    takes_signed: bool,
) -> Result<(Answer, u32), Problem> {
    count(app, ip)?;
    let is_uefi = asked.platform.as_deref() == Some("efi");
    let firmware = if is_uefi { "uefi" } else { "bios" };
    Machine { ip, mac, firmware, takes_signed: takes_signed && is_uefi }.answer(app, tries).await
}

/// Say how far a start came.
///
/// The machine names the start it was given (`guichet.start` on its kernel's command line). Once its client has reached the server, the
/// start is a good one. 404 when no such start is under way.
#[utoipa::path(post, path = "/boot/starts/{id}/{stage}", tag = "boot", params(("id" = Uuid, Path), ("stage" = inline(Stage), Path)),
    responses((status = 204)))]
async fn reached(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    path: Result<Path<(Uuid, Stage)>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode, Problem> {
    let Ok(Path((id, stage))) = path else { return Err(Problem::not_found("boot_start")) };
    let mut change = app.db.change(Actor { ip: Some(ip), ..Actor::SYSTEM }).await?;
    if !store::reached(&mut change, id, stage).await? {
        return Err(Problem::not_found("boot_start"));
    }
    change.commit_unaudited(Unaudited::Presence).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say why a start failed.
///
/// The first word counts. 404 when no such start is under way, or something failed before.
#[utoipa::path(post, path = "/boot/starts/{id}/fault", tag = "boot", params(("id" = Uuid, Path)), request_body = StartFault,
    responses((status = 204)))]
async fn failed(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Id(id): Id,
    Body(said): Body<StartFault>,
) -> Result<StatusCode, Problem> {
    let mut checks = Checks::default();
    checks.text("fault", &said.fault, 200);
    checks.finish()?;
    let mut change = app.db.change(Actor { ip: Some(ip), ..Actor::SYSTEM }).await?;
    if !store::failed(&mut change, id, said.fault.trim()).await? {
        return Err(Problem::not_found("boot_start"));
    }
    let event = Event::kiosk(KioskAction::Erreur, "boot_start", Some(id)).with("fault", said.fault.trim());
    change.commit(event).await?;
    Ok(StatusCode::NO_CONTENT)
}
