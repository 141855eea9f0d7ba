//! The HTTP door of the whole server: the listener, what every request passes, and what is not a
//! module's: documents, health, metrics, the console.
mod assets;
mod count;
mod door;
mod enter;
mod files;
mod listener;
mod openapi;
mod share;

pub use door::Service;
pub use listener::{Stopped, serve};
pub use openapi::document;

use crate::{App, access::Public, app, modules::MODULES, problem::Code, problem::Problem};
use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

/// Puts the modules together.
pub fn service(app: &App) -> Service {
    let (router, mut api) = MODULES
        .iter()
        .fold(OpenApiRouter::new().merge(crate::routes!(health)), |router, module| router.merge((module.routes)()))
        .split_for_parts();
    openapi::complete(&mut api);
    let docs = utoipa_swagger_ui::SwaggerUi::new("/api/docs").url("/api/openapi.json", api.clone());
    let _ = app.openapi.set(api);
    // Counters are kept once looked up, so their recorder must be there first.
    app::metrics_handle();
    let share = share::Share::new(app.settings.images_mbit);
    let router = router
        .route("/metrics", get(metrics))
        .nest_service("/paquets", files::service(app.settings.packages(), share.clone()))
        .nest_service("/images", files::service(app.settings.images(), share))
        .layer(count::Count)
        .with_state(app.clone())
        .merge(Router::<()>::from(docs))
        .fallback(assets::serve)
        .method_not_allowed_fallback(|| async { Problem::from(Code::MethodNotAllowed) });
    Service::new(app, router)
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// `ok` when requests can be answered.
    #[schema(example = "ok")]
    status: &'static str,
    /// The database in use: `sqlite` or `postgres`.
    #[schema(example = "sqlite")]
    database: &'static str,
    /// The server's version.
    #[schema(example = "0.1.0")]
    version: &'static str,
    /// The server's time, milliseconds of UTC.
    #[schema(example = 1_790_000_000_000_i64)]
    time: i64,
}

/// Tell how the server is.
///
/// 503 when the database does not answer.
#[utoipa::path(get, path = "/health", tag = "system", responses((status = 200, body = Health)))]
async fn health(_: Public, State(app): State<App>) -> Result<Json<Health>, Problem> {
    let mut tx = app.db.read().await?;
    crate::on!(&mut tx, |c| sqlx::query("SELECT 1").execute(c).await.map(drop))?;
    Ok(Json(Health {
        status: "ok",
        database: app.db.kind(),
        version: env!("CARGO_PKG_VERSION"),
        time: app.clock.now(),
    }))
}

/// The measurements, in the text format of Prometheus.
async fn metrics(State(app): State<App>) -> Response {
    let groups = app.db.group_stats();
    metrics::counter!("guichet_sqlite_changes_total").absolute(groups.changes);
    metrics::counter!("guichet_sqlite_commits_total").absolute(groups.commits);
    let text = app::metrics_handle().render();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], Body::from(text)).into_response()
}
