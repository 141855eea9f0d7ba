//! The lock screen.
use super::icon::{Icon, dot};
use super::night::Night;
use super::{Message, Screen, actions, code_entry, dialog, ended, keys, notice, offers, terms, theme};
use crate::machine::{Event, Link, State};
use crate::text::Language;
use iced::widget::{
    Column, Row, Space, button, canvas, center, column, container, image, opaque, responsive, row, stack, text,
};
use iced::{Alignment, Element, Length, Size};

const MARGIN: f32 = 38.0;
/// The room for a logo.
const LOGO: Size = Size::new(260.0, 66.0);
/// On a screen wider than this, signs have words.
const WIDE: f32 = 1300.0;

/// Draws the lock screen, and a message of the desk over it.
pub fn view(screen: Screen<'_>) -> Element<'_, Message> {
    let look = screen.look();
    let night = canvas(Night(look.palette.night)).width(Length::Fill).height(Length::Fill);
    let all = stack![night, container(responsive(move |size| parts(screen, size))).style(move |_| look.lettered())];
    let Some(message) = screen.machine.message() else {
        return all.into();
    };
    let message = center(dialog::message_card(screen, message)).style(move |_| theme::veil());
    stack![all, opaque(message)].into()
}

fn parts(screen: Screen<'_>, size: Size) -> Element<'_, Message> {
    let look = screen.look();
    let mut parts = Column::new().push(top(screen)).push(center(card(screen, size))).spacing(look.gap(10.0));
    if let Some(actions) = actions::bar(screen) {
        parts = parts.push(container(actions).center_x(Length::Fill));
    }
    parts = parts.push(Space::new().height(look.gap(6.0))).push(bottom(screen, size));
    container(parts).padding([look.gap(30.0), MARGIN]).into()
}

fn top(screen: Screen<'_>) -> Element<'_, Message> {
    let (look, clock) = (screen.look(), screen.wall_clock);
    let soft = look.palette.soft;
    let site = look.text(screen.machine.site().unwrap_or("Guichet"), 18.0, theme::REGULAR).color(soft);
    let station = look.text(screen.station_name(), 32.0, theme::BOLD);
    let time = look.text(clock.format("%H:%M").to_string(), 44.0, theme::BOLD).line_height(1.1);
    let day = look.text(screen.texts().day(&clock), 18.0, theme::REGULAR).color(soft);
    let names = column![site, station].spacing(2).width(Length::Fill);
    row![logo(screen), names, column![time, day].spacing(2).align_x(Alignment::End)]
        .spacing(20)
        .align_y(Alignment::Center)
        .into()
}

/// The site's logo, as large as fits and never larger than it came.
fn logo(screen: Screen<'_>) -> Option<Element<'_, Message>> {
    let picture = screen.branding.picture()?;
    #[expect(clippy::cast_precision_loss, reason = "some hundred pixels")]
    let (width, height) = (picture.width as f32, picture.height as f32);
    let scale = (LOGO.width / width).min(LOGO.height / height).min(1.0);
    Some(image(&picture.handle).width(width * scale).height(height * scale).into())
}

/// Languages, comfort and link, in one row where they fit.
fn bottom(screen: Screen<'_>, size: Size) -> Element<'_, Message> {
    let languages = screen.machine.languages();
    let is_tight = size.width < 900.0 || (languages.len() > 3 && screen.machine.comfort().large_text);
    let chosen = screen.machine.comfort().language;
    let pills = languages.into_iter().map(|language| pill(screen, language, language == chosen));
    let pills = pills.collect::<Row<_>>().spacing(8);
    let rest =
        row![comfort(screen, size.width > WIDE || is_tight), link(screen)].spacing(18).align_y(Alignment::Center);
    if is_tight {
        let rest = row![Space::new().width(Length::Fill), rest];
        return column![pills, rest].spacing(12).into();
    }
    row![pills, Space::new().width(Length::Fill), rest].align_y(Alignment::Center).into()
}

fn pill(screen: Screen<'_>, language: Language, is_chosen: bool) -> Element<'static, Message> {
    let look = screen.look();
    let font = if is_chosen { theme::SEMIBOLD } else { theme::REGULAR };
    button(text(&language.texts().language).size(look.size(18.0)).font(font))
        .padding([9, 17])
        .style(move |_, status| look.pill(is_chosen, status))
        .on_press(Message::Happened(Event::LanguageChosen(language)))
        .into()
}

fn comfort(screen: Screen<'_>, with_words: bool) -> Element<'_, Message> {
    let (look, texts, comfort) = (screen.look(), screen.texts(), screen.machine.comfort());
    let word = |word: &'static str| if with_words { word } else { "" };
    let contrast = word(&texts.contrast);
    let large = word(&texts.large_text);
    row![
        keys::pill(look, Icon::Contrast, contrast, "F9", comfort.high_contrast, Event::ContrastToggled),
        keys::pill(look, Icon::Letters, large, "F10", comfort.large_text, Event::LargeTextToggled),
    ]
    .spacing(8)
    .into()
}

fn link(screen: Screen<'_>) -> Element<'_, Message> {
    let (look, texts, machine) = (screen.look(), screen.texts(), screen.machine);
    let palette = look.palette;
    let (colour, word) = match (machine.link(), machine.state()) {
        (_, State::UnknownServer) | (Link::Offline, _) => (palette.bad, &texts.offline),
        // The server answers a station that waits to be known, without a socket.
        (Link::Connected, _) | (_, State::Pending { .. } | State::Refused | State::Conflict) => {
            (palette.good, &texts.connected)
        }
        (Link::Reconnecting { .. }, _) => (palette.attention, &texts.reconnecting),
    };
    row![dot(colour), look.text(word, 17.0, theme::REGULAR).color(palette.soft)]
        .spacing(8)
        .align_y(Alignment::Center)
        .into()
}

fn card(screen: Screen<'_>, size: Size) -> Element<'_, Message> {
    let look = screen.look();
    let sizes = code_entry::Parts::new(look, size.height > size.width);
    let content = match screen.machine.state() {
        State::Locked(entry) if entry.is_untouched() && screen.machine.closed().is_some() => notice::closed(screen),
        State::Locked(entry) => code_entry::locked(screen, sizes, entry),
        State::Checking(check) => code_entry::checking(screen, sizes, check),
        State::Terms(_) => terms::view(screen),
        State::Offers { .. } => offers::view(screen),
        State::Ended { kept: Some(kept), .. } => ended::kept(screen, sizes, kept),
        _ => notice::view(screen),
    };
    container(content).padding([look.gap(20.0), 37.0]).width(624).style(move |_| look.card()).into()
}
