//! The station's Ed25519 key: made at the first start, kept in the state folder, never sent.
//!
//! Where the machine has a TPM, the file is sealed by it: a copy of the disk holds no key then.
use crate::{kept, platform};
use guichet_protocol::Bytes32;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use tracing::{info, warn};

const PLAIN: &str = "key";
const SEALED: &str = "key.sealed";
/// What this machine's TPM does not open, for somebody to look at.
const FOREIGN: &str = "key.foreign";

/// The key, opened. `Debug` shows the public half.
pub struct Key(Ed25519KeyPair);

/// The key's file. A sealed one takes the TPM a moment to open: it is opened when it is needed first.
#[derive(Debug)]
pub struct KeyFile {
    folder: PathBuf,
    opened: OnceLock<Key>,
    opening: Mutex<()>,
}

impl Key {
    fn create() -> io::Result<(Self, Vec<u8>)> {
        let no_source = |_| io::Error::other("the system's random source fails");
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(no_source)?;
        Ok((Self::read(document.as_ref())?, document.as_ref().to_vec()))
    }

    fn read(pkcs8: &[u8]) -> io::Result<Self> {
        let damaged = |why| kept::invalid(format!("the kept key is damaged: {why}"));
        Ed25519KeyPair::from_pkcs8(pkcs8).map(Self).map_err(damaged)
    }

    /// The public half, in hexadecimal.
    #[must_use]
    pub fn public(&self) -> String {
        hex::encode(self.0.public_key().as_ref())
    }

    /// What people compare: the first eight digits of the public half's SHA-256.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let hash = digest::digest(&digest::SHA256, self.0.public_key().as_ref());
        hex::encode(&hash.as_ref()[..4])
    }

    /// Signs a message, in hexadecimal.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        hex::encode(self.0.sign(message).as_ref())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.fingerprint())
    }
}

impl KeyFile {
    /// The key in `folder`, which is made when it is needed first and there is none.
    ///
    /// # Errors
    /// When a plain key is damaged: it is left for somebody to look at rather than replaced in silence.
    pub fn load(folder: &Path) -> io::Result<Self> {
        let file = Self { folder: folder.to_owned(), opened: OnceLock::new(), opening: Mutex::new(()) };
        if file.plain().exists() && !file.sealed().exists() {
            file.open()?;
        }
        Ok(file)
    }

    /// The key. The first call may wait for the TPM.
    ///
    /// # Errors
    /// When the file cannot be read, written or unsealed.
    pub fn open(&self) -> io::Result<&Key> {
        // Who comes second must not make another one.
        let _turn = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = self.opened.get() {
            return Ok(key);
        }
        let key = match (kept::bytes(&self.sealed())?, kept::bytes(&self.plain())?) {
            (Some(sealed), _) => self.unseal(&sealed)?,
            (None, Some(pkcs8)) => Key::read(&pkcs8)?,
            (None, None) => self.create()?,
        };
        Ok(self.opened.get_or_init(|| key))
    }

    fn create(&self) -> io::Result<Key> {
        let (key, pkcs8) = Key::create()?;
        match sealed_for_sure(&pkcs8) {
            Ok(sealed) => {
                kept::write_private(&self.sealed(), &sealed)?;
                info!(?key, "the station's key is sealed by the TPM");
            }
            Err(why) => {
                kept::write_private(&self.plain(), &pkcs8)?;
                warn!(?key, %why, "the station's key is in a plain file: a copy of the disk is a copy of the station");
            }
        }
        Ok(key)
    }

    /// Opens a sealed key. One that the TPM refuses while it seals and opens another is of another machine, or from before the TPM
    /// was cleared: this machine is a station of its own then, and asks to be known.
    fn unseal(&self, sealed: &[u8]) -> io::Result<Key> {
        match platform::unseal(sealed) {
            Ok(pkcs8) => return Key::read(&pkcs8),
            Err(error) if error.kind() != io::ErrorKind::InvalidData => return Err(error),
            Err(_) => {}
        }
        let (key, pkcs8) = Key::create()?;
        let new = sealed_for_sure(&pkcs8)?;
        if let Ok(pkcs8) = platform::unseal(sealed) {
            return Key::read(&pkcs8);
        }
        fs::rename(self.sealed(), self.folder.join(FOREIGN))?;
        kept::write_private(&self.sealed(), &new)?;
        warn!(?key, "the station's key was sealed by another TPM: a new one is sealed by this");
        Ok(key)
    }

    fn plain(&self) -> PathBuf {
        self.folder.join(PLAIN)
    }

    fn sealed(&self) -> PathBuf {
        self.folder.join(SEALED)
    }
}

/// Seals, and makes sure that it can be opened again.
fn sealed_for_sure(pkcs8: &[u8]) -> io::Result<Vec<u8>> {
    let sealed = platform::seal(pkcs8)?;
    if platform::unseal(&sealed)? == pkcs8 { Ok(sealed) } else { Err(io::Error::other("the TPM opens something else")) }
}

/// Whether the holder of `public` signed this.
#[must_use]
pub fn is_signed(public: &Bytes32, message: &[u8], signature: &str) -> bool {
    let Ok(signature) = hex::decode(signature) else { return false };
    let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public);
    key.verify(message, &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = KeyFile::load(folder.path()).expect("a new one");
        let first = first.open().expect("open").public();
        let again = KeyFile::load(folder.path()).expect("the same");
        assert_eq!(again.open().expect("open").public(), first);
        assert_eq!(first.len(), 64);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = KeyFile::load(folder.path()).expect("a new one");
        file.open().expect("it is made");
        let path = if file.sealed().exists() { file.sealed() } else { file.plain() };
        let kept = fs::metadata(path).expect("it is there");
        assert_eq!(kept.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_not_replaced_in_silence() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(PLAIN), "half").expect("a file");
        assert!(KeyFile::load(folder.path()).is_err());
        assert_eq!(fs::read(folder.path().join(PLAIN)).expect("still there"), b"half");
    }

    #[test]
    fn a_signature_is_of_one_key_and_one_message() {
        let (key, _) = Key::create().expect("a key");
        let (other, _) = Key::create().expect("another");
        let mut public = [0; 32];
        hex::decode_to_slice(key.public(), &mut public).expect("digits");
        let signature = key.sign(b"this");
        assert!(is_signed(&public, b"this", &signature));
        assert!(!is_signed(&public, b"that", &signature));
        assert!(!is_signed(&public, b"this", &other.sign(b"this")));
        assert!(!is_signed(&public, b"this", "no digits"));
    }

    #[test]
    fn a_key_does_not_show_in_a_log() {
        let (key, pkcs8) = Key::create().expect("a key");
        let shown = format!("{key:?}");
        assert_eq!(shown, format!("Key({})", key.fingerprint()));
        assert!(!hex::encode(pkcs8).contains(&key.fingerprint()));
    }
}
