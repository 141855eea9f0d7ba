//! What can be chosen on Linux alone.
use std::path::{Path, PathBuf};

/// The lock and the visitor's desktop, as Linux has them.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct SystemOptions {
    /// How the screen is locked; by default through the compositor where it can, unless `--windowed` is given
    #[arg(long, value_enum)]
    pub lock: Option<Lock>,

    /// The systemd unit with the visitor's desktop, started before a session opens and stopped when it ends
    #[arg(long, env = "GUICHET_VISITOR_UNIT", value_name = "UNIT")]
    pub visitor_unit: Option<String>,

    /// The systemd unit that takes newer software for the station
    #[arg(long, env = "GUICHET_UPDATE_UNIT", value_name = "UNIT")]
    pub update_unit: Option<String>,

    /// The systemd unit of the compositor, started again for another keyboard layout
    #[arg(long, env = "GUICHET_COMPOSITOR_UNIT", value_name = "UNIT")]
    pub compositor_unit: Option<String>,

    /// Where a session is remembered over a restart of this program, and told to the visitor's desktop; it must not
    /// outlive a reboot
    #[arg(long, env = "RUNTIME_DIRECTORY", value_name = "FOLDER")]
    pub run_dir: Option<PathBuf>,
}

/// How the screen is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Lock {
    /// By the compositor, which keeps it locked whatever becomes of this program
    Session,
    /// By a window over everything
    Window,
}

impl SystemOptions {
    /// What takes newer software.
    pub fn update_unit(&self) -> Option<&str> {
        self.update_unit.as_deref()
    }

    /// What must not outlive a reboot.
    pub fn run_dir(&self) -> Option<&Path> {
        self.run_dir.as_deref()
    }
}
