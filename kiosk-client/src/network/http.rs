//! One request and its answer.
use super::Station;
use super::dial::ANSWER_WITHIN;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST};
use hyper::http::request::Builder;
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

/// Gets what is there, at most so many bytes, and waits as long as a server may take.
///
/// # Errors
/// When there is no whole answer in time.
pub async fn get(station: &Station, route: &str, most: usize) -> Result<(StatusCode, Bytes), Failure> {
    let request = request(station, Method::GET, route)?.body(Full::default())?;
    tokio::time::timeout(ANSWER_WITHIN, answer(station, request, most)).await?
}

async fn post_patiently(station: &Station, route: &str, body: Vec<u8>) -> Result<(StatusCode, Bytes), Failure> {
    let mut request = request(station, Method::POST, route)?.header(CONTENT_TYPE, "application/json");
    if let Some(mac) = &station.mac {
        request = request.header("x-station-mac", mac);
    }
    answer(station, request.body(Full::new(Bytes::from(body)))?, ANSWER_BYTES).await
}

fn request(station: &Station, method: Method, route: &str) -> Result<Builder, Failure> {
    let (path, host) = (station.server.path(route), station.server.host_header()?);
    Ok(Request::builder().method(method).uri(path).header(HOST, host).header(ACCEPT_LANGUAGE, station.language))
}

async fn answer(station: &Station, request: Request<Full<Bytes>>, most: usize) -> Result<(StatusCode, Bytes), Failure> {
    let wire = TokioIo::new(station.server.dial().await?);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(wire).await?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await?;
    let status = answer.status();
    let body = Limited::new(answer.into_body(), most).collect().await?;
    connection.abort();
    Ok((status, body.to_bytes()))
}
