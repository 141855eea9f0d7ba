//! Places: the rooms where stations stand, when they are open, and what holds at each station.
//! What a station is told (`StationSettings`) is put together here, from its own, its room's and the site's.
mod hours;
mod model;
mod plan_routes;
mod settings;
mod settings_routes;
mod store;
mod watch;
mod zone_routes;

pub use hours::{Hours, TimeOfDay};
pub use model::{DEFAULT_IMAGE, NewZone, Rules, Zone};
pub use settings::{Place, Places};
pub use store::{ensure, find, find_by_name, of_agency, update};
pub use watch::watch;

use crate::modules::Module;

crate::permissions! { "zones":
    /// See rooms.
    Read = "lire" => "Voir les salles";
    /// Make rooms and change what holds there.
    Manage = "gerer" => "Gérer les salles et leurs réglages";
}

/// The module.
pub const MODULE: Module = Module {
    name: "places",
    routes: || zone_routes::all().merge(plan_routes::all()).merge(settings_routes::all()),
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::ZONES],
};
