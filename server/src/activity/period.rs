//! Days asked for, of which agency, and the equal number of days before them.
use super::model::{Compared, Days};
use crate::{
    App,
    access::{Grant, Permission},
    agencies::{self, Agency},
    days,
    db::Tx,
    list::Scope,
    problem::{Checks, Problem},
};
use chrono::{Days as Count, NaiveDate};
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// The longest period, in days.
const MAX_DAYS: i64 = 92;

/// Which agency, and which days on its calendar.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// The agency; the caller's own when absent.
    pub agency_id: Option<Uuid>,
    /// The first day; today when absent.
    #[param(example = "2026-11-14")]
    pub from: Option<String>,
    /// The last day, included; today when absent. At most 92 days.
    #[param(example = "2026-11-20")]
    pub to: Option<String>,
}

/// Whole days of an agency's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// From this instant on.
    pub from: i64,
    /// Before this instant.
    pub to: i64,
}

impl Span {
    fn of(first: NaiveDate, last: NaiveDate, zone: Tz) -> Self {
        Self { first, last, from: days::start_of(first, zone), to: days::start_of(days::next(last), zone) }
    }

    pub(super) fn each_day(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(move |day| *day <= self.last)
    }

    pub(super) fn shown(self) -> Days {
        Days { from: self.first.to_string(), to: self.last.to_string(), from_at: self.from, to_at: self.to }
    }
}

/// What is counted: whose rows, and when.
#[derive(Debug)]
pub(super) struct Period {
    pub agency_id: Uuid,
    /// Whoever sees their own rows only.
    pub own: Option<Uuid>,
    pub zone: Tz,
    pub now: i64,
    pub current: Span,
    pub previous: Span,
}

impl Period {
    pub(super) async fn of<P: Permission>(
        tx: &mut Tx,
        app: &App,
        grant: &Grant<P>,
        asked: &Asked,
    ) -> Result<Self, Problem> {
        let agency = agency_of(tx, grant, asked.agency_id).await?;
        let zone = agency.timezone.parse().unwrap_or_else(|_| app.settings.zone());
        let now = app.clock.now();
        let (first, last) = asked.days(days::day_of(now, zone))?;
        let (current, previous) = compared(first, last, zone, now);
        let own = if let Scope::Own(id) = grant.scope { Some(id) } else { None };
        Ok(Self { agency_id: agency.id, own, zone, now, current, previous })
    }

    pub(super) fn shown(&self) -> Compared {
        Compared {
            agency_id: self.agency_id,
            timezone: self.zone.name().to_owned(),
            current: self.current.shown(),
            previous: self.previous.shown(),
        }
    }
}

/// The agency asked for, when the caller may see rows of it.
async fn agency_of<P>(tx: &mut Tx, grant: &Grant<P>, named: Option<Uuid>) -> Result<Agency, Problem> {
    let agency = match named.or(grant.caller.agency_id) {
        Some(id) => agencies::find(tx, id).await?,
        None => Some(agencies::only(tx).await?.ok_or_else(|| Problem::field("agency_id", "agency_required"))?),
    };
    // Whoever sees only what they did themselves did it in their own agency.
    let is_within = |id: Uuid| match grant.scope {
        Scope::Own(_) => grant.caller.agency_id == Some(id),
        _ => grant.scope.holds(Some(id), None),
    };
    agency.filter(|agency| is_within(agency.id)).ok_or_else(|| Problem::not_found("agency"))
}

/// The days asked for, in `zone`.
pub(super) fn read_days(asked: &Asked, zone: Tz, now: i64) -> Result<Span, Problem> {
    let (first, last) = asked.days(days::day_of(now, zone))?;
    Ok(Span::of(first, last, zone))
}

impl Asked {
    fn days(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Problem> {
        let mut checks = Checks::default();
        let mut day = |name: &str, text: Option<&str>| {
            let parsed = text.map_or(Ok(today), |text| NaiveDate::parse_from_str(text, "%Y-%m-%d"));
            checks.require(parsed.is_ok(), name, "day_format");
            parsed.unwrap_or(today)
        };
        let (first, last) = (day("from", self.from.as_deref()), day("to", self.to.as_deref()));
        checks.require((0..MAX_DAYS).contains(&(last - first).num_days()), "to", "period_length");
        checks.finish()?;
        Ok((first, last))
    }
}

/// The days from `first` to `last`, and as many before them. While the former are not over, the latter end as long
/// before their own end, so that a morning is compared with a morning.
fn compared(first: NaiveDate, last: NaiveDate, zone: Tz, now: i64) -> (Span, Span) {
    let current = Span::of(first, last, zone);
    let count = Count::new((last - first).num_days().unsigned_abs() + 1);
    let back = |day: NaiveDate| day.checked_sub_days(count).unwrap_or(day);
    let mut previous = Span::of(back(first), back(last), zone);
    if (current.from..current.to).contains(&now) {
        previous.to = previous.to.min(previous.from + (now - current.from));
    }
    (current, previous)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Europe::Paris, Indian::Reunion};

    const HOUR: i64 = 3_600_000;
    /// Friday, 20 November 2026, midnight on Réunion.
    const FRIDAY: i64 = 1_795_118_400_000;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a day of the calendar")
    }

    #[test]
    fn a_morning_is_compared_with_a_morning() {
        let now = FRIDAY + 9 * HOUR;
        let (current, previous) = compared(day(11, 20), day(11, 20), Reunion, now);
        assert_eq!((current.from, current.to), (FRIDAY, FRIDAY + 24 * HOUR));
        assert_eq!((previous.from, previous.to), (FRIDAY - 24 * HOUR, FRIDAY - 15 * HOUR));
        assert_eq!((previous.first, previous.last), (day(11, 19), day(11, 19)));
    }

    #[test]
    fn what_is_over_is_compared_whole() {
        let (current, previous) = compared(day(11, 12), day(11, 18), Reunion, FRIDAY);
        assert_eq!(previous.to, current.from);
        assert_eq!(current.to - current.from, previous.to - previous.from);
        assert_eq!(current.each_day().count(), 7);
        assert_eq!((previous.first, previous.last), (day(11, 5), day(11, 11)));
    }

    #[test]
    fn days_of_a_change_of_clocks_are_whole_days() {
        let (current, previous) = compared(day(3, 29), day(3, 29), Paris, FRIDAY);
        assert_eq!((current.to - current.from, previous.to - previous.from), (23 * HOUR, 24 * HOUR));
    }

    #[test]
    fn what_is_asked_is_read_or_refused() {
        let asked = |from: &str, to: &str| Asked { agency_id: None, from: Some(from.into()), to: Some(to.into()) };
        let today = day(11, 20);
        assert_eq!(Asked::default().days(today).ok(), Some((today, today)));
        assert_eq!(asked("2026-11-01", "2026-11-20").days(today).ok(), Some((day(11, 1), today)));
        for (from, to) in [("2026-11-21", "2026-11-20"), ("2026-01-01", "2026-11-20"), ("demain", "2026-11-20")] {
            assert!(asked(from, to).days(today).is_err(), "{from} {to}");
        }
    }
}
