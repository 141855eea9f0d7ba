//! One request and its answer.
use super::Station;
use super::dial::ANSWER_WITHIN;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use std::error::Error;

/// What goes wrong on the way.
pub type Failure = Box<dyn Error + Send + Sync>;

/// An answer has a few hundred bytes.
const ANSWER_BYTES: usize = 16 * 1024;

/// Posts JSON, and waits for the answer as long as a server may take.
///
/// # Errors
/// When there is no whole answer in time.
pub async fn post(station: &Station, route: &str, body: &impl Serialize) -> Result<(StatusCode, Bytes), Failure> {
    let body = serde_json::to_vec(body)?;
    tokio::time::timeout(ANSWER_WITHIN, post_patiently(station, route, body)).await?
}

async fn post_patiently(station: &Station, route: &str, body: Vec<u8>) -> Result<(StatusCode, Bytes), Failure> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(station.server.path(route))
        .header(HOST, station.server.host_header()?)
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT_LANGUAGE, station.language);
    if let Some(mac) = &station.mac {
        request = request.header("x-station-mac", mac);
    }
    let request = request.body(Full::new(Bytes::from(body)))?;
    let wire = TokioIo::new(station.server.dial().await?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(wire).await?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await?;
    let status = answer.status();
    let body = Limited::new(answer.into_body(), ANSWER_BYTES).collect().await?;
    connection.abort();
    Ok((status, body.to_bytes()))
}
