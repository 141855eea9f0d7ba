//! The time, as the whole server knows it: milliseconds of UTC that never jump.
//!
//! The wall clock is read once, at the start; from then on a monotonic clock carries it. Setting
//! the machine's clock while the server runs therefore neither gives nor takes anybody's time.
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Where the time comes from.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    Steady { started_ms: i64, started: Instant },
    Manual(watch::Sender<i64>),
}

impl Clock {
    /// The machine's clock, read once and carried on by its monotonic clock.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    pub fn system() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(Source::Steady { started_ms: millis(since_epoch), started: Instant::now() })
    }

    /// A clock that stands at `now` until a test moves it.
    #[must_use]
    pub fn manual(now: i64) -> Self {
        Self(Source::Manual(watch::Sender::new(now)))
    }

    /// Moves a manual clock forward. The machine's clock cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(now) = &self.0 {
            now.send_modify(|now| *now = now.saturating_add(millis(by)));
        }
    }

    /// Now, in milliseconds of UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        match &self.0 {
            Source::Steady { started_ms, started } => started_ms.saturating_add(millis(started.elapsed())),
            Source::Manual(now) => *now.borrow(),
        }
    }

    /// How far the machine's clock has gone from this one since the start, in milliseconds: somebody set it.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "compared with the wall clock, not read from it")]
    pub fn drift_ms(&self) -> i64 {
        match &self.0 {
            Source::Steady { .. } => {
                millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()) - self.now()
            }
            Source::Manual(_) => 0,
        }
    }

    /// Waits until this clock shows `instant`.
    pub async fn sleep_until(&self, instant: i64) {
        match &self.0 {
            Source::Steady { .. } => {
                let wait = u64::try_from(instant.saturating_sub(self.now())).unwrap_or(0);
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
            Source::Manual(now) => {
                // The sender lives in `self`, so waiting only ends when the clock was moved.
                let _ = now.subscribe().wait_for(|now| *now >= instant).await;
            }
        }
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
