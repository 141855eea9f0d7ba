//! What the station does, without drawing, network or clock.
//!
//! Events go in with the time at which they happened; effects come out, for others to carry out.
//! Time is a count of milliseconds on the station's monotonic clock.

mod commands;
mod desktop;
mod enrolment;
mod entry;
mod frames;
mod held;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
mod timers;
mod visitor;

pub use desktop::Desktop;
pub use entry::Entry;
pub use held::Held;

use crate::logs;
use commands::CarriedOut;
use guichet_protocol::{AccessCode, ClientMessage, EndReason, Enrolment, Frame};
use std::mem::discriminant;
use tracing::info;
use uuid::Uuid;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Time passed: the instant that [`Machine::wake_at`] asked for is there.
    Tick,
    /// The visitor typed a character.
    Typed(char),
    /// The visitor took the last symbol back.
    Erased,
    /// The visitor took the whole code back.
    Cleared,
    /// The visitor asks to open the session of the typed code.
    Submitted,
    /// The visitor has read the desk's message.
    Acknowledged,
    /// How the enrolment request stands.
    Enrolment(EnrolmentAnswer),
    /// A socket to the server is open; its snapshot is on the way.
    Linked,
    /// There is no socket to the server.
    Cut(Cut),
    /// The server spoke.
    Told(Box<Frame>),
    /// A restart or a shutdown was carried out, or could not be.
    PowerDone {
        /// The command's id.
        id: Uuid,
        /// Why it was not carried out.
        error: Option<String>,
    },
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

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the server to know this station.
    Enrol,
    /// Keep this station's id: it is enrolled.
    Remember(Uuid),
    /// Open the socket and keep it open.
    Connect,
    /// Drop the socket and open another, for a new snapshot.
    Resync,
    /// Say this to the server.
    Send(ClientMessage),
    /// Restart or switch off.
    Power {
        /// To answer with [`Event::PowerDone`].
        id: Uuid,
        /// Which of the two.
        action: PowerAction,
    },
}

/// What can be done to the machine's power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerAction {
    /// Start again.
    Restart,
    /// Switch off.
    Shutdown,
}

/// What the station is doing. It is locked in all of them but [`State::Open`].
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
    /// It waits for a code.
    Locked(CodeEntry),
    /// The server is asked about a code.
    Checking(Check),
    /// A session is open, its time runs.
    Open,
    /// A session holds the station, its time stands still.
    Suspended,
    /// A session just ended; says so for a moment.
    Ended {
        /// Why it ended, as far as is known.
        reason: Option<EndReason>,
        /// When the notice goes away.
        until_ms: i64,
    },
}

/// A code being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeEntry {
    /// What was typed so far.
    pub entry: Entry,
    /// What there is to say about it.
    pub notice: Option<Notice>,
    typed_at_ms: i64,
}

/// A code the server is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The code.
    pub code: AccessCode,
    asked_at_ms: i64,
    /// The session of the code, and when its start was asked for.
    starting: Option<(Uuid, i64)>,
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

/// The station.
#[derive(Debug)]
pub struct Machine {
    now_ms: i64,
    state: State,
    link: Link,
    held: Option<Held>,
    locked_by_desk: bool,
    /// A session that ended never comes back, whatever a late frame says.
    ended_session: Option<Uuid>,
    /// The number of the last frame; `None` until the socket's snapshot is there.
    seq: Option<u64>,
    site: Option<String>,
    station: Option<String>,
    message: Option<String>,
    announcement: Option<(Announcement, i64)>,
    carried_out: CarriedOut,
    enrol_at_ms: Option<i64>,
    heartbeat_at_ms: i64,
}

impl Machine {
    /// A station that starts, `enrolled` or not, and the first thing it does.
    #[must_use]
    pub fn start(enrolled: bool, now_ms: i64) -> (Self, Vec<Effect>) {
        let (state, effect) =
            if enrolled { (State::Connecting, Effect::Connect) } else { (State::Enrolling, Effect::Enrol) };
        let machine = Self {
            now_ms,
            state,
            link: Link::Reconnecting { since_ms: now_ms },
            held: None,
            locked_by_desk: false,
            ended_session: None,
            seq: None,
            site: None,
            station: None,
            message: None,
            announcement: None,
            carried_out: CarriedOut::default(),
            enrol_at_ms: None,
            heartbeat_at_ms: now_ms,
        };
        machine.log_state();
        (machine, vec![effect])
    }

    /// Takes an event in. A clock that steps back counts as one that stands still.
    pub fn on_event(&mut self, event: Event, now_ms: i64) -> Vec<Effect> {
        self.now_ms = self.now_ms.max(now_ms);
        let (state_before, link_before) = (discriminant(&self.state), discriminant(&self.link));
        let mut effects = self.pass_time();
        effects.extend(self.take_in(event));
        self.finish_spent_session();
        if discriminant(&self.state) != state_before {
            self.log_state();
        }
        if discriminant(&self.link) != link_before {
            self.log_link();
        }
        effects
    }

    fn take_in(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Tick => Vec::new(),
            Event::Typed(typed) => self.typed(typed),
            Event::Erased => self.erased(),
            Event::Cleared => self.cleared(),
            Event::Submitted => self.submitted(),
            Event::Acknowledged => {
                self.message = None;
                Vec::new()
            }
            Event::Enrolment(answer) => self.enrolment_answered(answer),
            Event::Linked => {
                self.seq = None;
                Vec::new()
            }
            Event::Cut(cut) => self.cut(cut),
            Event::Told(frame) => self.told(*frame),
            Event::PowerDone { id, error } => vec![commands::done(id, error)],
        }
    }

    /// What the station is doing.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether the visitor may use the station.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// How it stands with the server.
    #[must_use]
    pub fn link(&self) -> Link {
        self.link
    }

    /// The session the server granted it.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        self.held.as_ref()
    }

    /// The latest instant it knows of.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The site's name, once the server told it.
    #[must_use]
    pub fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// The station's name, once the server told it.
    #[must_use]
    pub fn station(&self) -> Option<&str> {
        self.station.as_deref()
    }

    /// The desk's message, until it is acknowledged.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What there is to say beside the countdown.
    #[must_use]
    pub fn announcement(&self) -> Option<Announcement> {
        self.announcement.map(|(announcement, _)| announcement)
    }

    fn log_state(&self) {
        // The line that says that a session ended is about that session.
        let ended = if matches!(self.state, State::Ended { .. }) { self.ended_session } else { None };
        logs::of_session(self.held.as_ref().map(Held::id).or(ended));
        let remaining_ms = self.held.as_ref().map(|h| h.remaining_ms(self.now_ms));
        match &self.state {
            State::Enrolling => info!("state: enrolling"),
            State::Refused => info!("state: refused"),
            State::Conflict => info!("state: conflict"),
            State::UnknownServer => info!("state: unknown server"),
            State::Pending { fingerprint } => info!(fingerprint, "state: pending"),
            State::Connecting => info!("state: connecting"),
            State::Locked(_) => info!("state: locked"),
            State::Checking(_) => info!("state: checking"),
            State::Open => info!(remaining_ms, "state: open"),
            State::Suspended => info!(remaining_ms, "state: suspended"),
            State::Ended { reason, .. } => {
                info!(reason = reason.map(EndReason::as_str), "state: ended");
            }
        }
    }

    fn log_link(&self) {
        match self.link {
            Link::Connected => info!("link: connected"),
            Link::Reconnecting { .. } => info!("link: reconnecting"),
            Link::Offline => info!("link: offline"),
        }
    }
}
