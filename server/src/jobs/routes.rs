//! The HTTP door to the jobs.
use super::{
    Job, Read, Run, all as all_jobs,
    model::{JobState, RunRow, RunState},
    named, scheduler, store, worker,
};
use crate::{
    App,
    access::Grant,
    db::{Event, Tx},
    i18n::Language,
    jobs::Schedule,
    list::{ListParams, ListQuery, Page, Scope},
    problem::Problem,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, runs, run)
}

/// List the planned jobs, with when they last ran and will next.
#[utoipa::path(get, path = "/api/core/jobs/", tag = "jobs", responses((status = 200, body = Page<JobState>)))]
async fn list(grant: Grant<Read>, State(app): State<App>) -> Result<Json<Page<JobState>>, Problem> {
    Ok(Json(Page::whole(states(&app, &mut app.db.read().await?, grant.caller.language).await?)))
}

/// How each of the planned jobs stands.
///
/// # Errors
/// When the database fails.
pub async fn states(app: &App, tx: &mut Tx, language: Language) -> Result<Vec<JobState>, Problem> {
    let rows = store::jobs(tx).await?;
    let now = app.clock.now();
    let state = |job: &Job| {
        let row = rows.iter().find(|row| row.name == job.name);
        let next = match (job.schedule, row) {
            (Schedule::Cron(_), Some(row)) => row.next_run_at,
            // The row of a frequent job is written every half minute only.
            _ => job.schedule.next_after(now, app.settings.zone()),
        };
        job.state(row, next, language)
    };
    Ok(all_jobs().map(state).collect())
}

/// List the runs of a job, the latest first.
///
/// Kept for 30 days. A job that runs every few seconds leaves no row for each run.
#[utoipa::path(get, path = "/api/core/jobs/{name}/runs/", tag = "jobs",
    params(("name" = String, Path, example = "cleanup_old_logs"), ListParams), responses((status = 200, body = Page<RunState>)))]
async fn runs(
    grant: Grant<Read>,
    State(app): State<App>,
    Path(name): Path<String>,
    query: ListQuery,
) -> Result<Json<Page<RunState>>, Problem> {
    let job = named(&name).ok_or_else(|| Problem::not_found("job"))?;
    let mut tx = app.db.read().await?;
    // Jobs are the installation's, not an agency's: whoever may see them sees all their runs.
    let page = store::RUNS.page::<RunRow>(&mut tx, &query.and("job", job.name), &Scope::All, 0).await?;
    Ok(Json(page.map(|run| run.state(grant.caller.language))))
}

/// Run a job now, whatever its schedule says.
///
/// It is put into the queue; its runs tell what came of it.
#[utoipa::path(post, path = "/api/core/jobs/{name}/run/", tag = "jobs",
    params(("name" = String, Path, example = "cleanup_old_logs")), responses((status = 202, body = RunState)))]
async fn run(grant: Grant<Run>, State(app): State<App>, Path(name): Path<String>) -> Result<Response, Problem> {
    let job = named(&name).ok_or_else(|| Problem::not_found("job"))?;
    scheduler::ensure(&app).await?;
    let mut change = grant.change(&app).await?;
    let run = worker::enqueue_now(&mut change, job).await?;
    let event = Event::new("jobs", "run", "job", run.id).with("job", job.name);
    change.answer(event, StatusCode::ACCEPTED, &run.state(grant.caller.language)).await
}
