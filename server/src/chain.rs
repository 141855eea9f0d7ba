//! The one way rows are chained: each carries the hash of the one before, so that none can be altered, taken
//! out or put in without its being seen.
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The last row's place and hash.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, sqlx::FromRow)]
pub struct Head {
    /// Its place; 0 when there is none.
    pub seq: i64,
    /// Its hash; empty when there is none.
    #[serde(with = "hexadecimal")]
    pub hash: Vec<u8>,
}

/// SHA-256 over the previous hash, the row's place, its instant and its fields, each with its length before it,
/// so that no two rows can give the same input.
#[must_use]
pub fn hash(prev_hash: &[u8], seq: i64, at: i64, fields: &[Option<&[u8]>]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(prev_hash);
    hasher.update(seq.to_le_bytes());
    hasher.update(at.to_le_bytes());
    for field in fields {
        hasher.update(field.map_or(u64::MAX, |field| field.len() as u64).to_le_bytes());
        hasher.update(field.unwrap_or_default());
    }
    hasher.finalize().to_vec()
}

/// Hashes in an archive.
pub mod hexadecimal {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes bytes in hexadecimal.
    ///
    /// # Errors
    /// When the serializer fails.
    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    /// Reads bytes in hexadecimal.
    ///
    /// # Errors
    /// When the text is not hexadecimal.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        hex::decode(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
