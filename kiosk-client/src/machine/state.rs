//! What the station is doing, and what there is to say about it.
use super::Entry;
use guichet_protocol::{AccessCode, EndReason, Offer};
use std::fmt;
use uuid::Uuid;

/// What the station is doing. It is locked in all of them but [`State::Open`] and [`State::Ending`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It asks the server to be known.
    Enrolling,
    /// The server refuses it; it will try again.
    Refused,
    /// Another machine proves to be this station: neither serves anybody.
    Conflict,
    /// The server is not the one it belongs to.
    UnknownServer,
    /// It waits until an operator approves it.
    Pending {
        /// What the operator compares.
        fingerprint: String,
    },
    /// It is known, and has not heard from the server since it started.
    Connecting,
    /// The desk took it out of use: [`super::Machine::statut`] says how.
    OutOfUse,
    /// It waits for a code.
    Locked(CodeEntry),
    /// It shows what a visitor can ask for.
    Offers {
        /// When it goes back to the code.
        until_ms: i64,
    },
    /// The server is asked about a code.
    Checking(Check),
    /// The code is good; its session starts once the visitor accepts the terms of use.
    Terms(Agreement),
    /// A session is open, its time runs.
    Open,
    /// A session holds the station, its time stands still.
    Suspended,
    /// The time is used up; the screen stays open for a moment, to save files.
    Ending {
        /// The session that was open, even when the server has ended it.
        session_id: Uuid,
        /// When it locks.
        until_ms: i64,
    },
    /// A session just ended; says so for a moment.
    Ended {
        /// Why it ended, as far as is known.
        reason: Option<EndReason>,
        /// The time the visitor has not used, until it is acknowledged.
        kept: Option<Kept>,
        /// When the notice goes away, unless there is a code to note.
        until_ms: i64,
    },
}

impl State {
    /// Its word, as the journal has it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Enrolling => "enrolling",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::UnknownServer => "unknown server",
            Self::Pending { .. } => "pending",
            Self::Connecting => "connecting",
            Self::OutOfUse => "out_of_use",
            Self::Locked(_) => "locked",
            Self::Offers { .. } => "offers",
            Self::Checking(_) => "checking",
            Self::Terms(_) => "terms",
            Self::Open => "open",
            Self::Suspended => "suspended",
            Self::Ending { .. } => "ending",
            Self::Ended { .. } => "ended",
        }
    }
}

/// A code being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeEntry {
    /// What was typed so far.
    pub entry: Entry,
    /// What there is to say about it.
    pub notice: Option<Notice>,
    /// The visitor wants to type although the place is closed.
    pub is_wanted: bool,
    pub(super) typed_at_ms: i64,
}

/// A code the server is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The code.
    pub code: AccessCode,
    pub(super) asked_at_ms: i64,
    /// The session of the code, and when its start was asked for.
    pub(super) starting: Option<(Uuid, i64)>,
}

/// The terms of use, before a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    pub(super) code: AccessCode,
    pub(super) session_id: Uuid,
    pub(super) shown_at_ms: i64,
    pub(super) touched_at_ms: i64,
}

/// The time that a visitor who left had not used. `Debug` hides the code.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// What opens it.
    pub code: String,
    /// How much it is, in milliseconds.
    pub remaining_ms: u64,
    /// Until when it can be used, milliseconds of UTC.
    pub valid_until: i64,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("remaining_ms", &self.remaining_ms).finish_non_exhaustive()
    }
}

/// What there is to say about a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A symbol was typed that no code contains.
    NoSuchSymbol,
    /// The server refused the code.
    Refused {
        /// The server's word for the reason.
        code: String,
        /// The server's sentence.
        detail: String,
    },
    /// Too many wrong codes: wait.
    TooManyAttempts {
        /// Until then.
        until_ms: i64,
    },
    /// The server did not answer.
    NoAnswer,
    /// The server cannot be asked.
    Offline,
    /// The desk locked the station; the session's code opens it again.
    LockedByDesk,
}

/// How the station stands with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The server speaks.
    Connected,
    /// The socket was lost a moment ago.
    Reconnecting {
        /// When it was lost.
        since_ms: i64,
    },
    /// The server has not been there for a while.
    Offline,
}

/// Something to say beside the countdown, for a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announcement {
    /// Time was granted, or taken back when negative; in milliseconds.
    TimeAdded(i64),
    /// So many seconds are left.
    Warning(u32),
}

/// A call for somebody from the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// It is on its way to the server.
    Asked {
        /// Since when.
        at_ms: i64,
    },
    /// The desk sees it.
    Ringing {
        /// What the visitor would like, when it is about an offer.
        offer: Option<Offer>,
    },
    /// Somebody comes.
    Answered {
        /// When there is no need to say so any longer.
        until_ms: i64,
    },
    /// It did not reach the desk.
    Failed {
        /// When there is no need to say so any longer.
        until_ms: i64,
    },
}

/// A visitor is about to leave before the time is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Are you sure?
    Confirming {
        /// When the question goes away.
        until_ms: i64,
    },
    /// The server is asked to end the session.
    Asked {
        /// Since when.
        at_ms: i64,
    },
    /// The server did not do so.
    Unanswered {
        /// When this goes away.
        until_ms: i64,
    },
}
