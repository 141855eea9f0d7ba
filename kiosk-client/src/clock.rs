//! The clock that counts, which only goes forward, and the one on the wall.
pub use crate::platform::now_ms;
use chrono::{DateTime, Local};

/// The date and time to show, which may be wrong or change: nothing is counted with it.
#[allow(clippy::disallowed_methods, reason = "what is only shown is read where it is shown")]
#[must_use]
pub fn on_the_wall() -> DateTime<Local> {
    Local::now()
}
