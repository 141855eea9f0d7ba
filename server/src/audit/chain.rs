//! The log's rows, and their chain.
use super::model::Event;
pub use crate::chain::Head;
use crate::{
    chain,
    db::{Actor, nameless, pieces, places, with_places},
    ids, statements,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, SqliteConnection};
use uuid::Uuid;

statements! {
    HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1";
    LOCK_HEAD = "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash";
    MOVE_HEAD = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1";
}

const APPEND: &str = "INSERT INTO audit_log (id, seq, at, actor_kind, actor_id, category, action, entity_kind, entity_id, \
    session_id, agency_id, ip, before_state, after_state, metadata, prev_hash, hash) VALUES {places}";

/// Columns of a row.
const COLUMNS: usize = 17;

impl Head {
    /// Reads the head from the table.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(connection: &mut SqliteConnection) -> sqlx::Result<Self> {
        sqlx::query_as(HEAD).fetch_one(connection).await
    }

    /// Writes the head to the table.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        sqlx::query(MOVE_HEAD).bind(self.seq).bind(&self.hash).execute(connection).await.map(drop)
    }
}

/// A row as it is stored. Its texts are hashed as they stand, so that not even a blank can change.
#[derive(Debug, Clone, Serialize, Deserialize, sqlx::FromRow)]
pub(crate) struct Row {
    pub id: Uuid,
    pub seq: i64,
    pub at: i64,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub category: String,
    pub action: String,
    pub entity_kind: String,
    pub entity_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub agency_id: Option<Uuid>,
    pub ip: Option<String>,
    pub before_state: Option<String>,
    pub after_state: Option<String>,
    pub metadata: String,
    #[serde(with = "chain::hexadecimal")]
    pub prev_hash: Vec<u8>,
    #[serde(with = "chain::hexadecimal")]
    pub hash: Vec<u8>,
}

/// A line about to be appended: a row without its place in the chain.
pub struct Entry(Row);

impl Entry {
    /// What `actor` did at `now`.
    #[must_use]
    pub fn new(event: Event, actor: &Actor, now: i64) -> Self {
        Self(Row {
            id: ids::next(now),
            seq: 0,
            at: now,
            actor_kind: actor.kind.as_str().to_owned(),
            actor_id: actor.id,
            category: event.category.to_owned(),
            action: event.action.to_owned(),
            entity_kind: event.entity_kind.to_owned(),
            entity_id: event.entity_id,
            session_id: event.session_id,
            agency_id: event.agency_id,
            ip: actor.ip.map(|ip| ip.to_string()),
            before_state: event.before.as_ref().map(Value::to_string),
            after_state: event.after.as_ref().map(Value::to_string),
            metadata: Value::Object(event.metadata).to_string(),
            prev_hash: Vec::new(),
            hash: Vec::new(),
        })
    }

    /// Takes its place after `head`, which moves on.
    pub(crate) fn placed(self, head: &mut Head) -> Row {
        let mut row = self.0;
        row.seq = head.seq + 1;
        row.prev_hash = std::mem::take(&mut head.hash);
        row.hash = row.expected_hash();
        *head = Head { seq: row.seq, hash: row.hash.clone() };
        row
    }
}

impl Row {
    /// The hash it must have.
    pub(crate) fn expected_hash(&self) -> Vec<u8> {
        fn id(id: Option<&Uuid>) -> Option<&[u8]> {
            id.map(|id| id.as_bytes().as_slice())
        }
        let fields = [
            id(Some(&self.id)),
            Some(self.actor_kind.as_bytes()),
            id(self.actor_id.as_ref()),
            Some(self.category.as_bytes()),
            Some(self.action.as_bytes()),
            Some(self.entity_kind.as_bytes()),
            id(self.entity_id.as_ref()),
            id(self.session_id.as_ref()),
            id(self.agency_id.as_ref()),
            self.ip.as_deref().map(str::as_bytes),
            self.before_state.as_deref().map(str::as_bytes),
            self.after_state.as_deref().map(str::as_bytes),
            Some(self.metadata.as_bytes()),
        ];
        chain::hash(&self.prev_hash, self.seq, self.at, &fields)
    }
}

/// Binds a row to a query; a macro, because the query's type differs between the databases.
macro_rules! bind {
    ($query:expr, $row:expr) => {{
        let row: &Row = $row;
        $query
            .bind(row.id)
            .bind(row.seq)
            .bind(row.at)
            .bind(&row.actor_kind)
            .bind(row.actor_id)
            .bind(&row.category)
            .bind(&row.action)
            .bind(&row.entity_kind)
            .bind(row.entity_id)
            .bind(row.session_id)
            .bind(row.agency_id)
            .bind(&row.ip)
            .bind(&row.before_state)
            .bind(&row.after_state)
            .bind(&row.metadata)
            .bind(&row.prev_hash)
            .bind(&row.hash)
    }};
}

/// Appends rows, many with one statement.
macro_rules! append {
    ($connection:expr, $rows:expr, $places:expr) => {
        for piece in pieces($rows) {
            let query = sqlx::query(with_places(APPEND, &$places(piece.len())));
            let query = piece.iter().fold(query, |query, row| bind!(query, row));
            query.execute(&mut *$connection).await?;
        }
    };
}

/// Appends the rows of a group.
///
/// # Errors
/// When the database fails.
pub(crate) async fn append_sqlite(connection: &mut SqliteConnection, rows: &[Row]) -> sqlx::Result<()> {
    append!(connection, rows, |count| nameless(count, COLUMNS));
    Ok(())
}

/// Appends lines and moves the head, whose row is locked last, just before the commit.
///
/// # Errors
/// When the database fails.
pub async fn append_postgres(connection: &mut PgConnection, entries: Vec<Entry>) -> sqlx::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut head: Head = sqlx::query_as(LOCK_HEAD).fetch_one(&mut *connection).await?;
    let rows: Vec<Row> = entries.into_iter().map(|entry| entry.placed(&mut head)).collect();
    append!(connection, &rows, |count| places(1, count, COLUMNS));
    sqlx::query(MOVE_HEAD).bind(head.seq).bind(&head.hash).execute(connection).await.map(drop)
}
