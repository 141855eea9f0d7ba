//! A station's own calls, over its socket.
use super::{model::CallRow, store};
use crate::{
    App,
    access::Station,
    db::{Change, Event},
    problem::{Code, Problem},
};
use guichet_protocol::{CallState, StationCall};
use uuid::Uuid;

/// Calls for somebody from the desk. Who calls has an open call and keeps it: calling again only says about
/// which offer. Gives the call when nothing about it changed; else everybody hears of it who may.
///
/// # Errors
/// When the station may not call, calls too often, or the database fails.
pub async fn call(app: &App, station: &Station, offer_id: Option<Uuid>) -> Result<Option<StationCall>, Problem> {
    let now = app.clock.now();
    app.calls_made.check(station.id, 1.0, now)?;
    let mut change = station.change(app).await?;
    let place = app.places.of(app, &mut change, station.id).await?.ok_or_else(|| Problem::not_found("station"))?;
    if !place.may_call() {
        return Err(Code::MayNotCall.into());
    }
    let offer = match offer_id {
        Some(id) => Some(place.offer(id, now).ok_or_else(|| Problem::not_found("tariff"))?),
        None => None,
    };
    let known = store::open_row_at(&mut change, station.id).await?.map(|row| row.told());
    if let Some(known) = &known
        && (offer.is_none() || known.offer == offer)
    {
        return Ok(Some(known.clone()));
    }
    let offer = offer.as_ref().map(serde_json::to_string).transpose().map_err(Problem::internal)?;
    match &known {
        Some(known) => store::set_offer(&mut change, known.id, offer.as_deref()).await?,
        None => store::insert(&mut change, station.id, station.agency_id, offer.as_deref()).await?,
    }
    app.calls_made.count(station.id, 1.0, now);
    let row = store::open_row_at(&mut change, station.id).await?.ok_or_else(|| Problem::not_found("call"))?;
    change.announce(row.event());
    let event = Event::new("calls", "call", "call", row.id)
        .agency(row.agency_id)
        .with("station_id", station.id.to_string())
        .with("offer_id", offer_id.map(|id| id.to_string()));
    change.commit(event).await?;
    Ok(None)
}

/// Ends the open calls of these stations: the visitors who called have gone, or the stations went elsewhere.
///
/// # Errors
/// When the database fails.
pub async fn close_at(change: &mut Change, station_ids: &[Uuid]) -> Result<(), Problem> {
    let rows = store::open_at_any(change, station_ids).await?;
    close(change, rows).await.map(drop)
}

/// Ends the open calls of before `before`: whoever called then no longer waits.
///
/// # Errors
/// When the database fails.
pub async fn close_old(change: &mut Change, before: i64) -> Result<usize, Problem> {
    let rows = store::old(change, before).await?;
    close(change, rows).await
}

async fn close(change: &mut Change, rows: Vec<CallRow>) -> Result<usize, Problem> {
    let mut closed = 0;
    for row in rows {
        if store::end(change, row.id, CallState::Withdrawn, None).await? {
            let event = Event::new("calls", "close", "call", row.id).agency(row.agency_id);
            change.note(event.with("station_id", row.station_id.to_string()));
            change.announce(CallRow { state: CallState::Withdrawn, ..row }.event());
            closed += 1;
        }
    }
    Ok(closed)
}

/// Takes the station's open call back.
///
/// # Errors
/// Not found when there is none, or when the database fails.
pub async fn withdraw(app: &App, station: &Station) -> Result<(), Problem> {
    let mut change = station.change(app).await?;
    let row = store::open_row_at(&mut change, station.id).await?.ok_or_else(|| Problem::not_found("call"))?;
    if !store::end(&mut change, row.id, CallState::Withdrawn, None).await? {
        return Err(Problem::not_found("call"));
    }
    let row = store::find(&mut change, row.id).await?.ok_or_else(|| Problem::not_found("call"))?;
    change.announce(row.event());
    let event = Event::new("calls", "withdraw", "call", row.id)
        .agency(row.agency_id)
        .with("station_id", station.id.to_string());
    change.commit(event).await
}
