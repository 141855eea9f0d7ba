//! What tills are, on the wire and in the table.
use super::{
    model::{MAX_AMOUNT, is_currency},
    totals::{Count, Report},
};
use crate::{
    problem::{Checks, Problem},
    text,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Amounts in minor units by currency.
pub type Amounts = BTreeMap<String, i64>;

/// A till: an operator at a register, from the opening to the closing.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Tiroir)]
pub struct Till {
    /// Its id.
    pub id: Uuid,
    /// The agency.
    pub agency_id: Uuid,
    /// The register's name.
    #[schema(example = "Caisse 1")]
    pub register: String,
    /// Who holds it.
    pub operateur: Uuid,
    /// That account's login.
    #[schema(example = "accueil")]
    pub operateur_name: String,
    /// What it began with, in minor units by currency.
    #[sqlx(try_from = "String")]
    #[schema(value_type = Object, example = json!({ "EUR": 5000 }))]
    pub floats: Floats,
    /// When it was opened, milliseconds of UTC.
    pub opened_at: i64,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// Who closed it.
    pub closed_by: Option<Uuid>,
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) report: Option<String>,
}

/// The float of each currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Floats(pub Amounts);

impl TryFrom<String> for Floats {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

/// A till to open.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TiroirNouveau)]
#[serde(deny_unknown_fields)]
pub struct NewTill {
    /// The agency; the caller's own when absent.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
    /// The register's name, at most 40 characters.
    #[schema(example = "Caisse 1")]
    pub register: String,
    /// The float of each currency, in minor units.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({ "EUR": 5000 }))]
    pub floats: Floats,
    /// The day it is, when that is long after the last entry of the books: 409 `day_unconfirmed` asks for it.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub day: Option<String>,
}

/// A till's count.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TiroirFermeture)]
#[serde(deny_unknown_fields)]
pub struct CloseTill {
    /// What was counted, by currency and method: each that the report expects.
    pub counts: Vec<Count>,
    /// A remark, such as why there is a difference, at most 200 characters.
    #[serde(default)]
    pub comment: Option<String>,
    /// The day it is, when that is long after the last entry of the books: 409 `day_unconfirmed` asks for it.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub day: Option<String>,
}

/// How the caller's cash desk stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaisseEtat)]
pub struct Desk {
    /// The caller's open till.
    pub till: Option<Till>,
    /// What it has taken so far.
    pub report: Option<Report>,
    /// The open tills of the caller's agency.
    pub open: Vec<Till>,
    /// The agency's own currency, then those of its tariffs.
    #[schema(example = json!(["EUR"]))]
    pub currencies: Vec<String>,
    /// The registers that were used before.
    #[schema(example = json!(["Caisse 1"]))]
    pub registers: Vec<String>,
}

impl NewTill {
    /// # Errors
    /// Naming every field that is wrong.
    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        self.register = text::plain(&self.register);
        let mut checks = Checks::default();
        checks.text("register", &self.register, 40);
        for (currency, amount) in &self.floats.0 {
            let field = format!("floats.{currency}");
            checks.require(is_currency(currency), &field, "currency_format");
            checks.require((0..=MAX_AMOUNT).contains(amount), &field, "price_range");
        }
        checks.finish()?;
        Ok(self)
    }
}
