//! What the log and the tables say, read past the API.
use super::{Kind, Site};
use guichet::{
    audit,
    db::{Change, Unaudited},
    live::{LiveEvent, Published, SessionHappening},
    on,
};
use sqlx::AssertSqlSafe;
use std::sync::Arc;
use tokio::{sync::broadcast::Receiver, time::timeout};
use uuid::Uuid;

/// The newest line of the log.
#[derive(Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    pub action: String,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub entity_id: Option<Uuid>,
    pub metadata: String,
}

impl Site {
    /// The newest line of the log.
    pub async fn last_line(&self) -> Line {
        const SQL: &str =
            "SELECT action, actor_kind, actor_id, entity_id, metadata FROM audit_log ORDER BY seq DESC LIMIT 1";
        let mut tx = self.app.db.read().await.expect("a connection");
        on!(&mut tx, |c| sqlx::query_as(SQL).fetch_one(c).await).expect("a line")
    }

    /// Asserts what the newest line says: the action, who acted, on what.
    pub async fn assert_line(&self, action: &str, actor: Uuid, entity: impl Into<Option<Uuid>>) {
        let line = self.last_line().await;
        let expected = (action, Some(actor), entity.into());
        assert_eq!((line.action.as_str(), line.actor_id, line.entity_id), expected, "{line:?}");
    }

    /// One number.
    pub async fn count(&self, sql: &str) -> i64 {
        let mut tx = self.app.db.read().await.expect("a connection");
        on!(&mut tx, |c| sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(c).await).expect(sql)
    }

    /// Writes past the API.
    pub async fn meddle(&self, sql: &str) {
        let mut change = self.change().await;
        on!(&mut *change, |c| sqlx::query(AssertSqlSafe(sql.to_owned())).execute(c).await.map(drop)).expect(sql);
        change.commit_unaudited(Unaudited::Scheduling).await.expect("kept");
    }

    /// Asserts that the log is sound, and has not lost its head.
    pub async fn assert_sound_log(&self) {
        let mut tx = self.app.db.read().await.expect("a connection");
        let verification = audit::verify(&mut tx, None).await.expect("a walk");
        assert_eq!(verification.fault, None);
        assert_eq!(verification.rows, verification.last_seq.unsigned_abs());
    }
}

/// Lets the log's triggers sleep, as somebody could who rules the database; for as long as `change` lives.
pub async fn without_triggers(site: &Site, change: &mut Change) {
    let statements: &[&str] = match site.kind {
        Kind::Sqlite => &["DROP TRIGGER audit_log_no_update", "DROP TRIGGER audit_log_no_delete"],
        Kind::Postgres => &["ALTER TABLE audit_log DISABLE TRIGGER USER"],
    };
    for sql in statements {
        execute(change, sql).await.expect(sql);
    }
}

/// Runs a statement past the API; how many rows it changed.
pub async fn execute(change: &mut Change, sql: &str) -> sqlx::Result<u64> {
    on!(&mut **change, |c| sqlx::query(AssertSqlSafe(sql.to_owned())).execute(c).await.map(|done| done.rows_affected()))
}

/// What happened to sessions, in order.
pub struct Happenings(Receiver<Arc<Published>>);

impl Happenings {
    /// Everything from now on.
    pub fn of(site: &Site) -> Self {
        Self(site.app.live.subscribe())
    }

    /// The next thing that happens to any session.
    pub async fn next(&mut self) -> SessionHappening {
        self.next_of_any().await.0
    }

    /// The same, and to which.
    pub async fn next_of_any(&mut self) -> (SessionHappening, Uuid) {
        loop {
            let event = timeout(super::PATIENCE, self.0.recv()).await.expect("an event in time").expect("an event");
            if let LiveEvent::Session { happening, line, .. } = &event.event {
                return (happening.clone(), line.id);
            }
        }
    }

    /// What has happened and was not asked for yet.
    pub fn rest(&mut self) -> Vec<SessionHappening> {
        let mut found = Vec::new();
        while let Ok(event) = self.0.try_recv() {
            if let LiveEvent::Session { happening, .. } = &event.event {
                found.push(happening.clone());
            }
        }
        found
    }
}
