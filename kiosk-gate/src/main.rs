//! The visitor's door to the compositor.
//!
//! It opens a socket under a `wp_security_context_v1`. On it the compositor does not offer what could get round the lock:
//! locking, layers above other windows, capturing the screen, typing for others, watching the clipboard. The door is open
//! as long as this program runs.

#[cfg(target_os = "linux")]
mod gate;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: guichet-kiosk-gate SOCKET");
        return std::process::ExitCode::FAILURE;
    };
    match gate::open(path.as_ref()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the door to the compositor cannot stay open: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("there is a compositor on Linux only");
}
