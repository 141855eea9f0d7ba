//! What sales and closings are, on the wire and in the tables.
use super::totals::Totals;
use crate::{
    chain,
    problem::{Checks, Code, Facts, PriceNow, Problem},
    text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The largest amount there is, in minor units.
pub(super) const MAX_AMOUNT: i64 = 1_000_000_000;

/// How a sale is paid. Providers are not called: the operator types in what they told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = MoyenPaiement)]
pub enum Method {
    /// Notes and coins.
    Especes,
    /// M-Pesa (Vodacom).
    Mpesa,
    /// Airtel Money.
    Airtel,
    /// Orange Money.
    Orange,
    /// A card, at a terminal of its own.
    Carte,
    /// A transfer or a cheque.
    Banque,
}

impl Method {
    /// The word in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Especes => "especes",
            Self::Mpesa => "mpesa",
            Self::Airtel => "airtel",
            Self::Orange => "orange",
            Self::Carte => "carte",
            Self::Banque => "banque",
        }
    }
}

/// How something is paid.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = Paiement)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// The method.
    pub method: Method,
    /// The provider's or the terminal's reference, at most 60 characters; required unless in cash.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub reference: Option<String>,
    /// What the payer was told to pay. Another amount by now sells nothing: 409 `price_changed`, with the price.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub expected: Option<Amount>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = Montant)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// In the currency's smallest unit.
    #[schema(example = 200)]
    pub amount_minor: i64,
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
}

impl Payment {
    /// # Errors
    /// [`Code::PriceChanged`] when the payer was told another price.
    pub fn check_expected(&self, amount_minor: i64, currency: &str) -> Result<(), Problem> {
        let Some(expected) = &self.expected else { return Ok(()) };
        if expected.amount_minor == amount_minor && expected.currency == currency {
            return Ok(());
        }
        let price = PriceNow { amount_minor, currency: currency.to_owned() };
        Err(Problem::from(Code::PriceChanged).about(Facts { price: Some(price), ..Facts::default() }))
    }

    pub(super) fn check(&self, checks: &mut Checks) {
        let given = text::plain_or_none(self.reference.as_deref()).is_some();
        checks.require(given || self.method == Method::Especes, "payment.reference", "required");
        checks.optional_text("payment.reference", self.reference.as_deref(), 60);
    }
}

/// A line of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LigneVente)]
pub struct Line {
    /// What is sold.
    #[schema(example = "Une heure")]
    pub label: String,
    /// How many.
    #[schema(example = 1)]
    pub quantity: i64,
    /// What one costs, in minor units.
    #[schema(example = 200)]
    pub unit_minor: i64,
    /// Its tariff.
    #[serde(default)]
    pub tariff_id: Option<Uuid>,
    /// The name of the rule that made the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Line {
    /// What it comes to, in minor units.
    #[must_use]
    pub const fn amount_minor(&self) -> i64 {
        self.quantity * self.unit_minor
    }
}

/// Whether a row sells or takes a sale back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = VenteGenre)]
pub enum SaleKind {
    /// A sale.
    Vente,
    /// The reversal of one; its amount is negative.
    Annulation,
}

impl TryFrom<String> for SaleKind {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "vente" => Ok(Self::Vente),
            "annulation" => Ok(Self::Annulation),
            _ => Err(text),
        }
    }
}

/// What the journal holds of a sale besides its columns.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SaleDetails {
    pub lines: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl TryFrom<String> for SaleDetails {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

/// A sale's row with the names that screens show.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct SaleRow {
    pub id: Uuid,
    pub agency_id: Uuid,
    #[sqlx(try_from = "String")]
    pub kind: SaleKind,
    pub at: i64,
    pub day: String,
    pub number: i64,
    pub till_id: Uuid,
    pub register: String,
    pub operateur: Uuid,
    pub operateur_name: String,
    pub amount_minor: i64,
    pub currency: String,
    pub method: String,
    pub reference: Option<String>,
    pub tariff_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub session_hint: Option<String>,
    pub session_statut: Option<String>,
    pub batch_id: Option<Uuid>,
    pub visitor_id: Option<Uuid>,
    pub visitor_name: Option<String>,
    pub reverses: Option<Uuid>,
    pub reverses_number: Option<i64>,
    pub reversed_by: Option<Uuid>,
    #[sqlx(try_from = "String")]
    pub details: SaleDetails,
    pub hash: Vec<u8>,
}

