//! What is wrong with the fields of a body, collected.
use super::{Code, FieldError, Problem};

/// Collects what is wrong with the fields of a body.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Notes that `field` is wrong unless `ok`.
    pub fn require(&mut self, ok: bool, field: &str, code: &'static str) {
        if !ok {
            self.refuse(field, code, Vec::new());
        }
    }

    /// Notes that `field` is wrong.
    pub fn refuse(&mut self, field: &str, code: &'static str, args: Vec<(&'static str, String)>) {
        self.0.push(FieldError { field: field.to_owned(), code, args });
    }

    /// Notes a text that is empty or longer than `max` characters.
    pub fn text(&mut self, field: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.refuse(field, "required", Vec::new());
        } else {
            self.optional_text(field, Some(text), max);
        }
    }

    /// Notes a text that is longer than `max` characters or holds control characters.
    pub fn optional_text(&mut self, field: &str, text: Option<&str>, max: usize) {
        let Some(text) = text else { return };
        if text.chars().count() > max {
            self.refuse(field, "too_long", vec![("max", max.to_string())]);
        } else if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.refuse(field, "control_character", Vec::new());
        }
    }

    /// The bytes of hexadecimal digits; notes a text that is not exactly so many, and gives zeros.
    pub fn hex<const N: usize>(&mut self, field: &str, digits: &str) -> [u8; N] {
        let mut bytes = [0; N];
        if hex::decode_to_slice(digits, &mut bytes).is_err() {
            self.refuse(field, "hex_format", vec![("digits", (2 * N).to_string())]);
        }
        bytes
    }

    /// Whether nothing was noted.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.0.is_empty()
    }

    /// # Errors
    /// [`Code::Invalid`] naming every field that was noted.
    pub fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem { errors: self.0, ..Problem::from(Code::Invalid) }) }
    }
}
