//! How much of the time they are open the stations are held by sessions, by room and hour.
//!
//! A session holds its station from its start to its end, pauses included. What lies in two hours or two days counts
//! in both, each for its part. Stations are open as their room is, since they were made, until now.
use super::{
    grid::Grid,
    model::{DayOccupation, OccupationReport, RoomOccupation, Share},
    period::{Asked, Period, Span},
};
use crate::{
    App,
    access::Grant,
    days::HALF_HOUR_MS,
    db::Tx,
    extract::Params,
    list::Page,
    on,
    places::{self, Hours},
    problem::{Checks, Problem},
    sessions::Read,
    statements,
};
use axum::{Json, extract::State};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// How the stations that stand in no room are asked for.
const NO_ROOM: &str = "-";

statements! {
    // Each session is cut at the half-hours: the hours and days of every time zone begin at one.
    HELD = "WITH RECURSIVE pieces (zone, since, until) AS ( \
            SELECT s.zone, CASE WHEN k.started_at > $2 THEN k.started_at ELSE $2 END, \
                CASE WHEN COALESCE(k.ended_at, $4) < $3 THEN COALESCE(k.ended_at, $4) ELSE $3 END \
            FROM kiosk_sessions k JOIN stations s ON s.id = k.station_id \
            WHERE k.agency_id = $1 AND k.started_at < $3 AND (k.ended_at > $2 OR k.ended_at IS NULL) \
                AND k.operateur = COALESCE($5, k.operateur) \
            UNION ALL \
            SELECT zone, (since / 1800000 + 1) * 1800000, until FROM pieces WHERE (since / 1800000 + 1) * 1800000 < until) \
        SELECT zone, since / 1800000 AS slot, CAST(SUM(CASE WHEN until < (since / 1800000 + 1) * 1800000 THEN until \
            ELSE (since / 1800000 + 1) * 1800000 END - since) AS BIGINT) AS busy_ms \
        FROM pieces WHERE since < until GROUP BY zone, since / 1800000";
    STATIONS = "SELECT zone, created_at FROM stations WHERE agency_id = $1 ORDER BY zone, created_at";
}

pub(super) fn all() -> OpenApiRouter<App> {
    crate::routes!(show, days)
}

/// How long stations of a room were held in a half-hour.
#[derive(sqlx::FromRow)]
pub(super) struct Held {
    pub zone: Option<String>,
    slot: i64,
    pub busy_ms: i64,
}

impl Held {
    /// When its half-hour begins.
    pub(super) fn at(&self) -> i64 {
        self.slot * HALF_HOUR_MS
    }
}

pub(super) async fn held(tx: &mut Tx, period: &Period, span: Span) -> sqlx::Result<Vec<Held>> {
    on!(tx, |c| sqlx::query_as(HELD)
        .bind(period.agency_id)
        .bind(span.from)
        .bind(span.to)
        .bind(period.now)
        .bind(period.own)
        .fetch_all(c)
        .await)
}

/// A room: when it is open, and since when its stations are there.
#[derive(Default)]
struct Room {
    hours: Option<Hours>,
    stations: Vec<i64>,
}

type Rooms = BTreeMap<Option<String>, Room>;

/// The rooms of the agency; those without a station only when something was counted there.
async fn rooms(tx: &mut Tx, agency_id: Uuid) -> Result<Rooms, Problem> {
    let stations: Vec<(Option<String>, i64)> =
        on!(&mut *tx, |c| sqlx::query_as(STATIONS).bind(agency_id).fetch_all(c).await)?;
    let mut rooms = Rooms::new();
    for (zone, created_at) in stations {
        rooms.entry(zone).or_default().stations.push(created_at);
    }
    for zone in places::of_agency(tx, agency_id).await? {
        if let Some(room) = rooms.get_mut(&Some(zone.name)) {
            room.hours = zone.rules.hours;
        }
    }
    Ok(rooms)
}

/// What was held and open in each hour of the days, by room.
struct Counted {
    grid: Grid,
    rooms: HashMap<Option<String>, Vec<(i64, i64)>>,
}

impl Counted {
    async fn of(tx: &mut Tx, period: &Period, span: Span, rooms: &Rooms) -> Result<Self, Problem> {
        let grid = Grid::of(span, period.zone);
        let until = period.now.min(span.to);
        let open = |room: &Room| grid.open_ms(room.hours.as_ref(), &room.stations, period.zone, until);
        let mut found: HashMap<_, Vec<(i64, i64)>> = rooms
            .iter()
            .map(|(zone, room)| (zone.clone(), open(room).into_iter().map(|ms| (0, ms)).collect()))
            .collect();
        for row in held(tx, period, span).await? {
            let place = grid.place_of(row.at());
            let cell = found.get_mut(&row.zone).zip(place).and_then(|(cells, place)| cells.get_mut(place));
            if let Some((busy, _)) = cell {
                *busy += row.busy_ms;
            }
        }
        Ok(Self { grid, rooms: found })
    }

