//! The site's logo, from the place that the server named.
use super::{Station, http};
use crate::branding;
use guichet_protocol::{LOGO_BYTES, Logo};
use hyper::StatusCode;
use std::time::Duration;
use tracing::warn;

/// A logo that could not be had is not worth a second try at once.
const AGAIN: Duration = Duration::from_secs(30);

/// Fetches a logo; nothing, after a while, when it cannot be had. Only the bytes that the server named are taken.
pub async fn fetch(station: &Station, logo: &Logo) -> Option<Vec<u8>> {
    // It is on the server itself, whatever the path says.
    let answer = if logo.path.starts_with('/') {
        http::get(station, &logo.path, LOGO_BYTES).await
    } else {
        Err("not a path of the server".into())
    };
    match answer {
        Ok((StatusCode::OK, bytes)) if branding::is(logo, &bytes) => return Some(bytes.to_vec()),
        Ok((status, _)) => warn!(%status, "the site's logo is not what the server named"),
        Err(error) => warn!(error, "the site's logo cannot be had"),
    }
    tokio::time::sleep(AGAIN).await;
    None
}
