//! An archive of the log: gzip, one row a line, in JSON that gives back every byte that was hashed.
use super::chain::{Head, Row};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

/// An archive being written, under a name of its own until it is whole.
pub(super) struct Writer {
    encoder: GzEncoder<BufWriter<File>>,
    part: PathBuf,
    path: PathBuf,
}

impl Writer {
    /// Starts the archive `path`, making its folder if need be.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let part = path.with_extension("part");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = BufWriter::new(options.open(&part)?);
        Ok(Self { encoder: GzEncoder::new(file, Compression::default()), part, path: path.to_owned() })
    }

    pub(super) fn append(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            serde_json::to_writer(&mut self.encoder, row)?;
            self.encoder.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Writes all of it to the disk, and gives it its name.
    pub(super) fn finish(self) -> io::Result<()> {
        let file = self.encoder.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&self.part, &self.path)?;
        match self.path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

/// What an archive holds, as far as it is sound.
pub(super) struct Contents {
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// The last row that follows from those before.
    pub last: Head,
    /// The hashes of all rows up to it.
    pub hashes: Vec<[u8; 32]>,
    /// The place of the first row that does not follow, and whether it was altered itself.
    pub fault: Option<(i64, bool)>,
}

/// Reads a whole archive whose first row must follow `before`. `each` sees the sound rows.
///
/// # Errors
/// When the file cannot be read or is no archive.
pub(super) fn read(path: &Path, before: &Head, mut each: impl FnMut(&Row)) -> io::Result<Contents> {
    let sha256 = hash(path)?;
    let mut contents = Contents { sha256, last: before.clone(), hashes: Vec::new(), fault: None };
    for line in BufReader::new(MultiGzDecoder::new(File::open(path)?)).lines() {
        let row: Row = serde_json::from_str(&line?)?;
        let altered = row.expected_hash() != row.hash;
        let follows = row.seq == contents.last.seq + 1 && row.prev_hash == contents.last.hash;
        if altered || !follows {
            contents.fault = Some((contents.last.seq + 1, altered));
            break;
        }
        each(&row);
        // A hash that is the row's own is 32 bytes long.
        contents.hashes.extend(<[u8; 32]>::try_from(row.hash.as_slice()));
        contents.last = Head { seq: row.seq, hash: row.hash };
    }
    Ok(contents)
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(hasher.finalize())),
            read => hasher.update(&buffer[..read]),
        }
    }
}
