//! Accounts: people who sign in, their roles, and the tokens that prove it.
//! Roles are data, bundles of permission codes held for a scope of rows; the codes are the modules'.
mod address;
mod api_keys;
mod cookies;
mod factor_routes;
mod fixture;
mod lockout;
mod login;
mod me;
mod model;
mod origin;
mod passwords;
mod recovery;
mod registration;
mod rights;
mod role_routes;
mod role_store;
mod second_factor;
mod services;
mod store;
mod tokens;
mod users;

pub use api_keys::{BEGINNING as KEY_BEGINNING, authenticate as authenticate_key};
pub use fixture::{FIRST_LOGIN, init_data, load_rights};
pub use model::{NewUser, RoleScope, User};
pub use passwords::Passwords;
pub use store::{find_by_login, scope_of};
pub use tokens::{Identity, authenticate, redeem_ticket, still_signed_in};

use crate::{
    App,
    db::{Change, Tx},
    mail,
    modules::Module,
    problem::Problem,
};
use uuid::Uuid;

crate::permissions! { "comptes":
    /// See accounts, roles, permissions and departments.
    Read = "lire" => "Voir les comptes et les rôles";
    /// Make accounts, change them, close them, give them roles.
    Manage = "gerer" => "Gérer les comptes";
    /// Change what a role may do.
    ManageRoles = "gerer_roles" => "Gérer les rôles";
    /// Make departments and change them.
    ManageServices = "gerer_services" => "Gérer les services";
    /// See where others are signed in, and end their logins.
    Sessions = "sessions" => "Voir et fermer les connexions des autres";
    /// Make API keys and revoke them.
    Keys = "cles" => "Gérer les clés d’API";
}

/// The module.
pub const MODULE: Module = Module {
    name: "accounts",
    routes: || {
        login::all()
            .merge(me::all())
            .merge(address::all())
            .merge(factor_routes::all())
            .merge(recovery::all())
            .merge(registration::all())
            .merge(users::all())
            .merge(role_routes::all())
            .merge(services::all())
            .merge(api_keys::all())
    },
    permissions: PERMISSIONS,
    statements: &[
        store::STATEMENTS,
        tokens::STATEMENTS,
        rights::STATEMENTS,
        role_store::STATEMENTS,
        users::STATEMENTS,
        services::STATEMENTS,
        lockout::STATEMENTS,
        address::STATEMENTS,
        recovery::STATEMENTS,
        registration::STATEMENTS,
        second_factor::STATEMENTS,
        api_keys::STATEMENTS,
    ],
    lists: &[&role_store::ROLES, &role_store::PERMISSIONS_LIST, &users::ACCOUNTS, &services::SERVICES, &api_keys::KEYS],
};

/// Letters that are gone are remembered this long.
const LETTERS_KEPT_MS: i64 = 30 * 24 * 3_600_000;

/// Forgets what expired by `now`: logins, blacklisted tokens, links, registrations, failures and letters.
///
/// # Errors
/// When the database fails.
pub async fn purge(tx: &mut Tx, now: i64) -> sqlx::Result<u64> {
    let tokens = store::purge(tx, now).await?;
    let links = recovery::purge(tx, now).await?;
    let registrations = registration::purge(tx, now, "").await?;
    let failures = lockout::purge(tx, now - lockout::KEPT_MS).await?;
    let letters = mail::purge(tx, now - LETTERS_KEPT_MS).await?;
    Ok(tokens + links + registrations + failures + letters)
}

/// What failures are counted under.
fn login_key(login: &str, source: origin::Source) -> (&'static str, String, origin::Source) {
    ("login", login.trim().to_lowercase(), source)
}

/// Makes an account, with one role.
///
/// # Errors
/// When a field is wrong, the login is taken or the role is unknown.
pub async fn create_user(app: &App, change: &mut Change, new: &NewUser) -> Result<Uuid, Problem> {
    new.check()?;
    let hash = app.passwords.hash(new.password.clone()).await?;
    store::check_login(change, Uuid::nil(), &new.username.to_lowercase(), new.email.as_deref()).await?;
    let id = store::insert_user(change, new, &hash).await?;
    store::give_role(change, id, &new.role, &new.scope).await?;
    Ok(id)
}
