//! Archiving: what is older than 30 days goes into a compressed file with its checksum. Only rows
//! that stand in such a file may be purged: the tables' own triggers see to that.
use super::{
    archive_file::{self, Writer},
    chain::{Head, Row},
};
use crate::{
    App, days,
    db::{Actor, Change, Event, Tx},
    jobs::Outcome,
    on,
    problem::{Code, Problem},
    statements,
};
use serde_json::{Map, Value, json};
use std::{
    io,
    path::{Path, PathBuf},
};
use uuid::Uuid;

statements! {
    ARCHIVES = "SELECT id, period, file, sha256, row_count, first_seq, last_seq, last_hash, created_at FROM log_archives ORDER BY first_seq";
    INSERT = "INSERT INTO log_archives (id, period, file, sha256, row_count, first_seq, last_seq, last_hash, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIRST_KEPT = "SELECT MIN(seq) FROM audit_log WHERE seq > $1 AND at >= $2";
    HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1";
    BATCH = "SELECT id, seq, at, actor_kind, actor_id, category, action, entity_kind, entity_id, session_id, agency_id, ip, \
            before_state, after_state, metadata, prev_hash, hash FROM audit_log WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT 1000";
}

/// What is younger stays out of the archives for now, in milliseconds: 30 days.
const MIN_AGE_MS: i64 = 30 * 24 * 3600 * 1000;

/// The events that bind the archives into the chain.
pub(super) const CATEGORY: &str = "audit";
pub(super) const ACTION: &str = "archive";

/// A file that holds a part of the log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Archive {
    pub id: Uuid,
    pub period: String,
    pub file: String,
    pub sha256: String,
    pub row_count: i64,
    pub first_seq: i64,
    pub last_seq: i64,
    pub last_hash: Vec<u8>,
    pub created_at: i64,
}

impl Archive {
    /// What the log itself says of the archive.
    pub(super) fn facts(&self) -> Map<String, Value> {
        let facts = [
            ("period", Value::from(self.period.as_str())),
            ("file", self.file.as_str().into()),
            ("sha256", self.sha256.as_str().into()),
            ("rows", self.row_count.into()),
            ("first_seq", self.first_seq.into()),
            ("last_seq", self.last_seq.into()),
            ("last_hash", hex::encode(&self.last_hash).into()),
        ];
        facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The place and hash of its last row.
    pub(super) fn head(&self) -> Head {
        Head { seq: self.last_seq, hash: self.last_hash.clone() }
    }
}

/// Where the archives stand.
pub(super) fn folder(app: &App) -> PathBuf {
    app.settings.data_dir.join("archives")
}

/// The archives, in the order of what they hold.
pub(super) async fn archives(tx: &mut Tx) -> sqlx::Result<Vec<Archive>> {
    on!(tx, |c| sqlx::query_as(ARCHIVES).fetch_all(c).await)
}

/// The last row's place and hash.
pub(super) async fn head(tx: &mut Tx) -> sqlx::Result<Head> {
    on!(tx, |c| sqlx::query_as(HEAD).fetch_one(c).await)
}

/// Up to 1000 rows after `after`, up to `until`, in their order.
pub(super) async fn batch(tx: &mut Tx, after: i64, until: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, |c| sqlx::query_as(BATCH).bind(after).bind(until).fetch_all(c).await)
}

/// Archives what is older than 30 days and in no archive yet (JOB-008).
///
/// # Errors
/// When the rows do not verify, or the file or the database cannot be written. A file without its
/// row in the table does not count, and is written anew the next time.
pub(super) async fn archive_old_logs(app: App) -> Outcome {
    let now = app.clock.now();
    let cutoff = now - MIN_AGE_MS;
    let mut tx = app.db.read().await?;
    let before = archives(&mut tx).await?.pop().map(|last| last.head()).unwrap_or_default();
    let first_kept: Option<i64> =
        on!(&mut tx, |c| sqlx::query_scalar(FIRST_KEPT).bind(before.seq).bind(cutoff).fetch_one(c).await)?;
    let until = match first_kept {
        Some(seq) => seq - 1,
        None => head(&mut tx).await?.seq,
    };
    drop(tx);
    if until <= before.seq {
        return Ok(json!({ "rows": 0 }));
    }
    let period = days::day_of(cutoff, app.settings.zone()).format("%Y-%m").to_string();
    let file = format!("logs-{period}-{}-{until}.jsonl.gz", before.seq + 1);
    let path = folder(&app).join(&file);
    write(&app, &path, before.seq, until).await?;
    let (sha256, last_hash) = check(path, before.clone(), until).await?;

    let mut change = app.db.change(Actor::SYSTEM).await?;
    let archive = Archive {
        id: change.new_id(),
        period,
        file,
        sha256,
        row_count: until - before.seq,
        first_seq: before.seq + 1,
        last_seq: until,
        last_hash,
        created_at: now,
    };
    insert(&mut change, &archive).await?;
    let mut event = Event::new(CATEGORY, ACTION, "log_archive", archive.id);
    for (name, value) in archive.facts() {
        event = event.with(&name, value);
    }
    change.commit(event).await?;
    Ok(json!({ "rows": archive.row_count, "file": archive.file, "sha256": archive.sha256 }))
}

async fn write(app: &App, path: &Path, after: i64, until: i64) -> Result<(), Problem> {
    let mut writer = blocking({
        let path = path.to_owned();
        move || Writer::create(&path)
    })
    .await?;
    let mut last = after;
    while last < until {
        let rows = batch(&mut app.db.read().await?, last, until).await?;
        let Some(row) = rows.last() else { break };
        last = row.seq;
        writer = blocking(move || writer.append(&rows).map(|()| writer)).await?;
    }
    blocking(move || writer.finish()).await
}

/// Reads back what was written: only what can be read, and follows from what was archived before,
/// is archived.
async fn check(path: PathBuf, before: Head, until: i64) -> Result<(String, Vec<u8>), Problem> {
    let contents = blocking(move || archive_file::read(&path, &before, |_| {})).await?;
    match contents.fault {
        Some((seq, _)) => Err(Problem::internal(format!("the log does not verify at row {seq}; nothing was archived"))),
        None if contents.last.seq != until => {
            let last = contents.last.seq;
            Err(Problem::internal(format!("the archive ends at row {last} instead of {until}")))
        }
        None => Ok((contents.sha256, contents.last.hash)),
    }
}

/// Runs what waits for the disk where it holds up nobody.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?;
    done.map_err(|error| {
        let code = if error.kind() == io::ErrorKind::StorageFull { Code::StorageFull } else { Code::Internal };
        Problem { code, ..Problem::internal(error) }
    })
}

async fn insert(change: &mut Change, archive: &Archive) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(archive.id)
        .bind(&archive.period)
        .bind(&archive.file)
        .bind(&archive.sha256)
        .bind(archive.row_count)
        .bind(archive.first_seq)
        .bind(archive.last_seq)
        .bind(&archive.last_hash)
        .bind(archive.created_at)
        .execute(c)
        .await
        .map(drop))
}
