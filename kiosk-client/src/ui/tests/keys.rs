//! What keys of the keyboard tell the machine, on every surface.
use super::*;
use iced::keyboard::key::Named;

fn heard(scene: &str, press: impl FnOnce(&mut Simulator<'_, Message>)) -> Vec<Event> {
    let scene = SCENES.iter().find(|known| known.name == scene).expect("a scene");
    let mut stage = Stage::default();
    (scene.play)(&mut stage);
    let mut simulator = simulator(&stage, scene.surface, sizes(scene)[0].1);
    press(&mut simulator);
    let messages = simulator.into_messages();
    messages
        .filter_map(|message| match message {
            Message::Happened(event) => Some(event),
            _ => None,
        })
        .collect()
}

#[test]
fn every_surface_hears_the_keyboard() {
    for scene in SCENES {
        let events = heard(scene.name, |simulator| {
            simulator.tap_key(Named::F1);
            simulator.tap_key(Named::Enter);
            simulator.tap_key(Named::Escape);
        });
        assert_eq!(events, [Event::CallPressed, Event::Submitted, Event::Cleared], "{}", scene.name);
    }
}

/// KSK-005: a scanner types faster than anybody looks.
#[test]
fn no_key_of_a_long_burst_is_lost() {
    let burst = "https://guichet.example.org/c/K7QM4-XYAB2".repeat(2_000);
    let events = heard("lock", |simulator| {
        simulator.typewrite(&burst);
        simulator.tap_key(Named::Enter);
    });
    let typed: String = events
        .iter()
        .filter_map(|event| match event {
            Event::Typed(symbol) => Some(*symbol),
            _ => None,
        })
        .collect();
    assert!(typed == burst, "{} of {} symbols", typed.chars().count(), burst.chars().count());
    assert_eq!(events.last(), Some(&Event::Submitted));
}

#[test]
fn whatever_an_input_method_makes_of_a_key_is_heard_by_its_first_symbol() {
    for text in ["漢", "\u{202e}", "🎟", "é", "\u{0}", "\u{feff}"] {
        let events = heard("lock", |simulator| {
            simulator.typewrite(text);
        });
        assert_eq!(events, [Event::Typed(text.chars().next().expect("a symbol"))]);
    }
}
