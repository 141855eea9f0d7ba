//! What every request passes on its way in and out.
use crate::{
    App,
    config::Profile,
    extract::Peer,
    i18n::Language,
    ids,
    problem::{Code, Problem},
};
use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, HeaderValue, Uri, header, uri::PathAndQuery},
    response::{IntoResponse, Response},
};
use std::net::IpAddr;

/// What is known of a request once it has entered.
pub struct Entered {
    /// The language its answer should have.
    pub language: Language,
    /// The answer, when it is not ours to serve.
    pub refused: Option<Response>,
}

/// Settles the address, the host and the path's slash.
pub fn enter(app: &App, request: &mut Request) -> Entered {
    let language = Language::of(request.headers());
    settle_address(app, request);
    close_path(request);
    let ours = host_is_ours(app, request.headers());
    let refused = (!ours).then(|| Problem::from(Code::UnknownHost).into_response());
    Entered { language, refused }
}

/// Writes problems in the caller's language, and what every answer carries.
pub fn leave(app: &App, language: Language, response: Response) -> Response {
    let mut response = write_problem(app, language, response);
    protect(app, response.headers_mut());
    response
}

/// Behind a trusted proxy, the address is the last one that the proxy wrote. An address of IPv4 is written as one,
/// however the listener heard of it.
fn settle_address(app: &App, request: &mut Request) {
    let Some(Peer(peer)) = request.extensions().get().copied() else { return };
    let peer = peer.to_canonical();
    request.extensions_mut().insert(Peer(peer));
    let proxies = &app.settings.trusted_proxies;
    if proxies.is_empty() {
        return;
    }
    let address = |text: &str| text.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical());
    let trusted = |ip: IpAddr| proxies.split(',').any(|proxy| address(proxy) == Some(ip));
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let client = forwarded.and_then(|list| address(list.rsplit(',').next()?));
    if let Some(client) = client.filter(|_| trusted(peer)) {
        request.extensions_mut().insert(Peer(client));
    }
}

/// `/api/postes` is `/api/postes/`: no redirect, which would lose a body.
fn close_path(request: &mut Request) {
    let path = request.uri().path();
    let ours = path.starts_with("/api/") || path.starts_with("/ws/");
    let is_file = path.rsplit('/').next().is_some_and(|last| last.is_empty() || last.contains('.'));
    if !ours || is_file || path == "/api/docs" {
        return;
    }
    let closed = match request.uri().query() {
        Some(query) => format!("{path}/?{query}"),
        None => format!("{path}/"),
    };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = closed.parse::<PathAndQuery>().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
}

/// In production only the server's own names are answered, so that no link can be forged with
/// another. Health and metrics are asked by address.
fn host_is_ours(app: &App, headers: &HeaderMap) -> bool {
    if app.settings.profile == Profile::Development {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let own = app.settings.public_url.split("://").nth(1).unwrap_or_default();
    let own = own.split(['/', ':']).next().unwrap_or_default();
    let mut allowed = app.settings.allowed_hosts.split(',').map(str::trim).chain([own]);
    name == "127.0.0.1" || allowed.any(|allowed| !allowed.is_empty() && allowed.eq_ignore_ascii_case(name))
}

/// An answer without a body, or with the framework's own words in it.
fn is_bare(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_none_or(|media_type| media_type.as_bytes().starts_with(b"text/plain"))
}

fn write_problem(app: &App, language: Language, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let problem = match parts.extensions.remove::<Problem>() {
        Some(problem) => problem,
        // What the framework itself refuses has no document yet.
        None if parts.status.is_client_error() && is_bare(&parts.headers) => match parts.status.as_u16() {
            400 => Code::Malformed.into(),
            404 => Code::NoSuchPath.into(),
            405 => Code::MethodNotAllowed.into(),
            413 => Code::BodyTooLarge.into(),
            415 => Code::UnsupportedMediaType.into(),
            426 => Code::UpgradeRequired.into(),
            _ => return Response::from_parts(parts, body),
        },
        None => return Response::from_parts(parts, body),
    };
    let request_id = ids::next(app.clock.now()).to_string();
    problem.log(&request_id);
    let mut response = Json(problem.document(language, &request_id)).into_response();
    *response.status_mut() = parts.status;
    for (name, value) in &parts.headers {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Ok(value) = request_id.parse() {
        headers.insert("x-request-id", value);
    }
    response
}

fn protect(app: &App, headers: &mut HeaderMap) {
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if app.settings.secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
