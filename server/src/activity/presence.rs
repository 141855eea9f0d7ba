//! When a station was there, in use, away or in maintenance: put together from its two histories, what the desk and
//! sessions made of it, and whether it was heard of.
use super::{
    model::{PresencePart, PresencePeriod, PresenceReport, PresenceShare},
    period::{Asked, Span, read_days},
};
use crate::{
    App,
    access::Grant,
    agencies,
    db::Tx,
    extract::{Id, Params},
    list::{Filter, List, ListParams, ListQuery, Page, Scope},
    on, places,
    problem::Problem,
    statements,
    stations::{self, ONLINE_MS, Read, SWEEP_MS, StationRow},
};
use axum::{Json, extract::State};
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// What a station can be, as the periods name it.
const STATES: [&str; 4] = ["en_ligne", "occupe", "maintenance", "hors_ligne"];

/// The last state of one history up to a row of either.
macro_rules! state_of {
    ($kind:literal) => {
        concat!(
            "(SELECT x.to_state FROM state_changes x WHERE x.entity_id = h.entity_id AND x.entity_kind = '",
            $kind,
            "' AND (x.at < h.at OR (x.at = h.at AND x.id <= h.id)) ORDER BY x.at DESC, x.id DESC LIMIT 1)"
        )
    };
}

/// Each row a time in which a station was the same, the two histories laid over each other.
macro_rules! periods {
    () => {
        concat!(
            "(SELECT q.*, LEAD(q.since) OVER (PARTITION BY q.station_id ORDER BY q.since, q.id) AS until FROM ( \
               SELECT p.*, LAG(p.state) OVER (PARTITION BY p.station_id ORDER BY p.since, p.id) AS before FROM ( \
                 SELECT c.id, c.entity_id AS station_id, c.at AS since, c.by_kind, c.by_id, c.comment, \
                   CASE WHEN c.statut = 'maintenance' THEN 'maintenance' WHEN c.statut = 'hors_ligne' OR COALESCE(c.heard, '') <> 'en_ligne' \
                     THEN 'hors_ligne' WHEN c.statut = 'occupe' THEN 'occupe' ELSE 'en_ligne' END AS state, \
                   CASE WHEN c.statut IN ('maintenance', 'hors_ligne') THEN 'bureau' WHEN c.heard IS NULL THEN 'jamais' \
                     WHEN c.heard <> 'en_ligne' AND c.comment = 'serveur' THEN 'serveur' WHEN c.heard <> 'en_ligne' AND c.statut = 'occupe' \
                     THEN 'liaison_perdue' WHEN c.heard <> 'en_ligne' THEN 'silence' WHEN c.statut = 'occupe' THEN 'session' \
                     ELSE 'liaison' END AS why \
                 FROM (SELECT h.*, ",
            state_of!("station"),
            " AS statut, ",
            state_of!("presence"),
            " AS heard FROM state_changes h WHERE h.entity_kind IN ('station', 'presence')) c) p) q \
             WHERE q.before IS NULL OR q.before <> q.state) z"
        )
    };
}

statements! {
    PARTS = concat!("SELECT z.state, z.why, z.since, z.until FROM ", periods!(),
        " WHERE z.station_id = $1 AND z.since < $3 AND (z.until IS NULL OR z.until > $2) ORDER BY z.since");
}

/// The list of periods, of one station at a time.
pub(super) static PERIODS: List = List {
    name: "presence",
    columns: "z.id, z.state, z.why, z.since, z.until, z.by_kind, z.by_id, z.comment, \
        (SELECT COALESCE(NULLIF(TRIM(u.first_name || ' ' || u.last_name), ''), u.username) FROM users u WHERE u.id = z.by_id) AS by_name",
    from: periods!(),
    id: "z.id",
    agency: None,
    owner: None,
    filters: &[
        ("station_id", Filter::Id("z.station_id")),
        ("state", Filter::Text("z.state")),
        ("why", Filter::Text("z.why")),
        ("at_from", Filter::From("COALESCE(z.until - 1, 9223372036854775807)")),
        ("at_to", Filter::Before("z.since")),
    ],
    search: &["z.comment"],
    order: &[("since", "z.since"), ("duration", "COALESCE(z.until, 9223372036854775807) - z.since")],
    default_order: "-since",
};

pub(super) fn all() -> OpenApiRouter<App> {
    crate::routes!(show, list)
}

async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<StationRow, Problem> {
    let row = stations::find(tx, id).await?.filter(|row| scope.holds(Some(row.agency_id), None));
    row.ok_or_else(|| Problem::not_found("station"))
}

/// List when a station was there, in use, away or in maintenance, the latest first.
///
/// Filters: `state`, `why`, and `at_from` with `at_to` for the periods that touch a time.
#[utoipa::path(get, path = "/api/postes/{id}/presence/periodes/", tag = "postes",
    params(("id" = Uuid, Path), ListParams, ("state" = Option<String>, Query), ("why" = Option<String>, Query),
        ("at_from" = Option<i64>, Query), ("at_to" = Option<i64>, Query)),
    responses((status = 200, body = Page<PresencePeriod>)))]
