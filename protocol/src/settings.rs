//! What a station offers its visitors and asks of them, as the server tells it.
use crate::{Keyboard, Look, state::words};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};
use uuid::Uuid;

/// Everything a station is told about itself. A field that is left out has its default, so that
/// servers and stations of neighbouring versions understand each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct StationSettings {
    /// The languages a visitor can choose, the first one first: `fr`, `en`, `rcf`, `ln`, `sw`.
    pub languages: Vec<String>,
    /// What a visitor must accept before the session starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// Whether the place is open; nothing when it has no hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// The visitor's desktop.
    pub desktop: Desktop,
    /// Whether a visitor may end the session from the station.
    pub may_leave: bool,
    /// Whether the time not used is kept then.
    pub keeps_time: bool,
    /// How long the screen stays open after the end, to save files, in seconds; at most 120.
    pub grace_s: u32,
    /// Whether the visitor can call the desk.
    pub may_call: bool,
    /// What a visitor can ask for at the lock screen.
    pub offers: Vec<Offer>,
    /// Where the station's own software comes from.
    pub update_channel: UpdateChannel,
    /// How the site looks.
    pub look: Look,
    /// The layout of its keyboard; as the station itself was set up when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyboard: Option<Keyboard>,
}

impl Default for StationSettings {
    fn default() -> Self {
        Self {
            languages: vec!["fr".into(), "en".into()],
            terms: None,
            opening: None,
            desktop: Desktop::default(),
            may_leave: true,
            keeps_time: false,
            grace_s: 0,
            may_call: true,
            offers: Vec::new(),
            update_channel: UpdateChannel::Stable,
            look: Look::default(),
            keyboard: None,
        }
    }
}

/// The terms of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Terms {
    /// Names these terms; changed terms have another one.
    pub version: String,
    /// The text by language; French is always there.
    pub texts: BTreeMap<String, String>,
}

/// Whether the place is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opening {
    /// Whether it is open now.
    pub is_open: bool,
    /// When that changes, milliseconds of UTC; nothing when it does not within a week.
    pub changes_at: Option<i64>,
    /// The same for people, the place's own wall clock, such as `08:30`.
    pub changes_at_local: Option<String>,
}

/// The visitor's desktop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Desktop {
    /// What the menu offers.
    pub applications: Vec<Application>,
    /// Where the browser starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_page: Option<String>,
    /// The print server whose printers the visitor can use, a host and perhaps a port; no printing without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub print_server: Option<String>,
    /// What USB sticks can do.
    pub usb: UsbPolicy,
}

impl Default for Desktop {
    fn default() -> Self {
        Self { applications: Application::ALL.to_vec(), home_page: None, print_server: None, usb: UsbPolicy::Off }
    }
}

words! {
    /// An application of the visitor's desktop.
    Application {
        /// The web browser.
        Browser = "browser",
        /// The office suite.
        Office = "office",
        /// The PDF viewer.
        Documents = "documents",
        /// The file manager.
        Files = "files",
    }
}

words! {
    /// What a USB stick can do at a station.
    UsbPolicy {
        /// It is not seen.
        Off = "off",
        /// It can be read.
        ReadOnly = "read_only",
        /// It can be read and written; nothing on it can be run.
        ReadWrite = "read_write",
    }
}

words! {
    /// Where a station's own software comes from.
    UpdateChannel {
        /// What is meant for every station.
        Stable = "stable",
        /// What is tried on some first.
        Test = "test",
        /// Nothing: the station stays as it is.
        None = "none",
    }
}

/// Something a visitor can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// The tariff it stands for.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it grants, in minutes.
    pub minutes: u32,
    /// Its price in the currency's smallest unit; 0 when it is free.
    pub price_minor: i64,
    /// The currency, ISO 4217.
    pub currency: String,
}
