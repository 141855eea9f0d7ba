//! The ring that empties as time passes.
use iced::mouse::Cursor;
use iced::widget::canvas::{self, Geometry, LineCap, Path, Stroke, path::Arc};
use iced::{Color, Radians, Rectangle, Renderer, Theme};
use std::f32::consts::{FRAC_PI_2, TAU};

const WIDTH: f32 = 7.0;

/// A ring of which a share is left.
#[derive(Debug, Clone, Copy)]
pub struct Ring {
    /// How much is left, from 0 to 1.
    pub left: f32,
    /// The colour of what is left; what is gone is a shade of it or of `gone`.
    pub colour: Color,
    /// The colour of what is gone.
    pub gone: Color,
}

impl<Message> canvas::Program<Message> for Ring {
    type State = ();

    fn draw(&self, (): &(), renderer: &Renderer, _: &Theme, bounds: Rectangle, _: Cursor) -> Vec<Geometry> {
        let mut frame = canvas::Frame::new(renderer, bounds.size());
        let center = frame.center();
        let radius = (bounds.width.min(bounds.height) - WIDTH) / 2.0;
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
        vec![frame.into_geometry()]
    }
}
