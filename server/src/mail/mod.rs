//! Letters by e-mail: written in the receiver's language, queued with the change that causes them, sent by
//! a task that tries again. What they say is sealed at rest, because it holds links that open accounts.
mod letter;
mod queue;
mod send;

pub use letter::{Kind, Letter};
pub use queue::{purge, queue};
pub use send::{send_due, work};

use crate::{App, modules::Module};
use utoipa_axum::router::OpenApiRouter;

/// The module.
pub const MODULE: Module =
    Module { name: "mail", routes: OpenApiRouter::new, permissions: &[], statements: &[queue::STATEMENTS], lists: &[] };

/// Whether this installation has a mail server.
#[must_use]
pub fn is_on(app: &App) -> bool {
    !app.settings.smtp_host.is_empty()
}

/// Sends what was queued without waiting for the next look.
pub fn wake(app: &App) {
    app.letters_wait.notify_one();
}
