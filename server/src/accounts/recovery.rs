//! Links by e-mail that let somebody choose a password: who was invited, or forgot it.
use super::{
    api_keys, lockout, passwords, store,
    users::{AccountFields, store as users},
};
use crate::{
    App,
    access::Public,
    db::{Actor, ActorKind, Change, Event, Tx},
    extract::{Body, Peer},
    i18n::Language,
    keys::{hash_secret, random_secret},
    limits::network,
    mail::{self, Kind, Letter},
    on,
    problem::{Checks, Problem},
    statements,
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::IpAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

statements! {
    INSERT = "INSERT INTO account_links (id, user_id, purpose, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT user_id FROM account_links WHERE token_hash = $1 AND purpose <> 'email_change' AND used_at IS NULL AND expires_at > $2";
    USE = "UPDATE account_links SET used_at = $2 WHERE token_hash = $1 AND purpose <> 'email_change' AND used_at IS NULL AND expires_at > $2";
    CANCEL = "UPDATE account_links SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL";
    PURGE = "DELETE FROM account_links WHERE expires_at < $1";
}

/// The stored hash of an account without a password: no password fits it.
pub const NO_PASSWORD: &str = "!";
/// A link to another password is good for an hour.
const RESET_MS: i64 = 3_600_000;
/// An invitation waits for a week.
const INVITATION_MS: i64 = 7 * 24 * 3_600_000;
/// Links that one calling address may ask for, beside what one receiver may get.
const ADDRESS_SHARE: f64 = 5.0;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(ask, confirm)
}

/// Whose password was forgotten.
#[derive(Deserialize, ToSchema)]
#[schema(as = MotDePasseOublie)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    /// The account's e-mail address.
    #[schema(example = "accueil@espace.example")]
    pub email: String,
}

/// A password to set, with the link that allows it.
#[derive(Deserialize, ToSchema)]
#[schema(as = MotDePasseChoisi)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// What stands behind the `#` of the link.
    #[schema(example = "5e8ff9bf55ba3508199d22e984129be6f1d0b0e6c1d5e2f3a4b5c6d7e8f90a1b")]
    pub token: String,
    /// The password: at least 10 characters, not digits alone, not a common one, not like the login.
    #[schema(example = "correct horse battery staple")]
    pub new_password: String,
}

/// Invites somebody to choose a first password.
pub async fn invite(app: &App, change: &mut Change, id: Uuid, fields: &AccountFields) -> Result<(), Problem> {
    let Some(email) = &fields.email else { return Ok(()) };
    let path = link(change, id, "invitation", INVITATION_MS).await?;
    let letter = Letter::write(app, Kind::Invitation, fields.language, email, &fields.first_name, Some(&path));
    mail::queue(app, change, Kind::Invitation, &letter).await
}

/// Takes back the links that an account was sent: its password or its address is another one now.
pub async fn cancel_links(change: &mut Change, user_id: Uuid) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(CANCEL).bind(user_id).bind(now).execute(c).await.map(drop))
}

/// Makes a link; its path. The token stands behind a `#`, which no server and no log is told.
async fn link(change: &mut Change, user_id: Uuid, purpose: &str, good_for_ms: i64) -> sqlx::Result<String> {
    let (id, now, token) = (change.new_id(), change.now(), random_secret());
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(user_id)
        .bind(purpose)
        .bind(hash_secret(&token))
        .bind(now)
        .bind(now + good_for_ms)
        .execute(c)
        .await
        .map(drop))?;
    Ok(format!("/new-password#{token}"))
}

/// Ask for a link to another password.
///
/// The answer is the same, as fast, whether or not somebody has this address.
#[utoipa::path(post, path = "/api/accounts/password-reset/", tag = "auth", request_body = Forgotten, responses((status = 200)))]
async fn ask(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(body): Body<Forgotten>,
) -> Result<Json<Value>, Problem> {
    app.links_asked.take(network(ip), ADDRESS_SHARE, app.clock.now())?;
    tokio::spawn(async move {
        if let Err(problem) = send_link(&app, ip, &body.email).await {
            problem.log("password reset");
        }
    });
    Ok(Json(json!({})))
}

