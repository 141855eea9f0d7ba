//! The HTTP door to terms of use.
use super::{
    Manage, Read,
    model::{CurrentTerms, NewTerms, TermsVersion},
    store,
};
use crate::{
    App,
    access::Grant,
    agencies, days,
    db::{Event, Tx},
    extract::{Body, Params},
    list::{ListParams, ListQuery, Page, Scope},
    live::LiveEvent,
    problem::Problem,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(show, replace, update, versions)
}

/// Which place is asked about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct Asked {
    /// The agency; when absent the whole site, or the caller's own agency for those who see only that.
    agency_id: Option<Uuid>,
}

/// The agency that is meant, within the scope; the whole site for those who hold the permission for all.
async fn place(tx: &mut Tx, named: Option<Uuid>, own: Option<Uuid>, scope: &Scope) -> Result<Option<Uuid>, Problem> {
    let meant = named.or(if *scope == Scope::All { None } else { own });
    let Some(id) = meant else {
        return if *scope == Scope::All { Ok(None) } else { Err(Problem::not_found("agency")) };
    };
    let agency = agencies::find(tx, id).await?.filter(|agency| scope.holds(Some(agency.id), None));
    agency.map(|agency| Some(agency.id)).ok_or_else(|| Problem::not_found("agency"))
}

/// Show the terms of use that hold now.
#[utoipa::path(get, path = "/api/conditions/", tag = "conditions", params(Asked), responses((status = 200, body = CurrentTerms)))]
async fn show(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(asked): Params<Asked>,
) -> Result<Json<CurrentTerms>, Problem> {
    let mut tx = app.db.read().await?;
    let agency_id = place(&mut tx, asked.agency_id, grant.caller.agency_id, &grant.scope).await?;
    let current = store::latest(&mut tx, agency_id).await?;
    Ok(Json(CurrentTerms { agency_id, current }))
}

/// List all versions of the terms of use, the newest first.
///
/// Sessions name the version that was accepted; here it can be read. Versions of the whole site are seen by
/// those who hold the permission for all rows.
#[utoipa::path(get, path = "/api/conditions/versions/", tag = "conditions",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("version" = Option<String>, Query)),
    responses((status = 200, body = Page<TermsVersion>)))]
async fn versions(
    grant: Grant<Read>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<TermsVersion>>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(store::VERSIONS.page(&mut tx, &query, &grant.scope, 0).await?))
}

/// Write new terms of use, in all their languages.
///
/// They become a new version, to be accepted before the next session; versions before it are kept.
#[utoipa::path(put, path = "/api/conditions/", tag = "conditions", request_body = NewTerms,
    responses((status = 200, body = CurrentTerms)))]
async fn replace(grant: Grant<Manage>, State(app): State<App>, Body(new): Body<NewTerms>) -> Result<Response, Problem> {
    write(&grant, &app, new, false).await
}

/// Write new terms of use in some languages; the others keep their texts.
///
/// An empty text takes its language away.
#[utoipa::path(patch, path = "/api/conditions/", tag = "conditions", request_body = NewTerms,
    responses((status = 200, body = CurrentTerms)))]
async fn update(grant: Grant<Manage>, State(app): State<App>, Body(new): Body<NewTerms>) -> Result<Response, Problem> {
    write(&grant, &app, new, true).await
}

async fn write(grant: &Grant<Manage>, app: &App, mut new: NewTerms, in_part: bool) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    new.agency_id = place(&mut change, new.agency_id, grant.caller.agency_id, &grant.scope).await?;
    if in_part && let Some(before) = store::latest(&mut change, new.agency_id).await? {
        let given = std::mem::replace(&mut new.texts, before.texts);
        new.texts.0.extend(given.0);
    }
    let new = new.checked()?;
    let day = days::day_of(change.now(), app.settings.zone()).to_string();
    let written = store::insert(&mut change, &new, &day, grant.caller.user_id).await?;
    change.announce(LiveEvent::Place { agency_id: written.agency_id, station_id: None });
    let languages: Vec<&String> = written.texts.0.keys().collect();
    let event = Event::new("terms", "write", "terms", written.id)
        .agency(written.agency_id)
        .with("version", written.version.clone())
        .with("languages", serde_json::json!(languages));
    let body = CurrentTerms { agency_id: written.agency_id, current: Some(written) };
    change.answer(event, StatusCode::OK, &body).await
}
