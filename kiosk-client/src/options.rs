//! The command line and its environment.
use crate::network::Server;
use crate::text::Language;
use clap::Parser;
use std::path::PathBuf;
use std::str::FromStr;

/// The lock screen and countdown of a Guichet station.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Options {
    /// The server's address
    #[arg(long, env = "GUICHET_SERVER", default_value = "http://127.0.0.1:8000", value_name = "URL")]
    pub server: Server,

    /// A one-time enrolment token; without one an operator approves the station in the console
    #[arg(long, env = "GUICHET_ENROL_TOKEN", hide_env_values = true)]
    pub token: Option<String>,

    /// Where the station keeps its id and its credential
    #[arg(long, env = "GUICHET_KIOSK_STATE_DIR", default_value = "/var/lib/guichet-kiosk", value_name = "FOLDER")]
    pub state_dir: PathBuf,

    /// How the station calls itself until the server names it; its host name by default
    #[arg(long)]
    pub name: Option<String>,

    /// The network interface whose address identifies the station; the first one by default
    #[arg(long)]
    pub interface: Option<String>,

    /// The language a visitor finds
    #[arg(long, value_enum, default_value = "fr")]
    pub lang: Language,

    /// How the screen is locked; by default through the compositor where it can, unless `--windowed` is given
    #[cfg(target_os = "linux")]
    #[arg(long, value_enum)]
    pub lock: Option<Lock>,

    /// The systemd unit with the visitor's desktop, started before a session opens and stopped when it ends
    #[cfg(target_os = "linux")]
    #[arg(long, env = "GUICHET_VISITOR_UNIT", value_name = "UNIT")]
    pub visitor_unit: Option<String>,

    /// Where a session is remembered over a restart of this program, and told to the visitor's desktop; it must not
    /// outlive a reboot
    #[cfg(target_os = "linux")]
    #[arg(long, env = "RUNTIME_DIRECTORY", value_name = "FOLDER")]
    pub run_dir: Option<PathBuf>,

    /// Show the lock screen in a window, for development
    #[arg(long, value_name = "WIDTHxHEIGHT")]
    pub windowed: Option<WindowSize>,

    /// The program that restarts the machine and switches it off, called with `reboot` or `poweroff`
    #[arg(long, default_value = "systemctl", value_name = "PROGRAM")]
    pub power_command: String,
}

/// How the screen is locked.
#[cfg(target_os = "linux")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Lock {
    /// By the compositor, which keeps it locked whatever becomes of this program
    Session,
    /// By a window over everything
    Window,
}

/// The size of a window, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowSize {
    /// From left to right.
    pub width: u16,
    /// From top to bottom.
    pub height: u16,
}

impl FromStr for WindowSize {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        const EXAMPLE: &str = "not a size such as 1024x768";
        let (width, height) = text.split_once('x').ok_or(EXAMPLE)?;
        let side = |text: &str| text.parse().ok().filter(|side| *side > 0).ok_or(EXAMPLE);
        Ok(Self { width: side(width)?, height: side(height)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Options::command().debug_assert();
    }

    #[test]
    fn a_size_is_two_sides() {
        let size = "1024x768".parse();
        assert_eq!(size, Ok(WindowSize { width: 1024, height: 768 }));
        for text in ["", "x", "1024", "0x1", "-1x5", "axb"] {
            assert!(text.parse::<WindowSize>().is_err(), "{text}");
        }
    }
}
