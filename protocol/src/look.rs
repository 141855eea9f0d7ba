//! How a site looks at its stations, and which keyboards stand there.
use crate::state::words;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a station draws that is the site's own. What is left out is as the program has it built in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Look {
    /// The colour of what matters, `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "#7fd1ae"))]
    pub accent: Option<String>,
    /// The logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
}

/// A logo, ready to be drawn on the lock screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Logo {
    /// Where it is on the server: a PNG of at most [`LOGO_WIDTH`] by [`LOGO_HEIGHT`] pixels with eight bits a channel.
    #[cfg_attr(feature = "openapi", schema(example = "/api/site/logo/poste/?v=9f86d081884c7d65"))]
    pub path: String,
    /// What its bytes are known by, 64 hexadecimal digits.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    )]
    pub sha256: String,
}

/// The widest logo that stations are given, in pixels.
pub const LOGO_WIDTH: u32 = 640;
/// The highest one.
pub const LOGO_HEIGHT: u32 = 160;
/// What the file of such a logo has at most: four bytes a pixel, and room for the rest.
pub const LOGO_BYTES: usize = 420 * 1024;

/// A colour without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// The lightest that the lock screen draws behind letters.
    pub const NIGHT: Self = Self([0x10, 0x33, 0x53]);
    /// The colour of what matters, where the site has none of its own.
    pub const ACCENT: Self = Self([0xff, 0xc9, 0x3c]);
    /// The least contrast of letters with what is behind them (WCAG 2.2, level AA).
    pub const READABLE: f64 = 4.5;

    /// How much light it gives, from 0 to 1, as WCAG reckons.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How much the two differ, from 1 to 21, as WCAG reckons.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Whether letters of it can be read on the lock screen.
    #[must_use]
    pub fn is_readable(self) -> bool {
        self.contrast(Self::NIGHT) >= Self::READABLE
    }

    /// The same colour with so many parts of a hundred of white.
    #[must_use]
    pub fn lighter(self, parts: u8) -> Self {
        let parts = u32::from(parts.min(100));
        Self(self.0.map(|channel| {
            let mixed = (u32::from(channel) * (100 - parts) + 255 * parts) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        }))
    }

    /// The nearest lighter one that can be read.
    #[must_use]
    pub fn readable(self) -> Self {
        (0..100).map(|parts| self.lighter(parts)).find(|colour| colour.is_readable()).unwrap_or(Self([255; 3]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Colour {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        const EXAMPLE: &str = "not a colour such as #7fd1ae";
        let digits = text.strip_prefix('#').ok_or(EXAMPLE)?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(EXAMPLE);
        }
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| EXAMPLE);
        Ok(Self([channel(0)?, channel(2)?, channel(4)?]))
    }
}

words! {
    /// A keyboard's layout.
    Keyboard {
        /// AZERTY of France.
        Fr = "fr",
        /// BÉPO.
        FrBepo = "fr-bepo",
        /// AZERTY of Belgium.
        Be = "be",
        /// QWERTZ of French-speaking Switzerland.
        ChFr = "ch-fr",
        /// QWERTZ of German-speaking Switzerland.
        ChDe = "ch-de",
        /// QWERTY of French-speaking Canada.
        Ca = "ca",
        /// AZERTY of the Democratic Republic of the Congo.
        Cd = "cd",
        /// QWERTY of the United Kingdom.
        Gb = "gb",
        /// QWERTY of the United States.
        Us = "us",
        /// The same, with accents.
        UsIntl = "us-intl",
        /// QWERTZ of Germany.
        De = "de",
        /// QWERTY of Spain.
        Es = "es",
        /// QWERTY of Italy.
        It = "it",
        /// QWERTY of Portugal.
        Pt = "pt",
        /// QWERTY of Brazil.
        Br = "br",
    }
}

impl Keyboard {
    /// Its layout and its variant, as XKB names them.
    #[must_use]
    pub const fn xkb(self) -> (&'static str, &'static str) {
        match self {
            Self::FrBepo => ("fr", "bepo"),
            Self::ChFr => ("ch", "fr"),
            Self::ChDe => ("ch", "de"),
            Self::UsIntl => ("us", "intl"),
            _ => (self.as_str(), ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_six_digits() {
        assert_eq!("#7Fd1ae".parse(), Ok(Colour([0x7f, 0xd1, 0xae])));
        assert_eq!(Colour([0x7f, 0xd1, 0x0e]).to_string(), "#7fd10e");
        for text in ["", "#", "7fd1ae", "#7fd1a", "#7fd1ae0", "#7fd1ag", "#+fd1ae", "#é12é", "red"] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = (Colour([0; 3]), Colour([255; 3]));
        assert!((black.contrast(white) - 21.0).abs() < 0.001);
        assert!((white.contrast(white) - 1.0).abs() < 0.001);
        // #777777 on white is the well-known one that just fails.
        let grey = Colour([0x77; 3]).contrast(white);
        assert!((4.47..4.49).contains(&grey), "{grey}");
    }

    #[test]
    fn what_cannot_be_read_has_a_lighter_neighbour_that_can() {
        assert!(Colour::ACCENT.is_readable());
        for dark in [Colour([0; 3]), Colour([0, 0x33, 0x99]), Colour([0xb4, 0x1f, 0x1f]), Colour::NIGHT] {
            assert!(!dark.is_readable(), "{dark}");
            assert!(dark.readable().is_readable(), "{dark}");
        }
        assert_eq!(Colour::ACCENT.readable(), Colour::ACCENT);
    }

    /// Letters on a button of the site's colour are nearly black: they are read whatever the colour.
    #[test]
    fn what_is_read_on_the_night_bears_dark_letters() {
        let ink = Colour([0x07, 0x14, 0x22]);
        for channel in 0..=255 {
            for colour in [[channel, 0, 0], [0, channel, 0], [channel; 3], [255, channel, 255]] {
                let colour = Colour(colour);
                assert!(!colour.is_readable() || colour.contrast(ink) >= Colour::READABLE, "{colour}");
            }
        }
    }
}
