//! Terms of use: what a visitor accepts before a session starts. An edit makes a new version; the
//! versions before it stay as they were, for those who accepted them.
mod model;
mod routes;
mod store;

pub use model::NewTerms;
pub use store::{current, insert};

use crate::modules::Module;

crate::permissions! { "conditions":
    /// See the terms of use and their versions.
    Read = "lire" => "Voir les conditions d’utilisation";
    /// Write new terms of use.
    Manage = "gerer" => "Modifier les conditions d’utilisation";
}

/// The module.
pub const MODULE: Module = Module {
    name: "terms",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::VERSIONS],
};
