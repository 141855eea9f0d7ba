//! The physical keyboard, by the characters it types: any layout will do.
use super::Message;
use crate::machine::Event;
use iced::event::Status;
use iced::keyboard::{Event as Keyboard, Key, key::Named};
use iced::window;

/// What a key press means. Nothing has the focus, so nothing can lose it.
pub fn pressed(event: iced::Event, _: Status, _: window::Id) -> Option<Message> {
    let iced::Event::Keyboard(Keyboard::KeyPressed { key, modifiers, text, .. }) = event else {
        return None;
    };
    if modifiers.control() || modifiers.alt() || modifiers.logo() {
        return None;
    }
    let event = match key {
        Key::Named(Named::Backspace) => Event::Erased,
        Key::Named(Named::Delete | Named::Escape) => Event::Cleared,
        Key::Named(Named::Enter) => Event::Submitted,
        _ => Event::Typed(text?.chars().next()?),
    };
    Some(Message::Happened(event))
}
