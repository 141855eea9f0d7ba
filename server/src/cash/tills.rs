//! Opening a till, and closing it with a count.
use super::{
    journal::{Entry, Journal, Kind, Subject},
    store,
    till_model::{CloseTill, NewTill, Till},
    totals::{Report, Totals},
};
use crate::{
    access::Caller,
    db::{Change, Event, Tx},
    problem::{Checks, Code, Problem},
    text,
};
use serde_json::json;
use uuid::Uuid;

/// The report of a till: as the journal has it once it was closed, or as it stands at `now`.
pub(super) async fn report(tx: &mut Tx, till: &Till, now: i64) -> Result<Report, Problem> {
    if let Some(closed) = &till.report {
        return Report::try_from(closed.clone()).map_err(Problem::internal);
    }
    Ok(Report::of(till, Totals::of_till(tx, till.id).await?, now))
}

/// Opens a till for the caller.
///
/// # Errors
/// When the caller has one open, or somebody else the register; or when the database fails.
pub(super) async fn open(
    change: &mut Change,
    caller: &Caller,
    agency_id: Uuid,
    new: &NewTill,
) -> Result<(Till, Event), Problem> {
    if store::open_till_of(change, caller.user_id).await?.is_some() {
        return Err(Code::TillOpen.into());
    }
    if store::open_tills(change, agency_id).await?.iter().any(|till| till.register == new.register) {
        return Err(Problem::field("register", "register_taken"));
    }
    let id = store::insert_till(change, agency_id, caller.user_id, new).await?;
    let entry = Entry {
        kind: Kind::Opening,
        till_id: Some(id),
        operateur: Some(caller.user_id),
        money: None,
        subject: Subject::default(),
        reverses: None,
        details: json!({ "register": new.register, "floats": new.floats }).to_string(),
    };
    let mut journal = Journal::open_on(change, agency_id, new.day.as_deref()).await?;
    journal.append(change, entry).await?;
    let till = store::till(change, id).await?.ok_or_else(|| Problem::not_found("till"))?;
    let event = Event::new("cash", "open_till", "till", id)
        .agency(agency_id)
        .with("register", new.register.as_str())
        .with("hash", journal.last_hash());
    Ok((till, event))
}

/// Closes a till with what was counted.
///
/// # Errors
/// When it is closed already or a count is wrong; or when the database fails.
pub(super) async fn close(
    change: &mut Change,
    caller: &Caller,
    till: &Till,
    body: &CloseTill,
) -> Result<(Report, Event), Problem> {
    let mut checks = Checks::default();
    checks.optional_text("comment", body.comment.as_deref(), 200);
    checks.finish()?;
    // The journal is locked first: what is sold at the same moment is in the report, or refused.
    let mut journal = Journal::open_on(change, till.agency_id, body.day.as_deref()).await?;
    let till = store::till(change, till.id).await?.filter(|till| till.closed_at.is_none());
    let till = till.ok_or(Code::TillClosed)?;
    let mut report = Report::of(&till, Totals::of_till(change, till.id).await?, change.now());
    report.count(&body.counts)?;
    report.closed_at = Some(change.now());
    report.closed_by_name = store::username(change, caller.user_id).await?;
    report.comment = text::plain_or_none(body.comment.as_deref());
    let details = serde_json::to_string(&report).map_err(Problem::internal)?;
    store::close_till(change, till.id, caller.user_id).await?;
    let entry = Entry {
        kind: Kind::Closing,
        till_id: Some(till.id),
        operateur: Some(caller.user_id),
        money: None,
        subject: Subject::default(),
        reverses: None,
        details,
    };
    journal.append(change, entry).await?;
    let event = Event::new("cash", "close_till", "till", till.id)
        .agency(till.agency_id)
        .with("register", till.register)
        .with("differences_minor", report.differences())
        .with("hash", journal.last_hash());
    Ok((report, event))
}
