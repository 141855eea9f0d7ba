//! What happens to the station.
use crate::text::Language;
use guichet_protocol::{Enrolment, Frame};
use uuid::Uuid;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Time passed: the instant that [`super::Machine::wake_at`] asked for is there.
    Tick,
    /// The visitor typed a character.
    Typed(char),
    /// The visitor took the last symbol back.
    Erased,
    /// The visitor took the whole code back, or goes back from what is on top.
    Cleared,
    /// The visitor says yes to what is on top: opens the session of the typed code, accepts the
    /// terms, has read the message.
    Submitted,
    /// The visitor has a code although the place is closed.
    CodeWanted,
    /// The visitor has read the desk's message, or noted the code of the time that is kept.
    Acknowledged,
    /// The visitor accepts the terms of use.
    TermsAccepted,
    /// The visitor does not accept the terms of use.
    TermsRefused,
    /// The visitor wants to see what can be asked for.
    OffersWanted,
    /// The visitor asks for this offer.
    OfferChosen(Uuid),
    /// The visitor calls the desk, or withdraws the call.
    CallPressed,
    /// The visitor wants to leave before the time is used up.
    LeaveWanted,
    /// The visitor is sure.
    LeaveConfirmed,
    /// The visitor stays.
    LeaveDeclined,
    /// The visitor wants the keyboard for what lies over the desktop, or gives it back.
    #[cfg_attr(windows, allow(dead_code, reason = "a window has the keyboard by itself there"))]
    KeysWanted,
    /// The visitor chose a language.
    LanguageChosen(Language),
    /// The visitor wants the next language.
    NextLanguage,
    /// The visitor turns high contrast on or off.
    ContrastToggled,
    /// The visitor turns large text on or off.
    LargeTextToggled,
    /// How the enrolment request stands.
    Enrolment(EnrolmentAnswer),
    /// A socket to the server is open; its snapshot is on the way.
    Linked,
    /// There is no socket to the server.
    Cut(Cut),
    /// The server spoke.
    Told(Box<Frame>),
    /// There was no newer software, or the newer one is there, or it could not be had.
    Updated {
        /// The command's id.
        id: Uuid,
        /// Why it was not carried out.
        error: Option<String>,
    },
    /// A restart or a shutdown was carried out, or could not be.
    PowerDone {
        /// The command's id.
        id: Uuid,
        /// Why it was not carried out.
        error: Option<String>,
    },
}

impl Event {
    /// Whether a visitor did it, rather than the network or time.
    pub(super) fn is_by_visitor(&self) -> bool {
        !matches!(
            self,
            Self::Tick
                | Self::Enrolment(_)
                | Self::Linked
                | Self::Cut(_)
                | Self::Told(_)
                | Self::Updated { .. }
                | Self::PowerDone { .. }
        )
    }
}

/// What came of asking to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrolmentAnswer {
    /// The server says how the request stands.
    Given(Enrolment),
    /// The server refuses this station.
    Refused,
    /// The server is not the one this station belongs to.
    UnknownServer,
    /// The server does not answer.
    Unreachable,
}

/// Why there is no socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The server does not know this station, or no longer.
    Unknown,
    /// The server knows this station, but not at this address or with this network card. The
    /// network tries again by itself.
    Forbidden,
    /// Another machine proves to be this station, and neither is let in. The network tries again by
    /// itself.
    Conflict,
    /// The server is not the one this station belongs to. The network tries again by itself.
    UnknownServer,
    /// Anything else; the network tries again by itself.
    Lost,
}
