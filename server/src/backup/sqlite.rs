//! The database of SQLite: one file, copied while others write to it.
use super::{Failure, at};
use crate::db::{Contents, contents_of_sqlite};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{collections::BTreeMap, fs::File, path::Path, str::FromStr};

/// Copies the database at `url`, as it is at one moment, into a file that is not there yet.
pub(super) async fn copy(url: &str, target: &Path) -> Result<(), Failure> {
    let mut connection = SqliteConnectOptions::from_str(url)?.connect().await?;
    let target_name =
        target.to_str().ok_or_else(|| Failure::Refused(format!("{}: its name is not UTF-8", target.display())))?;
    sqlx::query("VACUUM INTO $1").bind(target_name).execute(&mut connection).await?;
    connection.close().await?;
    File::open(target).and_then(|file| file.sync_all()).map_err(at(target))
}

/// Looks through a database file that nobody else uses: is it sound, and what does each table hold?
pub(super) async fn look(file: &Path) -> Result<BTreeMap<String, Contents>, Failure> {
    let mut connection = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await?;
    if sound != "ok" {
        return Err(Failure::Damaged(sound));
    }
    let contents = contents_of_sqlite(&mut connection).await?;
    SqliteConnection::close(connection).await?;
    Ok(contents)
}
