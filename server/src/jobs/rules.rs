//! When a job is due, and when a failed one is tried again.
use chrono::DateTime;
use chrono_tz::Tz;
use croner::Cron;
use std::{fmt, str::FromStr};

/// How often a job may be tried.
pub const MAX_ATTEMPTS: i64 = 3;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// When a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// Every so many seconds, less than a minute: by the leader itself, without a row for each run.
    Often {
        /// The period, in seconds.
        seconds: u32,
    },
    /// A cron expression of five fields, in the site's time zone: through the queue.
    Cron(&'static str),
}

impl Schedule {
    /// The first occurrence after `at` (milliseconds of UTC).
    #[must_use]
    pub fn next_after(self, at: i64, zone: Tz) -> i64 {
        match self {
            Self::Often { seconds } => {
                let period = i64::from(seconds.max(1)) * 1000;
                (at.div_euclid(period) + 1).saturating_mul(period)
            }
            // Every expression of ours parses and recurs: a test sees to it. Were it not so, a day
            // later would be late, and never too often.
            Self::Cron(expression) => occurrence(expression, at, zone).unwrap_or(at.saturating_add(DAY_MS)),
        }
    }
}

fn occurrence(expression: &str, at: i64, zone: Tz) -> Option<i64> {
    let cron = Cron::from_str(expression).ok()?;
    let local = DateTime::from_timestamp_millis(at)?.with_timezone(&zone);
    Some(cron.find_next_occurrence(&local, false).ok()?.timestamp_millis())
}

impl fmt::Display for Schedule {
    /// As a cron expression; with a field for seconds where they matter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Often { seconds: 1 } => f.write_str("* * * * * *"),
            Self::Often { seconds } => write!(f, "*/{seconds} * * * * *"),
            Self::Cron(expression) => f.write_str(expression),
        }
    }
}

/// How long to wait after the `attempts`-th attempt failed, in milliseconds; nothing when that was
/// the last.
#[must_use]
pub fn backoff_ms(attempts: i64) -> Option<i64> {
    match attempts {
        ..=1 => Some(30_000),
        2 => Some(120_000),
        MAX_ATTEMPTS.. => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Europe::Paris, Indian::Reunion};
    use proptest::prelude::*;

    /// 2026-11-20T00:00Z, a Friday.
    const NIGHT: i64 = 1_795_132_800_000;
    const HOUR: i64 = 3_600_000;

    #[test]
    fn daily_jobs_follow_the_site_s_clock() {
        // It is 04:00 in La Réunion: the run of this minute is over, the next is tomorrow's.
        assert_eq!(Schedule::Cron("0 4 * * *").next_after(NIGHT, Reunion), NIGHT + 24 * HOUR);
        assert_eq!(Schedule::Cron("0 4 * * *").next_after(NIGHT - 1, Reunion), NIGHT);
        assert_eq!(Schedule::Cron("30 6 * * *").next_after(NIGHT, Reunion), NIGHT + 2 * HOUR + HOUR / 2);
        assert_eq!(Schedule::Cron("*/5 * * * *").next_after(NIGHT + 1, Reunion), NIGHT + 300_000);
        // 1 December, 01:00 in La Réunion.
        assert_eq!(Schedule::Cron("0 1 1 * *").next_after(NIGHT, Reunion), NIGHT + 10 * 24 * HOUR + 21 * HOUR);
    }

    #[test]
    fn a_daily_job_runs_once_on_days_that_change_the_clocks() {
        // 29 March 2026: 02:00 to 03:00 does not exist in Paris. 25 October: it comes twice.
        for (start, hours) in [(1_774_738_800_000, 23), (1_792_879_200_000, 25)] {
            let schedule = Schedule::Cron("30 2 * * *");
            let mut at = start - 1;
            let mut runs = 0;
            loop {
                at = schedule.next_after(at, Paris);
                if at >= start + hours * HOUR {
                    break;
                }
                runs += 1;
            }
            assert_eq!(runs, 1, "{start}");
        }
    }

    #[test]
    fn what_runs_often_keeps_to_the_beat() {
        let tenth = Schedule::Often { seconds: 10 };
        assert_eq!(tenth.next_after(NIGHT, Reunion), NIGHT + 10_000);
        assert_eq!(tenth.next_after(NIGHT + 9_999, Reunion), NIGHT + 10_000);
        assert_eq!(tenth.to_string(), "*/10 * * * * *");
        assert_eq!(Schedule::Often { seconds: 1 }.to_string(), "* * * * * *");
    }

    #[test]
    fn a_failed_run_is_tried_twice_more() {
        assert_eq!([1, 2, 3, 4].map(backoff_ms), [Some(30_000), Some(120_000), None, None]);
    }

    #[test]
    fn every_job_s_schedule_can_be_read_and_is_its_own() {
        for job in crate::jobs::all() {
            if let Schedule::Cron(expression) = job.schedule {
                assert!(Cron::from_str(expression).is_ok(), "{}", job.name);
                assert_eq!(expression.split(' ').count(), 5, "{}", job.name);
            }
        }
    }

    proptest! {
        #[test]
        fn the_next_occurrence_lies_ahead(at in 0..4_000_000_000_000i64, which in 0..5usize) {
            let schedule = [
                Schedule::Often { seconds: 1 }, Schedule::Often { seconds: 10 }, Schedule::Cron("*/5 * * * *"),
                Schedule::Cron("0 3 * * *"), Schedule::Cron("0 1 1 * *"),
            ][which];
            let next = schedule.next_after(at, Paris);
            prop_assert!(next > at);
            prop_assert!(next - at <= 32 * 24 * HOUR);
        }
    }
}
