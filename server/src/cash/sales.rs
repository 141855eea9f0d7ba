//! Selling and taking back. A sale stands in the journal with what it pays for, in one change.
use super::{
    Sell, credits,
    journal::{Entry, Journal, Kind, Money, Subject},
    model::{Line, MAX_AMOUNT, Payment, Sale, SaleDetails, SaleKind, SaleRow},
    store,
    till_model::Till,
};
use crate::{
    App,
    access::{Caller, Permission},
    accounts, agencies,
    db::{Change, Event, Tx},
    problem::{Checks, Code, Problem},
    tariffs::{self, Price, Tariff},
    text,
};
use uuid::Uuid;

/// Something to sell.
pub struct Selling<'a> {
    /// The agency whose till takes the money.
    pub agency_id: Uuid,
    /// What is sold.
    pub lines: Vec<Line>,
    /// The currency.
    pub currency: String,
    /// How it is paid.
    pub payment: &'a Payment,
    /// What it is about.
    pub subject: Subject,
}

/// A tariff of this agency that is in use, and its price in this room now.
///
/// # Errors
/// Naming `tariff_id`, when there is none or it is another room's; or when the database fails.
pub async fn quote(
    tx: &mut Tx,
    app: &App,
    agency_id: Uuid,
    tariff_id: Uuid,
    zone_id: Option<Uuid>,
) -> Result<(Tariff, Price), Problem> {
    let tariff = tariffs::find(tx, tariff_id).await?;
    let tariff = tariff.filter(|tariff| tariff.agency_id == agency_id && tariff.is_active);
    let tariff = tariff.ok_or_else(|| Problem::field("tariff_id", "tariff_unknown"))?;
    if !tariff.is_for(zone_id) {
        return Err(Problem::field("tariff_id", "tariff_elsewhere"));
    }
    let agency = agencies::find(tx, agency_id).await?.ok_or_else(|| Problem::not_found("agency"))?;
    let zone = agency.timezone.parse().unwrap_or_else(|_| app.settings.zone());
    let price = Price::of(&tariff, zone_id, app.clock.now(), zone);
    Ok((tariff, price))
}

impl Line {
    /// One of this tariff at this price.
    #[must_use]
    pub fn of(price: &Price, quantity: i64) -> Self {
        Self {
            label: price.name.clone(),
            quantity,
            unit_minor: price.price_minor,
            tariff_id: Some(price.tariff_id),
            rule: price.rule.clone().filter(|name| !name.is_empty()),
        }
    }
}

/// The caller's open till in this agency.
async fn till_of(change: &mut Change, caller: &Caller, agency_id: Uuid) -> Result<Till, Problem> {
    let till = store::open_till_of(change, caller.user_id).await?.filter(|till| till.agency_id == agency_id);
    till.ok_or_else(|| Code::TillRequired.into())
}

/// Sells: writes it down in the caller's open till.
///
/// # Errors
/// Forbidden without the permission to sell; when the caller has no open till in the agency, or the payment is
/// wrong; or when the database fails.
pub async fn sell(change: &mut Change, caller: &Caller, selling: Selling<'_>) -> Result<Sale, Problem> {
    let scope = accounts::scope_of(change, caller, Sell::CODE).await?.ok_or(Code::Forbidden)?;
    if !scope.holds(Some(selling.agency_id), Some(caller.user_id)) {
        return Err(Code::Forbidden.into());
    }
    let amount_minor: i64 = selling.lines.iter().map(Line::amount_minor).sum();
    selling.payment.check_expected(amount_minor, &selling.currency)?;
    let mut checks = Checks::default();
    selling.payment.check(&mut checks);
    checks.require((1..=MAX_AMOUNT).contains(&amount_minor), "lines", "nothing_to_pay");
    checks.finish()?;
    // The journal first: a till that is being closed is closed by then.
    let mut journal = Journal::open(change, selling.agency_id).await?;
    let till = till_of(change, caller, selling.agency_id).await?;
    let money = Money {
        amount_minor,
        currency: selling.currency,
        method: selling.payment.method,
        reference: text::plain_or_none(selling.payment.reference.as_deref()),
    };
    let details = SaleDetails { lines: selling.lines, reason: None };
    let entry = Entry {
        kind: Kind::Sale,
        till_id: Some(till.id),
        operateur: Some(caller.user_id),
        money: Some(money),
        subject: selling.subject,
        reverses: None,
        details: serde_json::to_string(&details).map_err(Problem::internal)?,
    };
    let id = journal.append(change, entry).await?;
    let sale = told(change, "sell", id).await?;
    Ok(sale)
}