async fn send_link(app: &App, ip: IpAddr, email: &str) -> Result<(), Problem> {
    let email = email.trim().to_lowercase();
    // Nobody's letterbox is filled; whoever asks learns nothing of it. Registrations count for themselves, so that
    // they keep nobody from asking.
    if app.links_asked.take(("reset", email.as_str()), 0.3, app.clock.now()).is_err() {
        return Ok(());
    }
    let user = store::find_by_login(&mut app.db.read().await?, &email).await?;
    let user = user.filter(|user| user.is_active && user.email.as_deref() == Some(email.as_str()));
    let Some(user) = user else { return Ok(()) };
    let mut change = app.db.change(Actor { ip: Some(ip), ..Actor::SYSTEM }).await?;
    let path = link(&mut change, user.id, "password_reset", RESET_MS).await?;
    let letter = Letter::write(app, Kind::PasswordReset, user.language(), &email, &user.first_name, Some(&path));
    mail::queue(app, &mut change, Kind::PasswordReset, &letter).await?;
    change.commit(Event::new("accounts", "ask_password_reset", "user", user.id)).await?;
    mail::wake(app);
    Ok(())
}

async fn find(tx: &mut Tx, hash: &[u8], now: i64) -> sqlx::Result<Option<Uuid>> {
    on!(tx, |c| sqlx::query_scalar(FIND).bind(hash).bind(now).fetch_optional(c).await)
}

/// Choose a password with a link.
///
/// The link is good once. Every login of the account ends, and its API keys are revoked.
#[utoipa::path(post, path = "/api/accounts/password-reset/confirm/", tag = "auth", request_body = Chosen, responses((status = 204)))]
async fn confirm(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(body): Body<Chosen>,
) -> Result<Response, Problem> {
    let refused = || Problem::field("token", "link_invalid");
    let hash = hash_secret(&body.token);
    let mut tx = app.db.read().await?;
    let user_id = find(&mut tx, &hash, app.clock.now()).await?.ok_or_else(refused)?;
    let user = store::find(&mut tx, user_id).await?.filter(|user| user.is_active).ok_or_else(refused)?;
    drop(tx);
    let mut checks = Checks::default();
    passwords::check(&mut checks, "new_password", &body.new_password, &user.about());
    checks.finish()?;
    let password = app.passwords.hash(body.new_password).await?;
    let actor = Actor { kind: ActorKind::User, id: Some(user.id), ip: Some(ip) };
    let mut change = app.db.change(actor).await?;
    let now = change.now();
    let links = on!(&mut *change, |c| sqlx::query(USE)
        .bind(&hash)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if links == 0 {
        return Err(refused());
    }
    cancel_links(&mut change, user.id).await?;
    users::set_password(&mut change, user.id, &password, false).await?;
    store::revoke_all_sessions(&mut change, user.id).await?;
    let keys = api_keys::revoke_all(&mut change, user.id).await?;
    let logins = [Some(user.username.as_str()), user.email.as_deref()];
    lockout::forget(&mut change, &app, logins.into_iter().flatten()).await?;
    if let Some(email) = &user.email {
        // Programs that stop working have a reason that somebody can read.
        let kind = if keys == 0 { Kind::PasswordChanged } else { Kind::KeysRevoked };
        let letter = Letter::write(&app, kind, user.language(), email, &user.first_name, None);
        mail::queue(&app, &mut change, kind, &letter).await?;
    }
    change.commit(Event::new("accounts", "use_password_link", "user", user.id)).await?;
    mail::wake(&app);
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The language in which somebody is written to.
pub fn language_of(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or_default()
}

pub async fn purge(tx: &mut Tx, before: i64) -> sqlx::Result<u64> {
    on!(tx, |c| sqlx::query(PURGE).bind(before).execute(c).await.map(|done| done.rows_affected()))
}
