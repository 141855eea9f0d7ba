//! Work without a caller: eight planned jobs, run exactly once across processes, retried, and seen.
//! One process leads: it schedules, and runs what comes each second; any process may do the rest.
pub mod leader;
mod model;
mod routes;
mod rules;
mod scheduler;
mod store;
mod worker;

pub use leader::Gained;
pub use model::{Job, JobState, Outcome};
pub use routes::states;
pub use rules::Schedule;
pub use scheduler::{run_due, start};
pub use worker::run_now;

use crate::{audit, boot, cash, modules::Module, sessions, visitors};

crate::permissions! { "taches":
    /// See jobs and their runs.
    Read = "lire" => "Voir les tâches planifiées";
    /// Run a job now.
    Run = "lancer" => "Lancer une tâche planifiée";
}

/// The module.
pub const MODULE: Module = Module {
    name: "jobs",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS, leader::STATEMENTS],
    lists: &[&store::RUNS],
};

/// Every job of every module.
pub fn all() -> impl Iterator<Item = &'static Job> {
    [sessions::JOBS, audit::JOBS].into_iter().flatten()
}

/// What other modules add to a job of the seed, which has exactly eight: it runs with that job.
pub(crate) fn parts_of(job: &Job) -> &'static [Job] {
    match job.name {
        "cleanup_expired_sessions" => boot::JOBS,
        "cleanup_old_sessions" => visitors::JOBS,
        "generate_sessions_report" => cash::JOBS,
        _ => &[],
    }
}

/// The job of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Job> {
    all().find(|job| job.name == name)
}
