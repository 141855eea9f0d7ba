//! Preferences: what people arranged for themselves in the console, kept on the server so that it follows them from
//! one desk to another (UI-003, UI-004). The console alone knows what is in them.
mod routes;
mod store;

use crate::modules::Module;

/// The module.
pub const MODULE: Module =
    Module { name: "preferences", routes: routes::all, permissions: &[], statements: &[store::STATEMENTS], lists: &[] };
