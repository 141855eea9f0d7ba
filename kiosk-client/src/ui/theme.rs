//! Colours, fonts and the shapes made of them.
use crate::machine::Comfort;
use guichet_protocol::Colour;
use iced::border::{self, Border};
use iced::font::{Font, Weight};
use iced::widget::{button, container, scrollable, text};
use iced::{Color, color};

/// The files of the fonts below.
pub const FONT_FILES: [&[u8]; 4] = [
    include_bytes!("../../fonts/Inter-Regular.otf"),
    include_bytes!("../../fonts/Inter-SemiBold.otf"),
    include_bytes!("../../fonts/Inter-Bold.otf"),
    include_bytes!("../../fonts/JetBrainsMono-Bold.ttf"),
];

pub const REGULAR: Font = Font::with_name("Inter");
pub const SEMIBOLD: Font = Font { weight: Weight::Semibold, ..REGULAR };
pub const BOLD: Font = Font { weight: Weight::Bold, ..REGULAR };
/// For figures and codes: every symbol has the same width.
pub const MONO: Font = Font { weight: Weight::Bold, ..Font::with_name("JetBrains Mono") };

const WHITE: Color = Color::WHITE;
const BLACK: Color = Color::BLACK;
const INK: Color = color!(0x07_14_22);
const NIGHT: Color = color!(0x0a_16_23);
const YELLOW: Color = color!(0xff_c9_3c);

/// How much larger large text is.
const LARGE: f32 = 1.3;

/// The colours of the screens.
#[derive(Debug)]
pub struct Palette {
    /// The lock screen's background, falling to the right.
    pub night: [Color; 3],
    /// The card in its middle, and its edge.
    card: Color,
    edge: Color,
    edge_width: f32,
    /// Behind the countdown and what lies over another.
    pub flat: Color,
    /// Text.
    pub text: Color,
    /// Text of less weight.
    pub soft: Color,
    /// Lines.
    pub line: Color,
    /// What is worth a look: a line that is cut, time that comes to its end.
    pub attention: Color,
    /// Text on what is worth a look, and on the site's own colour.
    pub on_accent: Color,
    /// All is well.
    pub good: Color,
    /// Something is wrong.
    pub bad: Color,
    /// Behind white text, when there is no time left.
    pub alarm: Color,
    key: [Color; 3],
    key_edge: Color,
    disabled: Color,
    faint: Color,
}

const USUAL: Palette = Palette {
    night: [color!(0x10_33_53), color!(0x0c_27_40), color!(0x06_13_20)],
    card: color!(0x06_10_1b, 0.83),
    edge: color!(0xff_ff_ff, 0.08),
    edge_width: 1.0,
    flat: NIGHT,
    text: WHITE,
    soft: color!(0xb4_c2_d0),
    line: color!(0x5c_7a_99),
    attention: YELLOW,
    on_accent: INK,
    good: color!(0x4a_de_80),
    bad: color!(0xff_9c_92),
    alarm: color!(0xb4_1f_1f),
    key: [color!(0x1d_3a_57), color!(0x27_4b_6f), color!(0x34_60_8c)],
    key_edge: Color::TRANSPARENT,
    disabled: color!(0xff_ff_ff, 0.11),
    faint: color!(0xa9_b4_bf),
};

const CONTRASTED: Palette = Palette {
    night: [BLACK; 3],
    card: BLACK,
    edge: WHITE,
    edge_width: 2.0,
    flat: BLACK,
    text: WHITE,
    soft: WHITE,
    line: WHITE,
    attention: color!(0xff_e6_00),
    on_accent: BLACK,
    good: color!(0x5c_ff_9d),
    bad: color!(0xff_e6_00),
    alarm: color!(0x9c_00_00),
    key: [BLACK, color!(0x33_33_33), color!(0x55_55_55)],
    key_edge: WHITE,
    disabled: BLACK,
    faint: color!(0xc8_c8_c8),
};

/// How things are drawn for the present visitor.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The colours.
    pub palette: &'static Palette,
    /// The colour of what matters: the site's own, or the built-in one.
    pub accent: Color,
    is_large: bool,
}

impl Look {
    /// For a visitor who wants it so, at a site with a colour of its own. High contrast has its own colours.
    pub fn new(comfort: Comfort, accent: Option<Colour>) -> Self {
        let palette = if comfort.high_contrast { &CONTRASTED } else { &USUAL };
        let of_site = accent.filter(|_| !comfort.high_contrast).map(drawn);
        Self { palette, accent: of_site.unwrap_or(palette.attention), is_large: comfort.large_text }
    }
}

/// A colour as it is drawn.
pub fn drawn(Colour([red, green, blue]): Colour) -> Color {
    Color::from_rgb8(red, green, blue)
}

/// The same with a quarter of white.
fn lighter(colour: Color) -> Color {
    let mix = |channel: f32| channel + (1.0 - channel) / 4.0;
    Color { r: mix(colour.r), g: mix(colour.g), b: mix(colour.b), a: colour.a }
}

/// A window on which nothing is drawn yet.
pub fn bare() -> iced::theme::Style {
    iced::theme::Style { background_color: NIGHT, text_color: WHITE }
}

