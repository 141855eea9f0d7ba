//! A session opened and ended in one step each, for clients that know only a name to log in with: the
//! code is validated, the terms that the client showed are accepted, the time runs (docs/libki.md).
use super::{
    admission::{self, Starter},
    ages::Ages,
    code::{self, Attempt},
    lifecycle,
    model::SessionRow,
    station_routes::own_validated,
    store,
};
use crate::{
    App,
    access::Station,
    db::{Change, Event, Tx},
    list::Scope,
    live::SessionLine,
    problem::{Code, Problem},
};
use guichet_protocol::{AccessCode, EndReason, SessionStatut};
use uuid::Uuid;

/// Binds the session of a code to the station, as a station's own client does: the same limits, the same lock-outs.
///
/// # Errors
/// As for any code; [`Code::AgeMismatch`] when the visitor is not of these ages.
pub async fn validate(app: &App, station: &Station, typed: &str, ages: &Ages) -> Result<SessionLine, Problem> {
    let ages = Some(ages).filter(|ages| ages.are_limited());
    code::validate(app, &Attempt { typed, station_id: station.id, actor: station.actor(), ages }).await
}

/// Starts the session whose code the station validated, unless it runs already. The terms that hold now count as
/// accepted: the client asked for them before it sent the code.
///
/// # Errors
/// When it may not start, or the database fails.
pub async fn start(
    app: &App,
    change: &mut Change,
    station: &Station,
    id: Uuid,
) -> Result<(Option<Event>, SessionLine), Problem> {
    let mut row = own_validated(change, id, station.id).await?;
    if row.line.statut != SessionStatut::EnAttente {
        return Ok((None, row.line));
    }
    admission::accept_shown(app, change, station.id, &mut row).await?;
    admission::admit(app, change, &row, Some(station.id), Starter::Station).await?;
    let (event, row) = lifecycle::start(change, row, Some(station.id)).await?;
    Ok((Some(event), row.line))
}

/// A session that holds a station, or held it.
pub struct Held {
    /// The session.
    pub line: SessionLine,
    /// Whether somebody at the desk ended it.
    pub ended_by_desk: bool,
}

/// The session that `name` stands for at this station: its code, or its id where the desk started it.
///
/// # Errors
/// When the database fails.
pub async fn held(app: &App, tx: &mut Tx, station_id: Uuid, name: &str) -> Result<Option<Held>, Problem> {
    let row = of_name(app, tx, name).await?;
    let row = row.filter(|row| row.line.station_id == Some(station_id) && row.started_at.is_some());
    Ok(row.map(|row| Held {
        ended_by_desk: row.end_reason.as_deref() == Some(EndReason::Operateur.as_str()),
        line: row.line,
    }))
}

async fn of_name(app: &App, tx: &mut Tx, name: &str) -> sqlx::Result<Option<SessionRow>> {
    if let Ok(id) = name.parse::<Uuid>() {
        return store::find(tx, id).await;
    }
    match name.parse::<AccessCode>() {
        Ok(code) => store::by_code(tx, &app.keys.hash_code(&code)).await,
        Err(_) => Ok(None),
    }
}

/// Whether the session of this code is open, wherever that is.
///
/// # Errors
/// When the database fails.
pub async fn is_open(app: &App, typed: &str) -> Result<bool, Problem> {
    let row = of_name(app, &mut app.db.read().await?, typed).await?;
    Ok(row.is_some_and(|row| row.line.statut.is_open()))
}

/// Ends the session that holds this station, for its visitor. One that is over stays so.
///
/// # Errors
/// When the database fails.
pub async fn end(change: &mut Change, station: &Station, id: Uuid) -> Result<Option<Event>, Problem> {
    let row = lifecycle::lock(change, id, &Scope::All).await?;
    if row.line.station_id != Some(station.id) || !row.line.statut.is_open() {
        return Ok(None);
    }
    match lifecycle::terminate(change, row, EndReason::Visiteur, None).await {
        Ok((event, _)) => Ok(Some(event)),
        // Its time is up at this very moment.
        Err(problem) if problem.code == Code::WrongState => Ok(None),
        Err(problem) => Err(problem),
    }
}
