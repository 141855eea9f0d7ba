//! The table of letters. Nothing else touches it.
use super::{Kind, Letter};
use crate::{
    App,
    db::{Change, Tx},
    on,
    problem::Problem,
    statements,
};
use uuid::Uuid;

statements! {
    INSERT = "INSERT INTO mails (id, kind, content, state, attempts, not_before, created_at) VALUES ($1, $2, $3, 'queued', 0, $4, $4)";
    NEXT = "SELECT id, attempts, content FROM mails WHERE state = 'queued' AND not_before <= $1 ORDER BY not_before LIMIT 1";
    CLAIM = "UPDATE mails SET attempts = attempts + 1, not_before = $3 WHERE id = $1 AND state = 'queued' AND attempts = $2";
    END = "UPDATE mails SET state = $2, content = NULL, ended_at = $3, error = $4 WHERE id = $1";
    LATER = "UPDATE mails SET not_before = $2, error = $3 WHERE id = $1";
    PURGE = "DELETE FROM mails WHERE state <> 'queued' AND ended_at < $1";
}

const LABEL: &str = "mail";

/// A letter that waits.
#[derive(sqlx::FromRow)]
pub(super) struct Waiting {
    pub id: Uuid,
    pub attempts: i64,
    pub content: Option<Vec<u8>>,
}

/// Queues a letter with this change. [`super::wake`] sends it once the change is kept. Without a mail
/// server nothing is queued, and the log says so.
///
/// # Errors
/// When the database fails.
pub async fn queue(app: &App, change: &mut Change, kind: Kind, letter: &Letter) -> Result<(), Problem> {
    if !super::is_on(app) {
        tracing::warn!(kind = kind.word(), "No mail server is set: a letter is not sent");
        return Ok(());
    }
    let (id, now) = (change.new_id(), change.now());
    let text = serde_json::to_vec(letter).map_err(Problem::internal)?;
    let sealed = app.keys.seal(LABEL, id.as_bytes(), &text).ok_or_else(|| Problem::internal("a letter is too long"))?;
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(kind.word())
        .bind(sealed)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// The letter as it was queued; nothing when it cannot be read, with another key or none.
pub(super) fn opened(app: &App, waiting: &Waiting) -> Option<Letter> {
    let text = app.keys.open(LABEL, waiting.id.as_bytes(), waiting.content.as_deref()?)?;
    serde_json::from_slice(&text).ok()
}

pub(super) async fn next(tx: &mut Tx, now: i64) -> sqlx::Result<Option<Waiting>> {
    on!(tx, |c| sqlx::query_as(NEXT).bind(now).fetch_optional(c).await)
}

/// Takes a letter for a while; false when another process has it.
pub(super) async fn claim(change: &mut Change, waiting: &Waiting, until: i64) -> sqlx::Result<bool> {
    on!(&mut **change, |c| sqlx::query(CLAIM)
        .bind(waiting.id)
        .bind(waiting.attempts)
        .bind(until)
        .execute(c)
        .await
        .map(|done| done.rows_affected() > 0))
}

pub(super) async fn end(change: &mut Change, id: Uuid, error: Option<&str>) -> sqlx::Result<()> {
    let (now, state) = (change.now(), if error.is_none() { "sent" } else { "failed" });
    on!(&mut **change, |c| sqlx::query(END).bind(id).bind(state).bind(now).bind(error).execute(c).await.map(drop))
}

pub(super) async fn later(change: &mut Change, id: Uuid, at: i64, error: &str) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(LATER).bind(id).bind(at).bind(error).execute(c).await.map(drop))
}

/// Forgets letters that were gone before `before`.
///
/// # Errors
/// When the database fails.
pub async fn purge(tx: &mut Tx, before: i64) -> sqlx::Result<u64> {
    on!(tx, |c| sqlx::query(PURGE).bind(before).execute(c).await.map(|done| done.rows_affected()))
}
