//! The arithmetic of a session's time.
//!
//! A countdown knows what was granted, what was consumed, and since when it runs. Nothing is
//! decremented: elapsed and remaining time follow from the clock it is asked with. The clock is
//! any monotonic count of milliseconds; server and station each use their own.

/// A session's time: what was granted and what was consumed.
///
/// Invariants, for every `now`: `elapsed + remaining = granted`, and `elapsed` never decreases
/// while nothing is granted or taken back. Durations are milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Countdown {
    granted_ms: u64,
    consumed_ms: u64,
    running_since: Option<i64>,
}

/// More time was to be removed than remains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotEnoughTime {
    /// What remains, in milliseconds.
    pub remaining_ms: u64,
}

impl Countdown {
    /// A countdown that stands still, as before the start or during a pause.
    #[must_use]
    pub fn paused(granted_ms: u64, consumed_ms: u64) -> Self {
        Self { granted_ms, consumed_ms: consumed_ms.min(granted_ms), running_since: None }
    }

    /// A countdown that had consumed `consumed_ms` at `since` and has been running from then on.
    #[must_use]
    pub fn running(granted_ms: u64, consumed_ms: u64, since: i64) -> Self {
        Self { running_since: Some(since), ..Self::paused(granted_ms, consumed_ms) }
    }

    /// What was granted in all, in milliseconds.
    #[must_use]
    pub fn granted_ms(&self) -> u64 {
        self.granted_ms
    }

    /// Whether time is passing.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running_since.is_some()
    }

    /// What was consumed by `now`, in milliseconds; never more than was granted.
    #[must_use]
    pub fn elapsed_ms(&self, now: i64) -> u64 {
        let ran = self.running_since.map_or(0, |since| u64::try_from(now.saturating_sub(since)).unwrap_or(0));
        self.consumed_ms.saturating_add(ran).min(self.granted_ms)
    }

    /// What is left at `now`, in milliseconds.
    #[must_use]
    pub fn remaining_ms(&self, now: i64) -> u64 {
        self.granted_ms - self.elapsed_ms(now)
    }

    /// How much of the granted time is consumed, from 0 to 100.
    #[must_use]
    pub fn percent(&self, now: i64) -> u8 {
        if self.granted_ms == 0 {
            return 100;
        }
        let percent = u128::from(self.elapsed_ms(now)) * 100 / u128::from(self.granted_ms);
        u8::try_from(percent).unwrap_or(100)
    }

    /// When `remaining_ms` will be left, on the clock that `now` comes from; `None` while paused.
    #[must_use]
    pub fn instant_of_remaining(&self, remaining_ms: u64) -> Option<i64> {
        let to_run = self.granted_ms.saturating_sub(self.consumed_ms).saturating_sub(remaining_ms);
        Some(self.running_since?.saturating_add_unsigned(to_run))
    }

    /// Stops the clock. Pausing twice changes nothing.
    #[must_use]
    pub fn pause(self, now: i64) -> Self {
        Self { consumed_ms: self.elapsed_ms(now), running_since: None, ..self }
    }

    /// Lets the clock run from `now` on. Resuming twice changes nothing.
    #[must_use]
    pub fn resume(self, now: i64) -> Self {
        Self { running_since: self.running_since.or(Some(now)), ..self }
    }

    /// Grants `delta_ms` more.
    #[must_use]
    pub fn grant(self, delta_ms: u64) -> Self {
        Self { granted_ms: self.granted_ms.saturating_add(delta_ms), ..self }
    }

    /// Takes `delta_ms` back.
    ///
    /// # Errors
    /// [`NotEnoughTime`] when less than that remains at `now`; nothing is taken then.
    pub fn take_back(self, delta_ms: u64, now: i64) -> Result<Self, NotEnoughTime> {
        let remaining_ms = self.remaining_ms(now);
        if delta_ms > remaining_ms {
            return Err(NotEnoughTime { remaining_ms });
        }
        Ok(Self {
            // Settling first keeps time that ran past the end from being counted against the rest.
            consumed_ms: self.elapsed_ms(now),
            granted_ms: self.granted_ms - delta_ms,
            running_since: self.running_since.map(|_| now),
        })
    }

    /// Takes over what another clock has counted, when that is more: time the station was open
    /// while the server could not count is charged, and no report ever gives time back.
    #[must_use]
    pub fn at_least(self, consumed_ms: u64, now: i64) -> Self {
        if consumed_ms <= self.elapsed_ms(now) {
            return self;
        }
        Self { consumed_ms: consumed_ms.min(self.granted_ms), running_since: self.running_since.map(|_| now), ..self }
    }
}

