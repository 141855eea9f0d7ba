//! What a job and its runs are, for the program, on the wire and in the tables.
use super::rules::Schedule;
use crate::{
    App,
    i18n::{self, Language},
    problem::{Code, Problem},
};
use serde::Serialize;
use serde_json::Value;
use std::pin::Pin;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a job comes to: something to show, or why it failed.
pub type Outcome = Result<Value, Problem>;

/// The work itself.
pub type Work = fn(App) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A planned job. What people call it is `job-title-<name>` in the catalogues, what
/// it does `job-<name>`.
///
/// A run may be repeated, after a failure or when its process died: what it does must be the same
/// done twice.
pub struct Job {
    /// Its name, as seed 003 has it.
    pub name: &'static str,
    /// Its name in the seed's beat schedule.
    pub beat: &'static str,
    /// When it runs.
    pub schedule: Schedule,
    /// How long it may take, in seconds.
    pub timeout_s: u32,
    /// What it does.
    pub run: Work,
}

/// How a job stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobState {
    /// Its name.
    #[schema(example = "cleanup_old_logs")]
    pub name: &'static str,
    /// Its name in the beat schedule.
    #[schema(example = "cleanup-old-logs")]
    pub beat: &'static str,
    /// When it runs: a cron expression in the site's time zone, with a first field for seconds when it has six.
    #[schema(example = "0 3 * * *")]
    pub schedule: String,
    /// What people call it, in the caller's language.
    #[schema(example = "Nettoyage du journal")]
    pub title: String,
    /// What it does, in the caller's language.
    pub description: String,
    /// Whether it is planned.
    pub enabled: bool,
    /// When it last ran, milliseconds of UTC.
    pub last_run_at: Option<i64>,
    /// How that ended: `ok` or `error`.
    #[schema(example = "ok")]
    pub last_result: Option<String>,
    /// Why it failed, in the caller's language.
    pub last_error: Option<String>,
    /// How long it took, in milliseconds.
    pub last_duration_ms: Option<i64>,
    /// When it will run next, milliseconds of UTC.
    pub next_run_at: Option<i64>,
    /// How often it has run.
    pub runs: i64,
}

/// A job's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct JobRow {
    pub name: String,
    pub next_run_at: i64,
    pub last_run_at: Option<i64>,
    pub last_result: Option<String>,
    pub last_error: Option<String>,
    pub last_duration_ms: Option<i64>,
    pub run_count: i64,
}

impl Job {
    pub(super) fn state(&self, row: Option<&JobRow>, next_run_at: i64, language: Language) -> JobState {
        JobState {
            name: self.name,
            beat: self.beat,
            schedule: self.schedule.to_string(),
            title: i18n::text(language, &format!("job-title-{}", self.name), &[]),
            description: i18n::text(language, &format!("job-{}", self.name), &[]),
            enabled: true,
            last_run_at: row.and_then(|row| row.last_run_at),
            last_result: row.and_then(|row| row.last_result.clone()),
            last_error: row.and_then(|row| error_text(row.last_error.as_deref(), language)),
            last_duration_ms: row.and_then(|row| row.last_duration_ms),
            next_run_at: Some(next_run_at),
            runs: row.map_or(0, |row| row.run_count),
        }
    }
}

/// One run of a job.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobRun)]
pub struct RunState {
    /// Its id; the server's log has the cause of a failure under it.
    pub id: Uuid,
    /// `queued`, `running`, `done` or `failed`.
    #[schema(example = "done")]
    pub state: String,
    /// How often it was tried.
    #[schema(example = 1)]
    pub attempts: i64,
    /// The occurrence it stands for, milliseconds of UTC.
    pub queued_at: i64,
    /// When the last attempt started.
    pub started_at: Option<i64>,
    /// When it was over.
    pub ended_at: Option<i64>,
    /// Why the last attempt failed, in the caller's language.
    pub error: Option<String>,
    /// What it came to.
    #[schema(value_type = Object)]
    pub result: Option<Value>,
}

/// A run's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct RunRow {
    pub id: Uuid,
    pub job: String,
    pub state: String,
    pub attempts: i64,
    pub queued_at: i64,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub error: Option<String>,
    pub result: Option<String>,
}

impl RunRow {
    pub(super) fn state(self, language: Language) -> RunState {
        RunState {
            id: self.id,
            state: self.state,
            attempts: self.attempts,
            queued_at: self.queued_at,
            started_at: self.started_at,
            ended_at: self.ended_at,
            error: error_text(self.error.as_deref(), language),
            result: self.result.and_then(|text| serde_json::from_str(&text).ok()),
        }
    }
}

/// How an attempt ended, as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub started_at: i64,
    pub duration_ms: i64,
    /// What it came to, or the word for what went wrong.
    pub result: Result<Value, &'static str>,
}

/// The word for an attempt that took too long.
pub(super) const TIMEOUT: &str = "timeout";
/// The word for an attempt that broke off.
pub(super) const PANIC: &str = "panic";
/// The word for a run whose process died before it was over.
pub(super) const ABANDONED: &str = "abandoned";

/// The sentence for a stored word.
fn error_text(word: Option<&str>, language: Language) -> Option<String> {
    let word = word?;
    let code = Code::ALL.iter().find(|code| code.word() == word);
    Some(code.map_or_else(
        || i18n::text(language, &format!("job-error-{word}"), &[]),
        |code| Problem::from(*code).detail(language),
    ))
}
