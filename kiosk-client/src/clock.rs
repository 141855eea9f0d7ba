//! The station's own clock: it only goes forward, whatever becomes of the date.

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
