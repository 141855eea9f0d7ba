//! The whole server as one service, and the two ways through it.
//!
//! A station's request, the most frequent by far, goes straight to its route. What only some
//! requests need, an origin to be checked or a key to be noted, costs only those.
use super::enter;
use crate::{App, config::Profile, idempotency};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, Method, header},
    middleware,
    response::Response,
};
use futures_util::future::BoxFuture;
use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};
use tower::{ServiceBuilder, ServiceExt, util::BoxCloneSyncService};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// A JSON body is at most this large; photographs have a limit of their own.
const MAX_JSON: usize = 64 * 1024;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The whole server.
#[derive(Clone)]
pub struct Service(Arc<Parts>);

struct Parts {
    app: App,
    router: Router,
    /// The router behind what only some requests need.
    checked: BoxCloneSyncService<Request, Response, Infallible>,
}

impl Service {
    pub(super) fn new(app: &App, router: Router) -> Self {
        let layers = ServiceBuilder::new()
            .layer(cors(app))
            .layer(middleware::from_fn_with_state(app.keys.clone(), idempotency::note_key));
        let checked = BoxCloneSyncService::new(layers.service(router.clone()));
        Self(Arc::new(Parts { app: app.clone(), router, checked }))
    }

    /// Answers a request.
    ///
    /// # Errors
    /// Never.
    pub async fn answer(self, mut request: Request) -> Result<Response, Infallible> {
        let Parts { app, router, checked } = &*self.0;
        DefaultBodyLimit::max(MAX_JSON).apply(&mut request);
        let entered = enter::enter(app, &mut request);
        let headers = request.headers();
        let response = match entered.refused {
            Some(refusal) => refusal,
            None if headers.contains_key(header::ORIGIN) || headers.contains_key(IDEMPOTENCY_KEY) => {
                checked.clone().oneshot(request).await?
            }
            None => router.clone().oneshot(request).await?,
        };
        Ok(enter::leave(app, entered.language, response))
    }
}

impl tower::Service<Request> for Service {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}

/// Which pages of other origins may call: the public address, and in development the console's own server.
fn cors(app: &App) -> CorsLayer {
    let mut origins = vec![app.settings.public_url.trim_end_matches('/').to_owned()];
    if app.settings.profile == Profile::Development {
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
            IDEMPOTENCY_KEY,
            HeaderName::from_static("x-csrf-token"),
            HeaderName::from_static("x-guichet-browser"),
        ])
}
