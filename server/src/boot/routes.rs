//! The doors of machines that start.
use super::{
    choice::choose,
    image::{self, Image},
    model::{BootStart, Stage, StartFault},
    script::{Answer, Reader, Start},
    store,
};
use crate::{
    App,
    access::Public,
    audit::KioskAction,
    db::{Actor, Change, Event, Unaudited},
    extract::{Body, Id, Params, Peer},
    ids,
    limits::network,
    problem::{Checks, Problem},
    stations::{self, StationRow, normal_mac},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use guichet_protocol::{StationStatut, UpdateChannel};
use serde::Deserialize;
use std::net::IpAddr;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(ipxe, grub, reached, failed)
}

/// What stations start from when nothing else is said.
const PROFILE: &str = "kiosk";
/// A token is used by the client a machine starts, in milliseconds: a slow disk and a slow line have this long.
const TOKEN_MS: i64 = 15 * 60 * 1000;
/// Who was heard of within this time is still there, in milliseconds: three of its heartbeats.
const THERE_MS: i64 = 30_000;
/// A machine whose plug was pulled is thought to be there for a while: it asks so often, and waits so long each time.
const TRIES: u32 = 12;
const TRY_S: u32 = 5;
/// How soon a machine asks again that nobody can help at once.
const HELPLESS_S: u32 = 30;
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
) -> Result<Response, Problem> {
    tell(&app, ip, &headers, &asked, "/boot/ipxe", Answer::ipxe).await
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
) -> Result<Response, Problem> {
    tell(&app, ip, &headers, &asked, "/boot/grub", Answer::grub).await
}

async fn tell(
    app: &App,
    ip: IpAddr,
    headers: &HeaderMap,
    asked: &Asked,
    path: &str,
    words: fn(&Answer, &Reader<'_>) -> String,
) -> Result<Response, Problem> {
    let (answer, again) = answer(app, ip, asked).await?;
    let script = words(&answer, &Reader { host: &host(app, headers), again: format!("{path}?{again}") });
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=us-ascii"), (header::CACHE_CONTROL, "no-store")];
    Ok((kind, script).into_response())
}

/// Where the machine reached this server; it stands in scripts, so it is nothing but a host.
fn host(app: &App, headers: &HeaderMap) -> String {
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_host = !named.is_empty() && named.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    if is_host { named.to_owned() } else { app.settings.listen.to_string() }
}

/// What this machine is to do, and what it says when it asks again.
async fn answer(app: &App, ip: IpAddr, asked: &Asked) -> Result<(Answer, String), Problem> {
    let Some(mac) = asked.mac.as_deref().and_then(normal_mac) else {
        let lines = vec!["Adresse de la carte réseau inconnue.".into(), "The network card is not known.".into()];
        return Ok((Answer::Wait { lines, seconds: HELPLESS_S }, String::new()));
    };
    let now = app.clock.now();
    app.starts_asked.check(network(ip), ADDRESS_SHARE, now)?;
    app.starts_asked.count(network(ip), ADDRESS_SHARE, now);
    let firmware = if asked.platform.as_deref() == Some("efi") { "uefi" } else { "bios" };
    let tries = asked.tries.unwrap_or_default().min(TRIES + 1);
    let again = |tries: u32| {
        let platform = asked.platform.as_deref().filter(|text| image::is_name(text)).unwrap_or("pcbios");
        format!("mac={mac}&platform={platform}&tries={tries}")
    };
    let station = stations::find_by_mac(&mut app.db.read().await?, &mac).await?;
    let machine = Machine { ip, mac: &mac, firmware };
    let (answer, tries) = match station {
        None => (machine.unknown(app).await?, 0),
        Some(station) if is_there(app, station.id, now) => (machine.doubtful(app, &station, tries).await?, tries + 1),
        Some(station) => (machine.station(app, &station).await?, 0),
    };
    Ok((answer, again(tries)))
}

/// Whether somebody who proved to be this station was heard of a moment ago.
fn is_there(app: &App, id: Uuid, now: i64) -> bool {
    app.stations.get(id).is_some_and(|known| known.seen_at() > now - THERE_MS)
}

/// Who asks.
struct Machine<'a> {
    ip: IpAddr,
    mac: &'a str,
    firmware: &'static str,
}

