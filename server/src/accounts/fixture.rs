//! The initial data: permissions, roles, and an administrator. Loading them again changes nothing.
use super::{
    NewUser, RoleScope, create_user,
    role_store::{add_permission, all_permissions, load_permission, load_role},
    store,
};
use crate::{
    App,
    config::Profile,
    db::{Actor, Change, Event},
    modules::MODULES,
    problem::Problem,
};
use serde::Deserialize;

/// Versioned with the program, so that every installation starts from the same.
const FIXTURE: &str = include_str!("../../fixtures/roles.json");

/// The administrator's login and first password (seed 002): good for nothing but choosing another.
pub const FIRST_LOGIN: (&str, &str) = ("admin", "admin123");

#[derive(Deserialize)]
struct Fixture {
    /// Permissions of modules still to come, code and label, so that roles can name them already.
    permissions: Vec<(String, String)>,
    roles: Vec<FixtureRole>,
}

#[derive(Deserialize)]
struct FixtureRole {
    code: String,
    label: String,
    /// Codes; `module:*` and `*` stand for all of a module and for all.
    permissions: Vec<String>,
    /// Codes that the stars do not give.
    #[serde(default)]
    except: Vec<String>,
}

/// Loads permissions, roles and the administrator.
///
/// # Errors
/// When the database fails, or a production installation gives the administrator no password.
pub async fn init_data(app: &App) -> Result<(), Problem> {
    let fixture: Fixture = serde_json::from_str(FIXTURE).map_err(Problem::internal)?;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let own = MODULES.iter().flat_map(|module| module.permissions).map(|(code, label, _)| (*code, *label));
    let planned = fixture.permissions.iter().map(|(code, label)| (code.as_str(), label.as_str()));
    for (code, label) in planned.chain(own) {
        load_permission(&mut change, code, label).await?;
    }
    let known = all_permissions(&mut change).await?;
    for role in &fixture.roles {
        load(&mut change, role, &known).await?;
    }
    create_administrator(app, &mut change).await?;
    change.commit(Event::new("accounts", "init_data", "role", None)).await
}

async fn load(change: &mut Change, role: &FixtureRole, known: &[String]) -> Result<(), Problem> {
    // A role that is there already keeps what the administrator made of it.
    let Some(id) = load_role(change, &role.code, &role.label).await? else { return Ok(()) };
    for code in known {
        let given = role.permissions.iter().any(|pattern| matches(pattern, code));
        if given && !role.except.iter().any(|pattern| matches(pattern, code)) {
            add_permission(change, id, code).await?;
        }
    }
    Ok(())
}

fn matches(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => code.starts_with(start),
        None => pattern == code,
    }
}

async fn create_administrator(app: &App, change: &mut Change) -> Result<(), Problem> {
    let (username, default) = FIRST_LOGIN;
    if store::find_by_login(change, username).await?.is_some() {
        return Ok(());
    }
    let password = match (&app.settings.admin_initial_password, app.settings.profile) {
        (Some(password), _) => password.clone(),
        (None, Profile::Development) => default.to_owned(),
        (None, Profile::Production) => {
            return Err(Problem::internal("GUICHET_ADMIN_INITIAL_PASSWORD must be given in the production profile"));
        }
    };
    let new = NewUser {
        username: username.to_owned(),
        email: None,
        first_name: String::new(),
        last_name: "Administrateur".into(),
        password,
        must_change_password: true,
        agency_id: None,
        role: "super_admin".into(),
        scope: RoleScope::All,
    };
    create_user(app, change, &new).await.map(drop)
}
