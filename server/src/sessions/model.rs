//! What a session is, on the wire and in the table.
use crate::{
    cash::{Payment, Sale},
    list::Page,
    live::SessionLine,
};
use guichet_protocol::{Countdown, SessionStatut, SessionTime, whole_seconds};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A session as it is stored, with the names that screens show.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    #[sqlx(flatten)]
    pub line: SessionLine,
    pub visitor_id: Option<Uuid>,
    pub station_name: Option<String>,
    pub operateur_name: Option<String>,
    pub code_hint: String,
    pub duration_s: i64,
    pub added_s: i64,
    pub valid_until: i64,
    pub validated_at: Option<i64>,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub end_reason: Option<String>,
    pub terms_version: Option<String>,
    pub terms_accepted_at: Option<i64>,
    pub tariff_id: Option<Uuid>,
    pub batch_id: Option<Uuid>,
    pub by_room: bool,
    pub paid_zone_id: Option<Uuid>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl SessionRow {
    /// Takes over what `countdown` says at `now`.
    pub(super) fn settle(&mut self, countdown: Countdown, now: i64) {
        self.line.consumed_ms = countdown.elapsed_ms(now).try_into().unwrap_or(i64::MAX);
        self.line.counted_at = countdown.is_running().then_some(now);
        self.line.granted_ms = countdown.granted_ms().try_into().unwrap_or(i64::MAX);
        self.added_s = self.line.granted_ms / 1000 - self.duration_s;
    }

    pub(super) fn shown(self, now: i64) -> Session {
        let countdown = self.line.countdown();
        let times = times(&countdown, now);
        let ends_at = (self.line.statut == SessionStatut::Active).then(|| countdown.instant_of_remaining(0)).flatten();
        Session {
            id: self.line.id,
            statut: self.line.statut,
            visitor_id: self.visitor_id,
            visitor_name: self.line.visitor_name,
            station_id: self.line.station_id,
            station_name: self.station_name,
            agency_id: self.line.agency_id,
            operateur: self.line.operateur,
            operateur_name: self.operateur_name,
            duration_s: self.duration_s,
            added_s: self.added_s,
            granted_s: times.granted_s,
            elapsed_s: times.elapsed_s,
            remaining_s: times.remaining_s,
            percent: times.percent,
            code_hint: self.code_hint,
            valid_until: self.valid_until,
            validated_at: self.validated_at,
            started_at: self.started_at,
            ends_at,
            ended_at: self.ended_at,
            end_reason: self.end_reason,
            terms_version: self.terms_version,
            terms_accepted_at: self.terms_accepted_at,
            tariff_id: self.tariff_id,
            batch_id: self.batch_id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.line.version,
        }
    }
}

struct Times {
    granted_s: u64,
    elapsed_s: u64,
    remaining_s: u64,
    percent: u8,
}

/// Whole seconds that sum up: what is left is rounded up, what was used is the rest.
fn times(countdown: &Countdown, now: i64) -> Times {
    let granted_s = countdown.granted_ms() / 1000;
    let remaining_s = whole_seconds(countdown.remaining_ms(now)).min(granted_s);
    Times { granted_s, elapsed_s: granted_s - remaining_s, remaining_s, percent: countdown.percent(now) }
}

