//! What a backup says of itself: the first entry of its archive.
use super::{Failure, at};
use crate::db::Contents;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// The name of the manifest in the archive.
pub(super) const NAME: &str = "manifest.json";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the program that made it.
    pub version: String,
    /// When, in milliseconds since 1970.
    pub made_at: i64,
    /// The database: `sqlite` or `postgres`.
    pub database: String,
    /// The name of the site.
    pub site: String,
    /// What each table holds.
    pub tables: BTreeMap<String, Contents>,
    /// Each file's length and SHA-256, by its path in the archive.
    pub files: BTreeMap<PathBuf, Held>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Notes a file.
    pub(super) fn hold(&mut self, name: impl Into<PathBuf>, file: &Path) -> Result<(), Failure> {
        self.files.insert(name.into(), read(file).map_err(at(file))?);
        Ok(())
    }

    /// Whether the files in `folder` are those that were noted, and no others.
    pub(super) fn compare(&self, folder: &Path) -> Result<(), Failure> {
        for (name, held) in &self.files {
            let file = folder.join(name);
            if read(&file).map_err(at(&file))? != *held {
                return Err(Failure::Damaged(format!("{} is not what it was", name.display())));
            }
        }
        Ok(())
    }
}

fn read(file: &Path) -> io::Result<Held> {
    let mut hasher = Sha256::new();
    let bytes = io::copy(&mut fs::File::open(file)?, &mut Hashing(&mut hasher))?;
    Ok(Held { bytes, sha256: hex::encode(hasher.finalize()) })
}

/// Hashes what is written to it.
struct Hashing<'h>(&'h mut Sha256);

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
