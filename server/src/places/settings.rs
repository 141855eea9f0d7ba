//! What holds at each station, kept in memory: every start and every snapshot asks for it.
use super::{
    hours::Hours,
    model::{OwnDesktop, Rules},
    store,
};
use crate::{
    App, agencies,
    db::Tx,
    live::LiveEvent,
    problem::Problem,
    stations,
    tariffs::{self, Tariff},
    terms,
};
use chrono_tz::Tz;
use guichet_protocol::{Desktop, Offer, Opening, StationSettings, Terms};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// What holds at a station, whatever the time.
#[derive(Debug)]
pub struct Place {
    /// The agency it stands in.
    pub agency_id: Uuid,
    /// Whether the desk may start sessions outside the opening hours.
    pub desk_outside_hours: bool,
    /// What kind of image it starts when it has no disk.
    pub image_profile: String,
    /// Whether it starts again at night to get a new image.
    pub renews_at_night: bool,
    /// The place's own wall clock.
    pub timezone: Tz,
    pub(super) zone: Option<(Uuid, String)>,
    pub(super) own: OwnDesktop,
    pub(super) own_version: i64,
    hours: Option<Hours>,
    settings: StationSettings,
    /// What visitors can ask for, whatever it costs now.
    tariffs: Vec<Tariff>,
}

impl Place {
    /// What the station is told at `now`.
    #[must_use]
    pub fn settings(&self, now: i64) -> StationSettings {
        StationSettings { opening: self.opening(now), offers: self.offers(now), ..self.settings.clone() }
    }

    /// Whether it is open at `now`; nothing when it has no hours.
    #[must_use]
    pub fn opening(&self, now: i64) -> Option<Opening> {
        self.hours.as_ref().map(|hours| hours.at(now, self.timezone))
    }

    /// Whether it has hours and is closed.
    #[must_use]
    pub fn is_closed(&self, now: i64) -> bool {
        self.opening(now).is_some_and(|opening| !opening.is_open)
    }

    /// The room it stands in.
    #[must_use]
    pub fn zone_id(&self) -> Option<Uuid> {
        self.zone.as_ref().map(|(id, _)| *id)
    }

    /// What a visitor must accept before a session starts.
    #[must_use]
    pub fn terms(&self) -> Option<&Terms> {
        self.settings.terms.as_ref()
    }

    /// Whether a visitor may end the session there, and whether the time not used is kept then.
    #[must_use]
    pub fn leaving(&self) -> (bool, bool) {
        (self.settings.may_leave, self.settings.keeps_time)
    }

    /// Whether a visitor can call the desk from there.
    #[must_use]
    pub fn may_call(&self) -> bool {
        self.settings.may_call
    }

    /// What visitors can ask for at `now`, at the prices then.
    fn offers(&self, now: i64) -> Vec<Offer> {
        self.tariffs.iter().map(|tariff| self.offer_of(tariff, now)).collect()
    }

    fn offer_of(&self, tariff: &Tariff, now: i64) -> Offer {
        Offer {
            id: tariff.id,
            name: tariff.name.clone(),
            minutes: tariff.minutes.try_into().unwrap_or_default(),
            price_minor: tariff.price(self.zone_id(), now, self.timezone).0,
            currency: tariff.currency.clone(),
        }
    }

    /// The offer of this tariff at `now`.
    #[must_use]
    pub fn offer(&self, id: Uuid, now: i64) -> Option<Offer> {
        let tariff = self.tariffs.iter().find(|tariff| tariff.id == id)?;
        Some(self.offer_of(tariff, now))
    }
}

/// What is known of the stations' places. It is read when it is asked for, and forgotten when events say
/// that it may have changed.
#[derive(Default, Clone)]
pub struct Places(Arc<RwLock<Known>>);

#[derive(Default)]
struct Known {
    by_station: HashMap<Uuid, Arc<Place>>,
    /// Grows with whatever is forgotten: what was read before that is not remembered.
    forgotten: u64,
}