/// A session of a visitor at a station.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct Session {
    /// Its id.
    pub id: Uuid,
    /// Its state.
    pub statut: SessionStatut,
    /// The visitor; nobody for an anonymous pass.
    pub visitor_id: Option<Uuid>,
    /// The visitor's name.
    pub visitor_name: Option<String>,
    /// The station; none until the code of a pass for any station is used.
    pub station_id: Option<Uuid>,
    /// The station's name.
    #[schema(example = "Poste 07")]
    pub station_name: Option<String>,
    /// The agency.
    pub agency_id: Uuid,
    /// Who issued it.
    pub operateur: Option<Uuid>,
    /// That account's login.
    #[schema(example = "accueil")]
    pub operateur_name: Option<String>,
    /// What was granted when it was issued, in seconds.
    #[schema(example = 3600)]
    pub duration_s: i64,
    /// What was granted since, in seconds; negative when more was taken back.
    #[schema(example = 900)]
    pub added_s: i64,
    /// What was granted in all, in seconds.
    #[schema(example = 4500)]
    pub granted_s: u64,
    /// What is used, in seconds; pauses do not count. `elapsed_s + remaining_s = granted_s`.
    #[schema(example = 1200)]
    pub elapsed_s: u64,
    /// What is left, in seconds, rounded up.
    #[schema(example = 3300)]
    pub remaining_s: u64,
    /// How much is used, from 0 to 100.
    #[schema(example = 26)]
    pub percent: u8,
    /// The code's last two symbols: enough to find the ticket, not to use it.
    #[schema(example = "7K")]
    pub code_hint: String,
    /// Until when the code can be used, milliseconds of UTC.
    pub valid_until: i64,
    /// When the code was used.
    pub validated_at: Option<i64>,
    /// When the time began to run.
    pub started_at: Option<i64>,
    /// When the time will be used up, if nothing changes.
    pub ends_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// Why it ended: `operateur`, `visiteur`, `temps_ecoule`, `code_perime`, `annulation` or `poste`.
    pub end_reason: Option<String>,
    /// Which terms of use the visitor accepted.
    #[schema(example = "2026-11-20.3")]
    pub terms_version: Option<String>,
    /// When, milliseconds of UTC.
    pub terms_accepted_at: Option<i64>,
    /// The tariff it was issued at; none when minutes were given.
    pub tariff_id: Option<Uuid>,
    /// The batch of passes it belongs to.
    pub batch_id: Option<Uuid>,
    /// When it was issued.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
}

/// A session, with what was paid for it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionDetail)]
pub struct SessionDetail {
    /// The session.
    #[serde(flatten)]
    pub session: Session,
    /// The tariff's name.
    #[schema(example = "Une heure")]
    pub tariff_name: Option<String>,
    /// What the batch of passes is called.
    #[schema(example = "Forum de l’emploi")]
    pub batch_label: Option<String>,
    /// What was paid for it and taken back, in the order of their numbers.
    pub sales: Vec<Sale>,
}

/// A session that was just issued, with its code.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionCreated)]
pub struct SessionCreated {
    /// The session.
    #[serde(flatten)]
    pub session: SessionDetail,
    /// The access code: given once, here, and stored as a hash.
    #[schema(example = "K7QM4-9XZ2P")]
    pub code: String,
}

/// A page of sessions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionList)]
pub struct SessionList(#[schema(inline)] pub Page<Session>);

/// Sessions that hold a station now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionActive)]
pub struct SessionActive(#[schema(inline)] pub Page<Session>);

/// A session to issue.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SessionCreate)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// The visitor; an anonymous pass when absent.
    #[serde(default)]
    pub visitor_id: Option<Uuid>,
    /// The station; any one where the code is typed when absent.
    #[serde(default)]
    pub station_id: Option<Uuid>,
    /// How long, from 1 to 720 minutes, for nothing; or how much of a pack of minutes.
    #[serde(default)]
    #[schema(example = 60, minimum = 1, maximum = 720)]
    pub minutes: Option<i64>,
    /// A tariff instead: it says how long, and what it costs now.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub tariff_id: Option<Uuid>,
    /// How the tariff is paid; required unless it is free now. The sale goes into the caller's open till.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub payment: Option<Payment>,
    /// A pack of the visitor's instead: nothing is paid now.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub credit_id: Option<Uuid>,
    /// The agency of a pass that names neither visitor nor station; the caller's own when absent.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
}

/// What may be changed of a session before its code is used.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = SessionUpdate)]
#[serde(deny_unknown_fields, default)]
pub struct SessionPatch {
    /// Another visitor.
    pub visitor_id: Option<Uuid>,
    /// Another station.
    pub station_id: Option<Uuid>,
}

/// A code to validate.
#[derive(Deserialize, ToSchema)]
#[schema(as = SessionValidateCode)]
#[serde(deny_unknown_fields)]
pub struct CodeToValidate {
    /// What the visitor typed: case, spaces and dashes do not matter.
    #[schema(example = "K7QM4-9XZ2P")]
    pub code: String,
    /// The station, when an operator validates for it; a station is itself.
    #[serde(default)]
    pub station_id: Option<Uuid>,
}

/// A code that opens a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValidCode {
    /// Always true: a wrong code is a problem.
    pub valid: bool,
    /// The session it opens.
    pub session: SessionTime,
}

