//! The session that is held, in a file: a client that is started again goes on with it.
use crate::machine::Saved;
use crate::platform;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tracing::warn;

/// How far the count may run ahead of the file. A machine that loses its power gives at most this
/// back, and a second is what nobody gains.
const BEHIND_MS: u64 = 1_000;
/// Some 200 bytes are written.
const LARGEST_BYTES: u64 = 4_096;

/// Where the held session is kept.
#[derive(Debug)]
pub struct HeldFile {
    path: PathBuf,
    boot: Option<String>,
    written: Option<Saved>,
    is_failing: bool,
}

impl HeldFile {
    /// The file at `path`, which need not be there.
    pub fn new(path: PathBuf) -> Self {
        Self { path, boot: platform::boot(), written: None, is_failing: false }
    }

    /// Which start of the machine this is, where the system tells.
    pub fn boot(&self) -> Option<&str> {
        self.boot.as_deref()
    }

    /// What was kept. A file that cannot be read or makes no sense is as good as none: the server
    /// knows what it granted.
    pub fn read(&self) -> Option<Saved> {
        match read(&self.path) {
            Ok(saved) => Some(saved),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                let path = self.path.display();
                warn!(%error, "what {path} keeps of a session cannot be read");
                None
            }
        }
    }

    /// Keeps what is held now, when something changed or enough was counted since.
    pub fn keep(&mut self, saved: Option<Saved>) {
        if is_near(self.written.as_ref(), saved.as_ref()) {
            return;
        }
        let result = match &saved {
            Some(saved) => write(&self.path, saved),
            None => remove(&self.path),
        };
        // Said once: it is tried again each second.
        if let Err(error) = &result
            && !self.is_failing
        {
            let path = self.path.display();
            warn!(%error, "the session cannot be kept in {path}");
        }
        self.is_failing = result.is_err();
        self.written = saved;
    }
}

/// Whether what is written says all but what little was counted since.
pub fn is_near(written: Option<&Saved>, saved: Option<&Saved>) -> bool {
    match (written, saved) {
        (None, None) => true,
        (Some(written), Some(saved)) => {
            let counted = Saved { consumed_ms: written.consumed_ms, at_ms: written.at_ms, ..saved.clone() };
            *written == counted && saved.consumed_ms.abs_diff(written.consumed_ms) < BEHIND_MS
        }
        _ => false,
    }
}

fn read(path: &Path) -> io::Result<Saved> {
    if fs::metadata(path)?.len() > LARGEST_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// Writes the file whole or not at all. It need not survive a loss of power: a count that is lost
/// with the machine is the server's to tell.
fn write(path: &Path, saved: &Saved) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = path.with_extension("new");
    fs::write(&unfinished, serde_json::to_vec(saved)?)?;
    fs::rename(unfinished, path)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn saved(consumed_ms: u64) -> Saved {
        Saved {
            session_id: Uuid::max(),
            granted_ms: 600_000,
            consumed_ms,
            is_running: true,
            locked_by_desk: false,
            at_ms: 1_000,
            leaving: None,
            boot: Some("b".into()),
        }
    }

    #[test]
    fn what_is_kept_is_found_again_and_forgotten_with_the_session() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("run/held.json");
        let mut file = HeldFile::new(path.clone());
        assert_eq!(file.read(), None);
        file.keep(Some(saved(5_000)));
        assert_eq!(HeldFile::new(path.clone()).read(), Some(saved(5_000)));
        file.keep(None);
        assert_eq!(file.read(), None);
    }

    #[test]
    fn it_is_written_once_a_second_and_at_each_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = HeldFile::new(folder.path().join("held.json"));
        file.keep(Some(saved(5_000)));
        file.keep(Some(Saved { at_ms: 1_999, ..saved(5_999) }));
        assert_eq!(file.read(), Some(saved(5_000)), "not worth a word");
        file.keep(Some(saved(6_000)));
        assert_eq!(file.read(), Some(saved(6_000)));
        let paused = Saved { is_running: false, ..saved(6_000) };
        file.keep(Some(paused.clone()));
        assert_eq!(file.read(), Some(paused));
    }

    #[test]
    fn a_file_that_makes_no_sense_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("held.json");
        for nonsense in [b"".to_vec(), b"{".to_vec(), b"\xff\xfe".to_vec(), b"[1]".to_vec(), vec![b' '; 1 << 20]] {
            fs::write(&path, nonsense).expect("written");
            assert_eq!(HeldFile::new(path.clone()).read(), None);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_stops_nothing() {
        let mut file = HeldFile::new("/proc/nowhere/held.json".into());
        file.keep(Some(saved(1)));
        file.keep(Some(saved(5_000)));
        assert!(file.is_failing);
    }
}