/// Milliseconds as whole seconds, rounded up: a countdown shows 1 until nothing is left.
#[must_use]
pub fn whole_seconds(ms: u64) -> u64 {
    ms.div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone)]
    enum Step {
        Wait(u32),
        Pause,
        Resume,
        Add(u32),
        Remove(u32),
        Report(u32),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..600_000u32).prop_map(Step::Wait),
            Just(Step::Pause),
            Just(Step::Resume),
            (0..1_800_000u32).prop_map(Step::Add),
            (0..1_800_000u32).prop_map(Step::Remove),
            (0..3_600_000u32).prop_map(Step::Report),
        ]
    }

    proptest! {
        /// SES-007: elapsed + remaining = granted, whatever happens; checked against a model that
        /// does decrement.
        #[test]
        fn elapsed_and_remaining_sum_to_what_was_granted(
            granted in 0..14_400_000u64,
            start in -1_000_000_000..2_000_000_000_000i64,
            steps in prop::collection::vec(step(), 0..40),
        ) {
            let mut now = start;
            let mut countdown = Countdown::paused(granted, 0).resume(now);
            let (mut total, mut left, mut running) = (granted, granted, true);
            for step in steps {
                match step {
                    Step::Wait(ms) => {
                        now += i64::from(ms);
                        if running {
                            left = left.saturating_sub(u64::from(ms));
                        }
                    }
                    Step::Pause => { countdown = countdown.pause(now); running = false; }
                    Step::Resume => {
                        // The engine ends a session that has nothing left; it never resumes one.
                        countdown = countdown.resume(now);
                        running = true;
                    }
                    Step::Add(ms) => {
                        // Time is only added to a session that is not over.
                        if left > 0 {
                            countdown = countdown.grant(u64::from(ms));
                            total += u64::from(ms);
                            left += u64::from(ms);
                        }
                    }
                    Step::Remove(ms) => match countdown.take_back(u64::from(ms), now) {
                        Ok(less) => {
                            countdown = less;
                            total -= u64::from(ms);
                            left -= u64::from(ms);
                        }
                        Err(refused) => {
                            prop_assert_eq!(refused.remaining_ms, left);
                            prop_assert!(u64::from(ms) > left);
                        }
                    },
                    Step::Report(ms) => {
                        countdown = countdown.at_least(u64::from(ms), now);
                        left = left.min(total.saturating_sub(u64::from(ms)));
                    }
                }
                prop_assert_eq!(countdown.granted_ms(), total);
                prop_assert_eq!(countdown.remaining_ms(now), left);
                prop_assert_eq!(countdown.elapsed_ms(now) + countdown.remaining_ms(now), total);
                prop_assert!(countdown.percent(now) <= 100);
            }
        }

        /// A clock that steps back gives nothing beyond what it takes, and never panics.
        #[test]
        fn any_instant_is_answered(granted: u64, consumed: u64, since: i64, now: i64) {
            let countdown = Countdown::running(granted, consumed, since);
            prop_assert_eq!(
                u128::from(countdown.elapsed_ms(now)) + u128::from(countdown.remaining_ms(now)),
                u128::from(granted)
            );
            let _ = (countdown.instant_of_remaining(consumed), countdown.percent(now));
        }

        #[test]
        fn a_deadline_is_when_nothing_is_left(
            granted in 1..14_400_000u64, consumed in 0..14_400_000u64, since in 0..2_000_000_000_000i64,
        ) {
            let countdown = Countdown::running(granted, consumed, since);
            let deadline = countdown.instant_of_remaining(0).expect("it runs");
            prop_assert_eq!(countdown.remaining_ms(deadline), 0);
            if consumed < granted {
                prop_assert_eq!(countdown.remaining_ms(deadline - 1), 1);
            }
        }
    }

    #[test]
    fn a_pause_costs_nothing() {
        let countdown = Countdown::paused(600_000, 0).resume(1_000);
        let paused = countdown.pause(61_000);
        assert_eq!(paused.remaining_ms(3_600_000), 540_000);
        assert_eq!(paused.instant_of_remaining(0), None);
        assert_eq!(paused.resume(3_600_000).remaining_ms(3_660_000), 480_000);
    }

    #[test]
    fn seconds_are_rounded_up() {
        assert_eq!([0, 1, 999, 1000, 1001].map(whole_seconds), [0, 1, 1, 1, 2]);
    }
}
