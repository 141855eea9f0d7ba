//! How a station's calls are known for its own: `Authorization: Station <id>:<credential>`, with the
//! credential of its last login.
use super::registry::Known;
use crate::{
    App,
    access::Station,
    keys::hash_secret,
    problem::{Code, Problem},
};
use axum::http::{HeaderMap, header};
use std::net::IpAddr;
use uuid::Uuid;

/// The station that makes this request. What is not known here is looked up where there are several processes: another
/// one may have let the station in a moment ago.
///
/// # Errors
/// As [`authenticate`], and when the database fails.
pub async fn identify(app: &App, headers: &HeaderMap, ip: Option<IpAddr>) -> Result<Station, Problem> {
    match authenticate(app, headers, ip) {
        Err(problem) if problem.code == Code::Unauthenticated && app.db.postgres().is_some() => {
            let Some((id, _)) = credential_in(headers) else { return Err(problem) };
            app.stations.reload(&mut app.db.read().await?, id).await?;
            authenticate(app, headers, ip)
        }
        decided => decided,
    }
}

fn credential_in(headers: &HeaderMap) -> Option<(Uuid, &str)> {
    let header = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (id, credential) = header.strip_prefix("Station ")?.split_once(':')?;
    Some((id.parse().ok()?, credential))
}

/// The station that makes this request, as this process knows it.
///
/// Nothing is read from the database and no signature is verified: this runs on every heartbeat.
///
/// # Errors
/// 401 when the credential is not valid, 403 when it comes from another address or network card.
pub fn authenticate(app: &App, headers: &HeaderMap, ip: Option<IpAddr>) -> Result<Station, Problem> {
    let (id, credential) = credential_in(headers).ok_or(Code::Unauthenticated)?;
    let known = app.stations.get(id).ok_or(Code::Unauthenticated)?;
    // Hashes are compared, not secrets: how long that takes tells nothing.
    if known.credential_hash.as_ref() != Some(&hash_secret(credential)) {
        return Err(Code::Unauthenticated.into());
    }
    in_its_place(&known, headers, ip)?;
    Ok(Station { id: known.id, agency_id: known.agency_id, ip, login_at: known.challenge_at })
}

/// Whether a socket's station is still known as it was when it proved itself: its credential may have been
/// taken away, or another one given, in the moment before the socket heard of such things.
#[must_use]
pub fn is_current(app: &App, station: &Station) -> bool {
    let known = app.stations.get(station.id);
    known.is_some_and(|known| known.credential_hash.is_some() && known.challenge_at == station.login_at)
}

/// Refuses a station that calls from another address or network card than its own.
pub(super) fn in_its_place(known: &Known, headers: &HeaderMap, ip: Option<IpAddr>) -> Result<(), Problem> {
    let mac = headers.get("x-station-mac").and_then(|value| value.to_str().ok());
    let other_address = known.ip.is_some() && known.ip != ip;
    let other_card = known.mac.is_some() && known.mac.as_deref() != mac;
    if other_address || other_card { Err(Code::WrongAddress.into()) } else { Ok(()) }
}
