//! The lock screen.
use super::code_entry;
use super::{Kiosk, Message, desk, theme};
use crate::machine::{Link, Machine, State};
use crate::text::{Language, Notice, Texts, clock_face};
use iced::widget::{Column, Row, Space, button, center, column, container, opaque, row, stack, text};
use iced::{Alignment, Color, Element, Length};

const MARGIN: f32 = 38.0;

/// Draws the lock screen, and a message of the desk over it.
pub fn view(kiosk: &Kiosk) -> Element<'_, Message> {
    let screen = column![top(kiosk), center(card(kiosk)), bottom(kiosk),];
    let screen =
        container(screen).padding([30.0, MARGIN]).width(Length::Fill).height(Length::Fill).style(theme::background);
    let Some(message) = kiosk.machine().message() else {
        return screen.into();
    };
    let message = center(desk::card(kiosk, message)).style(theme::veil);
    stack![screen, opaque(message)].into()
}

fn top(kiosk: &Kiosk) -> Element<'_, Message> {
    let machine = kiosk.machine();
    let site = text(machine.site().unwrap_or("Guichet")).size(18).color(theme::SOFT);
    let station = text(kiosk.station_name()).size(32).font(theme::BOLD).line_height(1.2);
    let clock = kiosk.wall_clock();
    let time = text(clock.format("%H:%M").to_string()).size(44).font(theme::BOLD).line_height(1.1);
    let day = text(kiosk.texts().day(clock)).size(18).color(theme::SOFT);
    row![
        column![site, station].spacing(2),
        Space::new().width(Length::Fill),
        column![time, day].spacing(2).align_x(Alignment::End),
    ]
    .into()
}

fn bottom(kiosk: &Kiosk) -> Element<'_, Message> {
    let languages = Language::ALL.map(|language| pill(language, kiosk.language()));
    row![Row::from_iter(languages).spacing(10), Space::new().width(Length::Fill), link(kiosk.machine(), kiosk.texts()),]
        .align_y(Alignment::Center)
        .into()
}

fn pill(language: Language, chosen: Language) -> Element<'static, Message> {
    let is_chosen = language == chosen;
    let font = if is_chosen { theme::SEMIBOLD } else { theme::REGULAR };
    button(text(language.texts().language).size(18).font(font))
        .padding([9, 17])
        .style(move |_, _| theme::pill(is_chosen))
        .on_press(Message::Language(language))
        .into()
}

fn link(machine: &Machine, texts: &Texts) -> Element<'static, Message> {
    let (colour, word) = match (machine.link(), machine.state()) {
        (Link::Offline, _) => (theme::ROSE, texts.offline),
        // The server answers a station that waits to be known, without a socket.
        (Link::Connected, _) | (_, State::Pending { .. } | State::Refused | State::Conflict) => {
            (theme::GREEN, texts.connected)
        }
        (Link::Reconnecting { .. }, _) => (theme::YELLOW, texts.reconnecting),
    };
    row![dot(colour), text(word).size(17).color(theme::SOFT)].spacing(8).align_y(Alignment::Center).into()
}

fn dot(colour: Color) -> Element<'static, Message> {
    container(Space::new().width(11).height(11)).style(move |_| theme::filled(colour, iced::border::rounded(6))).into()
}

fn card(kiosk: &Kiosk) -> Element<'_, Message> {
    let content = match kiosk.machine().state() {
        State::Locked(lock) => code_entry::locked(kiosk, lock),
        State::Checking(check) => code_entry::checking(kiosk, check),
        _ => notice(kiosk),
    };
    container(content).padding([26, 37]).width(624).style(theme::card).into()
}

fn notice(kiosk: &Kiosk) -> Element<'_, Message> {
    let Notice { title, text: body } = what_to_say(kiosk.machine(), kiosk.texts());
    let body = body.replace("{}", &time_left(kiosk.machine()));
    let mut content = Column::new()
        .push(text(*title).size(32).font(theme::BOLD))
        .push(text(body).size(19).line_height(1.45).color(theme::SOFT).center());
    if let State::Pending { fingerprint } = kiosk.machine().state() {
        content = content
            .push(Space::new().height(4))
            .push(text(kiosk.station_name()).size(22).font(theme::SEMIBOLD))
            .push(text(in_two_groups(fingerprint)).size(40).font(theme::MONO));
    }
    container(content.spacing(16).align_x(Alignment::Center)).center_x(Length::Fill).padding([30, 10]).into()
}

fn what_to_say<'a>(machine: &Machine, texts: &'a Texts) -> &'a Notice {
    let is_offline = machine.link() == Link::Offline;
    match machine.state() {
        State::Enrolling | State::Connecting if is_offline => &texts.unreachable,
        State::Enrolling => &texts.enrolling,
        State::Refused => &texts.refused,
        State::Conflict => &texts.conflict,
        State::UnknownServer => &texts.unknown_server,
        State::Pending { .. } => &texts.pending,
        State::Suspended => &texts.suspended,
        State::Ended { reason, .. } => texts.end(*reason),
        // The lock screen is on its way in or out, or the server has not answered yet.
        State::Connecting | State::Locked(_) | State::Checking(_) | State::Open => &texts.connecting,
    }
}

fn time_left(machine: &Machine) -> String {
    let now_ms = machine.now_ms();
    clock_face(machine.held().map_or(0, |held| held.remaining_ms(now_ms)))
}

/// Eight digits are easier to compare four by four.
fn in_two_groups(fingerprint: &str) -> String {
    let half = fingerprint.chars().count().div_ceil(2);
    let (first, second): (Vec<_>, Vec<_>) = fingerprint.chars().enumerate().partition(|(i, _)| *i < half);
    let group = |symbols: Vec<(usize, char)>| symbols.into_iter().map(|(_, c)| c).collect::<String>();
    format!("{} {}", group(first), group(second))
}
