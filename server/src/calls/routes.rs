//! The HTTP door to calls.
use super::{
    Answer, Read,
    model::{Call, CallRow},
    store,
};
use crate::{
    App,
    access::Grant,
    db::Event,
    extract::Id,
    list::{ListParams, ListQuery, Page},
    problem::{Code, Problem},
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::CallState;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, answer)
}

/// List the visitors' calls, the newest first.
#[utoipa::path(get, path = "/api/appels/", tag = "appels",
    params(ListParams, ("state" = Option<CallState>, Query), ("station_id" = Option<Uuid>, Query),
        ("agency_id" = Option<Uuid>, Query), ("answered_by" = Option<Uuid>, Query), ("called_from" = Option<i64>, Query),
        ("called_to" = Option<i64>, Query)),
    responses((status = 200, body = Page<Call>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Call>>, Problem> {
    let mut tx = app.db.read().await?;
    let rows: Page<CallRow> = store::CALLS.page(&mut tx, &query, &grant.scope, 0).await?;
    Ok(Json(rows.map(CallRow::shown)))
}

/// Answer a call: somebody comes.
///
/// The station says so. 409 `call_over` when somebody else answered, or the visitor took it back.
#[utoipa::path(post, path = "/api/appels/{id}/repondre/", tag = "appels", params(("id" = Uuid, Path)), responses((status = 200, body = Call)))]
async fn answer(grant: Grant<Answer>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let row = store::find(&mut change, id).await?.filter(|row| grant.scope.holds(Some(row.agency_id), None));
    let row = row.ok_or_else(|| Problem::not_found("call"))?;
    if !store::end(&mut change, id, CallState::Answered, Some(grant.caller.user_id)).await? {
        return Err(Code::CallOver.into());
    }
    let after = store::find(&mut change, id).await?.ok_or_else(|| Problem::not_found("call"))?;
    change.announce(after.event());
    let event =
        Event::new("calls", "answer", "call", id).agency(row.agency_id).with("station_id", row.station_id.to_string());
    change.answer(event, StatusCode::OK, &after.shown()).await
}
