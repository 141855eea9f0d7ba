//! The command line and its environment.
use crate::kernel_line::KernelLine;
use crate::network::Server;
use crate::platform::{self, SystemOptions};
use crate::text::Language;
use clap::Parser;
use guichet_protocol::Bytes32;
use std::error::Error;
use std::path::PathBuf;
use std::str::FromStr;

const DEFAULT_SERVER: &str = "http://127.0.0.1:8000";

/// The lock screen and countdown of a Guichet station.
#[derive(Debug, Clone, Parser)]
#[command(version = crate::version::VERSION)]
pub struct Options {
    /// The server's address; else `guichet.server` on the kernel's command line, else port 8000 of this machine
    #[arg(long, env = "GUICHET_SERVER", value_name = "URL")]
    pub server: Option<Server>,

    /// The server's key, as `guichet station server-key` prints it; the first server's key is kept without
    #[arg(long, env = "GUICHET_SERVER_KEY", value_name = "DIGITS")]
    pub server_key: Option<ServerKey>,

    /// A one-time enrolment token; without one an operator approves the station in the console
    #[arg(long, env = "GUICHET_ENROL_TOKEN", hide_env_values = true)]
    pub token: Option<String>,

    /// Where the station keeps its id and its key
    #[arg(long, env = "GUICHET_KIOSK_STATE_DIR", default_value_os_t = platform::state_dir(), value_name = "FOLDER")]
    pub state_dir: PathBuf,

    /// Where the session that is held is kept, for a client that is started again; by default in the run folder, or else
    /// in the state folder
    #[arg(long, env = "GUICHET_KIOSK_HELD_FILE", value_name = "FILE")]
    pub held_file: Option<PathBuf>,

    /// How the station calls itself until the server names it; its host name by default
    #[arg(long)]
    pub name: Option<String>,

    /// The network interface whose address identifies the station; the first one by default
    #[arg(long, env = "GUICHET_INTERFACE", value_name = "NAME")]
    pub interface: Option<String>,

    /// The language a visitor finds until the server says which ones it offers
    #[arg(long, value_enum, default_value = "fr")]
    pub lang: Language,

    /// What the system has of its own
    #[command(flatten)]
    pub system: SystemOptions,

    /// Show the lock screen in a window, for development
    #[arg(long, value_name = "WIDTHxHEIGHT")]
    pub windowed: Option<WindowSize>,

    /// The program that restarts the machine and switches it off: called with `reboot` or `poweroff`, on Windows with
    /// `/r /t 0` or `/s /t 0`
    #[arg(long, default_value = platform::POWER_PROGRAM, value_name = "PROGRAM")]
    pub power_command: String,

    /// What to do instead of locking the screen
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// What the program does besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Subcommand)]
pub enum Task {
    /// Tell how the client that runs with this state folder is, as JSON
    Health,
    /// Run without a screen: become known to the server and stay in touch, for a machine whose start is being tried
    Heartbeat,
}

impl Options {
    /// Where the session that is held is kept.
    #[must_use]
    pub fn held_file(&self) -> PathBuf {
        let folder = self.system.run_dir().unwrap_or(&self.state_dir);
        self.held_file.clone().unwrap_or_else(|| folder.join("held.json"))
    }

    /// Fills in from the kernel's command line what was not given.
    ///
    /// # Errors
    /// When an address or a key there makes no sense.
    pub fn completed(mut self, line: KernelLine) -> Result<Self, Box<dyn Error>> {
        let server = match (self.server, line.server) {
            (Some(server), _) => server,
            (None, Some(address)) => address.parse()?,
            (None, None) => DEFAULT_SERVER.parse()?,
        };
        self.server = Some(server);
        if let (None, Some(digits)) = (self.server_key, line.server_key) {
            self.server_key = Some(digits.parse()?);
        }
        self.token = self.token.or(line.token);
        Ok(self)
    }
}

/// The public half of a server's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerKey(pub Bytes32);

impl FromStr for ServerKey {
    type Err = &'static str;

    fn from_str(digits: &str) -> Result<Self, &'static str> {
        let mut key = [0; 32];
        hex::decode_to_slice(digits, &mut key).map_err(|_| "not 64 hexadecimal digits")?;
        Ok(Self(key))
    }
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
    fn what_is_not_given_is_on_the_kernel_line() {
        let line = || KernelLine {
            server: Some("http://10.0.0.1".into()),
            server_key: Some("ab".repeat(32)),
            token: Some("ticket".into()),
            ..KernelLine::default()
        };
        let given = |arguments: &[&str]| {
            let all = ["guichet-kiosk"].iter().chain(arguments);
            Options::try_parse_from(all).expect("options")
        };
        let options = given(&[]).completed(line()).expect("a sound line");
        assert_eq!(options.server.expect("an address").websocket("/"), "ws://10.0.0.1:80/");
        assert_eq!(options.server_key, Some(ServerKey([0xab; 32])));
        assert_eq!(options.token.as_deref(), Some("ticket"));
        let key = "cd".repeat(32);
        let chosen = ["--server", "http://10.0.0.2", "--server-key", &key, "--token", "other"];
        let options = given(&chosen).completed(line()).expect("a sound line");
        assert_eq!(options.server.expect("an address").websocket("/"), "ws://10.0.0.2:80/");
        assert_eq!(options.server_key, Some(ServerKey([0xcd; 32])));
        assert_eq!(options.token.as_deref(), Some("other"));
        let odd = KernelLine { server_key: Some("short".into()), ..KernelLine::default() };
        assert!(given(&[]).completed(odd).is_err());
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
