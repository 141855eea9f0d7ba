//! The HTTP door to roles and permissions.
use super::{
    ManageRoles, Read, fixture,
    model::{NewRole, PermissionRow, Role, RoleFields},
    rights, role_store as store,
};
use crate::{
    App,
    access::Grant,
    db::{Change, Event},
    extract::{Body, merged},
    i18n::Language,
    list::{ListParams, ListQuery, Page, Scope},
    problem::{Code, Problem},
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde_json::{Map, Value};
use std::collections::HashMap;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(
        roles,
        create_role,
        show_role,
        replace_role,
        update_role,
        remove_role,
        permissions,
        add_permission,
        remove_permission
    )
}

/// List roles with their permissions.
#[utoipa::path(get, path = "/api/accounts/roles/", tag = "accounts", params(ListParams), responses((status = 200, body = Page<Role>)))]
async fn roles(_: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Role>>, Problem> {
    let mut tx = app.db.read().await?;
    let mut page: Page<Role> = store::ROLES.page(&mut tx, &query, &Scope::All, 0).await?;
    let mut held: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (role_id, permission) in store::permissions_of_roles(&mut tx).await? {
        held.entry(role_id).or_default().push(permission);
    }
    for role in &mut page.results {
        role.permissions = held.remove(&role.id).unwrap_or_default();
    }
    Ok(Json(page))
}

/// List permissions.
#[utoipa::path(get, path = "/api/accounts/permissions/", tag = "accounts", params(ListParams), responses((status = 200, body = Page<PermissionRow>)))]
async fn permissions(
    grant: Grant<Read>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<PermissionRow>>, Problem> {
    let mut tx = app.db.read().await?;
    let mut page: Page<PermissionRow> = store::PERMISSIONS_LIST.page(&mut tx, &query, &Scope::All, 0).await?;
    if grant.caller.language == Language::En {
        let codes: Vec<String> = page.results.iter().map(|row| row.code.clone()).collect();
        for (row, text) in page.results.iter_mut().zip(fixture::in_english(&codes)?) {
            row.label = text.unwrap_or_else(|| std::mem::take(&mut row.label));
        }
    }
    Ok(Json(page))
}

/// Show a role.
#[utoipa::path(get, path = "/api/accounts/roles/{code}/", tag = "accounts", params(("code" = String, Path, example = "marketing")),
    responses((status = 200, body = Role)))]
async fn show_role(_: Grant<Read>, State(app): State<App>, Path(code): Path<String>) -> Result<Json<Role>, Problem> {
    let role = store::find_role(&mut app.db.read().await?, &code).await?;
    role.map(Json).ok_or_else(|| Problem::not_found("role"))
}

/// Roles are everybody's: only somebody who manages them for all rows may change one, and holds all that it gives:
/// to take a right from others, or the second factor that they are asked for, is as much as to give it.
async fn own_rights(change: &mut Change, grant: &Grant<ManageRoles>) -> Result<Vec<rights::Right>, Problem> {
    if grant.scope != Scope::All {
        return Err(Code::BeyondRights.into());
    }
    Ok(rights::held(change, grant.caller.user_id).await?)
}

async fn check_known(change: &mut Change, permissions: &[String]) -> Result<(), Problem> {
    let known = store::all_permissions(change).await?;
    match permissions.iter().position(|code| !known.contains(code)) {
        Some(index) => Err(Problem::field(format!("permissions[{index}]"), "unknown_permission")),
        None => Ok(()),
    }
}

/// Make a role.
#[utoipa::path(post, path = "/api/accounts/roles/", tag = "accounts", request_body = NewRole, responses((status = 201, body = Role)))]
async fn create_role(
    grant: Grant<ManageRoles>,
    State(app): State<App>,
    Body(new): Body<NewRole>,
) -> Result<Response, Problem> {
    let new = new.checked()?;
    let mut change = grant.change(&app).await?;
    let own = own_rights(&mut change, &grant).await?;
    check_known(&mut change, &new.permissions).await?;
    rights::require_everywhere(&own, &new.permissions)?;
    let id = store::insert_role(&mut change, &new.code, &new.label, new.require_2fa).await?;
    store::set_permissions(&mut change, id, &new.permissions).await?;
    let role = store::find_role(&mut change, &new.code).await?.ok_or_else(|| Problem::not_found("role"))?;
    let event = Event::new("accounts", "create_role", "role", id).states(None, serde_json::to_value(&role).ok());
    change.answer(event, StatusCode::CREATED, &role).await
}

/// Change a role, giving all its fields.
#[utoipa::path(put, path = "/api/accounts/roles/{code}/", tag = "accounts", params(("code" = String, Path, example = "marketing")),
    request_body = RoleFields, responses((status = 200, body = Role)))]
async fn replace_role(
    grant: Grant<ManageRoles>,
    State(app): State<App>,
    Path(code): Path<String>,
    Body(new): Body<RoleFields>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, &code, |_| Ok(new)).await
}