async fn list(
    grant: Grant<Read>,
    State(app): State<App>,
    Id(id): Id,
    query: ListQuery,
) -> Result<Json<Page<PresencePeriod>>, Problem> {
    let mut tx = app.db.read().await?;
    in_scope(&mut tx, id, &grant.scope).await?;
    let page: Page<PresencePeriod> = PERIODS.page(&mut tx, &query.and("station_id", id), &Scope::All, 0).await?;
    let now = app.clock.now();
    Ok(Json(page.map(|period| period.lasting(now))))
}

/// Which days, on the calendar of the station's agency.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AskedDays {
    /// The first day; today when absent.
    #[param(example = "2026-11-14")]
    from: Option<String>,
    /// The last day, included; today when absent. At most 92 days.
    #[param(example = "2026-11-20")]
    to: Option<String>,
}

/// A time in which a station was the same.
#[derive(sqlx::FromRow)]
struct Part {
    state: String,
    why: String,
    since: i64,
    until: Option<i64>,
}

/// Show when a station was there.
///
/// The parts of these days one after the other, and how long it was what. Its availability is the share of the time it
/// was on line, free or in use, maintenance left out; within its room's opening hours when the room has some.
#[utoipa::path(get, path = "/api/postes/{id}/presence/", tag = "postes", params(("id" = Uuid, Path), AskedDays),
    responses((status = 200, body = PresenceReport)))]
async fn show(
    grant: Grant<Read>,
    State(app): State<App>,
    Id(id): Id,
    Params(asked): Params<AskedDays>,
) -> Result<Json<PresenceReport>, Problem> {
    let mut tx = app.db.read().await?;
    let station = in_scope(&mut tx, id, &grant.scope).await?;
    let agency = agencies::find(&mut tx, station.agency_id).await?;
    let zone = agency.and_then(|agency| agency.timezone.parse().ok()).unwrap_or_else(|| app.settings.zone());
    let now = app.clock.now();
    let asked = Asked { agency_id: None, from: asked.from, to: asked.to };
    let span = read_days(&asked, zone, now)?;
    let parts: Vec<Part> =
        on!(&mut tx, |c| sqlx::query_as(PARTS).bind(id).bind(span.from).bind(span.to).fetch_all(c).await)?;
    let parts = clipped(parts, span, now, station.last_seen_at);
    let open = opening(&mut tx, &station, span, zone).await?;
    Ok(Json(report(parts, open.as_deref(), span, zone)))
}

/// What lies within the days and before now. A station that was last heard of long ago is away, though nobody noticed
/// when it went: the server was away, too.
fn clipped(parts: Vec<Part>, span: Span, now: i64, last_seen_at: Option<i64>) -> Vec<PresencePart> {
    let end = now.min(span.to);
    let gone_at = last_seen_at.map_or(i64::MAX, |seen| seen + ONLINE_MS);
    let mut shown = Vec::new();
    for part in parts {
        let (from, to) = (part.since.max(span.from), part.until.unwrap_or(end).min(end));
        let is_there = matches!(part.state.as_str(), "en_ligne" | "occupe");
        let unnoticed = part.until.is_none() && is_there && gone_at + SWEEP_MS < now;
        let left = if unnoticed { gone_at.clamp(from, to.max(from)) } else { to };
        let mut push = |state: String, why: String, from_at: i64, to_at: i64| {
            if from_at < to_at {
                shown.push(PresencePart { state, why, from_at, to_at });
            }
        };
        push(part.state, part.why, from, left);
        push("hors_ligne".into(), "serveur".into(), left, to);
    }
    shown
}

/// From when to when the station's room is open in these days; nothing when it always is.
async fn opening(tx: &mut Tx, station: &StationRow, span: Span, zone: Tz) -> Result<Option<Vec<(i64, i64)>>, Problem> {
    let Some(name) = &station.zone else { return Ok(None) };
    let room = places::find_by_name(tx, station.agency_id, name).await?;
    let hours = room.and_then(|room| room.rules.hours);
    Ok(hours.map(|hours| span.each_day().flat_map(|day| hours.spans_of(day, zone)).collect()))
}

fn report(parts: Vec<PresencePart>, open: Option<&[(i64, i64)]>, span: Span, zone: Tz) -> PresenceReport {
    let counted = |part: &PresencePart| match open {
        Some(open) => open.iter().map(|(from, to)| (part.to_at.min(*to) - part.from_at.max(*from)).max(0)).sum(),
        None => part.to_at - part.from_at,
    };
    let total_ms = |state: &str| parts.iter().filter(|part| part.state == state).map(counted).sum::<i64>();
    let shares = STATES.map(|state| PresenceShare { state: state.to_owned(), duration_s: total_ms(state) / 1000 });
    let there = total_ms("en_ligne") + total_ms("occupe");
    let expected = there + total_ms("hors_ligne");
    PresenceReport {
        period: span.shown(),
        timezone: zone.name().to_owned(),
        within_hours: open.is_some(),
        uptime_percent: (expected > 0).then(|| (there * 100 + expected / 2) / expected),
        states: shares.into(),
        parts,
    }
}
