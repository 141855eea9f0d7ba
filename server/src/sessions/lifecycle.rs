//! The life of a session: every change of one goes through here, whoever asks for it.
//!
//! A function here works within a change that somebody opened, leaves the audit line to be kept
//! with it, and tells those who watch once it is.
use super::{model::SessionRow, store};
use crate::{
    App, access,
    audit::{self, KioskAction},
    db::{Actor, Change, Event, Unaudited},
    list::Scope,
    live::{LiveEvent, SessionHappening, SessionLine},
    problem::{Code, Problem},
    stations,
};
use guichet_protocol::{EndReason, SessionAction, SessionStatut, StationStatut, Warnings};
use serde_json::json;
use uuid::Uuid;

/// A station's count must be ahead of ours by this much to be taken over: less is the network's delay.
const COUNT_TOLERANCE_MS: u64 = 500;

/// The session, when it is within the scope, with other changes of it kept waiting.
pub(super) async fn lock(change: &mut Change, id: Uuid, scope: &Scope) -> Result<SessionRow, Problem> {
    let row = store::lock(change, id).await?;
    let row = row.filter(|row| scope.holds(Some(row.line.agency_id), row.line.operateur));
    row.ok_or_else(|| Problem::not_found("session"))
}

/// The state after `action`, when the life cycle allows it now. A session whose time is used up is
/// over, even in the moment before its timer says so.
fn next_statut(row: &SessionRow, action: SessionAction, now: i64) -> Result<SessionStatut, Problem> {
    let refuse = |state: SessionStatut| Problem::from(Code::WrongState).with("state", state).with("action", action);
    let used_up = row.line.statut == SessionStatut::Active && row.line.countdown().remaining_ms(now) == 0;
    if used_up && action != SessionAction::Expire {
        return Err(refuse(SessionStatut::Expiree));
    }
    row.line.statut.after(action).map_err(|wrong| refuse(wrong.from))
}

/// The line of audit of a session's change.
pub(super) fn event(action: KioskAction, row: &SessionRow) -> Event {
    Event::kiosk(action, "session", Some(row.line.id)).session(row.line.id).agency(row.line.agency_id)
}

/// Writes a session's new state, and announces it.
async fn keep(
    change: &mut Change,
    row: &SessionRow,
    from: SessionStatut,
    happening: SessionHappening,
    comment: Option<&str>,
) -> Result<(), Problem> {
    store::save(change, row).await?;
    if row.line.statut != from {
        let (from, to) = (from.as_str(), row.line.statut.as_str());
        audit::record_state_change(change, "session", row.line.id, Some(from), to, comment).await?;
    }
    let at = change.now();
    change.announce(LiveEvent::Session { happening, line: row.line.clone(), at });
    Ok(())
}

/// Sets the station's state to what its session makes of it.
async fn set_station(change: &mut Change, station_id: Uuid, statut: StationStatut) -> Result<(), Problem> {
    let Some(station) = stations::find(change, station_id).await? else { return Ok(()) };
    let freed_elsewhere = statut == StationStatut::Disponible && station.statut != StationStatut::Occupe;
    if station.statut == statut || freed_elsewhere {
        return Ok(());
    }
    audit::record_state_change(change, "station", station_id, Some(station.statut.as_str()), statut.as_str(), None)
        .await?;
    let station = stations::set_statut(change, station_id, statut).await?;
    let now = change.now();
    change.announce(LiveEvent::Station { state: station.state(now), agency_id: station.agency_id });
    Ok(())
}

/// Starts a session at its station, or at `station_id` when it has none yet.
pub(super) async fn start(
    change: &mut Change,
    mut row: SessionRow,
    station_id: Option<Uuid>,
) -> Result<(Event, SessionRow), Problem> {
    let (now, from) = (change.now(), row.line.statut);
    row.line.statut = next_statut(&row, SessionAction::Start, now)?;
    if row.valid_until <= now {
        return Err(Code::ExpiredCode.into());
    }
    if station_id.is_some() && row.line.station_id.is_some() && row.line.station_id != station_id {
        return Err(Code::WrongStation.into());
    }
    let station_id = row.line.station_id.or(station_id).ok_or_else(|| Problem::field("station_id", "required"))?;
    let station = stations::find(change, station_id).await?.filter(|station| station.agency_id == row.line.agency_id);
    let station = station.ok_or_else(|| Problem::not_found("station"))?;
    available(&station)?;
    row.line.station_id = Some(station_id);
    row.station_name = Some(station.name);
    row.started_at = Some(now);
    row.validated_at = row.validated_at.or(Some(now));
    let countdown = row.line.countdown().resume(now);
    row.settle(countdown, now);
    row.line.warnings = Warnings::at_start(countdown.remaining_ms(now)).bits();
    // The index on open sessions refuses a second one at this station.
    keep(change, &row, from, SessionHappening::Started, None).await?;
    set_station(change, station_id, StationStatut::Occupe).await?;
    store::log_connection(change, row.line.id, station_id).await?;
    Ok((event(KioskAction::DemarrageSession, &row).with("station_id", station_id.to_string()), row))
}

