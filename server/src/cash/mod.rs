//! The cash desk: tills, sales, reversals, packs, and the books that close each day.
//!
//! French law asks four things of whatever records payments (article 286, I, 3° bis of the CGI): that nothing can be
//! altered, that it is secured, kept, and archived. So there is one journal, [`journal`]: each agency's rows are
//! chained, numbered without gaps and never changed; whatever is wrong is reversed by another row; each day, month
//! and year is closed in the same chain; and an archive can be taken out and verified by anybody.
mod archive;
mod archive_routes;
mod credits;
mod jobs;
mod journal;
mod model;
mod periods;
mod sale_routes;
mod sales;
mod store;
mod till_model;
mod till_routes;
mod tills;
mod totals;
mod verify;

pub use credits::{Spending, credit_terms, give_back, spend};
pub use jobs::JOBS;
pub use journal::Subject;
pub use model::{Line, Method, Payment, Sale, SaleKind};
pub use sales::{Selling, quote, sales_of_batch, sales_of_session, sell};
pub use verify::{Fault, Verification, verify, verify_all};

use crate::modules::Module;

crate::permissions! { "caisse":
    /// See tills, sales and closings.
    Read = "lire" => "Voir la caisse et les ventes";
    /// Open a till, sell, count and close it.
    Sell = "vendre" => "Tenir une caisse et vendre";
    /// Reverse sales.
    Reverse = "annuler" => "Annuler des ventes";
    /// Close others' tills, verify the journal and take archives.
    Control = "controler" => "Contrôler et archiver la caisse";
}

/// The module.
pub const MODULE: Module = Module {
    name: "cash",
    routes: || till_routes::all().merge(sale_routes::all()).merge(archive_routes::all()),
    permissions: PERMISSIONS,
    statements: &[
        archive::STATEMENTS,
        credits::STATEMENTS,
        jobs::STATEMENTS,
        journal::STATEMENTS,
        store::STATEMENTS,
        totals::STATEMENTS,
        verify::STATEMENTS,
    ],
    lists: &[&store::TILLS, &store::SALES, &store::CLOSINGS, &credits::CREDITS],
};
