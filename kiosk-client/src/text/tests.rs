use super::*;
use chrono::{NaiveDate, NaiveTime, Utc};
use guichet_protocol::Offer;
use std::collections::BTreeMap;
use toml::{Table, Value};

fn at(day: u32) -> chrono::DateTime<Utc> {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a day").and_time(NaiveTime::MIN).and_utc()
}

/// Every text of a file by its key, such as `closed.title`.
fn keys(file: &str) -> BTreeMap<String, String> {
    fn walk(prefix: &str, table: &Table, keys: &mut BTreeMap<String, String>) {
        for (key, value) in table {
            let key = format!("{prefix}{key}");
            match value {
                Value::Table(table) => walk(&format!("{key}."), table, keys),
                Value::Array(words) => {
                    let words: Vec<_> = words.iter().map(|word| word.as_str().expect("words")).collect();
                    keys.insert(key, words.join("|"));
                }
                value => {
                    keys.insert(key, value.as_str().expect("a text").to_owned());
                }
            }
        }
    }
    let mut keys_of_file = BTreeMap::new();
    walk("", &file.parse().expect("TOML"), &mut keys_of_file);
    keys_of_file
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<_> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    found.sort_unstable();
    found
}

/// French and English say everything; what another language says, French says too, with the same
/// placeholders and as many words in a list.
#[test]
fn every_file_has_known_keys_and_the_placeholders_of_french() {
    let french = keys(FRENCH);
    for language in Language::value_variants() {
        let file = keys(language.file());
        catalogue::merged(language.file(), FRENCH).unwrap_or_else(|error| panic!("{}: {error}", language.tag()));
        for (key, text) in &file {
            let expected = french.get(key).unwrap_or_else(|| panic!("{}: {key} is unknown", language.tag()));
            assert!(!text.trim().is_empty(), "{}: {key} is empty", language.tag());
            assert_eq!(placeholders(text), placeholders(expected), "{}: {key}", language.tag());
            assert_eq!(text.matches('|').count(), expected.matches('|').count(), "{}: {key}", language.tag());
        }
        if matches!(language, Language::Fr | Language::En) {
            assert!(french.keys().eq(file.keys()), "{} is not complete", language.tag());
        }
    }
    catalogue::merged(FRENCH, FRENCH).expect("French lacks nothing");
}

#[test]
fn what_a_language_lacks_is_said_in_french() {
    let texts = catalogue::merged("clear = 'x'\n[closed]\ntitle = 'y'", FRENCH).expect("a language");
    let french = Language::Fr.texts();
    assert_eq!((texts.clear.as_str(), texts.closed.title.as_str()), ("x", "y"));
    assert_eq!((&texts.erase, &texts.closed.text), (&french.erase, &french.closed.text));
    assert!(catalogue::merged("no_such_key = 'x'", FRENCH).is_err());
}

#[test]
fn a_tag_names_a_language_or_none() {
    assert_eq!(Language::of_tag("rcf"), Some(Language::Rcf));
    assert_eq!(Language::of_tag("tlh"), None);
}

#[test]
fn a_day_is_written_as_its_readers_write_it() {
    let day = |language: Language, day| language.texts().day(&at(day));
    assert_eq!(day(Language::Fr, 3), "mardi 3 mars");
    assert_eq!(day(Language::Fr, 1), "dimanche 1er mars");
    assert_eq!(day(Language::En, 3), "Tuesday, March 3");
    assert_eq!(day(Language::Sw, 3), "Jumanne, 3 Machi");
}

#[test]
fn durations_agree_in_number() {
    let texts = Language::Fr.texts();
    assert_eq!(texts.duration(60_000), "1\u{a0}minute");
    assert_eq!(texts.duration(300_000), "5\u{a0}minutes");
    assert_eq!(texts.duration(90_000), "90\u{a0}secondes");
}

#[test]
fn long_durations_are_in_hours() {
    let minutes = |language: Language, count| language.texts().minutes(count);
    assert_eq!(minutes(Language::Fr, 59), "59\u{a0}minutes");
    assert_eq!(minutes(Language::Fr, 60), "1\u{a0}h");
    assert_eq!(minutes(Language::Fr, 65), "1\u{a0}h\u{a0}05");
    assert_eq!(minutes(Language::Fr, 480), "8\u{a0}h");
    assert_eq!(minutes(Language::Rcf, 90), "1\u{a0}h\u{a0}30");
    assert_eq!(minutes(Language::En, 90), "1\u{a0}h\u{a0}30\u{a0}min");
    assert_eq!(minutes(Language::Ln, 480), "ngonga\u{a0}8");
    assert_eq!(minutes(Language::Sw, 150), "saa\u{a0}2 dakika\u{a0}30");
    assert_eq!(Language::Fr.texts().duration(5_400_000), "1\u{a0}h\u{a0}30");
    assert_eq!(minutes(Language::Fr, u64::MAX), "307445734561825860\u{a0}h\u{a0}15");
}

#[test]
fn a_clock_face_shows_each_second_to_its_end() {
    assert_eq!(clock_face(0), "00:00");
    assert_eq!(clock_face(1), "00:01");
    assert_eq!(clock_face(2_843_000), "47:23");
    assert_eq!(clock_face(3_600_000), "1:00:00");
}

#[test]
fn a_price_is_in_its_currency_s_units() {
    let offer = |price_minor, currency: &str| Offer {
        id: uuid::Uuid::nil(),
        name: String::new(),
        minutes: 30,
        price_minor,
        currency: currency.into(),
    };
    let french = |offer| price(Language::Fr.texts(), &offer);
    assert_eq!(french(offer(0, "EUR")), "gratuit");
    assert_eq!(french(offer(150, "EUR")), "1,50\u{a0}€");
    assert_eq!(french(offer(5, "EUR")), "0,05\u{a0}€");
    assert_eq!(french(offer(500, "KMF")), "500\u{a0}KMF");
    assert_eq!(french(offer(i64::MIN, "TND")), "-9223372036854775,808\u{a0}TND");
    assert_eq!(price(Language::En.texts(), &offer(150, "CDF")), "1.50\u{a0}CDF");
}

#[test]
fn an_unknown_refusal_is_told_in_the_server_s_words() {
    let texts = Language::En.texts();
    assert_eq!(texts.refusal("quota", "No session left."), "No session left.");
    assert_eq!(texts.refusal("quota", ""), texts.invalid_code);
}
