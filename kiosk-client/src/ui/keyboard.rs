//! The physical keyboard, by the characters it types: any layout will do.
use super::Message;
use crate::machine::Event;
use iced::event::Status;
use iced::keyboard::{Event as Keyboard, Key, key::Named};
use iced::window;

/// A line or a page of the terms, in pixels.
const LINE: f32 = 54.0;
const PAGE: f32 = 280.0;

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
        Key::Named(Named::F1) => Event::CallPressed,
        Key::Named(Named::F2) => Event::NextLanguage,
        Key::Named(Named::F3) => Event::OffersWanted,
        Key::Named(Named::F4) => Event::LeaveWanted,
        Key::Named(Named::F9) => Event::ContrastToggled,
        Key::Named(Named::F10) => Event::LargeTextToggled,
        Key::Named(Named::ArrowDown) => return Some(Message::Scrolled(LINE)),
        Key::Named(Named::ArrowUp) => return Some(Message::Scrolled(-LINE)),
        Key::Named(Named::PageDown) => return Some(Message::Scrolled(PAGE)),
        Key::Named(Named::PageUp) => return Some(Message::Scrolled(-PAGE)),
        _ => Event::Typed(text?.chars().next()?),
    };
    Some(Message::Happened(event))
}
