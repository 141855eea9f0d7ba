//! What stations fetch: the repositories of their software, one for each channel, as `scripts/publish.sh` makes them, and the images
//! they start from. Public: a station knows what is there by the administrator's signature, whoever gave it.
use super::share::Share;
use crate::problem::{Code, Problem};
use axum::{
    body::Body,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::{convert::Infallible, path::PathBuf};
use tower::{ServiceExt, service_fn, util::BoxCloneSyncService};
use tower_http::services::ServeDir;

/// Gives the files of this folder, whole or from where a station left off; it lists none, and takes none. All together take
/// their share of the line.
pub(super) fn service(folder: PathBuf, share: Share) -> BoxCloneSyncService<Request, Response, Infallible> {
    let folder = ServeDir::new(folder).append_index_html_on_directories(false);
    BoxCloneSyncService::new(service_fn(move |request: Request| {
        let (folder, share) = (folder.clone(), share.clone());
        async move { folder.oneshot(request).await.map(|found| answer(found, share)) }
    }))
}

fn answer(found: impl IntoResponse, share: Share) -> Response {
    let response = found.into_response();
    match response.status() {
        // A folder is none of its files.
        StatusCode::NOT_FOUND | StatusCode::TEMPORARY_REDIRECT => Problem::from(Code::NoSuchPath).into_response(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::from(Code::MethodNotAllowed).into_response(),
        _ if share.is_all() => response,
        _ => response.map(|body| Body::from_stream(share.paced(body.into_data_stream()))),
    }
}
