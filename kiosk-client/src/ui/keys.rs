//! The keys on the screen, with the key of the keyboard that does the same.
use super::icon::{Icon, icon};
use super::{Message, theme};
use crate::machine::Event;
use crate::ui::theme::Look;
use iced::widget::{button, container, row, text};
use iced::{Alignment, Color, Element, Length};

/// A key worth pressing, or another one when not.
pub fn word<'a>(look: Look, word: &'a str, key: &'a str, is_main: bool, event: Option<Event>) -> Element<'a, Message> {
    let colour = match (is_main, &event) {
        (true, Some(_)) => look.palette.on_accent,
        _ => look.palette.soft,
    };
    let content = row![text(word).size(look.size(19.0)).font(theme::SEMIBOLD), chip(look, key, colour)]
        .spacing(12)
        .align_y(Alignment::Center);
    button(container(content).center(Length::Fill))
        .padding([0.0, look.gap(14.0)])
        .height(52)
        .style(move |_, status| if is_main { look.main_key(status) } else { look.key(status) })
        .on_press_maybe(event.map(Message::Happened))
        .into()
}

/// A key on the background, with a sign.
pub fn pill<'a>(
    look: Look,
    sign: Icon,
    word: &'a str,
    key: &'a str,
    is_on: bool,
    event: Event,
) -> Element<'a, Message> {
    let colour = if is_on { look.palette.on_accent } else { look.palette.text };
    let soft = if is_on { look.palette.on_accent } else { look.palette.soft };
    let mut content = row![icon(sign, colour, look.size(19.0))].spacing(9).align_y(Alignment::Center);
    if !word.is_empty() {
        content = content.push(text(word).size(look.size(17.0)).font(theme::SEMIBOLD));
    }
    button(content.push(chip(look, key, soft)))
        .padding([9.0, 14.0])
        .style(move |_, status| look.pill(is_on, status))
        .on_press(Message::Happened(event))
        .into()
}

/// The name of a key of the keyboard.
pub fn chip(look: Look, key: &str, colour: Color) -> Element<'_, Message> {
    container(text(key).size(look.size(12.5)).font(theme::SEMIBOLD).color(colour))
        .padding([2, 6])
        .style(move |_| theme::chip(colour))
        .into()
}
