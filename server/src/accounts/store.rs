//! The tables of accounts, roles and login sessions. Nothing else touches them.
use super::{
    me::Profile,
    model::{AuthSession, NewUser, RoleScope, User, UserRow},
};
use crate::{
    access::Caller,
    db::{Change, Tx},
    list::{Scope, fold},
    live::LiveEvent,
    on,
    problem::{Code, Problem},
    statements,
};
use uuid::Uuid;

/// What is read of an account that signs in.
macro_rules! columns {
    () => {
        "id, username, email, first_name, last_name, phone, language, password_hash, must_change_password, is_active, agency_id"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM users WHERE id = $1");
    FIND_BY_LOGIN = concat!("SELECT ", columns!(), " FROM users WHERE username = $1 OR email = $1");
    INSERT_USER = "INSERT INTO users (id, username, email, first_name, last_name, password_hash, must_change_password, \
            is_active, agency_id, created_at, updated_at, version, search_text) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1, $11)";
    UPDATE_PROFILE = "UPDATE users SET first_name = $2, last_name = $3, phone = $4, language = $5, email = $6, search_text = $7, \
            updated_at = $8, version = version + 1 WHERE id = $1";
    TWO_FACTOR = "SELECT COUNT(*) FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL";
    /// Whoever proved another password than the one that holds by now replaces none.
    REPLACE_PASSWORD = "UPDATE users SET password_hash = $2, must_change_password = $3, updated_at = $4, version = version + 1 \
            WHERE id = $1 AND password_hash = $5 AND is_active";
    /// The same for signing in. It waits for a change of the password that is under way, and makes one wait.
    NOTE_LOGIN = "UPDATE users SET last_login_at = $2 WHERE id = $1 AND password_hash = $3 AND is_active";
    EMAIL_IS_LOGIN = "SELECT COUNT(*) FROM users WHERE id <> $1 AND username = $2";
    LOGIN_IS_EMAIL = "SELECT COUNT(*) FROM users WHERE id <> $1 AND email = $2";
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
    REVOKE_ALL_SESSIONS = "UPDATE auth_sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";
    REVOKE_OTHER_SESSIONS = "UPDATE auth_sessions SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL";
    PURGE_SESSIONS = "DELETE FROM auth_sessions WHERE expires_at < $1";
    PURGE_JTIS = "DELETE FROM revoked_jtis WHERE expires_at < $1";
}

#[derive(sqlx::FromRow)]
struct HeldScope {
    scope: String,
    agency_id: Option<Uuid>,
}

/// For which rows the caller holds `permission`; nothing when the caller does not hold it, or calls with an API key
/// that was not made for it.
///
/// # Errors
/// When the database fails.
pub async fn scope_of(tx: &mut Tx, caller: &Caller, permission: &str) -> sqlx::Result<Option<Scope>> {
    if !caller.key_allows(permission) {
        return Ok(None);
    }
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
    let email = new.email.as_deref().unwrap_or_default();
    let search_text = fold(&[&new.username, email, &new.first_name, &new.last_name].join(" "));
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
        .bind(search_text)
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

/// Replaces the password that was proven.
///
/// # Errors
/// [`Code::BadCredentials`] when it is another by now.
pub(super) async fn replace_password(change: &mut Change, proven: &UserRow, hash: &str) -> Result<(), Problem> {
    let now = change.now();
    let replaced = on!(&mut **change, |c| sqlx::query(REPLACE_PASSWORD)
        .bind(proven.id)
        .bind(hash)
        .bind(false)
        .bind(now)
        .bind(&proven.password_hash)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if replaced == 0 { Err(Code::BadCredentials.into()) } else { Ok(()) }
}

/// Notes that somebody signs in with the password that was proven.
///
/// # Errors
/// [`Code::BadCredentials`] when it is another by now, or the account was closed.
pub(super) async fn note_login(change: &mut Change, proven: &UserRow) -> Result<(), Problem> {
    let now = change.now();
    let noted = on!(&mut **change, |c| sqlx::query(NOTE_LOGIN)
        .bind(proven.id)
        .bind(now)
        .bind(&proven.password_hash)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if noted == 0 { Err(Code::BadCredentials.into()) } else { Ok(()) }
}

/// Whether a name or an address is what somebody else signs in with: the name of one must not be the address of
/// another, for both are typed in the same place.
pub(super) async fn is_taken(tx: &mut Tx, id: Uuid, email: &str) -> sqlx::Result<bool> {
    let names: i64 = on!(&mut *tx, |c| sqlx::query_scalar(EMAIL_IS_LOGIN).bind(id).bind(email).fetch_one(c).await)?;
    let addresses: i64 = on!(tx, |c| sqlx::query_scalar(LOGIN_IS_EMAIL).bind(id).bind(email).fetch_one(c).await)?;
    Ok(names + addresses > 0)
}

/// # Errors
/// Naming what somebody else signs in with, across names and addresses; the indexes refuse the rest.
pub(super) async fn check_login(
    change: &mut Change,
    id: Uuid,
    username: &str,
    email: Option<&str>,
) -> Result<(), Problem> {
    // Two changes that each take what the other checks wait for one another here.
    super::rights::take_turns(change).await?;
    if let Some(email) = email {
        let email = email.to_lowercase();
        let names: i64 =
            on!(&mut **change, |c| sqlx::query_scalar(EMAIL_IS_LOGIN).bind(id).bind(email).fetch_one(c).await)?;
        if names > 0 {
            return Err(Problem::duplicate("email"));
        }
    }
    let addresses: i64 =
        on!(&mut **change, |c| sqlx::query_scalar(LOGIN_IS_EMAIL).bind(id).bind(username).fetch_one(c).await)?;
    if addresses > 0 { Err(Problem::duplicate("username")) } else { Ok(()) }
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
    change.announce(LiveEvent::Rights { user_id: Some(user_id) });
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
    change.announce(LiveEvent::Rights { user_id: Some(user_id) });
    on!(&mut **change, |c| sqlx::query(REVOKE_ALL_SESSIONS).bind(user_id).bind(now).execute(c).await.map(drop))
}

/// Ends every login session of this account but one.
pub(super) async fn revoke_other_sessions(change: &mut Change, user_id: Uuid, kept: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    change.announce(LiveEvent::Rights { user_id: Some(user_id) });
    on!(&mut **change, |c| sqlx::query(REVOKE_OTHER_SESSIONS)
        .bind(user_id)
        .bind(kept)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Whether the account signs in with a second factor.
pub(super) async fn two_factor(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let confirmed: i64 = on!(tx, |c| sqlx::query_scalar(TWO_FACTOR).bind(id).fetch_one(c).await)?;
    Ok(confirmed > 0)
}

pub(super) async fn update_profile(change: &mut Change, user: &User, new: &Profile) -> sqlx::Result<()> {
    let now = change.now();
    let email = new.email.as_deref().unwrap_or_default();
    let search_text = fold(&[&user.username, email, &new.first_name, &new.last_name].join(" "));
    on!(&mut **change, |c| sqlx::query(UPDATE_PROFILE)
        .bind(user.id)
        .bind(&new.first_name)
        .bind(&new.last_name)
        .bind(&new.phone)
        .bind(new.language.tag())
        .bind(&new.email)
        .bind(search_text)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
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