impl Known {
    fn forget(&mut self, event: &LiveEvent) {
        match event {
            LiveEvent::Place { station_id: Some(id), .. } | LiveEvent::Identity { station_id: id } => {
                self.by_station.remove(id);
            }
            LiveEvent::Place { agency_id: Some(agency_id), .. } => {
                self.by_station.retain(|_, place| place.agency_id != *agency_id);
            }
            LiveEvent::Place { .. } | LiveEvent::Resync => self.by_station.clear(),
            _ => return,
        }
        self.forgotten += 1;
    }
}

impl Places {
    /// Follows what changes from now on.
    pub fn follow(&self, app: &App) {
        let known = self.0.clone();
        app.live.tap(move |event| {
            if matches!(event, LiveEvent::Place { .. } | LiveEvent::Identity { .. } | LiveEvent::Resync) {
                known.write().unwrap_or_else(PoisonError::into_inner).forget(event);
            }
        });
    }

    /// Whether this station's place has hours and is closed now. Asks the database only when it must.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_closed(&self, app: &App, station_id: Uuid) -> Result<bool, Problem> {
        let place = match self.known(station_id).0 {
            Some(place) => Some(place),
            None => self.of(app, &mut app.db.read().await?, station_id).await?,
        };
        Ok(place.is_some_and(|place| place.is_closed(app.clock.now())))
    }

    /// What is remembered of this station's place, and how often something was forgotten by then.
    fn known(&self, station_id: Uuid) -> (Option<Arc<Place>>, u64) {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (known.by_station.get(&station_id).cloned(), known.forgotten)
    }

    /// What holds at this station; nothing when there is no such station.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(&self, app: &App, tx: &mut Tx, station_id: Uuid) -> Result<Option<Arc<Place>>, Problem> {
        let (known, forgotten) = self.known(station_id);
        if known.is_some() {
            return Ok(known);
        }
        let Some(place) = Box::pin(read(app, tx, station_id)).await? else { return Ok(None) };
        let place = Arc::new(place);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.forgotten == forgotten {
            known.by_station.insert(station_id, place.clone());
        }
        Ok(Some(place))
    }
}

/// Puts together what holds at a station: its own, else its room's, else the default.
pub(super) async fn read(app: &App, tx: &mut Tx, station_id: Uuid) -> Result<Option<Place>, Problem> {
    let Some(station) = stations::find(tx, station_id).await? else { return Ok(None) };
    let agency_id = station.agency_id;
    let agency = agencies::find(tx, agency_id).await?;
    let timezone = agency.and_then(|agency| agency.timezone.parse().ok()).unwrap_or_else(|| app.settings.zone());
    let zone = match &station.zone {
        Some(name) => store::find_by_name(tx, agency_id, name).await?,
        None => None,
    };
    let own = store::own(tx, station_id).await?;
    let terms = terms::current(tx, agency_id).await?;
    let tariffs = tariffs::offered(tx, agency_id, zone.as_ref().map(|zone| zone.id)).await?;
    let rules = zone.as_ref().map_or_else(Rules::default, |zone| zone.rules.clone());
    let mut settings = told(&rules, own.desktop.over(&rules.desktop), terms);
    settings.look = app.parameters.look(Some(agency_id)).await;
    settings.keyboard = app.parameters.keyboard(Some(agency_id));
    settings.update_channel = own.desktop.update_channel.unwrap_or(settings.update_channel);
    Ok(Some(Place {
        agency_id,
        desk_outside_hours: rules.desk_outside_hours,
        image_profile: own.desktop.image_profile.clone().unwrap_or(rules.image_profile),
        renews_at_night: rules.renews_at_night,
        zone: zone.map(|zone| (zone.id, zone.name)),
        own: own.desktop,
        own_version: own.version,
        timezone,
        settings,
        tariffs,
        hours: rules.hours,
    }))
}

fn told(rules: &Rules, desktop: Desktop, terms: Option<Terms>) -> StationSettings {
    StationSettings {
        languages: rules.languages.clone(),
        terms,
        opening: None,
        desktop,
        may_leave: rules.may_leave,
        keeps_time: rules.keeps_time,
        grace_s: rules.grace_s,
        may_call: rules.may_call,
        offers: Vec::new(),
        update_channel: rules.update_channel,
        ..StationSettings::default()
    }
}
