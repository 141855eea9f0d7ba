//! What the tests stand on: a whole server on a fresh database of either kind, and people who use it.
mod cluster;
mod ledger;
mod machine;
mod people;
mod sink;
mod site;
mod things;
pub mod wire;

pub use ledger::Happenings;
pub use machine::Machine;
pub use people::{Answer, Person};
pub use sink::Sink;
pub use site::{Kind, Site};
pub use things::{PASSWORD, StationKey, id_of};
pub use wire::{PATIENCE, Wire};

/// Declares tests that run on SQLite and on PostgreSQL, each on a database of its own.
macro_rules! both {
    ($($(#[$attribute:meta])* async fn $name:ident($site:ident: &Site) $body:block)+) => {$(
        $(#[$attribute])*
        async fn $name($site: &$crate::harness::Site) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let site = $crate::harness::Site::open($crate::harness::Kind::Sqlite).await;
                super::$name(&site).await;
                site.close().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let site = $crate::harness::Site::open($crate::harness::Kind::Postgres).await;
                super::$name(&site).await;
                site.close().await;
            }
        }
    )+};
}
pub(crate) use both;
