//! A look at what a deployment needs, in sentences, with an exit code for scripts.
use crate::{
    App, audit,
    clock::Clock,
    config::{Profile, Settings},
};
use std::{path::Path, process::ExitCode};

/// How a check came out.
enum Finding {
    Good(String),
    /// Works, and should be looked at.
    Odd(String),
    Bad(String),
}

/// Looks at everything and prints what it finds.
pub async fn look(settings: Settings) -> ExitCode {
    let mut findings = about_settings(&settings);
    findings.push(disk(&settings.data_dir));
    findings.push(clock());
    match App::open(settings, Clock::system()).await {
        Ok(app) => {
            findings.extend(database(&app).await);
            app.db.close().await;
        }
        Err(error) => findings.push(Finding::Bad(format!("the server cannot start: {error}"))),
    }
    let mut code = ExitCode::SUCCESS;
    for finding in findings {
        match finding {
            Finding::Good(text) => println!("ok       {text}"),
            Finding::Odd(text) => println!("warning  {text}"),
            Finding::Bad(text) => {
                println!("error    {text}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

fn about_settings(settings: &Settings) -> Vec<Finding> {
    let production = settings.profile == Profile::Production;
    let mut findings = vec![Finding::Good(format!(
        "settings: {} profile, listening on {}",
        if production { "production" } else { "development" },
        settings.listen
    ))];
    if production && !settings.secure() {
        findings.push(Finding::Odd("GUICHET_PUBLIC_URL is not https: cookies and codes travel in clear".into()));
    }
    if !production && !settings.listen.ip().is_loopback() {
        findings.push(Finding::Odd("the development profile listens beyond this machine".into()));
    }
    if let Some(path) = &settings.secret_key_file {
        findings.push(secret_file(path));
    }
    findings
}

fn secret_file(path: &Path) -> Finding {
    use std::os::unix::fs::PermissionsExt;
    match std::fs::metadata(path) {
        Ok(meta) if meta.permissions().mode() & 0o077 != 0 => {
            Finding::Bad(format!("{} can be read by others: chmod 600 it", path.display()))
        }
        Ok(_) => Finding::Good("the secret is its owner's alone".into()),
        Err(error) => Finding::Bad(format!("GUICHET_SECRET_KEY_FILE {}: {error}", path.display())),
    }
}

/// Whether the data folder takes a file and keeps it.
fn disk(folder: &Path) -> Finding {
    let probe = folder.join(".doctor");
    let written = std::fs::create_dir_all(folder).and_then(|()| {
        let file = std::fs::File::create(&probe)?;
        file.sync_all()?;
        std::fs::remove_file(&probe)
    });
    match written {
        Ok(()) => Finding::Good(format!("the data folder {} can be written", folder.display())),
        Err(error) => Finding::Bad(format!("the data folder {}: {error}", folder.display())),
    }
}

/// A clock before this program was made is wrong.
fn clock() -> Finding {
    const MADE_AT: i64 = 1_767_225_600_000;
    if Clock::system().now() < MADE_AT {
        Finding::Bad("the clock is wrong: set it, or start a time service".into())
    } else {
        Finding::Good("the clock is plausible".into())
    }
}

async fn database(app: &App) -> Vec<Finding> {
    match app.db.pending_migrations().await {
        Ok(0) => {}
        Ok(pending) => return vec![Finding::Bad(format!("{pending} migrations are pending: run guichet migrate"))],
        Err(error) => return vec![Finding::Bad(format!("the database does not answer: {error}"))],
    }
    let mut findings =
        vec![Finding::Good(format!("the {} database answers and its schema is up to date", app.db.kind()))];
    let verified = match app.db.read().await {
        Ok(mut tx) => audit::verify(&mut tx, Some(&app.settings.data_dir.join("archives"))).await,
        Err(error) => Err(error.into()),
    };
    findings.push(match verified {
        Ok(verification) if verification.fault.is_none() => Finding::Good("the audit chain is whole".into()),
        Ok(verification) => Finding::Bad(verification.to_string()),
        Err(_) => Finding::Bad("the audit chain cannot be read".into()),
    });
    findings
}
