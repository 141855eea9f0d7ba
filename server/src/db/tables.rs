//! What each table holds, as one number: two databases with the same numbers hold the same rows.
use super::Tx;
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, PgConnection, Row, SqliteConnection};
use std::collections::BTreeMap;

/// The rows of a table, whatever their order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contents {
    /// How many there are.
    pub rows: u64,
    /// The sum, modulo 2¹²⁸, of the first 16 bytes of each row's SHA-256; hexadecimal.
    pub sum: String,
}

/// What every table holds, by name.
///
/// # Errors
/// When the database fails.
pub async fn contents(tx: &mut Tx) -> sqlx::Result<BTreeMap<String, Contents>> {
    match tx {
        Tx::Sqlite(tx) => of_sqlite(tx).await,
        Tx::Postgres(tx) => of_postgres(tx).await,
    }
}

/// The same of a SQLite database.
///
/// # Errors
/// When the database fails.
pub async fn of_sqlite(connection: &mut SqliteConnection) -> sqlx::Result<BTreeMap<String, Contents>> {
    const TABLES: &str =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut found = BTreeMap::new();
    for table in sqlx::query_scalar::<_, String>(TABLES).fetch_all(&mut *connection).await? {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
            .bind(&table)
            .fetch_all(&mut *connection)
            .await?;
        let values: Vec<String> = columns.iter().map(|column| format!("quote({})", quoted(column))).collect();
        let sql = format!("SELECT {} FROM {}", values.join(" || ',' || "), quoted(&table));
        let mut sum = Sum::default();
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            sum.add(&row.try_get::<String, _>(0)?);
        }
        drop(rows);
        found.insert(table, sum.contents());
    }
    Ok(found)
}

async fn of_postgres(connection: &mut PgConnection) -> sqlx::Result<BTreeMap<String, Contents>> {
    const TABLES: &str =
        "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace";
    let mut found = BTreeMap::new();
    for table in sqlx::query_scalar::<_, String>(TABLES).fetch_all(&mut *connection).await? {
        let sql = format!("SELECT r::text FROM public.{} AS r", quoted(&table));
        let mut sum = Sum::default();
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            sum.add(&row.try_get::<String, _>(0)?);
        }
        drop(rows);
        found.insert(table, sum.contents());
    }
    Ok(found)
}

/// A name of the database's own catalogue, as an identifier.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[derive(Default)]
struct Sum {
    rows: u64,
    sum: u128,
}

impl Sum {
    fn add(&mut self, row: &str) {
        let hash = Sha256::digest(row.as_bytes());
        let first: [u8; 16] = std::array::from_fn(|at| hash[at]);
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(first));
        self.rows += 1;
    }

    fn contents(self) -> Contents {
        Contents { rows: self.rows, sum: format!("{:032x}", self.sum) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection, Executor};

    #[tokio::test]
    async fn the_same_rows_give_the_same_sum_in_any_order() {
        let fill = async |order: [&'static str; 3]| {
            let mut connection = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
            connection.execute("CREATE TABLE \"a \"\"b\" (x, y)").await.expect("a table");
            for row in order {
                connection.execute(row).await.expect("a row");
            }
            of_sqlite(&mut connection).await.expect("its contents")
        };
        let (one, two, three) = (
            "INSERT INTO \"a \"\"b\" VALUES (1, 'x')",
            "INSERT INTO \"a \"\"b\" VALUES (1, NULL)",
            "INSERT INTO \"a \"\"b\" VALUES (X'00', 'x')",
        );
        let usual = fill([one, two, three]).await;
        assert_eq!(usual["a \"b"].rows, 3);
        assert_eq!(usual, fill([three, one, two]).await);
        assert_ne!(usual, fill([one, one, three]).await);
    }
}
