//! The initial data: permissions, roles, and an administrator. Loading them again changes nothing.
use super::{
    NewUser, RoleScope, create_user,
    rights::SUPER_ADMIN,
    role_store::{add_permission, all_permissions, find_role, load_permission, load_role},
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
use std::collections::HashMap;

/// Versioned with the program, so that every installation starts from the same.
const FIXTURE: &str = include_str!("../../fixtures/roles.json");

/// The administrator's login and first password (seed 002): good for nothing but choosing another.
pub const FIRST_LOGIN: (&str, &str) = ("admin", "admin123");

#[derive(Deserialize)]
struct Fixture {
    /// Permissions of modules still to come, code and label in French and English, so that roles can name them already.
    permissions: Vec<(String, String, String)>,
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
    let fixture = Fixture::read()?;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    fixture.load(&mut change).await?;
    create_administrator(app, &mut change).await?;
    change.commit(Event::new("accounts", "init_data", "role", None)).await
}

/// Loads what a new version of the program brings: permissions that were not known, for the roles that come with it
/// (`docs/decisions/0012-rights-of-a-new-version.md`). Nothing where the initial data were never loaded.
///
/// # Errors
/// When the database fails.
pub async fn load_rights(app: &App) -> Result<(), Problem> {
    let fixture = Fixture::read()?;
    let mut tx = app.db.read().await?;
    let Some(highest) = find_role(&mut tx, SUPER_ADMIN).await? else { return Ok(()) };
    let known = all_permissions(&mut tx).await?;
    drop(tx);
    let is_known = |code: &str| known.iter().any(|known| known == code);
    let roles_complete = known.iter().all(|code| highest.permissions.contains(code));
    if roles_complete && fixture.codes().all(|(code, _)| is_known(code)) {
        return Ok(());
    }
    let mut change = app.db.change(Actor::SYSTEM).await?;
    fixture.load(&mut change).await?;
    change.commit(Event::new("accounts", "load_permissions", "role", highest.id)).await
}

/// What a permission allows, in English; nothing for one that an earlier version had.
///
/// # Errors
/// When the initial data cannot be read.
pub fn in_english(codes: &[String]) -> Result<Vec<Option<String>>, Problem> {
    let fixture = Fixture::read()?;
    let sentence = |text: &str| text.trim().trim_end_matches('.').to_owned();
    let own = MODULES.iter().flat_map(|module| module.permissions).map(|(code, _, text)| (*code, *text));
    let coming = fixture.permissions.iter().map(|(code, _, text)| (code.as_str(), text.as_str()));
    let known: HashMap<&str, &str> = own.chain(coming).collect();
    Ok(codes.iter().map(|code| known.get(code.as_str()).map(|text| sentence(text))).collect())
}

impl Fixture {
    fn read() -> Result<Self, Problem> {
        serde_json::from_str(FIXTURE).map_err(Problem::internal)
    }

    /// The permissions of this version, with their labels.
    fn codes(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = MODULES.iter().flat_map(|module| module.permissions).map(|(code, label, _)| (*code, *label));
        self.permissions.iter().map(|(code, label, _)| (code.as_str(), label.as_str())).chain(own)
    }

    async fn load(&self, change: &mut Change) -> Result<(), Problem> {
        let before = all_permissions(change).await?;
        for (code, label) in self.codes() {
            load_permission(change, code, label).await?;
        }
        let known = all_permissions(change).await?;
        let new: Vec<String> = known.iter().filter(|code| !before.contains(code)).cloned().collect();
        for role in &self.roles {
            role.load(change, &known, &new).await?;
        }
        Ok(())
    }
}

impl FixtureRole {
    /// A role that is there already keeps what the administrator made of it, and gets what nobody could decide about
    /// before; the highest has everything.
    async fn load(&self, change: &mut Change, known: &[String], new: &[String]) -> Result<(), Problem> {
        let (id, codes) = if let Some(id) = load_role(change, &self.code, &self.label).await? {
            (id, known)
        } else {
            let role = find_role(change, &self.code).await?.ok_or_else(|| Problem::not_found("role"))?;
            (role.id, if self.code == SUPER_ADMIN { known } else { new })
        };
        for code in codes.iter().filter(|code| self.gives(code)) {
            add_permission(change, id, code).await?;
        }
        Ok(())
    }

    fn gives(&self, code: &str) -> bool {
        let named = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, code));
        named(&self.permissions) && !named(&self.except)
    }
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