/// Change some fields of a role.
#[utoipa::path(patch, path = "/api/accounts/roles/{code}/", tag = "accounts", params(("code" = String, Path, example = "marketing")),
    request_body = RoleFields, responses((status = 200, body = Role)))]
async fn update_role(
    grant: Grant<ManageRoles>,
    State(app): State<App>,
    Path(code): Path<String>,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, &code, |role| merged(&RoleFields::of(role), patch)).await
}

async fn change_to(
    grant: &Grant<ManageRoles>,
    app: &App,
    code: &str,
    new: impl FnOnce(&Role) -> Result<RoleFields, Problem>,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = store::find_role(&mut change, code).await?.ok_or_else(|| Problem::not_found("role"))?;
    let new = new(&before)?.checked()?;
    let own = own_rights(&mut change, grant).await?;
    check_known(&mut change, &new.permissions).await?;
    let given: Vec<String> =
        new.permissions.iter().filter(|code| !before.permissions.contains(code)).cloned().collect();
    rights::require_everywhere(&own, &given)?;
    rights::require_everywhere(&own, &before.permissions)?;
    let keeps_all = before.permissions.iter().all(|code| new.permissions.contains(code));
    if code == rights::SUPER_ADMIN && !keeps_all {
        return Err(Code::ProtectedRole.into());
    }
    store::update_role(&mut change, before.id, &new.label, new.require_2fa).await?;
    store::set_permissions(&mut change, before.id, &new.permissions).await?;
    if new.require_2fa && !before.require_2fa {
        store::end_logins_without_factor(&mut change, before.id).await?;
    }
    let role = store::find_role(&mut change, code).await?.ok_or_else(|| Problem::not_found("role"))?;
    let event = Event::new("accounts", "change_role", "role", role.id)
        .states(serde_json::to_value(&before).ok(), serde_json::to_value(&role).ok());
    change.answer(event, StatusCode::OK, &role).await
}

/// Remove a role that nobody has, and that did not come with the program.
#[utoipa::path(delete, path = "/api/accounts/roles/{code}/", tag = "accounts", params(("code" = String, Path, example = "marketing")),
    responses((status = 204)))]
async fn remove_role(
    grant: Grant<ManageRoles>,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let role = store::find_role(&mut change, &code).await?.ok_or_else(|| Problem::not_found("role"))?;
    rights::require_everywhere(&own_rights(&mut change, &grant).await?, &role.permissions)?;
    if role.is_system {
        return Err(Code::ProtectedRole.into());
    }
    if role.users > 0 {
        return Err(Code::InUse.into());
    }
    store::remove_role(&mut change, role.id).await?;
    let event = Event::new("accounts", "remove_role", "role", role.id).states(serde_json::to_value(&role).ok(), None);
    change.answer_nothing(event).await
}

/// Give a role a permission.
///
/// It counts from the next request of everybody who has the role.
#[utoipa::path(put, path = "/api/accounts/roles/{code}/permissions/{permission}/", tag = "accounts",
    params(("code" = String, Path, example = "marketing"), ("permission" = String, Path, example = "projets:creer")),
    responses((status = 200, body = Role)))]
async fn add_permission(
    grant: Grant<ManageRoles>,
    State(app): State<App>,
    Path((code, permission)): Path<(String, String)>,
) -> Result<Response, Problem> {
    set_permission(&grant, &app, &code, &permission, true).await
}

/// Take a permission from a role.
#[utoipa::path(delete, path = "/api/accounts/roles/{code}/permissions/{permission}/", tag = "accounts",
    params(("code" = String, Path, example = "marketing"), ("permission" = String, Path, example = "projets:creer")),
    responses((status = 200, body = Role)))]
async fn remove_permission(
    grant: Grant<ManageRoles>,
    State(app): State<App>,
    Path((code, permission)): Path<(String, String)>,
) -> Result<Response, Problem> {
    set_permission(&grant, &app, &code, &permission, false).await
}

async fn set_permission(
    grant: &Grant<ManageRoles>,
    app: &App,
    code: &str,
    permission: &str,
    held: bool,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let role = store::find_role(&mut change, code).await?.ok_or_else(|| Problem::not_found("role"))?;
    if !store::permission_exists(&mut change, permission).await? {
        return Err(Problem::not_found("permission"));
    }
    let own = own_rights(&mut change, grant).await?;
    rights::require_everywhere(&own, &role.permissions)?;
    if held {
        rights::require_everywhere(&own, &[permission.to_owned()])?;
        store::add_permission(&mut change, role.id, permission).await?;
    } else if code == rights::SUPER_ADMIN {
        return Err(Code::ProtectedRole.into());
    } else {
        store::remove_permission(&mut change, role.id, permission).await?;
    }
    let after = store::find_role(&mut change, code).await?.ok_or_else(|| Problem::not_found("role"))?;
    let event = Event::new("accounts", "change_role", "role", role.id)
        .states(Some(role.permissions.into()), Some(after.permissions.clone().into()));
    change.answer(event, StatusCode::OK, &after).await
}
