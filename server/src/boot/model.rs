//! What images and starts are, on the wire and in the tables.
use super::image::{Fault, Found};
use guichet_protocol::UpdateChannel;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An image that stations can start from.
#[derive(Debug, Serialize, ToSchema)]
pub struct BootImage {
    /// What kind of station it is for.
    #[schema(example = "kiosk")]
    pub profile: String,
    /// Which build it is.
    #[schema(example = "2026.11.21")]
    pub version: String,
    /// When it was built, milliseconds of UTC; `null` when it cannot be read.
    pub built_at: Option<i64>,
    /// What a station fetches of it, in bytes.
    #[schema(example = 524_288_000)]
    pub size: Option<u64>,
    /// The SHA-256 of its files, as the machine checks it.
    pub sha256: Option<String>,
    /// Why it cannot be given.
    pub fault: Option<Fault>,
    /// The channels that give it.
    pub channels: Vec<UpdateChannel>,
    /// The rooms that are given it, whatever their channel gives.
    pub zones: Vec<BootZone>,
    /// Whether there is a form of it that machines with Secure Boot and the site's keys start.
    pub is_signed_for_firmware: bool,
    /// Grows with each release.
    #[schema(example = 7)]
    pub generation: Option<u32>,
    /// How many stations started it last.
    #[schema(example = 12)]
    pub stations: i64,
}

/// A room that is given an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BootZone {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "Salle A")]
    pub name: String,
}

/// Who is given what, and who has what.
pub(super) struct Given {
    pub channels: Vec<ChannelRow>,
    pub rollouts: Vec<RolloutRow>,
    /// How many stations started each profile and version last.
    pub running: Vec<(String, String, i64)>,
}

impl BootImage {
    pub(super) fn new(found: Found, given: &Given) -> Self {
        let is_it = |profile: &str, version: &str| profile == found.profile && version == found.version;
        let channels = given.channels.iter().filter(|row| is_it(&row.profile, &row.version)).map(|row| row.channel);
        let zones = given.rollouts.iter().filter(|row| is_it(&row.profile, &row.version));
        let stations = given.running.iter().find(|(profile, version, _)| is_it(profile, version));
        let image = found.image.as_ref().ok();
        Self {
            built_at: image.map(|image| image.built_at),
            size: image.map(super::image::Image::size),
            sha256: image.map(|image| image.root.sha256.clone()),
            fault: found.image.as_ref().err().copied(),
            channels: channels.collect(),
            zones: zones.map(|row| BootZone { id: row.zone_id, name: row.zone.clone() }).collect(),
            is_signed_for_firmware: image.is_some_and(|image| image.signed.is_some()),
            generation: image.map(|image| image.generation),
            stations: stations.map_or(0, |(_, _, stations)| *stations),
            profile: found.profile,
            version: found.version,
        }
    }
}

/// The images that there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct BootImages {
    /// By profile and version.
    pub results: Vec<BootImage>,
}

/// Who is to be given an image: all stations of a channel, or some rooms first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// What kind of station it is for.
    #[schema(example = "kiosk")]
    pub profile: String,
    /// Which build it is.
    #[schema(example = "2026.11.21")]
    pub version: String,
    /// `stable` or `test`; absent when it is for rooms.
    pub channel: Option<UpdateChannel>,
    /// The rooms it is for; absent when it is for a channel.
    #[serde(default)]
    pub zone_ids: Vec<Uuid>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct RolloutRow {
    pub profile: String,
    pub version: String,
    pub zone_id: Uuid,
    pub zone: String,
    pub agency_id: Uuid,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct ChannelRow {
    pub profile: String,
    #[sqlx(try_from = "String")]
    pub channel: UpdateChannel,
    pub version: String,
}

/// How far a machine came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its kernel runs.
    Kernel,
    /// Its files are there and are what they should be.
    Root,
    /// Its client has reached the server.
    Client,
}

/// A start of a machine over the network.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct BootStart {
    /// Its id.
    pub id: Uuid,
    /// The station; `null` for a machine that is none yet.
    pub station_id: Option<Uuid>,
    /// The station's name.
    #[schema(example = "PC-07")]
    pub station_name: Option<String>,
    /// The station's room.
    pub zone: Option<String>,
    /// The address of its network card.
    #[schema(example = "52:54:00:12:34:56")]
    pub mac: String,
    /// `bios` or `uefi`.
    #[schema(example = "uefi")]
    pub firmware: String,
    /// The image's profile.
    #[schema(example = "kiosk")]
    pub profile: String,
    /// The image's version.
    #[schema(example = "2026.11.21")]
    pub version: String,
    /// Whether another version was meant, which did not come up before.
    pub is_fallback: bool,
    /// When it was given its image, milliseconds of UTC.
    pub asked_at: i64,
    /// When its kernel ran.
    pub kernel_at: Option<i64>,
    /// When its files were there.
    pub root_at: Option<i64>,
    /// When its client reached the server: from then on it is a good start.
    pub client_at: Option<i64>,
    /// What failed, as the machine says it.
    pub fault: Option<String>,
    /// When that was.
    pub fault_at: Option<i64>,
}

/// What failed while a machine started.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartFault {
    /// In words, at most 200 characters.
    #[schema(example = "root: SHA-256 differs")]
    pub fault: String,
}
