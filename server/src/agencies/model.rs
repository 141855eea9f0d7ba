//! What an agency is, on the wire and in the table.
use crate::problem::{Checks, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A place where stations stand and people work.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, sqlx::FromRow)]
pub struct Agency {
    /// Its id.
    pub id: Uuid,
    /// A short code, unique.
    #[schema(example = "RE-STD")]
    pub code: String,
    /// Its name.
    #[schema(example = "Espace numérique de Saint-Denis")]
    pub name: String,
    /// The town.
    #[schema(example = "Saint-Denis")]
    pub city: String,
    /// The country, ISO 3166-1: phone numbers, money and days follow it.
    #[schema(example = "RE")]
    pub country: String,
    /// The province, for those whose role is held for one.
    pub province: Option<String>,
    /// Its time zone, an IANA name.
    #[schema(example = "Indian/Reunion")]
    pub timezone: String,
    /// When it was opened here, milliseconds of UTC.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
}

/// An agency to open, or all of its fields to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgency {
    /// A short code, unique, at most 20 characters.
    #[schema(example = "RE-STD")]
    pub code: String,
    /// Its name, at most 120 characters.
    #[schema(example = "Espace numérique de Saint-Denis")]
    pub name: String,
    /// The town.
    #[schema(example = "Saint-Denis")]
    pub city: String,
    /// The country, two letters of ISO 3166-1.
    #[schema(example = "RE")]
    pub country: String,
    /// The province.
    #[serde(default)]
    pub province: Option<String>,
    /// The time zone, an IANA name.
    #[schema(example = "Indian/Reunion")]
    pub timezone: String,
}

/// The fields of an agency to change; those left out stay.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AgencyPatch {
    pub code: Option<String>,
    pub name: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub province: Option<String>,
    pub timezone: Option<String>,
}

impl AgencyPatch {
    /// The whole agency after the change.
    pub(super) fn over(self, agency: &Agency) -> NewAgency {
        NewAgency {
            code: self.code.unwrap_or_else(|| agency.code.clone()),
            name: self.name.unwrap_or_else(|| agency.name.clone()),
            city: self.city.unwrap_or_else(|| agency.city.clone()),
            country: self.country.unwrap_or_else(|| agency.country.clone()),
            province: self.province.or_else(|| agency.province.clone()),
            timezone: self.timezone.unwrap_or_else(|| agency.timezone.clone()),
        }
    }
}

impl NewAgency {
    /// # Errors
    /// Naming every field that is wrong.
    pub fn check(&self) -> Result<(), Problem> {
        let mut checks = Checks::default();
        checks.text("code", &self.code, 20);
        checks.text("name", &self.name, 120);
        checks.text("city", &self.city, 120);
        checks.optional_text("province", self.province.as_deref(), 60);
        let country = self.country.len() == 2 && self.country.bytes().all(|b| b.is_ascii_uppercase());
        checks.require(country, "country", "country_format");
        checks.require(self.timezone.parse::<chrono_tz::Tz>().is_ok(), "timezone", "timezone_unknown");
        checks.finish()
    }
}
