//! The one error: RFC 9457 on the wire, in the caller's language; the cause in the log.
mod checks;
mod document;

pub use checks::Checks;
pub use document::{FieldProblem, PriceNow, ProblemDocument};

use crate::i18n::{self, Language};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sqlx::error::ErrorKind;
use std::{error::Error, fmt, sync::Arc};

/// Declares every code once, with its status and its word.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $status:ident $word:literal,)+) => {
        /// What kind of problem it is; `docs/problems.md` lists them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for programs.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status),+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON, or is nested too deeply.
    Malformed = BAD_REQUEST "malformed",
    /// One or more fields are wrong; `errors` names them.
    Invalid = BAD_REQUEST "invalid",
    /// No session has this code.
    InvalidCode = BAD_REQUEST "invalid_code",
    /// The code is too old, or its session is over.
    ExpiredCode = BAD_REQUEST "expired_code",
    /// The code belongs to another station.
    WrongStation = BAD_REQUEST "wrong_station",
    /// No token or credential, or one that is not valid.
    Unauthenticated = UNAUTHORIZED "unauthenticated",
    /// The station's challenge is too old, used already, or none of this server's.
    ExpiredChallenge = UNAUTHORIZED "expired_challenge",
    /// Unknown login or wrong password.
    BadCredentials = UNAUTHORIZED "bad_credentials",
    /// The code of the second factor is wrong, too old, or was used.
    BadOtp = UNAUTHORIZED "bad_otp",
    /// The caller may not do this.
    Forbidden = FORBIDDEN "forbidden",
    /// The password must be changed first.
    MustChangePassword = FORBIDDEN "must_change_password",
    /// The account signs in with a second factor: its code is missing.
    OtpRequired = FORBIDDEN "otp_required",
    /// A role of the account asks for a second factor, and it has none yet.
    MustEnrol = FORBIDDEN "must_enrol",
    /// The caller does not hold all that would be given or touched.
    BeyondRights = FORBIDDEN "beyond_rights",
    /// A cookie without its `X-CSRF-Token`.
    Csrf = FORBIDDEN "csrf",
    /// The station calls from an address or a network card that is not its own.
    WrongAddress = FORBIDDEN "wrong_address",
    /// Two machines prove to be this station: neither is let in.
    IdentityConflict = FORBIDDEN "identity_conflict",
    /// The station's visitors may not end their session by themselves.
    MayNotLeave = FORBIDDEN "may_not_leave",
    /// The station's visitors may not call the desk.
    MayNotCall = FORBIDDEN "may_not_call",
    /// No such row, or none the caller may see.
    NotFound = NOT_FOUND "not_found",
    /// No such path.
    NoSuchPath = NOT_FOUND "no_such_path",
    /// The path exists, not with this method.
    MethodNotAllowed = METHOD_NOT_ALLOWED "method_not_allowed",
    /// Another row already has this value; `errors` names the field.
    Duplicate = CONFLICT "duplicate",
    /// The session's state does not allow it.
    WrongState = CONFLICT "wrong_state",
    /// Another session holds the station.
    StationBusy = CONFLICT "station_busy",
    /// The station is in maintenance or out of use.
    StationUnavailable = CONFLICT "station_unavailable",
    /// The visitor has a session that is not over.
    SessionOpen = CONFLICT "session_open",
    /// The terms of use that hold now were not accepted for this session.
    TermsRequired = CONFLICT "terms_required",
    /// The place is closed at this hour.
    PlaceClosed = CONFLICT "place_closed",
    /// The visitor is banned.
    VisitorBanned = CONFLICT "visitor_banned",
    /// The visitor is to ask at the desk; the station's screen does not say why.
    AskDesk = CONFLICT "ask_desk",
    /// The station is for visitors of another age.
    AgeMismatch = CONFLICT "age_mismatch",
    /// The price is another one than the payer was told; `price` says which.
    PriceChanged = CONFLICT "price_changed",
    /// The code was sold for another room, and would cost more in this one.
    RoomPrice = CONFLICT "room_price",
    /// The books of this day are closed: the server's clock was set back.
    DayClosed = CONFLICT "day_closed",
    /// The clock is far ahead of the last entry of the books: somebody must say that it is that day (`today`).
    DayUnconfirmed = CONFLICT "day_unconfirmed",
    /// The caller has no open till in this agency.
    TillRequired = CONFLICT "till_required",
    /// The caller has an open till already.
    TillOpen = CONFLICT "till_open",
    /// The till is closed.
    TillClosed = CONFLICT "till_closed",
    /// The sale was taken back before, or is itself a reversal.
    AlreadyReversed = CONFLICT "already_reversed",
    /// A part of the pack was used.
    CreditUsed = CONFLICT "credit_used",
    /// The call was answered or withdrawn before.
    CallOver = CONFLICT "call_over",
    /// One's own password, address and second factor are changed with proof, on the page of one's own account.
    OwnAccount = CONFLICT "own_account",
    /// Nobody would be left who can do everything.
    LastAdministrator = CONFLICT "last_administrator",
    /// The role comes with the program: it cannot be removed, nor the highest one restricted.
    ProtectedRole = CONFLICT "protected_role",
    /// The account has a second factor already.
    AlreadyEnrolled = CONFLICT "already_enrolled",
    /// A role of the account asks for the second factor.
    FactorRequired = CONFLICT "factor_required",
    /// A row that others refer to.
    InUse = CONFLICT "in_use",
    /// The row changed since it was read (`If-Match`).
    Outdated = PRECONDITION_FAILED "outdated",
    /// The body did not arrive in time.
    TooSlow = REQUEST_TIMEOUT "too_slow",
    /// The body is larger than this path accepts.
    BodyTooLarge = PAYLOAD_TOO_LARGE "body_too_large",
    /// The body's media type is not accepted.
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type",
    /// The path is a websocket's; the request is no handshake.
    UpgradeRequired = UPGRADE_REQUIRED "upgrade_required",
    /// The idempotency key was used for another request.
    KeyReused = UNPROCESSABLE_ENTITY "key_reused",
    /// Too many failed attempts; `Retry-After` says how long to wait.
    TooManyAttempts = TOO_MANY_REQUESTS "too_many_attempts",
    /// The API key was used too often; `Retry-After` says how long to wait.
    RateLimited = TOO_MANY_REQUESTS "rate_limited",
    /// The `Host` header names another server.
    UnknownHost = BAD_REQUEST "unknown_host",
    /// A fault of the server; the log has the cause under the request id.
    Internal = INTERNAL_SERVER_ERROR "internal",
    /// The database cannot be reached or is busy; nothing was changed.
    Unavailable = SERVICE_UNAVAILABLE "unavailable",
    /// The system is in maintenance: only administrators may work.
    Maintenance = SERVICE_UNAVAILABLE "maintenance",
    /// The installation has no mail server, without which this cannot be done.
    MailOff = SERVICE_UNAVAILABLE "mail_off",
    /// The disk is full; nothing was changed.
    StorageFull = INSUFFICIENT_STORAGE "storage_full",
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's path in the body, such as `phone` or `station_ids[2]`.
    pub field: String,
    /// The word for programs; its sentence is `field-<code>` in the catalogues.
    pub code: &'static str,
    /// What the sentence mentions.
    pub args: Vec<(&'static str, String)>,
}

