//! The clock of opening hours and prices: at each minute at which a room opens or closes, or an offer costs
//! something else, the stations are told.
use super::store;
use crate::{App, agencies, app::stopped, db::Tx, live::LiveEvent, problem::Problem, tariffs};
use chrono_tz::Tz;
use guichet_protocol::Opening;
use std::collections::HashMap;
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;

/// What the hour says of a room or of a tariff.
#[derive(PartialEq)]
enum Word {
    Opening(Opening),
    /// Which of its rules hold.
    Rules(Vec<bool>),
}

/// What the hour says of each room with hours and each offer with rules, with its agency.
type Words = HashMap<Uuid, (Uuid, Word)>;

/// Watches until the server stops. Each process tells its own sockets.
pub async fn watch(app: App) {
    let mut stopping = app.stopping.subscribe();
    let mut before = Words::new();
    loop {
        match words(&app).await {
            Ok(now) => {
                tell(&app, &before, &now);
                before = now;
            }
            Err(problem) => problem.log("opening hours"),
        }
        let next = (app.clock.now() / MINUTE_MS + 1) * MINUTE_MS;
        tokio::select! {
            () = app.clock.sleep_until(next) => {}
            () = stopped(&mut stopping) => return,
        }
    }
}

/// Tells the agencies of what is not as it was, or was not looked at before. What an event tells
/// once too often, sockets keep to themselves.
fn tell(app: &App, before: &Words, now: &Words) {
    let changed = now.iter().filter(|(id, word)| before.get(id) != Some(word));
    let mut agencies: Vec<Uuid> = changed.map(|(_, (agency_id, _))| *agency_id).collect();
    agencies.sort_unstable();
    agencies.dedup();
    for agency_id in agencies {
        app.live.publish(LiveEvent::Place { agency_id: Some(agency_id), station_id: None });
    }
}

async fn words(app: &App) -> Result<Words, Problem> {
    let mut tx = app.db.read().await?;
    let at = app.clock.now();
    let mut clocks = Clocks { app, known: HashMap::new() };
    let mut found = Words::new();
    for zone in store::all(&mut tx).await? {
        let Some(hours) = &zone.rules.hours else { continue };
        let clock = clocks.of(&mut tx, zone.agency_id).await?;
        found.insert(zone.id, (zone.agency_id, Word::Opening(hours.at(at, clock))));
    }
    for tariff in tariffs::offered_with_rules(&mut tx).await? {
        let clock = clocks.of(&mut tx, tariff.agency_id).await?;
        found.insert(tariff.id, (tariff.agency_id, Word::Rules(tariff.rules.in_force(at, clock))));
    }
    Ok(found)
}

/// The agencies' time zones, each asked for once.
struct Clocks<'a> {
    app: &'a App,
    known: HashMap<Uuid, Tz>,
}

impl Clocks<'_> {
    async fn of(&mut self, tx: &mut Tx, agency_id: Uuid) -> Result<Tz, Problem> {
        if let Some(clock) = self.known.get(&agency_id) {
            return Ok(*clock);
        }
        let agency = agencies::find(tx, agency_id).await?;
        let named = agency.and_then(|agency| agency.timezone.parse().ok());
        let clock = named.unwrap_or_else(|| self.app.settings.zone());
        self.known.insert(agency_id, clock);
        Ok(clock)
    }
}
