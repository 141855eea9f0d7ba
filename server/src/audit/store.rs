//! The audit log and the history of states, as they are read. Lines are appended by the chain alone.
use super::model::{DayCount, KioskAction, Log, LogRow, LogStats, StateChangeList};
use crate::{
    days,
    db::{Change, Tx, pieces, with_places},
    list::{Filter, List, ListQuery, Scope},
    on,
    problem::Problem,
    statements,
};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The name of who acted, a person or a station: looked up for the rows of a page only, never for those
/// that are merely counted.
macro_rules! name_of {
    ($actor:literal) => {
        concat!(
            "COALESCE((SELECT COALESCE(NULLIF(TRIM(u.first_name || ' ' || u.last_name), ''), u.username) FROM users u WHERE u.id = ",
            $actor,
            "), (SELECT s.name FROM stations s WHERE s.id = ",
            $actor,
            "))"
        )
    };
}

/// A line as it is stored, with the name of who acted.
macro_rules! columns {
    () => {
        concat!(
            "l.id, l.seq, l.at, l.actor_kind, l.actor_id, l.category, l.action, l.entity_kind, l.entity_id, l.session_id, \
             l.agency_id, l.ip, l.before_state, l.after_state, l.metadata, l.prev_hash, l.hash, ",
            name_of!("l.actor_id"),
            " AS actor_name"
        )
    };
}

const RECORD: &str = "INSERT INTO state_changes (id, entity_kind, entity_id, from_state, to_state, by_kind, by_id, at, comment) \
    VALUES {places}";

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM audit_log l WHERE l.id = $1");
    OF_ENTITY = concat!("SELECT ", columns!(), " FROM audit_log l WHERE l.entity_id = $1 ORDER BY l.seq");
    LAST_STATE = "SELECT to_state FROM state_changes WHERE entity_kind = $1 AND entity_id = $2 ORDER BY at DESC, id DESC LIMIT 1";
    ACTIONS = "SELECT action, COUNT(*) FROM audit_log GROUP BY action";
    ACTIONS_OF_AGENCY = "SELECT action, COUNT(*) FROM audit_log WHERE agency_id = $1 GROUP BY action";
    ACTIONS_OF_ACTOR = "SELECT action, COUNT(*) FROM audit_log WHERE actor_id = $1 GROUP BY action";
    SLOTS = "SELECT (at - $1) / 1800000 AS slot, COUNT(*) FROM audit_log WHERE at >= $1 GROUP BY 1";
    SLOTS_OF_AGENCY = "SELECT (at - $1) / 1800000 AS slot, COUNT(*) FROM audit_log WHERE at >= $1 AND agency_id = $2 GROUP BY 1";
    SLOTS_OF_ACTOR = "SELECT (at - $1) / 1800000 AS slot, COUNT(*) FROM audit_log WHERE at >= $1 AND actor_id = $2 GROUP BY 1";
    BETWEEN_BY_ACTION = "SELECT category, action, COUNT(*) FROM audit_log WHERE at >= $1 AND at < $2 \
            GROUP BY category, action ORDER BY category, action";
    BETWEEN_BY_ACTOR = "SELECT actor_kind, actor_id, COUNT(*) FROM audit_log WHERE at >= $1 AND at < $2 \
            GROUP BY actor_kind, actor_id ORDER BY 3 DESC, actor_kind, actor_id";
}

/// The states of rows, one row at a time.
pub static HISTORY: List = List {
    name: "history",
    columns: concat!(
        "h.id, h.from_state, h.to_state, h.by_kind, h.by_id, h.at, h.comment, ",
        name_of!("h.by_id"),
        " AS by_name"
    ),
    from: "state_changes h",
    id: "h.id",
    agency: None,
    owner: None,
    filters: &[("entity_kind", Filter::Text("h.entity_kind")), ("entity_id", Filter::Id("h.entity_id"))],
    search: &["h.to_state", "h.comment"],
    order: &[("at", "h.at")],
    default_order: "-at",
};

