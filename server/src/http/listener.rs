//! The listener: bounded connections, bounded headers, time-outs, and an end that waits for what
//! was begun.
use super::Service;
use crate::{App, app::stopped, extract::Peer};
use axum::{body::Body, extract::Request};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use std::{io, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore};

const MAX_CONNECTIONS: usize = 20_000;
/// Headers that are not complete by then end the connection; also how long an idle one is kept.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// Room for a request's headers.
const BUFFER: usize = 16 * 1024;

/// How the server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// Every request was answered.
    Gracefully,
    /// Some took too long and were cut off.
    CutOff,
}

/// Answers requests until `app.stopping`, then waits for those in flight.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(app: &App, service: Service, listener: TcpListener) -> io::Result<Stopped> {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let protocol = protocol();
    let mut stopping = app.stopping.subscribe();
    loop {
        let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, most likely: waiting lets some close.
                    tracing::warn!(%error, "A connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = stopped(&mut stopping) => break,
        };
        // Frames are small and must not wait for one another.
        let _ = stream.set_nodelay(true);
        let service = service.clone();
        // Each request carries the address it came from.
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            service.clone().answer(request)
        });
        let watcher = graceful.watcher();
        let protocol = protocol.clone();
        tokio::spawn(async move {
            let connection = protocol.serve_connection_with_upgrades(TokioIo::new(stream), service);
            if let Err(error) = watcher.watch(connection).await {
                tracing::debug!(%error, "A connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    let patience = Duration::from_secs(app.settings.shutdown_seconds);
    match tokio::time::timeout(patience, graceful.shutdown()).await {
        Ok(()) => Ok(Stopped::Gracefully),
        Err(_) => Ok(Stopped::CutOff),
    }
}

/// One connection's protocol: HTTP/1 only, for a proxy speaks the newer ones.
fn protocol() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    // GRUB reads no other headers: it looks for `Content-Length` as it stands there.
    builder.http1().title_case_headers(true);
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(BUFFER);
    builder
}
