//! Forgetting visitors in time (VIS-007): those who took their consent back, once the law no
//! longer asks for their traffic data, and those who have not come for long.
use super::{model::Record, photo, rights, store};
use crate::{
    App,
    db::Actor,
    jobs::{Job, Outcome, Schedule},
    parameters,
    problem::{Code, Problem},
    sessions,
};
use serde_json::json;
use uuid::Uuid;

/// This module's jobs.
pub const JOBS: &[Job] = &[Job {
    name: "anonymise_visitors",
    beat: "anonymise-visitors",
    schedule: Schedule::Cron("30 3 * * *"),
    timeout_s: 600,
    run: |app| Box::pin(anonymise(app)),
}];

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Since when a visitor must have been away to be forgotten, milliseconds of UTC. Sessions name
/// their visitor for a year: older ones tell nothing here.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Without a session or a change.
    away_since: i64,
    /// With consent taken back.
    revoked_before: i64,
}

impl Limits {
    fn of(app: &App) -> Self {
        let before = |days| app.clock.now() - app.parameters.integer(days, None) * DAY_MS;
        Self {
            away_since: before(&parameters::RETENTION_OTHER_DAYS),
            revoked_before: before(&parameters::RETENTION_TRAFFIC_DAYS),
        }
    }

    fn reached(self, record: &Record, last_session_at: Option<i64>) -> bool {
        let last_seen = last_session_at.unwrap_or(record.created_at).max(record.updated_at);
        last_seen < self.away_since || record.consent_revoked_at.is_some_and(|at| at < self.revoked_before)
    }
}

/// Erases them one by one, each in a change of its own with its line in the log.
async fn anonymise(app: App) -> Outcome {
    let limits = Limits::of(&app);
    let (mut after, mut forgotten) = (Uuid::nil(), 0_u64);
    loop {
        let mut tx = app.db.read().await?;
        let candidates = store::stale(&mut tx, limits.away_since, limits.revoked_before, after).await?;
        let Some(last) = candidates.last() else { break };
        after = last.id;
        let mut due = Vec::new();
        for record in candidates {
            // A few a day: those whose row nobody changed for years.
            let usage = sessions::stats_of_visitor(&mut tx, record.id).await?;
            if limits.reached(&record, usage.last_session_at) {
                due.push(record.id);
            }
        }
        drop(tx);
        for id in due {
            forgotten += u64::from(forget(&app, id, limits).await?);
        }
    }
    let stray = delete_stray_photos(&app).await?;
    Ok(json!({ "anonymised": forgotten, "stray_photos": stray }))
}

/// Deletes the files that no visitor refers to: a server that dies between the change of a row and
/// the deletion of its file leaves one. Those of the last day may be on their way.
async fn delete_stray_photos(app: &App) -> Result<usize, Problem> {
    let files = photo::older_than(app, app.clock.now() - DAY_MS).await?;
    if files.is_empty() {
        return Ok(0);
    }
    let kept = store::photos(&mut app.db.read().await?).await?;
    let stray: Vec<String> = files.into_iter().filter(|file| !kept.contains(file)).collect();
    let count = stray.len();
    for file in stray {
        photo::delete(app, Some(file)).await;
    }
    Ok(count)
}

/// Whether the visitor was erased: not when something happened in the meantime.
async fn forget(app: &App, id: Uuid, limits: Limits) -> Result<bool, Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let Some(record) = store::lock(&mut change, id).await? else { return Ok(false) };
    let usage = sessions::stats_of_visitor(&mut change, id).await?;
    if !limits.reached(&record, usage.last_session_at) {
        return Ok(false);
    }
    match rights::forget(&mut change, &record).await {
        Ok(event) => change.commit(event.with("why", "retention")).await?,
        Err(problem) if problem.code == Code::SessionOpen => return Ok(false),
        Err(problem) => return Err(problem),
    }
    photo::delete(app, record.photo).await;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(updated_at: i64, consent_revoked_at: Option<i64>) -> Record {
        Record {
            id: Uuid::nil(),
            agency_id: Uuid::nil(),
            first_name: "Ana".into(),
            last_name: "Exemple".into(),
            birth_date: None,
            phone: None,
            email: None,
            notes: None,
            photo: None,
            consent_at: 0,
            consent_revoked_at,
            banned_until: None,
            ban_reason: None,
            banned_at: None,
            banned_by: None,
            operateur: Uuid::nil(),
            created_at: 0,
            updated_at,
            version: 1,
        }
    }

    /// VIS-007: what is kept, and for how long.
    #[test]
    fn who_comes_again_is_not_forgotten() {
        let limits = Limits { away_since: 1000, revoked_before: 5000 };
        assert!(limits.reached(&visitor(999, None), None));
        assert!(limits.reached(&visitor(999, None), Some(999)));
        assert!(!limits.reached(&visitor(999, None), Some(1000)), "a session");
        assert!(!limits.reached(&visitor(1000, None), None), "a change");
        assert!(limits.reached(&visitor(4999, Some(4999)), Some(9000)), "consent taken back");
        assert!(!limits.reached(&visitor(5000, Some(5000)), None), "the law asks for a year");
    }
}
