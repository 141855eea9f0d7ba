//! What a visitor can ask of the desk: under the card of the lock screen.
use super::icon::{Icon, dot, icon};
use super::{Message, Screen, keys, theme};
use crate::machine::{Call, Event, State};
use iced::widget::{Row, row};
use iced::{Alignment, Color, Element};

/// The call, or the keys to make one; nothing where there is no desk to call.
pub fn bar(screen: Screen<'_>) -> Option<Element<'_, Message>> {
    let (look, texts, machine) = (screen.look(), screen.texts(), screen.machine);
    if !machine.may_call() || matches!(machine.state(), State::Terms(_)) {
        return None;
    }
    let palette = look.palette;
    let call_key = || keys::pill(look, Icon::Bell, &texts.call_desk, "F1", false, Event::CallPressed);
    let bar = match machine.call() {
        None => calls(screen).push(call_key()),
        Some(Call::Asked { .. }) => said(screen, look.accent, texts.call_asked.clone()),
        Some(Call::Ringing { offer }) => {
            let about = offer.as_ref().map(|offer| format!(" · {}", offer.name)).unwrap_or_default();
            said(screen, look.accent, format!("{}{about}", texts.call_ringing)).push(keys::pill(
                look,
                Icon::Bell,
                &texts.call_cancel,
                "F1",
                false,
                Event::CallPressed,
            ))
        }
        Some(Call::Answered { .. }) => said(screen, palette.good, texts.call_answered.clone()),
        Some(Call::Failed { .. }) => said(screen, palette.bad, texts.call_failed.clone()),
    };
    Some(bar.spacing(12).align_y(Alignment::Center).into())
}

fn calls(screen: Screen<'_>) -> Row<'_, Message> {
    let machine = screen.machine;
    let shows_offers = matches!(machine.state(), State::Locked(_)) && machine.held().is_none();
    if !shows_offers || machine.offers().is_empty() {
        return Row::new();
    }
    row![keys::pill(screen.look(), Icon::Clock, &screen.texts().offers, "F3", false, Event::OffersWanted)]
}

fn said(screen: Screen<'_>, colour: Color, words: String) -> Row<'_, Message> {
    let look = screen.look();
    let sign = if colour == look.palette.bad { dot(colour) } else { icon(Icon::Bell, colour, look.size(22.0)) };
    row![sign, look.text(words, 18.0, theme::SEMIBOLD)].padding([8, 0])
}
