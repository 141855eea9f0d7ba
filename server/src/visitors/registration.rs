//! Registering visitors and changing what is known of them.
use super::{
    model::{NewVisitor, Record, Visitor},
    store,
};
use crate::{
    App,
    access::Caller,
    agencies::{self, Agency},
    audit::{Event, KioskAction},
    days,
    db::{Change, Tx},
    list::Scope,
    problem::Problem,
    sessions,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use uuid::Uuid;

/// What the log calls a visitor.
pub(super) const ENTITY: &str = "visitor";

/// The agency that `caller` registers visitors for: the one asked for, else the caller's, else the
/// only one there is.
pub(super) async fn agency_of(
    tx: &mut Tx,
    caller: &Caller,
    scope: &Scope,
    asked: Option<Uuid>,
) -> Result<Agency, Problem> {
    let agency = match asked.or(caller.agency_id) {
        Some(id) => agencies::find(tx, id).await?,
        None => Some(agencies::only(tx).await?.ok_or_else(|| Problem::field("agency_id", "required"))?),
    };
    let agency = agency.filter(|agency| scope.holds(Some(agency.id), Some(caller.user_id)));
    agency.ok_or_else(|| Problem::field("agency_id", "agency_unknown"))
}

/// The zone whose days an agency lives by.
pub(super) fn zone_of(agency: &Agency) -> Tz {
    agency.timezone.parse().unwrap_or(chrono_tz::UTC)
}

/// Registers a visitor of `agency`, in the name of the account `operateur`. The event is for the
/// change to be committed with.
///
/// # Errors
/// Naming every field that is wrong; or when the database fails.
pub async fn register(
    change: &mut Change,
    new: NewVisitor,
    agency: &Agency,
    operateur: Uuid,
) -> Result<(Record, Event), Problem> {
    let today = days::day_of(change.now(), zone_of(agency));
    let fields = new.checked(agency, today, None)?;
    let record = store::insert(change, &fields, operateur).await?;
    let event = event(KioskAction::CreationUtilisateur, &record);
    Ok((record, event))
}

/// A line of the log about this visitor.
pub(super) fn event(action: KioskAction, record: &Record) -> Event {
    Event::kiosk(action, ENTITY, Some(record.id)).agency(record.agency_id)
}

/// Whether this agency registered a visitor with this id.
///
/// # Errors
/// When the database fails.
pub async fn exists(tx: &mut Tx, id: Uuid, agency_id: Uuid) -> sqlx::Result<bool> {
    Ok(store::find(tx, id).await?.is_some_and(|record| record.agency_id == agency_id))
}

/// The visitor with this id, within the scope.
pub(super) async fn find(tx: &mut Tx, scope: &Scope, id: Uuid) -> Result<Record, Problem> {
    within(store::find(tx, id).await?, scope)
}

/// The visitor with this id, within the scope, locked for a change.
pub(super) async fn lock(tx: &mut Tx, scope: &Scope, id: Uuid) -> Result<Record, Problem> {
    within(store::lock(tx, id).await?, scope)
}

fn within(record: Option<Record>, scope: &Scope) -> Result<Record, Problem> {
    let record = record.filter(|record| scope.holds(Some(record.agency_id), Some(record.operateur)));
    record.ok_or_else(|| Problem::not_found(ENTITY))
}

/// The visitor as it is shown today.
pub(super) async fn shown(tx: &mut Tx, app: &App, record: Record) -> sqlx::Result<Visitor> {
    let stats = sessions::stats_of_visitor(tx, record.id).await?;
    Ok(Visitor::of(record, stats, today(app)))
}

/// The day it is at the site.
pub(super) fn today(app: &App) -> NaiveDate {
    days::day_of(app.clock.now(), app.settings.zone())
}
