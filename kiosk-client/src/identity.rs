//! Who this station is: kept in the state folder, readable by the station alone.
use rand::Rng;
use std::fmt::{self, Write as _};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const CREDENTIAL: &str = "credential";
const STATION: &str = "station";
const CREDENTIAL_BYTES: usize = 32;

/// 32 random bytes in hexadecimal. `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(String);

/// What the station keeps about itself.
#[derive(Debug, Clone)]
pub struct Identity {
    folder: PathBuf,
    credential: Credential,
    station: Option<Uuid>,
}

impl Identity {
    /// Reads what is kept in `folder`, and makes what is missing.
    ///
    /// # Errors
    /// When the folder cannot be written, or what is in it is not a credential: a damaged one is
    /// left for somebody to look at rather than replaced in silence.
    pub fn load_or_create(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let credential = match read(&folder.join(CREDENTIAL))? {
            Some(kept) => Credential::from_kept(kept)?,
            None => Credential::create(&folder.join(CREDENTIAL))?,
        };
        let station = read(&folder.join(STATION))?.map(|id| id.parse().map_err(invalid)).transpose()?;
        Ok(Self { folder: folder.to_owned(), credential, station })
    }

    /// What proves that it is this station.
    #[must_use]
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// Its id, once enrolled.
    #[must_use]
    pub fn station(&self) -> Option<Uuid> {
        self.station
    }

    /// Keeps the id that the server gave.
    ///
    /// # Errors
    /// When it cannot be written; it is known until the end of the process all the same.
    pub fn remember(&mut self, station: Uuid) -> io::Result<()> {
        self.station = Some(station);
        write_private(&self.folder.join(STATION), &station.to_string())
    }
}

impl Credential {
    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn create(path: &Path) -> io::Result<Self> {
        let mut bytes = [0; CREDENTIAL_BYTES];
        rand::rng().fill_bytes(&mut bytes);
        let mut digits = String::with_capacity(2 * CREDENTIAL_BYTES);
        for byte in bytes {
            write!(digits, "{byte:02x}").map_err(io::Error::other)?;
        }
        write_private(path, &digits)?;
        Ok(Self(digits))
    }

    fn from_kept(kept: String) -> io::Result<Self> {
        let is_whole = kept.len() == 2 * CREDENTIAL_BYTES && kept.bytes().all(|b| b.is_ascii_hexdigit());
        if is_whole { Ok(Self(kept)) } else { Err(invalid("the kept credential is damaged")) }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

fn invalid(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a file that nobody else may read, whole or not at all.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut first = Identity::load_or_create(folder.path()).expect("a new one");
        assert_eq!(first.credential().as_str().len(), 64);
        first.remember(Uuid::max()).expect("it is written");
        let again = Identity::load_or_create(folder.path()).expect("the same");
        assert_eq!(again.credential(), first.credential());
        assert_eq!(again.station(), Some(Uuid::max()));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_the_credential() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        Identity::load_or_create(folder.path()).expect("a new one");
        let kept = fs::metadata(folder.path().join(CREDENTIAL)).expect("it is there");
        assert_eq!(kept.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_credential_is_not_replaced_in_silence() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(CREDENTIAL), "half").expect("a file");
        assert!(Identity::load_or_create(folder.path()).is_err());
    }

    #[test]
    fn a_credential_does_not_show_in_a_log() {
        assert_eq!(format!("{:?}", Credential("ab".into())), "Credential(…)");
    }
}
