//! The HTTP door to the system's parameters.
use super::{
    Manage, Read,
    definitions::{ACCENT_COLOUR, Definition, LOGO, SITE_NAME, TICKET_FOOTER, definitions, named},
    look,
    model::{Asked, LogoAsked, NewValue, Parameter, Site},
    picture::Picture,
    store,
};
use crate::{
    App,
    access::{Grant, Public},
    agencies,
    db::{Change, Event, Tx},
    extract::{Body, Params},
    i18n::Language,
    list::{Page, Scope},
    live::LiveEvent,
    problem::Problem,
};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    response::Response,
};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, show, set, reset, site, logo, station_logo)
}

/// The parameter of a path, where the caller asks about it: only those who hold the permission for all may change
/// what holds for all.
async fn asked<P>(
    grant: &Grant<P>,
    tx: &mut Tx,
    key: &str,
    agency_id: Option<Uuid>,
) -> Result<&'static Definition, Problem> {
    let definition = named(key).ok_or_else(|| Problem::not_found("parameter"))?;
    let Some(id) = agency_id else { return Ok(definition) };
    if !definition.per_agency {
        return Err(Problem::field("agency_id", "site_only"));
    }
    let agency = agencies::find(tx, id).await?.filter(|agency| grant.scope.holds(Some(agency.id), None));
    agency.map(|_| definition).ok_or_else(|| Problem::not_found("agency"))
}

fn for_all(grant: &Grant<Manage>, agency_id: Option<Uuid>) -> Result<(), Problem> {
    if agency_id.is_none() && grant.scope != Scope::All {
        return Err(Problem::field("agency_id", "agency_required"));
    }
    Ok(())
}

/// List the system's parameters, with what holds.
#[utoipa::path(get, path = "/api/parametres/", tag = "parametres", params(Asked), responses((status = 200, body = Page<Parameter>)))]
async fn list(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(Asked { agency_id }): Params<Asked>,
) -> Result<Json<Page<Parameter>>, Problem> {
    let mut tx = app.db.read().await?;
    if let Some(id) = agency_id {
        let agency = agencies::find(&mut tx, id).await?.filter(|agency| grant.scope.holds(Some(agency.id), None));
        agency.ok_or_else(|| Problem::not_found("agency"))?;
    }
    let rows = store::all(&mut tx).await?;
    let language = grant.caller.language;
    let of = |definition| Parameter::of(&app, definition, agency_id, &rows, language);
    let shown = definitions().filter(|definition| agency_id.is_none() || definition.per_agency);
    let results: Vec<Parameter> = shown.map(of).collect();
    let count = i64::try_from(results.len()).unwrap_or_default();
    Ok(Json(Page { count, next: None, previous: None, results }))
}

/// Show a parameter.
#[utoipa::path(get, path = "/api/parametres/{key}/", tag = "parametres", params(("key" = String, Path, example = "sessions_per_day"), Asked),
    responses((status = 200, body = Parameter)))]
async fn show(
    grant: Grant<Read>,
    State(app): State<App>,
    Path(key): Path<String>,
    Params(Asked { agency_id }): Params<Asked>,
) -> Result<Json<Parameter>, Problem> {
    let mut tx = app.db.read().await?;
    let definition = asked(&grant, &mut tx, &key, agency_id).await?;
    let rows = store::all(&mut tx).await?;
    Ok(Json(Parameter::of(&app, definition, agency_id, &rows, grant.caller.language)))
}

/// Set a parameter.
///
/// It holds at once, in every process.
#[utoipa::path(put, path = "/api/parametres/{key}/", tag = "parametres", params(("key" = String, Path, example = "sessions_per_day"), Asked),
    request_body = NewValue, responses((status = 200, body = Parameter)))]
async fn set(
    grant: Grant<Manage>,
    State(app): State<App>,
    Path(key): Path<String>,
    Params(Asked { agency_id }): Params<Asked>,
    Body(NewValue { value }): Body<NewValue>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let definition = asked(&grant, &mut change, &key, agency_id).await?;
    for_all(&grant, agency_id)?;
    definition.kind.check(&value)?;
    let before = app.parameters.value(definition, agency_id);
    store::put(&mut change, definition.key, agency_id, &value, grant.caller.user_id).await?;
    kept(&app, change, definition, agency_id, Some(value), before, grant.caller.language).await
}

/// Give a parameter its default again.
#[utoipa::path(delete, path = "/api/parametres/{key}/", tag = "parametres", params(("key" = String, Path, example = "sessions_per_day"), Asked),
    responses((status = 200, body = Parameter)))]
