//! The life of a session: every change of one goes through here, whoever asks for it.
//!
//! A function here works within a change that somebody opened, leaves the audit line to be kept
//! with it, and tells those who watch once it is.
use super::{model::SessionRow, store};
use crate::{
    App, access,
    audit::{self, KioskAction},
    calls, cash,
    db::{Actor, Change, Event, Unaudited},
    list::Scope,
    live::{LiveEvent, SessionHappening, SessionLine},
    problem::{Code, Problem},
    stations::{self, StationRow},
};
use guichet_protocol::{EndReason, SessionAction, SessionStatut, StationStatut, Warnings};
use serde_json::json;
use uuid::Uuid;

/// A station's count must be ahead of ours by this much to be taken over: less is the network's delay.
const COUNT_TOLERANCE_MS: u64 = 500;

/// The session, when it is within the scope, with other changes of it kept waiting.
pub(super) async fn lock(change: &mut Change, id: Uuid, scope: &Scope) -> Result<SessionRow, Problem> {
    let row = store::lock(change, &[id]).await?.pop();
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

/// A session's new state, on its way to the tables.
struct Step<'a> {
    row: &'a SessionRow,
    from: SessionStatut,
    happening: SessionHappening,
    comment: Option<&'a str>,
}

/// Writes a session's new state, and announces it.
async fn keep(
    change: &mut Change,
    row: &SessionRow,
    from: SessionStatut,
    happening: SessionHappening,
) -> Result<(), Problem> {
    keep_all(change, &[Step { row, from, happening, comment: None }]).await
}

/// Writes the new states of several sessions, and announces them.
async fn keep_all(change: &mut Change, steps: &[Step<'_>]) -> Result<(), Problem> {
    let rows: Vec<&SessionRow> = steps.iter().map(|step| step.row).collect();
    store::save(change, &rows).await?;
    // A warning changes no state, and belongs to the history all the same: it comes with its comment.
    let told = steps.iter().filter(|step| step.row.line.statut != step.from || step.comment.is_some());
    let history = told.map(|step| audit::Step {
        entity_kind: "session",
        entity_id: step.row.line.id,
        from: Some(step.from.as_str()),
        to: step.row.line.statut.as_str(),
        comment: step.comment,
    });
    audit::record_state_changes(change, &history.collect::<Vec<_>>()).await?;
    let at = change.now();
    for step in steps {
        change.announce(LiveEvent::Session { happening: step.happening.clone(), line: step.row.line.clone(), at });
    }
    Ok(())
}

/// Lets a session hold its station.
async fn occupy(change: &mut Change, station: &StationRow) -> Result<(), Problem> {
    let (from, to) = (station.statut.as_str(), StationStatut::Occupe.as_str());
    audit::record_state_change(change, "station", station.id, Some(from), to, None).await?;
    let station = stations::set_statut(change, station.id, StationStatut::Occupe).await?;
    tell(change, &station);
    Ok(())
}

/// Frees the stations of sessions that ended, unless they were taken out of use meanwhile.
async fn free(change: &mut Change, station_ids: &[Uuid]) -> Result<(), Problem> {
    let stations = stations::free(change, station_ids).await?;
    let history = stations.iter().map(|station| audit::Step {
        entity_kind: "station",
        entity_id: station.id,
        from: Some(StationStatut::Occupe.as_str()),
        to: station.statut.as_str(),
        comment: None,
    });
    audit::record_state_changes(change, &history.collect::<Vec<_>>()).await?;
    for station in &stations {
        tell(change, station);
    }
    Ok(())
}

fn tell(change: &mut Change, station: &StationRow) {
    let state = station.state(change.now());
    change.announce(LiveEvent::Station { state, agency_id: station.agency_id });
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
    row.station_name = Some(station.name.clone());
    row.started_at = Some(now);
    row.validated_at = row.validated_at.or(Some(now));
    let countdown = row.line.countdown().resume(now);
    row.settle(countdown, now);
    row.line.warnings = Warnings::at_start(countdown.remaining_ms(now)).bits();
    // The index on open sessions refuses a second one at this station.
    keep(change, &row, from, SessionHappening::Started).await?;
    occupy(change, &station).await?;
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
    keep(change, &row, from, SessionHappening::Updated).await?;
    Ok((event(KioskAction::SuspensionSession, &row), row))
}

/// Lets the time run again.
pub(super) async fn resume(change: &mut Change, mut row: SessionRow) -> Result<(Event, SessionRow), Problem> {
    let (now, from) = (change.now(), row.line.statut);
    row.line.statut = next_statut(&row, SessionAction::Resume, now)?;
    row.settle(row.line.countdown().resume(now), now);
    keep(change, &row, from, SessionHappening::Updated).await?;
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
    keep(change, &row, from, SessionHappening::TimeAdded { added_ms: minutes * 60_000 }).await?;
    let action = if minutes > 0 { KioskAction::AjoutTemps } else { KioskAction::RetraitTemps };
    Ok((event(action, &row).with("minutes", minutes), row))
}

/// A session that has just ended, before it is written.
struct Ended<'a> {
    row: SessionRow,
    from: SessionStatut,
    reason: EndReason,
    comment: Option<&'a str>,
    event: Event,
}

