//! What a visitor can ask for.
use super::{Message, Screen, keys, theme};
use crate::machine::{Event, clean};
use crate::text::price;
use guichet_protocol::Offer;
use iced::widget::{Column, Space, button, column, container, row, scrollable};
use iced::{Alignment, Element, Length};

const NAME_CHARS: usize = 40;
/// The keypad's, as tall as the card with a code.
const LIST_HEIGHT: f32 = 330.0;

/// The offers, a key each.
pub fn view(screen: Screen<'_>) -> Element<'_, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let offers = screen.machine.offers().iter().zip(1..).map(|(offer, number)| offer_key(screen, offer, number));
    let list = offers.collect::<Column<_>>().spacing(9);
    let back = keys::word(look, &texts.offers_back, &texts.escape_key, false, Some(Event::Cleared));
    column![
        look.text(&texts.offers_title, 31.0, theme::BOLD),
        look.text(&texts.offers_text, 17.0, theme::REGULAR).color(look.palette.soft).center(),
        container(scrollable(list).style(move |_, _| look.scroll())).max_height(LIST_HEIGHT),
        container(back).max_width(260),
    ]
    .spacing(look.gap(16.0))
    .align_x(Alignment::Center)
    .into()
}

fn offer_key<'a>(screen: Screen<'a>, offer: &'a Offer, number: u32) -> Element<'a, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let length = texts.minutes(u64::from(offer.minutes));
    let name =
        look.text(clean(&offer.name, NAME_CHARS), 20.0, theme::SEMIBOLD).wrapping(iced::widget::text::Wrapping::None);
    let words = column![name, look.text(length, 16.0, theme::REGULAR).color(look.palette.soft)];
    let content = row![
        numbered(screen, number),
        container(words).clip(true).width(Length::Fill),
        Space::new().width(8),
        look.text(price(texts, offer), 22.0, theme::BOLD),
    ];
    button(content.spacing(14).align_y(Alignment::Center))
        .width(Length::Fill)
        .padding([8, 18])
        .style(move |_, status| look.key(status))
        .on_press(Message::Happened(Event::OfferChosen(offer.id)))
        .into()
}

fn numbered(screen: Screen<'_>, number: u32) -> Element<'static, Message> {
    let look = screen.look();
    container(look.text(number.to_string(), 18.0, theme::MONO))
        .center(34)
        .style(move |_| theme::chip(look.palette.line))
        .into()
}
