//! The visitor's programs: one command starts them, another ends them, or the log-off does.
use super::{SystemOptions, logon};
use crate::machine::Desktop;
use guichet_protocol::UsbPolicy;
use std::os::windows::process::CommandExt;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// A log-off ends this program too: one that is still there after so long was not logged off.
const LOG_OFF: Duration = Duration::from_secs(30);
/// `CREATE_NO_WINDOW`: no console over the lock screen.
const NO_WINDOW: u32 = 0x0800_0000;

/// The commands.
#[derive(Debug)]
pub struct Visitor {
    start: Option<String>,
    end: Option<String>,
    /// Also where a visitor's program deleted what the registry says of it.
    is_there: AtomicBool,
}

impl Visitor {
    /// Those that were chosen; nothing when neither was.
    pub fn new(options: &SystemOptions) -> Option<Self> {
        let (start, end) = (options.visitor_command.clone(), options.visitor_end_command.clone());
        (start.is_some() || end.is_some()).then(|| Self { start, end, is_there: AtomicBool::new(false) })
    }

    /// Whose programs an earlier run of this program left: nobody's after a log-on.
    pub async fn found(&self) -> Desktop {
        let session = logon::desktop();
        self.is_there.store(session.is_some(), Ordering::Relaxed);
        session.map_or(Desktop::Nobodys, Desktop::Of)
    }

    /// Starts them for this session, or leaves them as they are when they are there for it already. What USB
    /// sticks can do here is a policy of the system's, set for the visitors' account.
    ///
    /// # Errors
    /// When they cannot be started.
    pub async fn start(&self, session: Uuid, _: UsbPolicy) -> Result<(), String> {
        if logon::desktop() == Some(session) {
            return Ok(());
        }
        logon::note_desktop(Some(session))?;
        self.is_there.store(true, Ordering::Relaxed);
        if let Some(command) = &self.start {
            program(command).spawn().map_err(|error| format!("{command}: {error}"))?;
        }
        Ok(())
    }

    /// Ends them, when there are any.
    ///
    /// # Errors
    /// When some may still be there.
    pub async fn stop(&self) -> Result<(), String> {
        if !self.is_there.load(Ordering::Relaxed) && logon::desktop().is_none() {
            return Ok(());
        }
        if let Some(command) = &self.end {
            run(command).await?;
            self.is_there.store(false, Ordering::Relaxed);
            return logon::note_desktop(None);
        }
        // Noted before, so that the next log-on does not log off again should Windows keep the note.
        logon::note_desktop(None)?;
        run("shutdown.exe /l /f").await?;
        tokio::time::sleep(LOG_OFF).await;
        Err("Windows did not log off".to_owned())
    }
}

async fn run(command: &str) -> Result<(), String> {
    let status = tokio::process::Command::from(program(command)).status().await;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command}: {status}")),
        Err(error) => Err(format!("{command}: {error}")),
    }
}

/// The program, in quotes where its path has spaces, and the rest as that program wants to read it. No cmd.exe between:
/// a station had better forbid it.
fn program(command: &str) -> Command {
    let command = command.trim();
    let (program, rest) = match command.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        Some(parts) => parts,
        None => command.split_once(' ').unwrap_or((command, "")),
    };
    let mut command = Command::new(program);
    command.raw_arg(rest.trim_start()).creation_flags(NO_WINDOW);
    command
}
