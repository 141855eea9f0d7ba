//! Versioned migrations: one text for both databases, and what must differ beside it.
use super::{Db, Pool};
use sqlx::migrate::{MigrateError, Migration, Migrator};

static COMMON: Migrator = sqlx::migrate!("../migrations");
static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

fn merged(own: &Migrator) -> Migrator {
    let mut all: Vec<Migration> = COMMON.iter().chain(own.iter()).cloned().collect();
    all.sort_by_key(|migration| migration.version);
    Migrator::with_migrations(all)
}

/// How many migrations a database has seen; the table is the library's.
const APPLIED: &str = "SELECT COUNT(*) FROM _sqlx_migrations WHERE success";

/// What is wrong with the file of the database.
#[derive(Debug, thiserror::Error)]
#[error("the database is damaged: {0}. Nothing was changed. Restore a backup, and keep this file to look into")]
pub struct Damage(String);

impl Damage {
    /// Whether this is what SQLite says of a file that is not what it wrote: `SQLITE_CORRUPT` or `SQLITE_NOTADB`.
    #[must_use]
    pub fn of(error: &sqlx::Error) -> Option<Self> {
        let sqlx::Error::Database(said) = error else { return None };
        matches!(said.code()?.as_ref(), "11" | "26").then(|| Self(said.message().to_owned()))
    }
}

impl Db {
    /// How many migrations this version has and the database has not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pending_migrations(&self) -> sqlx::Result<i64> {
        let own = if self.postgres().is_some() { &POSTGRES } else { &SQLITE };
        let known = i64::try_from(merged(own).iter().count()).unwrap_or(i64::MAX);
        let mut tx = self.read().await?;
        let applied: sqlx::Result<i64> = crate::on!(&mut tx, |c| sqlx::query_scalar(APPLIED).fetch_one(c).await);
        match applied {
            Ok(applied) => Ok(known - applied),
            // Not a single migration yet: the table itself is missing.
            Err(sqlx::Error::Database(_)) => Ok(known),
            Err(error) => Err(error),
        }
    }

    /// Walks through a SQLite file: a server that worked on with a damaged one would spread the damage. PostgreSQL checks its
    /// pages itself.
    ///
    /// # Errors
    /// Saying what is damaged.
    pub async fn check(&self) -> Result<(), Damage> {
        let Pool::Sqlite { readers, .. } = &self.pool else { return Ok(()) };
        match sqlx::query_scalar::<_, String>("PRAGMA quick_check(1)").fetch_one(readers).await {
            Ok(word) if word == "ok" => Ok(()),
            Ok(found) => Err(Damage(found)),
            Err(error) => Err(Damage(error.to_string())),
        }
    }

    /// Brings the schema up to date. Running it again changes nothing.
    ///
    /// # Errors
    /// When a migration fails, or the database was migrated by a newer version of the program.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        match &self.pool {
            Pool::Sqlite { writer, .. } => writer.prepare(&merged(&SQLITE)).await,
            Pool::Postgres(pool) => merged(&POSTGRES).run(pool).await,
        }
    }
}
