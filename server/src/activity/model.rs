//! What is counted, on the wire.
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Days, and the instants they begin and end at: the `…_from` and `…_to` of the lists that hold the rows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Jours)]
pub(super) struct Days {
    /// The first day.
    #[schema(example = "2026-11-14")]
    pub from: String,
    /// The last day, included.
    #[schema(example = "2026-11-20")]
    pub to: String,
    /// From this instant on, milliseconds of UTC.
    #[schema(example = 1_794_600_000_000_i64)]
    pub from_at: i64,
    /// Before this instant. Of the days before: as far into them as it is now into the days asked for.
    #[schema(example = 1_795_204_800_000_i64)]
    pub to_at: i64,
}

/// Which days, and which before them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PeriodeComparee)]
pub(super) struct Compared {
    /// The agency.
    pub agency_id: Uuid,
    /// Its time zone: days and hours are those of its clocks.
    #[schema(example = "Indian/Reunion")]
    pub timezone: String,
    /// The days asked for.
    pub current: Days,
    /// As many days before them.
    pub previous: Days,
}

/// How long stations were held by sessions, and how long they were open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Occupation)]
pub(super) struct Share {
    /// How long sessions held stations, pauses included, in seconds.
    #[schema(example = 5400)]
    pub busy_s: i64,
    /// How long stations were open, added up, in seconds.
    #[schema(example = 14_400)]
    pub open_s: i64,
}

/// A room.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OccupationSalle)]
pub(super) struct RoomOccupation {
    /// Its name; nothing for the stations that stand in none.
    #[schema(example = "Salle A")]
    pub zone: Option<String>,
    /// How many stations stand there now.
    #[schema(example = 12)]
    pub stations: usize,
    /// By hour of the day, from 0 to 23.
    pub hours: Vec<Share>,
    /// All hours together.
    #[serde(flatten)]
    pub total: Share,
    /// The same of the days before.
    pub previous: Share,
}

/// Occupation by room and hour.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OccupationRapport)]
pub(super) struct OccupationReport {
    /// Which days.
    pub period: Compared,
    /// The rooms by name.
    pub rooms: Vec<RoomOccupation>,
}

/// A day of a room's hour.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OccupationJour)]
pub(super) struct DayOccupation {
    /// The day.
    #[schema(example = "2026-11-20")]
    pub day: String,
    /// From this instant on.
    pub from_at: i64,
    /// Before this instant.
    pub to_at: i64,
    /// What was held and open.
    #[serde(flatten)]
    pub share: Share,
}

/// A day's sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActiviteJour)]
pub(super) struct DayActivity {
    /// The day.
    #[schema(example = "2026-11-20")]
    pub day: String,
    /// From this instant on.
    pub from_at: i64,
    /// Before this instant.
    pub to_at: i64,
    /// How many sessions started.
    #[schema(example = 31)]
    pub started: i64,
    /// How long sessions held stations, in seconds.
    #[schema(example = 86_400)]
    pub busy_s: i64,
}

/// Why sessions ended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MotifFin)]
pub(super) struct ReasonCount {
    /// The reason, as sessions name it.
    #[schema(example = "temps_ecoule")]
    pub reason: String,
    /// How many ended so.
    #[schema(example = 18)]
    pub count: i64,
    /// How many in the days before.
    #[schema(example = 20)]
    pub previous: i64,
}

/// How long people waited, and what did not come about.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Attente)]
pub(super) struct Waiting {
    /// How many sessions started, those of passes left out: who holds one does not wait.
    #[schema(example = 28)]
    pub started: i64,
    /// From the code to the start on average, in seconds; nothing when none started.
    #[schema(example = 95)]
    pub average_s: Option<i64>,
    /// The longest of them.
    #[schema(example = 640)]
    pub longest_s: Option<i64>,
    /// Codes that were withdrawn or ran out before anybody used them.
    #[schema(example = 3)]
    pub unused: i64,
    /// What stations refused, wrong codes above all; nothing for who may not read the log.
    #[schema(example = 5)]
    pub refused: Option<i64>,
}

