//! Access codes: ten symbols that nobody mistakes for one another.
use std::{fmt, str::FromStr};

/// The 32 symbols of a code. `O`, `0`, `I` and `1` are left out because people confuse them.
pub const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How many symbols a code has: 10 symbols of 32 are 50 bits.
pub const CODE_LENGTH: usize = 10;

const BITS_PER_SYMBOL: usize = 5;

/// A code as it is printed on a ticket, `XXXXX-XXXXX`.
///
/// `Debug` hides the symbols, so that a code never reaches a log by accident.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccessCode([u8; CODE_LENGTH]);

/// Why a text is not an access code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCode {
    /// It has this many symbols instead of [`CODE_LENGTH`], spaces and dashes not counted.
    Length(usize),
    /// It contains a symbol outside [`ALPHABET`].
    Symbol(char),
}

impl AccessCode {
    /// Makes a code of the 50 low bits of `random`, which must come from a cryptographic source.
    #[must_use]
    pub fn from_random(random: u64) -> Self {
        let symbol = |position: usize| {
            let index = (random >> (position * BITS_PER_SYMBOL)) & 0x1f;
            ALPHABET[usize::try_from(index).unwrap_or_default()]
        };
        Self(std::array::from_fn(symbol))
    }

    /// The ten symbols without a separator: what is hashed and compared.
    #[must_use]
    pub fn symbols(&self) -> &[u8; CODE_LENGTH] {
        &self.0
    }
}

impl FromStr for AccessCode {
    type Err = BadCode;

    /// Reads what a person typed: case is folded, spaces and dashes are dropped.
    fn from_str(typed: &str) -> Result<Self, BadCode> {
        let mut symbols = [0; CODE_LENGTH];
        let mut count = 0;
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let symbol =
                u8::try_from(c.to_ascii_uppercase()).ok().filter(|s| ALPHABET.contains(s)).ok_or(BadCode::Symbol(c))?;
            if let Some(place) = symbols.get_mut(count) {
                *place = symbol;
            }
            count += 1;
        }
        if count == CODE_LENGTH { Ok(Self(symbols)) } else { Err(BadCode::Length(count)) }
    }
}

impl fmt::Display for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, symbol) in self.0.iter().enumerate() {
            if position == CODE_LENGTH / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*symbol))?;
        }
        Ok(())
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(…)")
    }
}

impl fmt::Display for BadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(count) => write!(f, "a code has {CODE_LENGTH} symbols, not {count}"),
            Self::Symbol(c) => write!(f, "{c:?} is not a symbol of a code"),
        }
    }
}

impl std::error::Error for BadCode {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// SES-001: no code ever contains O, 0, I or 1.
        #[test]
        fn generated_codes_use_only_the_alphabet(random: u64) {
            let code = AccessCode::from_random(random);
            prop_assert!(code.symbols().iter().all(|s| ALPHABET.contains(s)));
            prop_assert!(!code.to_string().contains(['O', '0', 'I', '1']));
        }

        #[test]
        fn what_is_printed_is_what_is_read(random: u64) {
            let code = AccessCode::from_random(random);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            let typed = code.to_string().to_lowercase().replace('-', "  ");
            prop_assert_eq!(typed.parse(), Ok(code));
        }

        #[test]
        fn any_text_is_a_code_or_a_reason(text: String) {
            if let Ok(code) = text.parse::<AccessCode>() {
                prop_assert_eq!(code.symbols().len(), CODE_LENGTH);
            }
        }
    }

    #[test]
    fn each_of_the_50_bits_changes_the_code() {
        let codes: std::collections::HashSet<_> = (0..50).map(|bit| AccessCode::from_random(1 << bit)).collect();
        assert_eq!(codes.len(), 50);
    }

    #[test]
    fn refusals_say_what_is_wrong() {
        assert_eq!("ABCDE".parse::<AccessCode>(), Err(BadCode::Length(5)));
        assert_eq!("ABCDE-FGHJ0".parse::<AccessCode>(), Err(BadCode::Symbol('0')));
        assert_eq!("ABCDEFGHJKL".parse::<AccessCode>(), Err(BadCode::Length(11)));
        assert_eq!("ABCDEFGHJÉ".parse::<AccessCode>(), Err(BadCode::Symbol('É')));
    }

    #[test]
    fn a_code_does_not_show_in_a_log() {
        assert_eq!(format!("{:?}", AccessCode::from_random(7)), "AccessCode(…)");
    }
}