/// Whether a session may start at this station.
pub(super) fn available(station: &stations::StationRow) -> Result<(), Problem> {
    match station.statut {
        StationStatut::Disponible | StationStatut::Reserve => Ok(()),
        StationStatut::Occupe => Err(Code::StationBusy.into()),
        StationStatut::Maintenance | StationStatut::HorsLigne => Err(Code::StationUnavailable.into()),
    }
}

/// Lets the time stand still.
pub(super) async fn suspend(change: &mut Change, mut row: SessionRow) -> Result<(Event, SessionRow), Problem> {
    let (now, from) = (change.now(), row.line.statut);
    row.line.statut = next_statut(&row, SessionAction::Suspend, now)?;
    row.settle(row.line.countdown().pause(now), now);
    keep(change, &row, from, SessionHappening::Updated, None).await?;
    Ok((event(KioskAction::SuspensionSession, &row), row))
}

/// Lets the time run again.
pub(super) async fn resume(change: &mut Change, mut row: SessionRow) -> Result<(Event, SessionRow), Problem> {
    let (now, from) = (change.now(), row.line.statut);
    row.line.statut = next_statut(&row, SessionAction::Resume, now)?;
    row.settle(row.line.countdown().resume(now), now);
    keep(change, &row, from, SessionHappening::Updated, None).await?;
    Ok((event(KioskAction::RepriseSession, &row), row))
}

/// Grants time, or takes it back.
pub(super) async fn add_time(
    change: &mut Change,
    mut row: SessionRow,
    minutes: i64,
) -> Result<(Event, SessionRow), Problem> {
    let (now, from) = (change.now(), row.line.statut);
    row.line.statut = next_statut(&row, SessionAction::AddTime, now)?;
    let delta_ms = minutes.unsigned_abs() * 60_000;
    let countdown = row.line.countdown();
    let changed = if minutes > 0 {
        countdown.grant(delta_ms)
    } else {
        countdown.take_back(delta_ms, now).map_err(|refused| {
            let left = refused.remaining_ms / 60_000;
            let mut problem = Problem::field("minutes", "more_than_remains");
            problem.errors[0].args.push(("minutes", left.to_string()));
            problem
        })?
    };
    row.settle(changed, now);
    row.line.warnings = Warnings::from_bits(row.line.warnings).settle(changed.remaining_ms(now)).0.bits();
    keep(change, &row, from, SessionHappening::TimeAdded { added_ms: minutes * 60_000 }, None).await?;
    let action = if minutes > 0 { KioskAction::AjoutTemps } else { KioskAction::RetraitTemps };
    Ok((event(action, &row).with("minutes", minutes), row))
}

/// Ends a session.
pub(super) async fn terminate(
    change: &mut Change,
    mut row: SessionRow,
    reason: EndReason,
    comment: Option<&str>,
) -> Result<(Event, SessionRow), Problem> {
    let action = if reason == EndReason::TempsEcoule { SessionAction::Expire } else { SessionAction::Terminate };
    let (now, from) = (change.now(), row.line.statut);
    row.line.statut = next_statut(&row, action, now)?;
    row.settle(row.line.countdown().pause(now), now);
    close(change, &mut row, from, reason, comment).await?;
    let kind =
        if action == SessionAction::Expire { KioskAction::ExpirationSession } else { KioskAction::FermetureSession };
    let (granted_s, used_ms) = (row.line.granted_ms / 1000, row.line.consumed_ms);
    Ok((event(kind, &row).with("granted_s", granted_s).with("used_ms", used_ms).with("reason", reason.as_str()), row))
}

