//! The administrator's door: which images there are, which channel gives which, and how stations started.
use super::{
    Publish, Read,
    image::{Fault, Found, Shelf},
    machine::blocking,
    model::{BootImage, BootImages, BootStart, Given, Publication},
    store,
};
use crate::{
    App,
    access::Grant,
    db::{Event, Tx},
    extract::Body,
    list::{ListParams, ListQuery, Page, Scope},
    places,
    problem::{Checks, Code, Problem},
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::UpdateChannel;
use utoipa_axum::router::OpenApiRouter;

/// More rooms than this are not given an image at once.
const MAX_ZONES: usize = 100;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(images, publish, starts)
}

/// List the images that stations can start from, with the channels that give them.
///
/// They are files: at most 200 are told, by profile and version. One that cannot be given says why.
#[utoipa::path(get, path = "/api/boot/images/", tag = "boot", responses((status = 200, body = BootImages)))]
async fn images(grant: Grant<Read>, State(app): State<App>) -> Result<Json<BootImages>, Problem> {
    let found = on_disk(&app).await;
    Ok(Json(listed(found, &mut app.db.read().await?, &grant.scope).await?))
}

async fn on_disk(app: &App) -> Vec<Found> {
    let shelf = Shelf::of(&app.settings);
    blocking(move || shelf.all()).await.unwrap_or_default()
}

/// A room that the caller does not see is not told.
async fn listed(found: Vec<Found>, tx: &mut Tx, scope: &Scope) -> Result<BootImages, Problem> {
    let mut rollouts = store::rollouts(tx).await?;
    rollouts.retain(|row| scope.holds(Some(row.agency_id), None));
    let given = Given { channels: store::channels(tx).await?, rollouts, running: store::running(tx).await? };
    Ok(BootImages { results: found.into_iter().map(|image| BootImage::new(image, &given)).collect() })
}

/// Give this image to a channel, or to some rooms first.
///
/// Their stations start it when they start next, or at night. Rooms keep what they were given until the profile's channel `stable` is
/// given something: the roll-out is over then, and every room follows its channel. An older image can be given again. A channel is for
/// every agency: who may publish for some only gives to their rooms.
#[utoipa::path(post, path = "/api/boot/images/publier/", tag = "boot", request_body = Publication,
    responses((status = 200, body = BootImages)))]
async fn publish(
    grant: Grant<Publish>,
    State(app): State<App>,
    Body(wanted): Body<Publication>,
) -> Result<Response, Problem> {
    let Publication { profile, version, channel, zone_ids } = wanted;
    let mut checks = Checks::default();
    checks.require(channel != Some(UpdateChannel::None), "channel", "unknown_value");
    checks.require(channel.is_some() == zone_ids.is_empty(), "channel", "channel_or_zones");
    checks.require(zone_ids.len() <= MAX_ZONES, "zone_ids", "too_many_zones");
    checks.finish()?;
    let found = on_disk(&app).await;
    match found.iter().find(|found| found.profile == profile && found.version == version).map(|found| &found.image) {
        Some(Ok(_)) => {}
        Some(Err(Fault::Unsigned)) => return Err(Problem::field("version", "image_unsigned")),
        Some(Err(_)) => return Err(Problem::field("version", "image_incomplete")),
        None => return Err(Problem::field("version", "image_unknown")),
    }
    let mut change = grant.change(&app).await?;
    let by = grant.caller.user_id;
    let event = Event::new("boot", "publish", "boot_image", None).with("profile", profile.as_str());
    let event = if let Some(channel) = channel {
        if grant.scope != Scope::All {
            return Err(Code::Forbidden.into());
        }
        let before = store::version_of(&mut change, &profile, channel).await?;
        store::publish(&mut change, &profile, channel, &version, by).await?;
        if channel == UpdateChannel::Stable {
            store::rolled_out(&mut change, &profile).await?;
        }
        event.with("channel", channel.as_str()).states(before.map(Into::into), Some(version.into()))
    } else {
        let mut names = Vec::new();
        for id in zone_ids {
            let zone = places::find(&mut change, id).await?;
            let zone = zone.filter(|zone| grant.scope.holds(Some(zone.agency_id), None));
            let zone = zone.ok_or_else(|| Problem::field("zone_ids", "zone_gone"))?;
            store::roll_out(&mut change, &profile, id, &version, by).await?;
            names.push(zone.name);
        }
        event.with("zones", names.join(", ")).states(None, Some(version.into()))
    };
    let body = listed(found, &mut change, &grant.scope).await?;
    change.answer(event, StatusCode::OK, &body).await
}

/// List how stations started over the network, the newest first.
#[utoipa::path(get, path = "/api/boot/starts/", tag = "boot",
    params(ListParams, ("station_id" = Option<Uuid>, Query), ("agency_id" = Option<Uuid>, Query), ("zone" = Option<String>, Query),
        ("profile" = Option<String>, Query), ("version" = Option<String>, Query), ("is_fallback" = Option<bool>, Query), ("has_failed" = Option<bool>, Query),
        ("has_come_up" = Option<bool>, Query), ("asked_from" = Option<i64>, Query),
        ("asked_to" = Option<i64>, Query)),
    responses((status = 200, body = Page<BootStart>)))]
async fn starts(
    grant: Grant<Read>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<BootStart>>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(store::STARTS.page(&mut tx, &query, &grant.scope, 0).await?))
}
