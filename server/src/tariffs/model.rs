//! What a tariff is, on the wire and in the table.
use crate::problem::{Checks, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Sessions last this long at most, in minutes.
const MAX_MINUTES: i64 = 720;
/// Prices are written with at most this many digits.
const MAX_PRICE: i64 = 1_000_000_000;

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
    /// What it grants, in minutes.
    #[schema(example = 60)]
    pub minutes: i64,
    /// Its price in the currency's smallest unit; 0 when it is free.
    #[schema(example = 200)]
    pub price_minor: i64,
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The room it is for; all rooms when absent.
    pub zone_id: Option<Uuid>,
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
    /// What it grants, from 1 to 720 minutes.
    #[schema(example = 60, minimum = 1, maximum = 720)]
    pub minutes: i64,
    /// Its price in the currency's smallest unit; 0 when it is free.
    #[schema(example = 200, minimum = 0)]
    pub price_minor: i64,
    /// The currency, three letters of ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The room it is for; all rooms when absent.
    #[serde(default)]
    pub zone_id: Option<Uuid>,
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
        let Tariff { code, name, currency, .. } = tariff.clone();
        Self {
            code,
            name,
            agency_id: Some(tariff.agency_id),
            minutes: tariff.minutes,
            price_minor: tariff.price_minor,
            currency,
            zone_id: tariff.zone_id,
            self_service: tariff.self_service,
            is_active: tariff.is_active,
        }
    }

    /// # Errors
    /// Naming every field that is wrong.
    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        self.code = self.code.trim().to_owned();
        self.name = self.name.trim().to_owned();
        let mut checks = Checks::default();
        checks.text("code", &self.code, 20);
        checks.text("name", &self.name, 60);
        checks.require((1..=MAX_MINUTES).contains(&self.minutes), "minutes", "minutes_range");
        checks.require((0..=MAX_PRICE).contains(&self.price_minor), "price_minor", "price_range");
        let currency = self.currency.len() == 3 && self.currency.bytes().all(|b| b.is_ascii_uppercase());
        checks.require(currency, "currency", "currency_format");
        checks.finish()?;
        Ok(self)
    }
}
