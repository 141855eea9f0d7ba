//! Drawings that are made once, and anew only when they show something else: the renderer draws the place of any other
//! drawing at each frame, whether it changed or not.
use iced::widget::canvas::{Cache, Frame, Geometry};
use iced::{Renderer, Size};
use std::cell::Cell;

/// A drawing, and what it shows.
pub struct Drawing<T> {
    made: Cache,
    shown: Cell<Option<T>>,
}

impl<T> Default for Drawing<T> {
    fn default() -> Self {
        Self { made: Cache::new(), shown: Cell::new(None) }
    }
}

impl<T: Copy + PartialEq> Drawing<T> {
    /// The drawing of `shows`; `draw` is asked for it where there is none of that size yet.
    pub fn of(&self, shows: T, renderer: &Renderer, size: Size, draw: impl FnOnce(&mut Frame)) -> Geometry {
        if self.shown.replace(Some(shows)) != Some(shows) {
            self.made.clear();
        }
        self.made.draw(renderer, size, draw)
    }
}
