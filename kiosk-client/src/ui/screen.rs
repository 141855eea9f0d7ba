//! What the views are given: the station as it is, and who looks at it. They know nothing of windows,
//! outputs or the network.
use super::theme::Look;
use super::{Message, countdown, dialog, keyboard, lock};
use crate::branding::Branding;
use crate::machine::Machine;
use crate::text::Texts;
use chrono::{DateTime, Local};
use iced::widget::column;
use iced::{Element, Size};

/// The sizes the lock screen is drawn for, lying and standing; it is scaled to other screens.
const LYING: Size = Size::new(1024.0, 768.0);
const STANDING: Size = Size::new(768.0, 1024.0);
const SMALLEST_SCALE: f32 = 0.5;
const LARGEST_SCALE: f32 = 4.0;

/// What a window or an output shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// The lock screen.
    Lock,
    /// What is left.
    Countdown,
    /// A message from the desk during a session, or a question to the visitor.
    Dialog,
}

impl Surface {
    /// What is to be shown now.
    pub fn wanted(machine: &Machine) -> &'static [Self] {
        if !machine.is_open() {
            &[Self::Lock]
        } else if machine.message().is_some() || machine.leaving().is_some() {
            &[Self::Countdown, Self::Dialog]
        } else {
            &[Self::Countdown]
        }
    }
}

/// The station before a visitor.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    /// What it does.
    pub machine: &'a Machine,
    /// How the site looks.
    pub branding: &'a Branding,
    /// How it calls itself until the server names it.
    pub own_name: &'a str,
    /// The date and time to show.
    pub wall_clock: DateTime<Local>,
}

impl<'a> Screen<'a> {
    /// Draws one of its surfaces.
    pub fn view(self, surface: Surface) -> Element<'a, Message> {
        let content = match surface {
            Surface::Lock => lock::view(self),
            Surface::Countdown => countdown::view(self),
            Surface::Dialog => dialog::window(self),
        };
        column![keyboard::ears(), content].into()
    }

    /// How it is drawn for the present visitor.
    pub fn look(self) -> Look {
        Look::new(self.machine.comfort(), self.branding.accent())
    }

    /// What it says to the present visitor.
    pub fn texts(self) -> &'static Texts {
        self.machine.comfort().language.texts()
    }

    /// The station's name.
    pub fn station_name(self) -> &'a str {
        self.machine.station().unwrap_or(self.own_name)
    }

    /// What is left of the session, in milliseconds.
    pub fn remaining_ms(self) -> u64 {
        self.machine.held().map_or(0, |held| held.remaining_ms(self.machine.now_ms()))
    }
}

/// How much larger than designed the lock screen is drawn on a screen of this size.
pub fn scale(pixels: Size) -> f32 {
    let design = if pixels.height > pixels.width { STANDING } else { LYING };
    let fitting = (pixels.width / design.width).min(pixels.height / design.height);
    fitting.clamp(SMALLEST_SCALE, LARGEST_SCALE)
}
