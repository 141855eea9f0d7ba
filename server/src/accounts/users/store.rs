//! Accounts as those who manage them read and write them.
use super::model::{Account, AccountFields, HeldRole};
use crate::{
    accounts::model::RoleScope,
    db::{Change, Tx, pieces, places, with_places},
    list::{Filter, List},
    live::LiveEvent,
    on,
    problem::Problem,
    statements,
};
use sqlx::query::QueryAs;
use std::collections::HashMap;
use uuid::Uuid;

/// What is read of an account.
macro_rules! columns {
    () => {
        "u.id, u.username, u.email, u.first_name, u.last_name, u.phone, u.language, \
         CASE WHEN NOT u.is_active THEN 'disabled' WHEN u.password_hash = '!' THEN 'invited' ELSE 'active' END AS state, \
         u.is_active, u.must_change_password, (SELECT COUNT(*) FROM second_factors f WHERE f.user_id = u.id \
         AND f.confirmed_at IS NOT NULL) > 0 AS two_factor, u.agency_id, u.org_unit_id AS service_id, u.last_login_at, \
         u.created_at, u.updated_at, u.version"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM users u WHERE u.id = $1");
    INSERT = "INSERT INTO users (id, username, email, first_name, last_name, phone, language, search_text, password_hash, \
            must_change_password, is_active, agency_id, org_unit_id, created_at, updated_at, version) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 1)";
    UPDATE = "UPDATE users SET username = $2, email = $3, first_name = $4, last_name = $5, phone = $6, language = $7, \
            search_text = $8, agency_id = $9, org_unit_id = $10, updated_at = $11, version = version + 1 WHERE id = $1";
    SET_ACTIVE = "UPDATE users SET is_active = $2, updated_at = $3, version = version + 1 WHERE id = $1";
    SET_PASSWORD = "UPDATE users SET password_hash = $2, must_change_password = $3, updated_at = $4, version = version + 1 \
            WHERE id = $1";
    ROLES_OF = "SELECT r.code, ur.scope, ur.agency_id, ur.province FROM user_roles ur JOIN roles r ON r.id = ur.role_id \
            WHERE ur.user_id = $1 ORDER BY r.code";
    CLEAR_ROLES = "DELETE FROM user_roles WHERE user_id = $1";
    REMOVE_FACTOR = "DELETE FROM second_factors WHERE user_id = $1";
    REMOVE_CODES = "DELETE FROM recovery_codes WHERE user_id = $1";
    FACTOR_REQUIRED = "SELECT COUNT(*) FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $1 AND r.require_2fa";
    FACTOR_MISSING = "SELECT COUNT(*) FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $1 AND r.require_2fa \
            AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = ur.user_id AND f.confirmed_at IS NOT NULL)";
}

const ROLES_OF_SEVERAL: &str = "SELECT ur.user_id, r.code, ur.scope, ur.agency_id, ur.province FROM user_roles ur \
    JOIN roles r ON r.id = ur.role_id WHERE ur.user_id IN {places} ORDER BY r.code";

/// The list of accounts.
pub static ACCOUNTS: List = List {
    name: "users",
    columns: columns!(),
    from: "users u",
    id: "u.id",
    agency: Some("u.agency_id"),
    owner: Some("u.id"),
    filters: &[
        (
            "role",
            Filter::Among(
                "u.id IN (SELECT ur.user_id FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE r.code IN ({places}))",
            ),
        ),
        ("service", Filter::Id("u.org_unit_id")),
        ("service_id", Filter::Id("u.org_unit_id")),
        ("agency", Filter::Id("u.agency_id")),
        ("agency_id", Filter::Id("u.agency_id")),
        ("active", Filter::Either("u.is_active", "NOT u.is_active")),
        ("is_active", Filter::Either("u.is_active", "NOT u.is_active")),
        ("username", Filter::Text("u.username")),
    ],
    search: &["u.search_text"],
    order: &[
        ("last_name", "u.last_name"),
        ("first_name", "u.first_name"),
        ("username", "u.username"),
        ("last_login_at", "u.last_login_at"),
        ("created_at", "u.created_at"),
    ],
    default_order: "last_name",
};

pub async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Account>> {
    let found: Option<Account> = on!(&mut *tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?;
    let Some(mut account) = found else { return Ok(None) };
    account.roles = on!(tx, |c| sqlx::query_as(ROLES_OF).bind(id).fetch_all(c).await)?;
    Ok(Some(account))
}

#[derive(sqlx::FromRow)]
struct RoleOf {
    user_id: Uuid,
    #[sqlx(flatten)]
    role: HeldRole,
}

/// Reads the roles of these accounts.
pub async fn add_roles(tx: &mut Tx, accounts: &mut [Account]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = accounts.iter().map(|account| account.id).collect();
    let mut held: HashMap<Uuid, Vec<HeldRole>> = HashMap::new();
    for piece in pieces(&ids) {
        let sql = with_places(ROLES_OF_SEVERAL, &places(1, 1, piece.len()));
        let rows: Vec<RoleOf> = on!(&mut *tx, |c| {
            let query = sqlx::query_as(sql);
            piece.iter().fold(query, QueryAs::bind).fetch_all(c).await
        })?;
        for RoleOf { user_id, role } in rows {
            held.entry(user_id).or_default().push(role);
        }
    }
    for account in accounts {
        account.roles = held.remove(&account.id).unwrap_or_default();
    }
    Ok(())
}

/// Makes an account with its roles.
pub async fn insert(
    change: &mut Change,
    fields: &AccountFields,
    hash: &str,
    must_change_password: bool,
) -> Result<Uuid, Problem> {
    let (id, now) = (change.new_id(), change.now());
    crate::accounts::store::check_login(change, id, &fields.username, fields.email.as_deref()).await?;
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(&fields.username)
        .bind(&fields.email)
        .bind(&fields.first_name)
        .bind(&fields.last_name)
        .bind(&fields.phone)
        .bind(fields.language.tag())
        .bind(fields.search_text())
        .bind(hash)
        .bind(must_change_password)
        .bind(true)
        .bind(fields.agency_id)
        .bind(fields.service_id)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    give_roles(change, id, &fields.roles).await?;
    Ok(id)
}

pub async fn update(change: &mut Change, id: Uuid, fields: &AccountFields) -> Result<(), Problem> {
    let now = change.now();
    crate::accounts::store::check_login(change, id, &fields.username, fields.email.as_deref()).await?;
    change.announce(LiveEvent::Rights { user_id: Some(id) });
    on!(&mut **change, |c| sqlx::query(UPDATE)
        .bind(id)
        .bind(&fields.username)
        .bind(&fields.email)
        .bind(&fields.first_name)
        .bind(&fields.last_name)
        .bind(&fields.phone)
        .bind(fields.language.tag())
        .bind(fields.search_text())
        .bind(fields.agency_id)
        .bind(fields.service_id)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    on!(&mut **change, |c| sqlx::query(CLEAR_ROLES).bind(id).execute(c).await.map(drop))?;
    give_roles(change, id, &fields.roles).await
}

async fn give_roles(change: &mut Change, id: Uuid, roles: &[HeldRole]) -> Result<(), Problem> {
    for (index, role) in roles.iter().enumerate() {
        let rows = role.rows().unwrap_or(RoleScope::Own);
        let given = crate::accounts::store::give_role(change, id, &role.code, &rows).await;
        given.map_err(|problem| {
            let unknown = problem.errors.iter().any(|error| error.code == "unknown_role");
            if unknown { Problem::field(format!("roles[{index}].code"), "unknown_role") } else { problem }
        })?;
    }
    Ok(())
}

pub async fn set_active(change: &mut Change, id: Uuid, active: bool) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(SET_ACTIVE).bind(id).bind(active).bind(now).execute(c).await.map(drop))
}

pub async fn set_password(change: &mut Change, id: Uuid, hash: &str, must_change: bool) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(SET_PASSWORD)
        .bind(id)
        .bind(hash)
        .bind(must_change)
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Takes the second factor and its recovery codes away.
pub async fn remove_factor(change: &mut Change, id: Uuid) -> sqlx::Result<bool> {
    let removed =
        on!(&mut **change, |c| sqlx::query(REMOVE_FACTOR).bind(id).execute(c).await.map(|d| d.rows_affected() > 0))?;
    on!(&mut **change, |c| sqlx::query(REMOVE_CODES).bind(id).execute(c).await.map(drop))?;
    Ok(removed)
}

/// Whether a role asks for a second factor that the account has not.
pub async fn factor_missing(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let asked: i64 = on!(tx, |c| sqlx::query_scalar(FACTOR_MISSING).bind(id).fetch_one(c).await)?;
    Ok(asked > 0)
}

/// Whether a role of the account asks for a second factor.
pub async fn factor_required(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let asked: i64 = on!(tx, |c| sqlx::query_scalar(FACTOR_REQUIRED).bind(id).fetch_one(c).await)?;
    Ok(asked > 0)
}
