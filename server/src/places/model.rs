//! What a room is and what holds there, on the wire and in the tables.
use super::hours::Hours;
use crate::{
    problem::{Checks, Problem},
    text::is_file_name,
};
use guichet_protocol::{Application, Desktop, StationSettings, UpdateChannel, UsbPolicy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest grace at the end of a session, in seconds.
const MAX_GRACE_S: u32 = 120;
/// What stations without a disk start when nothing else is said.
pub const DEFAULT_IMAGE: &str = "kiosk";

/// What holds for the stations of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ZoneRegles)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the room's form")]
pub struct Rules {
    /// The languages a visitor can choose, the first one first.
    #[schema(example = json!(["fr", "en"]))]
    pub languages: Vec<String>,
    /// When it is open; always when absent.
    pub hours: Option<Hours>,
    /// The visitor's desktop.
    pub desktop: Desktop,
    /// Whether a visitor may end the session from the station.
    pub may_leave: bool,
    /// Whether the time not used is kept then.
    pub keeps_time: bool,
    /// How long the screen stays open after the end, to save files, in seconds; at most 120.
    #[schema(example = 30)]
    pub grace_s: u32,
    /// Whether a visitor can call the desk.
    pub may_call: bool,
    /// Whether the desk may start sessions outside the opening hours.
    pub desk_outside_hours: bool,
    /// Where the stations' own software comes from.
    pub update_channel: UpdateChannel,
    /// What kind of image stations start that have no disk.
    #[schema(example = "kiosk")]
    pub image_profile: String,
    /// Whether stations without a disk start again at night to get a new image.
    pub renews_at_night: bool,
}

impl Default for Rules {
    fn default() -> Self {
        let StationSettings { languages, desktop, may_leave, keeps_time, grace_s, may_call, update_channel, .. } =
            StationSettings::default();
        Self {
            languages,
            hours: None,
            desktop,
            may_leave,
            keeps_time,
            grace_s,
            may_call,
            desk_outside_hours: true,
            update_channel,
            image_profile: DEFAULT_IMAGE.into(),
            renews_at_night: true,
        }
    }
}

/// A room of an agency.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Zone {
    /// Its id.
    pub id: Uuid,
    /// The agency it belongs to.
    pub agency_id: Uuid,
    /// Its name, unique in its agency; stations stand in it by this name.
    #[schema(example = "Salle A")]
    pub name: String,
    /// What holds there.
    #[serde(flatten)]
    #[sqlx(try_from = "String")]
    pub rules: Rules,
    /// When it was made, milliseconds of UTC.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
}

impl TryFrom<String> for Rules {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

/// A room to make, or all of its fields to set; what is left out has its default.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the room's form")]
pub struct NewZone {
    /// Its name, at most 60 characters.
    #[schema(example = "Salle A")]
    pub name: String,
    /// The agency; the caller's own when absent. It cannot be changed later.
    pub agency_id: Option<Uuid>,
    /// The languages a visitor can choose, the first one first: `fr`, `en`, `rcf`, `ln`, `sw`.
    #[schema(example = json!(["fr", "en"]))]
    pub languages: Vec<String>,
    /// When it is open; always when `null`.
    pub hours: Option<Hours>,
    /// The visitor's desktop.
    pub desktop: Desktop,
    /// Whether a visitor may end the session from the station.
    #[schema(example = true)]
    pub may_leave: bool,
    /// Whether the time not used is kept then.
    #[schema(example = true)]
    pub keeps_time: bool,
    /// How long the screen stays open after the end, to save files, in seconds; at most 120.
    #[schema(example = 30)]
    pub grace_s: u32,
    /// Whether a visitor can call the desk.
    #[schema(example = true)]
    pub may_call: bool,
    /// Whether the desk may start sessions outside the opening hours.
    #[schema(example = true)]
    pub desk_outside_hours: bool,
    /// Where the stations' own software comes from.
    pub update_channel: UpdateChannel,
    /// What kind of image stations start that have no disk: letters, digits, `.`, `_` and `-`.
    #[schema(example = "kiosk")]
    pub image_profile: String,
    /// Whether stations without a disk start again at night to get a new image.
    #[schema(example = true)]
    pub renews_at_night: bool,
}

impl Default for NewZone {
    fn default() -> Self {
        Self::with(String::new(), None, Rules::default())
    }
}

impl NewZone {
    fn with(name: String, agency_id: Option<Uuid>, rules: Rules) -> Self {
        let Rules {
            languages,
            hours,
            desktop,
            may_leave,
            keeps_time,
            grace_s,
            may_call,
            desk_outside_hours,
            update_channel,
            image_profile,
            renews_at_night,
        } = rules;
        Self {
            name,
            agency_id,
            languages,
            hours,
            desktop,
            may_leave,
            keeps_time,
            grace_s,
            may_call,
            desk_outside_hours,
            update_channel,
            image_profile,
            renews_at_night,
        }
    }

