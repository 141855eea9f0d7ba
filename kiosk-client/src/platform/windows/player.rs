//! What plays sounds: Windows itself.
use std::path::Path;
use winsafe::{PlaySound, Snd};

/// The system's own player.
#[derive(Debug, Clone)]
pub struct SystemPlayer;

impl SystemPlayer {
    /// There always is one.
    #[expect(clippy::unnecessary_wraps, reason = "other systems may have none")]
    pub fn find() -> Option<Self> {
        Some(Self)
    }

    /// Begins to play a file. Silence harms nobody, so nothing is said of it.
    #[expect(clippy::unused_async, reason = "other systems wait for a program")]
    pub async fn play(&self, file: &Path) {
        let Some(path) = file.to_str() else { return };
        let _ = PlaySound(Snd::FileAsync { path, default: false, stop: true, sentry: false, loops: false });
    }
}
