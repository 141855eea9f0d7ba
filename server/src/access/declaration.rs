//! What handlers declare about who may call them: read by the compiler, and written into the OpenAPI document.
use super::{Grant, Permission, Public, SignedIn, Station, StationOr};
use crate::App;
use axum::handler::Handler;

/// Implemented by what may stand first in a handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` says nothing about who may call this route",
    label = "the first parameter must be `Grant<P>`, `StationOr<P>`, `Station`, `SignedIn` or `Public`"
)]
pub trait Access {
    /// The permission's code, or `public`, `signed-in`, `station`.
    const NAME: &'static str;
    /// Whether a station may call, too.
    const STATION: bool = false;
}
impl<P: Permission> Access for Grant<P> {
    const NAME: &'static str = P::CODE;
}
impl<P: Permission> Access for StationOr<P> {
    const NAME: &'static str = P::CODE;
    const STATION: bool = true;
}
impl Access for Station {
    const NAME: &'static str = "station";
    const STATION: bool = true;
}
impl Access for SignedIn {
    const NAME: &'static str = "signed-in";
}
impl Access for Public {
    const NAME: &'static str = "public";
}

/// Holds for a handler's parameters when the first one declares access.
#[diagnostic::on_unimplemented(
    message = "this handler declares no access",
    label = "its first parameter must be `Grant<P>`, `StationOr<P>`, `Station`, `SignedIn` or `Public`"
)]
pub trait Declared {
    /// As in [`Access`].
    const ACCESS: Declaration;
}

/// What a handler declares.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    name: &'static str,
    station: bool,
}

macro_rules! declared {
    ($($t:ident),*) => {
        impl<M, A: Access, $($t),*> Declared for (M, A, $($t,)*) {
            const ACCESS: Declaration = Declaration { name: A::NAME, station: A::STATION };
        }
    };
}
declared!();
declared!(B);
declared!(B, C);
declared!(B, C, D);
declared!(B, C, D, E);
declared!(B, C, D, E, F);

/// What a handler declares; does not compile for one that declares nothing.
#[must_use]
pub fn declared<H, T>(_: &H) -> Declaration
where
    H: Handler<T, App>,
    T: Declared,
{
    T::ACCESS
}

/// Declares a module's permissions: a unit type each, and the list that `init-data` loads.
#[macro_export]
macro_rules! permissions {
    ($module:literal: $($(#[doc = $doc:literal])+ $name:ident = $action:literal => $label:literal;)+) => {
        $(
            $(#[doc = $doc])+
            pub struct $name;
            impl $crate::access::Permission for $name {
                const CODE: &'static str = concat!($module, ":", $action);
            }
        )+
        /// The module's permissions.
        pub const PERMISSIONS: &[$crate::modules::Permission] =
            &[$((concat!($module, ":", $action), $label, concat!($($doc),+))),+];
    };
}

/// Collects handlers into a module's router; does not compile if one declares no access.
#[macro_export]
macro_rules! routes {
    ($($handler:path),+ $(,)?) => {{
        let router = utoipa_axum::router::OpenApiRouter::<$crate::App>::new();
        $(
            let access = $crate::access::declared(&$handler);
            let mut route = utoipa_axum::routes!($handler);
            $crate::access::stamp(&mut route.1, access);
            let router = router.routes(route);
        )+
        router
    }};
}

/// Writes what a handler declares into its operation, where the OpenAPI document shows it.
pub fn stamp(paths: &mut utoipa::openapi::Paths, access: Declaration) {
    use utoipa::openapi::{extensions::Extensions, security::SecurityRequirement};
    for item in paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            operation.extensions = Some(Extensions::builder().add("x-access", access.name).build());
            let mut security = Vec::new();
            if access.name != "public" && access.name != "station" {
                security.push(SecurityRequirement::new::<_, [&str; 0], &str>("bearer", []));
                if access.name != "signed-in" {
                    security.push(SecurityRequirement::new::<_, [&str; 0], &str>("api_key", []));
                }
            }
            if access.station {
                security.push(SecurityRequirement::new::<_, [&str; 0], &str>("station", []));
            }
            operation.security = Some(security);
        }
    }
}
