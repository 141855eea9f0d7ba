//! The HTTP door to the server's own state.
use super::{Read, look, machine, model::SystemHealth};
use crate::{App, access::Grant, problem::Problem};
use axum::{Json, extract::State};
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(show)
}

/// Show how the server is, part by part.
///
/// Each part is `ok`, `warning` or `critical`; the worst speaks for all. For machines there is `/health`, for figures over
/// time `/metrics`.
#[utoipa::path(get, path = "/api/core/sante/", tag = "system", responses((status = 200, body = SystemHealth)))]
async fn show(grant: Grant<Read>, State(app): State<App>) -> Result<Json<SystemHealth>, Problem> {
    let now = app.clock.now();
    // First, while no connection of ours is taken.
    let writes = look::writes(&app).await?;
    let mut tx = app.db.read().await?;
    let database = look::database(&app, &mut tx).await?;
    let mail = look::letters(&app, &mut tx, now).await?;
    let jobs = look::planned(&app, &mut tx, grant.caller.language, now).await?;
    let audit = look::log(&mut tx).await?;
    let (disk, memory) = (machine::disk(&app.settings.data_dir), machine::memory());
    let (sockets, clock) = (look::sockets(&app), look::clock(&app, now));
    let parts = [
        database.status,
        writes.status,
        disk.status,
        memory.status,
        mail.status,
        jobs.status,
        sockets.status,
        audit.status,
        clock.status,
    ];
    Ok(Json(SystemHealth {
        status: parts.into_iter().max().unwrap_or(database.status),
        version: env!("CARGO_PKG_VERSION"),
        started_at: app.started_at,
        uptime_s: (now - app.started_at) / 1000,
        database,
        writes,
        disk,
        memory,
        mail,
        jobs,
        sockets,
        audit,
        clock,
    }))
}
