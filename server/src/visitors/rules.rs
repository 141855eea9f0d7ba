//! What a visitor's data must look like: ages, phone numbers, addresses of e-mail. No clock, no
//! database.
use crate::list::fold;
use chrono::NaiveDate;

/// Nobody is older, in years.
pub const MAX_AGE: u32 = 120;

/// What is wrong with a date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadBirthDate {
    /// It is no day of the calendar, written `2001-02-03`.
    Format,
    /// It is still to come.
    Future,
    /// It is more than [`MAX_AGE`] years ago.
    TooOld,
}

impl BadBirthDate {
    /// The word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Format => "birth_date_format",
            Self::Future => "birth_date_future",
            Self::TooOld => "birth_date_too_old",
        }
    }
}

/// Reads a day such as `2001-02-03`.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    // The calendar's own reader takes `2001-2-3` too; one day is written in one way.
    (day.to_string() == text).then_some(day)
}

/// A date of birth as it may be on the day `today`.
pub fn birth_date(text: &str, today: NaiveDate) -> Result<NaiveDate, BadBirthDate> {
    let birth = parse_day(text).ok_or(BadBirthDate::Format)?;
    match age_on(birth, today) {
        None => Err(BadBirthDate::Future),
        Some(age) if age > MAX_AGE => Err(BadBirthDate::TooOld),
        Some(_) => Ok(birth),
    }
}

/// How many birthdays somebody has had by the day `today` (VIS-006); nothing before the birth.
/// Who was born on 29 February has their birthday on 1 March in other years.
pub fn age_on(birth: NaiveDate, today: NaiveDate) -> Option<u32> {
    today.years_since(birth)
}

/// A phone number in E.164, as `country` (ISO 3166-1) writes its own; nothing when it is not one.
///
/// - `RE`: mobiles, 0692 or 0693 and six digits (VIS-002). `+262` alone would not do: Mayotte has
///   the same code.
/// - `CD`: 0 and nine digits, the first 8 or 9.
/// - `FR`: 0 and nine digits, the first not 0.
/// - elsewhere: only with its country's code, at most 15 digits (ITU-T E.164, 6.2.1).
pub fn phone(country: &str, typed: &str) -> Option<String> {
    let dialled = dialled(typed)?;
    let (code, fits): (&str, fn(&str) -> bool) = match country {
        "RE" => ("262", |digits| digits.starts_with("692") || digits.starts_with("693")),
        "CD" => ("243", |digits| digits.starts_with(['8', '9'])),
        "FR" => ("33", |digits| !digits.starts_with('0')),
        _ => {
            let digits = dialled.strip_prefix('+')?;
            let fits = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
            return fits.then_some(dialled);
        }
    };
    let national = dialled
        .strip_prefix('+')
        .map_or_else(|| dialled.strip_prefix('0'), |international| international.strip_prefix(code))?;
    (national.len() == 9 && fits(national)).then(|| format!("+{code}{national}"))
}

/// The digits of a number, with `+` before them when it has its country's code; nothing when
/// there is anything but digits and what people put between them.
fn dialled(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (plus, rest) = match typed.strip_prefix('+').or_else(|| typed.strip_prefix("00")) {
        Some(rest) => ("+", rest),
        None => ("", typed),
    };
    let mut dialled = plus.to_owned();
    for c in rest.chars() {
        match c {
            '0'..='9' => dialled.push(c),
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/' | '(' | ')' => {}
            _ => return None,
        }
    }
    (dialled.len() > plus.len()).then_some(dialled)
}

/// Whether `text` has the shape of an address of e-mail. Whether it exists, only a letter tells.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_fits = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let domain_fits = domain.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    local_fits && domain_fits
}

