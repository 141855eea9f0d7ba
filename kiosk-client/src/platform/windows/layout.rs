//! The keyboard's layout is that of the visitor's account: Windows gives it to each at the logon.
use super::SystemOptions;
use guichet_protocol::Keyboard;
use std::path::Path;

/// Nothing to follow.
#[derive(Debug)]
pub struct Layout;

impl Layout {
    /// Nothing to know.
    pub fn new(_: &SystemOptions, _: &Path) -> Self {
        Self
    }

    /// Nothing to do.
    pub fn follow(&mut self, _: Option<Keyboard>, _: bool) {}
}

/// What a compositor is told of a keyboard: there is none.
pub fn environment(_: Keyboard) -> String {
    String::new()
}
