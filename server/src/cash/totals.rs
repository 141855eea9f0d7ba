//! What was sold, added up: for tills, days, months and years.
use super::{
    model::{MAX_AMOUNT, Method, is_currency},
    till_model::{Amounts, Floats, Till},
};
use crate::{
    db::Tx,
    on,
    problem::{Checks, Problem},
    statements,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;

statements! {
    OF_TILL = "SELECT currency, method, kind, COUNT(*) AS count, CAST(SUM(amount_minor) AS BIGINT) AS amount_minor, \
        MIN(number) AS first_number, MAX(number) AS last_number FROM cash_journal \
        WHERE till_id = $1 AND kind IN ('vente', 'annulation') GROUP BY currency, method, kind ORDER BY currency, method, kind";
    OF_DAYS = "SELECT currency, method, kind, COUNT(*) AS count, CAST(SUM(amount_minor) AS BIGINT) AS amount_minor, \
        MIN(number) AS first_number, MAX(number) AS last_number FROM cash_journal WHERE agency_id = $1 AND day >= $2 AND day <= $3 \
        AND kind IN ('vente', 'annulation') GROUP BY currency, method, kind ORDER BY currency, method, kind";
    EVER = "SELECT currency, CAST(SUM(amount_minor) AS BIGINT) AS amount_minor FROM cash_journal WHERE agency_id = $1 \
        AND kind IN ('vente', 'annulation') GROUP BY currency ORDER BY currency";
}

/// What was taken in one currency by one method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TotalMoyen)]
pub struct Taken {
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The method.
    #[schema(example = "especes")]
    pub method: String,
    /// How many sales.
    #[schema(example = 12)]
    pub sales: i64,
    /// What they came to, in minor units.
    #[schema(example = 2400)]
    pub sold_minor: i64,
    /// How many reversals.
    #[schema(example = 1)]
    pub reversals: i64,
    /// What they came to; negative.
    #[schema(example = -200)]
    pub reversed_minor: i64,
}

impl Taken {
    fn net_minor(&self) -> i64 {
        self.sold_minor + self.reversed_minor
    }
}

/// What was sold in a time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Totaux)]
#[serde(default)]
pub struct Totals {
    /// By currency and method.
    pub taken: Vec<Taken>,
    /// The number of the first sale or reversal.
    #[schema(example = 117)]
    pub first_number: Option<i64>,
    /// The number of the last one.
    #[schema(example = 129)]
    pub last_number: Option<i64>,
    /// All that the agency ever sold, reversals taken off, in minor units by currency.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Object, example = json!({ "EUR": 124_500 }))]
    pub perpetual: Amounts,
}

impl TryFrom<String> for Totals {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

#[derive(sqlx::FromRow)]
struct Sum {
    currency: String,
    method: String,
    kind: String,
    count: i64,
    amount_minor: i64,
    first_number: i64,
    last_number: i64,
}

impl Totals {
    fn of(sums: Vec<Sum>) -> Self {
        let mut totals = Self::default();
        for Sum { currency, method, kind, count, amount_minor, first_number, last_number } in sums {
            totals.first_number = Some(totals.first_number.map_or(first_number, |known| known.min(first_number)));
            totals.last_number = Some(totals.last_number.map_or(last_number, |known| known.max(last_number)));
            let same = |taken: &Taken| taken.currency == currency && taken.method == method;
            let place = totals.taken.iter().position(same).unwrap_or_else(|| {
                let none = Taken { currency, method, sales: 0, sold_minor: 0, reversals: 0, reversed_minor: 0 };
                totals.taken.push(none);
                totals.taken.len() - 1
            });
            let taken = &mut totals.taken[place];
            if kind == "vente" {
                (taken.sales, taken.sold_minor) = (count, amount_minor);
            } else {
                (taken.reversals, taken.reversed_minor) = (count, amount_minor);
            }
        }
        totals
    }

    /// What a till took.
    pub(super) async fn of_till(tx: &mut Tx, till_id: Uuid) -> sqlx::Result<Self> {
        Ok(Self::of(on!(tx, |c| sqlx::query_as(OF_TILL).bind(till_id).fetch_all(c).await)?))
    }

    /// What an agency took from the day `from` to the day `to`, and ever.
    pub(super) async fn of_days(tx: &mut Tx, agency_id: Uuid, from: &str, to: &str) -> sqlx::Result<Self> {
        let sums = on!(&mut *tx, |c| sqlx::query_as(OF_DAYS).bind(agency_id).bind(from).bind(to).fetch_all(c).await)?;
        let ever: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(EVER).bind(agency_id).fetch_all(c).await)?;
        Ok(Self { perpetual: ever.into_iter().collect(), ..Self::of(sums) })
    }
}

/// What was counted in one currency of one method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Comptage)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The method.
    pub method: Method,
    /// The amount, in minor units.
    #[schema(example = 7150)]
    pub amount_minor: i64,
}

