//! Days as people count them: from midnight to midnight where they live.
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// Half an hour, in milliseconds: each shift of a clock for summer time is a multiple of it, so
/// that counts by half-hour can be put together to days of any zone.
pub const HALF_HOUR_MS: i64 = 30 * 60 * 1000;

/// The day it is at `at` (milliseconds of UTC) in `zone`.
#[must_use]
pub fn day_of(at: i64, zone: Tz) -> NaiveDate {
    let utc = DateTime::from_timestamp_millis(at).unwrap_or_default();
    zone.from_utc_datetime(&utc.naive_utc()).date_naive()
}

/// When `day` starts in `zone`, in milliseconds of UTC. Where the clocks skip midnight, that is
/// the first instant after the gap; where they strike it twice, the first time.
#[must_use]
pub fn start_of(day: NaiveDate, zone: Tz) -> i64 {
    instant_of(NaiveDateTime::new(day, NaiveTime::MIN), zone)
}

/// When the clocks of `zone` show `wanted`, in milliseconds of UTC; skipped and struck twice as above.
#[must_use]
pub fn instant_of(wanted: NaiveDateTime, zone: Tz) -> i64 {
    let mut local = wanted;
    // No zone has ever skipped more than a day, and each gap ends at a whole minute.
    for _ in 0..=24 * 60 {
        if let Some(instant) = zone.from_local_datetime(&local).earliest() {
            return instant.timestamp_millis();
        }
        local += TimeDelta::minutes(1);
    }
    wanted.and_utc().timestamp_millis()
}

/// How many days it is from one day to another, each written `2026-11-20`; nothing when one is no day.
#[must_use]
pub fn between(from: &str, to: &str) -> Option<i64> {
    let (from, to): (NaiveDate, NaiveDate) = (from.parse().ok()?, to.parse().ok()?);
    Some((to - from).num_days())
}

/// The `count` days up to the one it is at `now`, the oldest first.
#[must_use]
pub fn last_days(now: i64, count: u32, zone: Tz) -> Vec<NaiveDate> {
    let today = day_of(now, zone);
    (0..u64::from(count)).rev().filter_map(|back| today.checked_sub_days(Days::new(back))).collect()
}

/// The day after; the same at the end of the calendar.
#[must_use]
pub fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The Monday of the week it is at `now`.
#[must_use]
pub fn monday_of(now: i64, zone: Tz) -> NaiveDate {
    let today = day_of(now, zone);
    let since = u64::from(today.weekday().num_days_from_monday());
    today.checked_sub_days(Days::new(since)).unwrap_or(today)
}

/// From when until before when it is the day of `now`, in milliseconds of UTC.
#[must_use]
pub fn bounds_of_day(now: i64, zone: Tz) -> (i64, i64) {
    let today = day_of(now, zone);
    (start_of(today, zone), start_of(next(today), zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Africa::Kinshasa, America::Sao_Paulo, Europe::Paris, Indian::Reunion};
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    #[test]
    fn a_day_starts_at_midnight_of_its_zone() {
        let new_year = 1_767_225_600_000; // 2026-01-01T00:00Z
        assert_eq!(start_of(day(2026, 1, 1), Reunion), new_year - 4 * HOUR);
        assert_eq!(start_of(day(2026, 1, 1), Kinshasa), new_year - HOUR);
        assert_eq!(day_of(new_year - 4 * HOUR, Reunion), day(2026, 1, 1));
        assert_eq!(day_of(new_year - 4 * HOUR - 1, Reunion), day(2025, 12, 31));
        assert_eq!(day_of(new_year - 4 * HOUR, Kinshasa), day(2025, 12, 31));
    }

    #[test]
    fn days_of_a_change_of_clocks_are_shorter_and_longer() {
        let length = |d| start_of(next(d), Paris) - start_of(d, Paris);
        assert_eq!(length(day(2026, 3, 29)), 23 * HOUR);
        assert_eq!(length(day(2026, 10, 25)), 25 * HOUR);
        assert_eq!(length(day(2026, 10, 26)), 24 * HOUR);
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_starts_after_the_gap() {
        // On 4 November 2018 the clocks of Sao Paulo went from 00:00 to 01:00.
        let start = start_of(day(2018, 11, 4), Sao_Paulo);
        assert_eq!(day_of(start, Sao_Paulo), day(2018, 11, 4));
        assert_eq!(day_of(start - 1, Sao_Paulo), day(2018, 11, 3));
    }

    #[test]
    fn the_last_days_end_today() {
        let now = start_of(day(2026, 3, 2), Reunion) + 5 * HOUR;
        assert_eq!(last_days(now, 3, Reunion), [day(2026, 2, 28), day(2026, 3, 1), day(2026, 3, 2)]);
        assert_eq!(last_days(now, 30, Reunion).len(), 30);
        assert_eq!(monday_of(now, Reunion), day(2026, 3, 2));
        assert_eq!(monday_of(now - 6 * HOUR, Reunion), day(2026, 2, 23));
    }

    proptest! {
        #[test]
        fn every_instant_lies_in_its_day(at in 0..4_000_000_000_000i64, paris: bool) {
            let zone = if paris { Paris } else { Reunion };
            let (from, before) = bounds_of_day(at, zone);
            prop_assert!(from <= at && at < before);
            prop_assert_eq!(day_of(from, zone), day_of(at, zone));
            prop_assert_eq!(from % HALF_HOUR_MS, 0);
        }

        #[test]
        fn any_instant_has_a_day(at: i64) {
            let _ = bounds_of_day(at, Paris);
        }
    }
}
