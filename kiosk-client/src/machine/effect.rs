//! What the station has others do.
use guichet_protocol::ClientMessage;
use uuid::Uuid;

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
    /// Say this to the server under this number, by which it refuses.
    Ask {
        /// The number.
        request: u64,
        /// What to say.
        message: ClientMessage,
    },
    /// Let this be heard.
    Sound(Sound),
    /// Take newer software, and answer with [`super::Event::Updated`].
    Update(Uuid),
    /// Restart or switch off.
    Power {
        /// To answer with [`super::Event::PowerDone`].
        id: Uuid,
        /// Which of the two.
        action: PowerAction,
    },
}

/// What can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// The end is near.
    Warning,
    /// The end is there: half a minute or less, or the grace after it.
    Urgent,
    /// The desk has a message, or comes.
    Desk,
}

/// What can be done to the machine's power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerAction {
    /// Start again.
    Restart,
    /// Switch off.
    Shutdown,
}
