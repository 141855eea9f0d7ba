//! Which warnings a session has had, and which comes next.

/// When a visitor is warned: this many seconds before the end.
pub const THRESHOLDS_S: [u32; 5] = [300, 120, 60, 30, 10];

/// The thresholds that have been announced, one bit each.
///
/// Each is announced once; when time is added back above a threshold, it will be announced again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Warnings(u8);

impl Warnings {
    /// The warnings of a session that starts with `remaining_ms`: a threshold it is already at or
    /// under was never crossed, so it is not announced.
    #[must_use]
    pub fn at_start(remaining_ms: u64) -> Self {
        Self::default().settle(remaining_ms).0
    }

    /// Reads the stored bits; bits that mean nothing are dropped.
    #[must_use]
    pub fn from_bits(bits: i64) -> Self {
        Self(u8::try_from(bits & 0x1f).unwrap_or_default())
    }

    /// The bits to store.
    #[must_use]
    pub fn bits(self) -> i64 {
        i64::from(self.0)
    }

    /// Marks every threshold that `remaining_ms` has reached, and returns the lowest of those that
    /// were not marked before: after a long gap one warning is due, not five.
    #[must_use]
    pub fn settle(self, remaining_ms: u64) -> (Self, Option<u32>) {
        let mut reached = Self(0);
        let mut due = None;
        for (bit, threshold_s) in THRESHOLDS_S.into_iter().enumerate() {
            if remaining_ms <= u64::from(threshold_s) * 1000 {
                reached.0 |= 1 << bit;
                if self.0 & (1 << bit) == 0 {
                    due = Some(threshold_s);
                }
            }
        }
        (reached, due)
    }

    /// The remaining time, in milliseconds, at which the next warning falls due; `None` when all
    /// were announced.
    #[must_use]
    pub fn next_ms(self) -> Option<u64> {
        THRESHOLDS_S
            .into_iter()
            .enumerate()
            .find(|(bit, _)| self.0 & (1 << bit) == 0)
            .map(|(_, threshold_s)| u64::from(threshold_s) * 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced(start_ms: u64, readings_ms: impl IntoIterator<Item = u64>) -> Vec<u32> {
        let mut warnings = Warnings::at_start(start_ms);
        let mut heard = Vec::new();
        for remaining_ms in readings_ms {
            let (next, due) = warnings.settle(remaining_ms);
            warnings = next;
            heard.extend(due);
        }
        heard
    }

    /// RTM-012: a session of 310 s gets exactly its five warnings.
    #[test]
    fn each_threshold_is_announced_once() {
        let heard = announced(310_000, (0..=310).rev().map(|s| s * 1000));
        assert_eq!(heard, THRESHOLDS_S);
    }

    #[test]
    fn a_short_session_is_not_warned_of_what_it_never_had() {
        assert_eq!(announced(60_000, (0..60).rev().map(|s| s * 1000)), [30, 10]);
    }

    #[test]
    fn time_added_above_a_threshold_brings_it_back() {
        assert_eq!(announced(310_000, [299_000, 119_000, 1_019_000, 300_000, 200_000]), [300, 120, 300]);
    }

    #[test]
    fn after_a_gap_only_the_nearest_is_announced() {
        assert_eq!(announced(310_000, [25_000, 24_000]), [30]);
    }

    #[test]
    fn the_next_warning_is_known_in_advance() {
        assert_eq!(Warnings::at_start(310_000).next_ms(), Some(300_000));
        assert_eq!(Warnings::at_start(100_000).next_ms(), Some(60_000));
        assert_eq!(Warnings::at_start(5_000).next_ms(), None);
        assert_eq!(Warnings::from_bits(-1), Warnings::at_start(0));
    }
}
