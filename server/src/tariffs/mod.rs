//! Tariffs: what a session or a pack costs, by room, weekday and hour. Those for self-service are offered at
//! the stations.
mod model;
mod prices;
mod routes;
mod rules;
mod store;

pub use model::{CURRENCIES, Kind, NewTariff, Tariff};
pub use prices::{Price, zone_of};
pub use rules::{Day, PriceRule, PriceRules};
pub use store::{find, insert, offered, offered_with_rules};

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
    routes: || routes::all().merge(prices::all()),
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::TARIFFS],
};
