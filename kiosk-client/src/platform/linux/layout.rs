//! The keyboard's layout. The compositor knows it from its start on: another one starts it again, behind the lock.
use super::SystemOptions;
use crate::kept;
use guichet_protocol::Keyboard;
use std::path::{Path, PathBuf};
use tokio::process::Command;
use tracing::{error, info};

/// What the compositor's unit reads after the station's own settings, in the state folder: it holds over a restart.
const FILE: &str = "keyboard.env";

/// The layout, where a unit was named that follows it.
#[derive(Debug)]
pub struct Layout {
    unit: Option<String>,
    file: PathBuf,
    there: Option<String>,
}

impl Layout {
    /// What the compositor was started with.
    pub fn new(options: &SystemOptions, state_dir: &Path) -> Self {
        let file = state_dir.join(FILE);
        let there = kept::bytes(&file).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
        Self { unit: options.compositor_unit.clone(), file, there }
    }

    /// Follows what the server says, once nobody has anything on the screen.
    pub fn follow(&mut self, keyboard: Option<Keyboard>, is_free: bool) {
        let wanted = keyboard.map(environment);
        let Some(unit) = self.unit.clone().filter(|_| is_free && wanted != self.there) else { return };
        if let Err(error) = keep(&self.file, wanted.as_deref()) {
            // Said once: started again, the compositor would be as it was, and again.
            error!(%error, "the keyboard's layout cannot be kept");
            self.unit = None;
            return;
        }
        self.there = wanted;
        info!(layout = keyboard.map(Keyboard::as_str), "keyboard: another layout");
        tokio::spawn(restart(unit));
    }
}

/// What a compositor is told of a keyboard, a line each.
pub fn environment(keyboard: Keyboard) -> String {
    let (layout, variant) = keyboard.xkb();
    format!("XKB_DEFAULT_LAYOUT=\"{layout}\"\nXKB_DEFAULT_VARIANT=\"{variant}\"\n")
}

fn keep(file: &Path, wanted: Option<&str>) -> std::io::Result<()> {
    match wanted {
        Some(text) => kept::write_private(file, text.as_bytes()),
        None => std::fs::remove_file(file),
    }
}

/// This program ends with the compositor, and the next one locks before anything is drawn.
async fn restart(unit: String) {
    let status = Command::new("systemctl").args(["--no-ask-password", "--no-block", "restart", &unit]).status().await;
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => error!(%status, "the keyboard has its layout at the next start only"),
        Err(error) => error!(%error, "the keyboard has its layout at the next start only"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(folder: &Path) -> Layout {
        let options = SystemOptions { compositor_unit: Some("nothing.service".into()), ..SystemOptions::default() };
        Layout::new(&options, folder)
    }

    #[tokio::test]
    async fn a_layout_waits_until_the_screen_is_free() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        let mut there = layout(folder.path());
        there.follow(Some(Keyboard::ChFr), false);
        assert!(!file.exists());
        there.follow(Some(Keyboard::ChFr), true);
        let text = std::fs::read_to_string(&file).expect("kept");
        assert_eq!(text, "XKB_DEFAULT_LAYOUT=\"ch\"\nXKB_DEFAULT_VARIANT=\"fr\"\n");
        assert_eq!(layout(folder.path()).there, Some(text));
        there.follow(None, true);
        assert!(!file.exists());
    }

    #[tokio::test]
    async fn without_a_unit_nothing_follows() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut there = Layout::new(&SystemOptions::default(), folder.path());
        there.follow(Some(Keyboard::Be), true);
        assert!(!folder.path().join(FILE).exists());
    }
}
