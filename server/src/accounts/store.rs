//! The tables of accounts, roles and login sessions. Nothing else touches them.
use super::model::{AuthSession, NewUser, Role, RoleScope, UserRow};
use crate::{
    access::Caller,
    db::{Change, Tx},
    list::{Filter, List, Scope},
    on,
    problem::Problem,
    statements,
};
use uuid::Uuid;

statements! {
    FIND = "SELECT id, username, email, first_name, last_name, password_hash, must_change_password, is_active, agency_id \
            FROM users WHERE id = $1";
    FIND_BY_LOGIN = "SELECT id, username, email, first_name, last_name, password_hash, must_change_password, is_active, agency_id \
            FROM users WHERE username = $1 OR email = $1";
    INSERT_USER = "INSERT INTO users (id, username, email, first_name, last_name, password_hash, must_change_password, \
            is_active, agency_id, created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1)";
    SET_PASSWORD = "UPDATE users SET password_hash = $2, must_change_password = $3, updated_at = $4, version = version + 1 WHERE id = $1";
    NOTE_LOGIN = "UPDATE users SET last_login_at = $2 WHERE id = $1";
    GIVE_ROLE = "INSERT INTO user_roles (user_id, role_id, scope, agency_id, province) \
            SELECT $1, id, $3, $4, $5 FROM roles WHERE code = $2";
    ROLES_OF = "SELECT r.code FROM roles r JOIN user_roles ur ON ur.role_id = r.id WHERE ur.user_id = $1 ORDER BY r.code";
    PERMISSIONS_OF = "SELECT DISTINCT rp.permission FROM role_permissions rp JOIN user_roles ur ON ur.role_id = rp.role_id \
            WHERE ur.user_id = $1 ORDER BY rp.permission";
    SCOPES_OF = "SELECT ur.scope, COALESCE(ur.agency_id, a.id) AS agency_id FROM user_roles ur \
            JOIN role_permissions rp ON rp.role_id = ur.role_id \
            LEFT JOIN agencies a ON ur.scope = 'province' AND a.province = ur.province \
            WHERE ur.user_id = $1 AND rp.permission = $2";
    SESSIONS_OF = "SELECT id, ip, user_agent, created_at, rotated_at, expires_at FROM auth_sessions \
            WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY rotated_at DESC LIMIT 200";
    REVOKE_SESSION = "UPDATE auth_sessions SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL";
    REVOKE_OTHER_SESSIONS = "UPDATE auth_sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";
    FIND_ROLE = "SELECT id, code, label, is_system FROM roles WHERE code = $1";
    PERMISSIONS_OF_ROLE = "SELECT permission FROM role_permissions WHERE role_id = $1 ORDER BY permission";
    PERMISSIONS_OF_ROLES = "SELECT role_id, permission FROM role_permissions ORDER BY permission";
    ADD_PERMISSION = "INSERT INTO role_permissions (role_id, permission) VALUES ($1, $2) ON CONFLICT (role_id, permission) DO NOTHING";
    REMOVE_PERMISSION = "DELETE FROM role_permissions WHERE role_id = $1 AND permission = $2";
    FIND_PERMISSION = "SELECT code FROM permissions WHERE code = $1";
    LOAD_PERMISSION = "INSERT INTO permissions (code, module, action, label) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (code) DO UPDATE SET label = excluded.label";
    LOAD_ROLE = "INSERT INTO roles (id, code, label, is_system) VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO NOTHING RETURNING id";
    ALL_PERMISSIONS = "SELECT code FROM permissions ORDER BY code";
    PURGE_SESSIONS = "DELETE FROM auth_sessions WHERE expires_at < $1";
    PURGE_JTIS = "DELETE FROM revoked_jtis WHERE expires_at < $1";
}

