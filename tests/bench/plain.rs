//! The least that could do the same work: one handler, one echo, one hall where all hear all.
use axum::{
    Json, Router,
    extract::{
        State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::Response,
    routing::{get, post},
    serve::ListenerExt,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::broadcast};

/// The server's own figures (`sessions/socket_routes.rs`).
const BUFFER: usize = 1024;
const MAX_MESSAGE: usize = 16 * 1024;

pub async fn serve() {
    let address = std::env::var("GUICHET_LISTEN").expect("an address");
    let listener = TcpListener::bind(address).await.expect("a free address");
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let router = Router::new()
        .route("/api/postes/{id}/heartbeat/", post(heartbeat))
        .route("/ws/echo/", get(|upgrade| async { open(upgrade).on_upgrade(echo) }))
        .route("/ws/hall/", get(hall))
        .with_state(broadcast::Sender::new(4096));
    axum::serve(listener, router).await.expect("a server");
}

async fn heartbeat(_: String) -> Json<Value> {
    Json(json!({ "server_time": 1_795_150_800_000_i64, "session": null, "commands": [] }))
}

fn open(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade.read_buffer_size(BUFFER).write_buffer_size(0).max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE)
}

async fn echo(mut ws: WebSocket) {
    while let Some(Ok(message)) = ws.recv().await {
        if let Message::Text(text) = message
            && ws.send(Message::Text(text)).await.is_err()
        {
            return;
        }
    }
}

async fn hall(upgrade: WebSocketUpgrade, State(hall): State<broadcast::Sender<String>>) -> Response {
    open(upgrade).on_upgrade(move |mut ws| async move {
        let mut heard = hall.subscribe();
        loop {
            tokio::select! {
                message = ws.recv() => match message {
                    Some(Ok(Message::Text(text))) => drop(hall.send(text.as_str().to_owned())),
                    Some(Ok(_)) => {}
                    _ => return,
                },
                text = heard.recv() => {
                    let Ok(text) = text else { return };
                    if ws.send(Message::Text(text.into())).await.is_err() {
                        return;
                    }
                }
            }
        }
    })
}
