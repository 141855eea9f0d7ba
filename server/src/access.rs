//! Who may call a route. Every handler states it in its first parameter, or it is no route.
//!
//! The extractors settle 401 and 403 before the body is read. A row outside the caller's scope is
//! for the handler to answer with 404, like an absent one: [`Grant::scope`] says what is within.
mod declaration;

pub use declaration::{Access, Declaration, Declared, declared, stamp};

use crate::{
    App,
    accounts::{self, Identity},
    db::{Actor, ActorKind, Change},
    extract::Peer,
    i18n::Language,
    idempotency::{self, Repeatable},
    list::Scope,
    parameters,
    problem::{Code, Problem},
    stations,
};
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use std::{marker::PhantomData, net::IpAddr, sync::Arc};
use uuid::Uuid;

/// A permission known to the program, one unit type each.
pub trait Permission: Send + Sync + 'static {
    /// Its code, `module:action`.
    const CODE: &'static str;
}

/// Why a caller is turned away before the handler runs: a problem, or the answer it already got.
pub enum Refusal {
    /// It may not.
    Problem(Problem),
    /// This request was answered before.
    Answered(Response),
}

impl<E: Into<Problem>> From<E> for Refusal {
    fn from(problem: E) -> Self {
        Self::Problem(problem.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Problem(problem) => problem.into_response(),
            Self::Answered(response) => response,
        }
    }
}

/// A person who signed in.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The account.
    pub user_id: Uuid,
    /// The login session the token belongs to.
    pub auth_session_id: Uuid,
    /// The agency the account works in.
    pub agency_id: Option<Uuid>,
    /// Where the request came from.
    pub ip: Option<IpAddr>,
    /// The language the answer should have.
    pub language: Language,
    /// The API key that calls in the account's name.
    key: Option<Arc<KeyInUse>>,
    repeatable: Option<Repeatable>,
}

/// An API key, and the permissions it may use.
#[derive(Debug, Clone)]
pub struct KeyInUse {
    /// The key.
    pub id: Uuid,
    /// The codes of the permissions.
    pub scopes: Vec<String>,
}

/// Proof that the caller holds `P`; cannot be built by hand.
pub struct Grant<P> {
    /// Who calls.
    pub caller: Caller,
    /// Which rows `P` is held for.
    pub scope: Scope,
    _permission: PhantomData<P>,
}

/// Proof that the caller signed in; for what concerns the caller alone.
pub struct SignedIn(pub Caller);

/// Says aloud that a route is open to anyone.
pub struct Public(());

/// Proof that a station calls, by its own credential, from its own address and network card.
#[derive(Debug, Clone, Copy)]
pub struct Station {
    /// The station.
    pub id: Uuid,
    /// The agency it stands in.
    pub agency_id: Uuid,
    /// Where the request came from.
    pub ip: Option<IpAddr>,
    /// When the challenge of the login that its credential is from was given.
    pub login_at: Option<i64>,
}

/// A station for itself, or a person who holds `P`.
pub enum StationOr<P> {
    /// The station.
    Station(Station),
    /// The person.
    Person(Grant<P>),
}

