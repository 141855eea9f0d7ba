//! The tables of roles and what each may do.
use super::model::Role;
use crate::{
    db::{Change, Tx},
    list::{Filter, List},
    live::LiveEvent,
    on, statements,
};
use uuid::Uuid;

macro_rules! columns {
    () => {
        "r.id, r.code, r.label, r.is_system, r.require_2fa, \
         (SELECT COUNT(*) FROM user_roles ur WHERE ur.role_id = r.id) AS users"
    };
}

statements! {
    FIND_ROLE = concat!("SELECT ", columns!(), " FROM roles r WHERE r.code = $1");
    INSERT_ROLE = "INSERT INTO roles (id, code, label, is_system, require_2fa) VALUES ($1, $2, $3, $4, $5)";
    UPDATE_ROLE = "UPDATE roles SET label = $2, require_2fa = $3 WHERE id = $1";
    REMOVE_ROLE = "DELETE FROM roles WHERE id = $1";
    CLEAR_PERMISSIONS = "DELETE FROM role_permissions WHERE role_id = $1";
    PERMISSIONS_OF_ROLE = "SELECT permission FROM role_permissions WHERE role_id = $1 ORDER BY permission";
    PERMISSIONS_OF_ROLES = "SELECT role_id, permission FROM role_permissions ORDER BY permission";
    ADD_PERMISSION = "INSERT INTO role_permissions (role_id, permission) VALUES ($1, $2) ON CONFLICT (role_id, permission) DO NOTHING";
    REMOVE_PERMISSION = "DELETE FROM role_permissions WHERE role_id = $1 AND permission = $2";
    FIND_PERMISSION = "SELECT code FROM permissions WHERE code = $1";
    LOAD_PERMISSION = "INSERT INTO permissions (code, module, action, label) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (code) DO UPDATE SET label = excluded.label";
    LOAD_ROLE = "INSERT INTO roles (id, code, label, is_system) VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO NOTHING RETURNING id";
    ALL_PERMISSIONS = "SELECT code FROM permissions ORDER BY code";
    END_LOGINS_WITHOUT_FACTOR = "UPDATE auth_sessions SET revoked_at = $2 WHERE revoked_at IS NULL AND user_id IN \
            (SELECT ur.user_id FROM user_roles ur WHERE ur.role_id = $1) AND user_id NOT IN \
            (SELECT f.user_id FROM second_factors f WHERE f.confirmed_at IS NOT NULL)";
}

/// The list of roles.
pub static ROLES: List = List {
    name: "roles",
    columns: columns!(),
    from: "roles r",
    id: "r.id",
    agency: None,
    owner: None,
    filters: &[("code", Filter::Text("r.code"))],
    search: &["r.code", "r.label"],
    order: &[("code", "r.code"), ("label", "r.label")],
    default_order: "code",
};

/// The list of permissions.
pub static PERMISSIONS_LIST: List = List {
    name: "permissions",
    columns: "p.code, p.module, p.action, p.label",
    from: "permissions p",
    id: "p.code",
    agency: None,
    owner: None,
    filters: &[
        ("id", Filter::Text("p.code")),
        ("module", Filter::Text("p.module")),
        ("action", Filter::Text("p.action")),
    ],
    search: &["p.code", "p.label"],
    order: &[("code", "p.code"), ("module", "p.module")],
    default_order: "code",
};

/// Whoever watches is looked at again, once: what they may do may be another thing.
fn tell(change: &mut Change) {
    change.announce_once(LiveEvent::Rights { user_id: None });
}

pub async fn find_role(tx: &mut Tx, code: &str) -> sqlx::Result<Option<Role>> {
    let role: Option<Role> = on!(&mut *tx, |c| sqlx::query_as(FIND_ROLE).bind(code).fetch_optional(c).await)?;
    let Some(mut role) = role else { return Ok(None) };
    role.permissions = on!(tx, |c| sqlx::query_scalar(PERMISSIONS_OF_ROLE).bind(role.id).fetch_all(c).await)?;
    Ok(Some(role))
}

pub async fn permissions_of_roles(tx: &mut Tx) -> sqlx::Result<Vec<(Uuid, String)>> {
    on!(tx, |c| sqlx::query_as(PERMISSIONS_OF_ROLES).fetch_all(c).await)
}

pub async fn permission_exists(tx: &mut Tx, code: &str) -> sqlx::Result<bool> {
    let found: Option<String> = on!(tx, |c| sqlx::query_scalar(FIND_PERMISSION).bind(code).fetch_optional(c).await)?;
    Ok(found.is_some())
}

pub async fn add_permission(change: &mut Change, role_id: Uuid, code: &str) -> sqlx::Result<()> {
    tell(change);
    on!(&mut **change, |c| sqlx::query(ADD_PERMISSION).bind(role_id).bind(code).execute(c).await.map(drop))
}

pub async fn remove_permission(change: &mut Change, role_id: Uuid, code: &str) -> sqlx::Result<()> {
    tell(change);
    on!(&mut **change, |c| sqlx::query(REMOVE_PERMISSION).bind(role_id).bind(code).execute(c).await.map(drop))
}

/// Sets what a role may do, whatever it could.
pub async fn set_permissions(change: &mut Change, role_id: Uuid, codes: &[String]) -> sqlx::Result<()> {
    tell(change);
    on!(&mut **change, |c| sqlx::query(CLEAR_PERMISSIONS).bind(role_id).execute(c).await.map(drop))?;
    for code in codes {
        add_permission(change, role_id, code).await?;
    }
    Ok(())
}

pub async fn insert_role(change: &mut Change, code: &str, label: &str, require_2fa: bool) -> sqlx::Result<Uuid> {
    let id = change.new_id();
    on!(&mut **change, |c| sqlx::query(INSERT_ROLE)
        .bind(id)
        .bind(code)
        .bind(label)
        .bind(false)
        .bind(require_2fa)
        .execute(c)
        .await
        .map(drop))?;
    Ok(id)
}

pub async fn update_role(change: &mut Change, id: Uuid, label: &str, require_2fa: bool) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(UPDATE_ROLE).bind(id).bind(label).bind(require_2fa).execute(c).await.map(drop))
}

pub async fn remove_role(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(REMOVE_ROLE).bind(id).execute(c).await.map(drop))
}

/// Ends the logins of those who have the role and no second factor.
pub async fn end_logins_without_factor(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    tell(change);
    on!(&mut **change, |c| sqlx::query(END_LOGINS_WITHOUT_FACTOR).bind(id).bind(now).execute(c).await.map(drop))
}

pub async fn load_permission(change: &mut Change, code: &str, label: &str) -> sqlx::Result<()> {
    let (module, action) = code.split_once(':').unwrap_or((code, ""));
    on!(&mut **change, |c| sqlx::query(LOAD_PERMISSION)
        .bind(code)
        .bind(module)
        .bind(action)
        .bind(label)
        .execute(c)
        .await
        .map(drop))
}

/// Makes a role that is not there yet; nothing when it is, with whatever it may do by now.
pub async fn load_role(change: &mut Change, code: &str, label: &str) -> sqlx::Result<Option<Uuid>> {
    let id = change.new_id();
    on!(&mut **change, |c| sqlx::query_scalar(LOAD_ROLE)
        .bind(id)
        .bind(code)
        .bind(label)
        .bind(true)
        .fetch_optional(c)
        .await)
}

pub async fn all_permissions(tx: &mut Tx) -> sqlx::Result<Vec<String>> {
    on!(tx, |c| sqlx::query_scalar(ALL_PERMISSIONS).fetch_all(c).await)
}
