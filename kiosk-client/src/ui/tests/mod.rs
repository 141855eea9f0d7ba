//! Every screen, drawn without a display: what it says is there, on the screen, and not over
//! something else. With `GUICHET_SCREENS=folder` each is kept there as a picture to look at; with
//! `GUICHET_SCENES=lock,terms` those scenes alone.
mod keys;
mod scenes;
mod stage;

use super::screen::{self, Screen, Surface};
use super::{Message, countdown, dialog, theme};
use crate::machine::Event;
use crate::text::Language;
use chrono::{Local, TimeZone};
use iced::{Rectangle, Settings, Size};
use iced_test::Simulator;
use iced_test::selector::Candidate;
use scenes::{SCENES, Scene};
use stage::Stage;
use std::path::Path;

/// 1024×768, 1920×1080 and a standing 1080×1920, in the lock screen's own pixels.
const SIZES: [(&str, Size); 3] =
    [("768", Size::new(1024.0, 768.0)), ("1080", Size::new(1365.0, 768.0)), ("tall", Size::new(768.0, 1365.0))];

fn screen(stage: &Stage) -> Screen<'_> {
    let at = Local.with_ymd_and_hms(2026, 3, 3, 14, 32, 0).single().expect("an ordinary moment");
    let Stage { machine, branding, .. } = stage;
    Screen { machine, branding, own_name: "poste-07", wall_clock: at }
}

fn simulator(stage: &Stage, surface: Surface, size: Size) -> Simulator<'_, Message> {
    let settings = Settings {
        default_font: theme::REGULAR,
        fonts: theme::FONT_FILES.iter().map(|file| (*file).into()).collect(),
        ..Settings::default()
    };
    Simulator::with_size(settings, size, screen(stage).view(surface))
}

/// A text on a screen.
struct Shown {
    content: String,
    place: Rectangle,
    /// Whether a scrolled part cuts it off.
    is_cut: bool,
    /// The smallest thing round it.
    inside: Rectangle,
}

fn texts(simulator: &mut Simulator<'_, Message>) -> Vec<Shown> {
    let (found, finds) = std::sync::mpsc::channel();
    let selector = move |candidate: Candidate<'_>| -> Option<()> {
        let _ = match candidate {
            Candidate::Text { bounds, visible_bounds, content, .. } => {
                let is_cut = visible_bounds.is_none_or(|visible| (visible.height - bounds.height).abs() > 1.0);
                found.send((bounds, Some((content.to_owned(), is_cut))))
            }
            candidate => found.send((candidate.bounds(), None)),
        };
        None
    };
    let _ = simulator.find(selector);
    let (texts, others): (Vec<_>, Vec<_>) = finds.try_iter().partition(|(_, text)| text.is_some());
    let inside = |place: Rectangle| {
        let round = others.iter().map(|(bounds, _)| *bounds).filter(|bounds| bounds.contains(place.center()));
        round.min_by(|a, b| a.area().total_cmp(&b.area())).unwrap_or(place)
    };
    let shown = texts.into_iter().filter_map(|(place, text)| {
        let (content, is_cut) = text.filter(|(content, _)| !content.is_empty())?;
        Some(Shown { content, place, is_cut, inside: inside(place) })
    });
    shown.collect()
}

/// Looks at one screen, and keeps a picture where one is asked for.
fn look_at(name: &str, stage: &Stage, surface: Surface, size: Size) -> Vec<Shown> {
    let mut simulator = simulator(stage, surface, size);
    let scenes = std::env::var("GUICHET_SCENES").unwrap_or_default();
    let is_asked = scenes.split(',').any(|scene| name.starts_with(scene));
    if let Some(folder) = std::env::var_os("GUICHET_SCREENS").filter(|_| is_asked) {
        let picture = simulator.snapshot(&iced::Theme::Dark).expect("it is drawn");
        picture.matches_image(Path::new(&folder).join(name)).expect("it is kept");
    }
    let found = texts(&mut simulator);
    assert!(!found.is_empty(), "{name} says nothing");
    found.into_iter().filter(|shown| !shown.is_cut).collect()
}

fn is_inside(inner: Rectangle, outer: Rectangle) -> bool {
    inner.is_within(&outer.expand(2.0))
}

/// Every text stands within the screen, within what is round it, and apart from the others: what
/// does not.
fn untidy(name: &str, scene: &Scene, stage: &Stage, size: Size) -> Vec<String> {
    let all = Rectangle::with_size(size);
    let found = look_at(name, stage, scene.surface, size);
    // A message lies over the lock screen.
    let is_covered = scene.surface == Surface::Lock && stage.machine.message().is_some();
    let mut untidy = Vec::new();
    for (nth, Shown { content, place, inside, .. }) in found.iter().enumerate() {
        if !is_inside(*place, all) {
            untidy.push(format!("{name}: {content:?} leaves the screen: {place:?}"));
        }
        if is_covered {
            continue;
        }
        if !is_inside(*place, *inside) {
            untidy.push(format!("{name}: {content:?} leaves what is round it: {place:?} {inside:?}"));
        }
        for other in &found[nth + 1..] {
            if place.intersection(&other.place).is_some_and(|both| both.width > 1.0 && both.height > 1.0) {
                untidy.push(format!("{name}: {content:?} and {:?} are in one place", other.content));
            }
        }
    }
    untidy
}

