//! What a visitor is, on the wire and in the table.
use super::rules;
use crate::{
    agencies::Agency,
    problem::{Checks, Problem},
    sessions::VisitorUse,
    text,
};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

const MAX_NAME: usize = 100;
const MAX_PHONE: usize = 40;
const MAX_EMAIL: usize = 254;
const MAX_NOTES: usize = 2000;

/// A visitor's row.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Record {
    /// The key.
    pub id: Uuid,
    /// The agency that registered the visitor.
    pub agency_id: Uuid,
    /// The first name.
    pub first_name: String,
    /// The family name.
    pub last_name: String,
    /// The day of birth, `2001-02-03`.
    pub birth_date: Option<String>,
    /// The phone number, E.164.
    pub phone: Option<String>,
    /// The address of e-mail.
    pub email: Option<String>,
    /// What operators noted; lists leave it out.
    #[sqlx(default)]
    pub notes: Option<String>,
    /// The photo's file.
    pub photo: Option<String>,
    /// When consent was given.
    pub consent_at: i64,
    /// When it was taken back.
    pub consent_revoked_at: Option<i64>,
    /// Until when no session is issued.
    pub banned_until: Option<i64>,
    /// Why; lists leave it out.
    #[sqlx(default)]
    pub ban_reason: Option<String>,
    /// Since when; lists leave it out.
    #[sqlx(default)]
    pub banned_at: Option<i64>,
    /// By whom; lists leave it out.
    #[sqlx(default)]
    pub banned_by: Option<Uuid>,
    /// Who registered the visitor.
    pub operateur: Uuid,
    /// When.
    pub created_at: i64,
    /// When the row last changed.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
}

