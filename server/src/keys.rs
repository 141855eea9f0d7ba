//! The installation's secret and what is derived from it.
//!
//! One file holds 32 random bytes. Every use has a key of its own, derived with a label, so that
//! none can stand in for another.
use chacha20poly1305::{ChaCha20Poly1305, aead::Aead};
use ed25519_dalek::{Signer, SigningKey};
use guichet_protocol::AccessCode;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};
use std::{fs, io, path::Path};

/// What signs tokens and hashes codes.
pub struct Keys {
    secret: [u8; 32],
    /// Signs tokens.
    pub signing: EncodingKey,
    /// Verifies tokens.
    pub verifying: DecodingKey,
    /// What stations know this installation by.
    identity: SigningKey,
}

/// The PKCS #8 wrapping of an Ed25519 seed (RFC 8410, section 7), which precedes its 32 bytes.
const PKCS8_ED25519: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

impl Keys {
    /// Derives all keys from the installation's secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        let seed = keyed_hash(&secret, "token signing", &[]);
        let public = SigningKey::from_bytes(&seed).verifying_key();
        Self {
            secret,
            identity: SigningKey::from_bytes(&keyed_hash(&secret, "server identity", &[])),
            signing: EncodingKey::from_ed_der(&[PKCS8_ED25519.as_slice(), &seed].concat()),
            verifying: DecodingKey::from_ed_der(public.as_bytes()),
        }
    }

    /// Reads the secret from `path`.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold 64 hexadecimal digits.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut secret = [0; 32];
        hex::decode_to_slice(fs::read_to_string(path)?.trim(), &mut secret)
            .map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        Ok(Self::new(secret))
    }

    /// Makes a secret and writes it to `path`, readable by its owner alone.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        let secret: [u8; 32] = rand::random();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        io::Write::write_all(&mut options.open(path)?, hex::encode(secret).as_bytes())?;
        Ok(Self::new(secret))
    }

    /// The public half of the key that stations know this installation by.
    #[must_use]
    pub fn server_key(&self) -> [u8; 32] {
        self.identity.verifying_key().to_bytes()
    }

    /// Signs as this installation.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.identity.sign(message).to_bytes()
    }

    /// The stored form of an access code.
    #[must_use]
    pub fn hash_code(&self, code: &AccessCode) -> Vec<u8> {
        keyed_hash(&self.secret, "access code", code.symbols()).to_vec()
    }

    /// A key of its own for `label` and `context`.
    #[must_use]
    pub fn derive(&self, label: &str, context: &[u8]) -> [u8; 32] {
        keyed_hash(&self.secret, label, context)
    }

    /// `text` as it is kept at rest, under a key of its own for `label` and `context`: a random nonce, then
    /// the sealed text. Nothing when it is too long for the cipher.
    #[must_use]
    pub fn seal(&self, label: &str, context: &[u8], text: &[u8]) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE_LENGTH] = rand::random();
        let cipher = ChaCha20Poly1305::new(&self.derive(label, context).into());
        let sealed = cipher.encrypt(&nonce.into(), text).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// What [`Keys::seal`] sealed; nothing when it was altered, or sealed for something else.
    #[must_use]
    pub fn open(&self, label: &str, context: &[u8], stored: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = stored.split_first_chunk::<NONCE_LENGTH>()?;
        let cipher = ChaCha20Poly1305::new(&self.derive(label, context).into());
        cipher.decrypt(&(*nonce).into(), sealed).ok()
    }
}

const NONCE_LENGTH: usize = 12;

fn keyed_hash(key: &[u8; 32], label: &str, data: &[u8]) -> [u8; 32] {
    // HMAC fills a shorter key up with zeros to the hash's block (RFC 2104, section 2).
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(label.as_bytes());
    mac.update(&[0]);
    mac.update(data);
    mac.finalize().into_bytes().into()
}

/// The stored form of a secret that is random enough to need no salt: a credential, a token.
#[must_use]
pub fn hash_secret(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// 32 random bytes in hexadecimal: a credential or a one-time token.
#[must_use]
pub fn random_secret() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_where_it_belongs_and_nowhere_else() {
        let keys = Keys::new([7; 32]);
        let sealed = keys.seal("mail", b"one", b"bonjour").expect("sealed");
        assert_eq!(keys.open("mail", b"one", &sealed).as_deref(), Some(b"bonjour".as_slice()));
        assert_eq!(keys.open("mail", b"two", &sealed), None);
        assert_eq!(keys.open("second factor", b"one", &sealed), None);
        assert_eq!(Keys::new([8; 32]).open("mail", b"one", &sealed), None);
        let mut altered = sealed;
        altered[15] ^= 1;
        assert_eq!(keys.open("mail", b"one", &altered), None);
    }
}
