//! What differs from one system to another. Each has the same items under the same names, so that nothing else of the
//! program asks which one it is on.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::*;
#[cfg(windows)]
pub use windows::*;

#[cfg(not(any(target_os = "linux", windows)))]
compile_error!("a station runs on Linux or on Windows");

/// A monitor's place on the desktop, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Monitor {
    /// Its left edge.
    pub left: i32,
    /// Its upper edge.
    pub top: i32,
    /// From left to right.
    pub width: i32,
    /// From top to bottom.
    pub height: i32,
}