impl Machine<'_> {
    async fn change(&self, app: &App) -> Result<Change, Problem> {
        Ok(app.db.change(Actor { ip: Some(self.ip), ..Actor::SYSTEM }).await?)
    }

    /// It starts as any other, and its client asks to become a station: an operator decides.
    async fn unknown(&self, app: &App) -> Result<Answer, Problem> {
        let version = store::version_of(&mut app.db.read().await?, PROFILE, UpdateChannel::Stable).await?;
        match found(app, version.as_deref()).await {
            Some(image) => Ok(Answer::Start(Box::new(self.begin(app, image, None, false).await?))),
            None => Ok(nothing_to_start(self.mac)),
        }
    }

    /// The station is there, or was a moment ago: who starts again must have been silent first. Somebody else has its address.
    async fn doubtful(&self, app: &App, station: &StationRow, tries: u32) -> Result<Answer, Problem> {
        if tries < TRIES {
            let lines = vec![format!("{} est encore en ligne, un instant...", station.name)];
            return Ok(Answer::Wait { lines, seconds: TRY_S });
        }
        // Once: it goes on asking for as long as it is switched on.
        if tries == TRIES {
            let event = Event::kiosk(KioskAction::Erreur, "station", Some(station.id)).agency(station.agency_id);
            self.change(app).await?.commit(event.with("reason", "mac_copied").with("mac", self.mac)).await?;
        }
        let lines = vec![
            format!("{} est en service ailleurs avec la même carte réseau.", station.name),
            "Ce poste ne démarre pas : prévenez votre administrateur.".into(),
        ];
        Ok(Answer::Wait { lines, seconds: HELPLESS_S })
    }

    async fn station(&self, app: &App, station: &StationRow) -> Result<Answer, Problem> {
        if station.statut == StationStatut::HorsLigne {
            return Ok(Answer::Leave);
        }
        let start = self.of_station(app, station).await?;
        Ok(match (station.statut, start) {
            (StationStatut::Maintenance, start) => {
                Answer::Choose { name: station.name.clone(), start: start.map(Box::new) }
            }
            (_, Some(start)) => Answer::Start(Box::new(start)),
            (_, None) => nothing_to_start(&station.name),
        })
    }

    async fn of_station(&self, app: &App, station: &StationRow) -> Result<Option<Start>, Problem> {
        let mut tx = app.db.read().await?;
        let place = app.places.of(app, &mut tx, station.id).await?;
        let channel = place.map_or(UpdateChannel::Stable, |place| place.settings(app.clock.now()).update_channel);
        let mut wanted = match channel {
            UpdateChannel::None => None,
            channel => store::version_of(&mut tx, PROFILE, channel).await?,
        };
        let past = store::past(&mut tx, station.id, PROFILE).await?;
        if wanted.is_none() && past.is_empty() {
            // It has nothing to stay with, or nothing is tried: what is meant for every station.
            wanted = store::version_of(&mut tx, PROFILE, UpdateChannel::Stable).await?;
        }
        drop(tx);
        let folder = app.settings.images();
        let choice = blocking(move || {
            choose(wanted.as_deref(), &past, |version| image::read(&folder, PROFILE, version).is_ok())
        });
        let Some(choice) = choice.await.flatten() else { return Ok(None) };
        let Some(image) = found(app, Some(&choice.version)).await else { return Ok(None) };
        self.begin(app, image, Some(station), choice.is_fallback).await.map(Some)
    }

    /// Whether this machine may become the station without anybody's approval. An address is easily copied: nobody far away, and
    /// nobody at another place than the station's own, gets further by it than to the desk's list of machines that ask.
    fn may_become(&self, station: &StationRow) -> bool {
        let is_near = match self.ip.to_canonical() {
            IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_unique_local() || ip.is_loopback() || ip.is_unicast_link_local(),
        };
        is_near && station.ip.as_ref().is_none_or(|own| *own == self.ip.to_canonical().to_string())
    }

    /// Notes a start. A station gets a token: its key may have gone with its memory.
    async fn begin(
        &self,
        app: &App,
        image: Image,
        station: Option<&StationRow>,
        is_fallback: bool,
    ) -> Result<Start, Problem> {
        let mut change = self.change(app).await?;
        let start = BootStart {
            id: ids::next(change.now()),
            station_id: station.map(|station| station.id),
            station_name: None,
            zone: None,
            mac: self.mac.to_owned(),
            firmware: self.firmware.to_owned(),
            profile: image.profile.clone(),
            version: image.version.clone(),
            is_fallback,
            asked_at: change.now(),
            kernel_at: None,
            root_at: None,
            client_at: None,
            fault: None,
            fault_at: None,
        };
        store::insert(&mut change, &start).await?;
        let mut token = None;
        if let Some(station) = station {
            if self.may_become(station) {
                token = Some(stations::create_token(&mut change, station.id, TOKEN_MS).await?.0);
            }
            let event = Event::new("boot", "start", "station", station.id).agency(station.agency_id);
            change.commit(event.with("mac", self.mac).with("version", image.version.clone())).await?;
        } else {
            change.commit(Event::new("boot", "start", "boot_start", start.id).with("mac", self.mac)).await?;
        }
        let name = station.map_or(self.mac, |station| &station.name);
        Ok(Start {
            id: start.id,
            title: format!("{name} - {} {}", image.profile, image.version),
            image,
            server: app.settings.public_url.clone(),
            server_key: hex::encode(app.keys.server_key()),
            token,
        })
    }
}

fn nothing_to_start(name: &str) -> Answer {
    let lines = vec![
        format!("{name} : aucune image publiée, prévenez votre administrateur."),
        "No image is published. Please tell the administrator.".into(),
    ];
    Answer::Wait { lines, seconds: HELPLESS_S }
}

async fn found(app: &App, version: Option<&str>) -> Option<Image> {
    let (folder, version) = (app.settings.images(), version?.to_owned());
    blocking(move || image::read(&folder, PROFILE, &version)).await?.ok()
}

/// Reads the disk where it holds nobody up.
pub(super) async fn blocking<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(read).await.ok()
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
