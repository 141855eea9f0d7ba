//! How long to wait before trying again.
use rand::RngExt;
use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(15);

/// Waits that double, with jitter: a thousand stations that lost their server together do not all
/// come back in the same instant.
#[derive(Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The server answered: the next wait is short again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// Whether nothing failed since the server answered.
    pub fn is_fresh(&self) -> bool {
        self.failures == 0
    }

    /// How long to wait now.
    pub fn next_wait(&mut self) -> Duration {
        let longest = FIRST.saturating_mul(1 << self.failures.min(10)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        longest.mul_f64(rand::rng().random_range(0.5..=1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_their_limit_and_start_again() {
        let mut backoff = Backoff::default();
        for expected_ms in [500, 1000, 2000, 4000, 8000, 15_000, 15_000] {
            let expected = Duration::from_millis(expected_ms);
            let wait = backoff.next_wait();
            assert!(wait <= expected && wait >= expected / 2, "{wait:?}");
        }
        backoff.reset();
        assert!(backoff.next_wait() <= FIRST);
    }
}
