//! One SQL text, two databases.
//!
//! [`Tx`] is a connection to whichever database this installation uses; the [`on!`](crate::on)
//! macro runs one query on it. [`Change`] is the only way to write: it knows who acts, and it is
//! kept only with the audit lines that say what happened.
mod change;
mod group;
mod migrate;
mod tables;
mod values;

pub use change::{Actor, ActorKind, Change, Event, Unaudited};
pub use group::GroupStats;
pub use migrate::Damage;
pub use tables::{Contents, contents, of_sqlite as contents_of_sqlite};
pub(crate) use values::nameless;
pub use values::{pieces, places, with_places};

use crate::{clock::Clock, live::Live};
use group::{Turn, Writer};
use sqlx::{
    ConnectOptions, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    ops::{Deref, DerefMut},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

/// How many prepared statements a connection keeps: all of ours, with room for filtered lists.
const STATEMENT_CACHE: usize = 500;

/// The database.
#[derive(Clone)]
pub struct Db {
    pool: Pool,
    clock: Clock,
    live: Live,
}

#[derive(Clone)]
enum Pool {
    Sqlite { readers: SqlitePool, writer: Arc<Writer> },
    Postgres(PgPool),
}

/// A connection to read with, or the transaction of a [`Change`].
pub enum Tx {
    /// SQLite.
    Sqlite(SqliteTx),
    /// PostgreSQL.
    Postgres(PgTx),
}

/// A reader's connection, or this change's turn with the one writer.
pub enum SqliteTx {
    #[doc(hidden)]
    Reader(PoolConnection<Sqlite>),
    #[doc(hidden)]
    Writer(Turn),
}

/// A reader's connection, or a change's transaction.
pub enum PgTx {
    #[doc(hidden)]
    Reader(PoolConnection<Postgres>),
    #[doc(hidden)]
    Writer(Transaction<'static, Postgres>),
}

/// Runs the same query on whichever database the transaction belongs to.
#[macro_export]
macro_rules! on {
    ($tx:expr, |$c:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(t) => {
                let $c: &mut sqlx::SqliteConnection = t;
                $body
            }
            $crate::db::Tx::Postgres(t) => {
                let $c: &mut sqlx::PgConnection = t;
                $body
            }
        }
    };
}

/// Names each statement once, and lists them so that a test can prepare all on both databases.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+
        /// This module's statements by name.
        pub const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $sql)),+];
    };
}

impl Db {
    /// Opens the database at `url`, creating a SQLite file that is not there.
    ///
    /// # Errors
    /// When the URL is wrong or the database cannot be reached.
    pub async fn connect(url: &str, clock: Clock, live: Live) -> sqlx::Result<Self> {
        let pool = if url.starts_with("sqlite:") {
            Self::sqlite(url, live.clone()).await?
        } else {
            let options = PgConnectOptions::from_str(url)?
                .statement_cache_capacity(STATEMENT_CACHE)
                .options([("statement_timeout", "20000"), ("lock_timeout", "10000")])
                .disable_statement_logging();
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(5))
                .connect_with(options)
                .await?;
            Pool::Postgres(pool)
        };
        Ok(Self { pool, clock, live })
    }

    async fn sqlite(url: &str, live: Live) -> sqlx::Result<Pool> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(STATEMENT_CACHE)
            .disable_statement_logging();
        let writer = Writer::open(&options, live).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Pool::Sqlite { readers, writer })
    }

    /// The word for the database in use: `sqlite` or `postgres`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.pool {
            Pool::Sqlite { .. } => "sqlite",
            Pool::Postgres(_) => "postgres",
        }
    }

    /// A connection to read with. What is not a [`Change`] cannot write on SQLite, and must not
    /// on PostgreSQL.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn read(&self) -> sqlx::Result<Tx> {
        Ok(match &self.pool {
            Pool::Sqlite { readers, .. } => Tx::Sqlite(SqliteTx::Reader(readers.acquire().await?)),
            Pool::Postgres(pool) => Tx::Postgres(PgTx::Reader(pool.acquire().await?)),
        })
    }

    /// Opens a write transaction in somebody's name.
    ///
    /// # Errors
    /// When the database is locked or cannot be reached.
    pub async fn change(&self, actor: Actor) -> sqlx::Result<Change> {
        Ok(Change::new(self.write().await?, self.clone(), actor))
    }

    async fn write(&self) -> sqlx::Result<Tx> {
        match &self.pool {
            Pool::Sqlite { writer, .. } => Ok(Tx::Sqlite(SqliteTx::Writer(writer.begin().await?))),
            Pool::Postgres(pool) => {
                // In a task of its own: a `begin` that is dropped half-way gives its connection
                // back to the pool inside an open transaction.
                let pool = pool.clone();
                let begun = tokio::spawn(async move { pool.begin().await });
                let tx = begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??;
                Ok(Tx::Postgres(PgTx::Writer(tx)))
            }
        }
    }

    /// How the SQLite writer has grouped its commits; zeros on PostgreSQL.
    #[must_use]
    pub fn group_stats(&self) -> GroupStats {
        match &self.pool {
            Pool::Sqlite { writer, .. } => writer.stats(),
            Pool::Postgres(_) => GroupStats::default(),
        }
    }

    /// The pool of PostgreSQL, for LISTEN; `None` on SQLite, where one process is all there is.
    #[must_use]
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.pool {
            Pool::Sqlite { .. } => None,
            Pool::Postgres(pool) => Some(pool),
        }
    }

    /// Closes every connection, after what was begun is done.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

impl Deref for SqliteTx {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        match self {
            Self::Reader(connection) => connection,
            Self::Writer(turn) => turn,
        }
    }
}

impl DerefMut for SqliteTx {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Reader(connection) => connection,
            Self::Writer(turn) => turn,
        }
    }
}

impl Deref for PgTx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        match self {
            Self::Reader(connection) => connection,
            Self::Writer(tx) => tx,
        }
    }
}

impl DerefMut for PgTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            Self::Reader(connection) => connection,
            Self::Writer(tx) => tx,
        }
    }
}
