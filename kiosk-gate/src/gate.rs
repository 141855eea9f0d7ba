//! The socket, and the compositor's promise about it.
use std::error::Error;
use std::os::fd::AsFd;
use std::os::unix::net::UnixListener;
use std::path::Path;
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::wp::security_context::v1::client::wp_security_context_manager_v1::WpSecurityContextManagerV1;
use wayland_protocols::wp::security_context::v1::client::wp_security_context_v1::WpSecurityContextV1;

/// Who the compositor is told that the visitor's programs are.
const SANDBOX: &str = "guichet";
const VISITOR: &str = "visitor";

/// Offers the socket until the compositor goes away.
///
/// # Errors
/// When there is no compositor, it knows no security contexts, or the socket cannot be made.
pub fn open(path: &Path) -> Result<(), Box<dyn Error>> {
    let connection = Connection::connect_to_env()?;
    let (globals, mut queue) = registry_queue_init::<Gate>(&connection)?;
    let handle = queue.handle();
    let manager: WpSecurityContextManagerV1 = globals.bind(&handle, 1..=1, ())?;

    // One that an earlier run left is of no use to anybody.
    let _ = std::fs::remove_file(path);
    let listener = UnixListener::bind(path)?;
    // The door closes when the last of this pipe's ends does, so also when this program is killed.
    let (closed, _open) = rustix::pipe::pipe()?;
    let context = manager.create_listener(listener.as_fd(), closed.as_fd(), &handle, ());
    context.set_sandbox_engine(SANDBOX.to_owned());
    context.set_app_id(VISITOR.to_owned());
    context.commit();
    context.destroy();
    queue.roundtrip(&mut Gate)?;
    sd_notify::notify(&[sd_notify::NotifyState::Ready])?;
    loop {
        queue.blocking_dispatch(&mut Gate)?;
    }
}

struct Gate;

impl Dispatch<WlRegistry, GlobalListContents> for Gate {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: <WlRegistry as Proxy>::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

delegate_noop!(Gate: ignore WpSecurityContextManagerV1);
delegate_noop!(Gate: ignore WpSecurityContextV1);