async fn reset(
    grant: Grant<Manage>,
    State(app): State<App>,
    Path(key): Path<String>,
    Params(Asked { agency_id }): Params<Asked>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let definition = asked(&grant, &mut change, &key, agency_id).await?;
    for_all(&grant, agency_id)?;
    let before = app.parameters.value(definition, agency_id);
    store::remove(&mut change, definition.key, agency_id).await?;
    kept(&app, change, definition, agency_id, None, before, grant.caller.language).await
}

async fn kept(
    app: &App,
    mut change: Change,
    definition: &'static Definition,
    agency_id: Option<Uuid>,
    value: Option<Value>,
    before: Value,
    language: Language,
) -> Result<Response, Problem> {
    let after = value.clone().unwrap_or_else(|| app.parameters.default(definition));
    let rows = store::all(&mut change).await?;
    let shown = Parameter { value: after.clone(), ..Parameter::of(app, definition, agency_id, &rows, language) };
    change.announce(LiveEvent::Parameter { key: definition.key.to_owned(), agency_id, value });
    if look::is_of_stations(definition.key) {
        change.announce(LiveEvent::Place { agency_id, station_id: None });
    }
    let mut event = Event::new("parameters", "set", "parameter", change.new_id()).with("key", definition.key);
    // A picture says nothing in a log.
    if definition.key != LOGO.key {
        event = event.states(Some(before), Some(after));
    }
    if let Some(id) = agency_id {
        event = event.agency(id);
    }
    change.answer(event, StatusCode::OK, &shown).await
}

/// What anybody may know of the site, or of one of its agencies.
#[utoipa::path(get, path = "/api/site/", tag = "parametres", params(Asked), responses((status = 200, body = Site)))]
async fn site(
    _: Public,
    State(app): State<App>,
    Params(Asked { agency_id }): Params<Asked>,
) -> Result<Json<Site>, Problem> {
    let mut tx = app.db.read().await?;
    let agency = match agency_id {
        Some(id) => Some(agencies::find(&mut tx, id).await?.ok_or_else(|| Problem::not_found("agency"))?),
        None => agencies::only(&mut tx).await?,
    };
    let known = &app.parameters;
    Ok(Json(Site {
        name: known.text(&SITE_NAME, None),
        logo: logo_of(&app, agency_id).map(|logo| address_of(&logo, agency_id)),
        station_logo: known.station_logo(agency_id).await.map(|logo| logo.path(agency_id)),
        accent_colour: known.text(&ACCENT_COLOUR, agency_id),
        ticket_footer: known.text(&TICKET_FOOTER, agency_id),
        currency: known.currency(agency_id, agency.as_ref().map(|agency| agency.country.as_str())),
        maintenance: known.is_in_maintenance().then(|| known.notice()),
    }))
}

fn logo_of(app: &App, agency_id: Option<Uuid>) -> Option<Picture> {
    Picture::of(&app.parameters.text(&LOGO, agency_id))
}

fn address_of(logo: &Picture, agency_id: Option<Uuid>) -> String {
    let of_agency = agency_id.map(|id| format!("&agency_id={id}")).unwrap_or_default();
    format!("/api/site/logo/?v={}{of_agency}", logo.version())
}

/// The logo that `/api/site/` names.
#[utoipa::path(get, path = "/api/site/logo/", tag = "parametres", params(LogoAsked),
    responses((status = 200, body = Vec<u8>, content_type = "image/png")))]
async fn logo(
    _: Public,
    State(app): State<App>,
    Params(LogoAsked { agency_id, v }): Params<LogoAsked>,
) -> Result<([(HeaderName, &'static str); 2], Vec<u8>), Problem> {
    let logo = logo_of(&app, agency_id).ok_or_else(|| Problem::not_found("logo"))?;
    let kept = kept_by_all(v.is_some_and(|version| version == logo.version()));
    Ok(([(header::CONTENT_TYPE, logo.media_type), (header::CACHE_CONTROL, kept)], logo.bytes))
}

/// What caches are told of bytes that their address names, or does not.
const fn kept_by_all(is_named: bool) -> &'static str {
    if is_named { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// The logo as stations draw it.
///
/// At most 640 by 160 pixels, drawn anew from what was chosen, and on white when it is dark: the lock screen is. A
/// station is told its address and its SHA-256 with what it offers.
#[utoipa::path(get, path = "/api/site/logo/poste/", tag = "parametres", params(LogoAsked),
    responses((status = 200, body = Vec<u8>, content_type = "image/png")))]
async fn station_logo(
    _: Public,
    State(app): State<App>,
    Params(LogoAsked { agency_id, v }): Params<LogoAsked>,
) -> Result<([(HeaderName, &'static str); 2], Vec<u8>), Problem> {
    let logo = app.parameters.station_logo(agency_id).await.ok_or_else(|| Problem::not_found("logo"))?;
    let kept = kept_by_all(v.is_some_and(|version| version.len() >= 16 && logo.sha256.starts_with(&version)));
    Ok(([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, kept)], logo.png.clone()))
}
