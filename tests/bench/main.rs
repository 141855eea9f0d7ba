//! `make bench`: what the server costs, beside the least that could do the same work.
//!
//! The server under load is this very program started again as `guichet serve`, so that its
//! processor time and its memory are its own; so is the plain server it is compared with. All load
//! goes over loopback, is bounded in number and in time, and ends by itself. Only ratios measured
//! in one run mean something: the absolute figures beside them are this machine's, at this moment.
mod expiries;
mod heartbeats;
mod images;
mod memory;
mod plain;
mod raw;
mod table;
mod told;
mod validations;

use clap::Parser;
use guichet::cli::Cli;
use guichet_tests::load::{child, http, site, ws};
use site::Kind;
use std::process::ExitCode;
use table::Table;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("serve") => {
            child::end_with_parent();
            Cli::parse_from(["guichet", "serve"]).run().unwrap_or_else(|error| panic!("{error}"))
        }
        Some("plain") => {
            child::end_with_parent();
            runtime().block_on(plain::serve());
            ExitCode::SUCCESS
        }
        // `cargo bench` says so; `cargo test --all-targets` must not measure anything.
        _ if arguments.iter().any(|argument| argument == "--bench") => {
            runtime().block_on(measure(&arguments));
            ExitCode::SUCCESS
        }
        _ => ExitCode::SUCCESS,
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
}

/// Measures what the arguments name (`sqlite`, `postgres`, and the measurements), or everything.
async fn measure(arguments: &[String]) {
    let names: Vec<&str> = arguments.iter().map(String::as_str).filter(|name| !name.starts_with('-')).collect();
    let kinds = [Kind::Sqlite, Kind::Postgres];
    let chosen: Vec<Kind> = kinds.into_iter().filter(|kind| names.contains(&kind.word())).collect();
    let chosen = if chosen.is_empty() { kinds.to_vec() } else { chosen };
    let measurements: Vec<&str> =
        names.into_iter().filter(|name| kinds.iter().all(|kind| kind.word() != *name)).collect();
    let wanted = |name: &str| measurements.is_empty() || measurements.contains(&name);
    for kind in chosen {
        let mut table = Table::new(kind);
        if wanted("memory") {
            memory::at_rest(kind, &mut table).await;
        }
        if wanted("heartbeats") {
            heartbeats::measure(kind, &mut table).await;
        }
        if wanted("sockets") {
            memory::of_sockets(kind, &mut table).await;
        }
        if wanted("told") {
            told::measure(kind, &mut table).await;
        }
        if wanted("images") {
            images::measure(kind, &mut table).await;
        }
        if wanted("validations") {
            validations::measure(kind, &mut table).await;
        }
        if wanted("expiries") {
            expiries::measure(kind, &mut table).await;
        }
        println!("{table}");
    }
}
