//! A sheet of passes that was lost is printed again: with other codes, for the old ones are known to nobody here, and may
//! be to whoever found the sheet.
use super::{
    Create,
    batch_model::{BatchCreated, Pass},
    batches,
    code::fresh_code,
};
use crate::{
    App,
    access::Grant,
    db::{Change, Event},
    extract::Id,
    on,
    problem::Problem,
    statements,
};
use axum::{extract::State, http::StatusCode, response::Response};
use guichet_protocol::SessionStatut;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

statements! {
    WAITING = "SELECT id FROM kiosk_sessions WHERE batch_id = $1 AND statut = $2 AND validated_at IS NULL AND valid_until > $3 ORDER BY id";
    /// One statement decides: a code that is being used keeps its session.
    CHANGE_CODE = "UPDATE kiosk_sessions SET code_hash = $2, code_hint = $3, updated_at = $4, version = version + 1 \
        WHERE id = $1 AND statut = $5 AND validated_at IS NULL";
}

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(reissue)
}

/// Give the unused passes of a batch other codes, to print its sheet again.
///
/// The codes that were printed before are void. The new ones are in this answer and nowhere else.
#[utoipa::path(post, path = "/api/sessions/lots/{id}/nouveaux_codes/", tag = "sessions", params(("id" = Uuid, Path)),
    responses((status = 200, body = BatchCreated)))]
async fn reissue(grant: Grant<Create>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let batch = batches::in_scope(&mut change, id, &grant.scope).await?;
    let passes = with_new_codes(&app, &mut change, id).await?;
    let event = Event::new("sessions", "reissue_batch", "batch", id)
        .agency(batch.agency_id)
        .with("label", batch.label.as_str())
        .with("reissued", passes.len());
    change.answer(event, StatusCode::OK, &BatchCreated { batch, sale: None, passes }).await
}

async fn with_new_codes(app: &App, change: &mut Change, batch_id: Uuid) -> Result<Vec<Pass>, Problem> {
    let (now, waiting) = (change.now(), SessionStatut::EnAttente.as_str());
    let ids: Vec<Uuid> =
        on!(&mut **change, |c| sqlx::query_scalar(WAITING).bind(batch_id).bind(waiting).bind(now).fetch_all(c).await)?;
    let mut passes = Vec::with_capacity(ids.len());
    for id in ids {
        let code = fresh_code()?;
        let changed = on!(&mut **change, |c| sqlx::query(CHANGE_CODE)
            .bind(id)
            .bind(app.keys.hash_code(&code))
            .bind(String::from_utf8_lossy(&code.symbols()[8..]).into_owned())
            .bind(now)
            .bind(waiting)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if changed == 1 {
            passes.push(Pass { session_id: id, code: code.to_string() });
        }
    }
    Ok(passes)
}
