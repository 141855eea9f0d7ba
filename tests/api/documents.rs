//! The pages of `docs/` say what the program does: their tables and examples against the program.
use crate::{documented::operations, source};
use guichet::{audit::KioskAction, config::Settings, jobs, problem::Code};
use guichet_protocol::{
    Asked, CLOSE_FORBIDDEN, CLOSE_IDLE, CLOSE_SLOW, CLOSE_UNAUTHENTICATED, EndReason, Frame, THRESHOLDS_S,
};
use std::{collections::BTreeSet, fs};

fn page(name: &str) -> String {
    fs::read_to_string(source::root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The cells of every row of every table.
fn rows(page: &str) -> Vec<Vec<String>> {
    let lines = page.lines().filter(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// What stands in backticks, alone in a cell.
fn word(cell: &str) -> Option<&str> {
    cell.strip_prefix('`')?.strip_suffix('`').filter(|word| !word.contains('`'))
}

fn first_words(page: &str) -> Vec<String> {
    rows(page).iter().filter_map(|row| word(&row[0]).map(str::to_owned)).collect()
}

/// The blocks of a page in this language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let start = format!("```{language}\n");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_problem_has_its_row_with_its_status() {
    let page = page("docs/problems.md");
    let row = |row: &Vec<String>| Some((word(&row[0])?.to_owned(), row[1].clone()));
    let mut shown: Vec<(String, String)> = rows(&page).iter().filter_map(row).collect();
    let code = |code: &Code| (code.word().to_owned(), code.status().as_u16().to_string());
    let mut codes: Vec<(String, String)> = Code::ALL.iter().map(code).collect();
    shown.sort();
    codes.sort();
    assert_eq!(shown, codes);
}

#[test]
fn the_kiosk_s_actions_are_explained() {
    let actions: Vec<&str> = KioskAction::ALL.iter().map(|action| action.as_str()).collect();
    let shown = first_words(&page("docs/audit.md"));
    let shown: Vec<&str> = shown.iter().map(String::as_str).filter(|word| actions.contains(word)).collect();
    assert_eq!(shown, actions);
}

#[test]
fn the_jobs_are_explained() {
    let shown: BTreeSet<String> = first_words(&page("docs/jobs.md")).into_iter().collect();
    assert_eq!(shown, jobs::all().map(|job| job.name.to_owned()).collect());
}

/// DCS-004, in the form of docs/api.md.
#[test]
fn every_operation_has_its_row_and_every_row_its_operation() {
    let shown: BTreeSet<String> = rows(&page("docs/api.md"))
        .iter()
        .filter_map(|row| Some(format!("{} {}", word(row.first()?)?, word(row.get(1)?)?)))
        .filter(|name| name.contains(" /"))
        .collect();
    let served: BTreeSet<String> =
        operations().iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect();
    assert_eq!(shown, served);
}

#[test]
fn who_may_call_what_is_said_rightly() {
    let rows = rows(&page("docs/api.md"));
    for operation in operations().iter().filter(|operation| operation.access.contains(':')) {
        let named = |cell: Option<&String>, wanted: &str| cell.and_then(|cell| word(cell)) == Some(wanted);
        let row =
            rows.iter().find(|row| named(row.first(), operation.method.as_str()) && named(row.get(1), &operation.path));
        let who = row.and_then(|row| row.get(3)).map(String::as_str).unwrap_or_default();
        assert!(who.starts_with(&format!("`{}`", operation.access)), "{} {}: {who}", operation.method, operation.path);
        assert_eq!(who.contains("station"), operation.station, "{} {}", operation.method, operation.path);
    }
}

/// The examples are what the protocol writes, to the letter.
#[test]
fn the_messages_are_as_they_are_shown() {
    let page = page("docs/websocket.md");
    let (mut client, mut server) = (BTreeSet::new(), BTreeSet::new());
    for line in blocks(&page, "json").into_iter().flat_map(str::lines) {
        let value: serde_json::Value = serde_json::from_str(line).expect(line);
        let kind = value["type"].as_str().expect("a type").to_owned();
        let again = if value.get("seq").is_some() {
            server.insert(kind);
            serde_json::to_string(&serde_json::from_str::<Frame>(line).expect(line))
        } else {
            client.insert(kind);
            serde_json::to_string(&serde_json::from_str::<Asked>(line).expect(line))
        };
        assert_eq!(again.expect("plain data"), line);
    }
    assert_eq!(client.len(), 10, "{client:?}");
    assert_eq!(server.len(), 13, "{server:?}");
    for code in [CLOSE_UNAUTHENTICATED, CLOSE_FORBIDDEN, CLOSE_IDLE, CLOSE_SLOW] {
        assert!(page.contains(&format!("| {code} |")), "{code}");
    }
    for reason in EndReason::ALL {
        assert!(page.contains(&format!("`{reason}`")), "{reason}");
    }
    for threshold in THRESHOLDS_S {
        assert!(page.contains(&threshold.to_string()), "{threshold}");
    }
}

/// Every link of a page to another file leads somewhere.
#[test]
fn links_lead_somewhere() {
    let root = source::root();
    let mut pages = source::files("docs", ".md");
    pages.push((root.join("README.md"), page("README.md")));
    for (path, text) in pages {
        let folder = path.parent().expect("a folder");
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.contains("://")) {
            let file = target.split('#').next().unwrap_or_default();
            assert!(file.is_empty() || folder.join(file).exists(), "{}: {target}", path.display());
        }
    }
}

/// The production settings of docs/operations.md can be used as they are.
#[test]
fn the_production_settings_are_accepted() {
    let page = page("docs/operations.md");
    let settings =
        blocks(&page, "sh").into_iter().find(|block| block.starts_with("GUICHET_PROFILE")).expect("the settings");
    let pairs = settings.lines().filter_map(|line| line.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert!(Settings::read(None, pairs).is_ok(), "{settings}");
}
