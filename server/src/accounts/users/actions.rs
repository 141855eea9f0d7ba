//! What is done to an account: opened, closed, unlocked, given another password.
use super::{
    model::{Account, MadeAccount, temporary_password},
    routes::{in_scope, to_manage, traced},
    store,
};
use crate::{
    App,
    access::Grant,
    accounts::{Manage, Sessions, api_keys, lockout, model::AuthSession, recovery, rights, store as logins},
    db::Event,
    extract::{Id, MaybeBody},
    list::{Page, Scope},
    mail,
    problem::{Code, Problem},
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub(super) fn all() -> OpenApiRouter<App> {
    crate::routes!(activate, disable, unlock, reset_password, remove_factor, list_logins, end_login, end_logins)
}

/// How a password is replaced.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = MotDePasseRemplace)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PasswordReset {
    /// Whether an e-mail invites the holder to choose one. Otherwise the answer has a temporary one.
    pub invite: bool,
}

/// Let an account in again.
#[utoipa::path(post, path = "/api/accounts/users/{id}/activate/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 200, body = Account)))]
async fn activate(grant: Grant<Manage>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    set_active(&grant, &app, id, true).await
}

/// Close an account: whoever is signed in with it is thrown out at once.
#[utoipa::path(post, path = "/api/accounts/users/{id}/disable/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 200, body = Account)))]
async fn disable(grant: Grant<Manage>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    set_active(&grant, &app, id, false).await
}

async fn set_active(grant: &Grant<Manage>, app: &App, id: Uuid, active: bool) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = to_manage(&mut change, grant, id).await?;
    store::set_active(&mut change, id, active).await?;
    if !active {
        logins::revoke_all_sessions(&mut change, id).await?;
        rights::keep_an_administrator(&mut change).await?;
    }
    let account = in_scope(&mut change, id, &Scope::All).await?;
    let event = if active {
        Event::new("accounts", "activate_user", "user", id)
    } else {
        Event::new("accounts", "disable_user", "user", id)
    };
    let event = event.agency(account.agency_id).states(Some(traced(&before)), Some(traced(&account)));
    change.answer(event, StatusCode::OK, &account).await
}

/// Unlock an account after wrong passwords, wherever they came from.
#[utoipa::path(post, path = "/api/accounts/users/{id}/unlock/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 200, body = Account)))]
async fn unlock(grant: Grant<Manage>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let account = to_manage(&mut change, &grant, id).await?;
    let logins = [Some(account.username.as_str()), account.email.as_deref()];
    lockout::forget(&mut change, &app, logins.into_iter().flatten()).await?;
    let event = Event::new("accounts", "unlock_user", "user", id).agency(account.agency_id);
    change.answer(event, StatusCode::OK, &account).await
}

/// Whoever manages accounts proves the own one as everybody does: a login left open somewhere must not do for that.
pub(super) fn not_oneself(grant: &Grant<Manage>, id: Uuid) -> Result<(), Problem> {
    if grant.caller.user_id == id { Err(Code::OwnAccount.into()) } else { Ok(()) }
}

/// Give an account another first password, end its logins, and revoke its API keys. One's own: 409 `own_account`.
#[utoipa::path(post, path = "/api/accounts/users/{id}/reset_password/", tag = "accounts", params(("id" = Uuid, Path)),
    request_body = PasswordReset, responses((status = 200, body = MadeAccount)))]
async fn reset_password(
    grant: Grant<Manage>,
    State(app): State<App>,
    Id(id): Id,
    MaybeBody(body): MaybeBody<PasswordReset>,
) -> Result<Response, Problem> {
    not_oneself(&grant, id)?;
    if body.invite && !mail::is_on(&app) {
        return Err(Problem::field("invite", "mail_off"));
    }
    let temporary = (!body.invite).then(temporary_password);
    let hash = match &temporary {
        Some(password) => app.passwords.hash(password.clone()).await?,
        None => recovery::NO_PASSWORD.to_owned(),
    };
    let mut change = grant.change(&app).await?;
    let before = to_manage(&mut change, &grant, id).await?;
    if body.invite && before.email.is_none() {
        return Err(Problem::field("email", "required"));
    }
    store::set_password(&mut change, id, &hash, !body.invite).await?;
    recovery::cancel_links(&mut change, id).await?;
    logins::revoke_all_sessions(&mut change, id).await?;
    api_keys::revoke_all(&mut change, id).await?;
    rights::keep_an_administrator(&mut change).await?;
    if body.invite {
        recovery::invite(&app, &mut change, id, &super::AccountFields::of(&before)).await?;
    }
    let account = in_scope(&mut change, id, &Scope::All).await?;
    let event =
        Event::new("accounts", "reset_password", "user", id).agency(account.agency_id).with("invited", body.invite);
    let made = MadeAccount { account, temporary_password: temporary };
    let answer = change.answer(event, StatusCode::OK, &made).await?;
    mail::wake(&app);
    Ok(answer)
}

/// Take an account's second factor away, for somebody who lost it. One's own: 409 `own_account`.
#[utoipa::path(delete, path = "/api/accounts/users/{id}/2fa/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn remove_factor(grant: Grant<Manage>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    not_oneself(&grant, id)?;
    let mut change = grant.change(&app).await?;
    let account = to_manage(&mut change, &grant, id).await?;
    if !store::remove_factor(&mut change, id).await? {
        return Err(Problem::not_found("second_factor"));
    }
    logins::revoke_all_sessions(&mut change, id).await?;
    let event = Event::new("accounts", "remove_second_factor", "user", id).agency(account.agency_id);
    change.answer_nothing(event).await
}

/// List somebody's open logins.
#[utoipa::path(get, path = "/api/accounts/users/{id}/sessions/", tag = "accounts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Page<AuthSession>)))]
async fn list_logins(
    grant: Grant<Sessions>,
    State(app): State<App>,
    Id(id): Id,
) -> Result<Json<Page<AuthSession>>, Problem> {
    let mut tx = app.db.read().await?;
    in_scope(&mut tx, id, &grant.scope).await?;
    let mut results = logins::sessions_of(&mut tx, id, app.clock.now()).await?;
    for session in &mut results {
        session.current = session.id == grant.caller.auth_session_id;
    }
    Ok(Json(Page::whole(results)))
}

/// End one of somebody's logins.
#[utoipa::path(delete, path = "/api/accounts/users/{id}/sessions/{session}/", tag = "accounts",
    params(("id" = Uuid, Path), ("session" = Uuid, Path)), responses((status = 204)))]
async fn end_login(
    grant: Grant<Sessions>,
    State(app): State<App>,
    Path((id, session)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (Ok(id), Ok(session)) = (id.parse(), session.parse()) else { return Err(Problem::not_found("auth_session")) };
    let mut change = grant.change(&app).await?;
    let account = in_scope(&mut change, id, &grant.scope).await?;
    if !logins::revoke_session(&mut change, session, id).await? {
        return Err(Problem::not_found("auth_session"));
    }
    let event = Event::new("accounts", "revoke_session", "auth_session", Some(session)).agency(account.agency_id);
    change.answer_nothing(event.with("user_id", id.to_string())).await
}

/// End all of somebody's logins.
#[utoipa::path(delete, path = "/api/accounts/users/{id}/sessions/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn end_logins(grant: Grant<Sessions>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let account = in_scope(&mut change, id, &grant.scope).await?;
    logins::revoke_all_sessions(&mut change, id).await?;
    change.answer_nothing(Event::new("accounts", "revoke_sessions", "user", id).agency(account.agency_id)).await
}
