//! How a station proves itself: what it is challenged with, and what its proof leads to. Pure: no
//! clock, no database.
use crate::keys::Keys;
use ed25519_dalek::{Signature, VerifyingKey};
use guichet_protocol::{Bytes32, Login};
use uuid::Uuid;

/// A challenge is good for this long, in milliseconds.
pub(super) const CHALLENGE_MS: i64 = 60_000;
/// So many earlier starts of a station's client are remembered, the newest first.
const REMEMBERED: usize = 32;
const LABEL: &str = "station challenge";

/// A challenge: when it was given, 8 random bytes, and half a keyed hash of both and of the station.
///
/// Whoever has the secret knows its own challenges again, so none is stored and every process of the
/// server takes those of the others. Each is good once because a login takes only one that was given
/// after the one before it: a login that was late on its way comes too late.
pub(super) fn challenge(keys: &Keys, station: Uuid, given_at: i64, random: [u8; 8]) -> Bytes32 {
    let mut challenge = [0; 32];
    challenge[..8].copy_from_slice(&given_at.to_be_bytes());
    challenge[8..16].copy_from_slice(&random);
    let hash = keyed(keys, station, &challenge);
    challenge[16..].copy_from_slice(&hash);
    challenge
}

fn keyed(keys: &Keys, station: Uuid, challenge: &Bytes32) -> [u8; 16] {
    let hash = keys.derive(LABEL, &[station.as_bytes(), &challenge[..16]].concat());
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    half
}

/// When this challenge was given to this station; nothing when it was not, or too long ago.
pub(super) fn given_at(keys: &Keys, station: Uuid, challenge: &Bytes32, now: i64) -> Option<i64> {
    let mut at = [0; 8];
    at.copy_from_slice(&challenge[..8]);
    let at = i64::from_be_bytes(at);
    let ours = keyed(keys, station, challenge) == challenge[16..];
    (ours && now < at.saturating_add(CHALLENGE_MS)).then_some(at)
}

/// Whether this is a key that a station can have: a point of the curve, and not one of the few whose
/// signatures anybody can make.
pub(super) fn is_key(public_key: &Bytes32) -> bool {
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| !key.is_weak())
}

/// Whether the station with this key signed this login.
pub(super) fn is_signed(login: &Login<'_>, public_key: &[u8], signature: &[u8; 64]) -> bool {
    let key = public_key.try_into().ok().and_then(|bytes| VerifyingKey::from_bytes(bytes).ok());
    key.is_some_and(|key| key.verify_strict(&login.message(), &Signature::from_bytes(signature)).is_ok())
}

/// What a proof leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The station is let in; the starts of its client that are over from now on.
    LetIn(Vec<u8>),
    /// A start that was over proves to be alive: two machines hold the same key.
    Conflict,
}

/// Decides on a proof by this start of a client.
///
/// A program that was killed or a machine that was restarted never proves itself again, however often
/// that happens. One that does although another start came after it is a second machine.
pub(super) fn judge(instance: Uuid, current: Option<Uuid>, superseded: &[u8]) -> Verdict {
    if current == Some(instance) {
        return Verdict::LetIn(superseded.to_vec());
    }
    if superseded.chunks(16).any(|id| id == instance.as_bytes()) {
        return Verdict::Conflict;
    }
    let newest = current.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    let remembered = [newest.as_slice(), superseded].concat();
    Verdict::LetIn(remembered.into_iter().take(REMEMBERED * 16).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_for_one_station_one_server_and_a_minute() {
        let (keys, station) = (Keys::new([1; 32]), Uuid::max());
        let ours = challenge(&keys, station, 1_000, [7; 8]);
        assert_eq!(given_at(&keys, station, &ours, 1_000), Some(1_000));
        assert_eq!(given_at(&keys, station, &ours, 60_999), Some(1_000));
        assert_eq!(given_at(&keys, station, &ours, 61_000), None);
        assert_eq!(given_at(&keys, Uuid::nil(), &ours, 1_000), None);
        assert_eq!(given_at(&Keys::new([2; 32]), station, &ours, 1_000), None);
        for place in 0..32 {
            let mut forged = ours;
            forged[place] ^= 1;
            assert_eq!(given_at(&keys, station, &forged, 1_000), None, "byte {place}");
        }
    }

    #[test]
    fn restarts_are_no_conflict_however_many() {
        let (mut current, mut superseded) = (None, Vec::new());
        for start in 0..100 {
            let instance = Uuid::from_u128(start);
            for _ in 0..2 {
                let Verdict::LetIn(over) = judge(instance, current, &superseded) else { panic!("start {start}") };
                (current, superseded) = (Some(instance), over);
            }
        }
        assert_eq!(superseded.len(), REMEMBERED * 16);
    }

    #[test]
    fn a_start_that_was_over_is_a_second_machine() {
        let [one, two, three] = [1, 2, 3].map(Uuid::from_u128);
        let Verdict::LetIn(over) = judge(two, Some(one), &[]) else { panic!("a restart") };
        assert_eq!(judge(one, Some(two), &over), Verdict::Conflict);
        let Verdict::LetIn(over) = judge(three, Some(two), &over) else { panic!("another") };
        assert_eq!(judge(one, Some(three), &over), Verdict::Conflict);
        assert_eq!(judge(two, Some(three), &over), Verdict::Conflict);
    }

    #[test]
    fn a_key_that_anybody_signs_for_is_none() {
        assert!(is_key(ed25519_dalek::SigningKey::from_bytes(&[1; 32]).verifying_key().as_bytes()));
        let mut neutral = [0; 32];
        neutral[0] = 1;
        assert!(!is_key(&neutral));
        assert!(!is_key(&[0; 32]));
    }
}
