//! Proving to the server that this is the station, and hearing the server prove itself.
use super::Station;
use super::http::{Failure, post};
use crate::key::{Key, KeyFile, is_signed};
use guichet_protocol::{Bytes32, Challenge, Login, LoginAnswer, LoginRequest};
use hyper::StatusCode;
use hyper::body::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::io;
use std::sync::Arc;
use tracing::warn;
use uuid::Uuid;

/// What the server knows this start of the program by, until the next. `Debug` hides it.
#[derive(Clone)]
pub struct Credential(String);

/// Why the station is not let in.
#[derive(Debug)]
pub enum Refused {
    /// The server does not know its key.
    Unknown,
    /// Not from this address or network card.
    Forbidden,
    /// Another machine has the same key.
    Conflict,
    /// The server is not the one this station belongs to.
    UnknownServer,
    /// It did not work out this time.
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// The word for programs of a problem document.
#[derive(Deserialize)]
struct Problem {
    code: String,
}

impl Credential {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// Opens the key away from the network's thread: a sealed one takes a moment.
///
/// # Errors
/// When it cannot be read or unsealed.
pub async fn with_key<T: Send + 'static>(
    file: &Arc<KeyFile>,
    work: impl FnOnce(&Key) -> T + Send + 'static,
) -> io::Result<T> {
    let file = file.clone();
    tokio::task::spawn_blocking(move || file.open().map(work)).await.map_err(io::Error::other)?
}

/// Proves that this is the station `id`.
///
/// # Errors
/// Why it is not let in, or the server is not believed.
pub async fn prove(station: &Station, id: Uuid) -> Result<Credential, Refused> {
    // Without a server of its own the station has not enrolled yet.
    let server_key = station.pin.key().ok_or(Refused::Unknown)?;
    let challenge: Challenge = read(post(station, &format!("/api/postes/{id}/defi/"), &()).await?)?;
    let (challenge_bytes, nonce): (Bytes32, Bytes32) = (bytes(&challenge.challenge)?, rand::random());
    let login = Login {
        station: id,
        instance: station.instance,
        server_key: &server_key,
        challenge: &challenge_bytes,
        nonce: &nonce,
    };
    let message = login.message();
    let request = LoginRequest {
        challenge: challenge.challenge,
        instance: station.instance,
        nonce: hex::encode(nonce),
        signature: with_key(&station.key, move |key| key.sign(&message)).await?,
    };
    let answer: LoginAnswer = read(post(station, &format!("/api/postes/{id}/connexion/"), &request).await?)?;
    if !is_signed(&server_key, &login.answer(&answer.credential), &answer.signature) {
        warn!("this server is not the one that the station belongs to");
        return Err(Refused::UnknownServer);
    }
    Ok(Credential(answer.credential))
}

/// The bytes of hexadecimal digits.
fn bytes(digits: &str) -> Result<Bytes32, Failure> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(digits, &mut bytes)?;
    Ok(bytes)
}

fn read<T: DeserializeOwned>((status, body): (StatusCode, Bytes)) -> Result<T, Refused> {
    if status.is_success() {
        return Ok(serde_json::from_slice(&body)?);
    }
    let code = serde_json::from_slice::<Problem>(&body).map(|problem| problem.code).unwrap_or_default();
    warn!(%status, code, "the server does not let the station in");
    Err(match (status, code.as_str()) {
        (StatusCode::FORBIDDEN, "identity_conflict") => Refused::Conflict,
        (StatusCode::FORBIDDEN, _) => Refused::Forbidden,
        (StatusCode::UNAUTHORIZED, "unauthenticated") => Refused::Unknown,
        _ => Refused::Failed(format!("{status} {code}").into()),
    })
}
