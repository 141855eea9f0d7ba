//! Backups, from the command line.
use super::Failure;
use crate::{
    App, audit,
    backup::{self, Key, Manifest},
    clock::Clock,
    config::Settings,
};
use std::{
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

pub(super) async fn save(app: &App, file: &Path, recipients: &Path) -> Result<ExitCode, Failure> {
    let manifest = backup::save(app, file, recipients).await?;
    println!("{}: {}", file.display(), summary(&manifest));
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn restore(
    settings: &Settings,
    file: &Path,
    identity: Option<PathBuf>,
    replace: bool,
    check: bool,
) -> Result<ExitCode, Failure> {
    let key = if let Some(path) = identity {
        Key::File(path)
    } else {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        Key::Text(text)
    };
    if check {
        let manifest = backup::check(settings, file, &key).await?;
        println!("{} is sound: {}", file.display(), summary(&manifest));
        return Ok(ExitCode::SUCCESS);
    }
    let restored = backup::restore(settings, file, &key, replace).await?;
    println!("{} is restored: {}", file.display(), summary(&restored.manifest));
    if let Some(before) = restored.before {
        println!("What was there before is in {before}.");
    }
    if !restored.has_secret {
        println!(
            "Its secret was not written: this installation is given one with GUICHET_SECRET_KEY, which must be the same."
        );
    }
    let app = App::open(settings.clone(), Clock::system()).await?;
    let archives = settings.data_dir.join("archives");
    let verification = audit::verify(&mut app.db.read().await?, Some(&archives)).await?;
    app.db.close().await;
    println!("{verification}");
    Ok(if verification.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn summary(manifest: &Manifest) -> String {
    let rows: u64 = manifest.tables.values().map(|table| table.rows).sum();
    let (tables, files) = (manifest.tables.len(), manifest.files.len());
    let made = chrono::DateTime::from_timestamp_millis(manifest.made_at).unwrap_or_default();
    let made = made.format("%Y-%m-%d %H:%M:%S UTC");
    format!("{} of {made}, {} with {rows} rows in {tables} tables, {files} files", manifest.site, manifest.database)
}
