//! Stations: the machines that visitors use. A station is known, not trusted: it has a key of its own,
//! whose proof can be taken back, and its presence is what it last said, not what it claims.
mod broadcast;
mod commands;
mod enrolment;
mod enrolment_routes;
mod identity;
mod libki;
mod login;
mod login_routes;
mod login_store;
mod model;
mod plan;
mod presence;
mod registry;
mod routes;
mod store;
mod wake;

pub use commands::{
    done as command_done, expire as expire_commands, load as load_commands, read as message_read, restart,
};
pub use enrolment::{TOKEN_MS, create_token, purge as purge_enrolments};
pub use enrolment_routes::agency_for;
pub use identity::{authenticate, identify, is_current};
pub use libki::{WakeUp, ask_approval, recognise, take_all, take_messages};
pub use login_store::mark_copied;
pub use model::{NewStation, Origin, StationRow, normal_mac};
pub use plan::arrange;
pub use presence::{ONLINE_MS, SWEEP_MS, hear, sweep};
pub use registry::{Known, Registry};
pub use store::{any_free, find, find_by_mac, find_by_name, free, insert, rename_zone, set_statut, stand_in, states};

use crate::modules::Module;

crate::permissions! { "postes":
    /// See stations.
    Read = "lire" => "Voir les postes";
    /// Create stations.
    Create = "creer" => "Créer des postes";
    /// Change stations and their state.
    Update = "modifier" => "Modifier les postes et leur état";
    /// Remove stations.
    Remove = "supprimer" => "Supprimer des postes";
    /// Lock, message, restart, shut down and wake stations.
    Command = "commander" => "Commander les postes";
    /// Let machines become stations, and take that back.
    Approve = "approuver" => "Approuver l’enrôlement des postes";
}

/// The module.
pub const MODULE: Module = Module {
    name: "stations",
    routes: || {
        routes::all()
            .merge(enrolment_routes::all())
            .merge(login_routes::all())
            .merge(commands::all())
            .merge(broadcast::all())
            .merge(libki::all())
    },
    permissions: PERMISSIONS,
    statements: &[
        store::STATEMENTS,
        plan::STATEMENTS,
        login_store::STATEMENTS,
        enrolment::STATEMENTS,
        commands::STATEMENTS,
        libki::STATEMENTS,
    ],
    lists: &[&store::STATIONS, &enrolment::ENROLMENTS, &commands::COMMANDS],
};
