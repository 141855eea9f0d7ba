//! Telling the server that the image which this machine was given has come up.
use super::Station;
use super::backoff::Backoff;
use super::http::post;
use hyper::StatusCode;
use std::sync::Arc;
use tokio::time::sleep;
use tracing::{info, warn};

/// Tells it, as soon as the server can be reached. The server may have forgotten the start by then.
pub async fn tell(station: Arc<Station>) {
    let Some(start) = station.start else { return };
    let route = format!("/boot/starts/{start}/client");
    let mut backoff = Backoff::default();
    loop {
        match post(&station, &route, &()).await {
            Ok((status, _)) if status.is_success() || status == StatusCode::NOT_FOUND => {
                info!(%start, %status, "the server knows how far this start came");
                return;
            }
            Ok((status, _)) => warn!(%start, %status, "the server does not take how far this start came"),
            Err(error) => warn!(%start, error, "the server cannot be told how far this start came"),
        }
        sleep(backoff.next_wait()).await;
    }
}
