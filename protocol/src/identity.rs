//! How a machine becomes a station, and how a station and its server prove themselves to each other.
//!
//! Both hold an Ed25519 key. What is signed begins with a sentence that says what it is for, and all
//! that follows has a fixed length, so that no signature can be taken for another.
use crate::state::words;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

const LOGIN: &[u8] = b"guichet station login v1\0";
const ANSWER: &[u8] = b"guichet server answer v1\0";

/// 32 bytes: a public key, a challenge, a credential.
pub type Bytes32 = [u8; 32];

/// The body of `POST /api/postes/enrol/`: a station asks to be known.
///
/// The station makes its own key and keeps it; the server stores the public half. Asking again with
/// the same key tells how the request stands.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// A one-time token from `guichet station enrol` or the console; without one the station waits
    /// until an operator approves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// How the station calls itself, such as its host name; at most 60 characters.
    pub name: String,
    /// The address of its network card, `aa:bb:cc:dd:ee:ff`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    /// The public half of the station's Ed25519 key, 64 hexadecimal digits.
    pub public_key: String,
    /// The client's version, at most 40 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_version: Option<String>,
}

/// The answer to an enrolment request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// How the request stands.
    pub status: EnrolmentStatus,
    /// The station's id, once enrolled.
    pub station_id: Option<Uuid>,
    /// The station's name, once enrolled.
    pub name: Option<String>,
    /// The first eight hexadecimal digits of the SHA-256 of the station's public key: shown on the
    /// station and in the console, so that an operator approves the machine in front of them and no
    /// other.
    pub fingerprint: String,
    /// The public half of the server's Ed25519 key, 64 hexadecimal digits: a station keeps the first
    /// it is told, and takes no other server from then on.
    pub server_key: String,
}

words! {
    /// How an enrolment request stands.
    EnrolmentStatus {
        /// Accepted: the key is known.
        Enrolled = "enrolled",
        /// Waiting for an operator.
        Pending = "pending",
    }
}

impl fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolRequest").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The answer to `POST /api/postes/{id}/defi/`: what the station is to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PosteDefi))]
pub struct Challenge {
    /// 32 bytes in hexadecimal, good for one login.
    pub challenge: String,
    /// How long it is good for, in seconds.
    pub valid_for_s: u32,
}

/// The body of `POST /api/postes/{id}/connexion/`: a station proves itself, and asks the server to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PosteConnexion))]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// The server's challenge, as it was given.
    pub challenge: String,
    /// Which start of the client this is: random, another each time the program starts.
    pub instance: Uuid,
    /// The station's own challenge to the server, 32 random bytes in hexadecimal.
    pub nonce: String,
    /// The Ed25519 signature of the login, 128 hexadecimal digits; docs/websocket.md says of what.
    pub signature: String,
}

/// The answer to a login.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PosteConnexionReponse))]
pub struct LoginAnswer {
    /// 64 hexadecimal digits: `Authorization: Station <id>:<credential>` from now on.
    pub credential: String,
    /// The server's Ed25519 signature of the answer, 128 hexadecimal digits.
    pub signature: String,
}

impl fmt::Debug for LoginAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginAnswer { … }")
    }
}

/// What a login binds together.
#[derive(Debug, Clone, Copy)]
pub struct Login<'a> {
    /// The station.
    pub station: Uuid,
    /// Which start of its client.
    pub instance: Uuid,
    /// The server it means to talk to.
    pub server_key: &'a Bytes32,
    /// The server's challenge.
    pub challenge: &'a Bytes32,
    /// The station's challenge.
    pub nonce: &'a Bytes32,
}

impl Login<'_> {
    /// What the station signs.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        self.after(LOGIN)
    }

    /// What the server signs, with the credential it gives as the bytes of its hexadecimal digits.
    #[must_use]
    pub fn answer(&self, credential: &str) -> Vec<u8> {
        let mut message = self.after(ANSWER);
        message.extend_from_slice(credential.as_bytes());
        message
    }

    fn after(&self, purpose: &[u8]) -> Vec<u8> {
        let (station, instance) = (self.station.as_bytes(), self.instance.as_bytes());
        [purpose, station, instance, self.server_key, self.challenge, self.nonce].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login<'a>(server_key: &'a Bytes32, challenge: &'a Bytes32, nonce: &'a Bytes32) -> Login<'a> {
        Login { station: Uuid::nil(), instance: Uuid::max(), server_key, challenge, nonce }
    }

    #[test]
    fn each_part_changes_what_is_signed_and_no_purpose_stands_for_another() {
        let (a, b) = ([1; 32], [2; 32]);
        let plain = login(&a, &a, &a);
        let others = [
            login(&b, &a, &a),
            login(&a, &b, &a),
            login(&a, &a, &b),
            Login { station: Uuid::max(), ..plain },
            Login { instance: Uuid::nil(), ..plain },
        ];
        for other in others {
            assert_ne!(other.message(), plain.message());
            assert_ne!(other.answer("x"), plain.answer("x"));
        }
        assert_ne!(plain.answer("x"), plain.answer("y"));
        assert_ne!(plain.message(), plain.answer(""));
    }

    /// Other programs sign the same: docs/decisions/0010-station-identity.md gives this layout.
    #[test]
    fn the_layout_is_the_documented_one() {
        let message = login(&[1; 32], &[2; 32], &[3; 32]).message();
        assert_eq!(message.len(), 25 + 16 + 16 + 32 + 32 + 32);
        assert!(message.starts_with(b"guichet station login v1\0"));
        assert_eq!(message.last(), Some(&3));
    }
}