/// The log. Lines without an agency are for those who see all.
pub static LOGS: List = List {
    name: "logs",
    columns: columns!(),
    from: "audit_log l",
    id: "l.id",
    agency: Some("l.agency_id"),
    owner: Some("l.actor_id"),
    filters: &[
        ("action", Filter::Text("l.action")),
        ("category", Filter::Text("l.category")),
        ("actor_kind", Filter::Text("l.actor_kind")),
        ("actor_id", Filter::Id("l.actor_id")),
        ("entity", Filter::Id("l.entity_id")),
        ("entity_kind", Filter::Text("l.entity_kind")),
        ("entity_id", Filter::Id("l.entity_id")),
        ("session", Filter::Id("l.session_id")),
        ("session_id", Filter::Id("l.session_id")),
        ("agency_id", Filter::Id("l.agency_id")),
        ("ip", Filter::Text("l.ip")),
        ("at_from", Filter::From("l.at")),
        ("at_to", Filter::Before("l.at")),
    ],
    search: &["l.category", "l.action", "l.entity_kind", "l.metadata"],
    order: &[("seq", "l.seq"), ("at", "l.at"), ("action", "l.action")],
    default_order: "-seq",
};

/// Days that the statistics look back.
const STATS_DAYS: u32 = 30;

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Log>> {
    let row: Option<LogRow> = on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?;
    Ok(row.map(Log::from))
}

/// Every line about one row, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_entity(tx: &mut Tx, entity_id: Uuid) -> sqlx::Result<Vec<Log>> {
    let rows: Vec<LogRow> = on!(tx, |c| sqlx::query_as(OF_ENTITY).bind(entity_id).fetch_all(c).await)?;
    Ok(rows.into_iter().map(Log::from).collect())
}

/// Counts of the lines within `scope`.
pub(super) async fn stats(tx: &mut Tx, scope: &Scope, now: i64, zone: Tz) -> sqlx::Result<LogStats> {
    let days = days::last_days(now, STATS_DAYS, zone);
    let since = days.first().map_or(now, |day| days::start_of(*day, zone));
    let mut total = 0;
    let mut by_action: BTreeMap<String, i64> =
        KioskAction::ALL.iter().map(|action| (action.as_str().to_owned(), 0)).collect();
    let mut by_day: BTreeMap<_, i64> = days.into_iter().map(|day| (day, 0)).collect();
    for part in Part::of(scope) {
        for (action, count) in part.actions(tx).await? {
            total += count;
            by_action.entry(action).and_modify(|sum| *sum += count);
        }
        for (slot, count) in part.slots(tx, since).await? {
            let day = days::day_of(since + slot * days::HALF_HOUR_MS, zone);
            by_day.entry(day).and_modify(|sum| *sum += count);
        }
    }
    let by_day = by_day.into_iter().map(|(day, count)| DayCount { day: day.to_string(), count }).collect();
    Ok(LogStats { total, by_action, by_day })
}

/// A part of the log that one statement can count by an index.
#[derive(Clone, Copy)]
enum Part {
    All,
    Agency(Uuid),
    Actor(Uuid),
}

impl Part {
    fn of(scope: &Scope) -> Vec<Self> {
        match scope {
            Scope::All => vec![Self::All],
            Scope::Agencies(ids) => {
                let mut ids = ids.clone();
                ids.sort_unstable();
                ids.dedup();
                ids.into_iter().map(Self::Agency).collect()
            }
            Scope::Own(id) => vec![Self::Actor(*id)],
        }
    }

    async fn actions(self, tx: &mut Tx) -> sqlx::Result<Vec<(String, i64)>> {
        let (sql, id) = match self {
            Self::All => return on!(tx, |c| sqlx::query_as(ACTIONS).fetch_all(c).await),
            Self::Agency(id) => (ACTIONS_OF_AGENCY, id),
            Self::Actor(id) => (ACTIONS_OF_ACTOR, id),
        };
        on!(tx, |c| sqlx::query_as(sql).bind(id).fetch_all(c).await)
    }

