//! What can be chosen on Windows alone.
use std::path::Path;

/// The visitor's programs, as Windows has them.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct SystemOptions {
    /// The program that is started before a session opens, in quotes where its path has spaces, and its arguments
    #[arg(long, env = "GUICHET_VISITOR_COMMAND", value_name = "COMMAND")]
    pub visitor_command: Option<String>,

    /// The program that ends every program of the visitor when the session ends, and its arguments; without one, Windows
    /// logs off
    #[arg(long, env = "GUICHET_VISITOR_END_COMMAND", value_name = "COMMAND")]
    pub visitor_end_command: Option<String>,
}

impl SystemOptions {
    /// Whoever looks after the machines installs newer software.
    #[expect(clippy::unused_self, reason = "other systems have one")]
    pub fn update_unit(&self) -> Option<&str> {
        None
    }

    /// There is no folder that a restart empties: see [`super::logon`].
    #[expect(clippy::unused_self, reason = "other systems have one")]
    pub fn run_dir(&self) -> Option<&Path> {
        None
    }
}
