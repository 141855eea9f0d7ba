//! Who may sit at a station, by age. Pure: no clock, no database.
use chrono::{Datelike, NaiveDate};

/// How an age compares with a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Other,
    Over,
    AtLeast,
    Under,
    AtMost,
}

/// The ages for which a station is: all of these hold. Written as Libki's clients do: `gt17,lt65`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ages(Vec<(Comparison, i32)>);

impl Ages {
    /// Reads limits. What is none says nothing.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self(text.split(',').filter_map(|limit| read_limit(limit.trim())).collect())
    }

    /// Whether there are any.
    #[must_use]
    pub fn are_limited(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether somebody who was born on `born` may sit there on the day `today`. Whose age nobody knows may not.
    #[must_use]
    pub fn admit(&self, born: Option<NaiveDate>, today: NaiveDate) -> bool {
        let Some(born) = born else { return self.0.is_empty() };
        let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
        let age = today.year() - born.year() - i32::from(!had_birthday);
        self.0.iter().all(|(comparison, limit)| match comparison {
            Comparison::Equal => age == *limit,
            Comparison::Other => age != *limit,
            Comparison::Over => age > *limit,
            Comparison::AtLeast => age >= *limit,
            Comparison::Under => age < *limit,
            Comparison::AtMost => age <= *limit,
        })
    }
}

fn read_limit(text: &str) -> Option<(Comparison, i32)> {
    let (word, age) = text.split_at_checked(2)?;
    let comparison = match word {
        "eq" => Comparison::Equal,
        "ne" => Comparison::Other,
        "gt" => Comparison::Over,
        "ge" => Comparison::AtLeast,
        "lt" => Comparison::Under,
        "le" => Comparison::AtMost,
        _ => return None,
    };
    Some((comparison, age.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(limits: &str, born: &str) -> bool {
        let today = "2026-11-20".parse().expect("a day");
        Ages::read(limits).admit(born.parse().ok(), today)
    }

    #[test]
    fn an_age_counts_from_the_birthday() {
        assert!(admitted("gt17", "2008-11-20"), "18 today");
        assert!(!admitted("gt17", "2008-11-21"), "18 tomorrow");
        assert!(admitted("ge18,lt65", "1990-01-01") && !admitted("ge18,lt65", "1960-01-01"));
        assert!(admitted("le12", "2014-02-28") && !admitted("eq12", "2013-11-20") && admitted("ne12", "2013-11-20"));
    }

    #[test]
    fn whose_age_nobody_knows_sits_only_where_there_is_no_limit() {
        assert!(!admitted("gt17", "") && admitted("", "") && admitted("nonsense,é", ""));
        assert!(Ages::read(" gt17 ").are_limited() && !Ages::read(",,").are_limited());
    }
}
