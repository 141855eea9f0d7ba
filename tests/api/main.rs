//! Integration tests: the real router on each of the two databases, with a clock that tests move.
mod harness;

mod accounts;
mod agencies;
mod audit;
mod audit_archive;
mod catalogues;
mod cycle;
mod documented;
mod documents;
mod endpoints;
mod env_example;
mod grouped;
mod idempotency;
mod jobs;
mod lists;
mod processes;
mod reports;
mod security;
mod sessions;
mod source;
mod statements;
mod stations;
mod time;
mod visitors;
mod websocket;
