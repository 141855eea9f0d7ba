//! Reports: what a day came to, made by the jobs of the modules and kept to be read.
mod model;
mod routes;
mod store;

pub use model::Report;
pub use store::store;

use crate::modules::Module;

crate::permissions! { "rapports":
    /// See reports.
    Read = "lire" => "Voir les rapports";
}

/// The type of the daily report on sessions.
pub const SESSIONS_DAILY: &str = "sessions_daily";
/// The type of the daily report on the log.
pub const LOGS_DAILY: &str = "logs_daily";

/// The module.
pub const MODULE: Module = Module {
    name: "reports",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::REPORTS],
};
