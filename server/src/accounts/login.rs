//! The HTTP door to signing in and out. The three login paths of the seeds are one handler.
use super::{
    cookies, lockout, login_key,
    model::{Credentials, PasswordChange, RefreshToken, Ticket, TokenToVerify, Tokens, UserRow},
    origin::{Origin, Source},
    passwords, recovery, second_factor, store,
    tokens::{self, Refreshed},
};
use crate::{
    App,
    access::{Caller, Public, SignedIn},
    audit::KioskAction,
    config::Limits,
    db::{Actor, ActorKind, Change, Event, Unaudited},
    extract::{Body, MaybeBody, Peer},
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
        ws_ticket,
    )
}

/// A whole site shares one address: it may fail this much more often than one login.
const ADDRESS_SHARE: f64 = 20.0;

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
    let origin = Origin::of(app, ip, headers);
    let user = check_password(app, origin, &body.login, body.password).await?;
    if user.must_change_password {
        return Err(Code::MustChangePassword.into());
    }
    let mut change = check_factor(app, &user, origin, &body.login, body.otp.as_deref()).await?;
    let tokens = sign_in(app, &mut change, &user, origin, headers, &body.login).await?;
    change.commit(signed_in(&user)).await?;
    Ok(cookies::give(app, headers, tokens, |tokens| tokens))
}

pub(super) fn actor(user: &UserRow, ip: IpAddr) -> Actor {
    Actor { kind: ActorKind::User, id: Some(user.id), ip: Some(ip) }
}

pub(super) fn signed_in(user: &UserRow) -> Event {
    Event::kiosk(KioskAction::ConnexionOperateur, "user", Some(user.id)).agency(user.agency_id)
}

/// Opens a login, and forgets the failures before it.
pub(super) async fn sign_in(
    app: &App,
    change: &mut Change,
    user: &UserRow,
    origin: Origin,
    headers: &HeaderMap,
    login: &str,
) -> Result<Tokens, Problem> {
    store::note_login(change, user).await?;
    lockout::succeeded(change, app, login, origin.source(Some(user))).await?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    tokens::open(app, change, user, Some(origin.ip), agent).await
}

/// The account whose password this is. Failures count against the login from this address, and
/// against the address, so that a stranger elsewhere cannot lock anybody out; those of a browser that
/// signed in to the account before, against that browser alone, so that no stranger beside it can.
pub(super) async fn check_password(
    app: &App,
    origin: Origin,
    login: &str,
    password: String,
) -> Result<UserRow, Problem> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let user = store::find_by_login(&mut tx, login).await?;
    let source = origin.source(user.as_ref());
    let key = login_key(login, source);
    if app.settings.limits == Limits::Production {
        lockout::check(&mut tx, app, login, source).await?;
    }
    drop(tx);
    let shared = matches!(source, Source::Network(_)).then_some(source);
    // Counted before it is known how it ends: attempts at once are no more than one after the other.
    app.login_failures.take(&key, 1.0, now)?;
    if let Some(shared) = shared {
        let taken = app.login_failures.take(shared, ADDRESS_SHARE, now);
        taken.inspect_err(|_| app.login_failures.give_back(&key, 1.0, now))?;
    }
    let hash = user.as_ref().filter(|user| user.is_active).map(|user| user.password_hash.clone());
    // Who has no password yet takes as long as who is unknown.
    let hash = hash.filter(|hash| hash != recovery::NO_PASSWORD);
    let verified = app.passwords.verify(password, hash).await;
    if matches!(verified, Ok(false)) {
        failed(app, origin, login, user.as_ref(), "bad_credentials").await?;
        return Err(Code::BadCredentials.into());
    }
    app.login_failures.give_back(&key, 1.0, now);
    if let Some(shared) = shared {
        app.login_failures.give_back(shared, ADDRESS_SHARE, now);
    }
    verified?;
    user.ok_or_else(|| Code::BadCredentials.into())
}

/// Writes down that somebody failed to sign in.
async fn failed(
    app: &App,
    origin: Origin,
    login: &str,
    user: Option<&UserRow>,
    reason: &'static str,
) -> Result<(), Problem> {
    let mut change = app.db.change(Actor { ip: Some(origin.ip), ..Actor::SYSTEM }).await?;
    lockout::count(&mut change, app, login, origin.source(user)).await?;
    change.commit(Event::kiosk(KioskAction::Erreur, "user", user.map(|user| user.id)).with("reason", reason)).await
}

