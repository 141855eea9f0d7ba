//! The administrator's door: which images there are, which channel gives which, and how stations started.
use super::{
    Publish, Read,
    image::{self, Found},
    model::{BootImage, BootImages, BootStart, Publication},
    routes::blocking,
    store,
};
use crate::{
    App,
    access::Grant,
    db::{Event, Tx},
    extract::Body,
    list::{ListParams, ListQuery, Page},
    problem::Problem,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::UpdateChannel;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(images, publish, starts)
}

/// List the images that stations can start from, with the channels that give them.
///
/// They are files: at most 200 are told, by profile and version. One that cannot be given says why.
#[utoipa::path(get, path = "/api/boot/images/", tag = "boot", responses((status = 200, body = BootImages)))]
async fn images(_: Grant<Read>, State(app): State<App>) -> Result<Json<BootImages>, Problem> {
    let found = on_disk(&app).await;
    Ok(Json(listed(found, &mut app.db.read().await?).await?))
}

async fn on_disk(app: &App) -> Vec<Found> {
    let folder = app.settings.images();
    blocking(move || image::all(&folder)).await.unwrap_or_default()
}

async fn listed(found: Vec<Found>, tx: &mut Tx) -> Result<BootImages, Problem> {
    let channels = store::channels(tx).await?;
    let running = store::running(tx).await?;
    let stations = |profile: &str, version: &str| {
        running.iter().find(|(p, v, _)| p == profile && v == version).map_or(0, |(_, _, stations)| *stations)
    };
    let shown = |image: Found| {
        let stations = stations(&image.profile, &image.version);
        BootImage::new(image, &channels, stations)
    };
    Ok(BootImages { results: found.into_iter().map(shown).collect() })
}

/// Let a channel give this image.
///
/// Stations of the channel start it when they start next. An older one can be given again.
#[utoipa::path(post, path = "/api/boot/images/publier/", tag = "boot", request_body = Publication,
    responses((status = 200, body = BootImages)))]
async fn publish(
    grant: Grant<Publish>,
    State(app): State<App>,
    Body(wanted): Body<Publication>,
) -> Result<Response, Problem> {
    let Publication { profile, version, channel } = wanted;
    if channel == UpdateChannel::None {
        return Err(Problem::field("channel", "unknown_value"));
    }
    let found = on_disk(&app).await;
    match found.iter().find(|found| found.profile == profile && found.version == version).map(|found| &found.image) {
        Some(Ok(_)) => {}
        Some(Err(_)) => return Err(Problem::field("version", "image_incomplete")),
        None => return Err(Problem::field("version", "image_unknown")),
    }
    let mut change = grant.change(&app).await?;
    let before = store::version_of(&mut change, &profile, channel).await?;
    store::publish(&mut change, &profile, channel, &version, grant.caller.user_id).await?;
    let event = Event::new("boot", "publish", "boot_image", None)
        .with("profile", profile)
        .with("channel", channel.as_str())
        .states(before.map(Into::into), Some(version.into()));
    let body = listed(found, &mut change).await?;
    change.answer(event, StatusCode::OK, &body).await
}

/// List how stations started over the network, the newest first.
#[utoipa::path(get, path = "/api/boot/starts/", tag = "boot",
    params(ListParams, ("station_id" = Option<Uuid>, Query), ("agency_id" = Option<Uuid>, Query), ("zone" = Option<String>, Query),
        ("profile" = Option<String>, Query), ("version" = Option<String>, Query), ("asked_from" = Option<i64>, Query),
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
