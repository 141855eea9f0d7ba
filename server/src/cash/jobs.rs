//! The job that closes the books of the days that are over, where nobody sold since.
use super::journal::Journal;
use crate::{
    App,
    db::{Actor, Event, Unaudited},
    jobs::{Job, Outcome, Schedule},
    on, statements,
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
    let mut closed = 0;
    for agency_id in agencies {
        let mut change = app.db.change(Actor::SYSTEM).await?;
        let journal = Journal::open(&mut change, agency_id).await?;
        if journal.is_closed() {
            closed += 1;
            change.commit(Event::new("cash", "close_books", "agency", agency_id).agency(agency_id)).await?;
        } else {
            change.commit_unaudited(Unaudited::Scheduling).await?;
        }
    }
    Ok(json!({ "closed": closed }))
}
