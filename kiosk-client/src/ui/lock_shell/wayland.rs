//! The connection to the compositor, and what can go wrong with it.
use iced_exwlshell::reexport::WlConnection;
use std::time::Duration;
use tracing::error;
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::{Connection, Dispatch, QueueHandle};

/// What a compositor says it has when it can lock the screen.
const LOCK: &str = "ext_session_lock_manager_v1";
/// How long a broken connection may go unnoticed.
const GLANCE: Duration = Duration::from_secs(1);

/// Connects to the compositor of the environment.
///
/// # Errors
/// When there is none, or it cannot lock the screen.
pub fn connect() -> Result<WlConnection, String> {
    let connection = Connection::connect_to_env().map_err(|error| error.to_string())?;
    let (globals, _) = registry_queue_init::<Globals>(&connection).map_err(|error| error.to_string())?;
    let can_lock = globals.contents().with_list(|list| list.iter().any(|global| global.interface == LOCK));
    if can_lock { Ok(connection) } else { Err(format!("the compositor has no {LOCK}")) }
}

struct Globals;

impl Dispatch<WlRegistry, GlobalListContents> for Globals {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: <WlRegistry as wayland_client::Proxy>::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

/// Ends the program when the compositor rejects it: iced would go on with a connection that is dead.
pub fn guard(connection: WlConnection) {
    std::thread::spawn(move || {
        loop {
            if let Some(error) = connection.protocol_error() {
                error!(%error, "the compositor ended the connection");
                std::process::abort();
            }
            std::thread::sleep(GLANCE);
        }
    });
}
