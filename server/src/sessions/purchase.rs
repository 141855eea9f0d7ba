//! What a session costs: nothing, a tariff at the price in force, or a part of a pack. The sale is made in the same
//! change as what it pays for.
use super::{
    code::MAX_MINUTES,
    model::{AddTime, NewSession, SessionRow},
    store::Rooms,
};
use crate::{
    App,
    access::Caller,
    agencies,
    cash::{self, Line, Payment, Selling, Spending, Subject},
    db::{Change, Tx},
    problem::{Checks, Problem},
    stations::{self, StationRow},
    tariffs::{self, Kind, Price},
};
use uuid::Uuid;

/// What was chosen, and what it costs.
pub(super) struct Bought {
    pub minutes: i64,
    pub tariff_id: Option<Uuid>,
    /// The price, when there is something to pay.
    price: Option<Price>,
    spending: Option<Spending>,
    /// Where it is good.
    pub rooms: Rooms,
}

impl Bought {
    /// Minutes for nothing.
    pub fn free(minutes: i64) -> Self {
        Self { minutes, tariff_id: None, price: None, spending: None, rooms: Rooms::default() }
    }
}

/// # Errors
/// Naming what is missing or one too many.
pub(super) fn check(new: &NewSession) -> Result<(), Problem> {
    let mut checks = Checks::default();
    if new.tariff_id.is_some() {
        checks.require(new.minutes.is_none(), "minutes", "one_of_them");
        checks.require(new.credit_id.is_none(), "credit_id", "one_of_them");
    } else {
        checks.require(new.payment.is_none(), "payment", "nothing_to_pay");
        checks.require(new.minutes.is_some() || new.credit_id.is_some(), "minutes", "required");
        let in_range = new.minutes.is_none_or(|minutes| (1..=MAX_MINUTES).contains(&minutes));
        checks.require(in_range, "minutes", "minutes_range");
    }
    checks.finish()
}

/// What a session to issue costs. Nothing is taken yet.
pub(super) async fn of_session(
    app: &App,
    change: &mut Change,
    agency_id: Uuid,
    new: &NewSession,
) -> Result<Bought, Problem> {
    if let Some(tariff_id) = new.tariff_id {
        let zone_id = zone_of(change, new.station_id).await?;
        return of_tariff(app, change, agency_id, tariff_id, zone_id).await;
    }
    let Some(credit_id) = new.credit_id else {
        return Ok(Bought::free(new.minutes.unwrap_or_default()));
    };
    let spending = Spending { credit_id, visitor_id: new.visitor_id, agency_id, minutes: new.minutes };
    let (minutes, tariff_id) = cash::credit_terms(change, &spending).await?;
    Ok(Bought { minutes, tariff_id: Some(tariff_id), price: None, spending: Some(spending), rooms: Rooms::default() })
}

async fn zone_of(change: &mut Change, station_id: Option<Uuid>) -> Result<Option<Uuid>, Problem> {
    let Some(id) = station_id else { return Ok(None) };
    let station = stations::find(change, id).await?.ok_or_else(|| Problem::not_found("station"))?;
    Ok(tariffs::zone_of(change, &station).await?)
}

/// What one session at this tariff costs in this room now.
pub(super) async fn of_tariff(
    app: &App,
    change: &mut Change,
    agency_id: Uuid,
    tariff_id: Uuid,
    zone_id: Option<Uuid>,
) -> Result<Bought, Problem> {
    let (tariff, price) = cash::quote(change, app, agency_id, tariff_id, zone_id).await?;
    if tariff.kind != Kind::Duree {
        return Err(Problem::field("tariff_id", "pack_tariff"));
    }
    let price = Some(price).filter(|price| price.price_minor > 0);
    let rooms = Rooms { by_room: tariff.is_by_room(), paid: zone_id };
    Ok(Bought { minutes: tariff.minutes, tariff_id: Some(tariff_id), price, spending: None, rooms })
}

