//! The small window with what is left.
use super::ring::Ring;
use super::{Kiosk, Message, theme};
use crate::machine::{Announcement, Held, Link};
use crate::text::{Texts, clock_face};
use iced::widget::{canvas, column, container, row, text};
use iced::{Alignment, Color, Element, Length, Size, border};

/// How large the window is, in logical pixels.
pub const SIZE: Size = Size::new(340.0, 74.0);

const RING: f32 = 52.0;
const FIVE_MINUTES_MS: u64 = 300_000;
const TWO_MINUTES_MS: u64 = 120_000;
const HALF_A_MINUTE_MS: u64 = 30_000;

struct Look {
    background: Color,
    border: Color,
    text: Color,
    ring: Color,
}

impl Look {
    /// Dark, then a yellow border, then yellow, then red.
    fn at(remaining_ms: u64) -> Self {
        let (background, border, text, ring) = if remaining_ms < HALF_A_MINUTE_MS {
            (theme::RED, theme::WHITE, theme::WHITE, theme::WHITE)
        } else if remaining_ms < TWO_MINUTES_MS {
            (theme::YELLOW, theme::INK, theme::INK, theme::INK)
        } else if remaining_ms < FIVE_MINUTES_MS {
            (theme::NIGHT, theme::YELLOW, theme::WHITE, theme::YELLOW)
        } else {
            (theme::NIGHT, theme::GREEN, theme::WHITE, theme::GREEN)
        };
        Self { background, border, text, ring }
    }
}

/// Draws what is left of the session.
pub fn view(kiosk: &Kiosk) -> Element<'_, Message> {
    let machine = kiosk.machine();
    let now_ms = machine.now_ms();
    let remaining_ms = machine.held().map_or(0, |held| held.remaining_ms(now_ms));
    let look = Look::at(remaining_ms);
    let ring =
        Ring { left: share_left(machine.held(), now_ms), colour: look.ring, gone: Color { a: 0.22, ..look.text } };
    let words = column![
        text(clock_face(remaining_ms)).size(32).font(theme::MONO).line_height(1.0),
        text(caption(kiosk.texts(), machine.announcement(), machine.link(), remaining_ms))
            .size(14.5)
            .font(theme::SEMIBOLD),
    ]
    .spacing(3);
    let content = row![canvas(ring).width(RING).height(RING), words].spacing(16).align_y(Alignment::Center);
    container(content)
        .padding([0, 14])
        .center_y(Length::Fill)
        .width(Length::Fill)
        .style(move |_| container::Style {
            text_color: Some(look.text),
            ..theme::filled(look.background, border::width(3).color(look.border))
        })
        .into()
}

#[allow(clippy::cast_precision_loss)]
fn share_left(held: Option<&Held>, now_ms: i64) -> f32 {
    held.filter(|held| held.granted_ms() > 0)
        .map_or(0.0, |held| held.remaining_ms(now_ms) as f32 / held.granted_ms() as f32)
}

fn caption(texts: &Texts, announcement: Option<Announcement>, link: Link, remaining_ms: u64) -> String {
    let with = |text: &str, ms: u64| text.replace("{}", &texts.duration(ms));
    match announcement {
        Some(Announcement::TimeAdded(ms)) if ms < 0 => with(texts.time_removed, ms.unsigned_abs()),
        Some(Announcement::TimeAdded(ms)) => with(texts.time_added, ms.unsigned_abs()),
        _ if link == Link::Offline => texts.counting_offline.to_owned(),
        _ if remaining_ms < TWO_MINUTES_MS => texts.save_files.to_owned(),
        Some(Announcement::Warning(threshold_s)) => with(texts.time_warning, u64::from(threshold_s) * 1000),
        None => texts.time_left.to_owned(),
    }
}
