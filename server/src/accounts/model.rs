//! What an account is, on the wire and in the table.
use super::{passwords, store};
use crate::{
    db::Tx,
    i18n::Language,
    problem::{Checks, Problem},
    text::plain,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A person with an account, as the console shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// The account.
    pub id: Uuid,
    /// The login.
    #[schema(example = "accueil")]
    pub username: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// The codes of its roles.
    #[schema(example = json!(["operateur_espace"]))]
    pub roles: Vec<String>,
    /// The codes of its permissions.
    #[schema(example = json!(["visiteurs:lire", "sessions:creer"]))]
    pub permissions: Vec<String>,
    /// The agency it works in.
    pub agency_id: Option<Uuid>,
    /// Phone number.
    pub phone: Option<String>,
    /// The language of its e-mails.
    #[schema(example = "fr")]
    pub language: String,
    /// Whether it signs in with a second factor.
    #[schema(example = false)]
    pub two_factor: bool,
}

impl User {
    /// An account with what it may do.
    pub(super) async fn read(tx: &mut Tx, row: UserRow) -> sqlx::Result<Self> {
        let (roles, permissions) = store::rights_of(tx, row.id).await?;
        let two_factor = store::two_factor(tx, row.id).await?;
        let UserRow { id, username, first_name, last_name, email, agency_id, phone, language, .. } = row;
        Ok(Self {
            id,
            username,
            first_name,
            last_name,
            email,
            roles,
            permissions,
            agency_id,
            phone,
            language,
            two_factor,
        })
    }
}

/// An account as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UserRow {
    pub id: Uuid,
    pub username: String,
    pub email: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub language: String,
    pub password_hash: String,
    pub must_change_password: bool,
    pub is_active: bool,
    pub agency_id: Option<Uuid>,
}

impl UserRow {
    /// The language it is written to in.
    pub fn language(&self) -> Language {
        Language::from_tag(&self.language).unwrap_or_default()
    }

    /// What a password must not resemble.
    pub fn about(&self) -> [&str; 4] {
        [&self.username, self.email.as_deref().unwrap_or_default(), &self.first_name, &self.last_name]
    }
}

/// For which rows a role is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleScope {
    /// The rows the account made.
    Own,
    /// One agency's; the account's own when none is named.
    Agency(Option<Uuid>),
    /// A province's agencies.
    Province(String),
    /// All.
    All,
}

/// An account to make.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The login.
    pub username: String,
    /// E-mail address.
    pub email: Option<String>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The first password.
    pub password: String,
    /// Whether it must be changed before anything else.
    pub must_change_password: bool,
    /// The agency it works in.
    pub agency_id: Option<Uuid>,
    /// The code of its role.
    pub role: String,
    /// For which rows the role is held.
    pub scope: RoleScope,
}

impl NewUser {
    pub(super) fn check(&self) -> Result<(), Problem> {
        let mut checks = Checks::default();
        checks.text("username", &self.username, 60);
        let plain = self.username.chars().all(|c| c.is_ascii_alphanumeric() || "._-@".contains(c));
        checks.require(plain, "username", "username_format");
        checks.optional_text("first_name", Some(&self.first_name), 80);
        checks.optional_text("last_name", Some(&self.last_name), 80);
        let email = self.email.as_deref().is_none_or(|email| email.contains('@') && email.len() <= 254);
        checks.require(email, "email", "email_format");
        // A password that must be changed is not used for anything: seed 002 gives a short one.
        if !self.must_change_password {
            let about = [self.username.as_str(), self.email.as_deref().unwrap_or_default()];
            passwords::check(&mut checks, "password", &self.password, &about);
        }
        checks.finish()
    }
}

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The user name or the e-mail address; `username` and `email` are accepted as names of this field.
    #[serde(alias = "username", alias = "email")]
    #[schema(example = "accueil")]
    pub login: String,
    /// The password.
    #[schema(example = "correct horse battery staple")]
    pub password: String,
    /// The code of the second factor, or a recovery code, for an account that has one.
    #[serde(default)]
    #[schema(example = "492039")]
    pub otp: Option<String>,
}

/// What somebody changes a password with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The user name or the e-mail address.
    #[serde(alias = "username", alias = "email")]
    #[schema(example = "admin")]
    pub login: String,
    /// The password as it is.
    #[schema(example = "admin123")]
    pub password: String,
    /// The password as it shall be: at least 10 characters, not digits alone, not a common one, not
    /// like the login.
    #[schema(example = "correct horse battery staple")]
    pub new_password: String,
    /// The code of the second factor, or a recovery code, for an account that has one.
    #[serde(default)]
    #[schema(example = "492039")]
    pub otp: Option<String>,
}

