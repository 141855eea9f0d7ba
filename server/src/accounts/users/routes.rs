//! The HTTP door to accounts.
use super::{
    actions::not_oneself,
    model::{Account, AccountFields, HeldRole, MadeAccount, NewAccount, check_password, temporary_password},
    store,
};
use crate::{
    App,
    access::Grant,
    accounts::{Manage, Read, RoleScope, lockout, recovery, rights, store as logins},
    agencies,
    db::{Change, Event, Tx},
    extract::{Body, Id, IfMatch, Versioned, merged},
    list::{ListParams, ListQuery, Page, Scope},
    mail,
    problem::Problem,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde_json::{Map, Value, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub(super) fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, replace, update)
}

/// The account, when it lies within the scope.
pub(super) async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<Account, Problem> {
    let account = store::find(tx, id).await?.filter(|account| scope.holds(account.agency_id, Some(account.id)));
    account.ok_or_else(|| Problem::not_found("user"))
}

/// The account, when it lies within the scope and its holder has no right that the caller lacks.
pub(super) async fn to_manage(change: &mut Change, grant: &Grant<Manage>, id: Uuid) -> Result<Account, Problem> {
    let account = in_scope(change, id, &grant.scope).await?;
    let own = rights::held(change, grant.caller.user_id).await?;
    rights::require(&own, &rights::held(change, id).await?)?;
    Ok(account)
}

/// What the log keeps of an account: nothing of the person.
pub(super) fn traced(account: &Account) -> Value {
    json!({ "username": account.username, "is_active": account.is_active, "roles": account.roles,
        "agency_id": account.agency_id, "service_id": account.service_id })
}

/// List accounts.
#[utoipa::path(get, path = "/api/accounts/users/", tag = "accounts",
    params(ListParams, ("role" = Option<String>, Query), ("service" = Option<Uuid>, Query), ("agency" = Option<Uuid>, Query),
        ("active" = Option<bool>, Query)),
    responses((status = 200, body = Page<Account>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Account>>, Problem> {
    let mut tx = app.db.read().await?;
    let mut page: Page<Account> = store::ACCOUNTS.page(&mut tx, &query, &grant.scope, 0).await?;
    store::add_roles(&mut tx, &mut page.results).await?;
    Ok(Json(page))
}

/// Show an account.
#[utoipa::path(get, path = "/api/accounts/users/{id}/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 200, body = Account)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<Account>, Problem> {
    let mut tx = app.db.read().await?;
    let mut account = in_scope(&mut tx, id, &grant.scope).await?;
    let logins = [Some(account.username.as_str()), account.email.as_deref()];
    account.locked_until = lockout::until(&mut tx, &app, logins.into_iter().flatten()).await?;
    Ok(Versioned(account.version, account))
}

/// Make an account.
///
/// Its holder has a temporary password, which is in the answer this once, or an e-mail that invites to choose one.
#[utoipa::path(post, path = "/api/accounts/users/", tag = "accounts", request_body = NewAccount, responses((status = 201, body = MadeAccount)))]
async fn create(
    grant: Grant<Manage>,
    State(app): State<App>,
    Body(new): Body<NewAccount>,
) -> Result<Response, Problem> {
    let (fields, invite, password) = new.split();
    let fields = fields.checked()?;
    if let Some(password) = &password {
        check_password(&fields, password)?;
    }
    if invite && fields.email.is_none() {
        return Err(Problem::field("email", "required"));
    }
    if invite && !mail::is_on(&app) {
        return Err(Problem::field("invite", "mail_off"));
    }
    let temporary = (!invite && password.is_none()).then(temporary_password);
    let hash = match password.or_else(|| temporary.clone()).filter(|_| !invite) {
        Some(password) => app.passwords.hash(password).await?,
        None => recovery::NO_PASSWORD.to_owned(),
    };
    let mut change = grant.change(&app).await?;
    let own = rights::held(&mut change, grant.caller.user_id).await?;
    let fields = placed(&mut change, &grant, fields).await?;
    in_provinces(&mut change, &fields.roles, &[]).await?;
    let id = store::insert(&mut change, &fields, &hash, !invite).await?;
    rights::require(&own, &rights::held(&mut change, id).await?)?;
    if invite {
        recovery::invite(&app, &mut change, id, &fields).await?;
    }
    let account = in_scope(&mut change, id, &Scope::All).await?;
    let event = Event::new("accounts", "create_user", "user", id)
        .agency(account.agency_id)
        .states(None, Some(traced(&account)))
        .with("invited", invite);
    let made = MadeAccount { account, temporary_password: temporary };
    let answer = change.answer(event, StatusCode::CREATED, &made).await?;
    mail::wake(&app);
    Ok(answer)
}

/// The agency exists, and the caller manages accounts there; the caller's own when none is named.
async fn placed(
    change: &mut Change,
    grant: &Grant<Manage>,
    mut fields: AccountFields,
) -> Result<AccountFields, Problem> {
    if grant.scope != Scope::All && fields.agency_id.is_none() {
        fields.agency_id = grant.caller.agency_id;
    }
    if let Some(id) = fields.agency_id {
        let known = agencies::find(change, id).await?.is_some();
        let within = grant.scope.holds(Some(id), None);
        if !known || !within {
            return Err(Problem::field("agency_id", "agency_unknown"));
        }
    }
    Ok(fields)
}

/// Agencies lie in the provinces of the new roles: for any other a role would hold no row, and nobody would notice.
async fn in_provinces(change: &mut Change, roles: &[HeldRole], before: &[HeldRole]) -> Result<(), Problem> {
    for (index, role) in roles.iter().enumerate().filter(|(_, role)| !before.contains(role)) {
        let Some(RoleScope::Province(province)) = role.rows() else { continue };
        if !agencies::any_in_province(change, &province).await? {
            return Err(Problem::field(format!("roles[{index}].province"), "province_unknown"));
        }
    }
    Ok(())
}

/// Change an account, giving all its fields.
#[utoipa::path(put, path = "/api/accounts/users/{id}/", tag = "accounts", params(("id" = Uuid, Path)), request_body = AccountFields,
    responses((status = 200, body = Account)))]
