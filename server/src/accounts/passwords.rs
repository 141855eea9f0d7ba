//! Passwords: how they are hashed, and which are refused.
use crate::problem::{Checks, Code, Problem};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

/// Hashes at once: each takes 19 MiB and a processor for some 20 ms.
const AT_ONCE: usize = 2;
/// Who may wait for one of them; more are turned away rather than kept.
const QUEUE: usize = 64;

/// Characters a password has at least.
const MIN_LENGTH: usize = 10;
/// Hashing a longer text would only cost time.
const MAX_LENGTH: usize = 200;

/// Hashes passwords with argon2id, a few at a time, off the threads that answer requests.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    hasher: Argon2<'static>,
    /// Verified for a login that does not exist, so that it takes as long as one that does.
    dummy: Arc<str>,
}

impl Passwords {
    /// With the recommended cost, or a small one where a test signs in thousands of times.
    #[must_use]
    pub fn new(recommended: bool) -> Self {
        let cheap = argon2::Params::new(64, 1, 1, None).unwrap_or_default();
        let params = if recommended { argon2::Params::default() } else { cheap };
        let hasher = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let dummy = hasher.hash_password(b"nobody's").map(|hash| hash.to_string()).unwrap_or_default();
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::default(), hasher, dummy: dummy.into() }
    }

    /// The hash to store.
    ///
    /// # Errors
    /// When too many wait already.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        let hasher = self.hasher.clone();
        let hash = self.run(move || hasher.hash_password(password.as_bytes()).map(|hash| hash.to_string())).await?;
        hash.map_err(|error| Problem::internal(error.to_string()))
    }

    /// Whether `password` is the one of `hash`; false, after as much work, when there is no hash.
    ///
    /// # Errors
    /// When too many wait already.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        let (hasher, dummy) = (self.hasher.clone(), self.dummy.clone());
        self.run(move || {
            let stored = hash.as_deref().unwrap_or(&dummy);
            let matches = PasswordHash::new(stored)
                .is_ok_and(|stored| hasher.verify_password(password.as_bytes(), &stored).is_ok());
            matches && hash.is_some()
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let _queued = Queued::enter(&self.waiting).ok_or(Code::Unavailable)?;
        let place = self.places.clone().acquire_owned().await.map_err(Problem::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(place);
            result
        });
        done.await.map_err(Problem::internal)
    }
}

/// A place in the queue.
struct Queued(Arc<AtomicUsize>);

impl Queued {
    fn enter(waiting: &Arc<AtomicUsize>) -> Option<Self> {
        let queued = Self(waiting.clone());
        (waiting.fetch_add(1, Ordering::SeqCst) < QUEUE).then_some(queued)
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Notes what is wrong with a new password; `about` are texts it must not resemble.
pub fn check(checks: &mut Checks, field: &str, password: &str, about: &[&str]) {
    let lower = password.to_lowercase();
    let short = password.chars().count() < MIN_LENGTH;
    if short {
        checks.refuse(field, "password_too_short", vec![("min", MIN_LENGTH.to_string())]);
    }
    let long = password.len() > MAX_LENGTH;
    checks.require(!long, field, "password_too_long");
    let numeric = password.chars().all(|c| c.is_ascii_digit());
    checks.require(!numeric, field, "password_all_numeric");
    let similar = about
        .iter()
        .flat_map(|text| text.split(['@', '.', '-', '_', ' ']))
        .map(str::to_lowercase)
        .any(|part| part.len() >= 4 && lower.contains(&part));
    // What is refused for another reason is not measured: whoever reads that has enough to mend.
    let guessable = !(short || long || numeric || similar) && zxcvbn(password, &[]).score() < Score::Two;
    checks.require(!guessable && !is_common(&lower), field, "password_too_common");
    checks.require(!similar, field, "password_similar");
}

/// The beginnings of most leaked passwords long enough to pass the other rules.
fn is_common(lower: &str) -> bool {
    const STEMS: [&str; 20] = [
        "password",
        "motdepasse",
        "azertyuiop",
        "qwertyuiop",
        "azerty",
        "qwerty",
        "123456",
        "abcdef",
        "111111",
        "000000",
        "iloveyou",
        "jetaime",
        "bonjour",
        "soleil",
        "football",
        "administrateur",
        "administrator",
        "admin123",
        "welcome",
        "guichet",
    ];
    let letters_of_one_kind = lower.chars().next().is_some_and(|first| lower.chars().all(|c| c == first));
    letters_of_one_kind || STEMS.iter().any(|stem| lower.starts_with(stem) && lower.len() <= stem.len() + 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> Vec<&'static str> {
        let mut checks = Checks::default();
        check(&mut checks, "password", password, &["aline.mbuyi", "aline@espace.example"]);
        checks.finish().err().map(|p| p.errors.iter().map(|e| e.code).collect()).unwrap_or_default()
    }

    #[test]
    fn weak_passwords_are_refused_by_name() {
        assert_eq!(refused("12345678"), ["password_too_short", "password_all_numeric", "password_too_common"]);
        assert_eq!(refused("Motdepasse2026"), ["password_too_common"]);
        assert_eq!(refused("xx-Mbuyi-2026"), ["password_similar"]);
        assert_eq!(refused("aaaaaaaaaaaa"), ["password_too_common"]);
        // From lists of passwords that leaked, and of keys beside one another.
        for leaked in ["qazwsxedcrfv", "sunshine123", "P@ssw0rd123", "1qaz2wsx3edc"] {
            assert_eq!(refused(leaked), ["password_too_common"], "{leaked}");
        }
        assert!(refused("cheval agrafe pile").is_empty());
    }

    #[tokio::test]
    async fn a_hash_verifies_its_password_alone() {
        let passwords = Passwords::new(false);
        let hash = passwords.hash("cheval agrafe pile".into()).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$"));
        let verify = |password: &str, hash: Option<String>| passwords.verify(password.to_owned(), hash);
        assert!(verify("cheval agrafe pile", Some(hash.clone())).await.expect("verified"));
        assert!(!verify("cheval agrafe", Some(hash)).await.expect("verified"));
        assert!(!verify("nobody's", None).await.expect("verified"));
    }
}
