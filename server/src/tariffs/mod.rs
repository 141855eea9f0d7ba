//! Tariffs: what a session of some minutes costs. Those for self-service are offered at the stations.
mod model;
mod routes;
mod store;

pub use model::{NewTariff, Tariff};
pub use store::{insert, offers};

use crate::modules::Module;

crate::permissions! { "tarifs":
    /// See tariffs.
    Read = "lire" => "Voir les tarifs";
    /// Make tariffs and change them.
    Manage = "gerer" => "Gérer les tarifs";
}

/// The module.
pub const MODULE: Module = Module {
    name: "tariffs",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::TARIFFS],
};
