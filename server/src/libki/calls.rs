//! What a visitor's client asks: to open the desktop with a code, how much time is left, to close it.
use super::{
    model::{Answer, Asked, LoggedIn, LoggedOut, Refused, UserData},
    rules::{refusal, units},
    store,
};
use crate::{
    App,
    access::Station,
    db::{Change, Event},
    live::SessionLine,
    problem::{Code, Problem},
    sessions::{Ages, opening},
    stations,
};
use guichet_protocol::{Heartbeat, SessionStatut};

/// Notes that the client is there.
pub(super) async fn hear(app: &App, station: &Station, asked: &Asked) -> Result<(), Problem> {
    let version = asked.get("version");
    let client_version = (!version.is_empty()).then(|| format!("Libki {version}"));
    stations::hear(app, station, &Heartbeat { client_version, ..Heartbeat::default() }).await
}

/// Opens the desktop with a code.
pub(super) async fn log_in(app: &App, station: &Station, typed: &str) -> Result<Answer, Problem> {
    match open(app, station, typed).await {
        Ok(line) => Ok(answer_to(app, &line)),
        Err(problem) if problem.code.status().is_server_error() && problem.code != Code::Maintenance => Err(problem),
        Err(problem) => {
            let is_open = problem.code == Code::WrongStation && opening::is_open(app, typed).await?;
            Ok(Answer::Refused(Refused { error: refusal(problem.code, is_open) }))
        }
    }
}

fn answer_to(app: &App, line: &SessionLine) -> Answer {
    let remaining_ms = line.countdown().remaining_ms(app.clock.now());
    match line.statut {
        SessionStatut::Active if remaining_ms > 0 => {
            Answer::LoggedIn(LoggedIn { authenticated: 1, units: units(remaining_ms) })
        }
        // Somebody at the desk lets its time stand still.
        SessionStatut::Suspendue => Answer::Refused(Refused { error: "ACCOUNT_DISABLED" }),
        _ => Answer::Refused(Refused { error: "NO_TIME" }),
    }
}

async fn open(app: &App, station: &Station, typed: &str) -> Result<SessionLine, Problem> {
    let known = store::find(&mut app.db.read().await?, station.id).await?;
    let line = opening::validate(app, station, typed, &Ages::read(&known.age_limit)).await?;
    if line.statut == SessionStatut::Suspendue {
        return Ok(line);
    }
    // Who logs in now is not locked out by what was asked before.
    stations::take_all(app, station, &["lock"]).await?;
    let mut change = station.change(app).await?;
    let (event, line) = opening::start(app, &mut change, station, line.id).await?;
    let opens = store::open(&mut change, station.id, line.id).await?;
    match event {
        Some(event) => change.commit(event).await?,
        None if opens => change.commit(event_of("libki_open", &line)).await?,
        // The client was started again, and its visitor types the code again.
        None => {}
    }
    Ok(line)
}

pub(super) fn event_of(action: &'static str, line: &SessionLine) -> Event {
    Event::new("sessions", action, "session", line.id).session(line.id).agency(line.agency_id)
}

/// How much time is left, and what the desk says.
pub(super) async fn user_data(app: &App, station: &Station, asked: &Asked) -> Result<Answer, Problem> {
    hear(app, station, asked).await?;
    let mut tx = app.db.read().await?;
    let held = opening::held(app, &mut tx, station.id, asked.get("username")).await?;
    drop(tx);
    let Some(held) = held else { return Ok(told("Logged out", 0, Vec::new())) };
    let remaining_ms = held.line.countdown().remaining_ms(app.clock.now());
    Ok(match held.line.statut {
        SessionStatut::Active if !stations::take_all(app, station, &["lock"]).await?.is_empty() => {
            told("Kicked", remaining_ms, Vec::new())
        }
        SessionStatut::Active => told("Logged in", remaining_ms, stations::take_messages(app, station).await?),
        SessionStatut::Suspendue => {
            close_screen(app, station, &held.line).await?;
            told("Kicked", remaining_ms, Vec::new())
        }
        _ if held.ended_by_desk => told("Kicked", 0, Vec::new()),
        _ => told("Logged out", 0, Vec::new()),
    })
}

fn told(status: &'static str, remaining_ms: u64, messages: Vec<String>) -> Answer {
    Answer::UserData(UserData { status, units: units(remaining_ms), messages })
}

/// Notes that the client shows its login screen while the session is suspended: when the time runs again, it is told
/// to open the desktop.
pub(super) async fn close_screen(app: &App, station: &Station, line: &SessionLine) -> Result<(), Problem> {
    let known = store::find(&mut app.db.read().await?, station.id).await?;
    if known.opened != Some(line.id) {
        return Ok(());
    }
    let mut change: Change = station.change(app).await?;
    if store::close(&mut change, station.id, line.id).await? {
        change.commit(event_of("libki_close", line)).await?;
    }
    Ok(())
}

/// Ends the session for its visitor.
pub(super) async fn log_out(app: &App, station: &Station, name: &str) -> Result<Answer, Problem> {
    let held = opening::held(app, &mut app.db.read().await?, station.id, name).await?;
    let Some(held) = held else { return Ok(Answer::LoggedOut(LoggedOut { logged_out: 0 })) };
    if held.line.statut.is_open() {
        let mut change = station.change(app).await?;
        if let Some(event) = opening::end(&mut change, station, held.line.id).await? {
            store::close(&mut change, station.id, held.line.id).await?;
            change.commit(event).await?;
        }
    }
    Ok(Answer::LoggedOut(LoggedOut { logged_out: 1 }))
}