/// Ends a session whose code was never used: withdrawn by somebody, or too old.
pub(super) async fn withdraw(
    change: &mut Change,
    mut row: SessionRow,
    reason: EndReason,
) -> Result<(Event, SessionRow), Problem> {
    let (now, from) = (change.now(), row.line.statut);
    if from != SessionStatut::EnAttente {
        return Err(Problem::from(Code::WrongState).with("state", from).with("action", SessionAction::Cancel));
    }
    let action = if reason == EndReason::CodePerime { SessionAction::Expire } else { SessionAction::Cancel };
    row.line.statut = next_statut(&row, action, now)?;
    close(change, &mut row, from, reason, None).await?;
    let kind =
        if action == SessionAction::Expire { KioskAction::ExpirationSession } else { KioskAction::FermetureSession };
    Ok((event(kind, &row).with("reason", reason.as_str()), row))
}

async fn close(
    change: &mut Change,
    row: &mut SessionRow,
    from: SessionStatut,
    reason: EndReason,
    comment: Option<&str>,
) -> Result<(), Problem> {
    row.ended_at = Some(change.now());
    row.end_reason = Some(reason.as_str().to_owned());
    keep(change, row, from, SessionHappening::Ended(reason), comment).await?;
    if let Some(station_id) = row.line.station_id.filter(|_| row.started_at.is_some()) {
        set_station(change, station_id, StationStatut::Disponible).await?;
        store::end_connection(change, row.line.id).await?;
    }
    Ok(())
}

/// Does what is due for a session at this moment: its end, a warning, the end of its code's validity.
/// Doing it again changes nothing, so timers and jobs may both call it.
///
/// # Errors
/// When the database fails.
pub(super) async fn settle(app: &App, id: Uuid) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let Some(mut row) = store::lock(&mut change, id).await? else { return Ok(()) };
    let now = change.now();
    match row.line.statut {
        SessionStatut::EnAttente if row.valid_until <= now => {
            let (event, _) = withdraw(&mut change, row, EndReason::CodePerime).await?;
            change.commit(event).await
        }
        SessionStatut::Active => {
            let remaining_ms = row.line.countdown().remaining_ms(now);
            if remaining_ms == 0 {
                let (event, _) = terminate(&mut change, row, EndReason::TempsEcoule, None).await?;
                return change.commit(event).await;
            }
            let (warnings, due) = Warnings::from_bits(row.line.warnings).settle(remaining_ms);
            let Some(threshold_s) = due else { return Ok(()) };
            row.line.warnings = warnings.bits();
            let statut = row.line.statut;
            keep(&mut change, &row, statut, SessionHappening::Warned { threshold_s }, None).await?;
            change.commit_unaudited(Unaudited::Clockwork).await
        }
        _ => Ok(()),
    }
}

/// Takes over a station's own count when it is ahead of ours: it was open while the server could
/// not count (`docs/time.md`). A count that is behind changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn take_count(
    app: &App,
    station: &access::Station,
    session_id: Option<Uuid>,
    consumed_ms: Option<u64>,
) -> Result<(), Problem> {
    let (Some(session_id), Some(consumed_ms)) = (session_id, consumed_ms) else { return Ok(()) };
    let known = app.sessions.open_at(station.id).filter(|line| line.id == session_id);
    if !known.is_some_and(|line| is_ahead(consumed_ms, &line, app.clock.now())) {
        return Ok(());
    }
    // Boxed: hardly any heartbeat needs it, and each would hold the room for it.
    Box::pin(charge_outage(app, station, session_id, consumed_ms)).await
}

fn is_ahead(consumed_ms: u64, line: &SessionLine, now: i64) -> bool {
    line.statut == SessionStatut::Active && consumed_ms > line.countdown().elapsed_ms(now) + COUNT_TOLERANCE_MS
}

async fn charge_outage(
    app: &App,
    station: &access::Station,
    session_id: Uuid,
    consumed_ms: u64,
) -> Result<(), Problem> {
    let mut change = station.change(app).await?;
    let Some(mut row) = store::lock(&mut change, session_id).await? else { return Ok(()) };
    let now = change.now();
    if row.line.station_id != Some(station.id) || !is_ahead(consumed_ms, &row.line, now) {
        return Ok(());
    }
    let before = row.line.countdown().elapsed_ms(now);
    row.settle(row.line.countdown().at_least(consumed_ms, now), now);
    keep(&mut change, &row, SessionStatut::Active, SessionHappening::Updated, None).await?;
    let used = |ms: u64| json!({ "used_ms": ms });
    let event = Event::new("sessions", "charge_outage", "session", session_id)
        .session(session_id)
        .agency(row.line.agency_id)
        .states(Some(used(before)), Some(used(row.line.consumed_ms.unsigned_abs())));
    change.commit(event).await?;
    settle(app, session_id).await
}
