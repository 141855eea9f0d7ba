//! Signs for those who do not read the words: a few strokes each, in a square of 24 by 24.
use super::Message;
use super::drawing::Drawing;
use super::theme;
use iced::mouse::Cursor;
use iced::widget::canvas::{self, Frame, Geometry, LineCap, LineJoin, Path, Stroke, path::Arc, path::Builder};
use iced::widget::{Space, container};
use iced::{Color, Element, Point, Radians, Rectangle, Renderer, Theme};
use std::f32::consts::{PI, TAU};

const SQUARE: f32 = 24.0;
const STROKE: f32 = 1.9;

/// What a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Ask somebody.
    Bell,
    /// Leave.
    Exit,
    /// Later, or over.
    Clock,
    /// Done.
    Check,
    /// Stands still.
    Pause,
    /// Something is wrong.
    Warning,
    /// Is being repaired.
    Gear,
    /// Not in use.
    Off,
    /// Is being waited for.
    Dots,
    /// High contrast.
    Contrast,
    /// Large text.
    Letters,
    /// From the desk.
    Letter,
}

/// A sign in a colour, so many pixels wide.
pub fn icon(icon: Icon, colour: Color, size: f32) -> Element<'static, Message> {
    canvas::Canvas::new(Sign { icon, colour }).width(size).height(size).into()
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Sign {
    icon: Icon,
    colour: Color,
}

impl canvas::Program<Message> for Sign {
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

impl Sign {
    fn strokes(self, frame: &mut Frame) {
        let scale = frame.width() / SQUARE;
        frame.scale(scale);
        let stroke = Stroke::default()
            .with_width(STROKE * scale)
            .with_line_cap(LineCap::Round)
            .with_line_join(LineJoin::Round)
            .with_color(self.colour);
        frame.stroke(&Path::new(|path| self.icon.strokes(path)), stroke);
        if let Some(filled) = self.icon.filled() {
            frame.fill(&filled, self.colour);
        }
    }
}

impl Icon {
    fn strokes(self, path: &mut Builder) {
        match self {
            Self::Bell => {
                path.move_to(at(5.0, 17.0));
                path.bezier_curve_to(at(7.5, 14.5), at(6.0, 9.5), at(7.5, 7.2));
                path.bezier_curve_to(at(9.0, 4.6), at(15.0, 4.6), at(16.5, 7.2));
                path.bezier_curve_to(at(18.0, 9.5), at(16.5, 14.5), at(19.0, 17.0));
                path.close();
                line(path, &[(10.0, 20.0), (14.0, 20.0)]);
                line(path, &[(12.0, 3.0), (12.0, 5.0)]);
            }
            Self::Exit => {
                line(path, &[(12.0, 4.0), (5.0, 4.0), (5.0, 20.0), (12.0, 20.0)]);
                line(path, &[(10.0, 12.0), (20.0, 12.0)]);
                line(path, &[(16.0, 8.0), (20.0, 12.0), (16.0, 16.0)]);
            }
            Self::Clock => {
                path.circle(at(12.0, 12.0), 9.0);
                line(path, &[(12.0, 6.8), (12.0, 12.0), (15.6, 14.2)]);
            }
            Self::Check => {
                path.circle(at(12.0, 12.0), 9.0);
                line(path, &[(7.8, 12.4), (10.8, 15.2), (16.2, 9.2)]);
            }
            Self::Pause => {
                path.circle(at(12.0, 12.0), 9.0);
                line(path, &[(9.6, 8.6), (9.6, 15.4)]);
                line(path, &[(14.4, 8.6), (14.4, 15.4)]);
            }
            Self::Warning => {
                line(path, &[(12.0, 3.6), (21.2, 19.8), (2.8, 19.8), (12.0, 3.6)]);
                line(path, &[(12.0, 9.6), (12.0, 14.0)]);
            }
            Self::Gear => gear(path),
            Self::Off => {
                path.circle(at(12.0, 12.0), 9.0);
                line(path, &[(5.8, 5.8), (18.2, 18.2)]);
            }
            Self::Contrast => path.circle(at(12.0, 12.0), 8.5),
            Self::Letters => {
                line(path, &[(2.6, 19.0), (8.0, 5.0), (13.4, 19.0)]);
                line(path, &[(4.6, 14.0), (11.4, 14.0)]);
                path.circle(at(18.0, 15.4), 3.5);
                line(path, &[(21.5, 11.9), (21.5, 19.0)]);
            }
            Self::Letter => {
                path.rounded_rectangle(at(3.0, 5.5), iced::Size::new(18.0, 13.0), 2.0.into());
                line(path, &[(3.8, 6.6), (12.0, 13.2), (20.2, 6.6)]);
            }
            Self::Dots => {}
        }
    }

    fn filled(self) -> Option<Path> {
        match self {
            Self::Warning => Some(Path::circle(at(12.0, 16.8), 1.1)),
            Self::Dots => Some(Path::new(|path| {
                for x in [5.0, 12.0, 19.0] {
                    path.circle(at(x, 12.0), 2.2);
                }
            })),
            Self::Contrast => Some(Path::new(|path| {
                path.arc(Arc {
                    center: at(12.0, 12.0),
                    radius: 8.5,
                    start_angle: Radians(-PI / 2.0),
                    end_angle: Radians(PI / 2.0),
                });
                path.close();
            })),
            _ => None,
        }
    }
}

fn at(x: f32, y: f32) -> Point {
    Point::new(x, y)
}

fn line(path: &mut Builder, points: &[(f32, f32)]) {
    for (place, (x, y)) in points.iter().enumerate() {
        if place == 0 {
            path.move_to(at(*x, *y));
        } else {
            path.line_to(at(*x, *y));
        }
    }
}

fn gear(path: &mut Builder) {
    path.circle(at(12.0, 12.0), 3.0);
    path.circle(at(12.0, 12.0), 6.4);
    for tooth in 0..8_u8 {
        let (sine, cosine) = (TAU * f32::from(tooth) / 8.0).sin_cos();
        line(path, &[(12.0 + 6.8 * cosine, 12.0 + 6.8 * sine), (12.0 + 9.4 * cosine, 12.0 + 9.4 * sine)]);
    }
}

/// A spot of colour.
pub fn dot(colour: Color) -> Element<'static, Message> {
    container(Space::new().width(11).height(11)).style(move |_| theme::filled(colour, iced::border::rounded(6))).into()
}