impl Record {
    /// Both names.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// A visitor, as lists show one.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = UtilisateurList)]
pub struct VisitorLine {
    /// The id.
    pub id: Uuid,
    /// The first name.
    #[schema(example = "Ana")]
    pub first_name: String,
    /// The family name.
    #[schema(example = "Exemple")]
    pub last_name: String,
    /// The day of birth.
    #[schema(format = Date, example = "1990-05-17")]
    pub birth_date: Option<String>,
    /// The age in whole years, today in the site's time zone; computed, never stored.
    #[schema(example = 36)]
    pub age: Option<u32>,
    /// The phone number, E.164.
    #[schema(example = "+262692123456")]
    pub phone: Option<String>,
    /// The address of e-mail.
    #[schema(example = "ana@example.org")]
    pub email: Option<String>,
    /// Whether there is a photo, at `photo/` below the visitor.
    pub has_photo: bool,
    /// Whether consent is in force.
    pub consent: bool,
    /// When consent was last given, milliseconds of UTC.
    pub consent_at: Option<i64>,
    /// When it was taken back, milliseconds of UTC.
    pub consent_revoked_at: Option<i64>,
    /// Until when the visitor is banned, milliseconds of UTC; past once the ban is over.
    pub banned_until: Option<i64>,
    /// The agency that registered the visitor.
    pub agency_id: Uuid,
    /// The account of the operator who registered the visitor.
    pub operateur: Uuid,
    /// When the visitor was registered, milliseconds of UTC.
    pub created_at: i64,
    /// When the visitor last changed, milliseconds of UTC.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
}

impl VisitorLine {
    /// The row as it is shown on the day `today`.
    pub(super) fn of(record: Record, today: NaiveDate) -> Self {
        let birth = record.birth_date.as_deref().and_then(rules::parse_day);
        Self {
            id: record.id,
            first_name: record.first_name,
            last_name: record.last_name,
            birth_date: record.birth_date,
            age: birth.and_then(|birth| rules::age_on(birth, today)),
            phone: record.phone,
            email: record.email,
            has_photo: record.photo.is_some(),
            consent: record.consent_revoked_at.is_none(),
            consent_at: Some(record.consent_at),
            consent_revoked_at: record.consent_revoked_at,
            banned_until: record.banned_until,
            agency_id: record.agency_id,
            operateur: record.operateur,
            created_at: record.created_at,
            updated_at: record.updated_at,
            version: record.version,
        }
    }
}

/// A visitor, with notes and use of the space.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Utilisateur)]
pub struct Visitor {
    /// What lists show, too.
    #[serde(flatten)]
    pub line: VisitorLine,
    /// What operators noted.
    pub notes: Option<String>,
    /// Why the visitor is banned; for those who work here.
    #[schema(example = json!(null))]
    pub ban_reason: Option<String>,
    /// Since when, milliseconds of UTC.
    pub banned_at: Option<i64>,
    /// By whom.
    pub banned_by: Option<Uuid>,
    /// How the visitor has used the space.
    pub stats: VisitorUse,
}

impl Visitor {
    /// The row as it is shown on the day `today`.
    pub(super) fn of(record: Record, stats: VisitorUse, today: NaiveDate) -> Self {
        let (notes, ban_reason) = (record.notes.clone(), record.ban_reason.clone());
        let (banned_at, banned_by) = (record.banned_at, record.banned_by);
        Self { line: VisitorLine::of(record, today), notes, ban_reason, banned_at, banned_by, stats }
    }
}

/// A visitor to register, or all fields of one to set.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewUtilisateur)]
#[serde(deny_unknown_fields)]
pub struct NewVisitor {
    /// The first name, at most 100 characters.
    #[schema(example = "Ana")]
    pub first_name: String,
    /// The family name, at most 100 characters.
    #[schema(example = "Exemple")]
    pub last_name: String,
    /// The day of birth, not in the future nor more than 120 years ago.
    #[serde(default)]
    #[schema(format = Date, example = "1990-05-17")]
    pub birth_date: Option<String>,
    /// The phone number, as the agency's country writes it or in E.164.
    #[serde(default)]
    #[schema(example = "0692 12 34 56")]
    pub phone: Option<String>,
    /// The address of e-mail.
    #[serde(default)]
    #[schema(example = "ana@example.org")]
    pub email: Option<String>,
    /// Notes, at most 2000 characters.
    #[serde(default)]
    pub notes: Option<String>,
    /// Must be `true` for a new visitor. On a change, `true` renews a consent that was taken back,
    /// and left out it stays; it is taken back at `revoke_consent/`.
    #[serde(default)]
    pub consent: Option<bool>,
    /// The agency; the caller's unless told.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
    /// Ignored: the operator is always the caller (ACC-038).
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub operateur: Option<Value>,
}

/// The fields of a visitor to change; those left out stay, those that are `null` are emptied.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = UtilisateurPatch)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "absent and null differ")]
pub struct VisitorPatch {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = Date)]
    pub birth_date: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub notes: Option<Option<String>>,
    pub consent: Option<bool>,
    pub agency_id: Option<Uuid>,
    #[schema(value_type = Option<Uuid>)]
    pub operateur: Option<Value>,
}

/// Tells `null`, which empties a field, from its absence, which leaves it.
#[expect(clippy::option_option, reason = "absent and null differ")]
fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

impl VisitorPatch {
    /// All fields of the visitor after the change.
    pub(super) fn over(self, record: &Record) -> NewVisitor {
        NewVisitor {
            first_name: self.first_name.unwrap_or_else(|| record.first_name.clone()),
            last_name: self.last_name.unwrap_or_else(|| record.last_name.clone()),
            birth_date: self.birth_date.unwrap_or_else(|| record.birth_date.clone()),
            phone: self.phone.unwrap_or_else(|| record.phone.clone()),
            email: self.email.unwrap_or_else(|| record.email.clone()),
            notes: self.notes.unwrap_or_else(|| record.notes.clone()),
            consent: self.consent,
            agency_id: self.agency_id,
            operateur: self.operateur,
        }
    }
}

/// A visitor's fields, checked and in the form they are stored in.
#[derive(Debug)]
pub struct Fields {
    pub(super) agency_id: Uuid,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) birth_date: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) notes: Option<String>,
    /// Consent is given with this change, though it was not in force before.
    pub(super) consents: bool,
}

