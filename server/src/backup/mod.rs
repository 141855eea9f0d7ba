//! Backups: one encrypted file with the database, the files beside it and the secret, made while the server works; looked
//! through before it is called a backup, and once more before it takes the place of anything.
//!
//! Encryption is `age`'s; PostgreSQL is dumped and restored by its own programs.
mod file;
mod manifest;
mod postgres;
mod restore;
mod save;
mod sqlite;

pub use file::Key;
pub use manifest::Manifest;
pub use restore::{Restored, check, restore};
pub use save::save;

use std::{io, path::PathBuf, process::ExitStatus};

/// Folders beside the database that a backup holds. Images and packages are built or fetched again.
const FOLDERS: [&str; 2] = ["photos", "archives"];
/// The secret, in a backup.
const SECRET: &str = "secret.key";
/// The database of SQLite, in a backup.
const SQLITE_FILE: &str = "guichet.db";
/// The dump of PostgreSQL, in a backup.
const POSTGRES_FILE: &str = "guichet.dump";

/// Why a backup could not be made or restored. Whatever it is, the file or the server's data are as they were before.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file or folder.
    #[error("{0}: {1}")]
    File(PathBuf, #[source] io::Error),
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A program that is needed is not there.
    #[error("the program `{0}` cannot be started ({1}): install it")]
    Program(&'static str, #[source] io::Error),
    /// A program ended with an error.
    #[error("`{0}` ended with {1}: {2}")]
    Ended(&'static str, ExitStatus, String),
    /// The backup is not what it was when it was made.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// The backup cannot be restored here.
    #[error("{0}")]
    Refused(String),
}

/// Says which file it was.
fn at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Failure {
    let path = path.into();
    move |error| Failure::File(path, error)
}
