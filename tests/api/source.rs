//! The server's own source, for tests that read it.
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Every file below `folder` (of the repository) that ends so, with its text.
pub fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.to_string_lossy().ends_with(ending) {
                let text = fs::read_to_string(&entry).expect("a text");
                found.push((entry, text));
            }
        }
    }
    assert!(!found.is_empty(), "nothing in {folder}");
    found.sort();
    found
}

/// The arguments of each call of `callee` in `text`, as they are written.
pub fn calls<'t>(text: &'t str, callee: &str) -> Vec<Vec<&'t str>> {
    text.match_indices(callee).map(|(at, _)| arguments(&text[at + callee.len()..])).collect()
}

/// Splits at the commas between the arguments, up to the parenthesis that closes the call.
fn arguments(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut in_text, mut escaped) = (0_i32, 0, false, false);
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ if in_text => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            ')' => {
                let last = text[start..at].trim();
                if !last.is_empty() {
                    found.push(last);
                }
                return found;
            }
            _ => {}
        }
    }
    found
}

/// The text of a literal; nothing when it is something else.
pub fn literal(argument: &str) -> Option<&str> {
    argument.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('"'))
}

#[test]
fn arguments_are_split_where_they_end() {
    let text = r#"x.require(f(a, "b"), "c,d", "e"); g("h")"#;
    assert_eq!(calls(text, ".require("), [[r#"f(a, "b")"#, r#""c,d""#, r#""e""#]]);
    assert_eq!(literal(r#""e""#), Some("e"));
    assert_eq!(literal("CODE"), None);
}
