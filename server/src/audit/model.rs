//! What a line of audit is, on the wire and in the table.
use super::chain::Row;
use crate::{
    db::Actor,
    i18n::{self, Language},
    list::Page,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// A person with an account.
    User,
    /// A station.
    Station,
    /// The server itself.
    System,
}

impl ActorKind {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Station => "station",
            Self::System => "system",
        }
    }
}

macro_rules! kiosk_actions {
    ($($variant:ident = $word:literal,)+) => {
        /// The 17 kinds of action of the digital space's log (AUD-002); the table refuses others.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the words are the documentation; docs/audit.md explains each")]
        pub enum KioskAction { $($variant,)+ }

        impl KioskAction {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

kiosk_actions! {
    CreationUtilisateur = "creation_utilisateur",
    ModificationUtilisateur = "modification_utilisateur",
    SuppressionUtilisateur = "suppression_utilisateur",
    RevocationConsentement = "revocation_consentement",
    GenerationCode = "generation_code",
    ValidationCode = "validation_code",
    DemarrageSession = "demarrage_session",
    SuspensionSession = "suspension_session",
    RepriseSession = "reprise_session",
    AjoutTemps = "ajout_temps",
    RetraitTemps = "retrait_temps",
    FermetureSession = "fermeture_session",
    ExpirationSession = "expiration_session",
    ConnexionPoste = "connexion_poste",
    DeconnexionPoste = "deconnexion_poste",
    ConnexionOperateur = "connexion_operateur",
    Erreur = "erreur",
}

/// The category of the digital space's own actions.
pub const KIOSK: &str = "kiosk";

/// What happened, as the one who did it says it.
#[derive(Debug, Clone)]
pub struct Event {
    pub(super) category: &'static str,
    pub(super) action: &'static str,
    pub(super) entity_kind: &'static str,
    pub(super) entity_id: Option<Uuid>,
    pub(super) session_id: Option<Uuid>,
    pub(super) agency_id: Option<Uuid>,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
    pub(super) metadata: Map<String, Value>,
}

impl Event {
    /// One of the 17 actions of the digital space.
    #[must_use]
    pub fn kiosk(action: KioskAction, entity_kind: &'static str, entity_id: Option<Uuid>) -> Self {
        Self::new(KIOSK, action.as_str(), entity_kind, entity_id)
    }

    /// An action of another module.
    #[must_use]
    pub fn new(
        category: &'static str,
        action: &'static str,
        entity_kind: &'static str,
        entity_id: impl Into<Option<Uuid>>,
    ) -> Self {
        Self {
            category,
            action,
            entity_kind,
            entity_id: entity_id.into(),
            session_id: None,
            agency_id: None,
            before: None,
            after: None,
            metadata: Map::new(),
        }
    }

    /// Links the line to a session of a visitor.
    #[must_use]
    pub fn session(mut self, session_id: Uuid) -> Self {
        self.session_id = Some(session_id);
        self
    }

    /// Says in which agency it happened: who may see the line follows from it.
    #[must_use]
    pub fn agency(mut self, agency_id: impl Into<Option<Uuid>>) -> Self {
        self.agency_id = agency_id.into();
        self
    }

    /// The state before and after. Never for a person's values.
    #[must_use]
    pub fn states(mut self, before: Option<Value>, after: Option<Value>) -> Self {
        (self.before, self.after) = (before, after);
        self
    }

    /// Adds a detail. Never a person's value, a code or a secret.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.metadata.insert(name.to_owned(), value.into());
        self
    }

    /// Who is answerable for an event that no request made.
    #[must_use]
    pub fn actor() -> Actor {
        Actor::SYSTEM
    }
}

/// A line of the log.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Log)]
pub struct Log {
    /// Its id.
    pub id: Uuid,
    /// Its place in the chain, from 1.
    #[schema(example = 1042)]
    pub seq: i64,
    /// When it happened, milliseconds of UTC.
    #[schema(example = 1_790_000_000_000_i64)]
    pub at: i64,
    /// Who acted: `user`, `station` or `system`.
    #[schema(example = "user")]
    pub actor_kind: String,
    /// Which one.
    pub actor_id: Option<Uuid>,
    /// The account's or the station's name, as it is today.
    #[schema(example = "Accueil Saint-Denis")]
    pub actor_name: Option<String>,
    /// The module: `kiosk` for the 17 actions of the digital space.
    #[schema(example = "kiosk")]
    pub category: String,
    /// What happened.
    #[schema(example = "ajout_temps")]
    pub action: String,
    /// The same in words, in the caller's language.
    #[schema(example = "Ajout de temps")]
    pub action_label: String,
    /// What kind of row it happened to.
    #[schema(example = "session")]
    pub entity_kind: String,
    /// Which one.
    pub entity_id: Option<Uuid>,
    /// The session of a visitor it belongs to.
    pub session_id: Option<Uuid>,
    /// The agency it happened in.
    pub agency_id: Option<Uuid>,
    /// The address the request came from.
    #[schema(example = "192.168.1.20")]
    pub ip: Option<String>,
    /// The state before; never a person's values.
    pub before: Option<Value>,
    /// The state after; never a person's values.
    pub after: Option<Value>,
    /// Details.
    #[schema(value_type = Object)]
    pub metadata: Value,
    /// SHA-256 of the row before, hexadecimal.
    pub prev_hash: String,
    /// SHA-256 of this row and of `prev_hash`, hexadecimal.
    pub hash: String,
}

/// A line of the log as it is stored: its JSON is text, so that the hash covers every blank of it.
#[derive(sqlx::FromRow)]
pub(super) struct LogRow {
    #[sqlx(flatten)]
    row: Row,
    actor_name: Option<String>,
}

impl From<LogRow> for Log {
    /// The label is in French until [`Log::in_language`] is asked for another.
    fn from(LogRow { row, actor_name }: LogRow) -> Self {
        // What is no JSON was altered behind the program's back: it is shown as the text it is.
        let json = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self {
            id: row.id,
            seq: row.seq,
            at: row.at,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            actor_name,
            action_label: label(Language::Fr, &row.category, &row.action),
            category: row.category,
            action: row.action,
            entity_kind: row.entity_kind,
            entity_id: row.entity_id,
            session_id: row.session_id,
            agency_id: row.agency_id,
            ip: row.ip,
            before: row.before_state.map(json),
            after: row.after_state.map(json),
            metadata: json(row.metadata),
            prev_hash: hex::encode(row.prev_hash),
            hash: hex::encode(row.hash),
        }
    }
}

impl Log {
    /// The same line with its label in `language`.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.action_label = label(language, &self.category, &self.action);
        self
    }
}

/// An action in words: `action-<action>` of the catalogues for the digital space,
/// `action-<module>-<action>` for the others; its own words when the catalogues have none.
fn label(language: Language, category: &str, action: &str) -> String {
    let key = if category == KIOSK { format!("action-{action}") } else { format!("action-{category}-{action}") };
    let text = i18n::text(language, &key, &[]);
    if text == key { format!("{category} · {action}") } else { text }
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogList)]
pub struct LogList(#[schema(inline)] pub Page<Log>);

/// Counts of the log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogStats)]
pub struct LogStats {
    /// How many lines there are.
    #[schema(example = 5210)]
    pub total: i64,
    /// How many of each of the 17 actions of the digital space, those that never happened included.
    #[schema(example = json!({"ajout_temps": 12, "erreur": 0}))]
    pub by_action: BTreeMap<String, i64>,
    /// How many a day, over the last 30 days.
    pub by_day: Vec<DayCount>,
}

/// A day and how many.
#[derive(Debug, Serialize, ToSchema, PartialEq, Eq)]
pub struct DayCount {
    /// The day, in the site's time zone.
    #[schema(example = "2026-11-20")]
    pub day: String,
    /// How many.
    pub count: i64,
}

/// What to search the log for; all that is given must hold.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = LogFilter)]
#[serde(deny_unknown_fields, default)]
pub struct LogFilter {
    /// The action.
    #[schema(example = "ajout_temps")]
    pub action: Option<String>,
    /// The module.
    pub category: Option<String>,
    /// Who acted.
    pub actor_id: Option<Uuid>,
    /// The address.
    pub ip: Option<String>,
    /// The session.
    pub session_id: Option<Uuid>,
    /// What kind of row.
    pub entity_kind: Option<String>,
    /// Which row.
    pub entity_id: Option<Uuid>,
    /// From this day on, in the site's time zone.
    #[schema(example = "2026-11-01")]
    pub date_from: Option<String>,
    /// Up to this day, included.
    #[schema(example = "2026-11-30")]
    pub date_to: Option<String>,
    /// A word of the action or of the details.
    pub text: Option<String>,
    /// The page, from 1.
    pub page: Option<u32>,
    /// Rows a page, at most 200.
    pub page_size: Option<u32>,
}

/// A change of state of some row.
#[derive(Debug, Serialize, Deserialize, ToSchema, sqlx::FromRow)]
#[schema(as = HistoriqueEtat)]
pub struct StateChange {
    /// Its id.
    pub id: Uuid,
    /// The state before; nothing for a new row.
    #[schema(example = "en_attente")]
    pub from_state: Option<String>,
    /// The state after.
    #[schema(example = "active")]
    pub to_state: String,
    /// Who changed it: `user`, `station` or `system`.
    #[schema(example = "user")]
    pub by_kind: String,
    /// Which one.
    pub by_id: Option<Uuid>,
    /// The name of the person or station.
    #[schema(example = "accueil")]
    pub by_name: Option<String>,
    /// When, milliseconds of UTC.
    pub at: i64,
    /// Why.
    pub comment: Option<String>,
}

/// A page of a row's states, the latest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = HistoriqueEtatList)]
pub struct StateChangeList(#[schema(inline)] pub Page<StateChange>);
