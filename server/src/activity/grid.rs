//! The hours of days as the clocks of an agency strike them, and how much of each a place is open.
use super::period::Span;
use crate::{days, places::Hours};
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// One hour of one day. Where the clocks skip it, it is empty; where they strike it twice, it is twice as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hour {
    pub day: NaiveDate,
    /// Its number, from 0 to 23.
    pub clock: u32,
    pub from: i64,
    pub to: i64,
}

impl Hour {
    /// How much of it lies within `from..to`.
    fn within(&self, from: i64, to: i64) -> i64 {
        (self.to.min(to) - self.from.max(from)).max(0)
    }
}

/// Hours in order.
pub(super) struct Grid {
    pub hours: Vec<Hour>,
}

impl Grid {
    pub(super) fn of(span: Span, zone: Tz) -> Self {
        let mut hours = Vec::new();
        for day in span.each_day() {
            let starts = (0..24)
                .filter_map(|hour| Some(days::instant_of(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?), zone)));
            let mut starts: Vec<i64> = starts.collect();
            starts.push(days::start_of(days::next(day), zone));
            for (hour, two) in (0..).zip(starts.windows(2)) {
                hours.push(Hour { day, clock: hour, from: two[0], to: two[1].max(two[0]).min(span.to) });
            }
        }
        Self { hours }
    }

    /// Which of the hours this instant lies in.
    pub(super) fn place_of(&self, at: i64) -> Option<usize> {
        let after = self.hours.partition_point(|hour| hour.from <= at);
        let place = self.hours[..after].iter().rposition(|hour| hour.to > at)?;
        (self.hours[place].from <= at).then_some(place)
    }

    /// For each of the hours, how long stations that stand in one place are open until `now`: those that were there,
    /// each since it was made.
    pub(super) fn open_ms(&self, hours: Option<&Hours>, stations: &[i64], zone: Tz, now: i64) -> Vec<i64> {
        let open_at = |hour: &Hour| match hours {
            Some(hours) => hours.spans_of(hour.day, zone),
            None => vec![(hour.from, hour.to)],
        };
        let together = |hour: &Hour| {
            let spans = open_at(hour);
            let of_one =
                |since: i64| spans.iter().map(|(from, to)| hour.within(since.max(*from), now.min(*to))).sum::<i64>();
            stations.iter().map(|since| of_one(*since)).sum()
        };
        self.hours.iter().map(together).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Europe::Paris, Indian::Reunion};

    const HOUR: i64 = 3_600_000;

    fn grid(text: &str, zone: Tz) -> (Grid, i64) {
        let day = text.parse().expect("a day");
        let from = days::start_of(day, zone);
        (Grid::of(Span { first: day, last: day, from, to: days::start_of(days::next(day), zone) }, zone), from)
    }

    #[test]
    fn a_day_has_its_hours() {
        let (grid, from) = grid("2026-11-20", Reunion);
        assert_eq!(grid.hours.len(), 24);
        assert_eq!(grid.place_of(from), Some(0));
        assert_eq!(grid.place_of(from + 9 * HOUR), Some(9));
        assert_eq!(grid.place_of(from + 10 * HOUR - 1), Some(9));
        assert_eq!((grid.place_of(from - 1), grid.place_of(from + 24 * HOUR)), (None, None));
    }

    #[test]
    fn the_clocks_change() {
        let (spring, from) = grid("2026-03-29", Paris);
        assert_eq!(spring.hours.iter().map(|hour| hour.to - hour.from).sum::<i64>(), 23 * HOUR);
        assert_eq!((spring.hours[2].from, spring.hours[2].to), (from + 2 * HOUR, from + 2 * HOUR));
        assert_eq!(spring.place_of(from + 2 * HOUR), Some(3));
        let (autumn, from) = grid("2026-10-25", Paris);
        assert_eq!(autumn.hours[2].to - autumn.hours[2].from, 2 * HOUR);
        assert_eq!(autumn.place_of(from + 3 * HOUR), Some(2));
    }

    #[test]
    fn stations_are_open_as_their_room_is_and_since_they_are_there() {
        let (grid, from) = grid("2026-11-20", Reunion);
        let hours: Hours = serde_json::from_str(r#"{"friday":[{"from":"08:30","to":"12:00"}]}"#).expect("hours");
        // One was always there, the other comes at eleven; it is half past eleven.
        let stations = [0, from + 11 * HOUR];
        let open = grid.open_ms(Some(&hours), &stations, Reunion, from + 11 * HOUR + HOUR / 2);
        assert_eq!((open[7], open[8], open[9]), (0, HOUR / 2, HOUR));
        assert_eq!((open[11], open[12]), (HOUR, 0));
        let always = grid.open_ms(None, &stations[..1], Reunion, i64::MAX);
        assert!(always.iter().all(|ms| *ms == HOUR));
    }
}