/// A sale, or the reversal of one.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Vente)]
pub struct Sale {
    /// Its id.
    pub id: Uuid,
    /// The agency.
    pub agency_id: Uuid,
    /// Whether it sells or takes a sale back.
    pub kind: SaleKind,
    /// Its number in the agency, without gaps.
    #[schema(example = 128)]
    pub number: i64,
    /// When, milliseconds of UTC.
    pub at: i64,
    /// The day of the books.
    #[schema(example = "2026-11-20")]
    pub day: String,
    /// The till.
    pub till_id: Uuid,
    /// The register's name.
    #[schema(example = "Caisse 1")]
    pub register: String,
    /// Who sold.
    pub operateur: Uuid,
    /// That account's login.
    #[schema(example = "accueil")]
    pub operateur_name: String,
    /// The amount in the currency's smallest unit; negative when a sale is taken back.
    #[schema(example = 200)]
    pub amount_minor: i64,
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// How it was paid: `especes`, `mpesa`, `airtel`, `orange`, `carte` or `banque`.
    #[schema(example = "especes")]
    pub method: String,
    /// The provider's or the terminal's reference.
    pub reference: Option<String>,
    /// What was sold.
    pub lines: Vec<Line>,
    /// The tariff, when there is one.
    pub tariff_id: Option<Uuid>,
    /// The session that was sold.
    pub session_id: Option<Uuid>,
    /// The last two symbols of its code.
    #[schema(example = "7K")]
    pub session_hint: Option<String>,
    /// Its state, as long as it is kept.
    #[schema(example = "terminee")]
    pub session_statut: Option<String>,
    /// The batch of passes that was sold.
    pub batch_id: Option<Uuid>,
    /// The visitor.
    pub visitor_id: Option<Uuid>,
    /// The visitor's name.
    pub visitor_name: Option<String>,
    /// Why a sale was taken back.
    pub reason: Option<String>,
    /// The sale that this one takes back.
    pub reverses: Option<Uuid>,
    /// That sale's number.
    pub reverses_number: Option<i64>,
    /// What took this one back.
    pub reversed_by: Option<Uuid>,
    /// Its hash in the chain, hexadecimal.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub hash: String,
}

impl From<SaleRow> for Sale {
    fn from(row: SaleRow) -> Self {
        Self {
            id: row.id,
            agency_id: row.agency_id,
            kind: row.kind,
            number: row.number,
            at: row.at,
            day: row.day,
            till_id: row.till_id,
            register: row.register,
            operateur: row.operateur,
            operateur_name: row.operateur_name,
            amount_minor: row.amount_minor,
            currency: row.currency,
            method: row.method,
            reference: row.reference,
            lines: row.details.lines,
            tariff_id: row.tariff_id,
            session_id: row.session_id,
            session_hint: row.session_hint,
            session_statut: row.session_statut,
            batch_id: row.batch_id,
            visitor_id: row.visitor_id,
            visitor_name: row.visitor_name,
            reason: row.details.reason,
            reverses: row.reverses,
            reverses_number: row.reverses_number,
            reversed_by: row.reversed_by,
            hash: hex::encode(row.hash),
        }
    }
}

/// A line to sell: a tariff, or something of its own such as a print.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = LigneNouvelle)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// A pack's tariff; the price in force is the server's.
    #[serde(default)]
    pub tariff_id: Option<Uuid>,
    /// What is sold, when it is no tariff, at most 60 characters.
    #[serde(default)]
    #[schema(example = "Impression, page")]
    pub label: Option<String>,
    /// What one costs, when it is no tariff.
    #[serde(default)]
    #[schema(example = 20)]
    pub unit_minor: Option<i64>,
    /// How many, from 1 to 1000; one when absent.
    #[serde(default = "one")]
    #[schema(example = 5, minimum = 1, maximum = 1000)]
    pub quantity: i64,
}

const fn one() -> i64 {
    1
}

/// Something to sell that is no session: packs, prints.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = VenteNouvelle)]
#[serde(deny_unknown_fields)]
pub struct NewSale {
    /// The lines, from 1 to 20.
    pub lines: Vec<NewLine>,
    /// The currency; that of the tariffs when absent, else the agency's own.
    #[serde(default)]
    #[schema(example = "EUR")]
    pub currency: Option<String>,
    /// How it is paid.
    pub payment: Payment,
    /// The visitor; required for packs, whose balance is kept.
    #[serde(default)]
    pub visitor_id: Option<Uuid>,
}

/// Why a sale is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = VenteAnnulation)]
#[serde(deny_unknown_fields)]
pub struct Reversal {
    /// The reason, at most 200 characters.
    #[schema(example = "Le poste ne démarrait pas")]
    pub reason: String,
}

/// The closing of a day's, a month's or a year's books.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Cloture)]
pub struct Closing {
    /// Its id.
    pub id: Uuid,
    /// The agency.
    pub agency_id: Uuid,
    /// Its place in the agency's chain.
    #[schema(example = 42)]
    pub seq: i64,
    /// What it closes: `jour`, `mois` or `annee`.
    #[schema(example = "jour")]
    pub kind: String,
    /// The day, month or year: `2026-11-20`, `2026-11`, `2026`.
    #[sqlx(rename = "day")]
    #[schema(example = "2026-11-20")]
    pub period: String,
    /// When it was closed, milliseconds of UTC.
    pub at: i64,
    /// What was sold.
    #[sqlx(try_from = "String")]
    pub details: Totals,
    /// Its hash in the chain, hexadecimal.
    #[serde(with = "chain::hexadecimal")]
    #[schema(value_type = String, example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub hash: Vec<u8>,
}

pub(super) fn is_currency(text: &str) -> bool {
    crate::tariffs::CURRENCIES.contains(&text)
}
