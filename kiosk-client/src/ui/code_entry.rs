//! The card where a code is typed.
use super::{Kiosk, Message, theme};
use crate::machine::{Check, CodeEntry, Entry, Event, Machine, Notice};
use crate::text::Texts;
use guichet_protocol::{ALPHABET, CODE_LENGTH};
use iced::widget::{Column, Row, Space, button, column, container, row, text};
use iced::{Alignment, Color, Element, Length};

const GAP: f32 = 7.7;
const CELL_WIDTH: f32 = 45.6;
const CELL_HEIGHT: f32 = 70.0;
const KEY_HEIGHT: f32 = 49.0;
const KEYS_IN_A_ROW: usize = 8;

/// A code being typed.
pub fn locked<'a>(kiosk: &'a Kiosk, lock: &'a CodeEntry) -> Element<'a, Message> {
    let texts = kiosk.texts();
    let (hint, colour) = match &lock.notice {
        Some(notice) => (sentence(kiosk.machine(), texts, notice), theme::ROSE),
        None => (texts.code_hint.to_owned(), theme::SOFT),
    };
    let submit = lock.submittable().map(|_| Event::Submitted);
    let open = main_key(texts.open_session, submit);
    card(texts, &lock.entry, hint, colour, open)
}

/// A code the server is asked about.
pub fn checking<'a>(kiosk: &'a Kiosk, check: &Check) -> Element<'a, Message> {
    let texts = kiosk.texts();
    let open = main_key(texts.checking, None);
    card(texts, &check.code.into(), texts.code_hint.to_owned(), theme::SOFT, open)
}

fn card<'a>(
    texts: &'a Texts,
    entry: &Entry,
    hint: String,
    hint_colour: Color,
    open: Element<'a, Message>,
) -> Element<'a, Message> {
    let hint = text(hint).size(17).font(theme::SEMIBOLD).line_height(1.25).color(hint_colour).center();
    column![
        text(texts.enter_code).size(31).font(theme::BOLD),
        cells(entry),
        container(hint).center(Length::Fill).height(44),
        keypad(texts, open),
    ]
    .spacing(9)
    .align_x(Alignment::Center)
    .into()
}

fn cells(entry: &Entry) -> Element<'static, Message> {
    let typed = entry.symbols().len();
    let mut symbols = entry.symbols().chars();
    let mut cells = Row::new().spacing(GAP).align_y(Alignment::Center);
    for place in 0..CODE_LENGTH {
        if place == CODE_LENGTH / 2 {
            cells = cells.push(dash());
        }
        cells = cells.push(cell(symbols.next(), place == typed));
    }
    container(cells).padding(iced::padding::top(8)).into()
}

fn cell(symbol: Option<char>, is_next: bool) -> Element<'static, Message> {
    let symbol = symbol.map(String::from).unwrap_or_default();
    container(text(symbol).size(36).font(theme::MONO))
        .center_x(CELL_WIDTH)
        .center_y(CELL_HEIGHT)
        .style(move |_| theme::cell(is_next))
        .into()
}

fn dash() -> Element<'static, Message> {
    container(Space::new().width(16).height(4)).style(|_| theme::filled(theme::LINE, iced::border::rounded(2))).into()
}

fn keypad<'a>(texts: &'a Texts, open: Element<'a, Message>) -> Element<'a, Message> {
    let mut rows = Column::new().spacing(GAP);
    for symbols in ALPHABET.chunks(KEYS_IN_A_ROW) {
        let keys = symbols.iter().map(|symbol| symbol_key(char::from(*symbol)));
        rows = rows.push(keys.collect::<Row<_>>().spacing(GAP));
    }
    let last_row = row![word_key(texts.clear, Event::Cleared), word_key(texts.erase, Event::Erased), open,];
    rows.push(last_row.spacing(GAP)).into()
}

fn symbol_key(symbol: char) -> Element<'static, Message> {
    button(text(symbol.to_string()).size(22).font(theme::MONO).center())
        .width(Length::Fill)
        .height(KEY_HEIGHT)
        .style(theme::key)
        .on_press(Message::Happened(Event::Typed(symbol)))
        .into()
}

fn word_key(word: &str, event: Event) -> Element<'_, Message> {
    key(word, 2).style(theme::key).on_press(Message::Happened(event)).into()
}

fn main_key(word: &str, event: Option<Event>) -> Element<'_, Message> {
    key(word, 4).style(theme::main_key).on_press_maybe(event.map(Message::Happened)).into()
}

fn key(word: &str, share: u16) -> button::Button<'_, Message> {
    button(text(word).size(19).font(theme::SEMIBOLD).center()).width(Length::FillPortion(share)).height(KEY_HEIGHT)
}

fn sentence(machine: &Machine, texts: &Texts, notice: &Notice) -> String {
    match notice {
        Notice::NoSuchSymbol => texts.no_such_symbol.to_owned(),
        Notice::Refused { code, detail } => texts.refusal(code, detail).to_owned(),
        Notice::TooManyAttempts { until_ms } => {
            let wait_ms = until_ms.saturating_sub(machine.now_ms());
            let wait = texts.duration(u64::try_from(wait_ms).unwrap_or(0));
            texts.too_many_attempts.replace("{}", &wait)
        }
        Notice::NoAnswer => texts.no_answer.to_owned(),
        Notice::Offline => texts.cannot_check.to_owned(),
        Notice::LockedByDesk => texts.locked_by_desk.to_owned(),
    }
}