async fn replace(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(new): Body<AccountFields>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| Ok(new)).await
}

/// Change some fields of an account.
#[utoipa::path(patch, path = "/api/accounts/users/{id}/", tag = "accounts", params(("id" = Uuid, Path)), request_body = AccountFields,
    responses((status = 200, body = Account)))]
async fn update(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |account| merged(&AccountFields::of(account), patch)).await
}

async fn change_to(
    grant: &Grant<Manage>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&Account) -> Result<AccountFields, Problem>,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let own = rights::held(&mut change, grant.caller.user_id).await?;
    let before = to_manage(&mut change, grant, id).await?;
    version.check(before.version)?;
    let mut fields = new(&before)?.checked()?;
    if fields.agency_id != before.agency_id {
        fields = placed(&mut change, grant, fields).await?;
    }
    in_provinces(&mut change, &fields.roles, &before.roles).await?;
    store::update(&mut change, id, &fields).await?;
    if fields.email != before.email {
        not_oneself(grant, id)?;
        recovery::cancel_links(&mut change, id).await?;
    }
    rights::require(&own, &rights::held(&mut change, id).await?)?;
    rights::keep_an_administrator(&mut change).await?;
    if store::factor_missing(&mut change, id).await? {
        // A new role asks for a second factor: it is asked for now, not when the login runs out.
        logins::revoke_all_sessions(&mut change, id).await?;
    }
    let account = in_scope(&mut change, id, &Scope::All).await?;
    let event = Event::new("accounts", "update_user", "user", id)
        .agency(account.agency_id)
        .states(Some(traced(&before)), Some(traced(&account)));
    change.answer(event, StatusCode::OK, &account).await
}
