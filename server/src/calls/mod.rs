//! Calls: a visitor at a station asks for somebody from the desk. It rings on the consoles until somebody
//! answers or the visitor takes it back.
mod model;
mod routes;
mod station;
mod store;

pub use station::{call, close_at, close_old, withdraw};
pub use store::{open_at, open_within};

use crate::modules::Module;

crate::permissions! { "appels":
    /// See the visitors' calls.
    Read = "lire" => "Voir les appels des postes";
    /// Answer the visitors' calls.
    Answer = "repondre" => "Répondre aux appels des postes";
}

/// The module.
pub const MODULE: Module = Module {
    name: "calls",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::CALLS],
};
