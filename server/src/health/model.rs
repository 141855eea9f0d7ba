//! How the parts of the server are, on the wire.
use crate::jobs::JobState;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether a part is well; the worse is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = EtatPartie)]
pub(super) enum Verdict {
    /// As it should be.
    Ok,
    /// Works, and should be looked at.
    Warning,
    /// Somebody must act.
    Critical,
}

impl Verdict {
    /// Well up to `odd`, to be looked at up to `bad`, and too much beyond.
    pub(super) fn below(value: i64, odd: i64, bad: i64) -> Self {
        match value {
            _ if value > bad => Self::Critical,
            _ if value > odd => Self::Warning,
            _ => Self::Ok,
        }
    }

    /// What is left of `whole`: to be looked at under `odd` percent, too little under `bad`.
    pub(super) fn left(left: u64, whole: u64, odd: u64, bad: u64) -> Self {
        let percent = left.saturating_mul(100).checked_div(whole).unwrap_or(100);
        match percent {
            _ if percent < bad => Self::Critical,
            _ if percent < odd => Self::Warning,
            _ => Self::Ok,
        }
    }
}

/// The database.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatBase)]
pub(super) struct DatabaseHealth {
    /// How it is.
    pub status: Verdict,
    /// Which one: `sqlite` or `postgres`.
    #[schema(example = "sqlite")]
    pub kind: &'static str,
    /// How large it is, in bytes.
    #[schema(example = 12_582_912)]
    pub size_bytes: i64,
    /// How long it took to answer, in milliseconds.
    #[schema(example = 1)]
    pub latency_ms: i64,
    /// Migrations that this version has and the database has not.
    #[schema(example = 0)]
    pub pending_migrations: i64,
}

/// Writing: one change after the other on SQLite, whose commits carry several at once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatEcritures)]
pub(super) struct WritesHealth {
    /// How it is.
    pub status: Verdict,
    /// How long a change waited for its turn, in milliseconds.
    #[schema(example = 0)]
    pub wait_ms: i64,
    /// Changes that wait for their turn now.
    #[schema(example = 0)]
    pub waiting: usize,
    /// Changes kept since the start; 0 on PostgreSQL, which groups them itself.
    #[schema(example = 5321)]
    pub changes: u64,
    /// Commits that carried them.
    #[schema(example = 4877)]
    pub commits: u64,
}

/// Room: on the disk of the data folder, or in the machine's memory.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatPlace)]
pub(super) struct RoomHealth {
    /// How it is.
    pub status: Verdict,
    /// What is left, in bytes.
    #[schema(example = 53_687_091_200_u64)]
    pub free_bytes: u64,
    /// What there is, in bytes.
    #[schema(example = 107_374_182_400_u64)]
    pub total_bytes: u64,
    /// What the server itself uses of the memory; nothing of the disk.
    #[schema(example = 62_914_560_u64)]
    pub own_bytes: Option<u64>,
}

/// Letters.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatCourrier)]
pub(super) struct MailHealth {
    /// How it is.
    pub status: Verdict,
    /// Whether there is a mail server; without one nothing is sent.
    pub enabled: bool,
    /// Letters that wait.
    #[schema(example = 0)]
    pub queued: i64,
    /// Since when the oldest of them waits, milliseconds of UTC.
    pub oldest_at: Option<i64>,
    /// Letters that were given up in the last 24 hours.
    #[schema(example = 0)]
    pub failed: i64,
}

/// The planned jobs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatTaches)]
pub(super) struct JobsHealth {
    /// How they are: to be looked at when the last run of one failed, or when one is late.
    pub status: Verdict,
    /// How many failed when they last ran.
    #[schema(example = 0)]
    pub failed: usize,
    /// How many should have run more than ten minutes ago.
    #[schema(example = 0)]
    pub late: usize,
    /// Each of them.
    pub jobs: Vec<JobState>,
}

/// Open websockets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatLiaisons)]
pub(super) struct SocketsHealth {
    /// How it is.
    pub status: Verdict,
    /// How many are open.
    #[schema(example = 27)]
    pub open: usize,
    /// How many there can be.
    #[schema(example = 10_000)]
    pub most: usize,
}

/// The audit log's end. Its whole chain is walked by `guichet verify-audit`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatJournal)]
pub(super) struct AuditHealth {
    /// How it is.
    pub status: Verdict,
    /// How many lines were ever written.
    #[schema(example = 5210)]
    pub last_seq: i64,
    /// How many of the last lines were checked just now, hash by hash.
    #[schema(example = 200)]
    pub checked: usize,
    /// Whether they are as they were written, and the last of them is the chain's head.
    pub is_sound: bool,
}

/// The clock.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatHorloge)]
pub(super) struct ClockHealth {
    /// How it is.
    pub status: Verdict,
    /// The server's time, milliseconds of UTC.
    #[schema(example = 1_795_150_800_000_i64)]
    pub now: i64,
    /// How far the machine's clock went from it since the start, in milliseconds: somebody set it.
    #[schema(example = 0)]
    pub drift_ms: i64,
    /// The site's time zone.
    #[schema(example = "Indian/Reunion")]
    pub timezone: String,
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EtatSysteme)]
pub(super) struct SystemHealth {
    /// The worst of its parts.
    pub status: Verdict,
    /// The program's version.
    #[schema(example = "0.1.0")]
    pub version: &'static str,
    /// When this process started, milliseconds of UTC.
    pub started_at: i64,
    /// For how long it has run, in seconds.
    #[schema(example = 86_400)]
    pub uptime_s: i64,
    /// The database.
    pub database: DatabaseHealth,
    /// Writing.
    pub writes: WritesHealth,
    /// The disk of the data folder.
    pub disk: RoomHealth,
    /// The machine's memory.
    pub memory: RoomHealth,
    /// Letters.
    pub mail: MailHealth,
    /// The planned jobs.
    pub jobs: JobsHealth,
    /// Open websockets.
    pub sockets: SocketsHealth,
    /// The audit log.
    pub audit: AuditHealth,
    /// The clock.
    pub clock: ClockHealth,
}

#[cfg(test)]
mod tests {
    use super::Verdict::{self, Critical, Ok, Warning};

    #[test]
    fn the_worst_speaks_for_all() {
        assert_eq!([Ok, Critical, Warning].into_iter().max(), Some(Critical));
        assert_eq!(
            [Verdict::below(5, 5, 9), Verdict::below(6, 5, 9), Verdict::below(10, 5, 9)],
            [Ok, Warning, Critical]
        );
        let left = |percent| Verdict::left(percent, 100, 15, 5);
        assert_eq!([left(15), left(14), left(5), left(4)], [Ok, Warning, Warning, Critical]);
        assert_eq!(Verdict::left(0, 0, 15, 5), Ok, "what is not known is no alarm");
    }
}
