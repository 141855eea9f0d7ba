//! The client of a station: lock screen, code entry, countdown.
//!
//! `machine` decides, knowing nothing of screen, network or clock; `network` talks with the
//! server; `ui` draws.

// No console beside the lock screen.
#![cfg_attr(windows, windows_subsystem = "windows")]

mod branding;
mod clock;
mod desktop;
mod headless;
mod health;
mod held_file;
mod identity;
mod kept;
mod kernel_line;
mod key;
mod logs;
mod machine;
mod network;
mod options;
mod platform;
mod power;
mod sound;
mod text;
mod ui;
mod update;
mod version;

use clap::Parser;
use identity::Identity;
use kernel_line::KernelLine;
use options::{Options, Task};
use std::process::ExitCode;
use tracing::{error, warn};
use uuid::Uuid;

/// The server takes no longer name.
const NAME_CHARS: usize = 60;

fn main() -> ExitCode {
    let options = Options::parse();
    if let Some(Task::Health) = options.task {
        return tell_health(&options);
    }
    logs::start(&options.state_dir);
    #[cfg(target_os = "linux")]
    platform::end_at_panic();
    let line = KernelLine::read();
    let start = line.start;
    let options = match options.completed(line) {
        Ok(options) => options,
        Err(error) => {
            error!(error, "the kernel's command line makes no sense");
            return ExitCode::FAILURE;
        }
    };
    let identity = match Identity::load_or_create(&options.state_dir, options.server_key.map(|key| key.0)) {
        Ok(identity) => identity,
        Err(error) => {
            let folder = options.state_dir.display();
            error!(%error, "the state folder {folder} cannot be used");
            return ExitCode::FAILURE;
        }
    };
    let Some(station) = station(&options, &identity, start) else { return ExitCode::FAILURE };
    let ran = match options.task {
        Some(Task::Heartbeat) => headless::run(&options, identity, station).map_err(|error| error.to_string()),
        _ => ui::run(&options, identity, station),
    };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(%error, "the station cannot run");
            ExitCode::FAILURE
        }
    }
}

fn tell_health(options: &Options) -> ExitCode {
    match health::ask(&options.state_dir) {
        Ok(told) => {
            print!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("no client tells how it is in {}: {error}", options.state_dir.display());
            ExitCode::FAILURE
        }
    }
}

fn station(options: &Options, identity: &Identity, start: Option<Uuid>) -> Option<network::Station> {
    let name = options.name.clone().unwrap_or_else(platform::host_name);
    let server = options.server.clone()?;
    Some(network::Station {
        health: health::Health::new(&name, format!("{server:?}")),
        folder: options.state_dir.clone(),
        server,
        key: identity.key().clone(),
        pin: identity.server().clone(),
        instance: identity.instance(),
        token: options.token.clone(),
        start,
        name: name.chars().take(NAME_CHARS).collect(),
        mac: mac_address(options.interface.as_deref()),
        language: options.lang.tag(),
        power_command: options.power_command.clone(),
        update_unit: options.system.update_unit().map(str::to_owned),
    })
}

fn mac_address(interface: Option<&str>) -> Option<String> {
    let found = match interface {
        Some(name) => mac_address::mac_address_by_name(name),
        None => mac_address::get_mac_address(),
    };
    // The loopback has one of zeros, which tells nobody from anybody.
    match found.map(|found| found.filter(|address| address.bytes() != [0; 6])) {
        Ok(Some(address)) => Some(address.to_string().to_lowercase()),
        Ok(None) => {
            warn!(interface, "no network card has an address");
            None
        }
        Err(error) => {
            warn!(interface, %error, "the network cards cannot be read");
            None
        }
    }
}
