//! The file of a backup: a compressed archive, encrypted by `age` for the holders of private keys.
use super::{Failure, Manifest, at, manifest};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The private key that a backup is read with.
pub enum Key {
    /// It stands in this file.
    File(PathBuf),
    /// Its text, which is never written down.
    Text(String),
}

/// Writes the archive of `files` (by name, from where they are now) to `target`, readable for the owner alone and for the
/// holders of the keys listed in `recipients`. It has its name only once it is complete and on the disk.
pub(super) fn write(
    target: &Path,
    recipients: &Path,
    manifest: &Manifest,
    files: &[(PathBuf, PathBuf)],
) -> Result<(), Failure> {
    let mut partial = target.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let written = write_partial(&partial, recipients, manifest, files);
    let named = written.and_then(|()| fs::rename(&partial, target).map_err(at(target)));
    if named.is_err() {
        // What is there of it is of no use to anybody.
        let _ = fs::remove_file(&partial);
    }
    named
}

fn write_partial(
    partial: &Path,
    recipients: &Path,
    manifest: &Manifest,
    files: &[(PathBuf, PathBuf)],
) -> Result<(), Failure> {
    let mut options = File::options();
    std::os::unix::fs::OpenOptionsExt::mode(options.write(true).create(true).truncate(true), 0o600);
    let file = options.open(partial).map_err(at(partial))?;
    let copy = file.try_clone().map_err(at(partial))?;
    let mut age = Command::new("age")
        .args(["--encrypt", "--recipients-file"])
        .arg(recipients)
        .stdin(Stdio::piped())
        .stdout(copy)
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::Program("age", error))?;
    // A pipe that breaks is explained by how the program ended.
    let packed = age.stdin.take().map_or(Ok(()), |stdin| pack(stdin, manifest, files));
    ended("age", age)?;
    packed.map_err(at(partial))?;
    file.sync_all().map_err(at(partial))
}

fn pack(target: impl Write, manifest: &Manifest, files: &[(PathBuf, PathBuf)]) -> io::Result<()> {
    let mut archive = tar::Builder::new(GzEncoder::new(target, Compression::fast()));
    let text = serde_json::to_vec_pretty(manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o600);
    archive.append_data(&mut header, manifest::NAME, text.as_slice())?;
    for (name, file) in files {
        archive.append_path_with_name(file, name)?;
    }
    archive.into_inner()?.finish()?.flush()
}

/// Decrypts and unpacks a backup into an empty folder, and compares every file with what the manifest says of it.
pub(super) fn read(file: &Path, key: &Key, folder: &Path) -> Result<Manifest, Failure> {
    let source = File::open(file).map_err(at(file))?;
    let mut command = Command::new("age");
    command.args(["--decrypt", "--identity"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut age = match key {
        Key::File(path) => command.arg(path).stdin(source).spawn(),
        Key::Text(_) => command.arg("-").arg(file).stdin(Stdio::piped()).spawn(),
    }
    .map_err(|error| Failure::Program("age", error))?;
    if let (Key::Text(text), Some(mut stdin)) = (key, age.stdin.take()) {
        // A pipe that breaks is explained by how the program ended.
        let _ = stdin.write_all(text.as_bytes());
    }
    let unpacked = age.stdout.take().map_or(Ok(()), |stdout| unpack(stdout, folder));
    // A flipped byte is `age`'s to find; what it lets through is whole.
    ended("age", age).map_err(|failure| Failure::Damaged(failure.to_string()))?;
    unpacked.map_err(|error| Failure::Damaged(error.to_string()))?;
    let text =
        fs::read(folder.join(manifest::NAME)).map_err(|_| Failure::Damaged("it says nothing of itself".into()))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| Failure::Damaged(error.to_string()))?;
    manifest.compare(folder)?;
    Ok(manifest)
}

fn unpack(source: impl Read, folder: &Path) -> io::Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(source));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let is_inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || !entry.header().entry_type().is_file() {
            return Err(io::Error::other(format!("{} does not belong in a backup", path.display())));
        }
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        io::copy(&mut entry, &mut File::create_new(target)?)?;
    }
    // To its very end: what was cut off is missed there.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map(drop)
}

/// Waits for a program, and says what it said when it failed.
pub(super) fn ended(name: &'static str, child: Child) -> Result<(), Failure> {
    let output = child.wait_with_output().map_err(|error| Failure::Program(name, error))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::Ended(name, output.status, String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