/// The list of roles.
pub static ROLES: List = List {
    name: "roles",
    columns: "r.id, r.code, r.label, r.is_system",
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

#[derive(sqlx::FromRow)]
struct HeldScope {
    scope: String,
    agency_id: Option<Uuid>,
}

/// For which rows the caller holds `permission`; nothing when the caller does not hold it.
///
/// # Errors
/// When the database fails.
pub async fn scope_of(tx: &mut Tx, caller: &Caller, permission: &str) -> sqlx::Result<Option<Scope>> {
    let held: Vec<HeldScope> =
        on!(tx, |c| sqlx::query_as(SCOPES_OF).bind(caller.user_id).bind(permission).fetch_all(c).await)?;
    if held.is_empty() {
        return Ok(None);
    }
    if held.iter().any(|held| held.scope == "all") {
        return Ok(Some(Scope::All));
    }
    let shared = held.iter().filter(|held| held.scope != "own");
    let agencies: Vec<Uuid> =
        shared.filter_map(|held| held.agency_id.or(caller.agency_id.filter(|_| held.scope == "agency"))).collect();
    let only_own = held.iter().all(|held| held.scope == "own");
    Ok(Some(if only_own { Scope::Own(caller.user_id) } else { Scope::Agencies(agencies) }))
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<UserRow>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

/// The account whose user name or e-mail address this is.
///
/// # Errors
/// When the database fails.
pub async fn find_by_login(tx: &mut Tx, login: &str) -> sqlx::Result<Option<super::model::UserRow>> {
    let login = login.trim().to_lowercase();
    on!(tx, |c| sqlx::query_as(FIND_BY_LOGIN).bind(login).fetch_optional(c).await)
}

pub(super) async fn insert_user(change: &mut Change, new: &NewUser, hash: &str) -> sqlx::Result<Uuid> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query(INSERT_USER)
        .bind(id)
        .bind(new.username.to_lowercase())
        .bind(new.email.as_ref().map(|email| email.to_lowercase()))
        .bind(&new.first_name)
        .bind(&new.last_name)
        .bind(hash)
        .bind(new.must_change_password)
        .bind(true)
        .bind(new.agency_id)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(id)
}

pub(super) async fn give_role(
    change: &mut Change,
    user_id: Uuid,
    role: &str,
    scope: &RoleScope,
) -> Result<(), Problem> {
    let (word, agency, province) = match scope {
        RoleScope::Own => ("own", None, None),
        RoleScope::Agency(id) => ("agency", *id, None),
        RoleScope::Province(province) => ("province", None, Some(province.clone())),
        RoleScope::All => ("all", None, None),
    };
    let given = on!(&mut **change, |c| sqlx::query(GIVE_ROLE)
        .bind(user_id)
        .bind(role)
        .bind(word)
        .bind(agency)
        .bind(province)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if given == 0 { Err(Problem::field("role", "unknown_role")) } else { Ok(()) }
}

pub(super) async fn set_password(change: &mut Change, id: Uuid, hash: &str) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(SET_PASSWORD)
        .bind(id)
        .bind(hash)
        .bind(false)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

pub(super) async fn note_login(change: &mut Change, id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(NOTE_LOGIN).bind(id).bind(now).execute(c).await.map(drop))
}

/// The codes of an account's roles, and of its permissions.
pub(super) async fn rights_of(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<(Vec<String>, Vec<String>)> {
    let roles = on!(&mut *tx, |c| sqlx::query_scalar(ROLES_OF).bind(user_id).fetch_all(c).await)?;
    let permissions = on!(tx, |c| sqlx::query_scalar(PERMISSIONS_OF).bind(user_id).fetch_all(c).await)?;
    Ok((roles, permissions))
}

pub(super) async fn sessions_of(tx: &mut Tx, user_id: Uuid, now: i64) -> sqlx::Result<Vec<AuthSession>> {
    on!(tx, |c| sqlx::query_as(SESSIONS_OF).bind(user_id).bind(now).fetch_all(c).await)
}

/// Ends one login session of this account; false when there is none.
pub(super) async fn revoke_session(change: &mut Change, id: Uuid, user_id: Uuid) -> sqlx::Result<bool> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(REVOKE_SESSION)
        .bind(id)
        .bind(user_id)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected() > 0))
}

pub(super) async fn revoke_all_sessions(change: &mut Change, user_id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(REVOKE_OTHER_SESSIONS).bind(user_id).bind(now).execute(c).await.map(drop))
}

pub(super) async fn find_role(tx: &mut Tx, code: &str) -> sqlx::Result<Option<Role>> {
    let role: Option<Role> = on!(&mut *tx, |c| sqlx::query_as(FIND_ROLE).bind(code).fetch_optional(c).await)?;
    let Some(mut role) = role else { return Ok(None) };
    role.permissions = on!(tx, |c| sqlx::query_scalar(PERMISSIONS_OF_ROLE).bind(role.id).fetch_all(c).await)?;
    Ok(Some(role))
}

pub(super) async fn permissions_of_roles(tx: &mut Tx) -> sqlx::Result<Vec<(Uuid, String)>> {
    on!(tx, |c| sqlx::query_as(PERMISSIONS_OF_ROLES).fetch_all(c).await)
}

pub(super) async fn permission_exists(tx: &mut Tx, code: &str) -> sqlx::Result<bool> {
    let found: Option<String> = on!(tx, |c| sqlx::query_scalar(FIND_PERMISSION).bind(code).fetch_optional(c).await)?;
    Ok(found.is_some())
}

pub(super) async fn add_permission(change: &mut Change, role_id: Uuid, code: &str) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(ADD_PERMISSION).bind(role_id).bind(code).execute(c).await.map(drop))
}

pub(super) async fn remove_permission(change: &mut Change, role_id: Uuid, code: &str) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(REMOVE_PERMISSION).bind(role_id).bind(code).execute(c).await.map(drop))
}

pub(super) async fn load_permission(change: &mut Change, code: &str, label: &str) -> sqlx::Result<()> {
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
pub(super) async fn load_role(change: &mut Change, code: &str, label: &str) -> sqlx::Result<Option<Uuid>> {
    let id = change.new_id();
    on!(&mut **change, |c| sqlx::query_scalar(LOAD_ROLE)
        .bind(id)
        .bind(code)
        .bind(label)
        .bind(true)
        .fetch_optional(c)
        .await)
}

pub(super) async fn all_permissions(tx: &mut Tx) -> sqlx::Result<Vec<String>> {
    on!(tx, |c| sqlx::query_scalar(ALL_PERMISSIONS).fetch_all(c).await)
}

/// Forgets login sessions and blacklisted tokens that have expired by `now`.
///
/// # Errors
/// When the database fails.
pub async fn purge(tx: &mut Tx, now: i64) -> sqlx::Result<u64> {
    let sessions =
        on!(&mut *tx, |c| sqlx::query(PURGE_SESSIONS).bind(now).execute(c).await.map(|d| d.rows_affected()))?;
    let jtis = on!(tx, |c| sqlx::query(PURGE_JTIS).bind(now).execute(c).await.map(|d| d.rows_affected()))?;
    Ok(sessions + jtis)
}
