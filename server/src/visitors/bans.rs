//! Bans: a visitor who may have no session for a while, and why. The reason is for those who work here.
use super::{
    Ban,
    model::Visitor,
    registration::{ENTITY, lock, shown},
    store,
};
use crate::{
    App,
    access::Grant,
    db::Event,
    extract::{Body, Id},
    problem::{Checks, Problem},
    text,
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::DateTime;
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

/// A ban lasts this long at most: ten years, in milliseconds.
const LONGEST_MS: i64 = 3653 * 24 * 3_600_000;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(ban, lift)
}

/// A ban.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = Bannissement)]
#[serde(deny_unknown_fields)]
struct NewBan {
    /// Why, at most 200 characters.
    #[schema(example = "A menacé un autre visiteur")]
    reason: String,
    /// Until when, milliseconds of UTC.
    #[schema(example = 1_798_000_000_000_i64)]
    until: i64,
}

/// An instant as people read it, on the clocks of `zone`.
#[must_use]
pub fn shown_until(until: i64, zone: Tz) -> String {
    let utc = DateTime::from_timestamp_millis(until).unwrap_or_default();
    utc.with_timezone(&zone).format("%d/%m/%Y %H:%M").to_string()
}

/// Ban a visitor.
///
/// No session is issued, and codes that wait do not open, until then. Banning again changes reason and end.
#[utoipa::path(post, path = "/api/utilisateurs/{id}/bannir/", tag = "visitors", params(("id" = Uuid, Path)), request_body = NewBan,
    responses((status = 200, body = Visitor)))]
async fn ban(
    grant: Grant<Ban>,
    State(app): State<App>,
    Id(id): Id,
    Body(new): Body<NewBan>,
) -> Result<Response, Problem> {
    let reason = text::plain(&new.reason);
    let mut change = grant.change(&app).await?;
    let mut checks = Checks::default();
    checks.text("reason", &reason, 200);
    let ahead = new.until.saturating_sub(change.now());
    checks.require((1..=LONGEST_MS).contains(&ahead), "until", "ban_until");
    checks.finish()?;
    let before = lock(&mut change, &grant.scope, id).await?;
    let record = store::ban(&mut change, before.id, new.until, &reason).await?;
    // The reason is a personal value: the log says that there is one.
    let event = Event::new("visitors", "ban", ENTITY, id).agency(record.agency_id).with("until", new.until);
    let visitor = shown(&mut change, &app, record).await?;
    change.answer(event, StatusCode::OK, &visitor).await
}

/// Lift a visitor's ban. Lifting it twice changes nothing.
#[utoipa::path(post, path = "/api/utilisateurs/{id}/lever_bannissement/", tag = "visitors", params(("id" = Uuid, Path)),
    responses((status = 200, body = Visitor)))]
async fn lift(grant: Grant<Ban>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let record = lock(&mut change, &grant.scope, id).await?;
    if record.banned_until.is_none() {
        return Ok(Json(shown(&mut change, &app, record).await?).into_response());
    }
    let record = store::lift_ban(&mut change, id).await?;
    let event = Event::new("visitors", "lift_ban", ENTITY, id).agency(record.agency_id);
    let visitor = shown(&mut change, &app, record).await?;
    change.answer(event, StatusCode::OK, &visitor).await
}
