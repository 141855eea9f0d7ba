//! What a parameter is on the wire, and which values it takes.
use super::{
    definitions::{Definition, Kind},
    look, picture,
    store::Row,
};
use crate::{
    App,
    i18n::{self, Language},
    problem::{Checks, Problem},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A parameter, and what holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Parametre)]
pub struct Parameter {
    /// Its key.
    #[schema(example = "sessions_per_day")]
    pub id: &'static str,
    /// What it stands beside.
    #[schema(example = "sessions")]
    pub group: &'static str,
    /// The group in words, in the language of `Accept-Language`.
    #[schema(example = "Sessions")]
    pub group_label: String,
    /// Its name in words.
    #[schema(example = "Sessions par visiteur et par jour")]
    pub label: String,
    /// What it does.
    #[schema(example = "Au-delà, un visiteur n’obtient plus de session ce jour-là.")]
    pub help: String,
    /// `integer`, `text`, `switch`, `choice`, `image` or `colour`.
    #[schema(example = "integer")]
    pub kind: &'static str,
    /// What holds in the agency that was asked about, else at the site.
    #[schema(value_type = Object, example = 4)]
    pub value: Value,
    /// What holds until somebody changes it.
    #[schema(value_type = Object, example = 3)]
    pub default: Value,
    /// Whether it was changed, for this agency or the site as asked.
    #[schema(example = true)]
    pub is_changed: bool,
    /// Whether an agency may have its own.
    #[schema(example = true)]
    pub per_agency: bool,
    /// The least, of a number.
    pub min: Option<i64>,
    /// The most, of a number; the longest, of a text.
    pub max: Option<i64>,
    /// What a number counts.
    #[schema(example = "sessions")]
    pub unit: Option<String>,
    /// The words to choose from.
    pub choices: Option<Vec<&'static str>>,
    /// The same for people, in the language of `Accept-Language`.
    pub choice_labels: Option<Vec<String>>,
    /// When it was last changed, milliseconds of UTC.
    pub updated_at: Option<i64>,
    /// By whom.
    #[schema(example = "gerant")]
    pub updated_by: Option<String>,
}

/// A value to set.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ParametreValeur)]
#[serde(deny_unknown_fields)]
pub struct NewValue {
    /// The value, of the parameter's kind.
    #[schema(value_type = Object, example = 4)]
    pub value: Value,
}

/// For whom.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The agency; the whole site when absent.
    pub agency_id: Option<Uuid>,
}

/// Which logo.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LogoAsked {
    /// The agency; the whole site when absent.
    pub agency_id: Option<Uuid>,
    /// What names its bytes, as `/api/site/` gives it: with it the answer may be kept for good.
    pub v: Option<String>,
}

/// What anybody may know of the site.
#[derive(Debug, Serialize, ToSchema)]
pub struct Site {
    /// Its name.
    #[schema(example = "Espace numérique de Saint-Denis")]
    pub name: String,
    /// Where its logo is; the address changes with the logo.
    #[schema(example = "/api/site/logo/?v=9f86d081884c7d65")]
    pub logo: Option<String>,
    /// Where it is as stations draw it, on their dark background.
    #[schema(example = "/api/site/logo/poste/?v=60303ae22b998861")]
    pub station_logo: Option<String>,
    /// The colour of what matters at the stations.
    #[schema(example = "#ffc93c")]
    pub accent_colour: String,
    /// The line at the foot of tickets; empty when there is none.
    #[schema(example = "02 62 00 00 00")]
    pub ticket_footer: String,
    /// The currency that tariffs and sales begin with.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The notice to read, while only administrators may work.
    #[schema(example = json!(null))]
    pub maintenance: Option<String>,
}

impl Parameter {
    pub(super) fn of(
        app: &App,
        definition: &'static Definition,
        asked: Option<Uuid>,
        rows: &[Row],
        language: Language,
    ) -> Self {
        let say = |prefix: &str, word: &str| i18n::text(language, &format!("{prefix}-{word}"), &[]);
        let row = rows.iter().find(|row| row.key == definition.key && row.agency_id == asked);
        let (min, max, unit) = match definition.kind {
            Kind::Integer { min, max, unit } => (Some(min), Some(max), Some(say("unit", unit))),
            Kind::Text { max, .. } => (None, i64::try_from(max).ok(), None),
            _ => (None, None, None),
        };
        Self {
            id: definition.key,
            group: definition.group,
            group_label: say("parameters", definition.group),
            label: say("parameter", definition.key),
            help: say("help", definition.key),
            kind: definition.kind.word(),
            value: app.parameters.value(definition, asked),
            default: app.parameters.default(definition),
            is_changed: row.is_some(),
            per_agency: definition.per_agency,
            min,
            max,
            unit,
            choices: definition.kind.choices().map(<[_]>::to_vec),
            choice_labels: definition
                .kind
                .choices()
                .map(|words| words.iter().map(|word| say("choice", &format!("{}-{word}", definition.key))).collect()),
            updated_at: row.map(|row| row.updated_at),
            updated_by: row.map(|row| row.updated_by.clone()),
        }
    }
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Integer { .. } => "integer",
            Self::Text { .. } => "text",
            Self::Switch => "switch",
            Self::Choice(_) => "choice",
            Self::Image => "image",
            Self::Colour => "colour",
        }
    }

    const fn choices(self) -> Option<&'static [&'static str]> {
        if let Self::Choice(words) = self { Some(words) } else { None }
    }

    /// # Errors
    /// Naming `value`, and what it should be.
    pub(super) fn check(self, value: &Value) -> Result<(), Problem> {
        let mut checks = Checks::default();
        match (self, value) {
            (Self::Integer { min, max, .. }, Value::Number(number)) => match number.as_i64() {
                Some(number) if (min..=max).contains(&number) => {}
                Some(_) => {
                    checks.refuse("value", "out_of_range", vec![("min", min.to_string()), ("max", max.to_string())]);
                }
                None => checks.require(false, "value", "wrong_type"),
            },
            (Self::Text { max, optional: false }, Value::String(text)) => checks.text("value", text, max),
            (Self::Text { max, .. }, Value::String(text)) => checks.optional_text("value", Some(text), max),
            (Self::Switch, Value::Bool(_)) => {}
            (Self::Choice(words), Value::String(word)) => {
                checks.require(words.contains(&word.as_str()), "value", "unknown_value");
            }
            (Self::Image, Value::String(address)) => {
                let fault = picture::fault(address);
                checks.require(fault.is_none(), "value", fault.unwrap_or_default());
            }
            (Self::Colour, Value::String(text)) => look::check_colour(&mut checks, text),
            _ => checks.require(false, "value", "wrong_type"),
        }
        checks.finish()
    }
}
