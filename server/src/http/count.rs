//! Counts requests by route and status.
//!
//! This runs for every request, so it makes no box and no text: what is counted under is looked up
//! with what the request already holds.
use axum::{
    extract::{MatchedPath, Request},
    http::{Method, StatusCode},
    response::Response,
};
use metrics::Counter;
use std::{
    collections::HashMap,
    pin::Pin,
    sync::{LazyLock, PoisonError, RwLock},
    task::{Context, Poll, ready},
};
use tower::{Layer, Service};

/// Lays [`Counting`] around routes.
#[derive(Clone)]
pub struct Count;

/// A route whose requests are counted.
#[derive(Clone)]
pub struct Counting<S>(S);

/// A request on its way, and what it is counted under.
pub struct Counted<F> {
    answer: F,
    method: &'static str,
    route: Option<MatchedPath>,
}

type Routes = HashMap<String, HashMap<(&'static str, StatusCode), Counter>>;

static ROUTES: LazyLock<RwLock<Routes>> = LazyLock::new(RwLock::default);

impl<S> Layer<S> for Count {
    type Service = Counting<S>;
    fn layer(&self, inner: S) -> Counting<S> {
        Counting(inner)
    }
}

impl<S: Service<Request, Response = Response>> Service<Request> for Counting<S>
where
    S::Future: Unpin,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Counted<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (method, route) = (known(request.method()), request.extensions().get().cloned());
        Counted { answer: self.0.call(request), method, route }
    }
}

impl<F: Future<Output = Result<Response, E>> + Unpin, E> Future for Counted<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let answer = ready!(Pin::new(&mut self.answer).poll(context));
        if let Ok(response) = &answer {
            let route = self.route.as_ref().map_or("unmatched", MatchedPath::as_str);
            count(route, (self.method, response.status()));
        }
        Poll::Ready(answer)
    }
}

/// The method's name; inventions share one, so that nobody can make counters without end.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn count(route: &str, outcome: (&'static str, StatusCode)) {
    let routes = ROUTES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(counter) = routes.get(route).and_then(|outcomes| outcomes.get(&outcome)) {
        counter.increment(1);
        return;
    }
    drop(routes);
    let labels =
        [("method", outcome.0.to_owned()), ("route", route.to_owned()), ("status", outcome.1.as_str().to_owned())];
    let counter = metrics::counter!("http_requests_total", &labels);
    counter.increment(1);
    let mut routes = ROUTES.write().unwrap_or_else(PoisonError::into_inner);
    routes.entry(route.to_owned()).or_default().insert(outcome, counter);
}
