//! What a machine is told that starts: by its station's state, and by what came up there before.
use super::{
    choice::choose,
    image::{Image, Shelf},
    model::BootStart,
    script::{Answer, Start},
    store::{self, Wanted},
};
use crate::{
    App,
    audit::KioskAction,
    db::{Actor, Change, Event, Tx},
    ids,
    live::LiveEvent,
    places::{DEFAULT_IMAGE, Place},
    problem::{Code, Problem},
    stations::{self, StationRow},
};
use guichet_protocol::{StationStatut, UpdateChannel};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use uuid::Uuid;

/// A token is used by the client a machine starts, in milliseconds: a slow disk and a slow line have this long.
const TOKEN_MS: i64 = 15 * 60 * 1000;
/// Who was heard of within this time is still there, in milliseconds: three of its heartbeats.
const THERE_MS: i64 = 30_000;
/// A machine whose plug was pulled is thought to be there for a while: it asks so often, and waits so long each time.
pub(super) const TRIES: u32 = 12;
const TRY_S: u32 = 5;
/// How soon a machine asks again that nobody can help at once.
pub(super) const HELPLESS_S: u32 = 30;
/// And who asked a server that is busy.
const BUSY_S: u32 = 10;

/// Whether somebody who proved to be this station was heard of a moment ago.
fn is_there(app: &App, id: Uuid) -> bool {
    app.stations.get(id).is_some_and(|known| known.seen_at() > app.clock.now() - THERE_MS)
}

/// Who asks.
pub(super) struct Machine<'a> {
    pub ip: IpAddr,
    pub mac: &'a str,
    pub firmware: &'static str,
    /// Whether it can start an image that is signed for its firmware.
    pub takes_signed: bool,
}

/// What a machine is told that runs a signed image.
pub(super) struct Told {
    pub start: Uuid,
    pub token: Option<String>,
    pub timezone: String,
}

impl Machine<'_> {
    /// What it is to do, when it has asked `tries` times in vain, and how often it has then.
    pub async fn answer(&self, app: &App, tries: u32) -> Result<(Answer, u32), Problem> {
        let station = stations::find_by_mac(&mut app.db.read().await?, self.mac).await?;
        Ok(match station {
            None => (self.unknown(app).await?, 0),
            Some(station) if is_there(app, station.id) => (self.doubtful(app, &station, tries).await?, tries + 1),
            Some(station) => (self.station(app, &station).await?, 0),
        })
    }

    /// The place's own clock.
    async fn timezone(&self, app: &App, station_id: Uuid) -> Result<String, Problem> {
        let place = app.places.of(app, &mut app.db.read().await?, station_id).await?;
        Ok(place.map_or_else(|| app.settings.timezone.clone(), |place| place.timezone.name().to_owned()))
    }

    /// The start it was given and was not told of, with a token when it may be that station, and its place's clock. Told once.
    pub async fn told(&self, app: &App) -> Result<Option<Told>, Problem> {
        let mut change = self.change(app).await?;
        let Some((id, station_id)) = store::untold(&mut change, self.mac).await? else { return Ok(None) };
        if !store::told(&mut change, id).await? {
            return Ok(None);
        }
        let station = match station_id.filter(|id| !is_there(app, *id)) {
            Some(station_id) => stations::find(&mut change, station_id).await?,
            None => None,
        };
        let token = self.token(&mut change, station.as_ref()).await?;
        change.commit(Event::new("boot", "tell", "boot_start", id).with("mac", self.mac)).await?;
        let timezone = match station_id {
            Some(station_id) => self.timezone(app, station_id).await?,
            None => app.settings.timezone.clone(),
        };
        Ok(Some(Told { start: id, token, timezone }))
    }

    async fn change(&self, app: &App) -> Result<Change, Problem> {
        Ok(app.db.change(Actor { ip: Some(self.ip), ..Actor::SYSTEM }).await?)
    }

    /// It starts as any other, and its client asks to become a station: an operator decides.
    async fn unknown(&self, app: &App) -> Result<Answer, Problem> {
        let wanted = store::wanted(&mut app.db.read().await?, DEFAULT_IMAGE, UpdateChannel::Stable, None).await?;
        match found(app, DEFAULT_IMAGE, wanted.map(|wanted| wanted.version)).await {
            Some(image) => Ok(Answer::Start(Box::new(self.begin(app, image, None, false).await?))),
            None => Ok(nothing_to_start(self.mac)),
        }
    }

    /// The station is there, or was a moment ago: who starts again must have been silent first. Somebody else has its address.
    async fn doubtful(&self, app: &App, station: &StationRow, tries: u32) -> Result<Answer, Problem> {
        if tries < TRIES {
            let lines = vec![
                format!("{} est encore en ligne, un instant...", station.name),
                "This station is still on line, one moment...".into(),
            ];
            return Ok(Answer::Wait { lines, seconds: TRY_S });
        }
        // Once: it goes on asking for as long as it is switched on. From afar nobody can be such a machine.
        if tries == TRIES && self.is_near() {
            let event = Event::kiosk(KioskAction::Erreur, "station", Some(station.id)).agency(station.agency_id);
            let mut change = self.change(app).await?;
            stations::mark_copied(&mut change, station.id).await?;
            if let Some(row) = stations::find(&mut change, station.id).await? {
                change.announce(LiveEvent::Station { state: row.state(change.now()), agency_id: row.agency_id });
            }
            change.commit(event.with("reason", "mac_copied").with("mac", self.mac)).await?;
        }
        let lines = vec![
            format!("{} est en service ailleurs avec la même carte réseau.", station.name),
            "Ce poste ne démarre pas : prévenez votre administrateur.".into(),
            "Another machine is on line with the same network card. This one does not start:".into(),
            "please tell the administrator.".into(),
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
        let profile = place.as_ref().map_or(DEFAULT_IMAGE, |place| &place.image_profile).to_owned();
        let mut wanted = match &place {
            Some(place) => wanted(app, &mut tx, place).await?,
            None => None,
        };
        let past = store::past(&mut tx, station.id, &profile).await?;
        if wanted.is_none() && past.is_empty() {
            // It has nothing to stay with, or nothing is tried: what is meant for every station.
            wanted = store::wanted(&mut tx, &profile, UpdateChannel::Stable, None).await?;
        }
        drop(tx);
        let (images, asked) = (Shelf::of(&app.settings), profile.clone());
        let choice = blocking(move || {
            let wanted = wanted.as_ref().map(|wanted| wanted.version.as_str());
            choose(wanted, &past, |version| images.read(&asked, version).is_ok())
        });
        let Some(choice) = choice.await.flatten() else { return Ok(None) };
        let Some(image) = found(app, &profile, Some(choice.version)).await else { return Ok(None) };
        self.begin(app, image, Some(station), choice.is_fallback).await.map(Some)
    }

    /// Whether this machine may become the station without anybody's approval. An address is easily copied: nobody far away, and
    /// nobody at another place than the station's own, gets further by it than to the desk's list of machines that ask.
    fn may_become(&self, station: &StationRow) -> bool {
        self.is_near() && station.ip.as_ref().is_none_or(|own| *own == self.ip.to_canonical().to_string())
    }

    fn is_near(&self) -> bool {
        match self.ip.to_canonical() {
            IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_unique_local() || ip.is_loopback() || ip.is_unicast_link_local(),
        }
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
        let is_signed = self.takes_signed && image.signed.is_some();
        store::insert(&mut change, &start, !is_signed).await?;
        let mut token = None;
        if let Some(station) = station {
            if !is_signed {
                token = self.token(&mut change, Some(station)).await?;
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
            ca: authority(app).await.map(|file| hex::encode(Sha256::digest(file))),
            token,
            timezone: match station {
                Some(station) => self.timezone(app, station.id).await?,
                None => app.settings.timezone.clone(),
            },
            is_signed,
        })
    }

    /// What makes this machine the station, where it may be.
    async fn token(&self, change: &mut Change, station: Option<&StationRow>) -> Result<Option<String>, Problem> {
        let Some(station) = station.filter(|station| self.may_become(station)) else { return Ok(None) };
        Ok(Some(stations::create_token(change, station.id, TOKEN_MS).await?.0))
    }
}

