//! The journal as a file in the state folder.
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

const NAME: &str = "journal.log";
const EARLIER: &str = "journal.1.log";
/// A line has some hundred bytes, a busy day some thousand lines.
const LARGEST_BYTES: u64 = 4 << 20;

/// What writes the journal: a file, or else standard error.
#[must_use]
pub fn journal(folder: &Path) -> Option<BoxMakeWriter> {
    tell_panics();
    Some(match open(folder) {
        Ok(file) => BoxMakeWriter::new(Mutex::new(file)),
        Err(error) => {
            eprintln!("the journal cannot be kept in {}: {error}", folder.display());
            BoxMakeWriter::new(io::stderr)
        }
    })
}

fn open(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join(NAME);
    if fs::metadata(&path).is_ok_and(|file| file.len() > LARGEST_BYTES) {
        fs::rename(&path, folder.join(EARLIER))?;
    }
    File::options().create(true).append(true).open(path)
}

/// A window's program has no standard error that anybody reads.
fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
}
