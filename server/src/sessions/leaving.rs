//! A visitor leaves before the time is used up. Where the place keeps unused time, a session for the rest is
//! issued in the same change.
use super::{
    code::fresh_code,
    lifecycle,
    model::SessionRow,
    store::{self, Issued},
};
use crate::{
    App,
    access::Station,
    audit::{self, KioskAction},
    db::{Change, Event},
    list::Scope,
    live::{LiveEvent, SessionHappening},
    on, parameters,
    problem::{Code, Problem},
    statements,
};
use guichet_protocol::{AccessCode, EndReason, ServerMessage, SessionStatut};
use uuid::Uuid;

statements! {
    CONTINUE = "UPDATE kiosk_sessions SET continues = $2 WHERE id = $1";
}

/// Ends the station's own session for its visitor. Gives `time_kept` when the rest can be used later; that the
/// session ended, everybody hears who may.
pub(super) async fn leave(app: &App, station: &Station, id: Uuid) -> Result<Option<ServerMessage>, Problem> {
    let mut change = station.change(app).await?;
    let place = app.places.of(app, &mut change, station.id).await?.ok_or_else(|| Problem::not_found("station"))?;
    let (may_leave, keeps_time) = place.leaving();
    let row = lifecycle::lock(&mut change, id, &Scope::All).await?;
    if row.line.station_id != Some(station.id) || row.line.statut == SessionStatut::EnAttente {
        return Err(Problem::not_found("session"));
    }
    if !may_leave {
        return Err(Code::MayNotLeave.into());
    }
    let remaining_s = i64::try_from(row.line.countdown().remaining_ms(change.now()) / 1000).unwrap_or(0);
    let (event, row) = lifecycle::terminate(&mut change, row, EndReason::Visiteur, None).await?;
    if !keeps_time || remaining_s == 0 {
        change.commit(event).await?;
        return Ok(None);
    }
    let (code, valid_until) = keep_rest(app, &mut change, &row, remaining_s).await?;
    change.commit(event).await?;
    Ok(Some(ServerMessage::TimeKept {
        code: code.to_string(),
        remaining_ms: remaining_s.unsigned_abs() * 1000,
        valid_until,
    }))
}

/// Issues the session for the rest: for the same visitor, at any station. It continues one that was issued
/// already, so that the day's limit does not count it.
async fn keep_rest(
    app: &App,
    change: &mut Change,
    left: &SessionRow,
    remaining_s: i64,
) -> Result<(AccessCode, i64), Problem> {
    let operateur = left.line.operateur.ok_or_else(|| Problem::internal("a session that nobody issued"))?;
    let code = fresh_code()?;
    let valid_until = change.now() + app.parameters.integer(&parameters::CODE_VALIDITY_MINUTES, Some(left.line.agency_id)) * 60_000;
    let issued = Issued {
        agency_id: left.line.agency_id,
        visitor_id: left.visitor_id,
        station_id: None,
        operateur,
        code_hash: app.keys.hash_code(&code),
        code_hint: String::from_utf8_lossy(&code.symbols()[8..]).into_owned(),
        duration_s: remaining_s,
        valid_until,
    };
    let id = store::insert(change, &issued).await?;
    on!(&mut **change, |c| sqlx::query(CONTINUE).bind(id).bind(left.line.id).execute(c).await.map(drop))?;
    audit::record_state_change(change, "session", id, None, SessionStatut::EnAttente.as_str(), None).await?;
    let line = store::find(change, id).await?.ok_or_else(|| Problem::not_found("session"))?.line;
    let at = change.now();
    change.announce(LiveEvent::Session { happening: SessionHappening::Updated, line, at });
    note(change, id, left, remaining_s);
    Ok((code, valid_until))
}

fn note(change: &mut Change, id: Uuid, left: &SessionRow, remaining_s: i64) {
    let event = Event::kiosk(KioskAction::GenerationCode, "session", Some(id))
        .session(id)
        .agency(left.line.agency_id)
        .with("seconds", remaining_s)
        .with("continues", left.line.id.to_string());
    change.note(event);
}
