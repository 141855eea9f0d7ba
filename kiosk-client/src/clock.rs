//! The clock that counts, which only goes forward, and the one on the wall.
use chrono::{DateTime, Local};

/// Milliseconds since some fixed moment. On Linux the time a machine sleeps counts too, so that
/// closing a lid does not stop the meter.
#[cfg(target_os = "linux")]
#[must_use]
pub fn now_ms() -> i64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// Milliseconds since the first call.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn now_ms() -> i64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(std::time::Instant::now);
    i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// The date and time to show, which may be wrong or change: nothing is counted with it.
#[allow(clippy::disallowed_methods, reason = "what is only shown is read where it is shown")]
#[must_use]
pub fn on_the_wall() -> DateTime<Local> {
    Local::now()
}
