//! The HTTP door to tills.
use super::{
    Control, Read, Sell, store,
    till_model::{CloseTill, Desk, NewTill, Till},
    tills,
    totals::Report,
};
use crate::{
    App,
    access::Grant,
    accounts, agencies,
    db::Tx,
    extract::{Body, Id, Params},
    list::{ListParams, ListQuery, Page, Scope},
    problem::{Code, Problem},
    stations,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(desk, list, open, show, report, close)
}

/// Which agency's cash desk.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The agency; the caller's own when absent.
    agency_id: Option<Uuid>,
}

/// Show how the caller's cash desk stands.
#[utoipa::path(get, path = "/api/caisse/", tag = "caisse", params(Asked), responses((status = 200, body = Desk)))]
async fn desk(grant: Grant<Sell>, State(app): State<App>, Params(asked): Params<Asked>) -> Result<Json<Desk>, Problem> {
    let mut tx = app.db.read().await?;
    let till = store::open_till_of(&mut tx, grant.caller.user_id).await?;
    let agency_id = asked.agency_id.or(till.as_ref().map(|till| till.agency_id)).or(grant.caller.agency_id);
    let agency = match agency_id {
        Some(id) => agencies::find(&mut tx, id).await?,
        None => agencies::only(&mut tx).await?,
    };
    let agency = agency.filter(|agency| grant.scope.holds(Some(agency.id), Some(grant.caller.user_id)));
    let report = match &till {
        Some(till) => Some(tills::report(&mut tx, till, app.clock.now()).await?),
        None => None,
    };
    let Some(agency) = agency else {
        return Ok(Json(Desk { till, report, open: Vec::new(), currencies: Vec::new(), registers: Vec::new() }));
    };
    let mut currencies = store::currencies(&mut tx, agency.id).await?;
    let own = app.parameters.currency(Some(agency.id), Some(&agency.country));
    currencies.retain(|currency| *currency != own);
    currencies.insert(0, own);
    let open = store::open_tills(&mut tx, agency.id).await?;
    let registers = store::registers(&mut tx, agency.id).await?;
    Ok(Json(Desk { till, report, open, currencies, registers }))
}

/// List tills, the latest first.
#[utoipa::path(get, path = "/api/caisse/tiroirs/", tag = "caisse",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("operateur" = Option<Uuid>, Query), ("register" = Option<String>, Query),
        ("is_open" = Option<bool>, Query), ("opened_from" = Option<i64>, Query), ("opened_to" = Option<i64>, Query)),
    responses((status = 200, body = Page<Till>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Till>>, Problem> {
    Ok(Json(store::TILLS.page(&mut app.db.read().await?, &query, &grant.scope, 0).await?))
}

/// Open a till.
///
/// One an operator, one a register: 409 `till_open`, 400 `register_taken`.
#[utoipa::path(post, path = "/api/caisse/tiroirs/", tag = "caisse", request_body = NewTill, responses((status = 201, body = Till)))]
async fn open(grant: Grant<Sell>, State(app): State<App>, Body(new): Body<NewTill>) -> Result<Response, Problem> {
    let new = new.checked()?;
    let mut change = grant.change(&app).await?;
    let agency_id = stations::agency_for(&mut change, &grant, new.agency_id).await?;
    let (till, event) = tills::open(&mut change, &grant.caller, agency_id, &new).await?;
    change.answer(event, StatusCode::CREATED, &till).await
}

async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<Till, Problem> {
    let till = store::till(tx, id).await?.filter(|till| scope.holds(Some(till.agency_id), Some(till.operateur)));
    till.ok_or_else(|| Problem::not_found("till"))
}

/// Show a till.
#[utoipa::path(get, path = "/api/caisse/tiroirs/{id}/", tag = "caisse", params(("id" = Uuid, Path)), responses((status = 200, body = Till)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Json<Till>, Problem> {
    Ok(Json(in_scope(&mut app.db.read().await?, id, &grant.scope).await?))
}

/// Show a till's report: interim (X) while it is open, final (Z) once it is closed.
#[utoipa::path(get, path = "/api/caisse/tiroirs/{id}/rapport/", tag = "caisse", params(("id" = Uuid, Path)),
    responses((status = 200, body = Report)))]
async fn report(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Json<Report>, Problem> {
    let mut tx = app.db.read().await?;
    let till = in_scope(&mut tx, id, &grant.scope).await?;
    Ok(Json(tills::report(&mut tx, &till, app.clock.now()).await?))
}

/// Close a till with what was counted.
///
/// One's own; others' with the permission `caisse:controler`. Gives the final report (Z), which never changes again.
#[utoipa::path(post, path = "/api/caisse/tiroirs/{id}/fermer/", tag = "caisse", params(("id" = Uuid, Path)), request_body = CloseTill,
    responses((status = 200, body = Report)))]
async fn close(
    grant: Grant<Sell>,
    State(app): State<App>,
    Id(id): Id,
    Body(body): Body<CloseTill>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let till = in_scope(&mut change, id, &grant.scope).await?;
    if till.operateur != grant.caller.user_id {
        let code = <Control as crate::access::Permission>::CODE;
        let scope = accounts::scope_of(&mut change, &grant.caller, code).await?;
        let may = scope.is_some_and(|scope| scope.holds(Some(till.agency_id), None));
        if !may {
            return Err(Code::Forbidden.into());
        }
    }
    let (report, event) = tills::close(&mut change, &grant.caller, &till, &body).await?;
    change.answer(event, StatusCode::OK, &report).await
}
