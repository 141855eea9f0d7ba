//! Where the log goes: to journald when systemd runs the program, to the terminal otherwise.
use systemd_journal_logger::{JournalLog, connected_to_journal};
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Starts the log. `GUICHET_LOG` chooses what it holds, in the form of `tracing`'s filters; commands
/// other than `serve` say only what goes wrong.
pub fn start(serving: bool) {
    let default = if serving { "info,sqlx=warn" } else { "warn" };
    if connected_to_journal() && to_journal(serving) {
        return;
    }
    let filter = EnvFilter::try_from_env("GUICHET_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let layer = fmt::layer().with_writer(std::io::stderr);
    // A person reads lines, a collector reads JSON.
    let started = if terminal {
        tracing_subscriber::registry().with(filter).with(layer.compact()).try_init()
    } else {
        tracing_subscriber::registry().with(filter).with(layer.json()).try_init()
    };
    if let Err(error) = started {
        eprintln!("guichet: the log cannot start: {error}");
    }
}

/// journald takes the `log` crate's records, which `tracing` also makes when it has no subscriber.
fn to_journal(serving: bool) -> bool {
    let installed = JournalLog::new().map_err(|error| error.to_string()).and_then(|journal| {
        let journal = journal.with_syslog_identifier("guichet".into());
        journal.install().map_err(|error| error.to_string())
    });
    match installed {
        Ok(()) => {
            log::set_max_level(if serving { log::LevelFilter::Info } else { log::LevelFilter::Warn });
            true
        }
        Err(error) => {
            eprintln!("guichet: journald cannot be reached: {error}");
            false
        }
    }
}
