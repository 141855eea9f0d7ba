//! The price in force: what a tariff costs in a room at a moment. No clock, no database.
use super::model::{MAX_PRICE, Tariff};
use crate::{places::TimeOfDay, problem::Checks};
use chrono::{DateTime, Datelike, Timelike, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Rules a tariff has at most.
const MAX_RULES: usize = 20;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Jour)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<Weekday> for Day {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// Another price, in a room, on some days, at some hours; what is left out does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TarifRegle)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// What the ticket calls it, at most 40 characters.
    #[serde(default)]
    #[schema(example = "Heures creuses")]
    pub name: String,
    /// In this room.
    #[serde(default)]
    pub zone_id: Option<Uuid>,
    /// On these days of the agency's week; on all when empty.
    #[serde(default)]
    pub days: Vec<Day>,
    /// From this time of the agency's day on.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "14:00")]
    pub from: Option<TimeOfDay>,
    /// Until this time of day; `24:00` for midnight.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "16:00")]
    pub to: Option<TimeOfDay>,
    /// The price then, in the tariff's currency; 0 when it is free.
    #[schema(example = 100, minimum = 0)]
    pub price_minor: i64,
}

impl PriceRule {
    /// Whether it holds at this day and minute of the agency's clocks, whatever the room.
    fn holds_at(&self, day: Day, minute: u16) -> bool {
        let days = self.days.is_empty() || self.days.contains(&day);
        let from = self.from.is_none_or(|from| from.minutes() <= minute);
        days && from && self.to.is_none_or(|to| minute < to.minutes())
    }

    fn holds_in(&self, zone_id: Option<Uuid>) -> bool {
        self.zone_id.is_none() || self.zone_id == zone_id
    }
}

/// The rules of a tariff, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PriceRules(pub Vec<PriceRule>);

impl TryFrom<String> for PriceRules {
    type Error = serde_json::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

impl PriceRules {
    /// Notes rules that say nothing or something wrong.
    pub(super) fn check(&self, checks: &mut Checks) {
        checks.require(self.0.len() <= MAX_RULES, "rules", "rules_many");
        for (index, rule) in self.0.iter().enumerate() {
            let field = |name: &str| format!("rules[{index}].{name}");
            checks.optional_text(&field("name"), Some(&rule.name), 40);
            checks.require((0..=MAX_PRICE).contains(&rule.price_minor), &field("price_minor"), "price_range");
            let from = rule.from.map_or(0, TimeOfDay::minutes);
            let in_order = rule.to.is_none_or(|to| from < to.minutes());
            checks.require(in_order, &field("to"), "hours_order");
            let distinct = rule.days.iter().enumerate().all(|(at, day)| !rule.days[..at].contains(day));
            checks.require(distinct, &field("days"), "twice");
        }
    }

    /// The rooms they name.
    pub(super) fn zones(&self) -> impl Iterator<Item = (usize, Uuid)> {
        self.0.iter().enumerate().filter_map(|(index, rule)| Some((index, rule.zone_id?)))
    }

    /// Which of them hold at `at`, whatever the room.
    #[must_use]
    pub fn in_force(&self, at: i64, zone: Tz) -> Vec<bool> {
        let (day, minute) = wall_clock(at, zone);
        self.0.iter().map(|rule| rule.holds_at(day, minute)).collect()
    }
}

fn wall_clock(at: i64, zone: Tz) -> (Day, u16) {
    let local = DateTime::from_timestamp_millis(at).unwrap_or_default().with_timezone(&zone);
    let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
    (local.weekday().into(), minute)
}

impl Tariff {
    /// The price in the room `zone_id` at `at`, by the clocks of `zone`; and the rule that makes it.
    #[must_use]
    pub fn price(&self, zone_id: Option<Uuid>, at: i64, zone: Tz) -> (i64, Option<&PriceRule>) {
        let (day, minute) = wall_clock(at, zone);
        let rule = self.rules.0.iter().find(|rule| rule.holds_in(zone_id) && rule.holds_at(day, minute));
        (rule.map_or(self.price_minor, |rule| rule.price_minor), rule)
    }