/// Whether a session that was sold is good at a station: its tariff is sold in that room, and costs no more there, by its
/// rules and at the moment of the sale, than in the room whose price was paid.
pub(super) async fn is_good_in(
    tx: &mut Tx,
    app: &App,
    row: &SessionRow,
    station: &StationRow,
) -> Result<bool, Problem> {
    let Some(tariff_id) = row.tariff_id.filter(|_| row.by_room) else { return Ok(true) };
    let Some(tariff) = tariffs::find(tx, tariff_id).await? else { return Ok(true) };
    let here = tariffs::zone_of(tx, station).await?;
    if here == row.paid_zone_id {
        return Ok(true);
    }
    let agency = agencies::find(tx, row.line.agency_id).await?.ok_or_else(|| Problem::not_found("agency"))?;
    let zone = agency.timezone.parse().unwrap_or_else(|_| app.settings.zone());
    let costs = |room| Price::of(&tariff, room, row.created_at, zone).price_minor;
    Ok(tariff.is_for(here) && costs(here) <= costs(row.paid_zone_id))
}

/// Takes what an issued session costs.
pub(super) async fn settle(
    change: &mut Change,
    caller: &Caller,
    agency_id: Uuid,
    session_id: Uuid,
    new: &NewSession,
    bought: &Bought,
) -> Result<(), Problem> {
    if let Some(spending) = bought.spending {
        cash::spend(change, session_id, spending).await?;
    }
    let subject = Subject {
        tariff_id: bought.tariff_id,
        session_id: Some(session_id),
        visitor_id: new.visitor_id,
        ..Subject::default()
    };
    sell(change, caller, agency_id, bought, 1, new.payment.as_ref(), subject).await
}

/// Sells `quantity` of what was bought; nothing when it costs nothing. Money that was taken for nothing is no sale that
/// may go unseen: the price has changed since it was shown.
pub(super) async fn sell(
    change: &mut Change,
    caller: &Caller,
    agency_id: Uuid,
    bought: &Bought,
    quantity: i64,
    payment: Option<&Payment>,
    subject: Subject,
) -> Result<(), Problem> {
    let Some(price) = &bought.price else {
        let Some(payment) = payment else { return Ok(()) };
        if let Some(expected) = &payment.expected {
            payment.check_expected(0, &expected.currency)?;
        }
        return Err(Problem::field("payment", "nothing_to_pay"));
    };
    let payment = payment.ok_or_else(|| Problem::field("payment", "required"))?;
    let (lines, currency) = (vec![Line::of(price, quantity)], price.currency.clone());
    cash::sell(change, caller, Selling { agency_id, lines, currency, payment, subject }).await.map(drop)
}

/// The minutes to add to a session: given, or bought at a tariff.
pub(super) async fn of_time(
    app: &App,
    change: &mut Change,
    caller: &Caller,
    row: &SessionRow,
    body: &AddTime,
) -> Result<i64, Problem> {
    let Some(tariff_id) = body.tariff_id else { return Ok(body.minutes.unwrap_or_default()) };
    let zone_id = zone_of(change, row.line.station_id).await?;
    let agency_id = row.line.agency_id;
    let bought = of_tariff(app, change, agency_id, tariff_id, zone_id).await?;
    let subject = Subject {
        tariff_id: Some(tariff_id),
        session_id: Some(row.line.id),
        visitor_id: row.visitor_id,
        ..Subject::default()
    };
    sell(change, caller, agency_id, &bought, 1, body.payment.as_ref(), subject).await?;
    Ok(bought.minutes)
}

/// # Errors
/// Naming what is missing or one too many of time to add.
pub(super) fn check_time(body: &AddTime) -> Result<(), Problem> {
    let mut checks = Checks::default();
    if body.tariff_id.is_some() {
        checks.require(body.minutes.is_none(), "minutes", "one_of_them");
    } else {
        checks.require(body.payment.is_none(), "payment", "nothing_to_pay");
        match body.minutes {
            None => checks.require(false, "minutes", "required"),
            Some(minutes) => {
                let in_range = (-MAX_MINUTES..=MAX_MINUTES).contains(&minutes) && minutes != 0;
                checks.require(in_range, "minutes", "added_minutes_range");
            }
        }
    }
    checks.finish()
}
