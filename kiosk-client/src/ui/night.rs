//! The lock screen's background: night falling to the right.
use super::drawing::Drawing;
use iced::mouse::Cursor;
use iced::widget::canvas::{self, Fill, Frame, Geometry, Gradient, gradient::Linear};
use iced::{Color, Point, Radians, Rectangle, Renderer, Size, Theme};
use std::f32::consts::PI;

const FALLS: Radians = Radians(PI * 0.86);
/// It is drawn in tiles of this size. The renderer paints the whole of whatever a change touches, and a gradient is slow:
/// in one piece it would cost each key press the whole screen.
const TILE: f32 = 96.0;

/// The colours from one corner to the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Night(pub [Color; 3]);

impl<Message> canvas::Program<Message> for Night {
    type State = Drawing<Self>;

    fn draw(
        &self,
        made: &Drawing<Self>,
        renderer: &Renderer,
        _: &Theme,
        bounds: Rectangle,
        _: Cursor,
    ) -> Vec<Geometry> {
        vec![made.of(*self, renderer, bounds.size(), |frame| self.tiles(frame))]
    }
}

impl Night {
    fn tiles(self, frame: &mut Frame) {
        let all = Rectangle::with_size(frame.size());
        let (start, end) = FALLS.to_distance(&all);
        let [from, over, to] = self.0;
        let falling = Linear::new(start, end).add_stop(0.0, from).add_stop(0.45, over).add_stop(1.0, to);
        let mut at = Point::ORIGIN;
        while at.y < all.height {
            at.x = 0.0;
            while at.x < all.width {
                let tile = Size::new(TILE.min(all.width - at.x), TILE.min(all.height - at.y));
                frame.fill_rectangle(at, tile, Fill::from(Gradient::from(falling)));
                at.x += TILE;
            }
            at.y += TILE;
        }
    }
}
