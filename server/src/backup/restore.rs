//! Restoring a backup. All that can be wrong with it is found before anything is touched.
use super::{FOLDERS, Failure, Key, Manifest, POSTGRES_FILE, SECRET, SQLITE_FILE, at, file, postgres, sqlite};
use crate::{
    clock::Clock,
    config::Settings,
    db::{self, PgTx, Tx},
};
use sqlx::{AssertSqlSafe, PgPool, sqlite::SqliteConnectOptions};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    str::FromStr,
};
use tempfile::TempDir;

/// What was restored.
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// Where that is which it took the place of.
    pub before: Option<String>,
    /// The secret was written, or the backup had none.
    pub has_secret: bool,
}

/// Looks through a backup and touches nothing.
///
/// # Errors
/// When it cannot be read with this key, or is damaged.
pub async fn check(settings: &Settings, file: &Path, key: &Key) -> Result<Manifest, Failure> {
    open(settings, file, key).await.map(|(manifest, _)| manifest)
}

/// Puts a backup in the place of what the server has. What was there is put aside when `replace` says so.
///
/// # Errors
/// When the backup is damaged, is of another kind of database, a server is running, or there is something it may not
/// replace. What was there is still there then.
pub async fn restore(settings: &Settings, file: &Path, key: &Key, replace: bool) -> Result<Restored, Failure> {
    let (manifest, work) = open(settings, file, key).await?;
    let url = settings.database();
    let kind = if url.starts_with("sqlite:") { "sqlite" } else { "postgres" };
    if kind != manifest.database {
        let found = &manifest.database;
        return Err(Failure::Refused(format!(
            "the backup is one of {found}; GUICHET_DATABASE_URL names a database of {kind}"
        )));
    }
    let _alone = settings.hold_data_dir().map_err(Failure::Refused)?;
    let stamp = Clock::system().now();
    let aside = settings.data_dir.join(format!("before-restore-{stamp}"));
    let mut before = None;
    if kind == "postgres" {
        let schema = format!("before_restore_{stamp}");
        if into_postgres(&url, &work.path().join(POSTGRES_FILE), &manifest, &schema, replace).await? {
            before = Some(format!("the schema {schema}"));
        }
    } else {
        let file = SqliteConnectOptions::from_str(&url)?.get_filename().to_owned();
        let suffixed = |suffix: &str| PathBuf::from(format!("{}{suffix}", file.display()));
        let old: Vec<PathBuf> = ["", "-wal", "-shm"].map(suffixed).into_iter().filter(|file| file.exists()).collect();
        if !old.is_empty() && !replace {
            return Err(Failure::Refused(format!(
                "{} is there already: say --replace to put it aside",
                file.display()
            )));
        }
        for file in old {
            put_aside(&file, &aside)?;
        }
        put(&work.path().join(SQLITE_FILE), &file)?;
    }
    for folder in FOLDERS {
        let (from, to) = (work.path().join(folder), settings.data_dir.join(folder));
        if to.exists() {
            put_aside(&to, &aside)?;
        }
        if from.exists() {
            put(&from, &to)?;
        }
    }
    let has_secret = restore_secret(settings, work.path(), &aside)?;
    File::open(&settings.data_dir).and_then(|folder| folder.sync_all()).map_err(at(&settings.data_dir))?;
    if aside.exists() {
        before =
            Some(before.map_or_else(String::new, |schema| format!("{schema} and ")) + &aside.display().to_string());
    }
    Ok(Restored { manifest, before, has_secret })
}

/// Decrypts a backup into a folder beside the data, and looks through it.
async fn open(settings: &Settings, file: &Path, key: &Key) -> Result<(Manifest, TempDir), Failure> {
    let data = &settings.data_dir;
    std::os::unix::fs::DirBuilderExt::mode(fs::DirBuilder::new().recursive(true), 0o700)
        .create(data)
        .map_err(at(data))?;
    let work = tempfile::Builder::new().prefix(".restore-").tempdir_in(data).map_err(at(data))?;
    let manifest = file::read(file, key, work.path())?;
    if manifest.database == "sqlite" && sqlite::look(&work.path().join(SQLITE_FILE)).await? != manifest.tables {
        return Err(Failure::Damaged("its tables are not what they were".into()));
    }
    Ok((manifest, work))
}