impl Caller {
    async fn of(parts: &Parts, app: &App) -> Result<Self, Refusal> {
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let bearer = text(header::AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer "));
        let token = bearer.or_else(|| text("x-api-key")).ok_or(Code::Unauthenticated)?;
        let (identity, key) = if bearer.is_none() || token.starts_with(accounts::KEY_BEGINNING) {
            let (identity, key) = accounts::authenticate_key(app, token).await?;
            (identity, Some(Arc::new(key)))
        } else {
            (accounts::authenticate(app, token).await?, None)
        };
        let repeatable = parts.extensions.get::<Repeatable>().cloned();
        let caller = Self { key, repeatable, ..Self::known(identity, Peer::of(parts), Language::of(&parts.headers)) };
        parameters::admit(app, &caller).await?;
        Ok(caller)
    }

    /// A caller whose token or ticket was verified.
    pub(crate) fn known(identity: Identity, ip: Option<IpAddr>, language: Language) -> Self {
        let Identity { user_id, auth_session_id, agency_id } = identity;
        Self { user_id, auth_session_id, agency_id, ip, language, key: None, repeatable: None }
    }

    /// Ends here when this very request was answered before.
    async fn not_yet_answered(&self, app: &App) -> Result<(), Refusal> {
        let Some(repeatable) = &self.repeatable else { return Ok(()) };
        let mut tx = app.db.read().await?;
        match idempotency::replay(&mut tx, repeatable, self.user_id).await? {
            Some(response) => Err(Refusal::Answered(response)),
            None => Ok(()),
        }
    }

    /// Whether no API key calls, or one that was made for this permission.
    #[must_use]
    pub fn key_allows(&self, permission: &str) -> bool {
        self.key.as_ref().is_none_or(|key| key.scopes.iter().any(|scope| scope == permission))
    }

    /// The caller as the author of a change.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { kind: ActorKind::User, id: Some(self.user_id), ip: self.ip }
    }

    /// Opens a transaction in the caller's name.
    ///
    /// # Errors
    /// When the database is busy or cannot be reached.
    pub async fn change(&self, app: &App) -> Result<Change, Problem> {
        let mut change = app.db.change(self.actor()).await?;
        change.repeatable(self.repeatable.clone());
        change.by_key(self.key.as_ref().map(|key| key.id));
        Ok(change)
    }
}

impl<P: Permission> Grant<P> {
    async fn of_caller(caller: Caller, app: &App) -> Result<Self, Refusal> {
        if !caller.key_allows(P::CODE) {
            return Err(Code::Forbidden.into());
        }
        let mut tx = app.db.read().await?;
        let scope = accounts::scope_of(&mut tx, &caller, P::CODE).await?.ok_or(Code::Forbidden)?;
        drop(tx);
        caller.not_yet_answered(app).await?;
        Ok(Self { caller, scope, _permission: PhantomData })
    }

    /// Opens a transaction in the caller's name.
    ///
    /// # Errors
    /// When the database is busy or cannot be reached.
    pub async fn change(&self, app: &App) -> Result<Change, Problem> {
        self.caller.change(app).await
    }
}

impl Station {
    /// The station as the author of a change.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { kind: ActorKind::Station, id: Some(self.id), ip: self.ip }
    }

    /// Opens a transaction in the station's name.
    ///
    /// # Errors
    /// When the database is busy or cannot be reached.
    pub async fn change(&self, app: &App) -> Result<Change, Problem> {
        Ok(app.db.change(self.actor()).await?)
    }
}

impl<P> StationOr<P> {
    /// The caller as the author of a change.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::Station(station) => station.actor(),
            Self::Person(grant) => grant.caller.actor(),
        }
    }

    /// Opens a transaction in the caller's name.
    ///
    /// # Errors
    /// When the database is busy or cannot be reached.
    pub async fn change(&self, app: &App) -> Result<Change, Problem> {
        match self {
            Self::Station(station) => station.change(app).await,
            Self::Person(grant) => grant.caller.change(app).await,
        }
    }
}

impl<P: Permission> FromRequestParts<App> for Grant<P> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let caller = Caller::of(parts, app).await?;
        Self::of_caller(caller, app).await
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let caller = Caller::of(parts, app).await?;
        // What concerns a person is not for programs.
        if caller.key.is_some() {
            return Err(Code::Forbidden.into());
        }
        caller.not_yet_answered(app).await?;
        Ok(Self(caller))
    }
}

impl<S: Sync> FromRequestParts<S> for Public {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(()))
    }
}

impl FromRequestParts<App> for Station {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        stations::identify(app, &parts.headers, Peer::of(parts)).await
    }
}

impl<P: Permission> FromRequestParts<App> for StationOr<P> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if header.is_some_and(|value| value.starts_with("Station ")) {
            return Ok(Self::Station(Station::from_request_parts(parts, app).await?));
        }
        Ok(Self::Person(Grant::from_request_parts(parts, app).await?))
    }
}