    /// The hours of the day that `wanted` lets through, of one room, added up.
    fn share(&self, zone: Option<&str>, wanted: impl Fn(u32) -> bool) -> Share {
        let cells = self.rooms.get(&zone.map(str::to_owned)).map(Vec::as_slice).unwrap_or_default();
        let counted = self.grid.hours.iter().zip(cells).filter(|(hour, _)| wanted(hour.clock));
        let (busy, open) = counted.fold((0, 0), |(busy, open), (_, cell)| (busy + cell.0, open + cell.1));
        Share { busy_s: busy / 1000, open_s: open / 1000 }
    }
}

/// Occupation by room and hour of the day.
///
/// The time sessions held stations, pauses included, beside the time stations were open: as long as their room is,
/// since they were made. A session outside the opening hours counts as held. `sessions` with `ran_from`, `ran_to` and
/// `zone` lists the rows.
#[utoipa::path(get, path = "/api/activite/occupation/", tag = "activite", params(Asked), responses((status = 200, body = OccupationReport)))]
async fn show(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(asked): Params<Asked>,
) -> Result<Json<OccupationReport>, Problem> {
    let mut tx = app.db.read().await?;
    let period = Period::of(&mut tx, &app, &grant, &asked).await?;
    let rooms = rooms(&mut tx, period.agency_id).await?;
    let current = Counted::of(&mut tx, &period, period.current, &rooms).await?;
    let previous = Counted::of(&mut tx, &period, period.previous, &rooms).await?;
    let shown = rooms.iter().map(|(zone, room)| RoomOccupation {
        zone: zone.clone(),
        stations: room.stations.len(),
        hours: (0..24).map(|wanted| current.share(zone.as_deref(), |hour| hour == wanted)).collect(),
        total: current.share(zone.as_deref(), |_| true),
        previous: previous.share(zone.as_deref(), |_| true),
    });
    Ok(Json(OccupationReport { rooms: shown.collect(), period: period.shown() }))
}

/// Which hour of which room.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AskedHour {
    /// The agency; the caller's own when absent.
    agency_id: Option<Uuid>,
    /// The first day; today when absent.
    #[param(example = "2026-11-14")]
    from: Option<String>,
    /// The last day, included; today when absent. At most 92 days.
    #[param(example = "2026-11-20")]
    to: Option<String>,
    /// The hour of the day, from 0 to 23.
    #[param(example = 9)]
    hour: u32,
    /// The room; `-` for the stations that stand in none, every room when absent.
    #[param(example = "Salle A")]
    zone: Option<String>,
}

/// Occupation in one hour of the day, day by day.
///
/// What makes one number of the occupation by hour; `from_at` and `to_at` of each day list its sessions.
#[utoipa::path(get, path = "/api/activite/occupation/jours/", tag = "activite", params(AskedHour),
    responses((status = 200, body = Page<DayOccupation>)))]
async fn days(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(asked): Params<AskedHour>,
) -> Result<Json<Page<DayOccupation>>, Problem> {
    let mut checks = Checks::default();
    checks.require(asked.hour < 24, "hour", "wrong_type");
    checks.finish()?;
    let mut tx = app.db.read().await?;
    let days = Asked { agency_id: asked.agency_id, from: asked.from, to: asked.to };
    let period = Period::of(&mut tx, &app, &grant, &days).await?;
    let wanted = |zone: &Option<String>| match asked.zone.as_deref() {
        None => true,
        Some(NO_ROOM) => zone.is_none(),
        name => zone.as_deref() == name,
    };
    let mut rooms = rooms(&mut tx, period.agency_id).await?;
    rooms.retain(|zone, _| wanted(zone));
    let counted = Counted::of(&mut tx, &period, period.current, &rooms).await?;
    let hours =
        counted.grid.hours.iter().enumerate().filter(|(_, hour)| hour.clock == asked.hour && hour.from < hour.to);
    let shown = hours.map(|(place, hour)| {
        let cells = counted.rooms.values().filter_map(|cells| cells.get(place));
        let (busy, open) = cells.fold((0, 0), |(busy, open), cell| (busy + cell.0, open + cell.1));
        let share = Share { busy_s: busy / 1000, open_s: open / 1000 };
        DayOccupation { day: hour.day.to_string(), from_at: hour.from, to_at: hour.to, share }
    });
    Ok(Json(Page::whole(shown.collect())))
}
