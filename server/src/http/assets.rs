//! The console, embedded in the program.
use crate::problem::{Code, Problem};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Console;

/// What the pages may load and run: only what this server gives. Inline styles are the component
/// library's way.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
     font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

/// Gives a file of the console, or its first page for a path that the console itself routes.
pub async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("api/") || path.starts_with("ws/") {
        return Problem::from(Code::NoSuchPath).into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Problem::from(Code::MethodNotAllowed).into_response();
    }
    let brotli = takes_brotli(request.headers());
    match (Console::get(path), Console::get("index.html")) {
        (Some(file), _) if !path.is_empty() => give(path, file, brotli),
        (_, Some(page)) if !path.contains('.') => give("index.html", page, brotli),
        _ => Problem::from(Code::NoSuchPath).into_response(),
    }
}

/// Browsers take it over HTTPS and from this very machine; what they ask for has no weights worth reading.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| coding.trim() == "br")
}

fn give(path: &str, file: EmbeddedFile, brotli: bool) -> Response {
    // Compressed once, when the console was built; what gains nothing is not.
    let packed = if brotli { Console::get(&format!("{path}.br")) } else { None };
    let is_packed = packed.is_some();
    let file = packed.unwrap_or(file);
    // The bundler puts a hash into the names under assets/: they never change.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
