//! The ring that empties as time passes.
use super::drawing::Drawing;
use iced::mouse::Cursor;
use iced::widget::canvas::{self, Frame, Geometry, LineCap, Path, Stroke, path::Arc};
use iced::{Color, Radians, Rectangle, Renderer, Theme};
use std::f32::consts::{FRAC_PI_2, TAU};

const WIDTH: f32 = 7.0;
/// In how many steps it empties: each is less than half a pixel of its edge.
const STEPS: f32 = 480.0;

/// A ring of which a share is left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ring {
    left: f32,
    colour: Color,
    gone: Color,
}

impl Ring {
    /// A ring of which so much is left, from 0 to 1: that has a colour, and what is gone another one.
    pub fn new(left: f32, colour: Color, gone: Color) -> Self {
        Self { left: (left * STEPS).ceil() / STEPS, colour, gone }
    }

    fn strokes(self, frame: &mut Frame) {
        let center = frame.center();
        let radius = (frame.width().min(frame.height()) - WIDTH) / 2.0;
        let stroke = Stroke::default().with_width(WIDTH).with_line_cap(LineCap::Round);
        frame.stroke(&Path::circle(center, radius), stroke.with_color(self.gone));
        let left = Path::new(|path| {
            path.arc(Arc {
                center,
                radius,
                start_angle: Radians(-FRAC_PI_2),
                end_angle: Radians(TAU * self.left - FRAC_PI_2),
            });
        });
        frame.stroke(&left, stroke.with_color(self.colour));
    }
}

impl<Message> canvas::Program<Message> for Ring {
    type State = Drawing<Self>;

    fn draw(
        &self,
        made: &Drawing<Self>,
        renderer: &Renderer,
        _: &Theme,
        bounds: Rectangle,
        _: Cursor,
    ) -> Vec<Geometry> {
        vec![made.of(*self, renderer, bounds.size(), |frame| self.strokes(frame))]
    }
}