/// Sessions by day, and how they went.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ActiviteRapport)]
pub(super) struct ActivityReport {
    /// Which days.
    pub period: Compared,
    /// Each of the days.
    pub days: Vec<DayActivity>,
    /// Each of the days before.
    pub previous_days: Vec<DayActivity>,
    /// Why sessions ended, the most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// How long people waited.
    pub waiting: Waiting,
    /// The same of the days before.
    pub previous_waiting: Waiting,
}

/// What was taken in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Recette)]
pub(super) struct Taken {
    /// How many sales.
    #[schema(example = 12)]
    pub sales: i64,
    /// How many were taken back.
    #[schema(example = 1)]
    pub reversals: i64,
    /// What was sold less what was taken back, in minor units.
    #[schema(example = 2400)]
    pub net_minor: i64,
}

/// What was taken for a tariff in a currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecetteTarif)]
pub(super) struct TariffSales {
    /// The tariff; nothing for what was sold without one.
    pub tariff_id: Option<Uuid>,
    /// Its name as it is today.
    #[schema(example = "Une heure")]
    pub tariff_name: Option<String>,
    /// The currency, ISO 4217. Different currencies are never added up.
    #[schema(example = "EUR")]
    pub currency: String,
    /// What was taken.
    #[serde(flatten)]
    pub taken: Taken,
    /// The same of the days before.
    pub previous: Taken,
}

/// Sales by tariff and currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VentesRapport)]
pub(super) struct SalesReport {
    /// Which days.
    pub period: Compared,
    /// By tariff and currency, the largest amount of each currency first.
    pub tariffs: Vec<TariffSales>,
}

/// A time in which a station was the same.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = PeriodePresence)]
pub(super) struct PresencePeriod {
    /// The change that began it.
    pub id: Uuid,
    /// What it was: `en_ligne`, `occupe`, `maintenance` or `hors_ligne`.
    #[schema(example = "hors_ligne")]
    pub state: String,
    /// Why: `liaison` (heard of), `session`, `bureau` (marked so), `silence`, `liaison_perdue` (during a session),
    /// `serveur` (noticed late) or `jamais` (never heard of yet).
    #[schema(example = "silence")]
    pub why: String,
    /// Since when, milliseconds of UTC.
    #[schema(example = 1_795_150_800_000_i64)]
    pub since: i64,
    /// Until when; nothing for what goes on.
    pub until: Option<i64>,
    /// How long, until now for what goes on, in seconds.
    #[schema(example = 5400)]
    #[sqlx(skip)]
    pub duration_s: i64,
    /// Who made it so: `user`, `station` or `system`.
    #[schema(example = "station")]
    pub by_kind: String,
    /// Which one.
    pub by_id: Option<Uuid>,
    /// The person's name.
    #[schema(example = "Camille Essai")]
    pub by_name: Option<String>,
    /// A remark.
    pub comment: Option<String>,
}

impl PresencePeriod {
    /// The same, with its length at `now`.
    pub(super) fn lasting(self, now: i64) -> Self {
        Self { duration_s: (self.until.unwrap_or(now) - self.since) / 1000, ..self }
    }
}

/// A part of the days shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PartiePresence)]
pub(super) struct PresencePart {
    /// What the station was.
    #[schema(example = "en_ligne")]
    pub state: String,
    /// Why.
    #[schema(example = "liaison")]
    pub why: String,
    /// From this instant on, milliseconds of UTC.
    pub from_at: i64,
    /// Before this instant.
    pub to_at: i64,
}

/// How long a station was what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DureePresence)]
pub(super) struct PresenceShare {
    /// What it was.
    #[schema(example = "occupe")]
    pub state: String,
    /// How long, in seconds.
    #[schema(example = 18_000)]
    pub duration_s: i64,
}

/// When a station was there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PresenceRapport)]
pub(super) struct PresenceReport {
    /// Which days.
    pub period: Days,
    /// The agency's time zone.
    #[schema(example = "Indian/Reunion")]
    pub timezone: String,
    /// Whether only the room's opening hours are counted.
    pub within_hours: bool,
    /// The share of the time it was on line, free or in use, maintenance left out; nothing when nothing is known.
    #[schema(example = 97)]
    pub uptime_percent: Option<i64>,
    /// How long it was what.
    pub states: Vec<PresenceShare>,
    /// The parts of these days in their order; what was before the first is not known.
    pub parts: Vec<PresencePart>,
}
