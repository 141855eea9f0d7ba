//! The maintenance mode: administrators work, everybody else reads a notice, jobs stand still. Stations and the sessions
//! that run go on: no visitor loses a minute by it.
use super::{
    Parameters, Read,
    definitions::{MAINTENANCE, MAINTENANCE_NOTICE},
};
use crate::{
    App,
    access::{Caller, Permission},
    accounts,
    problem::{Code, Problem},
};

/// When a client may ask again, in seconds.
const RETRY_S: u64 = 120;

impl Parameters {
    /// Whether the system is in maintenance.
    #[must_use]
    pub fn is_in_maintenance(&self) -> bool {
        self.switch(&MAINTENANCE)
    }

    /// What those read who may not work meanwhile.
    #[must_use]
    pub fn notice(&self) -> String {
        self.text(&MAINTENANCE_NOTICE, None)
    }
}

/// Whether this parameter says that the system is in maintenance.
#[must_use]
pub fn is_maintenance(key: &str) -> bool {
    key == MAINTENANCE.key
}

/// Lets a caller in who may work now.
///
/// # Errors
/// [`Code::Maintenance`] for everybody but administrators while it is on, with when to ask again.
pub async fn admit(app: &App, caller: &Caller) -> Result<(), Problem> {
    if !app.parameters.is_in_maintenance() {
        return Ok(());
    }
    let mut tx = app.db.read().await?;
    match accounts::scope_of(&mut tx, caller, Read::CODE).await? {
        Some(_) => Ok(()),
        None => Err(in_maintenance(app)),
    }
}

/// Lets visitors begin something.
///
/// # Errors
/// [`Code::Maintenance`] while it is on.
pub fn admit_visitors(app: &App) -> Result<(), Problem> {
    if app.parameters.is_in_maintenance() { Err(in_maintenance(app)) } else { Ok(()) }
}

fn in_maintenance(app: &App) -> Problem {
    Problem::from(Code::Maintenance).with("notice", app.parameters.notice()).retry_after(RETRY_S)
}
