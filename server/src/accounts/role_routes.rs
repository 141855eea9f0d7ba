//! The HTTP door to roles and permissions.
use super::{
    ManageRoles, Read,
    model::{PermissionRow, Role},
    store,
};
use crate::{
    App,
    access::Grant,
    db::Event,
    list::{ListParams, ListQuery, Page, Scope},
    problem::Problem,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use std::collections::HashMap;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(roles, permissions, add_permission, remove_permission)
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
    _: Grant<Read>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<PermissionRow>>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(store::PERMISSIONS_LIST.page(&mut tx, &query, &Scope::All, 0).await?))
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
    if held {
        store::add_permission(&mut change, role.id, permission).await?;
    } else {
        store::remove_permission(&mut change, role.id, permission).await?;
    }
    let after = store::find_role(&mut change, code).await?.ok_or_else(|| Problem::not_found("role"))?;
    let event = Event::new("accounts", "change_role", "role", role.id)
        .states(Some(role.permissions.into()), Some(after.permissions.clone().into()));
    change.answer(event, StatusCode::OK, &after).await
}