/// What a till should hold in one currency of one method, and what was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Solde)]
pub struct Balance {
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The method.
    #[schema(example = "especes")]
    pub method: String,
    /// What it began with; in cash alone.
    #[schema(example = 5000)]
    pub float_minor: i64,
    /// What should be there.
    #[schema(example = 7200)]
    pub expected_minor: i64,
    /// What was counted, once it was.
    #[schema(example = 7150)]
    pub counted_minor: Option<i64>,
    /// What there is too much; negative for what is missing.
    #[schema(example = -50)]
    pub difference_minor: Option<i64>,
}

/// What a till took: interim (X) while it is open, final (Z) once it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RapportCaisse)]
pub struct Report {
    /// The till.
    pub till_id: Uuid,
    /// The register's name.
    #[schema(example = "Caisse 1")]
    pub register: String,
    /// Who held it.
    #[schema(example = "accueil")]
    pub operateur_name: String,
    /// When it was opened, milliseconds of UTC.
    pub opened_at: i64,
    /// When it was closed; nothing in an interim report.
    pub closed_at: Option<i64>,
    /// Who closed it.
    #[schema(example = "accueil")]
    pub closed_by_name: Option<String>,
    /// When the report was made.
    pub at: i64,
    /// What was sold.
    pub totals: Totals,
    /// What should be there, and what was counted.
    pub balances: Vec<Balance>,
    /// A remark of whoever closed it.
    pub comment: Option<String>,
}

impl TryFrom<String> for Report {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

/// What should be there: the float and what was taken in cash, and what was taken otherwise.
fn balances(floats: &Floats, totals: &Totals) -> Vec<Balance> {
    let cash = Method::Especes.as_str();
    let float_of = |currency: &str| floats.0.get(currency).copied().unwrap_or_default();
    let begun = floats.0.keys().map(|currency| (currency.as_str(), cash));
    let taken = totals.taken.iter().map(|taken| (taken.currency.as_str(), taken.method.as_str()));
    let places: BTreeSet<(&str, &str)> = begun.chain(taken).collect();
    let balance = |(currency, method): (&str, &str)| {
        let same = |taken: &&Taken| taken.currency == currency && taken.method == method;
        let net_minor = totals.taken.iter().find(same).map_or(0, Taken::net_minor);
        let float_minor = if method == cash { float_of(currency) } else { 0 };
        Balance {
            currency: currency.to_owned(),
            method: method.to_owned(),
            float_minor,
            expected_minor: float_minor + net_minor,
            counted_minor: None,
            difference_minor: None,
        }
    };
    places.into_iter().map(balance).collect()
}

impl Report {
    /// The report of `till` as it stands at `at`.
    pub(super) fn of(till: &Till, totals: Totals, at: i64) -> Self {
        let balances = balances(&till.floats, &totals);
        Self {
            till_id: till.id,
            register: till.register.clone(),
            operateur_name: till.operateur_name.clone(),
            opened_at: till.opened_at,
            closed_at: None,
            closed_by_name: None,
            at,
            totals,
            balances,
            comment: None,
        }
    }

    /// What is too much or missing in each currency, all methods together: currencies are not added up.
    pub(super) fn differences(&self) -> serde_json::Value {
        let mut found = Amounts::new();
        for balance in &self.balances {
            *found.entry(balance.currency.clone()).or_default() += balance.difference_minor.unwrap_or_default().abs();
        }
        serde_json::json!(found)
    }

    /// Takes the counts over.
    ///
    /// # Errors
    /// Naming each count that is missing, twice there, or of something the report does not know.
    pub(super) fn count(&mut self, counts: &[Count]) -> Result<(), Problem> {
        let mut checks = Checks::default();
        for (index, count) in counts.iter().enumerate() {
            let field = format!("counts[{index}]");
            checks.require(is_currency(&count.currency), &format!("{field}.currency"), "currency_format");
            checks.require(
                (-MAX_AMOUNT..=MAX_AMOUNT).contains(&count.amount_minor),
                &format!("{field}.amount_minor"),
                "price_range",
            );
            let same = |known: &Count| known.currency == count.currency && known.method == count.method;
            checks.require(!counts[..index].iter().any(same), &field, "twice");
            let expected =
                |balance: &Balance| balance.currency == count.currency && balance.method == count.method.as_str();
            checks.require(self.balances.iter().any(expected), &field, "count_unexpected");
        }
        for balance in &mut self.balances {
            let counted = counts
                .iter()
                .find(|count| count.currency == balance.currency && count.method.as_str() == balance.method);
            let Some(count) = counted else {
                let what = format!("{} {}", balance.method, balance.currency);
                checks.refuse("counts", "count_missing", vec![("what", what)]);
                continue;
            };
            balance.counted_minor = Some(count.amount_minor);
            balance.difference_minor = Some(count.amount_minor - balance.expected_minor);
        }
        checks.finish()
    }
}
