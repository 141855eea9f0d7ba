//! Who this station is: kept in the state folder, readable by the station alone.
use crate::kept;
use crate::key::KeyFile;
use guichet_protocol::Bytes32;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use uuid::Uuid;

const STATION: &str = "station";
const SERVER: &str = "server";
const LOCK: &str = "lock";
/// A program that was killed a moment ago may still be there.
const PREDECESSOR: Duration = Duration::from_secs(5);

/// What the station keeps about itself.
#[derive(Debug, Clone)]
pub struct Identity {
    folder: PathBuf,
    station: Option<Uuid>,
    key: Arc<KeyFile>,
    server: Arc<Pin>,
    instance: Uuid,
    /// Held as long as the program runs: two with one identity would be taken for two machines.
    _lock: Arc<File>,
}

/// The one server that this station takes for its own.
#[derive(Debug)]
pub struct Pin {
    path: PathBuf,
    key: Mutex<Option<Bytes32>>,
}

impl Identity {
    /// Reads what is kept in `folder`, and makes what is missing. `server` is the server's key when
    /// it was given to the station by other means.
    ///
    /// # Errors
    /// When the folder cannot be written, another program uses it, or what is in it makes no sense: it
    /// is left for somebody to look at rather than replaced in silence.
    pub fn load_or_create(folder: &Path, server: Option<Bytes32>) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let lock = lock(&folder.join(LOCK))?;
        let station = kept::text(&folder.join(STATION))?.map(|id| id.parse().map_err(kept::invalid)).transpose()?;
        Ok(Self {
            folder: folder.to_owned(),
            station,
            key: Arc::new(KeyFile::load(folder)?),
            server: Arc::new(Pin::load(folder.join(SERVER), server)?),
            instance: Uuid::from_bytes(rand::random()),
            _lock: Arc::new(lock),
        })
    }

    /// What proves that it is this station.
    #[must_use]
    pub fn key(&self) -> &Arc<KeyFile> {
        &self.key
    }

    /// The server it takes for its own.
    #[must_use]
    pub fn server(&self) -> &Arc<Pin> {
        &self.server
    }

    /// Which start of the program this is.
    #[must_use]
    pub fn instance(&self) -> Uuid {
        self.instance
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
        kept::write_private(&self.folder.join(STATION), station.to_string().as_bytes())
    }
}

fn lock(path: &Path) -> io::Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    let until = Instant::now() + PREDECESSOR;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, "another program is this station already"));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

impl Pin {
    fn load(path: PathBuf, given: Option<Bytes32>) -> io::Result<Self> {
        let read = |text: String| {
            let mut key = [0; 32];
            hex::decode_to_slice(text, &mut key).map(|()| key).map_err(kept::invalid)
        };
        let kept = kept::text(&path)?.map(read).transpose()?;
        Ok(Self { path, key: Mutex::new(given.or(kept)) })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Bytes32>> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The server's key, once it is known.
    #[must_use]
    pub fn key(&self) -> Option<Bytes32> {
        *self.lock()
    }

    /// Whether a server with this key may be this station's: any may until one is kept.
    #[must_use]
    pub fn allows(&self, key: &Bytes32) -> bool {
        self.key().is_none_or(|known| known == *key)
    }

    /// Keeps a server's key when none was kept before.
    ///
    /// # Errors
    /// When it cannot be written; it is known until the end of the process all the same.
    pub fn keep(&self, key: &Bytes32) -> io::Result<()> {
        let mut known = self.lock();
        if known.is_some() {
            return Ok(());
        }
        *known = Some(*key);
        kept::write_private(&self.path, hex::encode(key).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut first = Identity::load_or_create(folder.path(), None).expect("a new one");
        first.remember(Uuid::max()).expect("it is written");
        first.server().keep(&[7; 32]).expect("it is written");
        let (public, instance) = (first.key().open().expect("a key").public(), first.instance());
        drop(first);
        let again = Identity::load_or_create(folder.path(), None).expect("the same");
        assert_eq!(again.key().open().expect("a key").public(), public);
        assert_eq!(again.station(), Some(Uuid::max()));
        assert_eq!(again.server().key(), Some([7; 32]));
        assert_ne!(again.instance(), instance, "each start is another");
    }

    #[test]
    fn the_first_server_is_kept_and_no_other_allowed() {
        let folder = tempfile::tempdir().expect("a folder");
        let identity = Identity::load_or_create(folder.path(), None).expect("a new one");
        let server = identity.server();
        assert!(server.allows(&[1; 32]));
        server.keep(&[1; 32]).expect("it is written");
        server.keep(&[2; 32]).expect("nothing to write");
        assert!(server.allows(&[1; 32]) && !server.allows(&[2; 32]));
        drop(identity);
        // What the administrator gives counts more than what was kept.
        let given = Identity::load_or_create(folder.path(), Some([2; 32])).expect("the same");
        assert!(given.server().allows(&[2; 32]) && !given.server().allows(&[1; 32]));
    }

    #[test]
    fn a_second_program_with_one_identity_waits_for_the_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Identity::load_or_create(folder.path(), None).expect("a new one");
        let path = folder.path().to_owned();
        let second = thread::spawn(move || Identity::load_or_create(&path, None).map(|identity| identity.instance()));
        thread::sleep(Duration::from_millis(100));
        assert!(!second.is_finished());
        drop(first);
        second.join().expect("no panic").expect("its turn");
    }
}
