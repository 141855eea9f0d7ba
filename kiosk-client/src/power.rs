//! Restarting and switching off.
use crate::machine::PowerAction;
use tokio::process::Command;
use tracing::error;

/// Runs `program` with the verb of systemctl for `action`.
///
/// # Errors
/// A sentence for the operator, when the program cannot be run or says that it failed.
pub async fn run(program: &str, action: PowerAction) -> Result<(), String> {
    let verb = match action {
        PowerAction::Restart => "reboot",
        PowerAction::Shutdown => "poweroff",
    };
    let result = match Command::new(program).arg(verb).status().await {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} {verb}: {status}")),
        Err(error) => Err(format!("{program} {verb}: {error}")),
    };
    if let Err(error) = &result {
        error!(error, "power");
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_fails_is_told() {
        assert_eq!(run("true", PowerAction::Restart).await, Ok(()));
        assert!(run("false", PowerAction::Shutdown).await.is_err());
        assert!(run("/nowhere", PowerAction::Restart).await.is_err());
    }
}
