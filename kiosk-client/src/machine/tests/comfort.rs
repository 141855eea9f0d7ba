//! Languages, high contrast, large text.
use super::*;

fn speaking(tags: &[&str]) -> StationSettings {
    let languages = tags.iter().map(|tag| (*tag).to_owned()).collect();
    StationSettings { languages, ..StationSettings::default() }
}

fn language(bench: &Bench) -> Language {
    bench.machine.comfort().language
}

#[test]
fn the_server_says_which_languages_there_are() {
    let mut bench = Bench::locked();
    bench.settings(speaking(&["rcf", "fr", "tlh", "fr", "sw"]));
    assert_eq!(bench.machine.languages(), [Language::Rcf, Language::Fr, Language::Sw]);
    assert_eq!(language(&bench), Language::Rcf, "the first one is what a visitor finds");
    bench.on(Event::LanguageChosen(Language::En));
    assert_eq!(language(&bench), Language::Rcf, "it is not offered");
    for next in [Language::Fr, Language::Sw, Language::Rcf] {
        bench.on(Event::NextLanguage);
        assert_eq!(language(&bench), next);
    }
    bench.settings(speaking(&["tlh"]));
    assert_eq!(bench.machine.languages(), [Language::Fr], "what the station was started with");
}

#[test]
fn a_chosen_language_holds_through_the_session_and_not_beyond() {
    let mut bench = Bench::locked();
    bench.on(Event::LanguageChosen(Language::En));
    bench.on(Event::ContrastToggled);
    bench.on(Event::LargeTextToggled);
    bench.type_in(CODE);
    bench.on(Event::Submitted);
    bench.tell(accepted(600_000, 0, SessionStatut::EnAttente));
    bench.tell(started(600_000));
    bench.wait(300_000);
    let chosen = Comfort { language: Language::En, high_contrast: true, large_text: true };
    assert_eq!(bench.machine.comfort(), chosen);
    bench.tell(terminated(EndReason::Visiteur));
    assert_eq!(bench.machine.comfort(), chosen, "the end is read too");
    bench.wait(12_000);
    assert_eq!(bench.machine.comfort(), Comfort::new(Language::Fr));
}

#[test]
fn what_a_visitor_set_and_left_is_forgotten() {
    let mut bench = Bench::locked();
    bench.on(Event::NextLanguage);
    bench.wait(100_000);
    bench.on(Event::ContrastToggled);
    bench.wait(119_999);
    assert_eq!(language(&bench), Language::En, "somebody was there");
    bench.wait(1);
    assert_eq!(bench.machine.comfort(), Comfort::new(Language::Fr));
}

#[test]
fn settings_that_come_again_change_no_visitor_s_language() {
    let mut bench = Bench::locked();
    bench.on(Event::LanguageChosen(Language::En));
    bench.settings(speaking(&["rcf", "en"]));
    assert_eq!(language(&bench), Language::En);
    bench.settings(speaking(&["rcf", "fr"]));
    assert_eq!(language(&bench), Language::Rcf);
}
