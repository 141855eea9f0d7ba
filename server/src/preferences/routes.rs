//! The HTTP door to preferences: each account's own, and nobody else's.
use super::store;
use crate::{
    App,
    access::SignedIn,
    db::Event,
    extract::Body,
    problem::{Checks, Problem},
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

/// Preferences an account may have.
const MOST: i64 = 200;
/// The longest, in bytes of JSON.
const LONGEST: usize = 16 * 1024;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(show, set, forget)
}

/// The caller's preferences, by key.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(example = json!({ "dashboard.widgets": ["occupation", "sales"] }))]
pub struct Preferences(BTreeMap<String, Value>);

/// One preference to keep.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Preference {
    /// Whatever the console makes of it, at most 16 KiB.
    #[schema(value_type = Object, example = json!(["occupation", "sales"]))]
    pub value: Value,
}

fn check_key(key: &str) -> Result<(), Problem> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let mut checks = Checks::default();
    checks.require(!key.is_empty() && key.len() <= 80 && key.bytes().all(known), "key", "preference_key");
    checks.finish()
}

/// Show the caller's preferences.
#[utoipa::path(get, path = "/api/preferences/", tag = "preferences", responses((status = 200, body = Preferences)))]
async fn show(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<Preferences>, Problem> {
    let rows = store::of_user(&mut app.db.read().await?, caller.user_id).await?;
    let read = |(key, text): (String, String)| Some((key, serde_json::from_str(&text).ok()?));
    Ok(Json(Preferences(rows.into_iter().filter_map(read).collect())))
}

/// Keep a preference of the caller's.
#[utoipa::path(put, path = "/api/preferences/{key}/", tag = "preferences", params(("key" = String, Path, example = "dashboard.widgets")),
    request_body = Preference, responses((status = 200, body = Preference)))]
async fn set(
    SignedIn(caller): SignedIn,
    State(app): State<App>,
    Path(key): Path<String>,
    Body(preference): Body<Preference>,
) -> Result<Response, Problem> {
    check_key(&key)?;
    let mut checks = Checks::default();
    checks.require(preference.value.to_string().len() <= LONGEST, "value", "preference_too_long");
    checks.finish()?;
    let mut change = caller.change(&app).await?;
    if store::count_others(&mut change, caller.user_id, &key).await? >= MOST {
        return Err(Problem::field("key", "too_many_preferences"));
    }
    store::put(&mut change, caller.user_id, &key, &preference.value).await?;
    let event = Event::new("preferences", "set", "user", caller.user_id).with("key", key);
    change.answer(event, StatusCode::OK, &preference).await
}

/// Forget a preference of the caller's.
#[utoipa::path(delete, path = "/api/preferences/{key}/", tag = "preferences", params(("key" = String, Path, example = "dashboard.widgets")),
    responses((status = 204)))]
async fn forget(
    SignedIn(caller): SignedIn,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let mut change = caller.change(&app).await?;
    if !store::remove(&mut change, caller.user_id, &key).await? {
        return Err(Problem::not_found("preference"));
    }
    let event = Event::new("preferences", "forget", "user", caller.user_id).with("key", key);
    change.answer_nothing(event).await
}
