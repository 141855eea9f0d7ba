//! Every parameter there is. Their names and what they mean stand in the catalogues, `parameter-…` and `help-…`.
use crate::config::Settings;
use guichet_protocol::Colour;
use serde_json::{Value, json};

/// What kind of value a parameter has.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A whole number between these two, in this unit.
    Integer {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// What is counted; a word of the catalogues, `unit-…`.
        unit: &'static str,
    },
    /// A text of at most so many characters; it may be empty when `optional`.
    Text {
        /// The longest.
        max: usize,
        /// Whether it may be empty.
        optional: bool,
    },
    /// Yes or no.
    Switch,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A small PNG, JPEG or WebP, as a `data:` address; empty for none.
    Image,
    /// A colour, `#rrggbb`, that can be read on the stations' lock screen.
    Colour,
}

/// A parameter.
#[derive(Debug)]
pub struct Definition {
    /// Its key.
    pub key: &'static str,
    /// What it stands beside on the screen; a word of the catalogues, `parameters-…`.
    pub group: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether an agency may have its own.
    pub per_agency: bool,
    /// What holds until somebody changes it.
    pub default: fn(&Settings) -> Value,
}

macro_rules! definitions {
    ($($(#[$doc:meta])* $name:ident = $definition:expr;)+) => {
        $($(#[$doc])* pub static $name: Definition = $definition;)+
        /// Every parameter, in the order of the screen.
        pub fn definitions() -> impl Iterator<Item = &'static Definition> {
            [$(&$name),+].into_iter()
        }
    };
}

/// A year and a day: the law asks for a year (CNIL, 17 July 2024).
const TRAFFIC_DAYS: Kind = Kind::Integer { min: 365, max: 3_660, unit: "days" };
const RECORD_DAYS: Kind = Kind::Integer { min: 365, max: 11_000, unit: "days" };

/// Those of `guichet_protocol::Keyboard`, and what each station was set up with.
const KEYBOARDS: &[&str] = &[
    "station", "fr", "fr-bepo", "be", "ch-fr", "ch-de", "ca", "cd", "gb", "us", "us-intl", "de", "es", "it", "pt", "br",
];

const fn site(key: &'static str, group: &'static str, kind: Kind, default: fn(&Settings) -> Value) -> Definition {
    Definition { key, group, kind, per_agency: false, default }
}

const fn agency(key: &'static str, group: &'static str, kind: Kind, default: fn(&Settings) -> Value) -> Definition {
    Definition { key, group, kind, per_agency: true, default }
}

definitions! {
    /// The site's name, on lock screens, tickets and messages.
    SITE_NAME = site("site_name", "identity", Kind::Text { max: 60, optional: false }, |s| json!(s.site_name));
    /// The logo, on the console and on all that is printed.
    LOGO = agency("logo", "identity", Kind::Image, |_| json!(""));
    /// The line at the foot of tickets.
    TICKET_FOOTER = agency("ticket_footer", "identity", Kind::Text { max: 200, optional: true }, |_| json!(""));
    /// The colour of what matters at the stations.
    ACCENT_COLOUR = agency("accent_colour", "stations", Kind::Colour, |_| json!(Colour::ACCENT.to_string()));
    /// The layout of the stations' keyboards.
    KEYBOARD = agency("keyboard", "stations", Kind::Choice(KEYBOARDS), |_| json!("station"));
    /// The currency that tariffs and sales begin with; that of the country until it is chosen.
    CURRENCY = agency("currency", "money", Kind::Choice(&["EUR", "CDF", "USD"]), |_| json!("EUR"));
    /// How many sessions a visitor may have a day.
    SESSIONS_PER_DAY = agency("sessions_per_day", "sessions", Kind::Integer { min: 1, max: 50, unit: "sessions" },
        |s| json!(s.sessions_per_day));
    /// How long a code may be used after it was issued.
    CODE_VALIDITY_MINUTES = agency("code_validity_minutes", "sessions",
        Kind::Integer { min: 5, max: 43_200, unit: "minutes" }, |s| json!(s.code_validity_minutes));
    /// How long traffic data are kept.
    RETENTION_TRAFFIC_DAYS = site("retention_traffic_days", "retention", TRAFFIC_DAYS, |s| json!(s.retention_traffic_days));
    /// How long the audit of money is kept.
    RETENTION_MONEY_DAYS = site("retention_money_days", "retention", RECORD_DAYS, |s| json!(s.retention_money_days));
    /// How long other audit rows are kept.
    RETENTION_OTHER_DAYS = site("retention_other_days", "retention", RECORD_DAYS, |s| json!(s.retention_other_days));
    /// Whether only administrators may work.
    MAINTENANCE = site("maintenance", "maintenance", Kind::Switch, |_| json!(false));
    /// What the others read meanwhile.
    MAINTENANCE_NOTICE = site("maintenance_notice", "maintenance", Kind::Text { max: 300, optional: true }, |_| json!(""));
}

/// The parameter with this key.
pub(super) fn named(key: &str) -> Option<&'static Definition> {
    definitions().find(|definition| definition.key == key)
}
