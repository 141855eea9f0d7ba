//! The terms of use, before a session starts.
use super::{Message, Screen, keys, theme};
use crate::machine::{Event, clean};
use iced::widget::{Space, column, container, row, scrollable};
use iced::{Alignment, Element, Length};

/// What the arrow keys move.
pub const SCROLLED: &str = "terms";
/// A page or two; a server that sends a book is not read to its end.
const CHARS: usize = 20_000;

/// The terms and the two answers.
pub fn view(screen: Screen<'_>) -> Element<'_, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let written = screen.machine.settings().terms.as_ref().and_then(|terms| {
        let tag = screen.machine.comfort().language.tag();
        terms.texts.get(tag).or_else(|| terms.texts.get("fr")).or_else(|| terms.texts.values().next())
    });
    let written = written.map(|text| clean(text, CHARS)).unwrap_or_default();
    let written = look.text(written, 18.0, theme::REGULAR).line_height(1.5).width(Length::Fill);
    let page = scrollable(container(written).padding(iced::padding::right(22)))
        .id(SCROLLED)
        .height(Length::Fill)
        .style(move |_, _| look.scroll());
    let refuse = keys::word(look, &texts.terms_refuse, &texts.escape_key, false, Some(Event::TermsRefused));
    let accept = keys::word(look, &texts.terms_accept, &texts.enter_key, true, Some(Event::TermsAccepted));
    let hint = look.text(&texts.terms_scroll, 15.0, theme::REGULAR).color(look.palette.soft);
    let arrow = |arrow| keys::chip(look, arrow, look.palette.soft);
    let scroll = row![hint, Space::new().width(Length::Fill), arrow("↑"), arrow("↓")];
    let card = column![
        look.text(&texts.terms_title, 31.0, theme::BOLD),
        page,
        scroll.spacing(6).align_y(Alignment::Center),
        row![refuse, accept].spacing(12),
    ];
    container(card.spacing(14).align_x(Alignment::Center)).max_height(620).into()
}
