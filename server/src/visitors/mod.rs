//! Visitors: the people who come to a digital space, their consent and their photo.
//! Nothing is asked of them that the space does not need, and all of it can be taken back.
mod admission;
mod bans;
mod jobs;
mod model;
mod photo;
mod photo_routes;
mod registration;
mod rights;
mod routes;
mod rules;
mod stats;
mod store;

pub use admission::{VisitorForSession, may_start};
pub use bans::shown_until;
pub use jobs::JOBS;
pub use model::{NewVisitor, Record, Visitor};
pub use registration::{exists, register};

use crate::modules::Module;

crate::permissions! { "visiteurs":
    /// See visitors.
    Read = "lire" => "Voir les visiteurs";
    /// Register visitors.
    Create = "creer" => "Inscrire des visiteurs";
    /// Change visitors, their photo and their consent.
    Update = "modifier" => "Modifier des visiteurs";
    /// Erase visitors.
    Erase = "supprimer" => "Effacer des visiteurs";
    /// Ban visitors, and lift bans.
    Ban = "bannir" => "Bannir des visiteurs";
    /// Export all that is held about a visitor.
    Export = "exporter" => "Exporter les données d’un visiteur";
}

/// The module.
pub const MODULE: Module = Module {
    name: "visitors",
    routes: routes::all,
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::VISITORS],
};
