//! Access codes: issued once, used by exactly one station.
use super::{
    admission::{self, Starter},
    ages::Ages,
    lifecycle,
    model::{NewSession, SessionRow},
    purchase,
    store::{self, Issued},
};
use crate::{
    App,
    access::Grant,
    agencies,
    audit::{self, KioskAction},
    days::day_of,
    db::{Actor, ActorKind, Change, Event},
    limits::network,
    live::SessionLine,
    parameters,
    problem::{Code, Problem},
    stations::{self, StationRow},
    visitors,
};
use guichet_protocol::{AccessCode, SessionStatut};
use rand::{TryRng, rngs::SysRng};
use uuid::Uuid;

/// A whole room shares one address.
const ADDRESS_SHARE: f64 = 5.0;
/// All stations together: more failures than this a minute are no visitors' mistakes.
const EVERYWHERE_SHARE: f64 = 100.0;

/// So often a code is claimed whose session and station are both free for it.
const CLAIMS: usize = 3;

/// Sessions last this long at most, in minutes.
pub(super) const MAX_MINUTES: i64 = 720;

/// A code that nobody can guess, from the system's random source.
pub(super) fn fresh_code() -> Result<AccessCode, Problem> {
    Ok(AccessCode::from_random(SysRng.try_next_u64().map_err(Problem::internal)?))
}

/// Issues a session, and its code.
pub(super) async fn issue(
    app: &App,
    grant: &Grant<super::Create>,
    change: &mut Change,
    new: &NewSession,
) -> Result<(Uuid, AccessCode, Event), Problem> {
    purchase::check(new)?;
    let agency_id = agency_of(app, grant, change, new).await?;
    let bought = purchase::of_session(app, change, agency_id, new).await?;
    let code = fresh_code()?;
    let issued = Issued {
        agency_id,
        visitor_id: new.visitor_id,
        station_id: new.station_id,
        operateur: grant.caller.user_id,
        code_hash: app.keys.hash_code(&code),
        code_hint: String::from_utf8_lossy(&code.symbols()[8..]).into_owned(),
        duration_s: bought.minutes * 60,
        valid_until: change.now()
            + app.parameters.integer(&parameters::CODE_VALIDITY_MINUTES, Some(agency_id)) * 60_000,
        tariff_id: bought.tariff_id,
        rooms: bought.rooms,
    };
    let id = store::insert(change, &issued).await?;
    purchase::settle(change, &grant.caller, agency_id, id, new, &bought).await?;
    audit::record_state_change(change, "session", id, None, SessionStatut::EnAttente.as_str(), None).await?;
    let event = Event::kiosk(KioskAction::GenerationCode, "session", Some(id))
        .session(id)
        .agency(agency_id)
        .with("minutes", bought.minutes);
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
    /// Who asks: that station, or an operator in its place.
    pub actor: Actor,
    /// The ages for which the station is, when it is not for all.
    pub ages: Option<&'a Ages>,
}

/// Binds the session of a code to a station, without starting it. The station's repetition gets its
/// session back; any other station is refused.
///
/// Failures count for the station, for its address, and for all: an attack at one station never
/// blocks another. The station's is counted before the outcome is known: guesses at once must not be
/// more than guesses one after the other.
pub(super) async fn validate(app: &App, attempt: &Attempt<'_>) -> Result<SessionLine, Problem> {
    let (station, now) = (attempt.station_id, app.clock.now());
    app.code_failures.check(attempt.actor.ip.map(network), ADDRESS_SHARE, now)?;
    app.code_failures.check("everywhere", EVERYWHERE_SHARE, now)?;
    if attempt.actor.kind == ActorKind::Station {
        parameters::admit_visitors(app)?;
    }
    // Before the code is bound to a station at which it could not start.
    if attempt.actor.kind == ActorKind::Station && app.places.is_closed(app, station).await? {
        return Err(Code::PlaceClosed.into());
    }
    app.code_failures.take(station, 1.0, now)?;
    let decided = decide(app, attempt).await;
    if let Ok(Err(reason)) = decided {
        return refuse(app, attempt, reason).await;
    }
    app.code_failures.give_back(station, 1.0, now);
    decided?.map_err(Problem::from)
}

/// The session of the code, now bound to the station, or why it is not. One statement decides, and
/// only a refusal asks why.
async fn decide(app: &App, attempt: &Attempt<'_>) -> Result<Result<SessionLine, Code>, Problem> {
    let Ok(code) = attempt.typed.parse::<AccessCode>() else { return Ok(Err(Code::InvalidCode)) };
    let hash = app.keys.hash_code(&code);
    if let Some(ages) = attempt.ages
        && !are_right(app, attempt.station_id, ages, &hash).await?
    {
        return Ok(Err(Code::AgeMismatch));
    }
    let mut room_checked = false;
    for _ in 0..CLAIMS {
        if let Some(line) = app.claims.claim(app, attempt, hash.clone(), room_checked).await? {
            return Ok(Ok(line));
        }
        if let Some(decided) = why_not(app, attempt, &hash).await? {
            return Ok(decided);
        }
        // Nothing is wrong with the room, which the first claim leaves to whoever asks why.
        room_checked = true;
    }
    Err(Code::Unavailable.into())
}

/// Whether the station's ages are those of the code's visitor. Where the code is not to be claimed, the claim says why.
async fn are_right(app: &App, station_id: Uuid, ages: &Ages, hash: &[u8]) -> Result<bool, Problem> {
    let mut tx = app.db.read().await?;
    let agency_id = app.stations.get(station_id).map(|known| known.agency_id);
    let waits = |row: &SessionRow| row.line.statut == SessionStatut::EnAttente && Some(row.line.agency_id) == agency_id;
    let Some(row) = store::by_code(&mut tx, hash).await?.filter(waits) else { return Ok(true) };
    let zone = app.places.of(app, &mut tx, station_id).await?.map_or(app.settings.zone(), |place| place.timezone);
    let born = admission::birth_date(&mut tx, row.line.id).await?;
    Ok(ages.admit(born, day_of(app.clock.now(), zone)))
}

