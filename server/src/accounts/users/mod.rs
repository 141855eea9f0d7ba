//! The accounts of people, as those who manage them see them.
mod actions;
mod model;
mod routes;
pub(super) mod store;

pub(super) use model::{AccountFields, HeldRole, is_email};
pub(super) use store::{ACCOUNTS, STATEMENTS};

use crate::App;
use utoipa_axum::router::OpenApiRouter;

pub(super) fn all() -> OpenApiRouter<App> {
    routes::all().merge(actions::all())
}