    pub(super) fn of(zone: &Zone) -> Self {
        Self::with(zone.name.clone(), Some(zone.agency_id), zone.rules.clone())
    }

    pub(super) fn rules(&self) -> Rules {
        let Self { languages, hours, desktop, image_profile, .. } = self.clone();
        Rules {
            languages,
            hours,
            desktop,
            may_leave: self.may_leave,
            keeps_time: self.keeps_time,
            grace_s: self.grace_s,
            may_call: self.may_call,
            desk_outside_hours: self.desk_outside_hours,
            update_channel: self.update_channel,
            image_profile,
            renews_at_night: self.renews_at_night,
        }
    }

    /// # Errors
    /// Naming every field that is wrong.
    pub fn checked(mut self) -> Result<Self, Problem> {
        self.name = self.name.trim().to_owned();
        self.desktop.home_page = trimmed(self.desktop.home_page);
        self.desktop.print_server = trimmed(self.desktop.print_server);
        let mut checks = Checks::default();
        checks.text("name", &self.name, 60);
        let known = |code: &String| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
        checks.require(!self.languages.is_empty() && self.languages.iter().all(known), "languages", "languages_format");
        checks.require(distinct(&self.languages) && self.languages.len() <= 12, "languages", "twice");
        if let Some(hours) = &self.hours {
            hours.check(&mut checks);
        }
        checks.require(distinct(&self.desktop.applications), "desktop.applications", "twice");
        check_home_page(&mut checks, "desktop.home_page", self.desktop.home_page.as_deref());
        let is_host = self.desktop.print_server.as_deref().is_none_or(is_host);
        checks.require(is_host, "desktop.print_server", "print_server_format");
        checks.require(self.grace_s <= MAX_GRACE_S, "grace_s", "grace_range");
        checks.require(is_file_name(&self.image_profile), "image_profile", "image_profile_format");
        checks.finish()?;
        Ok(self)
    }
}

/// What one station has of its own; what is `null` is as its room says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PosteReglagesPropres)]
#[serde(deny_unknown_fields, default)]
pub struct OwnDesktop {
    /// What the menu offers.
    #[schema(example = json!(["browser", "documents"]))]
    pub applications: Option<Vec<Application>>,
    /// Where the browser starts.
    #[schema(example = "https://www.service-public.fr/")]
    pub home_page: Option<String>,
    /// What USB sticks can do.
    #[schema(example = "read_only")]
    pub usb: Option<UsbPolicy>,
    /// Where its own software comes from.
    #[schema(example = "test")]
    pub update_channel: Option<UpdateChannel>,
    /// What kind of image it starts when it has no disk.
    #[schema(example = "minimal")]
    pub image_profile: Option<String>,
}

impl TryFrom<String> for OwnDesktop {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

impl OwnDesktop {
    /// # Errors
    /// Naming every field that is wrong.
    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        self.home_page = trimmed(self.home_page);
        let mut checks = Checks::default();
        checks.require(self.applications.as_deref().is_none_or(distinct), "applications", "twice");
        check_home_page(&mut checks, "home_page", self.home_page.as_deref());
        let known = self.image_profile.as_deref().is_none_or(is_file_name);
        checks.require(known, "image_profile", "image_profile_format");
        checks.finish()?;
        Ok(self)
    }

    /// The desktop of a station of this room.
    pub(super) fn over(&self, desktop: &Desktop) -> Desktop {
        Desktop {
            applications: self.applications.clone().unwrap_or_else(|| desktop.applications.clone()),
            home_page: self.home_page.clone().or_else(|| desktop.home_page.clone()),
            print_server: desktop.print_server.clone(),
            usb: self.usb.unwrap_or(desktop.usb),
        }
    }
}

/// What a station offers and asks, and where that comes from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PosteReglages)]
pub struct ResolvedSettings {
    /// What holds at the station: its own, else its room's, else the default.
    pub settings: StationSettings,
    /// What it has of its own.
    pub own: OwnDesktop,
    /// The room's id, when it stands in one.
    pub zone_id: Option<Uuid>,
    /// The room's name.
    #[schema(example = "Salle A")]
    pub zone: Option<String>,
    /// Grows with each change of its own settings; 0 before the first.
    pub version: i64,
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn distinct<T: PartialEq>(values: &[T]) -> bool {
    values.iter().enumerate().all(|(at, value)| !values[..at].contains(value))
}

/// A name or an address, and perhaps a port.
fn is_host(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    text.len() <= 100 && text.bytes().all(known) && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn check_home_page(checks: &mut Checks, field: &'static str, page: Option<&str>) {
    let Some(page) = page else { return };
    let rest = page.strip_prefix("https://").or_else(|| page.strip_prefix("http://"));
    let plain = page.chars().all(|c| !c.is_control() && !c.is_whitespace());
    let ok = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) && plain && page.len() <= 300;
    checks.require(ok, field, "home_page_format");
}
