//! What terms of use are, on the wire and in the table.
use crate::problem::{Checks, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest text of one language, in characters: a page to read, not a book.
const MAX_TEXT: usize = 8_000;
const MAX_LANGUAGES: usize = 12;

/// The texts by language, stored as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(example = json!({ "fr": "Soyez respectueux des autres visiteurs.", "en": "Be considerate of other visitors." }))]
pub struct Texts(pub BTreeMap<String, String>);

impl TryFrom<String> for Texts {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

/// A version of the terms of use.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Conditions)]
pub struct TermsVersion {
    /// Its id.
    pub id: Uuid,
    /// The agency they hold in; the whole site when absent.
    pub agency_id: Option<Uuid>,
    /// Its place among all versions, from 1.
    #[schema(example = 3)]
    pub seq: i64,
    /// What sessions name them by: the day they were written, and a number.
    #[schema(example = "2026-11-20.3")]
    pub version: String,
    /// The texts by language; none when nothing is to be accepted any more.
    #[sqlx(try_from = "String")]
    pub texts: Texts,
    /// Who wrote them.
    pub operateur: Uuid,
    /// When, milliseconds of UTC.
    pub created_at: i64,
}

/// The terms of use that hold now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConditionsEnVigueur)]
pub struct CurrentTerms {
    /// The agency that was asked about; the whole site when absent.
    pub agency_id: Option<Uuid>,
    /// What holds there: the agency's own, else the site's; nothing when none were ever written.
    pub current: Option<TermsVersion>,
}

/// Terms of use to write.
#[derive(Debug, Default, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ConditionsNouvelles)]
#[serde(deny_unknown_fields, default)]
pub struct NewTerms {
    /// The agency they hold in; the whole site when absent, for those who may write for all.
    pub agency_id: Option<Uuid>,
    /// The texts by language; French is required. No text at all: nothing is to be accepted any more.
    pub texts: Texts,
}

impl NewTerms {
    /// # Errors
    /// Naming every field that is wrong.
    pub(super) fn checked(mut self) -> Result<Self, Problem> {
        self.texts.0.retain(|_, text| !text.trim().is_empty());
        let texts = &self.texts.0;
        let mut checks = Checks::default();
        checks.require(texts.is_empty() || texts.contains_key("fr"), "texts.fr", "required");
        let known = |code: &String| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
        checks.require(texts.len() <= MAX_LANGUAGES && texts.keys().all(known), "texts", "languages_format");
        for (language, text) in texts {
            checks.optional_text(&format!("texts.{language}"), Some(text), MAX_TEXT);
        }
        checks.finish()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(texts: &[(&str, &str)]) -> NewTerms {
        let texts = texts.iter().map(|(language, text)| ((*language).to_owned(), (*text).to_owned()));
        NewTerms { agency_id: None, texts: Texts(texts.collect()) }
    }

    #[test]
    fn french_is_always_there() {
        assert!(terms(&[("fr", "Bonjour"), ("rcf", "Bonzour")]).checked().is_ok());
        assert!(terms(&[("en", "Hello")]).checked().is_err());
        assert!(terms(&[("fr", "Bonjour"), ("EN", "Hello")]).checked().is_err());
        assert!(terms(&[("fr", "a\u{7}b")]).checked().is_err());
        let none = terms(&[("fr", "  "), ("en", "")]).checked().expect("no terms");
        assert_eq!(none.texts, Texts::default());
    }
}
