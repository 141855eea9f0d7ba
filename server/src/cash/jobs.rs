//! The job that closes the books of the days that are over, where nobody sold since.
use super::journal::Journal;
use crate::{
    App,
    db::{Actor, Event, Unaudited},
    jobs::{Job, Outcome, Schedule},
    on,
    problem::{Code, Problem},
    statements,
};
use serde_json::json;
use uuid::Uuid;

statements! {
    OPEN_BOOKS = "SELECT agency_id FROM cash_heads WHERE open_day IS NOT NULL ORDER BY agency_id";
}

/// The jobs.
pub const JOBS: &[Job] = &[Job {
    name: "close_cash_books",
    beat: "close-cash-books",
    schedule: Schedule::Cron("0 6 * * *"),
    timeout_s: 300,
    run: |app| Box::pin(close_cash_books(app)),
}];

async fn close_cash_books(app: App) -> Outcome {
    let agencies: Vec<Uuid> = on!(&mut app.db.read().await?, |c| sqlx::query_scalar(OPEN_BOOKS).fetch_all(c).await)?;
    let (mut closed, mut unconfirmed, mut failure) = (0, 0, None);
    for agency_id in agencies {
        match close_books(&app, agency_id).await {
            Ok(true) => closed += 1,
            Ok(false) => {}
            // The clock may be wrong: a day is not closed by it alone.
            Err(problem) if problem.code == Code::DayUnconfirmed => unconfirmed += 1,
            // One agency's books keep nobody else's open.
            Err(problem) => {
                problem.log(&format!("books of {agency_id}"));
                failure.get_or_insert(problem);
            }
        }
    }
    match failure {
        Some(problem) => Err(problem),
        None => Ok(json!({ "closed": closed, "unconfirmed": unconfirmed })),
    }
}

/// Closes an agency's books when their day is over; whether it did.
async fn close_books(app: &App, agency_id: Uuid) -> Result<bool, Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let journal = Journal::open(&mut change, agency_id).await?;
    if !journal.is_closed() {
        change.commit_unaudited(Unaudited::Scheduling).await?;
        return Ok(false);
    }
    let event = Event::new("cash", "close_books", "agency", agency_id).agency(agency_id);
    change.commit(event.with("hash", journal.last_hash())).await?;
    Ok(true)
}
