//! Counts of visitors, in two statements whatever the number of agencies and days.
use super::store::{self, Registered};
use crate::{App, days, db::Tx, list::Scope};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How many days are shown one by one.
const DAYS: u32 = 30;

/// Counts of visitors.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = UtilisateurStats)]
pub struct VisitorStats {
    /// How many visitors there are.
    #[schema(example = 420)]
    pub total: i64,
    /// How many whose consent is in force.
    #[schema(example = 415)]
    pub with_consent: i64,
    /// How many who took it back.
    #[schema(example = 5)]
    pub revoked: i64,
    /// How many were registered today, in the site's time zone.
    #[schema(example = 3)]
    pub new_today: i64,
    /// How many were registered since Monday.
    #[schema(example = 17)]
    pub new_this_week: i64,
    /// How many were registered on each of the last 30 days, today last.
    pub by_day: Vec<VisitorDay>,
}

/// A day, and how many visitors were registered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UtilisateurDay)]
pub struct VisitorDay {
    /// The day, in the site's time zone.
    #[schema(format = Date, example = "2026-11-20")]
    pub day: String,
    /// How many.
    #[schema(example = 3)]
    pub count: i64,
}

/// The counts of the visitors within `scope`; days are those of the site.
pub(super) async fn of_scope(tx: &mut Tx, app: &App, scope: &Scope) -> sqlx::Result<VisitorStats> {
    let (now, zone) = (app.clock.now(), app.settings.zone());
    let operateur = match scope {
        Scope::Own(id) => Some(*id),
        Scope::All | Scope::Agencies(_) => None,
    };
    let (today_from, _) = days::bounds_of_day(now, zone);
    let week_from = days::start_of(days::monday_of(now, zone), zone);
    let mut stats = VisitorStats::default();
    for counts in store::counts(tx, today_from, week_from, operateur).await? {
        if scope.holds(Some(counts.agency_id), operateur) {
            stats.total += counts.total;
            stats.with_consent += counts.total - counts.revoked;
            stats.revoked += counts.revoked;
            stats.new_today += counts.new_today;
            stats.new_this_week += counts.new_this_week;
        }
    }
    let last_days = days::last_days(now, DAYS, zone);
    let from = last_days.first().map_or(today_from, |first| days::start_of(*first, zone));
    let new = store::new_by_half_hour(tx, from, operateur).await?;
    let new = new.into_iter().filter(|new| scope.holds(Some(new.agency_id), operateur));
    stats.by_day = by_day(new, from, &last_days, zone);
    Ok(stats)
}

/// Puts half-hours since `from` together to the given days.
fn by_day(new: impl Iterator<Item = Registered>, from: i64, days: &[NaiveDate], zone: Tz) -> Vec<VisitorDay> {
    let mut counts: BTreeMap<NaiveDate, i64> = days.iter().map(|day| (*day, 0)).collect();
    for new in new {
        let day = days::day_of(from + new.half_hour * days::HALF_HOUR_MS, zone);
        counts.entry(day).and_modify(|count| *count += new.count);
    }
    counts.into_iter().map(|(day, count)| VisitorDay { day: day.to_string(), count }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn half_hours_fall_into_their_days_across_a_change_of_clocks() {
        let zone = chrono_tz::Europe::Paris;
        let days: Vec<NaiveDate> =
            ["2026-03-28", "2026-03-29", "2026-03-30"].iter().map(|day| day.parse().expect("a day")).collect();
        let from = days::start_of(days[0], zone);
        // The second day has 23 hours: the third starts after 94 half-hours.
        let new = [(0, 1), (47, 2), (48, 4), (93, 8), (94, 16), (141, 32), (142, 64)];
        let new = new.map(|(half_hour, count)| Registered { agency_id: Uuid::nil(), half_hour, count });
        let counts: Vec<i64> = by_day(new.into_iter(), from, &days, zone).iter().map(|day| day.count).collect();
        assert_eq!(counts, [3, 12, 48]);
    }
}
