//! The card where a code is typed.
use super::{Message, Screen, theme};
use crate::machine::{Check, CodeEntry, Entry, Event, Notice};
use crate::text::Texts;
use crate::ui::theme::Look;
use guichet_protocol::{ALPHABET, CODE_LENGTH};
use iced::widget::{Column, Row, Space, button, column, container, row, text};
use iced::{Alignment, Color, Element, Length};

const GAP: f32 = 7.7;
const CELL_WIDTH: f32 = 45.6;
const CELL_HEIGHT: f32 = 66.0;
const KEY_HEIGHT: f32 = 48.0;
const KEYS_IN_A_ROW: usize = 8;

/// A code being typed.
pub fn locked<'a>(screen: Screen<'a>, typed: &CodeEntry) -> Element<'a, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let (hint, colour) = match (&typed.notice, screen.machine.closed()) {
        (Some(notice), _) => (sentence(screen, notice), look.palette.bad),
        (None, Some(_)) => (texts.closed.text.clone(), look.palette.accent),
        (None, None) => (texts.code_hint.clone(), look.palette.soft),
    };
    let submit = typed.submittable().map(|_| Event::Submitted);
    let open = main_key(look, &texts.open_session, submit);
    card(look, texts, &typed.entry, hint, colour, open)
}

/// A code the server is asked about.
pub fn checking<'a>(screen: Screen<'a>, check: &Check) -> Element<'a, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let open = main_key(look, &texts.checking, None);
    card(look, texts, &check.code.into(), texts.code_hint.clone(), look.palette.soft, open)
}

fn card<'a>(
    look: Look,
    texts: &'a Texts,
    entry: &Entry,
    hint: String,
    hint_colour: Color,
    open: Element<'a, Message>,
) -> Element<'a, Message> {
    let hint = look.text(hint, 17.0, theme::SEMIBOLD).color(hint_colour).center();
    column![
        look.text(&texts.enter_code, 31.0, theme::BOLD),
        cells(look, entry),
        container(hint).center(Length::Fill).height(look.size(42.0)),
        keypad(look, texts, open),
    ]
    .spacing(look.gap(9.0))
    .align_x(Alignment::Center)
    .into()
}

/// The ten places of a code, in two groups.
pub fn cells(look: Look, entry: &Entry) -> Element<'static, Message> {
    let typed = entry.symbols().len();
    let mut symbols = entry.symbols().chars();
    let mut cells = Row::new().spacing(GAP).align_y(Alignment::Center);
    for place in 0..CODE_LENGTH {
        if place == CODE_LENGTH / 2 {
            cells = cells.push(dash(look));
        }
        cells = cells.push(cell(look, symbols.next(), place == typed));
    }
    container(cells).padding(iced::padding::top(8)).into()
}

fn cell(look: Look, symbol: Option<char>, is_next: bool) -> Element<'static, Message> {
    let symbol = symbol.map(String::from).unwrap_or_default();
    container(text(symbol).size(look.size(36.0)).font(theme::MONO))
        .center_x(CELL_WIDTH)
        .center_y(CELL_HEIGHT)
        .style(move |_| look.cell(is_next))
        .into()
}

fn dash(look: Look) -> Element<'static, Message> {
    let line = look.palette.line;
    container(Space::new().width(16).height(4)).style(move |_| theme::filled(line, iced::border::rounded(2))).into()
}

fn keypad<'a>(look: Look, texts: &'a Texts, open: Element<'a, Message>) -> Element<'a, Message> {
    let mut rows = Column::new().spacing(GAP);
    for symbols in ALPHABET.chunks(KEYS_IN_A_ROW) {
        let keys = symbols.iter().map(|symbol| symbol_key(look, char::from(*symbol)));
        rows = rows.push(keys.collect::<Row<_>>().spacing(GAP));
    }
    let clear = word_key(look, &texts.clear, Event::Cleared);
    let erase = word_key(look, &texts.erase, Event::Erased);
    rows.push(row![clear, erase, open].spacing(GAP)).into()
}

fn symbol_key(look: Look, symbol: char) -> Element<'static, Message> {
    button(text(symbol.to_string()).size(look.size(22.0)).font(theme::MONO).center())
        .width(Length::Fill)
        .height(KEY_HEIGHT)
        .style(move |_, status| look.key(status))
        .on_press(Message::Happened(Event::Typed(symbol)))
        .into()
}

fn word_key(look: Look, word: &str, event: Event) -> Element<'_, Message> {
    key(look, word, 2).style(move |_, status| look.key(status)).on_press(Message::Happened(event)).into()
}

fn main_key(look: Look, word: &str, event: Option<Event>) -> Element<'_, Message> {
    key(look, word, 4).style(move |_, status| look.main_key(status)).on_press_maybe(event.map(Message::Happened)).into()
}

fn key(look: Look, word: &str, share: u16) -> button::Button<'_, Message> {
    // Its width is given: larger letters may not need more.
    let size = look.size(19.0).min(22.0);
    button(text(word).size(size).font(theme::SEMIBOLD).center())
        .padding([0, 4])
        .width(Length::FillPortion(share))
        .height(KEY_HEIGHT)
}

fn sentence(screen: Screen<'_>, notice: &Notice) -> String {
    let texts = screen.texts();
    match notice {
        Notice::NoSuchSymbol => texts.no_such_symbol.clone(),
        Notice::Refused { code, detail } => texts.refusal(code, detail).to_owned(),
        Notice::TooManyAttempts { until_ms } => {
            let wait_ms = until_ms.saturating_sub(screen.machine.now_ms());
            let wait = texts.duration(u64::try_from(wait_ms).unwrap_or(0));
            texts.too_many_attempts.replace("{time}", &wait)
        }
        Notice::NoAnswer => texts.no_answer.clone(),
        Notice::Offline => texts.cannot_check.clone(),
        Notice::LockedByDesk => texts.locked_by_desk.clone(),
    }
}
