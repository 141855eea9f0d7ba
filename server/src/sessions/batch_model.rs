//! What a batch of guest passes is, on the wire.
use crate::cash::{Payment, Sale};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Guest passes made together.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = LotDePasses)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// The agency the passes hold in.
    pub agency_id: Uuid,
    /// What it is called.
    #[schema(example = "Forum de l’emploi")]
    pub label: String,
    /// How many passes.
    #[schema(example = 50)]
    pub size: i64,
    /// How long each lasts, in minutes.
    #[schema(example = 60)]
    pub minutes: i64,
    /// The tariff, when there is one.
    pub tariff_id: Option<Uuid>,
    /// Its name.
    #[schema(example = "Une heure")]
    pub tariff_name: Option<String>,
    /// Until when the codes can be used, milliseconds of UTC.
    pub valid_until: i64,
    /// Who made it.
    pub operateur: Uuid,
    /// That account's login.
    #[schema(example = "accueil")]
    pub operateur_name: String,
    /// When, milliseconds of UTC.
    pub created_at: i64,
    /// When what was left of it was revoked.
    pub revoked_at: Option<i64>,
    /// How many passes wait for their code to be used.
    #[schema(example = 38)]
    pub unused: i64,
    /// How many were used.
    #[schema(example = 12)]
    pub used: i64,
    /// What was paid for it, reversals taken off, in minor units.
    #[schema(example = 10_000)]
    pub paid_minor: i64,
    /// In this currency.
    #[schema(example = "EUR")]
    pub currency: Option<String>,
}

/// Guest passes to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = LotNouveau)]
#[serde(deny_unknown_fields)]
pub struct NewBatch {
    /// What it is called, at most 60 characters.
    #[schema(example = "Forum de l’emploi")]
    pub label: String,
    /// How many passes, from 1 to 200.
    #[schema(example = 50, minimum = 1, maximum = 200)]
    pub count: i64,
    /// How long each lasts, from 1 to 720 minutes, for nothing.
    #[serde(default)]
    #[schema(example = 60, minimum = 1, maximum = 720)]
    pub minutes: Option<i64>,
    /// A tariff instead: it says how long, and what each costs now.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub tariff_id: Option<Uuid>,
    /// How the tariff is paid; required unless it is free now.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub payment: Option<Payment>,
    /// For how many days the codes hold, from 1 to 366; a month when absent.
    #[serde(default = "month")]
    #[schema(example = 30, minimum = 1, maximum = 366)]
    pub valid_days: i64,
    /// The agency; the caller's own when absent.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
}

const fn month() -> i64 {
    30
}

/// Guest passes that were just made, with their codes.
#[derive(Serialize, ToSchema)]
#[schema(as = LotCree)]
pub struct BatchCreated {
    /// The batch.
    #[serde(flatten)]
    pub batch: Batch,
    /// The sale, when something was paid.
    pub sale: Option<Sale>,
    /// The passes: their codes are given once, here, and stored as hashes.
    pub passes: Vec<Pass>,
}

/// A pass with its code.
#[derive(Serialize, ToSchema)]
#[schema(as = Passe)]
pub struct Pass {
    /// The session.
    pub session_id: Uuid,
    /// The access code.
    #[schema(example = "K7QM4-9XZ2P")]
    pub code: String,
}