/// What a program must know to ask again in another way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The price that holds now.
    pub price: Option<PriceNow>,
    /// The day that it is by the server's clock.
    pub today: Option<String>,
}

/// Why a request was refused.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: Code,
    /// What the sentence mentions.
    pub args: Vec<(&'static str, String)>,
    /// What is wrong with which field.
    pub errors: Vec<FieldError>,
    /// How long to wait, in seconds.
    pub retry_after_s: Option<u64>,
    /// What programs are told besides the word.
    pub facts: Option<Box<Facts>>,
    /// What went wrong underneath; for the log alone.
    pub(crate) cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self { code, args: Vec::new(), errors: Vec::new(), retry_after_s: None, facts: None, cause: None }
    }
}

impl Problem {
    /// There is no such row; `noun` is a key `noun-…` of the catalogues.
    #[must_use]
    pub fn not_found(noun: &'static str) -> Self {
        Self::from(Code::NotFound).with("noun", noun)
    }

    /// One field is wrong.
    #[must_use]
    pub fn field(field: impl Into<String>, code: &'static str) -> Self {
        Self { errors: vec![FieldError { field: field.into(), code, args: Vec::new() }], ..Self::from(Code::Invalid) }
    }

    /// Another row has this field's value already.
    #[must_use]
    pub fn duplicate(field: impl Into<String>) -> Self {
        let errors = vec![FieldError { field: field.into(), code: "duplicate", args: Vec::new() }];
        Self { errors, ..Self::from(Code::Duplicate) }
    }

