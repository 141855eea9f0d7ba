//! Access codes: issued once, used by exactly one station.
use super::{
    lifecycle,
    model::NewSession,
    store::{self, Issued},
};
use crate::{
    App,
    access::Grant,
    agencies,
    audit::{self, KioskAction},
    db::{Change, Event},
    live::{LiveEvent, SessionHappening, SessionLine},
    problem::{Checks, Code, Problem},
    stations, visitors,
};
use guichet_protocol::{AccessCode, SessionStatut};
use rand::{TryRng, rngs::SysRng};
use std::net::IpAddr;
use uuid::Uuid;

/// A whole room shares one address.
const ADDRESS_SHARE: f64 = 5.0;
/// All stations together: more failures than this a minute are no visitors' mistakes.
const EVERYWHERE_SHARE: f64 = 100.0;

/// Sessions last this long at most, in minutes.
pub(super) const MAX_MINUTES: i64 = 720;

/// Issues a session, and its code.
pub(super) async fn issue(
    app: &App,
    grant: &Grant<super::Create>,
    change: &mut Change,
    new: &NewSession,
) -> Result<(Uuid, AccessCode, Event), Problem> {
    let mut checks = Checks::default();
    checks.require((1..=MAX_MINUTES).contains(&new.minutes), "minutes", "minutes_range");
    checks.finish()?;
    let agency_id = agency_of(app, grant, change, new).await?;
    let code = AccessCode::from_random(SysRng.try_next_u64().map_err(Problem::internal)?);
    let issued = Issued {
        agency_id,
        visitor_id: new.visitor_id,
        station_id: new.station_id,
        operateur: grant.caller.user_id,
        code_hash: app.keys.hash_code(&code),
        code_hint: String::from_utf8_lossy(&code.symbols()[8..]).into_owned(),
        duration_s: new.minutes * 60,
        valid_until: change.now() + i64::from(app.settings.code_validity_minutes) * 60_000,
    };
    let id = store::insert(change, &issued).await?;
    audit::record_state_change(change, "session", id, None, SessionStatut::EnAttente.as_str(), None).await?;
    let event = Event::kiosk(KioskAction::GenerationCode, "session", Some(id))
        .session(id)
        .agency(agency_id)
        .with("minutes", new.minutes);
    Ok((id, code, event))
}

/// The agency a session belongs to: its station's, its visitor's, the one named, or the caller's.
async fn agency_of(
    app: &App,
    grant: &Grant<super::Create>,
    change: &mut Change,
    new: &NewSession,
) -> Result<Uuid, Problem> {
    let mut agency_id = new.agency_id;
    if let Some(visitor_id) = new.visitor_id {
        let visitor = visitors::may_start(change, app, visitor_id, &grant.scope).await?;
        agency_id = Some(visitor.agency_id);
    }
    if let Some(station_id) = new.station_id {
        let station = stations::find(change, station_id).await?;
        let station = station.filter(|station| grant.scope.holds(Some(station.agency_id), Some(grant.caller.user_id)));
        let station = station.ok_or_else(|| Problem::not_found("station"))?;
        lifecycle::available(&station)?;
        agency_id = Some(station.agency_id);
    }
    let agency_id = match agency_id.or(grant.caller.agency_id) {
        Some(id) => Some(id),
        None => agencies::only(change).await?.map(|agency| agency.id),
    };
    let agency_id = agency_id.ok_or_else(|| Problem::field("agency_id", "agency_required"))?;
    if grant.scope.holds(Some(agency_id), Some(grant.caller.user_id)) {
        Ok(agency_id)
    } else {
        Err(Problem::not_found("agency"))
    }
}

/// Who tries a code.
pub(super) struct Attempt<'a> {
    /// What was typed.
    pub typed: &'a str,
    /// The station it was typed at.
    pub station_id: Uuid,
    /// Where that was.
    pub ip: Option<IpAddr>,
}

/// Binds the session of a code to a station, without starting it. The station's repetition gets its
/// session back; any other station is refused. One statement decides, and only a refusal asks why.
pub(super) async fn validate(app: &App, mut change: Change, attempt: &Attempt<'_>) -> Result<SessionLine, Problem> {
    allow(app, attempt)?;
    let Ok(code) = attempt.typed.parse::<AccessCode>() else {
        return refuse(app, change, attempt, Code::InvalidCode).await;
    };
    let hash = app.keys.hash_code(&code);
    if let Some(line) = store::claim(&mut change, &hash, attempt.station_id).await? {
        let at = change.now();
        change.announce(LiveEvent::Session { happening: SessionHappening::Updated, line: line.clone(), at });
        let event = Event::kiosk(KioskAction::ValidationCode, "session", Some(line.id))
            .session(line.id)
            .agency(line.agency_id)
            .with("station_id", attempt.station_id.to_string());
        change.commit(event).await?;
        return Ok(line);
    }
    let station = stations::find(&mut change, attempt.station_id).await?;
    let station = station.ok_or_else(|| Problem::not_found("station"))?;
    // Another agency's code is none here.
    let line = store::by_code(&mut change, &hash).await?.filter(|line| line.agency_id == station.agency_id);
    let reason = match line {
        Some(line) if line.statut.is_open() && line.station_id == Some(station.id) => return Ok(line),
        Some(line) if line.statut.is_over() => Code::ExpiredCode,
        Some(line) if line.station_id.is_some() && line.station_id != Some(station.id) => Code::WrongStation,
        Some(_) => {
            lifecycle::available(&station)?;
            Code::ExpiredCode
        }
        None => Code::InvalidCode,
    };
    refuse(app, change, attempt, reason).await
}

/// Failures count for the station, for its address, and for all: an attack at one station never
/// blocks another.
fn allow(app: &App, attempt: &Attempt<'_>) -> Result<(), Problem> {
    let now = app.clock.now();
    app.code_failures.check(attempt.station_id, 1.0, now)?;
    app.code_failures.check(attempt.ip, ADDRESS_SHARE, now)?;
    app.code_failures.check("everywhere", EVERYWHERE_SHARE, now)
}

/// Counts a failure and leaves a line of audit about it; what was typed stays out of both.
async fn refuse(app: &App, change: Change, attempt: &Attempt<'_>, reason: Code) -> Result<SessionLine, Problem> {
    let now = change.now();
    app.code_failures.count(attempt.station_id, 1.0, now);
    app.code_failures.count(attempt.ip, ADDRESS_SHARE, now);
    app.code_failures.count("everywhere", EVERYWHERE_SHARE, now);
    let event = Event::kiosk(KioskAction::Erreur, "station", Some(attempt.station_id)).with("reason", reason.word());
    change.commit(event).await?;
    Err(reason.into())
}
