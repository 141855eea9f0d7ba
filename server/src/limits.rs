//! Limits on failed attempts.
//!
//! Only failures count, so that an attack uses up the attacker's own allowance and nobody else's:
//! honest people succeed, and are never counted. Each failure is forgotten after a while.
use crate::problem::{Code, Problem};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

/// More keys than this are never remembered: the oldest are forgotten first.
const MAX_KEYS: usize = 20_000;

/// What an address stands for in a count: who has one of IPv6 has at least the 2⁶⁴ beside it, and an address of IPv4
/// is the same however it is written.
#[must_use]
pub fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.into(),
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64).into(),
    }
}

/// Failures of one kind, counted by key.
pub struct Failures {
    allowed: f64,
    period_ms: f64,
    enforced: bool,
    buckets: Mutex<HashMap<u64, Bucket>>,
}

/// A leaky bucket: `level` failures were in it at `at`.
#[derive(Clone, Copy)]
struct Bucket {
    level: f64,
    at: i64,
}

impl Failures {
    /// Allows `allowed` failures in a row, and one more for every `period_s / allowed` seconds.
    #[must_use]
    pub fn new(allowed: u32, period_s: u32, enforced: bool) -> Self {
        Self {
            allowed: f64::from(allowed),
            period_ms: f64::from(period_s) * 1000.0,
            enforced,
            buckets: Mutex::default(),
        }
    }

    /// Whether another attempt under `key` is allowed at `now`. `share` widens the allowance for
    /// keys that stand for many people, such as an address.
    ///
    /// # Errors
    /// [`Code::TooManyAttempts`], with how long to wait.
    pub fn check(&self, key: impl Hash, share: f64, now: i64) -> Result<(), Problem> {
        if !self.enforced {
            return Ok(());
        }
        self.allow(self.level(hash(&key), share, now), share)
    }

    /// Whether there is room for another attempt above `level`.
    fn allow(&self, level: f64, share: f64) -> Result<(), Problem> {
        let over = level + 1.0 - self.allowed * share;
        if over <= 0.0 || !self.enforced {
            return Ok(());
        }
        let wait_ms = over * self.period_ms / (self.allowed * share);
        Err(Problem::from(Code::TooManyAttempts).retry_after(ceil_seconds(wait_ms)))
    }

    /// Counts a failure under `key`.
    pub fn count(&self, key: impl Hash, share: f64, now: i64) {
        self.change(hash(&key), share, now, |level| level + 1.0);
    }

    /// Counts an attempt before it is known how it ends, so that attempts at once are no more than
    /// attempts one after the other. [`Failures::give_back`] takes one back that did not fail.
    ///
    /// # Errors
    /// [`Code::TooManyAttempts`], with how long to wait.
    pub fn take(&self, key: impl Hash + Copy, share: f64, now: i64) -> Result<(), Problem> {
        let before = self.change(hash(&key), share, now, |level| level + 1.0);
        self.allow(before, share).inspect_err(|_| self.give_back(key, share, now))
    }

    /// Takes back what [`Failures::take`] counted.
    pub fn give_back(&self, key: impl Hash, share: f64, now: i64) {
        self.change(hash(&key), share, now, |level| (level - 1.0).max(0.0));
    }

    /// Forgets all that was counted under a key.
    pub fn forget(&self, key: impl Hash) {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash(&key));
    }

    /// Changes a bucket's level, and gives back what it was.
    fn change(&self, key: u64, share: f64, now: i64, change: impl FnOnce(f64) -> f64) -> f64 {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let level = buckets.get(&key).map_or(0.0, |bucket| self.leaked(*bucket, share, now));
        if buckets.len() >= MAX_KEYS && !buckets.contains_key(&key) {
            let oldest = buckets.iter().min_by_key(|(_, bucket)| bucket.at).map(|(key, _)| *key);
            oldest.map(|oldest| buckets.remove(&oldest));
        }
        buckets.insert(key, Bucket { level: change(level), at: now });
        level
    }

    fn level(&self, key: u64, share: f64, now: i64) -> f64 {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.get(&key).map_or(0.0, |bucket| self.leaked(*bucket, share, now))
    }

    fn leaked(&self, bucket: Bucket, share: f64, now: i64) -> f64 {
        let leaked = milliseconds(now - bucket.at) * self.allowed * share / self.period_ms;
        (bucket.level - leaked).max(0.0)
    }
}

fn hash(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Exact for any span this program can see: 2^53 ms are 285,000 years.
#[expect(clippy::cast_precision_loss, reason = "see above")]
fn milliseconds(span: i64) -> f64 {
    span.max(0) as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive span of minutes")]
fn ceil_seconds(ms: f64) -> u64 {
    (ms / 1000.0).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_limited_by_key_and_forgotten_in_time() {
        let failures = Failures::new(3, 60, true);
        for _ in 0..3 {
            failures.check("a", 1.0, 0).expect("allowed");
            failures.count("a", 1.0, 0);
        }
        let refused = failures.check("a", 1.0, 0).expect_err("the fourth");
        assert_eq!(refused.retry_after_s, Some(20));
        failures.check("b", 1.0, 0).expect("another key");
        failures.check("a", 1.0, 20_000).expect("one was forgotten");
        failures.count("a", 1.0, 20_000);
        failures.check("a", 1.0, 20_000).expect_err("and used again");
    }

    #[test]
    fn a_shared_key_is_allowed_more() {
        let failures = Failures::new(2, 60, true);
        for _ in 0..20 {
            failures.check("hall", 10.0, 0).expect("allowed");
            failures.count("hall", 10.0, 0);
        }
        failures.check("hall", 10.0, 0).expect_err("the 21st");
    }

    #[test]
    fn attempts_at_once_are_no_more_than_one_after_the_other() {
        let failures = Failures::new(3, 60, true);
        let taken = (0..10).filter(|_| failures.take("a", 1.0, 0).is_ok()).count();
        assert_eq!(taken, 3);
        let refused = failures.take("a", 1.0, 0).expect_err("the fourth");
        assert_eq!(refused.retry_after_s, Some(20));
        failures.give_back("a", 1.0, 0);
        failures.take("a", 1.0, 0).expect("one did not fail");
        failures.take("a", 1.0, 0).expect_err("and was used again");
    }

    #[test]
    fn neighbours_in_a_network_are_one() {
        let of = |text: &str| network(text.parse().expect("an address")).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(of("203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn memory_is_bounded() {
        let failures = Failures::new(2, 60, true);
        for key in 0..(MAX_KEYS + 10) {
            failures.count(key, 1.0, i64::try_from(key).expect("small"));
        }
        assert_eq!(failures.buckets.lock().expect("sound").len(), MAX_KEYS);
    }
}