/// The version that the stations of this place are to start, and since when; nothing when they stay with what they have.
pub(super) async fn wanted(app: &App, tx: &mut Tx, place: &Place) -> Result<Option<Wanted>, Problem> {
    match place.settings(app.clock.now()).update_channel {
        UpdateChannel::None => Ok(None),
        channel => Ok(store::wanted(tx, &place.image_profile, channel, place.zone_id()).await?),
    }
}

/// A machine understands nothing but scripts, and gives up on anything else: it is told what is wrong in one, and asks again.
pub(super) fn excuse(problem: &Problem) -> Answer {
    let (french, english, seconds) = match problem.code {
        Code::StorageFull => (
            "Le disque du serveur est plein : prévenez votre administrateur.",
            "The disk of the server is full. Please tell the administrator.",
            HELPLESS_S,
        ),
        Code::TooManyAttempts | Code::Unavailable | Code::Maintenance => {
            ("Le serveur est occupé, un instant...", "The server is busy, one moment...", BUSY_S)
        }
        _ => (
            "Le serveur ne peut pas répondre : prévenez votre administrateur.",
            "The server cannot answer. Please tell the administrator.",
            HELPLESS_S,
        ),
    };
    Answer::Wait { lines: vec![french.into(), english.into()], seconds }
}

fn nothing_to_start(name: &str) -> Answer {
    let lines = vec![
        format!("{name} : aucune image publiée, prévenez votre administrateur."),
        "No image is published. Please tell the administrator.".into(),
    ];
    Answer::Wait { lines, seconds: HELPLESS_S }
}

/// The certificates of the site's own authority, where it has one.
pub(super) async fn authority(app: &App) -> Option<Vec<u8>> {
    let file = app.settings.boot_ca_file.clone()?;
    let read = blocking(move || std::fs::read(&file).map_err(|error| (file, error))).await?;
    read.inspect_err(
        |(file, error)| tracing::error!(%error, file = %file.display(), "The authority's file cannot be read"),
    )
    .ok()
}

async fn found(app: &App, profile: &str, version: Option<String>) -> Option<Image> {
    let (shelf, profile, version) = (Shelf::of(&app.settings), profile.to_owned(), version?);
    blocking(move || shelf.read(&profile, &version)).await?.ok()
}

/// Reads the disk where it holds nobody up.
pub(super) async fn blocking<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(read).await.ok()
}
