//! The server's program. What it can do is in `cli`.
use clap::Parser;
use guichet::cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("guichet: {error}");
            ExitCode::FAILURE
        }
    }
}
