//! The prices in force, for whoever sells: the server computes them, nobody else.
use super::{
    Read,
    model::{Kind, Tariff},
    store,
};
use crate::{
    App,
    access::Grant,
    agencies::{self, Agency},
    db::Tx,
    extract::Params,
    places,
    problem::Problem,
    stations::{self, StationRow},
};
use axum::{Json, extract::State};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(prices)
}

/// What a tariff costs in a room at a moment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Prix)]
pub struct Price {
    /// The tariff.
    pub tariff_id: Uuid,
    /// Its code.
    #[schema(example = "H1")]
    pub code: String,
    /// Its name.
    #[schema(example = "Une heure")]
    pub name: String,
    /// Whether it grants one session or a pack.
    pub kind: Kind,
    /// The minutes of each session; of the whole pack, for a pack of minutes.
    #[schema(example = 60)]
    pub minutes: i64,
    /// How many sessions a pack of sessions grants.
    pub sessions: Option<i64>,
    /// For how many days a pack holds after the sale.
    pub valid_days: Option<i64>,
    /// The price then, in the currency's smallest unit.
    #[schema(example = 100)]
    pub price_minor: i64,
    /// The price where no rule says otherwise.
    #[schema(example = 200)]
    pub usual_minor: i64,
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
    /// The name of the rule that makes the price; empty when it has none, absent when no rule holds.
    #[schema(example = "Heures creuses")]
    pub rule: Option<String>,
}

impl Price {
    /// The price of `tariff` in the room `zone_id` at `at`, by the clocks of `zone`.
    #[must_use]
    pub fn of(tariff: &Tariff, zone_id: Option<Uuid>, at: i64, zone: Tz) -> Self {
        let (price_minor, rule) = tariff.price(zone_id, at, zone);
        Self {
            tariff_id: tariff.id,
            code: tariff.code.clone(),
            name: tariff.name.clone(),
            kind: tariff.kind,
            minutes: tariff.minutes,
            sessions: tariff.sessions,
            valid_days: tariff.valid_days,
            price_minor,
            usual_minor: tariff.price_minor,
            currency: tariff.currency.clone(),
            rule: rule.map(|rule| rule.name.clone()),
        }
    }
}

/// The prices of an agency's tariffs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PrixEnVigueur)]
#[expect(clippy::struct_field_names, reason = "the word on the wire")]
struct Prices {
    /// The agency.
    agency_id: Uuid,
    /// The room they hold in; any, when absent.
    zone_id: Option<Uuid>,
    /// When, milliseconds of UTC.
    at: i64,
    /// The prices, the shortest tariff first.
    prices: Vec<Price>,
}

/// Which prices are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The agency; the station's or the caller's own when absent.
    agency_id: Option<Uuid>,
    /// One tariff alone.
    tariff_id: Option<Uuid>,
    /// The room.
    zone_id: Option<Uuid>,
    /// The station, whose room counts.
    station_id: Option<Uuid>,
    /// When, milliseconds of UTC; now when absent.
    at: Option<i64>,
}

/// The room that a station stands in.
///
/// # Errors
/// When the database fails.
pub async fn zone_of(tx: &mut Tx, station: &StationRow) -> sqlx::Result<Option<Uuid>> {
    let Some(name) = &station.zone else { return Ok(None) };
    Ok(places::find_by_name(tx, station.agency_id, name).await?.map(|zone| zone.id))
}

/// The agency and the room that are asked about.
async fn place_of(tx: &mut Tx, grant: &Grant<Read>, asked: &Asked) -> Result<(Agency, Option<Uuid>), Problem> {
    let (mut agency_id, mut zone_id) = (asked.agency_id, asked.zone_id);
    if let Some(id) = asked.station_id {
        let station = stations::find(tx, id).await?;
        let station = station.filter(|station| grant.scope.holds(Some(station.agency_id), None));
        let station = station.ok_or_else(|| Problem::not_found("station"))?;
        (agency_id, zone_id) = (Some(station.agency_id), zone_of(tx, &station).await?);
    } else if let Some(id) = zone_id {
        let zone = places::find(tx, id).await?.filter(|zone| grant.scope.holds(Some(zone.agency_id), None));
        agency_id = Some(zone.ok_or_else(|| Problem::not_found("zone"))?.agency_id);
    }
    let agency = match agency_id.or(grant.caller.agency_id) {
        Some(id) => agencies::find(tx, id).await?,
        None => Some(agencies::only(tx).await?.ok_or_else(|| Problem::field("agency_id", "agency_required"))?),
    };
    let agency = agency.filter(|agency| grant.scope.holds(Some(agency.id), None));
    Ok((agency.ok_or_else(|| Problem::not_found("agency"))?, zone_id))
}

/// Show the prices in force.
///
/// The price of each tariff in use, in a room and at a moment. A sale takes these very prices.
#[utoipa::path(get, path = "/api/tariffs/prix/", tag = "tariffs", params(Asked), responses((status = 200, body = Prices)))]
async fn prices(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(asked): Params<Asked>,
) -> Result<Json<Prices>, Problem> {
    let mut tx = app.db.read().await?;
    let (agency, zone_id) = place_of(&mut tx, &grant, &asked).await?;
    let at = asked.at.unwrap_or_else(|| app.clock.now());
    let zone: Tz = agency.timezone.parse().unwrap_or_else(|_| app.settings.zone());
    let tariffs = store::on_sale(&mut tx, agency.id).await?;
    let wanted = tariffs.iter().filter(|tariff| asked.tariff_id.is_none_or(|id| id == tariff.id));
    // Without a room, all that could be sold: the form has yet to say where.
    let here = wanted.filter(|tariff| zone_id.is_none() || tariff.is_for(zone_id));
    let prices = here.map(|tariff| Price::of(tariff, zone_id, at, zone)).collect();
    Ok(Json(Prices { agency_id: agency.id, zone_id, at, prices }))
}
