//! Small files in the state folder, which the station alone may read.
use crate::platform;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// What was kept makes no sense.
pub fn invalid(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// The bytes of a file, when it is there.
///
/// # Errors
/// When it is there and cannot be read.
pub fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The text of a file, when it is there.
///
/// # Errors
/// When it is there and is no text.
pub fn text(path: &Path) -> io::Result<Option<String>> {
    let text = bytes(path)?.map(String::from_utf8).transpose().map_err(invalid)?;
    Ok(text.map(|text| text.trim().to_owned()))
}

/// Writes a file that nobody else may read, whole or not at all.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    platform::keep_private(&mut options);
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}