/// Why the code could not be claimed; nothing when it could be by now: the station was freed, or the session
/// changed, in between.
async fn why_not(app: &App, attempt: &Attempt<'_>, hash: &[u8]) -> Result<Option<Result<SessionLine, Code>>, Problem> {
    let mut tx = app.db.read().await?;
    let station = stations::find(&mut tx, attempt.station_id).await?;
    let station = station.ok_or_else(|| Problem::not_found("station"))?;
    // Another agency's code is none here.
    let row = store::by_code(&mut tx, hash).await?.filter(|row| row.line.agency_id == station.agency_id);
    let Some(row) = row else { return Ok(Some(Err(Code::InvalidCode))) };
    let now = app.clock.now();
    let banned = admission::banned_until(&mut tx, row.line.id, now).await?.is_some();
    let elsewhere = !purchase::is_good_in(&mut tx, app, &row, &station).await?;
    let reason = reason(row, &station, now)?;
    Ok(match reason {
        None if banned => Some(Err(Code::AskDesk)),
        None if elsewhere => Some(Err(Code::RoomPrice)),
        reason => reason,
    })
}

fn reason(row: SessionRow, station: &StationRow, now: i64) -> Result<Option<Result<SessionLine, Code>>, Problem> {
    let (statut, bound_to) = (row.line.statut, row.line.station_id);
    Ok(if statut.is_open() && bound_to == Some(station.id) {
        Some(Ok(row.line))
    } else if statut.is_over() {
        Some(Err(Code::ExpiredCode))
    } else if bound_to.is_some_and(|id| id != station.id) {
        Some(Err(Code::WrongStation))
    } else {
        lifecycle::available(station)?;
        (row.valid_until <= now).then_some(Err(Code::ExpiredCode))
    })
}

/// Counts a failure and leaves a line of audit about it; what was typed stays out of both.
async fn refuse(app: &App, attempt: &Attempt<'_>, reason: Code) -> Result<SessionLine, Problem> {
    let now = app.clock.now();
    app.code_failures.count(attempt.actor.ip.map(network), ADDRESS_SHARE, now);
    app.code_failures.count("everywhere", EVERYWHERE_SHARE, now);
    let mut change = app.db.change(attempt.actor).await?;
    let answer = refusal(app, &mut change, attempt, reason).await?;
    let agency_id = app.stations.get(attempt.station_id).map(|known| known.agency_id);
    let event = Event::kiosk(KioskAction::Erreur, "station", Some(attempt.station_id));
    let event = event.agency(agency_id).with("reason", reason.word());
    change.commit(event).await?;
    Err(answer)
}

/// What the refusal says: to an operator, more than to the station's screen.
async fn refusal(app: &App, change: &mut Change, attempt: &Attempt<'_>, reason: Code) -> Result<Problem, Problem> {
    let code = attempt.typed.parse::<AccessCode>();
    let (Code::AskDesk, ActorKind::User, Ok(code)) = (reason, attempt.actor.kind, code) else {
        return Ok(reason.into());
    };
    let row = store::by_code(change, &app.keys.hash_code(&code)).await?;
    let now = change.now();
    let until = match row {
        Some(row) => admission::banned_until(change, row.line.id, now).await?,
        None => None,
    };
    Ok(until.map_or_else(|| reason.into(), |until| admission::banned(app, until, Starter::Desk)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_protocol::StationStatut;

    fn station(statut: StationStatut) -> StationRow {
        StationRow {
            id: Uuid::max(),
            agency_id: Uuid::nil(),
            name: String::new(),
            zone: None,
            plan_x: None,
            plan_y: None,
            statut,
            ip: None,
            mac: None,
            client_version: None,
            origin: stations::Origin::Guichet,
            enrolled_at: None,
            last_seen_at: None,
            public_key: None,
            identity_conflict_at: None,
            mac_copied_at: None,
            created_at: 0,
            updated_at: 0,
            version: 1,
        }
    }

    fn waiting(valid_until: i64) -> SessionRow {
        let line = SessionLine {
            id: Uuid::nil(),
            statut: SessionStatut::EnAttente,
            station_id: None,
            agency_id: Uuid::nil(),
            operateur: None,
            visitor_name: None,
            granted_ms: 60_000,
            consumed_ms: 0,
            counted_at: None,
            warnings: 0,
            version: 1,
        };
        SessionRow {
            line,
            visitor_id: None,
            station_name: None,
            operateur_name: None,
            code_hint: String::new(),
            duration_s: 60,
            added_s: 0,
            valid_until,
            validated_at: None,
            started_at: None,
            ended_at: None,
            end_reason: None,
            terms_version: None,
            terms_accepted_at: None,
            tariff_id: None,
            batch_id: None,
            by_room: false,
            paid_zone_id: None,
            created_at: 0,
            updated_at: 0,
        }
    }

    #[test]
    fn a_good_code_at_a_station_that_was_freed_meanwhile_is_claimed_again() {
        let free = station(StationStatut::Disponible);
        assert!(matches!(reason(waiting(100), &free, 99), Ok(None)));
        assert!(matches!(reason(waiting(100), &free, 100), Ok(Some(Err(Code::ExpiredCode)))));
        let busy = reason(waiting(100), &station(StationStatut::Occupe), 99).expect_err("occupied");
        assert_eq!(busy.code, Code::StationBusy);
    }
}