fn sizes(scene: &Scene) -> Vec<(&'static str, Size)> {
    match scene.surface {
        Surface::Lock => SIZES.to_vec(),
        Surface::Countdown => vec![("window", countdown::SIZE)],
        Surface::Dialog => vec![("window", dialog::SIZE)],
    }
}

/// KSK-002, KSK-005: at each size, usual, contrasted and in large text.
#[test]
fn every_screen_is_tidy_at_every_size() {
    let mut problems = Vec::new();
    for scene in SCENES {
        for (size_name, size) in sizes(scene) {
            for (look, events) in [
                ("usual", &[][..]),
                ("contrast", &[Event::ContrastToggled]),
                ("large", &[Event::LargeTextToggled, Event::ContrastToggled]),
                ("large", &[Event::LargeTextToggled]),
            ] {
                let mut stage = Stage::default();
                (scene.play)(&mut stage);
                for event in events {
                    stage.on(event.clone());
                }
                let contrast = if stage.machine.comfort().high_contrast && look == "large" { "-contrast" } else { "" };
                let name = format!("{}-{size_name}-{look}{contrast}", scene.name);
                problems.extend(untidy(&name, scene, &stage, size));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_screen_is_tidy_in_every_language() {
    let mut problems = Vec::new();
    for scene in SCENES {
        for language in [Language::En, Language::Rcf, Language::Ln, Language::Sw] {
            let mut stage = Stage::default();
            (scene.play)(&mut stage);
            stage.on(Event::LanguageChosen(language));
            let (_, size) = sizes(scene)[0];
            problems.extend(untidy(&format!("{}-{}", scene.name, language.tag()), scene, &stage, size));
            stage.on(Event::LargeTextToggled);
            problems.extend(untidy(&format!("{}-{}-large", scene.name, language.tag()), scene, &stage, size));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn each_screen_says_what_it_is_about() {
    for scene in SCENES {
        let mut stage = Stage::default();
        (scene.play)(&mut stage);
        let (_, size) = sizes(scene)[0];
        let mut simulator = simulator(&stage, scene.surface, size);
        let found = texts(&mut simulator);
        for says in scene.says {
            assert!(found.iter().any(|shown| shown.content.contains(says)), "{}: no {says:?}", scene.name);
        }
    }
}

/// What a touch on each key tells the machine.
#[test]
fn keys_do_what_they_say() {
    let pressed = |scene: &str, key: &str| {
        let scene = SCENES.iter().find(|known| known.name == scene).expect("a scene");
        let mut stage = Stage::default();
        (scene.play)(&mut stage);
        let mut simulator = simulator(&stage, scene.surface, sizes(scene)[0].1);
        simulator.click(key).unwrap_or_else(|error| panic!("{key}: {error}"));
        simulator
            .into_messages()
            .filter_map(|message| match message {
                Message::Happened(event) => Some(event),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(pressed("lock", "K"), [Event::Typed('K')]);
    assert_eq!(pressed("lock", "English"), [Event::LanguageChosen(Language::En)]);
    assert_eq!(pressed("lock", "Appeler l’accueil"), [Event::CallPressed]);
    assert_eq!(pressed("lock", "Demander du temps"), [Event::OffersWanted]);
    assert_eq!(pressed("lock", "F9"), [Event::ContrastToggled]);
    assert_eq!(pressed("lock", "F10"), [Event::LargeTextToggled]);
    assert_eq!(pressed("lock", "Ouvrir ma session"), [], "there is no whole code");
    assert_eq!(pressed("typed", "Ouvrir ma session"), [Event::Submitted]);
    assert_eq!(pressed("typed", "Effacer"), [Event::Cleared]);
    assert_eq!(pressed("terms", "J’accepte"), [Event::TermsAccepted]);
    assert_eq!(pressed("terms", "Je refuse"), [Event::TermsRefused]);
    assert_eq!(pressed("closed", "J’ai un code"), [Event::CodeWanted]);
    assert_eq!(pressed("offers", "Une heure"), [Event::OfferChosen(uuid::Uuid::from_u128(2))]);
    assert_eq!(pressed("offers", "Retour"), [Event::Cleared]);
    assert_eq!(pressed("ringing", "Annuler l’appel"), [Event::CallPressed]);
    assert_eq!(pressed("kept", "J’ai noté le code"), [Event::Acknowledged]);
    assert_eq!(pressed("message", "J’ai lu"), [Event::Acknowledged]);
    assert_eq!(pressed("counting", "Partir"), [Event::LeaveWanted]);
    assert_eq!(pressed("leave", "Rester"), [Event::LeaveDeclined]);
    assert_eq!(pressed("leave", "Terminer"), [Event::LeaveConfirmed]);
    assert_eq!(pressed("leave-offline", "Terminer"), [], "the server cannot be told");
}

#[test]
fn the_lock_screen_fills_lying_and_standing_screens() {
    let near = |pixels: Size, expected: f32| (screen::scale(pixels) - expected).abs() < 0.001;
    assert!(near(Size::new(1024.0, 768.0), 1.0));
    assert!(near(Size::new(1920.0, 1080.0), 1.406_25));
    assert!(near(Size::new(1080.0, 1920.0), 1.406_25));
    assert!(near(Size::new(3840.0, 2160.0), 2.812_5));
    assert!(near(Size::new(10.0, 10.0), 0.5));
}
