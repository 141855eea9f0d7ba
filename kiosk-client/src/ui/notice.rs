//! A card that says how things are, when there is nothing to type.
use super::icon::{Icon, icon};
use super::{Message, Screen, keys, theme};
use crate::machine::{Event, Link, State};
use crate::text::{Notice, clock_face};
use guichet_protocol::{EndReason, StationStatut};
use iced::widget::{Column, column, container};
use iced::{Alignment, Color, Element, Length};

/// How the station stands.
pub fn view(screen: Screen<'_>) -> Element<'_, Message> {
    let (sign, colour, notice) = what_to_say(screen);
    let body = notice.text.replace("{time}", &clock_face(screen.remaining_ms()));
    let mut content = said(screen, sign, colour, &notice.title, body);
    if let State::Pending { fingerprint } = screen.machine.state() {
        content = content.push(to_compare(screen, fingerprint));
    }
    padded(content)
}

/// The place is closed: until when, and for whom not.
pub fn closed(screen: Screen<'_>) -> Element<'_, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let notice = &texts.closed;
    let mut content = said(screen, Icon::Clock, look.accent, &notice.title, notice.text.clone());
    if let Some(time) = screen.machine.closed().and_then(|opening| opening.changes_at_local.as_deref()) {
        let opens = texts.opens_at.replace("{time}", &crate::machine::clean(time, 40));
        content = content.push(look.text(opens, 26.0, theme::SEMIBOLD));
    }
    let have_code = keys::word(look, &texts.have_code, &texts.enter_key, false, Some(Event::CodeWanted));
    padded(content.push(container(have_code).max_width(320)))
}

fn said<'a>(screen: Screen<'a>, sign: Icon, colour: Color, title: &'a str, body: String) -> Column<'a, Message> {
    let look = screen.look();
    let body = look.text(body, 19.0, theme::REGULAR).line_height(1.45).color(look.palette.soft).center();
    column![icon(sign, colour, 76.0), look.text(title, 32.0, theme::BOLD).center(), body]
}

fn padded(content: Column<'_, Message>) -> Element<'_, Message> {
    container(content.spacing(18).align_x(Alignment::Center)).center_x(Length::Fill).padding([24, 10]).into()
}

/// The station's name and fingerprint, for the operator.
fn to_compare<'a>(screen: Screen<'a>, fingerprint: &str) -> Element<'a, Message> {
    let look = screen.look();
    let compared = column![
        look.text(screen.station_name(), 22.0, theme::SEMIBOLD),
        look.text(in_two_groups(fingerprint), 40.0, theme::MONO),
    ];
    container(compared.spacing(4).align_x(Alignment::Center)).padding([14, 34]).style(move |_| look.frame()).into()
}

fn what_to_say(screen: Screen<'_>) -> (Icon, Color, &'static Notice) {
    let (machine, texts, look) = (screen.machine, screen.texts(), screen.look());
    let palette = look.palette;
    let is_offline = machine.link() == Link::Offline;
    match machine.state() {
        State::Enrolling | State::Connecting if is_offline => (Icon::Warning, palette.bad, &texts.unreachable),
        State::Enrolling => (Icon::Dots, look.accent, &texts.enrolling),
        State::Refused => (Icon::Off, palette.bad, &texts.refused),
        State::Conflict => (Icon::Warning, palette.bad, &texts.conflict),
        State::UnknownServer => (Icon::Warning, palette.bad, &texts.unknown_server),
        State::Pending { .. } => (Icon::Clock, look.accent, &texts.pending),
        State::OutOfUse if machine.statut() == Some(StationStatut::HorsLigne) => {
            (Icon::Off, palette.soft, &texts.out_of_use)
        }
        State::OutOfUse => (Icon::Gear, look.accent, &texts.maintenance),
        State::Suspended => (Icon::Pause, look.accent, &texts.suspended),
        State::Ended { reason: Some(EndReason::TempsEcoule), .. } => (Icon::Clock, look.accent, &texts.time_is_up),
        State::Ended { .. } => (Icon::Check, palette.good, &texts.session_ended),
        // The lock screen is on its way in or out, or the server has not answered yet.
        _ => (Icon::Dots, look.accent, &texts.connecting),
    }
}

/// Eight digits are easier to compare four by four.
fn in_two_groups(fingerprint: &str) -> String {
    let half = fingerprint.chars().count().div_ceil(2);
    let (first, second): (Vec<_>, Vec<_>) = fingerprint.chars().enumerate().partition(|(i, _)| *i < half);
    let group = |symbols: Vec<(usize, char)>| symbols.into_iter().map(|(_, c)| c).collect::<String>();
    format!("{} {}", group(first), group(second))
}