/// Where to start.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = SessionStart)]
#[serde(deny_unknown_fields, default)]
pub struct Start {
    /// The station, when the session has none yet.
    pub station_id: Option<Uuid>,
}

/// Time to grant or to take back.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SessionAddTime)]
#[serde(deny_unknown_fields)]
pub struct AddTime {
    /// From -720 to 720 minutes, not 0, for nothing; what is taken back must remain.
    #[serde(default)]
    #[schema(example = 15)]
    pub minutes: Option<i64>,
    /// A tariff instead: it says how long, and what it costs now.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub tariff_id: Option<Uuid>,
    /// How the tariff is paid; required unless it is free now.
    #[serde(default)]
    #[schema(example = json!(null))]
    pub payment: Option<Payment>,
}

/// A code as it stands on a ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SessionTicketCode)]
#[serde(deny_unknown_fields)]
pub struct TicketCode {
    /// With or without its hyphen.
    #[schema(example = "K7QM4-9XZ2P")]
    pub code: String,
}

/// Why a session is ended.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = SessionTerminate)]
#[serde(deny_unknown_fields, default)]
pub struct Terminate {
    /// A remark for the history, at most 200 characters.
    #[schema(example = "Fermeture de la salle")]
    pub reason: Option<String>,
}

/// How much time is left.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionTimeRemaining)]
pub struct TimeRemaining {
    /// The session.
    pub session_id: Uuid,
    /// Its state.
    pub statut: SessionStatut,
    /// What was granted in all, in seconds.
    pub granted_s: u64,
    /// What is used, in seconds.
    pub elapsed_s: u64,
    /// What is left, in seconds, rounded up.
    pub remaining_s: u64,
    /// How much is used, from 0 to 100.
    pub percent: u8,
    /// The server's time, milliseconds of UTC.
    pub server_time: i64,
}

impl TimeRemaining {
    pub(super) fn of(line: &SessionLine, now: i64) -> Self {
        let Times { granted_s, elapsed_s, remaining_s, percent } = times(&line.countdown(), now);
        Self { session_id: line.id, statut: line.statut, granted_s, elapsed_s, remaining_s, percent, server_time: now }
    }
}

/// What a visitor has used.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct VisitorUse {
    /// How many sessions started.
    #[schema(example = 12)]
    pub sessions: i64,
    /// For how long in all, in seconds.
    #[schema(example = 30_600)]
    pub total_s: i64,
    /// When the last one started, milliseconds of UTC.
    pub last_session_at: Option<i64>,
}

/// Counts of sessions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionStats)]
pub struct SessionStats {
    /// How many there are.
    pub total: i64,
    /// How many in each state.
    pub by_statut: BTreeMap<String, i64>,
    /// Today, in the site's time zone.
    pub today: DayOfSessions,
    /// How long a session that ended was used on average, in seconds.
    pub average_s: i64,
    /// The last 30 days.
    pub by_day: Vec<DayOfSessions>,
    /// How many started in each hour of the day, over the last 30 days.
    pub by_hour: Vec<i64>,
}

/// A day's sessions.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct DayOfSessions {
    /// The day.
    #[schema(example = "2026-11-20")]
    pub day: String,
    /// How many were issued.
    pub count: i64,
    /// How many started.
    pub started: i64,
    /// How many ended.
    pub ended: i64,
    /// For how long they were used, in seconds.
    pub total_s: i64,
}
