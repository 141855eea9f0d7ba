//! What handlers take from a request, with errors that name the field.
use crate::problem::{Code, Problem};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::BytesRejection},
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::{Map, Value};
use std::{net::IpAddr, time::Duration};
use uuid::Uuid;

/// The address the request came from; put there by the listener, behind trusted proxies by theirs.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// The address of this request.
    #[must_use]
    pub fn of(parts: &Parts) -> Option<IpAddr> {
        parts.extensions.get::<Self>().map(|peer| peer.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().copied().ok_or_else(|| Problem::internal("the listener gave no address"))
    }
}

/// A JSON body.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !media_type.unwrap_or_default().starts_with("application/json") {
            return Err(Code::UnsupportedMediaType.into());
        }
        read_json(&read_bytes(request, state).await?).map(Self)
    }
}

/// A JSON body that may be left out.
pub struct MaybeBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for MaybeBody<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = read_bytes(request, state).await?;
        if bytes.is_empty() { Ok(Self(T::default())) } else { read_json(&bytes).map(Self) }
    }
}

/// A body that trickles holds a connection no longer than this.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Reads the whole body, within the route's limit.
///
/// # Errors
/// When it is too large or too slow.
pub async fn read_bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let read = tokio::time::timeout(BODY_TIMEOUT, Bytes::from_request(request, state)).await;
    read.map_err(|_| Code::TooSlow)?.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(e) if e.status() == 413 => Code::BodyTooLarge.into(),
        _ => Code::Malformed.into(),
    })
}

/// Reads a JSON text, naming the field that does not fit.
///
/// # Errors
/// When it is not JSON, or a field is unknown, missing or of the wrong type.
pub fn read_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
    // serde would read an array as an object's fields in order: not what anybody means.
    if text.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::field("body", "wrong_type"));
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        // serde calls a list where a word belongs bad syntax, too: only what is no JSON at all is malformed.
        let malformed = !error.inner().is_data() && serde_json::from_slice::<IgnoredAny>(text).is_err();
        if malformed { Code::Malformed.into() } else { field_problem(&path, error.inner()) }
    })?;
    reader.end().map_err(|_| Problem::from(Code::Malformed))?;
    Ok(value)
}

/// A row's fields with those of `patch` over them, read like a whole body: absent stays, null empties.
///
/// # Errors
/// When a field of the patch is unknown or of the wrong type.
pub fn merged<T: Serialize + DeserializeOwned>(fields: &T, patch: Map<String, Value>) -> Result<T, Problem> {
    let mut whole = serde_json::to_value(fields).map_err(Problem::internal)?;
    if let Value::Object(object) = &mut whole {
        object.extend(patch);
    }
    read_json(whole.to_string().as_bytes())
}

/// serde says which field in words only, so the words are read.
fn field_problem(path: &str, error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    let named = |prefix: &str| {
        let name = message.strip_prefix(prefix)?.split('`').next()?;
        let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
        let parent = if path.ends_with(name) || path == "." { parent } else { path };
        Some(if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") })
    };
    if let Some(field) = named("unknown field `") {
        return Problem::field(field, "unknown_field");
    }
    if let Some(field) = named("missing field `") {
        return Problem::field(field, "required");
    }
    if message.starts_with("unknown variant") {
        return Problem::field(path, "unknown_value");
    }
    Problem::field(if path == "." { "body" } else { path }, "wrong_type")
}

/// A query with known fields.
pub struct Params<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let reader = serde_urlencoded::Deserializer::new(form_pairs(query));
        serde_path_to_error::deserialize(reader).map(Self).map_err(|error| {
            let message = error.inner().to_string();
            let quoted = message.split('`').nth(1).map(str::to_owned);
            match (message.starts_with("unknown"), message.starts_with("missing"), quoted) {
                (true, _, Some(field)) => Problem::field(field, "unknown_filter"),
                (_, true, Some(field)) => Problem::field(field, "required"),
                _ => Problem::field(error.path().to_string(), "wrong_type"),
            }
        })
    }
}

fn form_pairs(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}

/// The id in the path. One that is no id names no row: 404.
pub struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| Problem::from(Code::NoSuchPath))?;
        text.parse().map(Self).map_err(|_| Problem::not_found("row"))
    }
}

/// The version that `If-Match` asks for.
#[derive(Debug, Clone, Copy)]
pub struct IfMatch(Option<i64>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let version = text.trim_matches('"').parse();
        version.map(|version| Self(Some(version))).map_err(|_| Code::Outdated.into())
    }
}

impl IfMatch {
    /// # Errors
    /// [`Code::Outdated`] when the row has another version by now.
    pub fn check(self, version: i64) -> Result<(), Problem> {
        match self.0 {
            Some(wanted) if wanted != version => Err(Code::Outdated.into()),
            _ => Ok(()),
        }
    }
}

/// A row with its version as `ETag`.
pub struct Versioned<T>(pub i64, pub T);

impl<T: serde::Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        if let Ok(tag) = format!("\"{}\"", self.0).parse() {
            headers.insert(header::ETAG, tag);
        }
        (headers, axum::Json(self.1)).into_response()
    }
}