    /// Something that should not happen did.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { cause: Some(Arc::from(cause.into())), ..Self::from(Code::Internal) }
    }

    /// Adds what the sentence mentions.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Tells programs what they need to ask again.
    #[must_use]
    pub fn about(mut self, facts: Facts) -> Self {
        self.facts = Some(Box::new(facts));
        self
    }

    /// Says how long to wait.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self.with("seconds", seconds)
    }

    /// The sentence for people.
    #[must_use]
    pub fn detail(&self, language: Language) -> String {
        i18n::text(language, &format!("problem-{}", self.code.word()), &self.args)
    }

    /// The document for the wire.
    #[must_use]
    pub fn document(&self, language: Language, request_id: &str) -> ProblemDocument {
        let word = self.code.word();
        ProblemDocument {
            kind: format!("/problems/{word}"),
            title: i18n::text(language, &format!("title-{}", self.code.status().as_u16()), &[]),
            status: self.code.status().as_u16(),
            code: word.to_owned(),
            detail: self.detail(language),
            errors: self
                .errors
                .iter()
                .map(|error| FieldProblem {
                    field: error.field.clone(),
                    code: error.code.to_owned(),
                    message: i18n::text(language, &format!("field-{}", error.code), &error.args),
                })
                .collect(),
            request_id: request_id.to_owned(),
            price: self.facts.as_ref().and_then(|facts| facts.price.clone()),
            today: self.facts.as_ref().and_then(|facts| facts.today.clone()),
        }
    }

    /// The cause with all of its own, for those who run the program; never for the wire.
    #[must_use]
    pub fn cause(&self) -> Option<String> {
        self.cause.as_ref().map(|cause| Chain(cause.as_ref()).to_string())
    }

    /// Writes the cause to the log, when there is one.
    pub fn log(&self, request_id: &str) {
        if let Some(cause) = &self.cause {
            tracing::error!(request.id = request_id, code = self.code.word(), cause = %Chain(cause.as_ref()), "A request failed");
        }
    }
}

/// An error with all its causes, on one line.
struct Chain<'a>(&'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl IntoResponse for Problem {
    /// The body is written further out, where the caller's language and the request's id are known.
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Self::from(Arc::new(error))
    }
}

impl From<Arc<sqlx::Error>> for Problem {
    fn from(error: Arc<sqlx::Error>) -> Self {
        let code = match error.as_ref() {
            sqlx::Error::Database(database) => {
                match (database.kind(), database.code().unwrap_or_default().as_ref()) {
                    (ErrorKind::UniqueViolation, _) => return duplicate(database.as_ref()),
                    (ErrorKind::ForeignKeyViolation, _) => Code::InUse,
                    // SQLITE_FULL and SQLITE_IOERR with its kin; PostgreSQL's disk_full and io_error.
                    (_, "13" | "10" | "778" | "1034" | "1290" | "53100" | "58030") => Code::StorageFull,
                    // SQLITE_BUSY, SQLITE_LOCKED; lock_not_available, query_canceled, shutdowns,
                    // serialization failure and deadlock.
                    (
                        _,
                        "5" | "6" | "261" | "517" | "55P03" | "57014" | "57P01" | "57P03" | "53300" | "40001" | "40P01",
                    ) => Code::Unavailable,
                    // PostgreSQL's untranslatable_character: a text with a NUL.
                    (_, "22021") => Code::Malformed,
                    _ => Code::Internal,
                }
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Code::Unavailable,
            _ => Code::Internal,
        };
        Self { cause: Some(error), ..Self::from(code) }
    }
}

/// A unique violation as a problem with its field. PostgreSQL names the index, `table_field_key`;
/// SQLite names `table.field` in the message.
fn duplicate(error: &dyn sqlx::error::DatabaseError) -> Problem {
    let named = error.constraint().unwrap_or_else(|| error.message());
    let field = ["name", "ip", "mac", "code", "username", "email", "public_key"]
        .into_iter()
        .find(|field| named.ends_with(&format!(".{field}")) || named.ends_with(&format!("_{field}_key")));
    // SQLite names the columns of an index, not the index itself.
    if named.contains("open_station") || named.ends_with("kiosk_sessions.station_id") {
        return Problem::from(Code::StationBusy);
    }
    let errors = field
        .map(|field| FieldError { field: field.to_owned(), code: "duplicate", args: Vec::new() })
        .into_iter()
        .collect();
    Problem { errors, ..Problem::from(Code::Duplicate) }
}