/// The answer to a login or a refresh.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tokens {
    /// The access token: a JWT (EdDSA) of 30 minutes.
    pub access: String,
    /// The refresh token, of 7 days; `null` for a browser, which has it in a cookie.
    pub refresh: Option<String>,
    /// A ticket for a websocket, as `/api/ws-ticket/` gives one: it spares a journey on a slow line.
    pub ws_ticket: String,
    /// Who signed in.
    pub user: User,
}

/// A refresh token in a body; left out by a browser, which has it in a cookie.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RefreshToken {
    /// The refresh token.
    pub refresh: Option<String>,
}

/// A token to verify.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenToVerify {
    /// An access or a refresh token.
    pub token: String,
}

/// A ticket for a websocket.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    /// Offered as the subprotocol `ticket.<ticket>` next to `guichet.v1`; good for one connection.
    pub ticket: String,
    /// How long it is good for, in seconds.
    #[schema(example = 30)]
    pub expires_in_s: i64,
}

/// A login that is open somewhere.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct AuthSession {
    /// Its id.
    pub id: Uuid,
    /// The address it was opened from.
    pub ip: Option<String>,
    /// The program it was opened with, as it names itself.
    pub user_agent: Option<String>,
    /// When it was opened, milliseconds of UTC.
    pub created_at: i64,
    /// When it was last used to refresh a token.
    pub rotated_at: i64,
    /// When it ends unless it is used.
    pub expires_at: i64,
    /// Whether it is the one that asks.
    #[sqlx(default)]
    pub current: bool,
}

/// A role.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct Role {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "operateur_espace")]
    pub code: String,
    /// Its label in French.
    #[schema(example = "Opérateur d’espace")]
    pub label: String,
    /// Whether it comes with the program.
    pub is_system: bool,
    /// Whether who has it must sign in with a second factor.
    #[schema(example = false)]
    pub require_2fa: bool,
    /// How many accounts have it.
    #[schema(example = 3)]
    pub users: i64,
    /// The codes of its permissions.
    #[sqlx(skip)]
    pub permissions: Vec<String>,
}

/// A role to make.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = RoleNouveau)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// Its code: lower case letters, digits and `_`, at most 40; it cannot be changed later.
    #[schema(example = "animateur")]
    pub code: String,
    /// Its label, at most 80 characters.
    #[schema(example = "Animateur")]
    pub label: String,
    /// Whether who has it must sign in with a second factor.
    #[serde(default)]
    pub require_2fa: bool,
    /// The codes of its permissions.
    #[serde(default)]
    #[schema(example = json!(["visiteurs:lire"]))]
    pub permissions: Vec<String>,
}

/// All fields of a role, to set.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RoleChamps)]
#[serde(deny_unknown_fields)]
pub struct RoleFields {
    /// Its label, at most 80 characters.
    #[schema(example = "Animateur")]
    pub label: String,
    /// Whether who has it must sign in with a second factor.
    #[serde(default)]
    pub require_2fa: bool,
    /// The codes of its permissions.
    #[schema(example = json!(["visiteurs:lire"]))]
    pub permissions: Vec<String>,
}

impl NewRole {
    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        let mut checks = Checks::default();
        checks.text("code", &self.code, 40);
        let simple = self.code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        checks.require(simple, "code", "role_code");
        checks.text("label", &self.label, 80);
        checks.finish()?;
        self.label = plain(&self.label);
        Ok(self)
    }
}

impl RoleFields {
    pub(super) fn of(role: &Role) -> Self {
        Self { label: role.label.clone(), require_2fa: role.require_2fa, permissions: role.permissions.clone() }
    }

    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        let mut checks = Checks::default();
        checks.text("label", &self.label, 80);
        checks.finish()?;
        self.label = plain(&self.label);
        Ok(self)
    }
}

/// A permission.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Permission)]
pub struct PermissionRow {
    /// Its code, `module:action`.
    #[schema(example = "sessions:creer")]
    pub code: String,
    /// The module.
    #[schema(example = "sessions")]
    pub module: String,
    /// The action.
    #[schema(example = "creer")]
    pub action: String,
    /// What it allows, in the caller's language.
    pub label: String,
}
