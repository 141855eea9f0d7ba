//! Asking the server to know this station.
use super::Station;
use super::http::{Failure, post};
use super::login::with_key;
use crate::machine::EnrolmentAnswer;
use guichet_protocol::{EnrolRequest, Enrolment, EnrolmentStatus};
use hyper::StatusCode;
use tracing::{error, warn};

const ROUTE: &str = "/api/postes/enrol/";

/// Asks how the request stands. A token that the server refuses is dropped: without it the station
/// waits for an operator's approval.
pub async fn ask(station: &Station, token: &mut Option<String>) -> EnrolmentAnswer {
    let answer = ask_once(station, token.clone()).await;
    if answer == EnrolmentAnswer::Refused && token.take().is_some() {
        warn!("the server refused the enrolment token");
        return ask_once(station, None).await;
    }
    answer
}

async fn ask_once(station: &Station, token: Option<String>) -> EnrolmentAnswer {
    match request(station, token).await {
        Ok(answer) => answer,
        Err(error) => {
            warn!(error, "the server cannot be asked to know this station");
            EnrolmentAnswer::Unreachable
        }
    }
}

async fn request(station: &Station, token: Option<String>) -> Result<EnrolmentAnswer, Failure> {
    let (public_key, fingerprint) = with_key(&station.key, |key| (key.public(), key.fingerprint())).await?;
    let asked = EnrolRequest {
        token,
        name: station.name.clone(),
        mac: station.mac.clone(),
        public_key,
        client_version: Some(crate::version::VERSION.to_owned()),
    };
    let (status, body) = post(station, ROUTE, &asked).await?;
    // A conflict: another station has this network card's address, for an operator to sort out.
    if [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::CONFLICT].contains(&status) {
        warn!(%status, "the server refuses the enrolment");
        return Ok(EnrolmentAnswer::Refused);
    }
    if !status.is_success() {
        return Err(format!("the server answers {status}").into());
    }
    let enrolment = serde_json::from_slice::<Enrolment>(&body)?;
    // What the station shows is its own, whatever the server says.
    take(station, Enrolment { fingerprint, ..enrolment })
}

/// Takes an answer in, when it is from the server this station belongs to. The first that makes it a
/// station is that server from then on.
fn take(station: &Station, enrolment: Enrolment) -> Result<EnrolmentAnswer, Failure> {
    let mut server_key = [0; 32];
    hex::decode_to_slice(&enrolment.server_key, &mut server_key)?;
    if !station.pin.allows(&server_key) {
        warn!("this server is not the one that the station belongs to");
        return Ok(EnrolmentAnswer::UnknownServer);
    }
    if enrolment.status == EnrolmentStatus::Enrolled
        && let Err(error) = station.pin.keep(&server_key)
    {
        error!(%error, "the server's key cannot be kept");
    }
    Ok(EnrolmentAnswer::Given(enrolment))
}
