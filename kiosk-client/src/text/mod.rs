//! What the station says to people, in each language.
mod catalogue;
mod figures;
#[cfg(test)]
mod tests;

pub use catalogue::{Notice, Texts};
pub use figures::{clock_face, price};

use clap::ValueEnum;
use std::sync::LazyLock;

/// A language of the screens: one file each in `languages/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
    /// Réunion Kreol.
    Rcf,
    /// Lingala.
    Ln,
    /// Swahili.
    Sw,
}

const FRENCH: &str = include_str!("../../languages/fr.toml");

static FR: LazyLock<Texts> = LazyLock::new(|| catalogue::read(FRENCH, FRENCH));
static EN: LazyLock<Texts> = LazyLock::new(|| catalogue::read(Language::En.file(), FRENCH));
static RCF: LazyLock<Texts> = LazyLock::new(|| catalogue::read(Language::Rcf.file(), FRENCH));
static LN: LazyLock<Texts> = LazyLock::new(|| catalogue::read(Language::Ln.file(), FRENCH));
static SW: LazyLock<Texts> = LazyLock::new(|| catalogue::read(Language::Sw.file(), FRENCH));

impl Language {
    /// Its tag, as in `Accept-Language` and in the station's settings.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
            Self::Rcf => "rcf",
            Self::Ln => "ln",
            Self::Sw => "sw",
        }
    }

    /// The language of a tag, if the station speaks it.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|language| language.tag() == tag)
    }

    /// What the station says in it.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::Fr => &FR,
            Self::En => &EN,
            Self::Rcf => &RCF,
            Self::Ln => &LN,
            Self::Sw => &SW,
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::Fr => FRENCH,
            Self::En => include_str!("../../languages/en.toml"),
            Self::Rcf => include_str!("../../languages/rcf.toml"),
            Self::Ln => include_str!("../../languages/ln.toml"),
            Self::Sw => include_str!("../../languages/sw.toml"),
        }
    }
}
