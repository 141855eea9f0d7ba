//! What a start asks for besides a code: an open place, and terms of use that were accepted.
use super::{model::SessionRow, purchase, station_routes::own_validated};
use crate::{
    App,
    access::Station,
    db::{Change, Event, Tx},
    on,
    problem::{Code, Problem},
    statements, stations, visitors,
};
use chrono::NaiveDate;
use guichet_protocol::SessionStatut;
use uuid::Uuid;

statements! {
    BANNED_UNTIL = "SELECT v.banned_until FROM visitors v JOIN kiosk_sessions k ON k.visitor_id = v.id \
        WHERE k.id = $1 AND v.banned_until > $2";
    BIRTH_DATE = "SELECT v.birth_date FROM visitors v JOIN kiosk_sessions k ON k.visitor_id = v.id WHERE k.id = $1";
    ACCEPT_TERMS = "UPDATE kiosk_sessions SET terms_version = $2, terms_accepted_at = $3, updated_at = $3, version = version + 1 \
        WHERE id = $1";
}

/// Who starts a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Starter {
    /// A visitor, at the station.
    Station,
    /// Somebody at the desk.
    Desk,
}

/// Lets a session start at its station, or at `station_id` when it has none yet. What else may be wrong,
/// the start itself says.
pub(super) async fn admit(
    app: &App,
    change: &mut Change,
    row: &SessionRow,
    station_id: Option<Uuid>,
    starter: Starter,
) -> Result<(), Problem> {
    let Some(station_id) = row.line.station_id.or(station_id) else { return Ok(()) };
    if row.line.statut != SessionStatut::EnAttente {
        return Ok(());
    }
    let now = change.now();
    if let Some(until) = banned_until(change, row.line.id, now).await? {
        return Err(banned(app, until, starter));
    }
    if row.by_room
        && let Some(station) = stations::find(change, station_id).await?
        && !purchase::is_good_in(change, app, row, &station).await?
    {
        return Err(Code::RoomPrice.into());
    }
    let Some(place) = app.places.of(app, change, station_id).await? else { return Ok(()) };
    if place.is_closed(change.now()) && (starter == Starter::Station || !place.desk_outside_hours) {
        return Err(Code::PlaceClosed.into());
    }
    let asked = place.terms().map(|terms| &terms.version);
    if starter == Starter::Station && asked.is_some() && asked != row.terms_version.as_ref() {
        return Err(Code::TermsRequired.into());
    }
    Ok(())
}

/// Until when the visitor of this session is banned, when that is after `now`.
pub(super) async fn banned_until(tx: &mut Tx, session_id: Uuid, now: i64) -> sqlx::Result<Option<i64>> {
    on!(tx, |c| sqlx::query_scalar(BANNED_UNTIL).bind(session_id).bind(now).fetch_optional(c).await)
}

/// Why a banned visitor's session does not start: the desk is told until when, the station's screen tells nobody.
pub(super) fn banned(app: &App, until: i64, starter: Starter) -> Problem {
    match starter {
        Starter::Station => Code::AskDesk.into(),
        Starter::Desk => {
            Problem::from(Code::VisitorBanned).with("until", visitors::shown_until(until, app.settings.zone()))
        }
    }
}

/// Notes that the visitor accepts the terms of use that hold now, for the session whose code was validated.
pub(super) async fn accept_terms(app: &App, station: &Station, id: Uuid, version: &str) -> Result<(), Problem> {
    let mut change = station.change(app).await?;
    let row = own_validated(&mut change, id, station.id).await?;
    if row.line.statut != SessionStatut::EnAttente {
        return Err(Problem::from(Code::WrongState).with("state", row.line.statut).with("action", "accept_terms"));
    }
    let place = app.places.of(app, &mut change, station.id).await?;
    let holds = place.is_some_and(|place| place.terms().is_some_and(|terms| terms.version == version));
    if !holds {
        return Err(Code::TermsRequired.into());
    }
    let event = note_acceptance(&mut change, &row, version).await?;
    change.commit(event).await
}

/// Notes that the terms which hold at the station were accepted, when there are any: its client showed them before it
/// sent the code.
pub(super) async fn accept_shown(
    app: &App,
    change: &mut Change,
    station_id: Uuid,
    row: &mut SessionRow,
) -> Result<(), Problem> {
    let place = app.places.of(app, change, station_id).await?;
    let Some(version) = place.as_ref().and_then(|place| place.terms()).map(|terms| terms.version.clone()) else {
        return Ok(());
    };
    let event = note_acceptance(change, row, &version).await?;
    change.note(event);
    row.terms_version = Some(version);
    Ok(())
}

async fn note_acceptance(change: &mut Change, row: &SessionRow, version: &str) -> Result<Event, Problem> {
    let (id, now) = (row.line.id, change.now());
    on!(&mut **change, |c| sqlx::query(ACCEPT_TERMS).bind(id).bind(version).bind(now).execute(c).await.map(drop))?;
    let event = Event::new("sessions", "accept_terms", "session", id).session(id).agency(row.line.agency_id);
    Ok(event.with("version", version))
}

/// When the visitor of this session was born, when that is known.
pub(super) async fn birth_date(tx: &mut Tx, session_id: Uuid) -> sqlx::Result<Option<NaiveDate>> {
    let born: Option<Option<String>> =
        on!(tx, |c| sqlx::query_scalar(BIRTH_DATE).bind(session_id).fetch_optional(c).await)?;
    Ok(born.flatten().and_then(|day| day.parse().ok()))
}
