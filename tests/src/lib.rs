//! What the tests stand on: a whole server on a fresh database of either kind, and people who use it.
#![expect(missing_docs, reason = "what a test is about stands in the test")]
#![expect(
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "what a test stands on is there, or the test has failed"
)]
pub mod cluster;
mod ledger;
pub mod load;
mod machine;
mod operations;
mod people;
mod sink;
mod site;
mod things;
pub mod wire;

pub use ledger::{Happenings, execute, without_triggers};
pub use machine::Machine;
pub use operations::{Operation, document, operations};
pub use people::{Answer, Person};
pub use sink::Sink;
pub use site::{Kind, NOW, Site, lead};
pub use things::{PASSWORD, StationKey, id_of};
pub use wire::{PATIENCE, Wire};

/// Declares tests that run on SQLite and on PostgreSQL, each on a database of its own.
#[macro_export]
macro_rules! both {
    ($($(#[$attribute:meta])* async fn $name:ident($site:ident: &Site) $body:block)+) => {$(
        $(#[$attribute])*
        async fn $name($site: &$crate::Site) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let site = $crate::Site::open($crate::Kind::Sqlite).await;
                super::$name(&site).await;
                site.close().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let site = $crate::Site::open($crate::Kind::Postgres).await;
                super::$name(&site).await;
                site.close().await;
            }
        }
    )+};
}
