//! What a tariff is, on the wire and in the table.
use super::rules::{PriceRule, PriceRules};
use crate::problem::{Checks, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Sessions last this long at most, in minutes.
const MAX_MINUTES: i64 = 720;
/// A pack of minutes holds this many at most.
const MAX_PACK_MINUTES: i64 = 60_000;
/// A pack of sessions holds this many at most.
const MAX_SESSIONS: i64 = 500;
/// A pack holds for this many days at most: three years.
const MAX_VALID_DAYS: i64 = 1096;
/// Prices are written with at most this many digits.
pub(super) const MAX_PRICE: i64 = 1_000_000_000;
/// What is paid in where Guichet is used, ISO 4217.
pub const CURRENCIES: [&str; 3] = ["CDF", "USD", "EUR"];

/// What a tariff grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One session of some minutes.
    #[default]
    Duree,
    /// A pack of sessions, some minutes each.
    Seances,
    /// A pack of minutes, to use over several visits.
    Minutes,
}

impl Kind {
    /// The word in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duree => "duree",
            Self::Seances => "seances",
            Self::Minutes => "minutes",
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let known = [Self::Duree, Self::Seances, Self::Minutes].into_iter().find(|kind| kind.as_str() == text);
        known.ok_or(text)
    }
}

/// What some minutes cost.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Tarif)]
pub struct Tariff {
    /// Its id.
    pub id: Uuid,
    /// The agency it holds in.
    pub agency_id: Uuid,
    /// A short code, unique in the agency.
    #[schema(example = "H1")]
    pub code: String,
    /// Its name.
    #[schema(example = "Une heure")]
    pub name: String,
    /// Whether it grants one session or a pack.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// The minutes of each session; of the whole pack, for a pack of minutes.
    #[schema(example = 60)]
    pub minutes: i64,
    /// How many sessions a pack of sessions grants.
    #[schema(example = 10)]
    pub sessions: Option<i64>,
    /// For how many days a pack holds after the sale.
    #[schema(example = 180)]
    pub valid_days: Option<i64>,
    /// Its price in the currency's smallest unit where no rule says otherwise; 0 when it is free.
    #[schema(example = 200)]
    pub price_minor: i64,
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The room it is for; all rooms when absent.
    pub zone_id: Option<Uuid>,
    /// Other prices by room, weekday and hour; the first that fits holds.
    #[sqlx(try_from = "String")]
    #[schema(value_type = Vec<PriceRule>)]
    pub rules: PriceRules,
    /// Whether visitors can ask for it at a station.
    #[schema(example = true)]
    pub self_service: bool,
    /// Whether it is in use.
    #[schema(example = true)]
    pub is_active: bool,
    /// When it was made, milliseconds of UTC.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
}

/// A tariff to make, or all of its fields to set.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = TarifNouveau)]
#[serde(deny_unknown_fields)]
pub struct NewTariff {
    /// A short code, unique in the agency, at most 20 characters.
    #[schema(example = "H1")]
    pub code: String,
    /// Its name, at most 60 characters.
    #[schema(example = "Une heure")]
    pub name: String,
    /// The agency; the caller's own when absent. It cannot be changed later.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
    /// Whether it grants one session or a pack; one session when absent.
    #[serde(default)]
    pub kind: Kind,
    /// The minutes of each session, from 1 to 720; of the whole pack, for a pack of minutes, to 60 000.
    #[schema(example = 60, minimum = 1, maximum = 60_000)]
    pub minutes: i64,
    /// How many sessions a pack of sessions grants, from 2 to 500; for such a pack alone.
    #[serde(default)]
    #[schema(example = json!(null), minimum = 2, maximum = 500)]
    pub sessions: Option<i64>,
    /// For how many days a pack holds after the sale, to 1096; a year when absent. For packs alone.
    #[serde(default)]
    #[schema(example = json!(null), minimum = 1, maximum = 1096)]
    pub valid_days: Option<i64>,
    /// Its price in the currency's smallest unit; 0 when it is free.
    #[schema(example = 200, minimum = 0)]
    pub price_minor: i64,
    /// The currency: `CDF`, `USD` or `EUR`; a new tariff's is the agency's own when absent.
    #[serde(default)]
    #[schema(example = "EUR")]
    pub currency: String,
    /// The room it is for; all rooms when absent.
    #[serde(default)]
    pub zone_id: Option<Uuid>,
    /// Other prices by room, weekday and hour, at most 20; the first that fits holds.
    #[serde(default)]
    #[schema(value_type = Vec<PriceRule>)]
    pub rules: PriceRules,
    /// Whether visitors can ask for it at a station.
    #[serde(default)]
    #[schema(example = true)]
    pub self_service: bool,
    /// Whether it is in use; `true` when absent.
    #[serde(default = "yes")]
    #[schema(example = true)]
    pub is_active: bool,
}

const fn yes() -> bool {
    true
}

impl NewTariff {
    pub(super) fn of(tariff: &Tariff) -> Self {
        let Tariff { code, name, currency, rules, .. } = tariff.clone();
        Self {
            code,
            name,
            agency_id: Some(tariff.agency_id),
            kind: tariff.kind,
            minutes: tariff.minutes,
            sessions: tariff.sessions,
            valid_days: tariff.valid_days,
            price_minor: tariff.price_minor,
            currency,
            zone_id: tariff.zone_id,
            rules,
            self_service: tariff.self_service,
            is_active: tariff.is_active,
        }
    }

    /// # Errors
    /// Naming every field that is wrong.
    pub fn checked(mut self) -> Result<Self, Problem> {
        self.code = self.code.trim().to_owned();
        self.name = self.name.trim().to_owned();
        let mut checks = Checks::default();
        checks.text("code", &self.code, 20);
        checks.text("name", &self.name, 60);
        checks.require((0..=MAX_PRICE).contains(&self.price_minor), "price_minor", "price_range");
        checks.require(CURRENCIES.contains(&self.currency.as_str()), "currency", "currency_format");
        self.check_pack(&mut checks);
        self.rules.check(&mut checks);
        checks.finish()?;
        Ok(self)
    }

    fn check_pack(&mut self, checks: &mut Checks) {
        if self.kind == Kind::Minutes {
            checks.require((1..=MAX_PACK_MINUTES).contains(&self.minutes), "minutes", "pack_minutes_range");
        } else {
            checks.require((1..=MAX_MINUTES).contains(&self.minutes), "minutes", "minutes_range");
        }
        if self.kind == Kind::Seances {
            let sessions = self.sessions.is_some_and(|sessions| (2..=MAX_SESSIONS).contains(&sessions));
            checks.require(sessions, "sessions", "pack_sessions_range");
        } else {
            checks.require(self.sessions.is_none(), "sessions", "packs_only");
        }
        if self.kind == Kind::Duree {
            checks.require(self.valid_days.is_none(), "valid_days", "packs_only");
        } else {
            let days = *self.valid_days.get_or_insert(365);
            checks.require((1..=MAX_VALID_DAYS).contains(&days), "valid_days", "valid_days_range");
        }
        // A pack is handed over at the desk, to somebody known there.
        checks.require(self.kind == Kind::Duree || !self.self_service, "self_service", "no_packs");
    }
}
