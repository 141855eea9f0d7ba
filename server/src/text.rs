//! Plain text as people typed it: no markup, no stray blanks, one form for each letter.
use unicode_normalization::UnicodeNormalization;

/// `typed` as it is stored: composed letters, no blanks around, and no HTML (SEC-002). Tags go,
/// scripts and styles go with what they hold; a lone `<`, as in `a < b`, stays.
///
/// This is for tidiness. What keeps a page safe is that every output is escaped. It takes a time
/// that grows with the square of the length, so lengths are checked before.
#[must_use]
pub fn plain(typed: &str) -> String {
    let mut text: String = typed.nfc().collect();
    // Taking a tag out can make one of what stood around it.
    while let Some(less) = without_one_tag(&text) {
        text = less;
    }
    text.trim().to_owned()
}

/// As [`plain`], and nothing at all when nothing is left.
#[must_use]
pub fn plain_or_none(typed: Option<&str>) -> Option<String> {
    typed.map(plain).filter(|text| !text.is_empty())
}

/// Whether this can name a file: what a path, a script and a kernel's command line take as it is.
#[must_use]
pub fn is_file_name(text: &str) -> bool {
    let first = text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    first && text.len() <= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn without_one_tag(text: &str) -> Option<String> {
    let start = text.char_indices().find(|(at, c)| *c == '<' && opens_tag(&text[at + 1..]))?.0;
    let (before, tag) = text.split_at(start);
    let mut rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    let name = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if ["script", "style"].iter().any(|holder| name.eq_ignore_ascii_case(holder)) {
        let end = format!("</{}", name.to_ascii_lowercase());
        // ASCII lower case keeps every byte in its place.
        rest = rest.to_ascii_lowercase().find(&end).map_or("", |at| &rest[at..]);
    }
    Some(format!("{before}{rest}"))
}

fn opens_tag(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// SEC-002: stored HTML is cleaned.
    #[test]
    fn markup_does_not_get_stored() {
        for (typed, stored) in [
            ("  Ana ", "Ana"),
            ("<b>Ana</b>", "Ana"),
            ("<script>alert(1)</script>Ana", "Ana"),
            ("<SCRIPT src=x>alert(1)</Script >Ana", "Ana"),
            ("<scr<script>x</script>ipt>alert(1)", "xipt>alert(1)"),
            ("<<b>script>alert(1)</script>", ""),
            ("Ana<img src=x onerror=alert(1)", "Ana"),
            ("Ana<!-- hidden --> B", "Ana B"),
            ("a < b and c > d", "a < b and c > d"),
            ("I <3 tea", "I <3 tea"),
            ("O’Brien & Sons", "O’Brien & Sons"),
            ("Zoe\u{308}", "Zoë"),
        ] {
            assert_eq!(plain(typed), stored, "{typed}");
        }
        assert_eq!(plain_or_none(Some(" <i></i> ")), None);
    }

    #[test]
    fn names_of_files_are_safe_in_paths_scripts_and_command_lines() {
        for name in ["kiosk", "2026.11.21-1", "vmlinuz", "a_b"] {
            assert!(is_file_name(name), "{name}");
        }
        for name in ["", ".", "..", "-x", "a/b", "a b", "é", "${mac}", "a\n", &"a".repeat(61)] {
            assert!(!is_file_name(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_left_opens_a_tag(typed in "[<>a/! script]{0,60}") {
            let stored = plain(&typed);
            prop_assert!(stored.match_indices('<').all(|(at, _)| !opens_tag(&stored[at + 1..])));
            prop_assert_eq!(plain(&stored), stored);
        }

        #[test]
        fn any_text_can_be_cleaned(typed: String) {
            let _ = plain(&typed);
        }
    }
}
