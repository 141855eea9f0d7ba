//! A message from the desk.
use super::{Kiosk, Message, theme};
use crate::machine::Event;
use iced::widget::{button, column, container, scrollable, text};
use iced::{Alignment, Element, Length, Size, border};

/// How large its window is, in logical pixels.
pub const SIZE: Size = Size::new(600.0, 320.0);

/// The message in a window of its own.
pub fn window<'a>(kiosk: &'a Kiosk, message: &'a str) -> Element<'a, Message> {
    container(content(kiosk, message))
        .padding(26)
        .style(|_| theme::filled(theme::NIGHT, border::width(3).color(theme::YELLOW)))
        .into()
}

/// The message over the lock screen.
pub fn card<'a>(kiosk: &'a Kiosk, message: &'a str) -> Element<'a, Message> {
    container(content(kiosk, message))
        .padding(26)
        .width(SIZE.width)
        .height(SIZE.height)
        .style(theme::opaque_card)
        .into()
}

fn content<'a>(kiosk: &'a Kiosk, message: &'a str) -> Element<'a, Message> {
    let texts = kiosk.texts();
    let message = text(message).size(20).line_height(1.4).width(Length::Fill).align_x(Alignment::Center);
    let understood = button(text(texts.acknowledge).size(19).font(theme::SEMIBOLD))
        .padding([12, 40])
        .style(theme::main_key)
        .on_press(Message::Happened(Event::Acknowledged));
    column![
        text(texts.desk_message).size(26).font(theme::BOLD),
        container(scrollable(message)).center_y(Length::Fill),
        understood,
    ]
    .spacing(14)
    .align_x(Alignment::Center)
    .into()
}
