//! What an account is to those who manage it.
use crate::{
    accounts::{model::RoleScope, passwords},
    i18n::Language,
    list::fold,
    problem::{Checks, Problem},
    text::plain,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody's account.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Compte)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// The login.
    #[schema(example = "accueil")]
    pub username: String,
    /// E-mail address.
    #[schema(example = "accueil@espace.example")]
    pub email: Option<String>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Phone number.
    pub phone: Option<String>,
    /// The language of its e-mails: `fr` or `en`.
    #[schema(example = "fr")]
    pub language: String,
    /// `invited` until a first password is chosen, then `active` or `disabled`.
    #[schema(example = "active")]
    pub state: String,
    /// Whether it may sign in.
    #[schema(example = true)]
    pub is_active: bool,
    /// Whether a new password must be chosen first.
    pub must_change_password: bool,
    /// Whether it signs in with a second factor.
    pub two_factor: bool,
    /// The agency it works in.
    pub agency_id: Option<Uuid>,
    /// The department it belongs to.
    pub service_id: Option<Uuid>,
    /// When it last signed in, milliseconds of UTC.
    pub last_login_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
    /// Its roles, each with the rows it is held for.
    #[sqlx(skip)]
    pub roles: Vec<HeldRole>,
    /// Until when it is locked after wrong passwords, from the address where it is locked longest.
    #[sqlx(skip)]
    pub locked_until: Option<i64>,
}

/// A role, and the rows it is held for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::FromRow)]
#[schema(as = CompteRole)]
#[serde(deny_unknown_fields)]
pub struct HeldRole {
    /// The role's code.
    #[schema(example = "operateur_espace")]
    pub code: String,
    /// `own`, `agency`, `province` or `all`.
    #[schema(example = "agency")]
    pub scope: String,
    /// The agency; the account's own when absent.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
    /// The province, when the role is held for one.
    #[serde(default)]
    pub province: Option<String>,
}

impl HeldRole {
    /// The rows it is held for; nothing when they are not said.
    pub fn rows(&self) -> Option<RoleScope> {
        match self.scope.as_str() {
            "own" => Some(RoleScope::Own),
            "agency" => Some(RoleScope::Agency(self.agency_id)),
            "province" => self.province.clone().filter(|name| !name.trim().is_empty()).map(RoleScope::Province),
            "all" => Some(RoleScope::All),
            _ => None,
        }
    }
}

/// An account's fields, all of them to set.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = CompteChamps)]
#[serde(deny_unknown_fields)]
pub struct AccountFields {
    /// The login: letters without accents, digits and `._-@+`, at most 60; unique.
    #[schema(example = "accueil")]
    pub username: String,
    /// E-mail address, unique.
    #[serde(default)]
    #[schema(example = "accueil@espace.example")]
    pub email: Option<String>,
    /// First name.
    #[serde(default)]
    #[schema(example = "Vanille")]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    #[schema(example = "Bourbon")]
    pub last_name: String,
    /// Phone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// The language of its e-mails; French when absent.
    #[serde(default)]
    pub language: Language,
    /// The agency it works in.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
    /// The department it belongs to.
    #[serde(default)]
    pub service_id: Option<Uuid>,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<HeldRole>,
}

/// An account to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = CompteNouveau)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The login: letters without accents, digits and `._-@+`, at most 60; unique.
    #[schema(example = "accueil")]
    pub username: String,
    /// E-mail address, unique; needed for an invitation.
    #[serde(default)]
    #[schema(example = "accueil@espace.example")]
    pub email: Option<String>,
    /// First name.
    #[serde(default)]
    #[schema(example = "Vanille")]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    #[schema(example = "Bourbon")]
    pub last_name: String,
    /// Phone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// The language of its e-mails; French when absent.
    #[serde(default)]
    pub language: Language,
    /// The agency it works in.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
    /// The department it belongs to.
    #[serde(default)]
    pub service_id: Option<Uuid>,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<HeldRole>,
    /// Whether an e-mail invites its holder to choose a password. Otherwise it has a temporary one.
    #[serde(default)]
    pub invite: bool,
    /// The temporary password; one is made when absent. It must be changed at the first login.
    #[serde(default)]
    #[schema(example = "cheval agrafe pile")]
    pub password: Option<String>,
}

