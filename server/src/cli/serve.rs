//! Starting and stopping the server.
use super::Failure;
use crate::{
    App,
    app::stopped,
    http::{self, Stopped},
    jobs,
    live::LiveEvent,
    mail, places,
    sessions::Engine,
    stations,
};
use std::process::ExitCode;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::broadcast::error::RecvError,
};

/// Serves until SIGTERM or SIGINT, then lets what was begun come to its end.
pub async fn serve(app: &App, migrate: bool) -> Result<ExitCode, Failure> {
    app.db.check().await?;
    if migrate {
        app.db.migrate().await?;
    }
    crate::app::metrics_handle();
    let alone = app.settings.hold_data_dir()?;
    app.load().await?;
    let (leadership, leader) = jobs::leader::start(app).await;
    let engine = Engine::start(app.clone(), leadership.clone()).await;
    let listener = TcpListener::bind(app.settings.listen)
        .await
        .map_err(|error| format!("GUICHET_LISTEN {}: {error}", app.settings.listen))?;
    tracing::info!(address = %listener.local_addr()?, database = app.db.kind(), "Guichet is ready");
    stop_on_signal(app)?;
    let mut tasks = background(app);
    tasks.extend([tokio::spawn(engine.run()), jobs::start(app, leadership), leader]);
    let stopped = http::serve(app, http::service(app), listener).await?;
    for task in tasks {
        // A task that broke has said so in the log.
        let _ = task.await;
    }
    // What was heard since the last sweep.
    if let Err(problem) = stations::sweep(app).await {
        problem.log("presence");
    }
    drop(alone);
    tracing::info!(graceful = stopped == Stopped::Gracefully, "Guichet has stopped");
    Ok(ExitCode::SUCCESS)
}

fn stop_on_signal(app: &App) -> Result<(), Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let app = app.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.stopping.send_replace(true);
    });
    Ok(())
}

/// Starts what works beside the requests. Each ends when the server stops.
fn background(app: &App) -> Vec<tokio::task::JoinHandle<()>> {
    tokio::spawn(app.live.clone().follow(app.db.clone()));
    tokio::spawn(follow_identities(app.clone()));
    vec![
        tokio::spawn(sweep_presence(app.clone())),
        tokio::spawn(places::watch(app.clone())),
        tokio::spawn(mail::work(app.clone())),
    ]
}

/// Another process may have changed what a station is known by. What was missed is read again, until it
/// could be read: a credential that was taken away must not stay good here.
async fn follow_identities(app: App) {
    let mut events = app.live.subscribe();
    loop {
        let changed = match events.recv().await.as_deref().map(|published| &published.event) {
            Ok(LiveEvent::Identity { station_id } | LiveEvent::Login { station_id, .. }) => Some(*station_id),
            Ok(LiveEvent::Resync) | Err(RecvError::Lagged(_)) => None,
            Ok(_) => continue,
            Err(RecvError::Closed) => return,
        };
        while let Err(problem) = app.stations.read_again(&app, changed).await {
            problem.log("identities");
            app.clock.sleep_until(app.clock.now() + 1_000).await;
        }
    }
}

async fn sweep_presence(app: App) {
    let mut stopping = app.stopping.subscribe();
    loop {
        tokio::select! {
            () = app.clock.sleep_until(app.clock.now() + stations::SWEEP_MS) => {}
            () = stopped(&mut stopping) => return,
        }
        if let Err(problem) = stations::sweep(&app).await {
            problem.log("presence");
        }
    }
}
