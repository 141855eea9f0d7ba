//! Colours, fonts and the shapes made of them.
use iced::border::{self, Border};
use iced::font::{Font, Weight};
use iced::widget::{button, container};
use iced::{Background, Color, Gradient, Radians, color, gradient};

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

pub const WHITE: Color = Color::WHITE;
pub const INK: Color = color!(0x07_14_22);
pub const NIGHT: Color = color!(0x0a_16_23);
pub const SOFT: Color = color!(0xb4_c2_d0);
pub const FAINT: Color = color!(0xa9_b4_bf);
pub const LINE: Color = color!(0x5c_7a_99);
pub const YELLOW: Color = color!(0xff_c9_3c);
pub const GREEN: Color = color!(0x4a_de_80);
pub const RED: Color = color!(0xb4_1f_1f);
pub const ROSE: Color = color!(0xff_9c_92);
const KEY: Color = color!(0x1d_3a_57);
const KEY_HOVERED: Color = color!(0x27_4b_6f);
const KEY_PRESSED: Color = color!(0x34_60_8c);

/// A window on which nothing is drawn yet.
pub fn bare() -> iced::theme::Style {
    iced::theme::Style { background_color: NIGHT, text_color: WHITE }
}

/// The lock screen's background: night falling to the right.
pub fn background(_: &iced::Theme) -> container::Style {
    let night = gradient::Linear::new(Radians(std::f32::consts::PI * 0.86))
        .add_stop(0.0, color!(0x10_33_53))
        .add_stop(0.45, color!(0x0c_27_40))
        .add_stop(1.0, color!(0x06_13_20));
    container::Style {
        background: Some(Background::Gradient(Gradient::Linear(night))),
        text_color: Some(WHITE),
        ..container::Style::default()
    }
}

/// The card in the middle of the lock screen.
pub fn card(_: &iced::Theme) -> container::Style {
    container::Style {
        background: Some(Color::from_rgba8(6, 16, 27, 0.83).into()),
        border: border::rounded(15).width(1).color(Color::from_rgba8(255, 255, 255, 0.08)),
        ..container::Style::default()
    }
}

/// A card that nothing shines through, for what lies over another.
pub fn opaque_card(_: &iced::Theme) -> container::Style {
    container::Style {
        background: Some(NIGHT.into()),
        text_color: Some(WHITE),
        border: border::rounded(15).width(2).color(YELLOW),
        ..container::Style::default()
    }
}

/// What dims the lock screen under a message.
pub fn veil(_: &iced::Theme) -> container::Style {
    container::Style { background: Some(Color::from_rgba8(3, 9, 16, 0.7).into()), ..container::Style::default() }
}

/// The place of a symbol; the next one to be typed is marked.
pub fn cell(is_next: bool) -> container::Style {
    let (white, border) = if is_next {
        (0.14, border::rounded(9).width(3).color(YELLOW))
    } else {
        (0.08, border::rounded(9).width(1.5).color(LINE))
    };
    filled(Color { a: white, ..WHITE }, border)
}

/// The countdown's background.
pub fn filled(colour: Color, border: Border) -> container::Style {
    container::Style { background: Some(colour.into()), border, ..container::Style::default() }
}

/// A key of the on-screen keypad.
pub fn key(_: &iced::Theme, status: button::Status) -> button::Style {
    match status {
        button::Status::Active => pressable(KEY, WHITE),
        button::Status::Hovered => pressable(KEY_HOVERED, WHITE),
        button::Status::Pressed => pressable(KEY_PRESSED, WHITE),
        button::Status::Disabled => pressable(Color { a: 0.11, ..WHITE }, FAINT),
    }
}

/// The key that is worth pressing now.
pub fn main_key(theme: &iced::Theme, status: button::Status) -> button::Style {
    match status {
        button::Status::Disabled => key(theme, status),
        button::Status::Active => pressable(YELLOW, INK),
        button::Status::Hovered | button::Status::Pressed => pressable(color!(0xff_d8_6e), INK),
    }
}

/// A language; the one in use is filled.
pub fn pill(is_chosen: bool) -> button::Style {
    let (background, text) = if is_chosen { (WHITE, INK) } else { (Color::TRANSPARENT, WHITE) };
    button::Style { border: border::rounded(21).width(1.5).color(color!(0x92_9b_a3)), ..pressable(background, text) }
}

fn pressable(background: Color, text_color: Color) -> button::Style {
    button::Style {
        background: Some(background.into()),
        text_color,
        border: border::rounded(8),
        ..button::Style::default()
    }
}