/// An account that was made, or whose password was reset.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompteCree)]
pub struct MadeAccount {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// The temporary password, shown this once; `null` for somebody who was invited or whose password was given.
    #[schema(example = "kfma-rtzx-pqhw-dvej")]
    pub temporary_password: Option<String>,
}

impl NewAccount {
    pub(super) fn split(self) -> (AccountFields, bool, Option<String>) {
        let Self { username, email, first_name, last_name, phone, language, agency_id, service_id, roles, .. } = self;
        let fields =
            AccountFields { username, email, first_name, last_name, phone, language, agency_id, service_id, roles };
        (fields, self.invite, self.password)
    }
}

impl AccountFields {
    pub(super) fn of(account: &Account) -> Self {
        let Account { username, email, first_name, last_name, phone, roles, .. } = account.clone();
        Self {
            username,
            email,
            first_name,
            last_name,
            phone,
            language: Language::from_tag(&account.language).unwrap_or_default(),
            agency_id: account.agency_id,
            service_id: account.service_id,
            roles,
        }
    }

    /// # Errors
    /// Naming every field that is wrong.
    pub fn checked(mut self) -> Result<Self, Problem> {
        let mut checks = Checks::default();
        self.check(&mut checks);
        checks.finish()?;
        self.username = self.username.to_lowercase();
        self.email = self.email.map(|email| email.trim().to_lowercase()).filter(|email| !email.is_empty());
        self.first_name = plain(&self.first_name);
        self.last_name = plain(&self.last_name);
        self.phone = self.phone.map(|phone| plain(&phone)).filter(|phone| !phone.is_empty());
        Ok(self)
    }

    fn check(&self, checks: &mut Checks) {
        checks.text("username", &self.username, 60);
        let simple = self.username.chars().all(|c| c.is_ascii_alphanumeric() || "._-@+".contains(c));
        checks.require(simple, "username", "username_format");
        checks.optional_text("first_name", Some(&self.first_name), 80);
        checks.optional_text("last_name", Some(&self.last_name), 80);
        checks.optional_text("phone", self.phone.as_deref(), 30);
        let email = self.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
        checks.require(email.is_none_or(is_email), "email", "email_format");
        let mut codes: Vec<&str> = self.roles.iter().map(|role| role.code.as_str()).collect();
        codes.sort_unstable();
        checks.require(codes.windows(2).all(|two| two[0] != two[1]), "roles", "twice");
        for (index, role) in self.roles.iter().enumerate() {
            checks.require(role.rows().is_some(), &format!("roles[{index}].scope"), "role_scope");
        }
    }

    /// What a password must not resemble.
    pub fn about(&self) -> [&str; 4] {
        [&self.username, self.email.as_deref().unwrap_or_default(), &self.first_name, &self.last_name]
    }

    pub(super) fn search_text(&self) -> String {
        fold(&self.about().join(" "))
    }
}

/// Whether a text can be an e-mail address: the letter that is sent there tells the rest.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !"@,;:<>()[]\\\"".contains(c));
    text.len() <= 254
        && plain(name)
        && plain(host)
        && host.split('.').count() > 1
        && host.split('.').all(|label| !label.is_empty())
}

/// # Errors
/// When the password is refused: see [`passwords::check`].
pub fn check_password(fields: &AccountFields, password: &str) -> Result<(), Problem> {
    let mut checks = Checks::default();
    passwords::check(&mut checks, "password", password, &fields.about());
    checks.finish()
}

/// A password to read out: four groups of four letters that are not mistaken for one another.
pub fn temporary_password() -> String {
    const LETTERS: &[u8; 23] = b"abcdefghjkmnpqrstuvwxyz";
    let letter = || char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let groups: Vec<String> = (0..4).map(|_| (0..4).map(|_| letter()).collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in ["a@b.re", "aline.mbuyi+desk@espace.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@b.re", "a@", "a@b", "a@b..re", "a b@c.re", "a@b@c.re", "a@b.re,c@d.re", "é@b.re"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn temporary_passwords_pass_the_rules_and_are_not_alike() {
        let (one, two) = (temporary_password(), temporary_password());
        assert!(one.len() == 19 && one != two);
        let mut checks = Checks::default();
        passwords::check(&mut checks, "password", &one, &[]);
        assert!(checks.is_fine(), "{one}");
    }
}
