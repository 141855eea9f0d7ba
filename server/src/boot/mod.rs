//! From the power button to the client: what a machine that starts over the network is given, and how far it comes.
//!
//! The server chooses which image a machine gets, never what is in it. Whoever asks is known by its network card only, which
//! anybody can copy: an answer holds no secret but a token that is good once, for a station that is not there.
mod admin_routes;
mod choice;
mod image;
mod machine;
mod model;
mod night;
mod routes;
mod script;
mod store;

pub use night::JOBS;
pub use store::purge;

use crate::modules::Module;

crate::permissions! { "images":
    /// See the images that stations start from, and how they started.
    Read = "lire" => "Voir les images et les démarrages des postes";
    /// Choose which image a channel gives.
    Publish = "publier" => "Choisir l’image que donne un canal";
}

/// The module.
pub const MODULE: Module = Module {
    name: "boot",
    routes: || routes::all().merge(admin_routes::all()),
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS],
    lists: &[&store::STARTS],
};