/// The secret that belongs to the data. One that was there is put aside.
fn restore_secret(settings: &Settings, work: &Path, aside: &Path) -> Result<bool, Failure> {
    let from = work.join(SECRET);
    if !from.exists() {
        return Ok(true);
    }
    if settings.secret_key.is_some() {
        return Ok(false);
    }
    let to = settings.secret_file();
    let (old, new) = (fs::read(&to).ok(), fs::read(&from).map_err(at(&from))?);
    if old.as_ref() == Some(&new) {
        return Ok(true);
    }
    if let Some(old) = old {
        fs::create_dir_all(aside).map_err(at(aside))?;
        write_secret(&aside.join(SECRET), &old)?;
    }
    write_secret(&to, &new)?;
    Ok(true)
}

/// In its place: who may write the file may not always make one beside it.
fn write_secret(path: &Path, secret: &[u8]) -> Result<(), Failure> {
    let mut options = File::options();
    std::os::unix::fs::OpenOptionsExt::mode(options.write(true).create(true).truncate(true), 0o600);
    let written = options.open(path).and_then(|mut file| {
        std::io::Write::write_all(&mut file, secret)?;
        file.sync_all()
    });
    written.map_err(at(path))
}

fn put_aside(path: &Path, aside: &Path) -> Result<(), Failure> {
    fs::create_dir_all(aside).map_err(at(aside))?;
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    fs::rename(path, aside.join(name)).map_err(at(path))
}

fn put(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::rename(from, to).map_err(at(to))
}

/// Restores into PostgreSQL; whether something was put aside.
async fn into_postgres(
    url: &str,
    dump: &Path,
    manifest: &Manifest,
    aside: &str,
    replace: bool,
) -> Result<bool, Failure> {
    const OTHERS: &str =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    const TABLES: &str =
        "SELECT COUNT(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace";
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1).connect(url).await?;
    let others: i64 = sqlx::query_scalar(OTHERS).fetch_one(&pool).await?;
    if others > 0 {
        return Err(Failure::Refused(format!(
            "{others} others are connected to the database: stop every server first"
        )));
    }
    let tables: i64 = sqlx::query_scalar(TABLES).fetch_one(&pool).await?;
    if tables > 0 && !replace {
        return Err(Failure::Refused("the database is not empty: say --replace to put it aside".into()));
    }
    if tables > 0 {
        run(&pool, format!("ALTER SCHEMA public RENAME TO {aside}")).await?;
        run(&pool, "CREATE SCHEMA public".into()).await?;
    }
    let restored = match postgres::put(url, dump).await {
        Ok(()) => compare(&pool, manifest).await,
        failed => failed,
    };
    if restored.is_err() {
        run(&pool, "DROP SCHEMA public CASCADE".into()).await?;
        let back =
            if tables > 0 { format!("ALTER SCHEMA {aside} RENAME TO public") } else { "CREATE SCHEMA public".into() };
        run(&pool, back).await?;
    }
    pool.close().await;
    restored.map(|()| tables > 0)
}

/// `sql` holds nothing but our own words and the time.
async fn run(pool: &PgPool, sql: String) -> Result<(), Failure> {
    sqlx::query(AssertSqlSafe(sql)).execute(pool).await?;
    Ok(())
}

async fn compare(pool: &PgPool, manifest: &Manifest) -> Result<(), Failure> {
    let mut tx = Tx::Postgres(PgTx::Writer(pool.begin().await?));
    let contents = db::contents(&mut tx).await?;
    if contents == manifest.tables {
        return Ok(());
    }
    let other = manifest.tables.keys().find(|name| contents.get(*name) != manifest.tables.get(*name));
    Err(Failure::Damaged(format!("the table {} is not what it was", other.map_or("?", String::as_str))))
}