/// Ends a session.
pub(super) async fn terminate(
    change: &mut Change,
    row: SessionRow,
    reason: EndReason,
    comment: Option<&str>,
) -> Result<(Event, SessionRow), Problem> {
    let ended = ended(row, reason, comment, change.now())?;
    close(change, std::slice::from_ref(&ended)).await?;
    Ok((ended.event, ended.row))
}

fn ended(mut row: SessionRow, reason: EndReason, comment: Option<&str>, now: i64) -> Result<Ended<'_>, Problem> {
    let (action, kind) = match reason {
        EndReason::TempsEcoule => (SessionAction::Expire, KioskAction::ExpirationSession),
        _ => (SessionAction::Terminate, KioskAction::FermetureSession),
    };
    let from = row.line.statut;
    row.line.statut = next_statut(&row, action, now)?;
    row.settle(row.line.countdown().pause(now), now);
    let (granted_s, used_ms) = (row.line.granted_ms / 1000, row.line.consumed_ms);
    let event = event(kind, &row).with("granted_s", granted_s).with("used_ms", used_ms).with("reason", reason.as_str());
    Ok(Ended { row, from, reason, comment, event }.at(now))
}

/// Ends a session whose code was never used: withdrawn by somebody, or too old.
pub(super) async fn withdraw(
    change: &mut Change,
    row: SessionRow,
    reason: EndReason,
) -> Result<(Event, SessionRow), Problem> {
    let withdrawn = withdrawn(row, reason, change.now())?;
    close(change, std::slice::from_ref(&withdrawn)).await?;
    Ok((withdrawn.event, withdrawn.row))
}

fn withdrawn(mut row: SessionRow, reason: EndReason, now: i64) -> Result<Ended<'static>, Problem> {
    let from = row.line.statut;
    if from != SessionStatut::EnAttente {
        return Err(Problem::from(Code::WrongState).with("state", from).with("action", SessionAction::Cancel));
    }
    let (action, kind) = match reason {
        EndReason::CodePerime => (SessionAction::Expire, KioskAction::ExpirationSession),
        _ => (SessionAction::Cancel, KioskAction::FermetureSession),
    };
    row.line.statut = next_statut(&row, action, now)?;
    let event = event(kind, &row).with("reason", reason.as_str());
    Ok(Ended { row, from, reason, comment: None, event }.at(now))
}

impl Ended<'_> {
    fn at(mut self, now: i64) -> Self {
        self.row.ended_at = Some(now);
        self.row.end_reason = Some(self.reason.as_str().to_owned());
        self
    }

    fn step(&self) -> Step<'_> {
        let happening = SessionHappening::Ended(self.reason);
        Step { row: &self.row, from: self.from, happening, comment: self.comment }
    }
}

