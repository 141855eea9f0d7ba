//! One's own e-mail address: another one counts once it is proven, by a link that is sent there. The old one is
//! written to at once, and whoever asks learns nothing of who has the new one.
use super::{model::User, recovery, store};
use crate::{
    App,
    access::Public,
    db::{Actor, ActorKind, Change, Event},
    extract::{Body, Peer},
    i18n::Language,
    keys::{hash_secret, random_secret},
    list::fold,
    mail::{self, Kind, Letter},
    on,
    problem::{Code, Problem},
    statements,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

statements! {
    INSERT = "INSERT INTO account_links (id, user_id, purpose, token_hash, email, created_at, expires_at) \
            VALUES ($1, $2, 'email_change', $3, $4, $5, $6)";
    CANCEL = "UPDATE account_links SET used_at = $2 WHERE user_id = $1 AND purpose = 'email_change' AND used_at IS NULL";
    USE = "UPDATE account_links SET used_at = $2 WHERE token_hash = $1 AND purpose = 'email_change' AND used_at IS NULL \
            AND expires_at > $2 RETURNING user_id, email";
    /// Whoever registered signs in with the address: the name moves with it.
    SET = "UPDATE users SET email = $2, username = CASE WHEN username = email AND $5 THEN $2 ELSE username END, \
            search_text = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND is_active";
}

/// A link that proves an address waits a day.
const KEPT_MS: i64 = 24 * 3_600_000;
/// Letters that one account, and one address, may cause in an hour beside what others do.
const ACCOUNT_SHARE: f64 = 0.5;
const ADDRESS_SHARE: f64 = 0.3;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(confirm)
}

/// Asks whoever reads `email` to confirm that it is `user`'s, in this language, and tells the old address.
///
/// # Errors
/// [`Code::MailOff`] without a mail server, [`Code::TooManyAttempts`] when it was asked too often; nothing of whose it is.
pub async fn ask(app: &App, change: &mut Change, user: &User, language: Language, email: &str) -> Result<(), Problem> {
    if !mail::is_on(app) {
        return Err(Code::MailOff.into());
    }
    let now = change.now();
    app.links_asked.take(("own address", user.id), ACCOUNT_SHARE, now)?;
    let letter = |kind, to: &str, path| Letter::write(app, kind, language, to, &user.first_name, path);
    if let Some(old) = &user.email {
        mail::queue(app, change, Kind::EmailAsked, &letter(Kind::EmailAsked, old, None)).await?;
    }
    on!(&mut **change, |c| sqlx::query(CANCEL).bind(user.id).bind(now).execute(c).await.map(drop))?;
    let crowded = app.links_asked.take(("address", email), ADDRESS_SHARE, now).is_err();
    if crowded || store::is_taken(change, user.id, email).await? {
        return Ok(());
    }
    let (id, token) = (change.new_id(), random_secret());
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(user.id)
        .bind(hash_secret(&token))
        .bind(email)
        .bind(now)
        .bind(now + KEPT_MS)
        .execute(c)
        .await
        .map(drop))?;
    let path = format!("/confirm-email#{token}");
    mail::queue(app, change, Kind::EmailConfirm, &letter(Kind::EmailConfirm, email, Some(&path))).await
}

/// Confirm another e-mail address with the link that was sent there.
///
/// The link is good once. 409 `duplicate` when the address has become somebody else's meanwhile.
#[utoipa::path(post, path = "/api/accounts/me/email/confirm/", tag = "auth", request_body = super::registration::Link, responses((status = 204)))]
async fn confirm(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(body): Body<super::registration::Link>,
) -> Result<Response, Problem> {
    let refused = || Problem::field("token", "link_invalid");
    let mut change = app.db.change(Actor { kind: ActorKind::System, id: None, ip: Some(ip) }).await?;
    let now = change.now();
    let found: Option<(Uuid, String)> =
        on!(&mut *change, |c| sqlx::query_as(USE).bind(hash_secret(&body.token)).bind(now).fetch_optional(c).await)?;
    let (id, email) = found.ok_or_else(refused)?;
    let user = store::find(&mut change, id).await?.filter(|user| user.is_active).ok_or_else(refused)?;
    store::check_login(&mut change, id, &user.username, Some(&email)).await?;
    let as_name = email.len() <= 60 && email.chars().all(|c| c.is_ascii_alphanumeric() || "._-@+".contains(c));
    let search_text = fold(&[user.username.as_str(), &email, &user.first_name, &user.last_name].join(" "));
    on!(&mut *change, |c| sqlx::query(SET)
        .bind(id)
        .bind(&email)
        .bind(search_text)
        .bind(now)
        .bind(as_name)
        .execute(c)
        .await
        .map(drop))?;
    recovery::cancel_links(&mut change, id).await?;
    if let Some(old) = &user.email {
        let letter = Letter::write(&app, Kind::EmailChanged, user.language(), old, &user.first_name, None);
        mail::queue(&app, &mut change, Kind::EmailChanged, &letter).await?;
    }
    change.commit(Event::new("accounts", "change_email", "user", id).agency(user.agency_id)).await?;
    mail::wake(&app);
    Ok(StatusCode::NO_CONTENT.into_response())
}
