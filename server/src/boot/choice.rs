//! Which version a station starts.

/// So many starts that never reached the server, and a version is not tried again at that station.
const PATIENCE: usize = 2;

/// A start of a station, as far as the choice asks.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Past {
    pub version: String,
    /// Its client reached the server.
    pub is_healthy: bool,
}

/// What a station is to start.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub version: String,
    /// Another version was meant, and did not come up before.
    pub is_fallback: bool,
}

/// What a station starts for which its channel gives `wanted`, and whose starts of the same profile were `past`, the newest
/// first. Without a channel it stays with what it had.
pub(super) fn choose(wanted: Option<&str>, past: &[Past], exists: impl Fn(&str) -> bool) -> Option<Choice> {
    let good =
        past.iter().find(|start| start.is_healthy && Some(start.version.as_str()) != wanted && exists(&start.version));
    let good = good.map(|start| start.version.clone());
    let Some(wanted) = wanted.filter(|version| exists(version)) else {
        return good.map(|version| Choice { version, is_fallback: wanted.is_some() });
    };
    // Since it came up for the last time, or ever.
    let mut failed = past.iter().filter(|start| start.version == wanted).take_while(|start| !start.is_healthy);
    match good {
        Some(version) if failed.nth(PATIENCE - 1).is_some() => Some(Choice { version, is_fallback: true }),
        _ => Some(Choice { version: wanted.to_owned(), is_fallback: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(starts: &[(&str, bool)]) -> Vec<Past> {
        starts.iter().map(|&(version, is_healthy)| Past { version: version.into(), is_healthy }).collect()
    }

    fn chosen(wanted: Option<&str>, starts: &[(&str, bool)]) -> Option<(String, bool)> {
        let exists = |version: &str| version != "gone";
        choose(wanted, &past(starts), exists).map(|choice| (choice.version, choice.is_fallback))
    }

    #[test]
    fn a_version_that_does_not_come_up_is_left_for_the_last_good_one() {
        let (new, old) = (Some(("2".to_owned(), false)), Some(("1".to_owned(), true)));
        assert_eq!(chosen(Some("2"), &[]), new);
        assert_eq!(chosen(Some("2"), &[("1", true)]), new);
        assert_eq!(chosen(Some("2"), &[("2", false), ("1", true)]), new, "once may be the power");
        assert_eq!(chosen(Some("2"), &[("2", false), ("2", false), ("1", true)]), old);
        assert_eq!(chosen(Some("2"), &[("1", true), ("2", false), ("2", false), ("1", true)]), old, "and stays left");
        assert_eq!(chosen(Some("2"), &[("2", false), ("2", false), ("2", true), ("1", true)]), old, "later, too");
        assert_eq!(chosen(Some("2"), &[("2", false), ("2", true), ("2", false), ("1", true)]), new, "it came up since");
        assert_eq!(chosen(Some("2"), &[("2", false), ("2", false)]), new, "there is nothing else");
        assert_eq!(chosen(Some("2"), &[("2", false), ("2", false), ("gone", true)]), new, "nor is there any more");
    }

    #[test]
    fn what_is_not_there_is_not_given() {
        assert_eq!(chosen(Some("gone"), &[]), None);
        assert_eq!(chosen(Some("gone"), &[("1", true)]), Some(("1".to_owned(), true)));
        assert_eq!(
            chosen(None, &[("3", false), ("1", true)]),
            Some(("1".to_owned(), false)),
            "without a channel it stays"
        );
        assert_eq!(chosen(None, &[("3", false)]), None);
    }
}
