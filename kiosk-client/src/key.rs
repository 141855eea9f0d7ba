//! The station's Ed25519 key: made at the first start, kept in the state folder, never sent.
//!
//! Where the machine has a TPM, the file is sealed by it: a copy of the disk holds no key then.
use crate::{kept, platform};
use guichet_protocol::Bytes32;
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tracing::{info, warn};

const PLAIN: &str = "key";
const SEALED: &str = "key.sealed";

/// The key, opened. `Debug` shows the public half.
pub struct Key(Ed25519KeyPair);

/// The key's file. A sealed one takes the TPM a moment to open: it is opened when it is needed first.
#[derive(Debug)]
pub struct KeyFile {
    folder: PathBuf,
    opened: OnceLock<Key>,
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
    /// The key in `folder`, made when there is none.
    ///
    /// # Errors
    /// When the folder cannot be written or a plain key is damaged: it is left for somebody to look at
    /// rather than replaced in silence.
    pub fn load_or_create(folder: &Path) -> io::Result<Self> {
        let file = Self { folder: folder.to_owned(), opened: OnceLock::new() };
        if file.sealed().exists() {
            return Ok(file);
        }
        if file.plain().exists() {
            file.open()?;
        } else {
            file.create()?;
        }
        Ok(file)
    }

    /// The key. The first call may wait for the TPM.
    ///
    /// # Errors
    /// When the file cannot be read or unsealed.
    pub fn open(&self) -> io::Result<&Key> {
        if let Some(key) = self.opened.get() {
            return Ok(key);
        }
        let pkcs8 = match kept::bytes(&self.sealed())? {
            Some(sealed) => platform::unseal(&sealed)?,
            None => kept::bytes(&self.plain())?.ok_or(io::ErrorKind::NotFound)?,
        };
        let key = Key::read(&pkcs8)?;
        Ok(self.opened.get_or_init(|| key))
    }

    fn create(&self) -> io::Result<()> {
        let (key, pkcs8) = Key::create()?;
        match platform::seal(&pkcs8) {
            Ok(sealed) => {
                kept::write_private(&self.sealed(), &sealed)?;
                info!(?key, "the station's key is sealed by the TPM");
            }
            Err(why) => {
                kept::write_private(&self.plain(), &pkcs8)?;
                warn!(?key, %why, "the station's key is in a plain file: a copy of the disk is a copy of the station");
            }
        }
        let _ = self.opened.set(key);
        Ok(())
    }

    fn plain(&self) -> PathBuf {
        self.folder.join(PLAIN)
    }

    fn sealed(&self) -> PathBuf {
        self.folder.join(SEALED)
    }
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
    use std::fs;

    #[test]
    fn a_key_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = KeyFile::load_or_create(folder.path()).expect("a new one");
        let first = first.open().expect("open").public();
        let again = KeyFile::load_or_create(folder.path()).expect("the same");
        assert_eq!(again.open().expect("open").public(), first);
        assert_eq!(first.len(), 64);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = KeyFile::load_or_create(folder.path()).expect("a new one");
        let path = if file.sealed().exists() { file.sealed() } else { file.plain() };
        let kept = fs::metadata(path).expect("it is there");
        assert_eq!(kept.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_not_replaced_in_silence() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(PLAIN), "half").expect("a file");
        assert!(KeyFile::load_or_create(folder.path()).is_err());
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
