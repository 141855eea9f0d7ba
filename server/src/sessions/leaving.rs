//! A visitor leaves before the time is used up. Where the place keeps unused time, a session for the rest is
//! issued in the same change.
use super::{
    code::fresh_code,
    lifecycle,
    model::SessionRow,
    store::{self, Issued, Rooms},
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
    KEPT = "SELECT id FROM kiosk_sessions WHERE continues = $1 AND statut = 'en_attente' AND validated_at IS NULL AND valid_until > $2 \
        AND NOT EXISTS (SELECT 1 FROM kiosk_sessions later WHERE later.station_id = $3 AND later.started_at > $4)";
    RENEW = "UPDATE kiosk_sessions SET code_hash = $2, code_hint = $3, version = version + 1, updated_at = $4 WHERE id = $1 \
        AND validated_at IS NULL";
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
    if row.end_reason.as_deref() == Some(EndReason::Visiteur.as_str())
        && let Some(kept) = kept_by(&mut change, station, &row).await?
    {
        return tell_again(app, change, kept, &row).await.map(Some);
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
    Ok(Some(time_kept(&code, remaining_s, valid_until)))
}

fn time_kept(code: &AccessCode, remaining_s: i64, valid_until: i64) -> ServerMessage {
    ServerMessage::TimeKept { code: code.to_string(), remaining_ms: remaining_s.unsigned_abs() * 1000, valid_until }
}

/// The session that keeps the rest of `left`, while nobody has used its code and nobody else has used the station.
async fn kept_by(change: &mut Change, station: &Station, left: &SessionRow) -> Result<Option<SessionRow>, Problem> {
    let now = change.now();
    let id: Option<Uuid> = on!(&mut **change, |c| sqlx::query_scalar(KEPT)
        .bind(left.line.id)
        .bind(now)
        .bind(station.id)
        .bind(left.started_at)
        .fetch_optional(c)
        .await)?;
    match id {
        Some(id) => Ok(Some(lifecycle::lock(change, id, &Scope::All).await?)),
        None => Ok(None),
    }
}

/// The station may not have heard the code, and what is stored of it cannot be read: it gets another one, and
/// the first is void.
async fn tell_again(
    app: &App,
    mut change: Change,
    kept: SessionRow,
    left: &SessionRow,
) -> Result<ServerMessage, Problem> {
    let code = fresh_code()?;
    let (id, now, hash) = (kept.line.id, change.now(), app.keys.hash_code(&code));
    let renewed = on!(&mut *change, |c| sqlx::query(RENEW)
        .bind(id)
        .bind(&hash)
        .bind(hint(&code))
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if renewed == 0 {
        return Err(Code::WrongState.into());
    }
    let remaining_s = kept.line.granted_ms / 1000;
    note(&mut change, id, left, remaining_s);
    change.announce(LiveEvent::Session { happening: SessionHappening::Updated, line: kept.line, at: now });
    change.commit_noted().await?;
    Ok(time_kept(&code, remaining_s, kept.valid_until))
}

fn hint(code: &AccessCode) -> String {
    String::from_utf8_lossy(&code.symbols()[8..]).into_owned()
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
    let valid_until =
        change.now() + app.parameters.integer(&parameters::CODE_VALIDITY_MINUTES, Some(left.line.agency_id)) * 60_000;
    let issued = Issued {
        agency_id: left.line.agency_id,
        visitor_id: left.visitor_id,
        station_id: None,
        operateur,
        code_hash: app.keys.hash_code(&code),
        code_hint: hint(&code),
        duration_s: remaining_s,
        valid_until,
        tariff_id: left.tariff_id,
        rooms: Rooms { by_room: left.by_room, paid: left.paid_zone_id },
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
