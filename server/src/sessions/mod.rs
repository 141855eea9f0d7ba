//! Sessions: codes, their life from issue to end, and the clock that runs meanwhile.
//! `lifecycle` is the one place where a session changes; doors, timers and jobs all go through it.
mod admission;
mod ages;
mod batch_model;
mod batches;
mod board;
mod claims;
mod code;
mod engine;
mod find_routes;
mod hearing;
mod jobs;
mod leaving;
mod lifecycle;
mod model;
pub mod opening;
mod purchase;
mod reissue;
mod routes;
mod socket;
mod socket_places;
mod socket_routes;
mod station_routes;
mod stats;
mod store;

pub use ages::Ages;
pub use batches::{lock_unused_of, withdraw_unused_of};
pub use board::Board;
pub use claims::Claims;
pub use engine::Engine;
pub use jobs::JOBS;
pub use lifecycle::take_count;
pub use model::{Session, SessionList, VisitorUse};
pub use routes::list_of_visitor;
pub use store::{
    count_of_visitor_between, open_at, open_by_station, open_of_visitor, stats_of_visitor, traffic_of_visitor,
};

use crate::modules::Module;

crate::permissions! { "sessions":
    /// See sessions.
    Read = "lire" => "Voir les sessions";
    /// Issue access codes.
    Create = "creer" => "Créer des sessions";
    /// Start, suspend, resume and end sessions, and change their time.
    Drive = "piloter" => "Piloter les sessions";
    /// Cancel sessions that have not started.
    Cancel = "annuler" => "Annuler des sessions";
}

/// The module.
pub const MODULE: Module = Module {
    name: "sessions",
    routes: || {
        routes::all()
            .merge(station_routes::all())
            .merge(stats::all())
            .merge(socket_routes::all())
            .merge(find_routes::all())
            .merge(batches::all())
            .merge(reissue::all())
    },
    permissions: PERMISSIONS,
    statements: &[
        store::STATEMENTS,
        stats::STATEMENTS,
        admission::STATEMENTS,
        batches::STATEMENTS,
        leaving::STATEMENTS,
        reissue::STATEMENTS,
    ],
    lists: &[&store::SESSIONS, &batches::BATCHES],
};
