//! Integration tests: the real router on each of the two databases, with a clock that tests move.
mod harness;

mod audit;
mod audit_archive;
mod catalogues;
mod documented;
mod documents;
mod endpoints;
mod env_example;
mod jobs;
mod lists;
mod reports;
mod source;
mod statements;
mod visitors;
