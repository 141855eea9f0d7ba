//! The physical keyboard, by the characters it types: any layout will do.
use super::Message;
use crate::machine::Event;
use iced::advanced::renderer::Style;
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, widget::Tree};
use iced::keyboard::{Event as Keyboard, Key, key::Named};
use iced::{Element, Length, Rectangle, Renderer, Size, Theme};

/// A line or a page of the terms, in pixels.
const LINE: f32 = 54.0;
const PAGE: f32 = 280.0;

/// A widget without size that hears every key of its surface. Nothing has the focus, so nothing can lose it; and whatever
/// number of keys came together is heard before anything is drawn, where a subscription would lose what it has no room for.
pub fn ears() -> Element<'static, Message> {
    Element::new(Ears)
}

struct Ears;

impl Widget<Message, Theme, Renderer> for Ears {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(Size::ZERO)
    }

    fn draw(&self, _: &Tree, _: &mut Renderer, _: &Theme, _: &Style, _: Layout<'_>, _: mouse::Cursor, _: &Rectangle) {}

    fn update(
        &mut self,
        _: &mut Tree,
        event: &iced::Event,
        _: Layout<'_>,
        _: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _: &Rectangle,
    ) {
        if let iced::Event::Keyboard(event) = event
            && let Some(message) = pressed(event)
        {
            shell.publish(message);
        }
    }
}

/// What a key press means.
fn pressed(event: &Keyboard) -> Option<Message> {
    let Keyboard::KeyPressed { key, modifiers, text, .. } = event else {
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
        _ => Event::Typed(text.as_ref()?.chars().next()?),
    };
    Some(Message::Happened(event))
}