/// Writes that sessions ended, and frees the stations they held.
async fn close(change: &mut Change, ended: &[Ended<'_>]) -> Result<(), Problem> {
    let steps: Vec<Step<'_>> = ended.iter().map(Ended::step).collect();
    keep_all(change, &steps).await?;
    let held = ended.iter().filter(|ended| ended.row.started_at.is_some());
    let (sessions, stations): (Vec<Uuid>, Vec<Uuid>) =
        held.filter_map(|ended| Some((ended.row.line.id, ended.row.line.station_id?))).unzip();
    free(change, &stations).await?;
    calls::close_at(change, &stations).await?;
    store::end_connections(change, &sessions).await?;
    let unused: Vec<Uuid> =
        ended.iter().filter(|ended| ended.row.started_at.is_none()).map(|e| e.row.line.id).collect();
    cash::give_back(change, &unused).await
}

/// Does what is due for these sessions now: warns, or ends. Sessions for which nothing is due stay as
/// they are. All or none: one that cannot be settled keeps the others from it.
///
/// # Errors
/// When the database fails.
async fn settle_together(app: &App, ids: &[Uuid]) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let now = change.now();
    let (mut over, mut warned) = (Vec::new(), Vec::new());
    for mut row in store::lock(&mut change, ids).await? {
        match row.line.statut {
            SessionStatut::EnAttente if row.valid_until <= now => {
                over.push(withdrawn(row, EndReason::CodePerime, now)?);
            }
            SessionStatut::Active => {
                let remaining_ms = row.line.countdown().remaining_ms(now);
                if remaining_ms == 0 {
                    over.push(ended(row, EndReason::TempsEcoule, None, now)?);
                } else if let (warnings, Some(threshold_s)) =
                    Warnings::from_bits(row.line.warnings).settle(remaining_ms)
                {
                    row.line.warnings = warnings.bits();
                    warned.push((row, threshold_s, format!("avertissement {threshold_s} s")));
                }
            }
            _ => {}
        }
    }
    if over.is_empty() && warned.is_empty() {
        return Ok(());
    }
    let steps = warned.iter().map(|(row, threshold_s, comment)| {
        let happening = SessionHappening::Warned { threshold_s: *threshold_s };
        Step { row, from: row.line.statut, happening, comment: Some(comment) }
    });
    keep_all(&mut change, &steps.collect::<Vec<_>>()).await?;
    close(&mut change, &over).await?;
    if over.is_empty() {
        return change.commit_unaudited(Unaudited::Clockwork).await;
    }
    for ended in over {
        change.note(ended.event);
    }
    change.commit_noted().await
}

/// Does what is due for these sessions now, and gives those back that could not be settled.
pub(super) async fn settle(app: &App, ids: &[Uuid]) -> Vec<(Uuid, Problem)> {
    if settle_together(app, ids).await.is_ok() {
        return Vec::new();
    }
    let mut failed = Vec::new();
    for id in ids {
        if let Err(problem) = settle_together(app, &[*id]).await {
            failed.push((*id, problem));
        }
    }
    failed
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
    let Some(mut row) = store::lock(&mut change, &[session_id]).await?.pop() else { return Ok(()) };
    let now = change.now();
    if row.line.station_id != Some(station.id) || !is_ahead(consumed_ms, &row.line, now) {
        return Ok(());
    }
    let before = row.line.countdown().elapsed_ms(now);
    row.settle(row.line.countdown().at_least(consumed_ms, now), now);
    keep(&mut change, &row, SessionStatut::Active, SessionHappening::Updated).await?;
    let used = |ms: u64| json!({ "used_ms": ms });
    let event = Event::new("sessions", "charge_outage", "session", session_id)
        .session(session_id)
        .agency(row.line.agency_id)
        .states(Some(used(before)), Some(used(row.line.consumed_ms.unsigned_abs())));
    change.commit(event).await?;
    settle_together(app, &[session_id]).await
}
