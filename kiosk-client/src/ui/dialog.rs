//! What lies over everything else: a message from the desk, or a question to the visitor.
use super::icon::{Icon, icon};
use super::{Message, Screen, keys, theme};
use crate::machine::{Event, Leaving, Link};
use crate::text::clock_face;
use iced::widget::{Row, column, container, row, scrollable};
use iced::{Alignment, Element, Length, Size};

/// How large its window is, in logical pixels.
pub const SIZE: Size = Size::new(600.0, 320.0);

/// The dialog in a window of its own, during a session.
pub fn window(screen: Screen<'_>) -> Element<'_, Message> {
    let look = screen.look();
    let content = match screen.machine.message() {
        Some(message) => message_content(screen, message),
        None => leave_content(screen),
    };
    container(content).padding(26).width(Length::Fill).height(Length::Fill).style(move |_| look.opaque_card(0.0)).into()
}

/// The message over the lock screen.
pub fn message_card<'a>(screen: Screen<'a>, message: &'a str) -> Element<'a, Message> {
    let look = screen.look();
    container(message_content(screen, message))
        .padding(26)
        .width(SIZE.width)
        .height(SIZE.height)
        .style(move |_| look.opaque_card(15.0))
        .into()
}

fn message_content<'a>(screen: Screen<'a>, message: &'a str) -> Element<'a, Message> {
    let (look, texts) = (screen.look(), screen.texts());
    let title =
        row![icon(Icon::Letter, look.accent, look.size(28.0)), look.text(&texts.desk_message, 26.0, theme::BOLD),];
    let message = look.text(message, 20.0, theme::REGULAR).line_height(1.4).width(Length::Fill).center();
    // Over a desktop, keys are the visitor's until the hot key is pressed.
    let is_heard = !screen.machine.is_open() || screen.machine.takes_keys();
    let key = if is_heard { &texts.enter_key } else { &texts.hot_key };
    let read = keys::word(look, &texts.acknowledge, key, true, Some(Event::Acknowledged));
    column![
        title.spacing(12).align_y(Alignment::Center),
        container(scrollable(message).style(move |_, _| look.scroll())).center_y(Length::Fill),
        container(read).max_width(300),
    ]
    .spacing(14)
    .align_x(Alignment::Center)
    .into()
}

fn leave_content(screen: Screen<'_>) -> Element<'_, Message> {
    let (look, texts, machine) = (screen.look(), screen.texts(), screen.machine);
    let time = clock_face(screen.remaining_ms());
    let said = match machine.leaving() {
        _ if machine.link() != Link::Connected => texts.leave_offline.clone(),
        Some(Leaving::Unanswered { .. }) => texts.leave_unanswered.clone(),
        Some(Leaving::Asked { .. }) => texts.leave_asked.clone(),
        _ if machine.settings().keeps_time => texts.leave_kept.replace("{time}", &time),
        _ => texts.leave_lost.replace("{time}", &time),
    };
    let said = look.text(said, 20.0, theme::REGULAR).line_height(1.4).color(look.palette.soft).center();
    column![
        look.text(&texts.leave_title, 26.0, theme::BOLD).center(),
        container(said).center(Length::Fill),
        leave_keys(screen),
    ]
    .spacing(14)
    .align_x(Alignment::Center)
    .into()
}

fn leave_keys(screen: Screen<'_>) -> Row<'_, Message> {
    let (look, texts, machine) = (screen.look(), screen.texts(), screen.machine);
    let is_asked = matches!(machine.leaving(), Some(Leaving::Asked { .. }));
    let confirm = (!is_asked && machine.link() == Link::Connected).then_some(Event::LeaveConfirmed);
    let decline = (!is_asked).then_some(Event::LeaveDeclined);
    row![
        keys::word(look, &texts.leave_decline, &texts.escape_key, false, decline),
        keys::word(look, &texts.leave_confirm, &texts.enter_key, true, confirm),
    ]
    .spacing(12)
}
