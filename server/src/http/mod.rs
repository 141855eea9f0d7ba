//! The HTTP door of the whole server: the listener, what every request passes, and what is not a
//! module's: documents, health, metrics, the console.
mod assets;
mod enter;
mod listener;
mod openapi;

pub use listener::{Stopped, serve};
pub use openapi::document;

use crate::{App, access::Public, app, idempotency, modules::MODULES, problem::Code, problem::Problem};
use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, Method, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use std::convert::Infallible;
use tower::{ServiceBuilder, util::BoxCloneSyncService};
use tower_http::cors::{AllowOrigin, CorsLayer};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

/// The whole server as one service.
pub type Service = BoxCloneSyncService<Request, Response, Infallible>;

/// A JSON body is at most this large; photographs have a limit of their own.
const MAX_JSON: usize = 64 * 1024;

/// Puts the modules together.
pub fn service(app: &App) -> Service {
    let (router, mut api) = MODULES
        .iter()
        .fold(OpenApiRouter::new().merge(crate::routes!(health)), |router, module| router.merge((module.routes)()))
        .split_for_parts();
    openapi::complete(&mut api);
    let docs = utoipa_swagger_ui::SwaggerUi::new("/api/docs").url("/api/openapi.json", api.clone());
    let _ = app.openapi.set(api);
    let router = router
        .route("/metrics", get(metrics))
        .layer(middleware::from_fn(enter::count))
        .with_state(app.clone())
        .merge(Router::<()>::from(docs))
        .fallback(assets::serve)
        .method_not_allowed_fallback(|| async { Problem::from(Code::MethodNotAllowed) })
        .layer(DefaultBodyLimit::max(MAX_JSON));
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(app.clone(), enter::enter))
        .layer(cors(app))
        .layer(middleware::from_fn_with_state(app.keys.clone(), idempotency::note_key));
    BoxCloneSyncService::new(layers.service(router))
}

/// Which pages of other origins may call: the public address, and in development the console's own server.
fn cors(app: &App) -> CorsLayer {
    let mut origins = vec![app.settings.public_url.trim_end_matches('/').to_owned()];
    if app.settings.profile == crate::config::Profile::Development {
        origins.extend(["http://localhost:5173".to_owned(), "http://127.0.0.1:5173".to_owned()]);
    }
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT_LANGUAGE,
            header::IF_MATCH,
            "idempotency-key".parse().unwrap_or(header::ACCEPT),
            "x-csrf-token".parse().unwrap_or(header::ACCEPT),
            "x-guichet-browser".parse().unwrap_or(header::ACCEPT),
        ])
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
