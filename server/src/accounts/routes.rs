//! The HTTP door to signing in and out. The three login paths of the seeds are one handler.
use super::{
    cookies,
    model::{AuthSession, Credentials, PasswordChange, RefreshToken, Ticket, TokenToVerify, Tokens, User, UserRow},
    passwords, store,
    tokens::{self, Refreshed},
};
use crate::{
    App,
    access::{Public, SignedIn},
    audit::KioskAction,
    db::{Actor, ActorKind, Change, Event, Unaudited},
    extract::{Body, Id, MaybeBody, Peer},
    list::Page,
    problem::{Checks, Code, Problem},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::net::IpAddr;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(
        token,
        auth_login,
        accounts_login,
        token_refresh,
        auth_refresh,
        accounts_refresh,
        verify,
        logout,
        change_password,
        me,
        sessions,
        revoke_session,
        ws_ticket,
    )
}

/// A whole site shares one address: it may fail this much more often than one login.
const ADDRESS_SHARE: f64 = 5.0;

/// Sign in.
///
/// With the header `X-Guichet-Browser`, the refresh token comes in a cookie instead of the body.
#[utoipa::path(post, path = "/api/token/", tag = "auth", request_body = Credentials, responses((status = 200, body = Tokens)))]
async fn token(
    _: Public,
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    Body(body): Body<Credentials>,
) -> Result<Response, Problem> {
    login(&app, peer, &headers, body).await
}

/// Sign in (alias of `/api/token/`).
#[utoipa::path(post, path = "/api/auth/login/", tag = "auth", request_body = Credentials, responses((status = 200, body = Tokens)))]
async fn auth_login(
    _: Public,
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    Body(body): Body<Credentials>,
) -> Result<Response, Problem> {
    login(&app, peer, &headers, body).await
}

/// Sign in (alias of `/api/token/`).
#[utoipa::path(post, path = "/api/accounts/login/", tag = "auth", request_body = Credentials, responses((status = 200, body = Tokens)))]
async fn accounts_login(
    _: Public,
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    Body(body): Body<Credentials>,
) -> Result<Response, Problem> {
    login(&app, peer, &headers, body).await
}

async fn login(app: &App, Peer(ip): Peer, headers: &HeaderMap, body: Credentials) -> Result<Response, Problem> {
    let user = check_password(app, ip, &body.login, body.password).await?;
    if user.must_change_password {
        return Err(Code::MustChangePassword.into());
    }
    let mut change = app.db.change(actor(&user, ip)).await?;
    let tokens = sign_in(app, &mut change, &user, ip, headers).await?;
    change.commit(signed_in(&user)).await?;
    Ok(cookies::give(app, headers, tokens))
}

fn actor(user: &UserRow, ip: IpAddr) -> Actor {
    Actor { kind: ActorKind::User, id: Some(user.id), ip: Some(ip) }
}

fn signed_in(user: &UserRow) -> Event {
    Event::kiosk(KioskAction::ConnexionOperateur, "user", Some(user.id)).agency(user.agency_id)
}

async fn sign_in(
    app: &App,
    change: &mut Change,
    user: &UserRow,
    ip: IpAddr,
    headers: &HeaderMap,
) -> Result<Tokens, Problem> {
    store::note_login(change, user.id).await?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    tokens::open(app, change, user, Some(ip), agent).await
}

/// The account whose password this is. Failures count against the login from this address, and
/// against the address, so that a stranger elsewhere cannot lock anybody out.
async fn check_password(app: &App, ip: IpAddr, login: &str, password: String) -> Result<UserRow, Problem> {
    let now = app.clock.now();
    let login_key = ("login", login.trim().to_lowercase(), ip);
    app.login_failures.check(&login_key, 1.0, now)?;
    app.login_failures.check(ip, ADDRESS_SHARE, now)?;
    let user = store::find_by_login(&mut app.db.read().await?, login).await?;
    let hash = user.as_ref().filter(|user| user.is_active).map(|user| user.password_hash.clone());
    if app.passwords.verify(password, hash).await? {
        return user.ok_or_else(|| Code::BadCredentials.into());
    }
    app.login_failures.count(&login_key, 1.0, now);
    app.login_failures.count(ip, ADDRESS_SHARE, now);
    let actor = Actor { ip: Some(ip), ..Actor::SYSTEM };
    let event = Event::kiosk(KioskAction::Erreur, "user", user.map(|user| user.id)).with("reason", "bad_credentials");
    app.db.change(actor).await?.commit(event).await?;
    Err(Code::BadCredentials.into())
}

/// Renew the tokens.
///
/// The old refresh token ends. Using it again ends the whole login, except within 30 seconds and
/// before the new one was used: then the same new one is given again.
#[utoipa::path(post, path = "/api/token/refresh/", tag = "auth", request_body = RefreshToken, responses((status = 200, body = Tokens)))]
async fn token_refresh(
    _: Public,
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    MaybeBody(body): MaybeBody<RefreshToken>,
) -> Result<Response, Problem> {
    refresh(&app, peer, &headers, body).await
}

/// Renew the tokens (alias of `/api/token/refresh/`).
#[utoipa::path(post, path = "/api/auth/refresh/", tag = "auth", request_body = RefreshToken, responses((status = 200, body = Tokens)))]
async fn auth_refresh(
    _: Public,
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    MaybeBody(body): MaybeBody<RefreshToken>,
) -> Result<Response, Problem> {
    refresh(&app, peer, &headers, body).await
}

