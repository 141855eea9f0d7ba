//! The HTTP door for a ticket that is shown at the desk.
use super::{
    Read,
    model::{Session, TicketCode},
    store,
};
use crate::{App, access::Grant, extract::Body, extract::Versioned, problem::Problem};
use axum::extract::State;
use guichet_protocol::AccessCode;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(find)
}

/// Find the session of a code, as a scanner reads it from a ticket.
///
/// Changes nothing, and says nothing about codes of elsewhere. The code is not in the path, so that it is in
/// no log of addresses.
#[utoipa::path(post, path = "/api/sessions/par_code/", tag = "sessions", request_body = TicketCode,
    responses((status = 200, body = Session)))]
async fn find(
    grant: Grant<Read>,
    State(app): State<App>,
    Body(body): Body<TicketCode>,
) -> Result<Versioned<Session>, Problem> {
    let code: AccessCode = body.code.parse().map_err(|_| Problem::field("code", "access_code_format"))?;
    let mut tx = app.db.read().await?;
    let line = store::by_code(&mut tx, &app.keys.hash_code(&code)).await?;
    let line = line.map(|row| row.line).filter(|line| grant.scope.holds(Some(line.agency_id), line.operateur));
    let row = match line {
        Some(line) => store::find(&mut tx, line.id).await?,
        None => None,
    };
    let row = row.ok_or_else(|| Problem::not_found("session"))?;
    Ok(Versioned(row.line.version, row.shown(app.clock.now())))
}
