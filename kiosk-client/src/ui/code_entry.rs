//! The card where a code is typed.
use super::{Message, Screen, theme};
use crate::machine::{Check, CodeEntry, Entry, Event, Notice};
use crate::text::Texts;
use crate::ui::theme::Look;
use guichet_protocol::{ALPHABET, CODE_LENGTH};
use iced::widget::{Column, Row, Space, button, column, container, row, text};
use iced::{Alignment, Color, Element, Length};

const CELL_WIDTH: f32 = 45.6;
const KEYS_IN_A_ROW: usize = 8;

/// How large the parts are: large text takes room from the keys, a standing screen gives some.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    look: Look,
    key: f32,
    cell: f32,
    gap: f32,
}

impl Parts {
    /// For a screen of this shape.
    pub fn new(look: Look, is_tall: bool) -> Self {
        let (key, cell, gap) = match (is_tall, look.is_large()) {
            (true, _) => (64.0, 84.0, 7.7),
            (false, false) => (48.0, 66.0, 7.7),
            (false, true) => (42.0, 60.0, 6.0),
        };
        Self { look, key, cell, gap }
    }
}

/// A code being typed.
pub fn locked<'a>(screen: Screen<'a>, parts: Parts, typed: &CodeEntry) -> Element<'a, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let (hint, colour) = match (&typed.notice, screen.machine.closed()) {
        (Some(notice), _) => (sentence(screen, notice), look.palette.bad),
        (None, Some(_)) => (texts.closed.text.clone(), look.accent),
        (None, None) => (texts.code_hint.clone(), look.palette.soft),
    };
    let submit = typed.submittable().map(|_| Event::Submitted);
    let open = main_key(parts, &texts.open_session, submit);
    card(parts, texts, &typed.entry, hint, colour, open)
}

/// A code the server is asked about.
pub fn checking<'a>(screen: Screen<'a>, parts: Parts, check: &Check) -> Element<'a, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let open = main_key(parts, &texts.checking, None);
    card(parts, texts, &check.code.into(), texts.code_hint.clone(), look.palette.soft, open)
}

fn card<'a>(
    parts: Parts,
    texts: &'a Texts,
    entry: &Entry,
    hint: String,
    hint_colour: Color,
    open: Element<'a, Message>,
) -> Element<'a, Message> {
    let look = parts.look;
    let hint = look.text(hint, 17.0, theme::SEMIBOLD).color(hint_colour).center();
    column![
        look.text(&texts.enter_code, 31.0, theme::BOLD),
        cells(parts, entry),
        container(hint).center(Length::Fill).height(look.size(42.0)),
        keypad(parts, texts, open),
    ]
    .spacing(look.gap(9.0))
    .align_x(Alignment::Center)
    .into()
}

/// The ten places of a code, in two groups.
pub fn cells(parts: Parts, entry: &Entry) -> Element<'static, Message> {
    let typed = entry.symbols().len();
    let mut symbols = entry.symbols().chars();
    let mut cells = Row::new().spacing(parts.gap).align_y(Alignment::Center);
    for place in 0..CODE_LENGTH {
        if place == CODE_LENGTH / 2 {
            cells = cells.push(dash(parts.look));
        }
        cells = cells.push(cell(parts, symbols.next(), place == typed));
    }
    container(cells).padding(iced::padding::top(8)).into()
}

fn cell(parts: Parts, symbol: Option<char>, is_next: bool) -> Element<'static, Message> {
    let look = parts.look;
    let symbol = symbol.map(String::from).unwrap_or_default();
    container(text(symbol).size(look.size(36.0)).font(theme::MONO).line_height(1.0))
        .center_x(CELL_WIDTH)
        .center_y(parts.cell)
        .style(move |_| look.cell(is_next))
        .into()
}

fn dash(look: Look) -> Element<'static, Message> {
    let line = look.palette.line;
    container(Space::new().width(16).height(4)).style(move |_| theme::filled(line, iced::border::rounded(2))).into()
}

fn keypad<'a>(parts: Parts, texts: &'a Texts, open: Element<'a, Message>) -> Element<'a, Message> {
    let mut rows = Column::new().spacing(parts.gap);
    for symbols in ALPHABET.chunks(KEYS_IN_A_ROW) {
        let keys = symbols.iter().map(|symbol| symbol_key(parts, char::from(*symbol)));
        rows = rows.push(keys.collect::<Row<_>>().spacing(parts.gap));
    }
    let clear = word_key(parts, &texts.clear, Event::Cleared);
    let erase = word_key(parts, &texts.erase, Event::Erased);
    rows.push(row![clear, erase, open].spacing(parts.gap)).into()
}

fn symbol_key(parts: Parts, symbol: char) -> Element<'static, Message> {
    let look = parts.look;
    button(text(symbol.to_string()).size(look.size(22.0)).font(theme::MONO).center())
        .width(Length::Fill)
        .height(parts.key)
        .style(move |_, status| look.key(status))
        .on_press(Message::Happened(Event::Typed(symbol)))
        .into()
}

fn word_key(parts: Parts, word: &str, event: Event) -> Element<'_, Message> {
    let look = parts.look;
    key(parts, word, 2).style(move |_, status| look.key(status)).on_press(Message::Happened(event)).into()
}

fn main_key(parts: Parts, word: &str, event: Option<Event>) -> Element<'_, Message> {
    let look = parts.look;
    key(parts, word, 4)
        .style(move |_, status| look.main_key(status))
        .on_press_maybe(event.map(Message::Happened))
        .into()
}

fn key(parts: Parts, word: &str, share: u16) -> button::Button<'_, Message> {
    // Its width is given: larger letters may not need more.
    let size = parts.look.size(19.0).min(22.0);
    button(text(word).size(size).font(theme::SEMIBOLD).center())
        .padding([0, 4])
        .width(Length::FillPortion(share))
        .height(parts.key)
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
