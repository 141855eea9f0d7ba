//! INF-013: `.env.example` names every variable, with the default it has.
use crate::source;
use guichet::config::Settings;
use serde_json::Value;
use std::{collections::BTreeMap, fs};

/// Variables of our name space that are no settings of the server.
const NOT_SETTINGS: [&str; 6] = [
    "GUICHET_CONFIG",
    "GUICHET_LOG",
    "GUICHET_SERVER",
    "GUICHET_SERVER_KEY",
    "GUICHET_KIOSK_STATE_DIR",
    "GUICHET_ENROL_TOKEN",
];

/// The names that seed 002 gives.
const SEED: [&str; 13] = [
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "DB_NAME",
    "DB_USER",
    "DB_PASSWORD",
    "DB_HOST",
    "DB_PORT",
    "DEEPSEEK_API_KEY",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
];

/// The variables of the file. Prose has a blank after its `#`.
fn variables() -> BTreeMap<String, String> {
    let text = fs::read_to_string(source::root().join(".env.example")).expect("the file");
    let pairs = text.lines().filter_map(|line| line.strip_prefix('#')?.split_once('='));
    let named =
        pairs.filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
    named.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn every_setting_is_there_with_its_default() {
    let defaults = serde_json::to_value(Settings::default()).expect("plain data");
    let defaults = defaults.as_object().expect("an object").iter().map(|(key, value)| {
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        (format!("GUICHET_{}", key.to_uppercase()), text)
    });
    let mut shown = variables();
    shown.retain(|name, _| name.starts_with("GUICHET_") && !NOT_SETTINGS.contains(&name.as_str()));
    assert_eq!(shown, defaults.collect::<BTreeMap<_, _>>());
}

#[test]
fn the_names_of_the_seed_and_of_the_station_are_there() {
    let shown = variables();
    let missing: Vec<_> = SEED.iter().chain(&NOT_SETTINGS).filter(|name| !shown.contains_key(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What is written there can be uncommented, line by line and all at once.
#[test]
fn what_is_shown_is_accepted() {
    let given: Vec<_> = variables().into_iter().filter(|(_, value)| !value.is_empty()).collect();
    for variable in &given {
        assert!(Settings::read(None, [variable.clone()]).is_ok(), "{variable:?}");
    }
    assert!(Settings::read(None, given).is_ok());
}
