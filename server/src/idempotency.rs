//! A repeated request counts once.
//!
//! A mutation may carry `Idempotency-Key`. Its answer is stored in the same transaction as its
//! effect, under a hash of the key; the repetition gets the stored answer, and another request
//! under the same key is refused. Answers can hold an access code, so they are encrypted under the
//! key itself, which the server does not keep.
use crate::{
    db::{Actor, Tx},
    extract::BODY_TIMEOUT,
    keys::Keys,
    on,
    problem::{Code, Problem},
    statements,
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chacha20poly1305::{
    ChaCha20Poly1305,
    aead::{Aead, KeyInit},
};
use http_body_util::{BodyExt, Limited};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::time::timeout;
use uuid::Uuid;

statements! {
    FIND = "SELECT request_hash, status, answer FROM idempotency_keys WHERE actor_id = $1 AND key_hash = $2";
    INSERT = "INSERT INTO idempotency_keys (actor_id, key_hash, request_hash, status, answer, created_at) \
              VALUES ($1, $2, $3, $4, $5, $6)";
    PURGE = "DELETE FROM idempotency_keys WHERE created_at < $1";
}

/// Repetitions are recognised for a day.
pub const KEPT_MS: i64 = 24 * 3600 * 1000;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
const MAX_KEY: usize = 200;
/// A photograph, the largest body there is, with room for its envelope.
const MAX_BODY: usize = 6 * 1024 * 1024;

/// A request that may be repeated.
#[derive(Debug, Clone)]
pub struct Repeatable {
    key_hash: Vec<u8>,
    request_hash: Vec<u8>,
    cipher_key: [u8; 32],
}

#[derive(sqlx::FromRow)]
struct Stored {
    request_hash: Vec<u8>,
    status: i64,
    answer: Option<Vec<u8>>,
}

/// Notes the key of a mutation, with a hash of what it asks for.
pub async fn note_key(State(keys): State<Arc<Keys>>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || !request.headers().contains_key(HEADER) {
        return next.run(request).await;
    }
    match with_key(&keys, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn with_key(keys: &Keys, request: Request) -> Result<Request, Problem> {
    let (mut parts, body) = request.into_parts();
    let key = parts.headers.get(HEADER).and_then(|key| key.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key.len() > MAX_KEY {
        return Err(Problem::field("Idempotency-Key", "key_length"));
    }
    let key_hash = Sha256::digest(key.as_bytes()).to_vec();
    let cipher_key = keys.derive("idempotent answer", key.as_bytes());
    let read = timeout(BODY_TIMEOUT, Limited::new(body, MAX_BODY).collect()).await;
    let body = read.map_err(|_| Code::TooSlow)?.map_err(|_| Code::BodyTooLarge)?.to_bytes();
    let request_hash = hash_request(&parts.method, parts.uri.path(), &body);
    parts.extensions.insert(Repeatable { key_hash, request_hash, cipher_key });
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn hash_request(method: &Method, path: &str, body: &Bytes) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for part in [method.as_str().as_bytes(), path.trim_end_matches('/').as_bytes(), body] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_vec()
}

/// The answer that was given to this request before, if it was.
///
/// # Errors
/// When the key was used for another request, or the database fails.
pub async fn replay(tx: &mut Tx, repeatable: &Repeatable, actor_id: Uuid) -> Result<Option<Response>, Problem> {
    let stored: Option<Stored> =
        on!(tx, |c| sqlx::query_as(FIND).bind(actor_id).bind(&repeatable.key_hash).fetch_optional(c).await)?;
    let Some(stored) = stored else { return Ok(None) };
    if stored.request_hash != repeatable.request_hash {
        return Err(Code::KeyReused.into());
    }
    let status = u16::try_from(stored.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or_else(|| Problem::internal("a stored answer has no status"))?;
    let Some(answer) = stored.answer else { return Ok(Some(status.into_response())) };
    let body = repeatable.open(&answer).ok_or_else(|| Problem::internal("a stored answer cannot be read"))?;
    Ok(Some((status, [(header::CONTENT_TYPE, "application/json")], body).into_response()))
}

/// Stores the answer with its change. Two requests with one key at the same moment: the second one's
/// row is refused, and its change with it.
pub(crate) async fn store(
    tx: &mut Tx,
    repeatable: &Repeatable,
    actor: Actor,
    status: StatusCode,
    body: Option<&Value>,
    now: i64,
) -> Result<(), Problem> {
    let answer = match body {
        Some(body) => {
            let sealed = repeatable.seal(&body.to_string());
            Some(sealed.ok_or_else(|| Problem::internal("an answer cannot be sealed"))?)
        }
        None => None,
    };
    on!(tx, |c| sqlx::query(INSERT)
        .bind(actor.id.unwrap_or_default())
        .bind(&repeatable.key_hash)
        .bind(&repeatable.request_hash)
        .bind(i64::from(status.as_u16()))
        .bind(answer)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// Forgets the keys of before `before`.
///
/// # Errors
/// When the database fails.
pub async fn purge(tx: &mut Tx, before: i64) -> sqlx::Result<u64> {
    on!(tx, |c| sqlx::query(PURGE).bind(before).execute(c).await.map(|done| done.rows_affected()))
}

const NONCE_LENGTH: usize = 12;

impl Repeatable {
    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.cipher_key.into())
    }

    /// The nonce, then the sealed text.
    fn seal(&self, text: &str) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE_LENGTH] = rand::random();
        let sealed = self.cipher().encrypt(&nonce.into(), text.as_bytes()).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    fn open(&self, stored: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = stored.split_first_chunk::<NONCE_LENGTH>()?;
        self.cipher().decrypt(&(*nonce).into(), sealed).ok()
    }
}
