//! The small window with what is left.
use super::icon::{Icon, icon};
use super::ring::Ring;
use super::{Message, Screen, theme};
use crate::machine::{Announcement, Call, Event, Held, Link};
use crate::text::clock_face;
use crate::ui::theme::Palette;
use iced::widget::{Row, Space, button, canvas, column, container, row, text};
use iced::{Alignment, Color, Element, Length, Size, border};

/// How large the window is, in logical pixels.
pub const SIZE: Size = Size::new(470.0, 78.0);

const RING: f32 = 52.0;
const FIVE_MINUTES_MS: u64 = 300_000;
const TWO_MINUTES_MS: u64 = 120_000;
const HALF_A_MINUTE_MS: u64 = 30_000;

#[derive(Clone, Copy)]
struct Colours {
    background: Color,
    border: Color,
    text: Color,
    ring: Color,
}

impl Colours {
    /// Dark, then a yellow border, then yellow, then red.
    fn at(remaining_ms: u64, palette: &Palette) -> Self {
        let (background, border, text, ring) = if remaining_ms < HALF_A_MINUTE_MS {
            (palette.alarm, Color::WHITE, Color::WHITE, Color::WHITE)
        } else if remaining_ms < TWO_MINUTES_MS {
            (palette.attention, palette.on_accent, palette.on_accent, palette.on_accent)
        } else if remaining_ms < FIVE_MINUTES_MS {
            (palette.flat, palette.attention, palette.text, palette.attention)
        } else {
            (palette.flat, palette.good, palette.text, palette.good)
        };
        Self { background, border, text, ring }
    }

    /// Between the background and the text: nothing is seen through the overlay.
    fn between(self, share: f32) -> Color {
        let mix = |from: f32, to: f32| from + (to - from) * share;
        let (from, to) = (self.background, self.text);
        Color { r: mix(from.r, to.r), g: mix(from.g, to.g), b: mix(from.b, to.b), a: 1.0 }
    }
}

/// Draws what is left of the session, or of the grace after it.
pub fn view(screen: Screen<'_>) -> Element<'_, Message> {
    let (look, machine) = (screen.look(), screen.machine);
    let grace_ms = machine.grace_left_ms();
    let remaining_ms = grace_ms.unwrap_or_else(|| screen.remaining_ms());
    let colours = Colours::at(if grace_ms.is_some() { 0 } else { remaining_ms }, look.palette);
    let left = match grace_ms {
        Some(left_ms) => share(left_ms, u64::from(machine.settings().grace_s.max(1)) * 1000),
        None => share_left(machine.held(), machine.now_ms()),
    };
    let ring = Ring::new(left, colours.ring, colours.between(0.22));
    let words = column![
        text(clock_face(remaining_ms)).size(look.size(31.0).min(38.0)).font(theme::MONO).line_height(1.05),
        text(caption(screen, remaining_ms)).size(look.size(14.5).min(17.5)).font(theme::SEMIBOLD).line_height(1.2),
    ];
    let content = row![
        stripe(screen, remaining_ms, grace_ms.is_some()),
        canvas(ring).width(RING).height(RING),
        words.spacing(2),
        Space::new().width(Length::Fill)
    ]
    .push(keys(screen, colours))
    .spacing(16)
    .align_y(Alignment::Center);
    container(content)
        .padding([0, 14])
        .center_y(Length::Fill)
        .width(Length::Fill)
        .style(move |_| container::Style {
            text_color: Some(colours.text),
            ..theme::filled(colours.background, border::width(3).color(colours.border))
        })
        .into()
}

/// The site's own colour, as long as the window's are not those of a warning.
fn stripe(screen: Screen<'_>, remaining_ms: u64, is_grace: bool) -> Option<Element<'_, Message>> {
    let is_calm = remaining_ms >= TWO_MINUTES_MS && !is_grace && !screen.machine.comfort().high_contrast;
    let colour = screen.branding.accent().filter(|_| is_calm).map(theme::drawn)?;
    Some(container(Space::new()).width(6).height(RING).style(move |_| theme::filled(colour, border::rounded(3))).into())
}

/// Leaving, and calling the desk. The grace has neither: there is nothing left to do but save.
fn keys(screen: Screen<'_>, colours: Colours) -> Row<'_, Message> {
    let (machine, texts) = (screen.machine, screen.texts());
    // Whoever asked for the keyboard wants to know what to press.
    let named = |word: &'static str, key: &'static str| if machine.takes_keys() { key } else { word };
    let mut keys = Row::new().spacing(8);
    if machine.may_call() {
        let is_called = matches!(machine.call(), Some(Call::Asked { .. } | Call::Ringing { .. }));
        keys = keys.push(key(Icon::Bell, named(&texts.call_short, "F1"), is_called, Event::CallPressed, colours));
    }
    if machine.may_leave() {
        keys = keys.push(key(Icon::Exit, named(&texts.leave, "F4"), false, Event::LeaveWanted, colours));
    }
    keys
}

fn key(sign: Icon, word: &str, is_on: bool, event: Event, colours: Colours) -> Element<'_, Message> {
    let (background, colour) =
        if is_on { (colours.text, colours.background) } else { (colours.between(0.12), colours.text) };
    let content = column![icon(sign, colour, 22.0), text(word).size(12).font(theme::SEMIBOLD).line_height(1.1)]
        .spacing(2)
        .align_x(Alignment::Center);
    button(container(content).center(Length::Fill))
        .width(58)
        .height(52)
        .padding(0)
        .style(move |_, status| button::Style {
            background: Some(match status {
                button::Status::Hovered | button::Status::Pressed if !is_on => colours.between(0.25).into(),
                _ => background.into(),
            }),
            text_color: colour,
            border: border::rounded(8),
            ..button::Style::default()
        })
        .on_press(Message::Happened(event))
        .into()
}

fn share_left(held: Option<&Held>, now_ms: i64) -> f32 {
    held.map_or(0.0, |held| share(held.remaining_ms(now_ms), held.granted_ms()))
}

#[expect(clippy::cast_precision_loss, reason = "a ring has some hundred pixels")]
fn share(part: u64, whole: u64) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn caption(screen: Screen<'_>, remaining_ms: u64) -> String {
    let (machine, texts) = (screen.machine, screen.texts());
    let with = |text: &str, ms: u64| text.replace("{time}", &texts.duration(ms));
    if machine.grace_left_ms().is_some() {
        return texts.grace.clone();
    }
    match (machine.announcement(), machine.call()) {
        (Some(Announcement::TimeAdded(ms)), _) if ms < 0 => with(&texts.time_removed, ms.unsigned_abs()),
        (Some(Announcement::TimeAdded(ms)), _) => with(&texts.time_added, ms.unsigned_abs()),
        _ if machine.takes_keys() => texts.keys_here.clone(),
        _ if machine.link() == Link::Offline => texts.counting_offline.clone(),
        _ if remaining_ms < TWO_MINUTES_MS => texts.save_files.clone(),
        (Some(Announcement::Warning(threshold_s)), _) => with(&texts.time_warning, u64::from(threshold_s) * 1000),
        (None, Some(Call::Ringing { .. })) => texts.call_ringing.clone(),
        (None, Some(Call::Answered { .. })) => texts.call_answered.clone(),
        (None, Some(Call::Asked { .. })) => texts.call_asked.clone(),
        (None, Some(Call::Failed { .. }) | None) => texts.time_left.clone(),
    }
}