impl Fields {
    pub(super) fn search_text(&self) -> String {
        rules::search_text(&self.first_name, &self.last_name, self.phone.as_deref())
    }

    /// The names of the fields that differ from those of `before`.
    pub(super) fn changes(&self, before: &Record) -> Vec<&'static str> {
        let differs = [
            ("first_name", self.first_name != before.first_name),
            ("last_name", self.last_name != before.last_name),
            ("birth_date", self.birth_date != before.birth_date),
            ("phone", self.phone != before.phone),
            ("email", self.email != before.email),
            ("notes", self.notes != before.notes),
            ("consent", self.consents),
            ("agency_id", self.agency_id != before.agency_id),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

impl NewVisitor {
    /// The fields of a visitor of `agency` as they may be on the day `today`; `before` is the row
    /// they are to replace.
    ///
    /// # Errors
    /// Naming every field that is wrong.
    pub(super) fn checked(self, agency: &Agency, today: NaiveDate, before: Option<&Record>) -> Result<Fields, Problem> {
        let mut checks = Checks::default();
        let fields = Fields {
            agency_id: agency.id,
            first_name: name(&mut checks, "first_name", &self.first_name),
            last_name: name(&mut checks, "last_name", &self.last_name),
            birth_date: birth_date(&mut checks, self.birth_date.as_deref(), today),
            phone: self.phone(&mut checks, &agency.country, before),
            email: email(&mut checks, self.email.as_deref()),
            notes: notes(&mut checks, self.notes.as_deref()),
            consents: self.consents(&mut checks, before),
        };
        checks.finish()?;
        Ok(fields)
    }

    /// A number that is already stored was checked by the rules of the country it was given in.
    fn phone(&self, checks: &mut Checks, country: &str, before: Option<&Record>) -> Option<String> {
        let typed = self.phone.as_deref().map(str::trim).filter(|typed| !typed.is_empty())?;
        if before.is_some_and(|before| before.phone.as_deref() == Some(typed)) {
            return Some(typed.to_owned());
        }
        let phone = Some(typed).filter(|typed| typed.len() <= MAX_PHONE);
        let phone = phone.and_then(|typed| rules::phone(country, typed));
        checks.require(phone.is_some(), "phone", "phone_format");
        phone
    }

    fn consents(&self, checks: &mut Checks, before: Option<&Record>) -> bool {
        let Some(before) = before else {
            checks.require(self.consent == Some(true), "consent", "consent_required");
            return true;
        };
        let in_force = before.consent_revoked_at.is_none();
        // Taking it back has consequences: it is asked for by its own name.
        checks.require(self.consent != Some(false) || !in_force, "consent", "consent_withdrawal");
        self.consent == Some(true) && !in_force
    }
}

fn name(checks: &mut Checks, field: &str, typed: &str) -> String {
    let cleaned = if typed.chars().count() > MAX_NAME { typed.to_owned() } else { text::plain(typed) };
    checks.text(field, &cleaned, MAX_NAME);
    cleaned
}

fn notes(checks: &mut Checks, typed: Option<&str>) -> Option<String> {
    let short = typed.filter(|typed| typed.chars().count() <= MAX_NOTES);
    checks.optional_text("notes", short.or(typed), MAX_NOTES);
    text::plain_or_none(short)
}

fn birth_date(checks: &mut Checks, typed: Option<&str>, today: NaiveDate) -> Option<String> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
    match rules::birth_date(typed, today) {
        Ok(day) => Some(day.to_string()),
        Err(wrong) => {
            checks.refuse("birth_date", wrong.code(), Vec::new());
            None
        }
    }
}

fn email(checks: &mut Checks, typed: Option<&str>) -> Option<String> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
    let fits = typed.len() <= MAX_EMAIL && rules::is_email(typed);
    checks.require(fits, "email", "email_format");
    Some(typed.to_owned())
}
