//! Agencies: the places where stations stand and people work.
//! The smallest module; copy this folder to start another.
mod model;
mod routes;
mod store;

pub use model::{Agency, NewAgency};
pub use store::{any_in_province, currency, find, find_by_code, insert, only};

use crate::modules::Module;

crate::permissions! { "agences":
    /// See agencies.
    Read = "lire" => "Voir les agences";
    /// Open agencies and change them.
    Manage = "gerer" => "Gérer les agences";
}

/// The module.
pub const MODULE: Module = Module {
    name: "agencies",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::AGENCIES],
};