/// A shape of one colour.
pub fn filled(colour: Color, border: Border) -> container::Style {
    container::Style { background: Some(colour.into()), border, ..container::Style::default() }
}

/// What dims the lock screen under a message.
pub fn veil() -> container::Style {
    filled(color!(0x03_09_10, 0.7), Border::default())
}

/// The name of a key of the keyboard.
pub fn chip(colour: Color) -> container::Style {
    container::Style { border: border::rounded(5).width(1.2).color(colour), ..container::Style::default() }
}

impl Look {
    /// Whether the visitor wants large text.
    pub fn is_large(self) -> bool {
        self.is_large
    }

    /// The size of letters that are usually so large.
    pub fn size(self, usual: f32) -> f32 {
        if self.is_large { (usual * LARGE).round() } else { usual }
    }

    /// A space that large text takes from.
    pub fn gap(self, usual: f32) -> f32 {
        if self.is_large { usual * 0.6 } else { usual }
    }

    /// Text in letters that are usually so large.
    pub fn text<'a>(self, content: impl text::IntoFragment<'a>, size: f32, font: Font) -> iced::widget::Text<'a> {
        iced::widget::text(content).size(self.size(size)).font(font).line_height(1.25)
    }

    /// What bears all else on the lock screen.
    pub fn lettered(self) -> container::Style {
        container::Style { text_color: Some(self.palette.text), ..container::Style::default() }
    }

    /// The card in the middle of the lock screen.
    pub fn card(self) -> container::Style {
        filled(self.palette.card, border::rounded(15).width(self.palette.edge_width).color(self.palette.edge))
    }

    /// A card that nothing shines through, for what lies over another.
    pub fn opaque_card(self, radius: f32) -> container::Style {
        container::Style {
            text_color: Some(self.palette.text),
            ..filled(self.palette.flat, border::rounded(radius).width(3).color(self.accent))
        }
    }

    /// The place of a symbol; the next one to be typed is marked.
    pub fn cell(self, is_next: bool) -> container::Style {
        let palette = self.palette;
        let (white, border) = if is_next {
            (0.14, border::rounded(9).width(3).color(self.accent))
        } else {
            (0.08, border::rounded(9).width(1.5).color(palette.line))
        };
        filled(Color { a: white, ..WHITE }, border)
    }

    /// A frame round something to compare.
    pub fn frame(self) -> container::Style {
        filled(Color { a: 0.05, ..WHITE }, border::rounded(11).width(1.5).color(self.palette.line))
    }

    /// A key of the on-screen keypad.
    pub fn key(self, status: button::Status) -> button::Style {
        let palette = self.palette;
        let [active, hovered, pressed] = palette.key;
        let style = match status {
            button::Status::Active => pressable(active, palette.text),
            button::Status::Hovered => pressable(hovered, palette.text),
            button::Status::Pressed => pressable(pressed, palette.text),
            button::Status::Disabled => pressable(palette.disabled, palette.faint),
        };
        button::Style { border: border::rounded(8).width(1.5).color(palette.key_edge), ..style }
    }

    /// The key that is worth pressing now.
    pub fn main_key(self, status: button::Status) -> button::Style {
        let palette = self.palette;
        match status {
            button::Status::Disabled => self.key(status),
            button::Status::Active => pressable(self.accent, palette.on_accent),
            button::Status::Hovered | button::Status::Pressed => pressable(lighter(self.accent), palette.on_accent),
        }
    }

    /// A key on the background; one that is on is filled.
    pub fn pill(self, is_on: bool, status: button::Status) -> button::Style {
        let palette = self.palette;
        let (background, text) = match (is_on, status) {
            (true, _) => (palette.text, palette.on_accent),
            (false, button::Status::Hovered | button::Status::Pressed) => (palette.disabled, palette.text),
            (false, _) => (Color::TRANSPARENT, palette.text),
        };
        button::Style {
            border: border::rounded(21).width(1.5).color(color!(0x92_9b_a3)),
            ..pressable(background, text)
        }
    }

    /// What moves a long text.
    pub fn scroll(self) -> scrollable::Style {
        let palette = self.palette;
        let rail = scrollable::Rail {
            background: Some(Color { a: 0.1, ..WHITE }.into()),
            border: border::rounded(5),
            scroller: scrollable::Scroller { background: palette.line.into(), border: border::rounded(5) },
        };
        scrollable::Style {
            container: container::Style::default(),
            vertical_rail: rail,
            horizontal_rail: rail,
            gap: None,
            auto_scroll: scrollable::AutoScroll {
                background: palette.flat.into(),
                border: border::rounded(20).width(1).color(palette.line),
                shadow: iced::Shadow::default(),
                icon: palette.text,
            },
        }
    }
}

fn pressable(background: Color, text_color: Color) -> button::Style {
    button::Style {
        background: Some(background.into()),
        text_color,
        border: border::rounded(8),
        ..button::Style::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The server refuses colours that cannot be read on this: it has to be the same.
    #[test]
    fn the_night_is_the_one_that_colours_are_measured_against() {
        assert_eq!(USUAL.night[0], drawn(Colour::NIGHT));
        assert_eq!(USUAL.attention, drawn(Colour::ACCENT));
    }
}