/// Renew the tokens (alias of `/api/token/refresh/`).
#[utoipa::path(post, path = "/api/accounts/refresh/", tag = "auth", request_body = RefreshToken, responses((status = 200, body = Tokens)))]
async fn accounts_refresh(
    _: Public,
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    MaybeBody(body): MaybeBody<RefreshToken>,
) -> Result<Response, Problem> {
    refresh(&app, peer, &headers, body).await
}

async fn refresh(app: &App, Peer(ip): Peer, headers: &HeaderMap, body: RefreshToken) -> Result<Response, Problem> {
    let token = cookies::refresh_token(headers, body.refresh)?;
    let mut change = app.db.change(Actor { ip: Some(ip), ..Actor::SYSTEM }).await?;
    match tokens::refresh(app, &mut change, &token).await? {
        Refreshed::Tokens(tokens) => {
            change.commit_unaudited(Unaudited::Tokens).await?;
            Ok(cookies::give(app, headers, *tokens))
        }
        Refreshed::Reused { user_id } => {
            let event = Event::kiosk(KioskAction::Erreur, "user", Some(user_id)).with("reason", "refresh_reused");
            change.commit(event).await?;
            Err(Code::Unauthenticated.into())
        }
    }
}

/// Verify a token.
#[utoipa::path(post, path = "/api/token/verify/", tag = "auth", request_body = TokenToVerify, responses((status = 200)))]
async fn verify(_: Public, State(app): State<App>, Body(body): Body<TokenToVerify>) -> Result<Json<Value>, Problem> {
    tokens::verify(&app, &body.token).await?;
    Ok(Json(json!({})))
}

/// Sign out: the refresh token and its login end.
#[utoipa::path(post, path = "/api/accounts/logout/", tag = "auth", request_body = RefreshToken, responses((status = 204)))]
async fn logout(
    SignedIn(caller): SignedIn,
    State(app): State<App>,
    headers: HeaderMap,
    MaybeBody(body): MaybeBody<RefreshToken>,
) -> Result<Response, Problem> {
    let token = cookies::refresh_token(&headers, body.refresh)?;
    let mut change = caller.change(&app).await?;
    let session = tokens::close(&app, &mut change, &token, caller.user_id).await?;
    change.commit(Event::new("accounts", "logout", "auth_session", session)).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    cookies::forget(&app, &mut response);
    Ok(response)
}

/// Change a password, and sign in.
///
/// Also the way out of `must_change_password`. Every other login of the account ends.
#[utoipa::path(post, path = "/api/accounts/password/", tag = "auth", request_body = PasswordChange, responses((status = 200, body = Tokens)))]
async fn change_password(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    headers: HeaderMap,
    Body(body): Body<PasswordChange>,
) -> Result<Response, Problem> {
    let user = check_password(&app, ip, &body.login, body.password.clone()).await?;
    let mut checks = Checks::default();
    let about = [user.username.as_str(), user.email.as_deref().unwrap_or_default(), &user.first_name, &user.last_name];
    passwords::check(&mut checks, "new_password", &body.new_password, &about);
    checks.require(body.new_password != body.password, "new_password", "password_unchanged");
    checks.finish()?;
    let hash = app.passwords.hash(body.new_password).await?;
    let mut change = app.db.change(actor(&user, ip)).await?;
    store::set_password(&mut change, user.id, &hash).await?;
    store::revoke_all_sessions(&mut change, user.id).await?;
    let tokens = sign_in(&app, &mut change, &user, ip, &headers).await?;
    change.note(signed_in(&user));
    change.commit(Event::new("accounts", "change_password", "user", user.id)).await?;
    Ok(cookies::give(&app, &headers, tokens))
}

/// Show who is signed in.
#[utoipa::path(get, path = "/api/accounts/me/", tag = "auth", responses((status = 200, body = User)))]
async fn me(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<User>, Problem> {
    let mut tx = app.db.read().await?;
    let user = store::find(&mut tx, caller.user_id).await?.ok_or(Code::Unauthenticated)?;
    let (roles, permissions) = store::rights_of(&mut tx, user.id).await?;
    let UserRow { id, username, first_name, last_name, email, agency_id, .. } = user;
    Ok(Json(User { id, username, first_name, last_name, email, roles, permissions, agency_id }))
}

/// List the caller's open logins.
#[utoipa::path(get, path = "/api/accounts/sessions/", tag = "auth", responses((status = 200, body = Page<AuthSession>)))]
async fn sessions(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<Page<AuthSession>>, Problem> {
    let mut results = store::sessions_of(&mut app.db.read().await?, caller.user_id, app.clock.now()).await?;
    for session in &mut results {
        session.current = session.id == caller.auth_session_id;
    }
    let count = i64::try_from(results.len()).unwrap_or_default();
    Ok(Json(Page { count, next: None, previous: None, results }))
}

/// End one of the caller's logins.
#[utoipa::path(delete, path = "/api/accounts/sessions/{id}/", tag = "auth", params(("id" = uuid::Uuid, Path)), responses((status = 204)))]
async fn revoke_session(SignedIn(caller): SignedIn, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = caller.change(&app).await?;
    if !store::revoke_session(&mut change, id, caller.user_id).await? {
        return Err(Problem::not_found("auth_session"));
    }
    change.answer_nothing(Event::new("accounts", "revoke_session", "auth_session", id)).await
}

/// Get a ticket for a websocket.
///
/// No token stands in a URL: the ticket goes into the handshake as the subprotocol `ticket.<ticket>`.
#[utoipa::path(post, path = "/api/ws-ticket/", tag = "auth", responses((status = 200, body = Ticket)))]
async fn ws_ticket(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<Ticket>, Problem> {
    let ticket = tokens::ticket(&app, caller.user_id, caller.auth_session_id)?;
    Ok(Json(Ticket { ticket, expires_in_s: tokens::TICKET_S }))
}
