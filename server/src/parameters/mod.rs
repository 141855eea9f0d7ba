//! The system's parameters: typed values that an administrator changes while the server runs (COR-001, COR-002), and the
//! maintenance mode that two of them make (INF-018). Their defaults are the settings the server was started with.
mod definitions;
mod look;
mod maintenance;
mod model;
mod picture;
mod routes;
mod store;
mod values;

pub use definitions::{
    CODE_VALIDITY_MINUTES, RETENTION_MONEY_DAYS, RETENTION_OTHER_DAYS, RETENTION_TRAFFIC_DAYS, SESSIONS_PER_DAY,
    SITE_NAME, definitions,
};
pub use maintenance::{admit, admit_visitors, is_maintenance};
pub use values::Parameters;

use crate::modules::Module;

crate::permissions! { "parametres":
    /// See the system's parameters, and work while it is in maintenance.
    Read = "lire" => "Voir les paramètres du système et travailler pendant la maintenance";
    /// Change the system's parameters.
    Manage = "modifier" => "Modifier les paramètres du système";
}

/// The module.
pub const MODULE: Module = Module {
    name: "parameters",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[],
};
