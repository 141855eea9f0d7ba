//! A door for stations that run Libki's client, unmodified: a site moves its server first (docs/libki.md).
//! Off unless the settings open it: these stations have no key of their own.
mod calls;
mod model;
mod register;
mod routes;
mod rules;
mod store;

use crate::modules::Module;

/// The module.
pub const MODULE: Module =
    Module { name: "libki", routes: routes::all, permissions: &[], statements: &[store::STATEMENTS], lists: &[] };