    /// Whether the room matters to its price, or to whether it is sold at all.
    #[must_use]
    pub fn is_by_room(&self) -> bool {
        self.zone_id.is_some() || self.rules.0.iter().any(|rule| rule.zone_id.is_some())
    }

    /// Whether it is sold in this room.
    #[must_use]
    pub fn is_for(&self, zone_id: Option<Uuid>) -> bool {
        self.zone_id.is_none() || self.zone_id == zone_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariffs::model::Kind;
    use chrono_tz::{Africa::Kinshasa, Indian::Reunion};
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;
    /// Friday, 20 November 2026, midnight on Réunion.
    const FRIDAY: i64 = 1_795_118_400_000;

    fn tariff(rules: Vec<PriceRule>) -> Tariff {
        Tariff {
            id: Uuid::nil(),
            agency_id: Uuid::nil(),
            code: "H1".into(),
            name: "Une heure".into(),
            kind: Kind::Duree,
            minutes: 60,
            sessions: None,
            valid_days: None,
            price_minor: 200,
            currency: "EUR".into(),
            zone_id: None,
            rules: PriceRules(rules),
            self_service: false,
            is_active: true,
            created_at: 0,
            updated_at: 0,
            version: 1,
        }
    }

    fn rule(price_minor: i64) -> PriceRule {
        PriceRule { name: String::new(), zone_id: None, days: Vec::new(), from: None, to: None, price_minor }
    }

    fn time(text: &str) -> TimeOfDay {
        text.parse().expect("a time")
    }

    #[test]
    fn the_first_rule_that_fits_holds() {
        let room = Uuid::max();
        let happy =
            PriceRule { from: Some(time("14:00")), to: Some(time("16:00")), days: vec![Day::Friday], ..rule(100) };
        let vip = PriceRule { zone_id: Some(room), ..rule(500) };
        let tariff = tariff(vec![happy, vip]);
        let price = |zone_id, hour| tariff.price(zone_id, FRIDAY + hour * HOUR, Reunion).0;
        assert_eq!([13, 14, 15, 16].map(|hour| price(None, hour)), [200, 100, 100, 200]);
        assert_eq!([13, 14].map(|hour| price(Some(room), hour)), [500, 100]);
        assert_eq!(price(None, 24 + 14), 200, "on Saturday");
        assert_eq!(price(Some(Uuid::nil()), 13), 200, "another room");
    }

    #[test]
    fn the_agency_s_clock_counts() {
        let evening = tariff(vec![PriceRule { from: Some(time("12:00")), ..rule(0) }]);
        let noon = FRIDAY + 12 * HOUR;
        assert_eq!(evening.price(None, noon, Reunion).0, 0);
        assert_eq!(evening.price(None, noon, Kinshasa).0, 200, "nine o’clock there");
        assert_eq!(evening.price(None, noon - 1, Reunion).0, 200);
    }

    #[test]
    fn wrong_rules_are_named() {
        let wrong = PriceRules(vec![
            PriceRule { from: Some(time("16:00")), to: Some(time("14:00")), ..rule(-1) },
            PriceRule { days: vec![Day::Monday, Day::Monday], to: Some(time("00:00")), ..rule(1) },
        ]);
        let mut checks = Checks::default();
        wrong.check(&mut checks);
        let problem = checks.finish().expect_err("wrong");
        let found: Vec<(&str, &str)> = problem.errors.iter().map(|error| (error.field.as_str(), error.code)).collect();
        let expected = [
            ("rules[0].price_minor", "price_range"),
            ("rules[0].to", "hours_order"),
            ("rules[1].to", "hours_order"),
            ("rules[1].days", "twice"),
        ];
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn at_any_moment_one_price_holds(at: i64, prices in proptest::collection::vec(0..1000i64, 0..4)) {
            let tariff = tariff(prices.iter().map(|price| rule(*price)).collect());
            let expected = prices.first().copied().unwrap_or(200);
            prop_assert_eq!(tariff.price(None, at, Reunion).0, expected);
        }
    }
}