    /// Counts by half-hour from `since` on.
    async fn slots(self, tx: &mut Tx, since: i64) -> sqlx::Result<Vec<(i64, i64)>> {
        let (sql, id) = match self {
            Self::All => return on!(tx, |c| sqlx::query_as(SLOTS).bind(since).fetch_all(c).await),
            Self::Agency(id) => (SLOTS_OF_AGENCY, id),
            Self::Actor(id) => (SLOTS_OF_ACTOR, id),
        };
        on!(tx, |c| sqlx::query_as(sql).bind(since).bind(id).fetch_all(c).await)
    }
}

/// How many lines of each category and action there are from `from` until before `before`.
pub(super) async fn actions_between(tx: &mut Tx, from: i64, before: i64) -> sqlx::Result<Vec<(String, String, i64)>> {
    on!(tx, |c| sqlx::query_as(BETWEEN_BY_ACTION).bind(from).bind(before).fetch_all(c).await)
}

/// How many lines of each actor there are from `from` until before `before`, the busiest first.
pub(super) async fn actors_between(
    tx: &mut Tx,
    from: i64,
    before: i64,
) -> sqlx::Result<Vec<(String, Option<Uuid>, i64)>> {
    on!(tx, |c| sqlx::query_as(BETWEEN_BY_ACTOR).bind(from).bind(before).fetch_all(c).await)
}

/// A row's way from one state to the next.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// What kind of row it is.
    pub entity_kind: &'static str,
    /// Which one.
    pub entity_id: Uuid,
    /// The state before; nothing for a new row.
    pub from: Option<&'a str>,
    /// The state after.
    pub to: &'a str,
    /// Why.
    pub comment: Option<&'a str>,
}

/// Keeps a change of state in the row's history (AUD-017).
///
/// # Errors
/// When the database fails.
pub async fn record_state_change(
    change: &mut Change,
    entity_kind: &'static str,
    entity_id: Uuid,
    from: Option<&str>,
    to: &str,
    comment: Option<&str>,
) -> sqlx::Result<()> {
    record_state_changes(change, &[Step { entity_kind, entity_id, from, to, comment }]).await
}

/// Keeps changes of state in the histories of several rows.
///
/// # Errors
/// When the database fails.
pub async fn record_state_changes(change: &mut Change, steps: &[Step<'_>]) -> sqlx::Result<()> {
    let now = change.now();
    record_at(change, now, steps).await
}

/// The state a row has in its history; nothing before its first.
///
/// # Errors
/// When the database fails.
pub async fn last_state(tx: &mut Tx, entity_kind: &str, entity_id: Uuid) -> sqlx::Result<Option<String>> {
    on!(tx, |c| sqlx::query_scalar(LAST_STATE).bind(entity_kind).bind(entity_id).fetch_optional(c).await)
}

/// Keeps changes of state that came about at `at`, and are known only now.
///
/// # Errors
/// When the database fails.
pub async fn record_at(change: &mut Change, at: i64, steps: &[Step<'_>]) -> sqlx::Result<()> {
    let actor = change.actor();
    for piece in pieces(steps) {
        let ids: Vec<Uuid> = piece.iter().map(|_| change.new_id()).collect();
        let sql = with_places(RECORD, &change.places(piece.len(), 9));
        on!(&mut **change, |c| {
            let query = sqlx::query(sql);
            let query = piece.iter().zip(ids).fold(query, |query, (step, id)| {
                query
                    .bind(id)
                    .bind(step.entity_kind)
                    .bind(step.entity_id)
                    .bind(step.from)
                    .bind(step.to)
                    .bind(actor.kind.as_str())
                    .bind(actor.id)
                    .bind(at)
                    .bind(step.comment)
            });
            query.execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

/// The history of a row's states, the latest first. Whoever asks must be allowed to see the row.
///
/// # Errors
/// When the query names what the list does not know, or the database fails.
pub async fn history(
    tx: &mut Tx,
    query: ListQuery,
    entity_kind: &'static str,
    entity_id: Uuid,
) -> Result<StateChangeList, Problem> {
    let query = query.and("entity_kind", entity_kind).and("entity_id", entity_id);
    Ok(StateChangeList(HISTORY.page(tx, &query, &Scope::All, 0).await?))
}
