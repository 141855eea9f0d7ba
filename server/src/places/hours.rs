//! Opening hours: what the clock on the wall says, and what follows from it. No clock, no database.
use crate::{days, problem::Checks};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use guichet_protocol::Opening;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;

/// How far ahead a change is looked for: a week, in milliseconds.
const AHEAD_MS: i64 = 7 * 24 * 3_600_000;
const DAY_MINUTES: u16 = 24 * 60;
/// Times a day that a place opens, at most.
const MAX_SPANS: usize = 6;

/// A time of day, from `00:00` to `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl FromStr for TimeOfDay {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = "not a time such as 08:30";
        let (hours, minutes) = text.split_once(':').ok_or(refused)?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(hours) || !digits(minutes) {
            return Err(refused);
        }
        let hours: u16 = hours.parse().map_err(|_| refused)?;
        let minutes: u16 = minutes.parse().map_err(|_| refused)?;
        let whole = hours * 60 + minutes;
        if minutes < 60 && whole <= DAY_MINUTES { Ok(Self(whole)) } else { Err(refused) }
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        format!("{:02}:{:02}", time.0 / 60, time.0 % 60)
    }
}

impl TimeOfDay {
    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// When it is this time on `day`, in milliseconds of UTC.
    fn on(self, day: NaiveDate, zone: Tz) -> i64 {
        let seconds = u32::from(self.0) * 60;
        match NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0) {
            Some(time) => days::instant_of(day.and_time(time), zone),
            None => days::start_of(days::next(day), zone),
        }
    }
}

/// From when to when it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// From this time of day on.
    #[schema(value_type = String, example = "08:30")]
    pub from: TimeOfDay,
    /// Until this time of day; `24:00` for midnight.
    #[schema(value_type = String, example = "12:00")]
    pub to: TimeOfDay,
}

/// Opening hours by weekday, on the clocks of the agency's time zone. A day without any is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Horaires)]
#[serde(deny_unknown_fields, default)]
pub struct Hours {
    /// On Mondays.
    pub monday: Vec<Span>,
    /// On Tuesdays.
    pub tuesday: Vec<Span>,
    /// On Wednesdays.
    pub wednesday: Vec<Span>,
    /// On Thursdays.
    pub thursday: Vec<Span>,
    /// On Fridays.
    pub friday: Vec<Span>,
    /// On Saturdays.
    pub saturday: Vec<Span>,
    /// On Sundays.
    pub sunday: Vec<Span>,
}

impl Hours {
    fn of(&self, weekday: Weekday) -> &[Span] {
        match weekday {
            Weekday::Mon => &self.monday,
            Weekday::Tue => &self.tuesday,
            Weekday::Wed => &self.wednesday,
            Weekday::Thu => &self.thursday,
            Weekday::Fri => &self.friday,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        }
    }

    /// Notes days whose times do not follow each other.
    pub(super) fn check(&self, checks: &mut Checks) {
        let days = [
            ("hours.monday", &self.monday),
            ("hours.tuesday", &self.tuesday),
            ("hours.wednesday", &self.wednesday),
            ("hours.thursday", &self.thursday),
            ("hours.friday", &self.friday),
            ("hours.saturday", &self.saturday),
            ("hours.sunday", &self.sunday),
        ];
        for (field, spans) in days {
            let each = spans.iter().all(|span| span.from < span.to);
            let in_order = spans.windows(2).all(|two| two[0].to <= two[1].from);
            checks.require(each && in_order && spans.len() <= MAX_SPANS, field, "hours_order");
        }
    }

    /// Whether it is open at `now` in `zone`, and until when that holds.
    #[must_use]
    pub fn at(&self, now: i64, zone: Tz) -> Opening {
        let spans = self.around(now, zone);
        let open = spans.iter().find(|(from, to)| *from <= now && now < *to);
        let next = match open {
            Some((_, to)) => Some(*to),
            None => spans.iter().map(|(from, _)| *from).find(|from| *from > now),
        };
        let changes_at = next.filter(|at| *at <= now + AHEAD_MS);
        Opening { is_open: open.is_some(), changes_at, changes_at_local: changes_at.map(|at| wall_clock(at, zone)) }
    }

    /// From when to when it is open on `day`, in milliseconds of UTC.
    #[must_use]
    pub fn spans_of(&self, day: NaiveDate, zone: Tz) -> Vec<(i64, i64)> {
        self.of(day.weekday()).iter().map(|span| (span.from.on(day, zone), span.to.on(day, zone))).collect()
    }

    /// From when to when it is open, from the day before `now` to the week after; what touches is one.
    fn around(&self, now: i64, zone: Tz) -> Vec<(i64, i64)> {
        let today = days::day_of(now, zone);
        let first = today.checked_sub_days(Days::new(1)).unwrap_or(today);
        let mut found: Vec<(i64, i64)> = Vec::new();
        for day in (0..10).filter_map(|ahead| first.checked_add_days(Days::new(ahead))) {
            for span in self.of(day.weekday()) {
                let (from, to) = (span.from.on(day, zone), span.to.on(day, zone));
                match found.last_mut() {
                    Some((_, end)) if *end >= from => *end = to.max(*end),
                    // A span that the clocks skip is none.
                    _ if from < to => found.push((from, to)),
                    _ => {}
                }
            }
        }
        found
    }
}

