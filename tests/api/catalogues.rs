//! What people read: both languages complete, and every sentence that is asked for there.
use crate::source::{self, calls, literal};
use guichet::{
    i18n::{Language, text},
    jobs,
    problem::Code,
};
use std::collections::{BTreeMap, BTreeSet};

/// The messages of a catalogue: their keys and texts.
fn catalogue(language: &str) -> BTreeMap<String, String> {
    let path = source::root().join(format!("server/locales/{language}.ftl"));
    let mut found = BTreeMap::new();
    for line in std::fs::read_to_string(path).expect("a catalogue").lines() {
        let Some((key, value)) = line.split_once(" = ") else {
            assert!(
                line.is_empty() || line.starts_with('#') || line.starts_with(' '),
                "{language}: {line:?} is no message"
            );
            continue;
        };
        assert!(!value.trim().is_empty(), "{language}: {key} is empty");
        assert!(found.insert(key.to_owned(), value.to_owned()).is_none(), "{language}: {key} stands twice");
    }
    found
}

/// What a message mentions: `{ $name }`.
fn arguments(message: &str) -> BTreeSet<&str> {
    let after = message.split('$').skip(1);
    after.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()).collect()
}

#[test]
fn both_languages_say_the_same() {
    let (fr, en) = (catalogue("fr"), catalogue("en"));
    let keys = |catalogue: &BTreeMap<String, String>| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    let (french, english) = (keys(&fr), keys(&en));
    assert_eq!((only(&french, &english), only(&english, &french)), (vec![], vec![]));
    for (key, message) in &fr {
        assert_eq!(arguments(message), arguments(&en[key]), "{key}");
    }
}

#[test]
fn every_message_can_be_read() {
    for key in catalogue("fr").keys() {
        for language in [Language::Fr, Language::En] {
            assert_ne!(&text(language, key, &[]), key, "{language:?} cannot be parsed there");
        }
    }
}

/// The keys that the program asks for.
fn asked_for() -> BTreeMap<String, String> {
    let mut asked = BTreeMap::new();
    for code in Code::ALL {
        asked.insert(format!("problem-{}", code.word()), "Code".to_owned());
        asked.insert(format!("title-{}", code.status().as_u16()), "Code".to_owned());
    }
    for job in jobs::all() {
        asked.insert(format!("job-{}", job.name), "jobs".to_owned());
    }
    for (path, source) in source::files("server/src", ".rs") {
        let place = path.display().to_string();
        let mut ask = |callee: &str, keys: &dyn Fn(&[&str]) -> Option<String>| {
            for call in calls(&source, callee) {
                asked.extend(keys(&call).map(|key| (key, place.clone())));
            }
        };
        let field = |position: usize| {
            move |call: &[&str]| call.get(position).copied().and_then(literal).map(|code| format!("field-{code}"))
        };
        ask("Problem::field(", &field(1));
        ask(".require(", &field(2));
        ask(".refuse(", &field(1));
        ask("Problem::not_found(", &|call| call.first().copied().and_then(literal).map(|noun| format!("noun-{noun}")));
        ask("Event::new(", &|call| {
            let (category, action) = (literal(call.first()?)?, literal(call.get(1)?)?);
            Some(format!("action-{category}-{action}"))
        });
    }
    asked
}

#[test]
fn every_sentence_that_is_asked_for_is_there() {
    let (fr, en) = (catalogue("fr"), catalogue("en"));
    let missing: Vec<String> = asked_for()
        .into_iter()
        .filter(|(key, _)| !fr.contains_key(key) || !en.contains_key(key))
        .map(|(key, place)| format!("{key} ({place})"))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The console has a word for what each line of the log is about, and for its family.
#[test]
fn the_console_names_what_the_log_is_about() {
    let words = std::fs::read_to_string(source::root().join("web/src/base/i18n/fr/words.ts")).expect("the words");
    let block = |name: &str| {
        let (_, after) = words.split_once(&format!("  {name}: {{")).expect("a block");
        after.split_once("\n  }").expect("its end").0.to_owned()
    };
    let (kinds, families) = (block("entity_kind"), block("log_category"));
    let mut missing = BTreeSet::new();
    let files = source::files("server/src", ".rs");
    for (_, source) in &files {
        for call in calls(source, "Event::new(") {
            for (position, known) in [(0, &families), (2, &kinds)] {
                let Some(word) = call.get(position).copied().and_then(literal) else { continue };
                if !known.contains(&format!("\n    {word}: '")) {
                    missing.insert(word);
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
