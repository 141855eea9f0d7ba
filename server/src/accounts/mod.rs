//! Accounts: people who sign in, their roles, and the tokens that prove it.
//! Roles are data, bundles of permission codes held for a scope of rows; the codes are the modules'.
mod cookies;
mod fixture;
mod model;
mod passwords;
mod role_routes;
mod routes;
mod store;
mod tokens;

pub use fixture::{FIRST_LOGIN, init_data};
pub use model::{NewUser, RoleScope, User};
pub use passwords::Passwords;
pub use store::{find_by_login, purge, scope_of};
pub use tokens::{Identity, authenticate, redeem_ticket, still_signed_in};

use crate::{App, db::Change, modules::Module, problem::Problem};
use uuid::Uuid;

crate::permissions! { "comptes":
    /// See accounts, roles and permissions.
    Read = "lire" => "Voir les comptes et les rôles";
    /// Change what a role may do.
    ManageRoles = "gerer_roles" => "Gérer les rôles";
}

/// The module.
pub const MODULE: Module = Module {
    name: "accounts",
    routes: || routes::all().merge(role_routes::all()),
    permissions: PERMISSIONS,
    statements: &[store::STATEMENTS, tokens::STATEMENTS],
    lists: &[&store::ROLES, &store::PERMISSIONS_LIST],
};

/// Makes an account, with one role.
///
/// # Errors
/// When a field is wrong, the login is taken or the role is unknown.
pub async fn create_user(app: &App, change: &mut Change, new: &NewUser) -> Result<Uuid, Problem> {
    new.check()?;
    let hash = app.passwords.hash(new.password.clone()).await?;
    let id = store::insert_user(change, new, &hash).await?;
    store::give_role(change, id, &new.role, &new.scope).await?;
    Ok(id)
}
