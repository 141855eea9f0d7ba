//! `make proof`: what Guichet promises, put to the test. Each proof prints the figure it reached beside the one that was
//! promised, and fails when it is not reached; `make test` runs the same in a short form.
//!
//! The servers are this very program started again as `guichet serve`, in processes of their own that can be killed.
mod backup;
mod desk;
mod disk;
mod floods;
mod guesses;
mod kills;
mod migrations;
mod races;
mod reconnect;
mod repeats;
mod report;
mod rights;
mod tampering;
mod time;
mod tokens;

use clap::Parser;
use guichet::cli::Cli;
use guichet_tests::load::{child::end_with_parent, site::Kind};
use report::{Extent, Report};
use std::process::ExitCode;

/// Every proof, by the name it is asked for.
const PROOFS: [&str; 13] = [
    "kills",
    "disk",
    "migrations",
    "backup",
    "time",
    "reconnect",
    "repeats",
    "races",
    "guesses",
    "tokens",
    "rights",
    "tampering",
    "floods",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("serve") => {
            end_with_parent();
            return command(&arguments);
        }
        Some("guichet") => return command(&arguments[1..]),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let report = runtime.block_on(prove(&arguments));
    println!("{report}");
    if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Is the server's program, with these words.
fn command(arguments: &[String]) -> ExitCode {
    let words = std::iter::once("guichet").chain(arguments.iter().map(String::as_str));
    Cli::parse_from(words).run().unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

/// Proves what the arguments name (`sqlite`, `postgres`, and the proofs), or everything.
async fn prove(arguments: &[String]) -> Report {
    let mut report = Report::new(Extent::asked());
    let is_asked = |name: &str| arguments.iter().any(|argument| argument == name);
    let kinds = [Kind::Sqlite, Kind::Postgres];
    let all_kinds = !kinds.iter().any(|kind| is_asked(kind.word()));
    let all_proofs = !PROOFS.iter().any(|name| is_asked(name));
    // Somebody looks for tests of another name.
    if !arguments.is_empty() && all_kinds && all_proofs && arguments.iter().any(|argument| !argument.starts_with('-')) {
        return report;
    }
    for kind in kinds.into_iter().filter(|kind| all_kinds || is_asked(kind.word())) {
        for name in PROOFS.into_iter().filter(|name| all_proofs || is_asked(name)) {
            report.about(name, kind);
            match name {
                "kills" => kills::prove(kind, &mut report).await,
                "disk" => disk::prove(kind, &mut report).await,
                "migrations" => migrations::prove(kind, &mut report).await,
                "backup" => backup::prove(kind, &mut report).await,
                "races" => races::prove(kind, &mut report).await,
                "guesses" => guesses::prove(kind, &mut report).await,
                "tokens" => tokens::prove(kind, &mut report).await,
                "repeats" => repeats::prove(kind, &mut report).await,
                "rights" => rights::prove(kind, &mut report).await,
                "time" => time::prove(kind, &mut report).await,
                "reconnect" => reconnect::prove(kind, &mut report).await,
                "floods" => floods::prove(kind, &mut report).await,
                _ => tampering::prove(kind, &mut report).await,
            }
        }
    }
    report
}