/// What a search looks in, and what names are sorted by: the names without case and accents, the
/// family name first, and the phone number in both ways it is written.
pub fn search_text(first_name: &str, last_name: &str, phone: Option<&str>) -> String {
    let mut text = fold(&format!("{last_name} {first_name}"));
    if let Some(phone) = phone {
        text = format!("{text} {phone}");
        let national = ["+262", "+243", "+33"].into_iter().find_map(|code| phone.strip_prefix(code));
        if let Some(national) = national {
            text = format!("{text} 0{national}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).expect("a day")
    }

    /// VIS-006: the age is right on the birthday and on the day before.
    #[test]
    fn one_is_a_year_older_on_the_birthday() {
        let birth = day("2000-06-15");
        assert_eq!(age_on(birth, day("2026-06-14")), Some(25));
        assert_eq!(age_on(birth, day("2026-06-15")), Some(26));
        assert_eq!(age_on(birth, birth), Some(0));
        assert_eq!(age_on(birth, day("2000-06-14")), None);
    }

    #[test]
    fn who_was_born_on_29_february_waits_for_march() {
        let birth = day("2004-02-29");
        assert_eq!(age_on(birth, day("2026-02-28")), Some(21));
        assert_eq!(age_on(birth, day("2026-03-01")), Some(22));
        assert_eq!(age_on(birth, day("2028-02-29")), Some(24));
    }

    #[test]
    fn a_birth_date_is_a_day_of_the_last_120_years() {
        let today = day("2026-11-20");
        assert_eq!(birth_date("2026-11-20", today), Ok(today));
        assert_eq!(birth_date("2026-11-21", today), Err(BadBirthDate::Future));
        assert_eq!(birth_date("1905-11-21", today), Ok(day("1905-11-21")));
        assert_eq!(birth_date("1905-11-20", today), Err(BadBirthDate::TooOld));
        for text in ["", "2001-02-29", "2001-2-3", "03/02/2001", "2001-02-03T00:00"] {
            assert_eq!(birth_date(text, today), Err(BadBirthDate::Format), "{text}");
        }
    }

    /// VIS-002: +262 or 0, then 692 or 693 and six digits, normalised.
    #[test]
    fn a_phone_of_la_reunion_is_a_mobile_of_la_reunion() {
        for typed in
            ["0692123456", "+262692123456", "00262692123456", "0692 12 34 56", "0692.12.34.56", "+262 692-12-34-56"]
        {
            assert_eq!(phone("RE", typed).as_deref(), Some("+262692123456"), "{typed}");
        }
        assert_eq!(phone("RE", "0693000001").as_deref(), Some("+262693000001"));
        for typed in [
            "0612",
            "0612345678",
            "069212345",
            "06921234567",
            "692123456",
            "0694123456",
            "0262123456",
            "+262639123456",
            "+33612345678",
            "+2620692123456",
            "0692123456x",
            "",
            "+",
            "٠٦٩٢١٢٣٤٥٦",
        ] {
            assert_eq!(phone("RE", typed), None, "{typed}");
        }
    }

    #[test]
    fn a_phone_of_the_congo_starts_with_8_or_9() {
        for typed in ["0812345678", "+243 81 234 56 78", "00243812345678"] {
            assert_eq!(phone("CD", typed).as_deref(), Some("+243812345678"), "{typed}");
        }
        assert_eq!(phone("CD", "0991234567").as_deref(), Some("+243991234567"));
        for typed in ["0712345678", "081234567", "+242812345678", "812345678"] {
            assert_eq!(phone("CD", typed), None, "{typed}");
        }
    }

    #[test]
    fn a_phone_of_france_has_ten_digits() {
        assert_eq!(phone("FR", "06 12 34 56 78").as_deref(), Some("+33612345678"));
        assert_eq!(phone("FR", "+33112345678").as_deref(), Some("+33112345678"));
        for typed in ["0012345678", "061234567", "+330612345678"] {
            assert_eq!(phone("FR", typed), None, "{typed}");
        }
    }

    #[test]
    fn elsewhere_a_phone_needs_its_country() {
        assert_eq!(phone("BE", "+32 470 12 34 56").as_deref(), Some("+32470123456"));
        assert_eq!(phone("BE", "0470123456"), None);
        assert_eq!(phone("BE", "+1234567890123456"), None);
        assert_eq!(phone("BE", "+0470123456"), None);
    }

    #[test]
    fn an_address_of_e_mail_has_its_shape() {
        for text in ["a@b.re", "ana.b+c@mail.example.org", "o'brien@x-y.fr"] {
            assert!(is_email(text), "{text}");
        }
        for text in [
            "", "a", "a@b", "@b.re", "a@", "a@.re", "a@b..re", "a b@c.re", "a@b@c.re", ".a@b.re", "a@-b.re", "<a>@b.re",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn both_ways_of_writing_a_phone_are_found() {
        assert_eq!(search_text("Émilie", "Çà", Some("+262692123456")), "ca emilie +262692123456 0692123456");
        assert_eq!(search_text("A", "B", Some("+32470123456")), "b a +32470123456");
        assert_eq!(search_text("A", "B", None), "b a");
    }

    proptest! {
        #[test]
        fn a_stored_number_stays_what_it_is(typed in "[0-9+ .]{0,20}", country in "RE|CD|FR|BE") {
            if let Some(stored) = phone(&country, &typed) {
                prop_assert!(stored.starts_with('+') && stored[1..].bytes().all(|b| b.is_ascii_digit()));
                prop_assert_eq!(phone(&country, &stored), Some(stored.clone()));
            }
        }

        #[test]
        fn any_text_is_judged(text: String, country: String) {
            let today = day("2026-11-20");
            let _ = (phone(&country, &text), is_email(&text), birth_date(&text, today));
        }

        #[test]
        fn ages_never_shrink(birth in 0..40_000i32, days in 0..40_000i32) {
            let start = day("1900-01-01");
            let at = |offset: i32| start + chrono::TimeDelta::days(i64::from(offset));
            let (born, today) = (at(birth), at(birth + days));
            prop_assert!(age_on(born, today) <= age_on(born, today.succ_opt().expect("a day")));
        }
    }
}
