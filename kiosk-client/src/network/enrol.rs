//! Asking the server to know this station.
use super::Station;
use super::dial::ANSWER_WITHIN;
use crate::machine::EnrolmentAnswer;
use guichet_protocol::{EnrolRequest, Enrolment};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::error::Error;
use tracing::warn;

const ROUTE: &str = "/api/postes/enrol/";
/// An answer has a few hundred bytes.
const ANSWER_BYTES: usize = 16 * 1024;

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
    match tokio::time::timeout(ANSWER_WITHIN, post(station, token)).await {
        Ok(Ok((status, body))) => read_answer(status, &body),
        Ok(Err(error)) => {
            warn!(error, "the server cannot be asked to know this station");
            EnrolmentAnswer::Unreachable
        }
        Err(_) => EnrolmentAnswer::Unreachable,
    }
}

fn read_answer(status: StatusCode, body: &[u8]) -> EnrolmentAnswer {
    // A conflict: another station has this network card's address, for an operator to sort out.
    if [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::CONFLICT].contains(&status) {
        warn!(%status, "the server refuses the enrolment");
        return EnrolmentAnswer::Refused;
    }
    match serde_json::from_slice::<Enrolment>(body) {
        Ok(enrolment) if status.is_success() => EnrolmentAnswer::Given(enrolment),
        _ => {
            warn!(%status, "the server's answer to the enrolment makes no sense");
            EnrolmentAnswer::Unreachable
        }
    }
}

async fn post(station: &Station, token: Option<String>) -> Result<(StatusCode, Bytes), Box<dyn Error + Send + Sync>> {
    let asked = EnrolRequest {
        token,
        name: station.name.clone(),
        mac: station.mac.clone(),
        credential: station.credential.as_str().to_owned(),
        client_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
    };
    let request = Request::builder()
        .method(Method::POST)
        .uri(station.server.path(ROUTE))
        .header(HOST, station.server.host_header()?)
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT_LANGUAGE, station.language)
        .body(Full::new(Bytes::from(serde_json::to_vec(&asked)?)))?;
    let wire = TokioIo::new(station.server.dial().await?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(wire).await?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await?;
    let status = answer.status();
    let body = Limited::new(answer.into_body(), ANSWER_BYTES).collect().await?;
    connection.abort();
    Ok((status, body.to_bytes()))
}
