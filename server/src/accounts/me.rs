//! What somebody sees and changes of the own account: who one is, how one is written to, where one is signed in.
use super::{
    address, login,
    model::{AuthSession, User},
    passwords, recovery, store,
    users::is_email,
};
use crate::{
    App,
    access::SignedIn,
    db::{Change, Event},
    extract::{Body, Id, Peer, merged},
    i18n::Language,
    list::Page,
    mail::{self, Kind, Letter},
    problem::{Checks, Code, Problem},
    text::plain,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(me, update, sessions, revoke_session, revoke_others)
}

/// What of the own account is to change; what is absent stays.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ProfilChamps)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// First name.
    #[schema(example = "Vanille")]
    pub first_name: String,
    /// Last name.
    #[schema(example = "Bourbon")]
    pub last_name: String,
    /// Phone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// The language of one's e-mails.
    pub language: Language,
    /// E-mail address; needs `current_password`. It stays as it is until the link that is sent to the new one is followed.
    #[serde(default)]
    #[schema(example = "vanille@espace.example")]
    pub email: Option<String>,
    /// A new password; needs `current_password`. Every other login ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "correct horse battery staple")]
    pub new_password: Option<String>,
    /// The password as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "cheval agrafe pile")]
    pub current_password: Option<String>,
}

impl Profile {
    fn of(user: &User) -> Self {
        let User { first_name, last_name, phone, email, .. } = user.clone();
        let language = Language::from_tag(&user.language).unwrap_or_default();
        Self { first_name, last_name, phone, language, email, new_password: None, current_password: None }
    }

    fn checked(mut self, user: &User) -> Result<Self, Problem> {
        let text = |text: Option<String>| text.map(|text| plain(&text)).filter(|text| !text.is_empty());
        let mut checks = Checks::default();
        checks.optional_text("first_name", Some(&self.first_name), 80);
        checks.optional_text("last_name", Some(&self.last_name), 80);
        checks.optional_text("phone", self.phone.as_deref(), 30);
        let email = self.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
        checks.require(email.is_none_or(is_email), "email", "email_format");
        if let Some(password) = &self.new_password {
            let about = [user.username.as_str(), email.unwrap_or_default(), &self.first_name, &self.last_name];
            passwords::check(&mut checks, "new_password", password, &about);
            checks.require(self.current_password.as_ref() != Some(password), "new_password", "password_unchanged");
        }
        checks.finish()?;
        self.email = email.map(str::to_lowercase);
        (self.first_name, self.last_name, self.phone) =
            (plain(&self.first_name), plain(&self.last_name), text(self.phone));
        Ok(self)
    }
}

/// Show who is signed in.
#[utoipa::path(get, path = "/api/accounts/me/", tag = "auth", responses((status = 200, body = User)))]
async fn me(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<User>, Problem> {
    let mut tx = app.db.read().await?;
    let user = store::find(&mut tx, caller.user_id).await?.ok_or(Code::Unauthenticated)?;
    Ok(Json(User::read(&mut tx, user).await?))
}

/// Change the own profile, e-mail address or password.
///
/// Another e-mail address counts once the link that is sent there is followed: the answer is the same whoever has it.
#[utoipa::path(patch, path = "/api/accounts/me/", tag = "auth", request_body = Profile, responses((status = 200, body = User)))]
async fn update(
    SignedIn(caller): SignedIn,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let row = store::find(&mut tx, caller.user_id).await?.ok_or(Code::Unauthenticated)?;
    let before = User::read(&mut tx, row).await?;
    drop(tx);
    let mut new = merged(&Profile::of(&before), patch)?.checked(&before)?;
    let password = new.new_password.take();
    let moves = new.email != before.email;
    let mut proven = None;
    if password.is_some() || moves {
        let current = new.current_password.take().ok_or_else(|| Problem::field("current_password", "required"))?;
        proven = Some(login::check_own_password(&app, ip, &caller, current, "current_password").await?);
    }
    let hash = match password {
        Some(password) => Some(app.passwords.hash(password).await?),
        None => None,
    };
    let mut change = caller.change(&app).await?;
    if hash.is_some() || moves {
        recovery::cancel_links(&mut change, before.id).await?;
    }
    if let Some(wanted) = new.email.clone().filter(|_| moves) {
        address::ask(&app, &mut change, &before, new.language, &wanted).await?;
        change.note(Event::new("accounts", "ask_email", "user", before.id));
        new.email.clone_from(&before.email);
    } else if moves {
        write_to_old_address(&app, &mut change, &before, &new).await?;
    }
    store::update_profile(&mut change, &before, &new).await?;
    if let (Some(hash), Some(proven)) = (hash, proven) {
        store::replace_password(&mut change, &proven, &hash).await?;
        store::revoke_other_sessions(&mut change, before.id, caller.auth_session_id).await?;
        change.note(Event::new("accounts", "change_password", "user", before.id));
    }
    let row = store::find(&mut change, before.id).await?.ok_or(Code::Unauthenticated)?;
    let after = User::read(&mut change, row).await?;
    let changed: Vec<&str> = [
        ("first_name", before.first_name != after.first_name),
        ("last_name", before.last_name != after.last_name),
        ("phone", before.phone != after.phone),
        ("language", before.language != after.language),
        ("email", before.email != after.email),
    ]
    .into_iter()
    .filter_map(|(name, changed)| changed.then_some(name))
    .collect();
    let event = Event::new("accounts", "update_profile", "user", before.id).with("changed", changed);
    let answer = change.answer(event, StatusCode::OK, &after).await?;
    mail::wake(&app);
    Ok(answer)
}

/// Whoever loses an address hears of it.
async fn write_to_old_address(app: &App, change: &mut Change, before: &User, new: &Profile) -> Result<(), Problem> {
    let Some(old) = before.email.as_deref() else { return Ok(()) };
    let letter = Letter::write(app, Kind::EmailChanged, new.language, old, &before.first_name, None);
    mail::queue(app, change, Kind::EmailChanged, &letter).await
}

/// List the caller's open logins.
#[utoipa::path(get, path = "/api/accounts/sessions/", tag = "auth", responses((status = 200, body = Page<AuthSession>)))]
async fn sessions(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<Page<AuthSession>>, Problem> {
    let mut results = store::sessions_of(&mut app.db.read().await?, caller.user_id, app.clock.now()).await?;
    for session in &mut results {
        session.current = session.id == caller.auth_session_id;
    }
    Ok(Json(Page::whole(results)))
}

/// End one of the caller's logins.
#[utoipa::path(delete, path = "/api/accounts/sessions/{id}/", tag = "auth", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn revoke_session(SignedIn(caller): SignedIn, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = caller.change(&app).await?;
    if !store::revoke_session(&mut change, id, caller.user_id).await? {
        return Err(Problem::not_found("auth_session"));
    }
    change.answer_nothing(Event::new("accounts", "revoke_session", "auth_session", id)).await
}

/// End all of the caller's logins but this one.
#[utoipa::path(delete, path = "/api/accounts/sessions/", tag = "auth", responses((status = 204)))]
async fn revoke_others(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Response, Problem> {
    let mut change = caller.change(&app).await?;
    store::revoke_other_sessions(&mut change, caller.user_id, caller.auth_session_id).await?;
    change.answer_nothing(Event::new("accounts", "revoke_sessions", "user", caller.user_id)).await
}
