//! Which program this is.

/// This program's version: that of its sources, unless its package was numbered on its own.
pub const VERSION: &str = match option_env!("GUICHET_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};
