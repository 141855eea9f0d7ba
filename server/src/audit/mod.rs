//! The audit log: what happened, to what, by whom; append-only, each row chained to the one before.
//! Personal values stay out of it, so that it can be kept while a person is forgotten.
mod activity_routes;
mod archive;
mod archive_file;
mod chain;
mod jobs;
mod model;
mod purge;
mod routes;
mod store;
mod upkeep_routes;
mod verify;

pub use chain::{Entry, Head, append_postgres};
pub(crate) use chain::{Row, append_sqlite};
pub use jobs::JOBS;
pub use model::{ActorKind, Event, KioskAction, Log, StateChange, StateChangeList};
pub use store::{Step, history, last_state, of_entity, record_at, record_state_change, record_state_changes};
pub use verify::{End, Fault, Verification, What, end, verify};

use crate::modules::Module;

crate::permissions! { "journal":
    /// See the log.
    Read = "lire" => "Voir le journal";
    /// Verify the log's chain, and see what its clean-up would remove.
    Verify = "verifier" => "Vérifier le journal";
}

/// The module.
pub const MODULE: Module = Module {
    name: "audit",
    routes: || routes::all().merge(activity_routes::all()).merge(upkeep_routes::all()),
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS, chain::STATEMENTS, archive::STATEMENTS, purge::STATEMENTS, verify::STATEMENTS],
    lists: &[&store::LOGS, &store::HISTORY],
};
