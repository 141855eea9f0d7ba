//! The database of PostgreSQL, dumped and restored by its own programs.
use super::{Failure, at, file::ended};
use crate::db::{self, Contents, PgTx, Tx};
use percent_encoding::percent_decode_str;
use sqlx::PgPool;
use std::{
    collections::BTreeMap,
    fs::File,
    path::Path,
    process::{Command, Stdio},
};
use url::Url;

/// Dumps the database as it is at one moment; what each table holds at that moment.
pub(super) async fn dump(pool: &PgPool, url: &str, target: &Path) -> Result<BTreeMap<String, Contents>, Failure> {
    let mut tx = pool.begin().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *tx).await?;
    // Large tables take longer than a request may.
    sqlx::query("SET LOCAL statement_timeout = 0").execute(&mut *tx).await?;
    let snapshot: String = sqlx::query_scalar("SELECT pg_export_snapshot()").fetch_one(&mut *tx).await?;
    let file = File::create_new(target).map_err(at(target))?;
    // Compressed once, with everything else.
    let arguments =
        ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--exclude-schema=before_restore_*"];
    let mut command = program("pg_dump", url)?;
    let child =
        command.args(arguments).arg(format!("--snapshot={snapshot}")).stdout(file).stderr(Stdio::piped()).spawn();
    let child = child.map_err(|error| Failure::Program("pg_dump", error))?;
    let done = tokio::task::spawn_blocking(move || ended("pg_dump", child)).await;
    done.map_err(|error| Failure::Refused(error.to_string()))??;
    Ok(db::contents(&mut Tx::Postgres(PgTx::Writer(tx))).await?)
}

/// Puts a dump into an empty schema `public`, in one transaction.
pub(super) async fn put(url: &str, dump: &Path) -> Result<(), Failure> {
    let arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"];
    let source = File::open(dump).map_err(at(dump))?;
    let mut command = program("pg_restore", url)?;
    let child = command.args(arguments).stdin(source).stderr(Stdio::piped()).spawn();
    let child = child.map_err(|error| Failure::Program("pg_restore", error))?;
    let done = tokio::task::spawn_blocking(move || ended("pg_restore", child)).await;
    done.map_err(|error| Failure::Refused(error.to_string()))?
}

/// A program of PostgreSQL's for this database. The password goes through its environment: other users see arguments.
fn program(name: &'static str, url: &str) -> Result<Command, Failure> {
    let mut address = Url::parse(url).map_err(|error| Failure::Refused(format!("GUICHET_DATABASE_URL: {error}")))?;
    let mut command = Command::new(name);
    if let Some(encoded) = address.password() {
        command.env("PGPASSWORD", percent_decode_str(encoded).decode_utf8_lossy().as_ref());
        // An address with a password has a host, which is all this can fail for.
        let _ = address.set_password(None);
    }
    command.arg(format!("--dbname={address}"));
    Ok(command)
}
