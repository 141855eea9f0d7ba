//! Every module, once. Adding one is a folder and a line here.
use crate::{
    App, accounts, activity, agencies, audit, boot, calls, cash, health, idempotency, jobs, libki, list::List, live,
    mail, parameters, places, preferences, reports, sessions, stations, tariffs, terms, visitors,
};
use utoipa_axum::router::OpenApiRouter;

/// A permission: its code, its label in French, and what it allows in English.
pub type Permission = (&'static str, &'static str, &'static str);

/// What a module brings.
pub struct Module {
    /// Its name, the folder's.
    pub name: &'static str,
    /// Its HTTP door.
    pub routes: fn() -> OpenApiRouter<App>,
    /// Its permissions.
    pub permissions: &'static [Permission],
    /// Its statements, by name, for the test that prepares them all.
    pub statements: &'static [&'static [(&'static str, &'static str)]],
    /// Its lists, for the test that tries every filter and every order.
    pub lists: &'static [&'static List],
}

/// Every module, in the direction of dependence.
pub const MODULES: &[Module] = &[
    Module {
        name: "core",
        routes: OpenApiRouter::new,
        permissions: &[],
        statements: &[idempotency::STATEMENTS, live::STATEMENTS],
        lists: &[],
    },
    agencies::MODULE,
    mail::MODULE,
    accounts::MODULE,
    parameters::MODULE,
    preferences::MODULE,
    audit::MODULE,
    jobs::MODULE,
    reports::MODULE,
    visitors::MODULE,
    terms::MODULE,
    tariffs::MODULE,
    places::MODULE,
    stations::MODULE,
    boot::MODULE,
    calls::MODULE,
    cash::MODULE,
    sessions::MODULE,
    libki::MODULE,
    activity::MODULE,
    health::MODULE,
];