fn wall_clock(at: i64, zone: Tz) -> String {
    let utc = DateTime::from_timestamp_millis(at).unwrap_or_default();
    utc.with_timezone(&zone).format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Africa::Kinshasa, Europe::Paris, Indian::Reunion};
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;
    /// Friday, 20 November 2026, midnight on Réunion.
    const FRIDAY: i64 = 1_795_118_400_000;

    fn span(from: &str, to: &str) -> Span {
        Span { from: from.parse().expect(from), to: to.parse().expect(to) }
    }

    fn shop() -> Hours {
        let day = vec![span("08:30", "12:00"), span("13:30", "18:00")];
        Hours { thursday: day.clone(), friday: day, saturday: vec![span("09:00", "12:00")], ..Hours::default() }
    }

    #[test]
    fn times_are_written_one_way() {
        for bad in ["8:30", "08.30", "24:01", "08:60", "+8:30", "", "08:30:00"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad}");
        }
        for good in ["00:00", "08:30", "24:00"] {
            assert_eq!(String::from(good.parse::<TimeOfDay>().expect(good)), good);
        }
    }

    #[test]
    fn a_day_goes_by() {
        let at = |hours_and_half: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "half-hours of a day")]
            let opening = shop().at(FRIDAY + (hours_and_half * 3_600_000.0) as i64, Reunion);
            (opening.is_open, opening.changes_at_local.unwrap_or_default())
        };
        assert_eq!(at(0.0), (false, "08:30".into()));
        assert_eq!(at(8.5), (true, "12:00".into()));
        assert_eq!(at(11.999), (true, "12:00".into()));
        assert_eq!(at(12.0), (false, "13:30".into()));
        assert_eq!(at(17.5), (true, "18:00".into()));
        assert_eq!(at(18.0), (false, "09:00".into()), "on Saturday");
        assert_eq!(at(36.0), (false, "08:30".into()), "on Thursday");
    }

    #[test]
    fn the_agency_s_clock_counts() {
        let opening = |zone| shop().at(FRIDAY + 8 * HOUR + HOUR / 2, zone).is_open;
        assert!(opening(Reunion));
        assert!(!opening(Kinshasa), "three hours earlier there");
    }

    #[test]
    fn midnight_is_no_end_when_the_next_day_goes_on() {
        let hours =
            Hours { friday: vec![span("20:00", "24:00")], saturday: vec![span("00:00", "02:00")], ..Hours::default() };
        let opening = hours.at(FRIDAY + 23 * HOUR, Reunion);
        assert_eq!((opening.is_open, opening.changes_at), (true, Some(FRIDAY + 26 * HOUR)));
        assert_eq!(hours.at(FRIDAY + 25 * HOUR, Reunion).changes_at, Some(FRIDAY + 26 * HOUR));
    }

    #[test]
    fn always_and_never_do_not_change_within_a_week() {
        let all = vec![span("00:00", "24:00")];
        let always = Hours {
            monday: all.clone(),
            tuesday: all.clone(),
            wednesday: all.clone(),
            thursday: all.clone(),
            friday: all.clone(),
            saturday: all.clone(),
            sunday: all,
        };
        assert_eq!(always.at(FRIDAY, Reunion), Opening { is_open: true, changes_at: None, changes_at_local: None });
        let never = Hours::default().at(FRIDAY, Reunion);
        assert_eq!(never, Opening { is_open: false, changes_at: None, changes_at_local: None });
    }

    #[test]
    fn the_day_of_a_change_of_clocks_is_open_its_hours() {
        // 29 March 2026: in Paris 02:00 becomes 03:00.
        let hours = Hours { sunday: vec![span("01:00", "04:00")], ..Hours::default() };
        let midnight = days::start_of(NaiveDate::from_ymd_opt(2026, 3, 29).expect("a day"), Paris);
        let opening = hours.at(midnight + HOUR, Paris);
        assert_eq!((opening.is_open, opening.changes_at), (true, Some(midnight + 3 * HOUR)));
    }

    #[test]
    fn what_opens_while_the_clocks_skip_opens_when_they_have() {
        let hours = Hours { sunday: vec![span("02:15", "04:00")], ..Hours::default() };
        let midnight = days::start_of(NaiveDate::from_ymd_opt(2026, 3, 29).expect("a day"), Paris);
        let opening = hours.at(midnight, Paris);
        assert_eq!((opening.is_open, opening.changes_at), (false, Some(midnight + 2 * HOUR)));
        assert_eq!(opening.changes_at_local.as_deref(), Some("03:00"));
    }

    #[test]
    fn days_out_of_order_are_named() {
        let mut checks = Checks::default();
        Hours { monday: vec![span("12:00", "08:00")], ..Hours::default() }.check(&mut checks);
        Hours { sunday: vec![span("08:00", "12:00"), span("11:00", "13:00")], ..Hours::default() }.check(&mut checks);
        shop().check(&mut checks);
        let named: Vec<String> =
            checks.finish().expect_err("refused").errors.into_iter().map(|error| error.field).collect();
        assert_eq!(named, ["hours.monday", "hours.sunday"]);
    }

    proptest! {
        /// What is announced is what happens: nothing changes before, and something does then.
        #[test]
        fn the_next_change_is_a_change(after in 0..(20 * 24 * HOUR), paris: bool) {
            let zone = if paris { Paris } else { Reunion };
            let now = FRIDAY + after;
            let opening = shop().at(now, zone);
            let at = opening.changes_at.expect("three days a week");
            prop_assert!(at > now);
            prop_assert_eq!(shop().at(at - 1, zone).is_open, opening.is_open);
            prop_assert_eq!(shop().at(at, zone).is_open, !opening.is_open);
        }
    }
}
