//! A message from the desk.
use super::{Kiosk, Message, theme};
use crate::machine::Event;
use iced::widget::{button, column, container, scrollable, text};
use iced::{Alignment, Element, Length, Size};

/// How large its window is, in logical pixels; as a card it has the same size.
pub const SIZE: Size = Size::new(600.0, 380.0);

/// Draws the message.
pub fn view<'a>(kiosk: &'a Kiosk, message: &'a str) -> Element<'a, Message> {
    let texts = kiosk.texts();
    let understood = button(
        text(texts.acknowledge)
            .size(19)
            .font(theme::SEMIBOLD)
            .center(),
    )
    .padding([12, 40])
    .style(theme::main_key)
    .on_press(Message::Happened(Event::Acknowledged));
    let content = column![
        text(texts.desk_message).size(26).font(theme::BOLD),
        container(scrollable(text(message).size(19).line_height(1.4)))
            .center_y(Length::Fill)
            .width(Length::Fill),
        understood,
    ]
    .spacing(14)
    .align_x(Alignment::Center);
    container(content)
        .padding(28)
        .width(SIZE.width)
        .height(SIZE.height)
        .style(theme::opaque_card)
        .into()
}
