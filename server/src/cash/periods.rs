//! Which books are closed when: a day's when it is over, a month's and a year's with their last day.
use super::journal::Kind;

/// The books to close when the day `open` is over by the day `today`: what they are, their period, and their
/// first and last day. Days are written `2026-11-20`, so that they compare as texts.
pub(super) fn over(open: &str, today: &str) -> Vec<(Kind, String, String, String)> {
    let mut found = Vec::new();
    if open >= today {
        return found;
    }
    found.push((Kind::Day, open.to_owned(), open.to_owned(), open.to_owned()));
    for (kind, length) in [(Kind::Month, "2026-11".len()), (Kind::Year, "2026".len())] {
        let (period, now) = (open.get(..length).unwrap_or(open), today.get(..length).unwrap_or(today));
        if period != now {
            // No day of the period comes before its bare name, and none after it with what follows all digits.
            found.push((kind, period.to_owned(), period.to_owned(), format!("{period}~")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(open: &str, today: &str) -> Vec<String> {
        over(open, today).into_iter().map(|(kind, period, ..)| format!("{} {period}", kind.as_str())).collect()
    }

    #[test]
    fn books_close_when_their_time_is_over() {
        assert_eq!(names("2026-11-20", "2026-11-20"), [""; 0]);
        assert_eq!(names("2026-11-20", "2026-11-19"), [""; 0], "a clock that was set back");
        assert_eq!(names("2026-11-20", "2026-11-25"), ["jour 2026-11-20"]);
        assert_eq!(names("2026-11-30", "2026-12-01"), ["jour 2026-11-30", "mois 2026-11"]);
        assert_eq!(names("2026-11-30", "2027-02-01"), ["jour 2026-11-30", "mois 2026-11", "annee 2026"]);
    }

    #[test]
    fn a_month_holds_its_days_and_no_others() {
        let closed = over("2026-11-30", "2026-12-01");
        let (_, _, from, to) = &closed[1];
        for day in ["2026-11-01", "2026-11-30"] {
            assert!(from.as_str() <= day && day <= to.as_str(), "{day}");
        }
        for day in ["2026-10-31", "2026-12-01"] {
            assert!(!(from.as_str() <= day && day <= to.as_str()), "{day}");
        }
    }
}
