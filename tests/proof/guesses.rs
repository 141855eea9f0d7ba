//! Guessing codes takes longer than anybody lives, and shuts no honest visitor out.
use crate::report::Report;
use guichet::config::Limits;
use guichet_protocol::{ALPHABET, CODE_LENGTH};
use guichet_tests::{Kind, Person, Site, StationKey};
use serde_json::json;
use std::time::Duration;

/// Stations that somebody has under his hands, all of them for as long as he likes.
const HELD: usize = 40;
/// Codes that are good at the same time.
const LIVE: f64 = 1000.0;
const HONEST: usize = 12;

pub async fn prove(kind: Kind, report: &mut Report) {
    let minutes = report.times(1, 10);
    let site = Site::open_with(kind, |settings| settings.limits = Limits::Production).await;
    let (admin, agency) = (site.admin().await, site.agency("RE").await);
    let mut held = Vec::new();
    for _ in 0..HELD {
        held.push(site.station(&admin, agency).await);
    }
    let mut honest = Vec::new();
    for number in 0..HONEST {
        let key = site.station(&admin, agency).await;
        let (_, code) = site.session(&admin, None, Some(key.id), 30).await;
        honest.push((key, code, number * minutes * 60 / HONEST));
    }
    let (mut tried, mut welcome) = (0_u32, 0);
    for second in 0..minutes * 60 {
        for (number, key) in held.iter().enumerate() {
            // Each has an address of its own, which is the best that he can have.
            tried += guess(&site, key, &format!("198.51.100.{number}")).await;
        }
        for (key, code, _) in honest.iter().filter(|(_, _, when)| *when == second) {
            welcome += usize::from(types(&site.as_station(key), code).await == 200);
        }
        site.advance(Duration::from_secs(1));
    }
    site.close().await;
    let codes =
        f64::from(u32::try_from(ALPHABET.len()).expect("short")).powi(i32::try_from(CODE_LENGTH).expect("short"));
    let an_hour = f64::from(tried) * 60.0 / f64::from(u32::try_from(minutes).expect("few"));
    // Half of all codes are tried, on average, before a hit; every live one is a hit.
    let years = codes / LIVE / 2.0 / an_hour / 24.0 / 365.0;
    report.figure(&format!("tries an hour at {HELD} stations"), format!("{an_hour:.0}"), "some", tried > 0);
    report.figure("years to a first hit with 1,000 live codes", format!("{years:.0}"), "over 30", years > 30.0);
    report.figure("honest visitors let in meanwhile", format!("{welcome} of {HONEST}"), "all", welcome == HONEST);
}

/// Guesses until it is told to wait; how often it was let.
async fn guess(site: &Site, key: &StationKey, address: &str) -> u32 {
    let station = site.as_station(key).calling_from(address);
    let mut tried = 0;
    while types(&station, "ABCDE-FGHJK").await == 400 {
        tried += 1;
    }
    tried
}

async fn types(station: &Person<'_>, code: &str) -> u16 {
    station.post("/api/sessions/validate_code/", json!({ "code": code })).await.status.as_u16()
}
