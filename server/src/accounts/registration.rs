//! Visitors of the public site who make an account by themselves (ACC-002). Nobody has one before the
//! e-mail address is proven, and nobody learns whether somebody else has.
use super::{
    passwords,
    recovery::{self, Chosen},
    store,
    users::{AccountFields, HeldRole, is_email, store as users},
};
use crate::{
    App,
    access::Public,
    db::{Actor, ActorKind, Event, Tx, Unaudited},
    extract::{Body, Peer},
    i18n::Language,
    keys::{hash_secret, random_secret},
    limits::network,
    mail::{self, Kind, Letter},
    on,
    problem::{Checks, Code, Problem},
    statements,
    text::plain,
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

statements! {
    INSERT = "INSERT INTO registrations (id, email, first_name, last_name, language, token_hash, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND = "SELECT email, first_name, last_name, language FROM registrations WHERE token_hash = $1 AND expires_at > $2";
    TAKE = "DELETE FROM registrations WHERE token_hash = $1 AND expires_at > $2 \
            RETURNING email, first_name, last_name, language";
    PURGE = "DELETE FROM registrations WHERE expires_at < $1 OR email = $2";
}

/// The role of those who registered by themselves: it opens nothing of the console.
const ROLE: &str = "inscrit";
/// A registration waits a day for its confirmation.
const KEPT_MS: i64 = 24 * 3_600_000;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(register, confirm)
}

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
#[schema(as = Inscription)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The e-mail address, which is the login too.
    #[schema(example = "vanille@espace.example")]
    pub email: String,
    /// First name.
    #[schema(example = "Vanille")]
    pub first_name: String,
    /// Last name.
    #[schema(example = "Bourbon")]
    pub last_name: String,
    /// The language of its e-mails; French when absent.
    #[serde(default)]
    pub language: Language,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
#[schema(as = InscriptionRecue)]
pub struct Received {
    /// The address that was written to.
    #[schema(example = "vanille@espace.example")]
    pub email: String,
}

/// The token of a link.
#[derive(Deserialize, ToSchema)]
#[schema(as = Lien)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What stands behind the `#` of the link.
    #[schema(example = "5e8ff9bf55ba3508199d22e984129be6f1d0b0e6c1d5e2f3a4b5c6d7e8f90a1b")]
    pub token: String,
}

#[derive(sqlx::FromRow)]
struct Proven {
    email: String,
    first_name: String,
    last_name: String,
    language: String,
}

/// Make an account of one's own.
///
/// An e-mail is sent to the address, and whoever follows its link chooses the password and has the account: nobody makes
/// one in another's name. The answer is the same when the address has an account already: the e-mail tells its holder.
#[utoipa::path(post, path = "/api/accounts/register/", tag = "auth", request_body = Registration, responses((status = 201, body = Received)))]
async fn register(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(body): Body<Registration>,
) -> Result<Response, Problem> {
    let body = checked(body)?;
    if !mail::is_on(&app) {
        return Err(Code::MailOff.into());
    }
    let now = app.clock.now();
    app.links_asked.take(("register", network(ip)), 2.0, now)?;
    let received = Received { email: body.email.clone() };
    if app.links_asked.take(("register", body.email.as_str()), 0.3, now).is_ok() {
        tokio::spawn(async move {
            if let Err(problem) = write_to(&app, body).await {
                problem.log("registration");
            }
        });
    }
    Ok((StatusCode::CREATED, Json(received)).into_response())
}

fn checked(mut body: Registration) -> Result<Registration, Problem> {
    body.email = body.email.trim().to_lowercase();
    let mut checks = Checks::default();
    // It is the login, too.
    let login = body.email.len() <= 60 && body.email.chars().all(|c| c.is_ascii_alphanumeric() || "._-@+".contains(c));
    checks.require(is_email(&body.email) && login, "email", "email_format");
    checks.text("first_name", &body.first_name, 80);
    checks.text("last_name", &body.last_name, 80);
    checks.finish()?;
    (body.first_name, body.last_name) = (plain(&body.first_name), plain(&body.last_name));
    Ok(body)
}

async fn write_to(app: &App, body: Registration) -> Result<(), Problem> {
    let known = store::find_by_login(&mut app.db.read().await?, &body.email).await?;
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let (id, now, token) = (change.new_id(), change.now(), random_secret());
    let path = format!("/confirm-account#{token}");
    let letter = |kind, path| Letter::write(app, kind, body.language, &body.email, &body.first_name, path);
    let (kind, letter) = match known {
        Some(_) => (Kind::AlreadyRegistered, letter(Kind::AlreadyRegistered, Some("/forgotten-password"))),
        None => (Kind::Registration, letter(Kind::Registration, Some(path.as_str()))),
    };
    if known.is_none() {
        on!(&mut *change, |c| sqlx::query(INSERT)
            .bind(id)
            .bind(&body.email)
            .bind(&body.first_name)
            .bind(&body.last_name)
            .bind(body.language.tag())
            .bind(hash_secret(&token))
            .bind(now)
            .bind(now + KEPT_MS)
            .execute(c)
            .await
            .map(drop))?;
    }
    mail::queue(app, &mut change, kind, &letter).await?;
    change.commit_unaudited(Unaudited::Tokens).await?;
    mail::wake(app);
    Ok(())
}

/// Confirm an account of one's own with the link of the e-mail, and choose its password.
#[utoipa::path(post, path = "/api/accounts/register/confirm/", tag = "auth", request_body = Chosen, responses((status = 204)))]
async fn confirm(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(body): Body<Chosen>,
) -> Result<Response, Problem> {
    let refused = || Problem::field("token", "link_invalid");
    let token = hash_secret(&body.token);
    let waiting: Option<Proven> = on!(&mut app.db.read().await?, |c| sqlx::query_as(FIND)
        .bind(&token)
        .bind(app.clock.now())
        .fetch_optional(c)
        .await)?;
    let waiting = waiting.ok_or_else(refused)?;
    let mut checks = Checks::default();
    let about = [waiting.email.as_str(), &waiting.first_name, &waiting.last_name];
    passwords::check(&mut checks, "new_password", &body.new_password, &about);
    checks.finish()?;
    let password = app.passwords.hash(body.new_password).await?;
    let mut change = app.db.change(Actor { kind: ActorKind::System, id: None, ip: Some(ip) }).await?;
    let now = change.now();
    let proven: Option<Proven> =
        on!(&mut *change, |c| sqlx::query_as(TAKE).bind(token).bind(now).fetch_optional(c).await)?;
    let proven = proven.ok_or_else(refused)?;
    let fields = AccountFields {
        username: proven.email.clone(),
        email: Some(proven.email.clone()),
        first_name: proven.first_name,
        last_name: proven.last_name,
        phone: None,
        language: recovery::language_of(&proven.language),
        agency_id: None,
        service_id: None,
        roles: vec![HeldRole { code: ROLE.into(), scope: "own".into(), agency_id: None, province: None }],
    };
    let id = users::insert(&mut change, &fields, &password, false).await?;
    purge(&mut change, 0, &proven.email).await?;
    change.commit(Event::new("accounts", "register", "user", id)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Forgets what expired before `before`, and what else `email` asked for.
pub async fn purge(tx: &mut Tx, before: i64, email: &str) -> sqlx::Result<u64> {
    on!(tx, |c| sqlx::query(PURGE).bind(before).bind(email).execute(c).await.map(|done| done.rows_affected()))
}
