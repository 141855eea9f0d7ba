//! A browser's refresh token: in a cookie that no script can read, used only together with a
//! header that no other site can send.
use super::model::Tokens;
use super::tokens::{self, DEVICE_S, REFRESH_S};
use crate::{
    App,
    keys::random_secret,
    problem::{Code, Problem},
};
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

const REFRESH: &str = "guichet_refresh";
const CSRF: &str = "guichet_csrf";
/// What a browser is known by that signed in before: see [`super::origin`].
const DEVICE: &str = "guichet_device";
/// A browser asks for cookies with this header.
const BROWSER: &str = "x-guichet-browser";

/// The tokens within `answer`, for a browser in cookies and for others in the body.
pub fn give<T: Serialize>(
    app: &App,
    headers: &HeaderMap,
    mut tokens: Tokens,
    answer: impl FnOnce(Tokens) -> T,
) -> Response {
    let by_cookie = headers.contains_key(BROWSER) || cookie(headers, REFRESH).is_some();
    if !by_cookie {
        return Json(answer(tokens)).into_response();
    }
    let refresh = tokens.refresh.take().unwrap_or_default();
    let device = tokens::device(app, tokens.user.id, device(headers));
    let mut response = Json(answer(tokens)).into_response();
    let csrf = cookie(headers, CSRF).map_or_else(random_secret, str::to_owned);
    set(app, &mut response, REFRESH, &refresh, "HttpOnly; ", "/api/", REFRESH_S);
    set(app, &mut response, CSRF, &csrf, "", "/", REFRESH_S);
    if let Ok(device) = device {
        set(app, &mut response, DEVICE, &device, "HttpOnly; ", "/api/", DEVICE_S);
    }
    response
}

/// What a browser says that it is known by.
pub fn device(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, DEVICE)
}

/// Takes the cookies of a login back; the browser stays known.
pub fn forget(app: &App, response: &mut Response) {
    set(app, response, REFRESH, "", "HttpOnly; ", "/api/", 0);
    set(app, response, CSRF, "", "", "/", 0);
}

/// The refresh token of the body, or of the cookie when its header goes with it.
pub fn refresh_token(headers: &HeaderMap, body: Option<String>) -> Result<String, Problem> {
    if let Some(token) = body {
        return Ok(token);
    }
    let token = cookie(headers, REFRESH).ok_or_else(|| Problem::field("refresh", "required"))?;
    let sent = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    match (sent, cookie(headers, CSRF)) {
        (Some(sent), Some(kept)) if !sent.is_empty() && sent == kept => Ok(token.to_owned()),
        _ => Err(Code::Csrf.into()),
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}

fn set(app: &App, response: &mut Response, name: &str, value: &str, flags: &str, path: &str, max_age_s: i64) {
    let secure = if app.settings.secure() { "Secure; " } else { "" };
    let line = format!("{name}={value}; {flags}{secure}SameSite=Strict; Path={path}; Max-Age={max_age_s}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}
