//! Making a backup.
use super::{FOLDERS, Failure, Manifest, POSTGRES_FILE, SECRET, SQLITE_FILE, at, file, postgres, sqlite};
use crate::App;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Writes a backup into `target`, for the holders of the private keys whose public ones stand in the file `recipients`.
///
/// # Errors
/// When a part cannot be read or written; no file is left then.
pub async fn save(app: &App, target: &Path, recipients: &Path) -> Result<Manifest, Failure> {
    if target.exists() {
        return Err(Failure::Refused(format!("{} is there already", target.display())));
    }
    let settings = &app.settings;
    let work =
        tempfile::Builder::new().prefix(".backup-").tempdir_in(&settings.data_dir).map_err(at(&settings.data_dir))?;
    let mut manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: app.clock.now(),
        database: app.db.kind().to_owned(),
        site: settings.site_name.clone(),
        tables: BTreeMap::new(),
        files: BTreeMap::new(),
    };
    let database = if let Some(pool) = app.db.postgres() {
        let dump = work.path().join(POSTGRES_FILE);
        manifest.tables = postgres::dump(pool, &settings.database(), &dump).await?;
        dump
    } else {
        let copy = work.path().join(SQLITE_FILE);
        sqlite::copy(&settings.database(), &copy).await?;
        manifest.tables = sqlite::look(&copy).await?;
        copy
    };
    let mut files = vec![(name_of(&database), database)];
    for folder in FOLDERS {
        keep_folder(&settings.data_dir, Path::new(folder), work.path(), &mut files)?;
    }
    let secret = settings.secret_file();
    if settings.secret_key.is_none() && secret.exists() {
        files.push((SECRET.into(), secret));
    }
    for (name, file) in &files {
        manifest.hold(name, file)?;
    }
    let (target, recipients) = (target.to_owned(), recipients.to_owned());
    let written = tokio::task::spawn_blocking(move || {
        file::write(&target, &recipients, &manifest, &files)?;
        drop(work);
        Ok(manifest)
    });
    written.await.map_err(|error| Failure::Refused(error.to_string()))?
}

fn name_of(file: &Path) -> PathBuf {
    file.file_name().map(PathBuf::from).unwrap_or_default()
}

/// Keeps the files of a folder as they are now, though they may be removed before they are packed.
fn keep_folder(data: &Path, folder: &Path, work: &Path, files: &mut Vec<(PathBuf, PathBuf)>) -> Result<(), Failure> {
    let here = data.join(folder);
    let entries = match fs::read_dir(&here) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(at(&here))?,
    };
    fs::create_dir_all(work.join(folder)).map_err(at(work))?;
    for entry in entries {
        let entry = entry.map_err(at(&here))?;
        let name = folder.join(entry.file_name());
        if entry.file_type().map_err(at(entry.path()))?.is_dir() {
            keep_folder(data, &name, work, files)?;
            continue;
        }
        let kept = work.join(&name);
        match fs::hard_link(entry.path(), &kept) {
            Ok(()) => files.push((name, kept)),
            // It was removed meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::File(entry.path(), error)),
        }
    }
    Ok(())
}
