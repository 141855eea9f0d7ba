//! Restarting and switching off.
use crate::machine::PowerAction;
use crate::platform;
use tokio::process::Command;
use tracing::error;

/// Runs `program` with the arguments of this system for `action`.
///
/// # Errors
/// A sentence for the operator, when the program cannot be run or says that it failed.
pub async fn run(program: &str, action: PowerAction) -> Result<(), String> {
    let arguments = platform::power_arguments(action);
    let told = |why: &dyn std::fmt::Display| format!("{program} {}: {why}", arguments.join(" "));
    let result = match Command::new(program).args(arguments).status().await {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(told(&status)),
        Err(error) => Err(told(&error)),
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