/// A change in the name of somebody whose password was right, once the second factor is right too.
async fn check_factor(
    app: &App,
    user: &UserRow,
    origin: Origin,
    login: &str,
    otp: Option<&str>,
) -> Result<Change, Problem> {
    let mut change = app.db.change(actor(user, origin.ip)).await?;
    match second_factor::demand(app, &mut change, user, otp).await {
        Ok(()) => Ok(change),
        Err(problem) => {
            drop(change);
            if problem.code == Code::BadOtp {
                failed(app, origin, login, Some(user), "bad_otp").await?;
            }
            Err(problem)
        }
    }
}

/// The caller's account, when this is the password.
///
/// # Errors
/// Naming `field` when it is not.
pub(super) async fn check_own_password(
    app: &App,
    ip: IpAddr,
    caller: &Caller,
    password: String,
    field: &'static str,
) -> Result<UserRow, Problem> {
    let user = store::find(&mut app.db.read().await?, caller.user_id).await?.ok_or(Code::Unauthenticated)?;
    let checked = check_password(app, Origin::signed_in(ip, caller), &user.username, password).await;
    checked.map_err(|problem| {
        if problem.code == Code::BadCredentials { Problem::field(field, "password_wrong") } else { problem }
    })
}

/// A change in the name of a caller who has a second factor and gave a code of it, or a recovery code: for what
/// weakens the factor itself.
///
/// # Errors
/// Naming `otp` when it is missing or wrong; when there is no factor.
pub(super) async fn check_own_factor(
    app: &App,
    ip: IpAddr,
    caller: &Caller,
    user: &UserRow,
    otp: Option<&str>,
) -> Result<Change, Problem> {
    let mut change = caller.change(app).await?;
    if second_factor::standing(&mut change, user.id).await?.confirmed_at.is_none() {
        return Err(Problem::not_found("second_factor"));
    }
    let Err(problem) = second_factor::demand(app, &mut change, user, otp).await else { return Ok(change) };
    drop(change);
    match problem.code {
        Code::OtpRequired => Err(Problem::field("otp", "required")),
        Code::BadOtp => {
            failed(app, Origin::signed_in(ip, caller), &user.username, Some(user), "bad_otp").await?;
            Err(Problem::field("otp", "otp_wrong"))
        }
        _ => Err(problem),
    }
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
            Ok(cookies::give(app, headers, *tokens, |tokens| tokens))
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
    let origin = Origin::of(&app, ip, &headers);
    let user = check_password(&app, origin, &body.login, body.password.clone()).await?;
    let mut checks = Checks::default();
    passwords::check(&mut checks, "new_password", &body.new_password, &user.about());
    checks.require(body.new_password != body.password, "new_password", "password_unchanged");
    checks.finish()?;
    let hash = app.passwords.hash(body.new_password).await?;
    let factor = check_factor(&app, &user, origin, &body.login, body.otp.as_deref()).await;
    let (mut change, must_enrol) = match factor {
        Ok(change) => (change, false),
        // The password is changed; what comes next is the second factor.
        Err(problem) if problem.code == Code::MustEnrol => (app.db.change(actor(&user, ip)).await?, true),
        Err(problem) => return Err(problem),
    };
    store::replace_password(&mut change, &user, &hash).await?;
    let user = UserRow { password_hash: hash, must_change_password: false, ..user };
    recovery::cancel_links(&mut change, user.id).await?;
    store::revoke_all_sessions(&mut change, user.id).await?;
    let changed = Event::new("accounts", "change_password", "user", user.id);
    if must_enrol {
        change.commit(changed).await?;
        return Err(Code::MustEnrol.into());
    }
    let tokens = sign_in(&app, &mut change, &user, origin, &headers, &body.login).await?;
    change.note(signed_in(&user));
    change.commit(changed).await?;
    Ok(cookies::give(&app, &headers, tokens, |tokens| tokens))
}

/// Get a ticket for a websocket.
///
/// No token stands in a URL: the ticket goes into the handshake as the subprotocol `ticket.<ticket>`.
#[utoipa::path(post, path = "/api/ws-ticket/", tag = "auth", responses((status = 200, body = Ticket)))]
async fn ws_ticket(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<Ticket>, Problem> {
    let ticket = tokens::ticket(&app, caller.user_id, caller.auth_session_id)?;
    Ok(Json(Ticket { ticket, expires_in_s: tokens::TICKET_S }))
}