/// The sale as it stands, with its line of audit noted.
async fn told(change: &mut Change, action: &'static str, id: Uuid) -> Result<Sale, Problem> {
    let sale: Sale = store::sale(change, id).await?.ok_or_else(|| Problem::not_found("sale"))?.into();
    let event = match action {
        "sell" => Event::new("cash", "sell", "sale", id),
        _ => Event::new("cash", "reverse", "sale", id),
    };
    let event = event
        .agency(sale.agency_id)
        .with("number", sale.number)
        .with("amount_minor", sale.amount_minor)
        .with("currency", sale.currency.as_str())
        .with("method", sale.method.as_str())
        .with("hash", sale.hash.as_str());
    change.note(match sale.session_id {
        Some(session_id) => event.session(session_id),
        None => event,
    });
    Ok(sale)
}

/// Takes a sale back: in its own till while that is open, else in the caller's.
///
/// # Errors
/// When it was taken back before, when its pack was used, or without an open till; or when the database fails.
pub(super) async fn reverse(
    change: &mut Change,
    caller: &Caller,
    id: Uuid,
    reason: &str,
) -> Result<(SaleRow, Sale), Problem> {
    let agency_id = store::sale(change, id).await?.ok_or_else(|| Problem::not_found("sale"))?.agency_id;
    let mut journal = Journal::open(change, agency_id).await?;
    let sale = store::sale(change, id).await?.ok_or_else(|| Problem::not_found("sale"))?;
    if sale.kind == SaleKind::Annulation || sale.reversed_by.is_some() {
        return Err(Code::AlreadyReversed.into());
    }
    // Back out of the till it went into, as long as that is open.
    let till = match store::till(change, sale.till_id).await?.filter(|till| till.closed_at.is_none()) {
        Some(till) => till,
        None => till_of(change, caller, agency_id).await?,
    };
    credits::cancel(change, sale.id).await?;
    let lines = sale.details.lines.iter().map(|line| Line { unit_minor: -line.unit_minor, ..line.clone() }).collect();
    let method = serde_json::from_value(serde_json::Value::String(sale.method.clone())).map_err(Problem::internal)?;
    let money = Money {
        amount_minor: -sale.amount_minor,
        currency: sale.currency.clone(),
        method,
        reference: sale.reference.clone(),
    };
    let details = SaleDetails { lines, reason: Some(reason.to_owned()) };
    let entry = Entry {
        kind: Kind::Reversal,
        till_id: Some(till.id),
        operateur: Some(caller.user_id),
        money: Some(money),
        subject: Subject {
            tariff_id: sale.tariff_id,
            session_id: sale.session_id,
            batch_id: sale.batch_id,
            visitor_id: sale.visitor_id,
        },
        reverses: Some(sale.id),
        details: serde_json::to_string(&details).map_err(Problem::internal)?,
    };
    let reversal = journal.append(change, entry).await?;
    let told = told(change, "reverse", reversal).await?;
    Ok((sale, told))
}

/// What was paid for a session, and taken back.
///
/// # Errors
/// When the database fails.
pub async fn sales_of_session(tx: &mut Tx, session_id: Uuid) -> sqlx::Result<Vec<Sale>> {
    Ok(store::of_session(tx, session_id).await?.into_iter().map(Sale::from).collect())
}

/// What was paid for a batch of passes, and taken back.
///
/// # Errors
/// When the database fails.
pub async fn sales_of_batch(tx: &mut Tx, batch_id: Uuid) -> sqlx::Result<Vec<Sale>> {
    Ok(store::of_batch(tx, batch_id).await?.into_iter().map(Sale::from).collect())
}
