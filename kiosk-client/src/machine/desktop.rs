//! Whose desktop is to be there.
use super::{Machine, State};
use uuid::Uuid;

/// Whose programs and files there may be at the station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desktop {
    /// A client that just started has not heard yet: leave everything as it is.
    Unknown,
    /// Those of this session, behind the lock or in front of it.
    Of(Uuid),
    /// Nobody's.
    Nobodys,
}

impl Machine {
    /// Whether nobody has anything on the screen or behind it: what is there may be drawn anew.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let waits = match &self.state {
            State::Locked(entry) => entry.is_untouched(),
            state => *state == State::OutOfUse,
        };
        waits && self.desktop() == Desktop::Nobodys
    }

    /// Whose desktop is to be there. It outlives a suspension and a lock by the desk, and what others do
    /// in this station's or its server's name: a copied disk costs nobody their files.
    #[must_use]
    pub fn desktop(&self) -> Desktop {
        let waits = matches!(self.state, State::Suspended | State::Conflict | State::UnknownServer);
        let lasts = self.is_open() || waits || self.locked_by_desk;
        match (&self.held, &self.state) {
            // The grace is for saving files: the session's, whatever the server says of it meanwhile.
            (_, State::Ending { session_id, .. }) => Desktop::Of(*session_id),
            _ if self.state == State::Connecting => Desktop::Unknown,
            (Some(held), _) if lasts && held.remaining_ms(self.now_ms) > 0 => Desktop::Of(held.id()),
            _ => Desktop::Nobodys,
        }
    }
}
