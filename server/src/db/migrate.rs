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

impl Db {
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
