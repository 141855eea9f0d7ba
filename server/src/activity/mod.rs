//! Activity: what the dashboard shows of one agency over some days, beside the days before. Everything is counted
//! from the rows themselves, and each answer says from when to when, so that a number can lead to its rows.
mod grid;
mod model;
mod occupation;
mod period;
mod presence;
mod sales;
mod sessions;

use crate::modules::Module;

/// The module. Its permissions are those of the rows it counts.
pub const MODULE: Module = Module {
    name: "activity",
    routes: || occupation::all().merge(sessions::all()).merge(sales::all()).merge(presence::all()),
    permissions: &[],
    statements: &[occupation::STATEMENTS, sessions::STATEMENTS, sales::STATEMENTS, presence::STATEMENTS],
    lists: &[&presence::PERIODS],
};
