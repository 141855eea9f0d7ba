//! The HTTP door to visitors' photos.
use super::{
    Read, Update, photo,
    registration::{event, find, lock},
    store,
};
use crate::{
    App,
    access::Grant,
    audit::KioskAction,
    extract::{Id, IfMatch, read_bytes},
    problem::Problem,
};
use axum::{
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, header},
    response::Response,
};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(replace_photo)
        .layer(DefaultBodyLimit::max(photo::MAX_BYTES))
        .merge(crate::routes!(show_photo, remove_photo))
}

/// A picture's file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "documentation: bodies are read and written as they are")]
struct Picture(Vec<u8>);

/// Show a visitor's photo.
#[utoipa::path(get, path = "/api/utilisateurs/{id}/photo/", tag = "visitors", params(("id" = Uuid, Path)),
    responses((status = 200, body = Picture, content_type = "image/jpeg")))]
async fn show_photo(
    grant: Grant<Read>,
    State(app): State<App>,
    Id(id): Id,
) -> Result<([(HeaderName, &'static str); 1], Vec<u8>), Problem> {
    let record = find(&mut app.db.read().await?, &grant.scope, id).await?;
    let name = record.photo.ok_or_else(|| Problem::not_found("photo"))?;
    let jpeg = photo::read(&app, &name).await?.ok_or_else(|| Problem::not_found("photo"))?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], jpeg))
}

/// Set a visitor's photo.
///
/// The body is the file, JPEG or PNG by its content, at most 5 MB. It is drawn anew, at most 1024
/// pixels long and without what the camera noted.
#[utoipa::path(put, path = "/api/utilisateurs/{id}/photo/", tag = "visitors", params(("id" = Uuid, Path)),
    request_body(content((Picture = "image/jpeg"), (Picture = "image/png"))),
    responses((status = 204)))]
async fn replace_photo(
    grant: Grant<Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    request: Request,
) -> Result<Response, Problem> {
    // Who may not set it must not cost the work of drawing it.
    let record = find(&mut app.db.read().await?, &grant.scope, id).await?;
    version.check(record.version)?;
    let jpeg = photo::redraw(read_bytes(request, &app).await?).await?;
    // In a task of its own: a client that leaves must not leave a file without a row.
    let kept = tokio::spawn(async move {
        let name = photo::store(&app, jpeg).await?;
        let kept = refer_to(&grant, &app, id, version, Some(&name)).await;
        if kept.is_err() {
            photo::delete(&app, Some(name)).await;
        }
        kept
    });
    kept.await.map_err(Problem::internal)?
}

/// Delete a visitor's photo.
#[utoipa::path(delete, path = "/api/utilisateurs/{id}/photo/", tag = "visitors", params(("id" = Uuid, Path)),
    responses((status = 204)))]
async fn remove_photo(
    grant: Grant<Update>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
) -> Result<Response, Problem> {
    let removed = tokio::spawn(async move { refer_to(&grant, &app, id, version, None).await });
    removed.await.map_err(Problem::internal)?
}

/// Makes the visitor's row refer to the file `name`, or to none, and deletes the one before.
async fn refer_to(
    grant: &Grant<Update>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    name: Option<&str>,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let record = lock(&mut change, &grant.scope, id).await?;
    version.check(record.version)?;
    match name {
        // A photo is kept by consent, and by nothing else.
        Some(_) if record.consent_revoked_at.is_some() => return Err(Problem::field("photo", "consent_revoked")),
        None if record.photo.is_none() => return Err(Problem::not_found("photo")),
        _ => {}
    }
    store::set_photo(&mut change, id, name).await?;
    let event = event(KioskAction::ModificationUtilisateur, &record).with("fields", vec!["photo"]);
    let answer = change.answer_nothing(event).await?;
    photo::delete(app, record.photo).await;
    Ok(answer)
}
