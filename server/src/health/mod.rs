//! How the server is: what somebody looks at before they call somebody else. Each part says for itself whether it is
//! well, and the worst of them speaks for all.
mod look;
mod machine;
mod model;
mod routes;

use crate::modules::Module;

crate::permissions! { "systeme":
    /// See how the server is.
    Read = "lire" => "Voir l’état du système";
}

/// The module.
pub const MODULE: Module = Module {
    name: "health",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[look::STATEMENTS],
    lists: &[],
};
