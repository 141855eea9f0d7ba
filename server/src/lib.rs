//! The server of Guichet: visitors, stations, access codes, timed sessions, and the console.
//!
//! A request goes `modules` → a module's `routes` → its `rules` → its `store`, and back.

pub mod access;
pub mod accounts;
pub mod activity;
pub mod agencies;
pub mod app;
pub mod audit;
pub mod backup;
pub mod boot;
pub mod calls;
pub mod cash;
pub mod chain;
pub mod cli;
pub mod clock;
pub mod config;
pub mod days;
pub mod db;
pub mod extract;
pub mod health;
pub mod http;
pub mod i18n;
pub mod idempotency;
pub mod ids;
pub mod jobs;
pub mod keys;
pub mod libki;
pub mod limits;
pub mod list;
pub mod live;
pub mod mail;
pub mod modules;
pub mod parameters;
pub mod places;
pub mod preferences;
pub mod problem;
pub mod reports;
pub mod sessions;
pub mod stations;
pub mod tariffs;
pub mod terms;
pub mod text;
pub mod visitors;

pub use app::App;
