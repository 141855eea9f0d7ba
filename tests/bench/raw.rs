//! Raw inserts, with what the server's own connections are set to, and nothing else.
use crate::{
    child::own_cpu_s,
    site::{Kind, database},
    table::figure,
};
use sqlx::{
    Connection, Executor, PgPool, SqliteConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::Path,
    str::FromStr,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Inserts that share a commit on SQLite.
const GROUP: usize = 64;
/// Connections that write at once on PostgreSQL, as many as the server's pool has.
const AT_ONCE: usize = 16;

const TABLE: &str = "CREATE TABLE raw_rows (id BYTEA NOT NULL PRIMARY KEY, at BIGINT NOT NULL, what TEXT NOT NULL, hash BYTEA NOT NULL)";
const INSERT: &str = "INSERT INTO raw_rows (id, at, what, hash) VALUES ($1, $2, $3, $4)";
/// As long as a line of audit is.
const WHAT: &str =
    r#"station validation_code session {"station_id":"01938f2a-7c1e-7d3a-9b52-3f6a1c2d4e5f"} 127.0.0.1 kiosk"#;

/// Rows that were written.
pub struct Rows {
    pub count: f64,
    pub elapsed: Duration,
    pub cpu_s: f64,
}

impl Rows {
    pub fn per_second(&self) -> f64 {
        self.count / self.elapsed.as_secs_f64()
    }

    pub fn cpu_us(&self) -> f64 {
        self.cpu_s * 1e6 / self.count
    }
}

/// A database with one table.
pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgPool),
}

macro_rules! insert {
    ($connection:expr) => {
        sqlx::query(INSERT)
            .bind(Uuid::from_bytes(rand::random()).as_bytes().as_slice())
            .bind(1_795_150_800_000_i64)
            .bind(WHAT)
            .bind([7_u8; 32].as_slice())
            .execute($connection)
            .await
            .expect("a row")
    };
}

impl Raw {
    pub async fn open(kind: Kind, beside: &Path) -> Self {
        match kind {
            Kind::Sqlite => {
                let url = format!("sqlite:{}", beside.join("raw.db").display());
                let options = SqliteConnectOptions::from_str(&url)
                    .expect("a URL")
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full);
                let mut connection = SqliteConnection::connect_with(&options).await.expect("a file");
                connection.execute(TABLE).await.expect("a table");
                Self::Sqlite(connection)
            }
            Kind::Postgres => {
                let url = database(kind, beside).await;
                let connections = u32::try_from(AT_ONCE).unwrap_or(1);
                let pool = PgPoolOptions::new().max_connections(connections).connect(&url).await.expect("a database");
                pool.execute(TABLE).await.expect("a table");
                Self::Postgres(pool)
            }
        }
    }

    /// As the server writes: 64 in a transaction on SQLite, sixteen transactions at once on PostgreSQL.
    pub async fn grouped(&mut self, count: usize) -> Rows {
        let (before, begun) = (own_cpu_s(), Instant::now());
        self.write(count).await;
        Rows { count: figure(count), elapsed: begun.elapsed(), cpu_s: own_cpu_s() - before }
    }

    /// When each row was on the disk, in milliseconds after the first was begun.
    pub async fn lateness(&mut self, count: usize) -> Vec<f64> {
        let begun = Instant::now();
        let kept = self.write(count).await;
        kept.into_iter().map(|kept| (kept - begun).as_secs_f64() * 1000.0).collect()
    }

    async fn write(&mut self, count: usize) -> Vec<Instant> {
        let mut kept = Vec::with_capacity(count);
        match self {
            Self::Sqlite(connection) => {
                while kept.len() < count {
                    let size = GROUP.min(count - kept.len());
                    connection.execute("BEGIN IMMEDIATE").await.expect("a transaction");
                    for _ in 0..size {
                        insert!(&mut *connection);
                    }
                    connection.execute("COMMIT").await.expect("a commit");
                    kept.resize(kept.len() + size, Instant::now());
                }
            }
            Self::Postgres(pool) => {
                let mut tasks = JoinSet::new();
                for writer in 0..AT_ONCE {
                    let (pool, share) = (pool.clone(), count / AT_ONCE + usize::from(writer < count % AT_ONCE));
                    tasks.spawn(async move {
                        let mut kept = Vec::with_capacity(share);
                        for _ in 0..share {
                            let mut tx = pool.begin().await.expect("a transaction");
                            insert!(&mut *tx);
                            tx.commit().await.expect("a commit");
                            kept.push(Instant::now());
                        }
                        kept
                    });
                }
                kept = tasks.join_all().await.concat();
            }
        }
        kept
    }

    /// One row, one commit, one after the other.
    pub async fn singly(&mut self, count: usize) -> Rows {
        let (before, begun) = (own_cpu_s(), Instant::now());
        for _ in 0..count {
            match self {
                Self::Sqlite(connection) => insert!(&mut *connection),
                Self::Postgres(pool) => {
                    insert!(&*pool);
                    continue;
                }
            };
        }
        Rows { count: figure(count), elapsed: begun.elapsed(), cpu_s: own_cpu_s() - before }
    }
}
