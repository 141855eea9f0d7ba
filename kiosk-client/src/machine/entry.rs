//! The code as it is being typed.
use guichet_protocol::{ALPHABET, AccessCode, CODE_LENGTH};
use std::fmt;

/// What a visitor has typed so far: at most ten symbols, all of them possible in a code.
///
/// `Debug` tells only how many, so that a code never reaches a log by accident.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Entry(String);

/// What became of a typed character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// It is the next symbol of the code.
    Taken,
    /// No code contains it: `O`, `0`, `I` or `1`, which people confuse.
    NoSuchSymbol,
    /// It parts an address: what was before it is no code, what follows may be one.
    Restarted,
    /// It says nothing: a dash, a space, another key, or the code is complete.
    Ignored,
}

impl Entry {
    /// Takes the next character, in either case. A scanned ticket may carry an address that ends in
    /// the code, `https://…/K7QM4-XYAB2` or `…?code=K7QM4XYAB2`: what follows the last of its
    /// separators counts.
    pub fn push(&mut self, typed: char) -> Typed {
        if "/:?&=#".contains(typed) {
            self.clear();
            return Typed::Restarted;
        }
        let symbol = typed.to_ascii_uppercase();
        if "O0I1".contains(symbol) {
            return Typed::NoSuchSymbol;
        }
        let is_symbol = u8::try_from(symbol).is_ok_and(|s| ALPHABET.contains(&s));
        if !is_symbol || self.is_complete() {
            return Typed::Ignored;
        }
        self.0.push(symbol);
        Typed::Taken
    }

    /// Takes the last symbol back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Takes everything back.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The symbols typed so far.
    #[must_use]
    pub fn symbols(&self) -> &str {
        &self.0
    }

    /// Whether all symbols are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.0.len() == CODE_LENGTH
    }

    /// The code, once complete.
    #[must_use]
    pub fn code(&self) -> Option<AccessCode> {
        self.0.parse().ok()
    }
}

impl From<AccessCode> for Entry {
    fn from(code: AccessCode) -> Self {
        Self(code.to_string().replace('-', ""))
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} symbols)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let mut entry = Entry::default();
        for typed in "k7qm4-xy ab2".chars() {
            entry.push(typed);
        }
        assert_eq!(entry.symbols(), "K7QM4XYAB2");
        assert_eq!(entry.code(), "K7QM4-XYAB2".parse().ok());
    }

    #[test]
    fn confusing_symbols_are_named_and_the_rest_is_ignored() {
        let mut entry = Entry::default();
        for typed in "oO0iI1".chars() {
            assert_eq!(entry.push(typed), Typed::NoSuchSymbol);
        }
        for typed in "é\"\u{16}\n漢".chars() {
            assert_eq!(entry.push(typed), Typed::Ignored);
        }
        assert_eq!(entry.symbols(), "");
    }

    #[test]
    fn an_address_that_ends_in_the_code_is_the_code() {
        for address in
            ["https://guichet.example.org/c/K7QM4-XYAB2", "HTTP://10.0.0.1:8000/?code=k7qm4xyab2&x#K7QM4-XYAB2"]
        {
            let mut entry = Entry::default();
            for typed in address.chars() {
                entry.push(typed);
            }
            assert_eq!(entry.symbols(), "K7QM4XYAB2", "{address}");
        }
    }

    #[test]
    fn a_typed_code_does_not_show_in_a_log() {
        let mut entry = Entry::default();
        entry.push('K');
        assert_eq!(format!("{entry:?}"), "Entry(1 symbols)");
    }

    proptest! {
        #[test]
        fn any_input_leaves_at_most_a_code(text: String) {
            let mut entry = Entry::default();
            for typed in text.chars() {
                entry.push(typed);
            }
            prop_assert!(entry.symbols().len() <= CODE_LENGTH);
            prop_assert_eq!(entry.code().is_some(), entry.is_complete());
        }
    }
}
