//! The end of a session whose unused time is kept.
use super::code_entry::Parts;
use super::{Message, Screen, code_entry, keys, theme};
use crate::machine::{Entry, Event, Kept};
use chrono::{DateTime, Local};
use guichet_protocol::AccessCode;
use iced::widget::{column, container};
use iced::{Alignment, Element};

const MINUTE_MS: u64 = 60_000;

/// The code to note.
pub fn kept<'a>(screen: Screen<'a>, sizes: Parts, kept: &Kept) -> Element<'a, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let soft = look.palette.soft;
    // Whole minutes, rounded down: nobody is promised more than there is.
    let time = match kept.remaining_ms / MINUTE_MS {
        0 => texts.duration(kept.remaining_ms),
        minutes => texts.minutes(minutes),
    };
    let said = texts.kept_text.replace("{time}", &time);
    let code = match kept.code.parse::<AccessCode>() {
        Ok(code) => code_entry::cells(sizes, &Entry::from(code)),
        Err(_) => look.text(kept.code.clone(), 36.0, theme::MONO).into(),
    };
    let noted = keys::word(look, &texts.kept_noted, &texts.enter_key, true, Some(Event::Acknowledged));
    column![
        look.text(&texts.kept_title, 32.0, theme::BOLD),
        look.text(said, 19.0, theme::REGULAR).color(soft).center(),
        container(code).padding([10, 0]),
        look.text(until(screen, kept.valid_until), 19.0, theme::SEMIBOLD).center(),
        container(noted).max_width(380).padding(iced::padding::top(10)),
    ]
    .spacing(14)
    .align_x(Alignment::Center)
    .padding([24, 0])
    .into()
}

fn until(screen: Screen<'_>, valid_until: i64) -> String {
    let texts = screen.texts();
    DateTime::from_timestamp_millis(valid_until).map_or_else(String::new, |until| {
        let until = until.with_timezone(&Local);
        let time = until.format("%H:%M").to_string();
        texts.kept_until.replace("{day}", &texts.day(&until)).replace("{time}", &time)
    })
}
