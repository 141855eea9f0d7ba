//! What people read: French first, English second.
use axum::http::{HeaderMap, header};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use utoipa::ToSchema;

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the first.
    #[default]
    Fr,
    /// English, the second.
    En,
}

type Bundle = FluentBundle<FluentResource>;

static FR: LazyLock<Bundle> = LazyLock::new(|| bundle("fr", include_str!("../locales/fr.ftl")));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle("en", include_str!("../locales/en.ftl")));

fn bundle(language: &str, source: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(language.parse().into_iter().collect());
    // Isolation marks would show up as boxes in terminals and tickets.
    bundle.set_use_isolating(false);
    // A message that does not parse is left out, and the test of the catalogues names it.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
    if let Err(errors) = bundle.add_resource(resource) {
        tracing::error!(?errors, language, "The catalogue repeats a message");
    }
    bundle
}

/// The message `key`, with `args` in it; the key itself when the catalogue lacks it.
///
/// Arguments named `noun` and `state` are themselves keys, `noun-…` and `state-…`.
#[must_use]
pub fn text(language: Language, key: &str, args: &[(&'static str, String)]) -> String {
    let bundle = match language {
        Language::Fr => &*FR,
        Language::En => &*EN,
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut values = FluentArgs::new();
    for (name, value) in args {
        if ["noun", "state"].contains(name) {
            values.set(*name, text(language, &format!("{name}-{value}"), &[]));
        } else {
            values.set(*name, FluentValue::from(value.as_str()));
        }
    }
    bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
}

impl Language {
    /// The first language of `Accept-Language` that is ours.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        wanted.unwrap_or_default().split(',').find_map(|tag| Self::from_tag(tag.trim())).unwrap_or_default()
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of a tag such as `fr-RE`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}
