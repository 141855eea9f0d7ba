//! What a station and the server say to each other, and the arithmetic they share.
//!
//! Nothing here does I/O or reads a clock: time always arrives as a parameter, in milliseconds.
//! The websocket messages are described for people in `docs/websocket.md`.

mod client;
mod code;
mod command;
mod countdown;
mod identity;
mod look;
mod message;
mod settings;
mod state;
mod warning;

pub use client::{About, Asked, ClientMessage};
pub use code::{ALPHABET, AccessCode, BadCode, CODE_LENGTH};
pub use command::{Command, Heartbeat, HeartbeatAnswer, PendingCommand};
pub use countdown::{Countdown, NotEnoughTime, whole_seconds};
pub use identity::{Bytes32, Challenge, EnrolRequest, Enrolment, EnrolmentStatus, Login, LoginAnswer, LoginRequest};
pub use look::{Colour, Keyboard, LOGO_BYTES, LOGO_HEIGHT, LOGO_WIDTH, Logo, Look};
pub use message::{
    CLOSE_FORBIDDEN, CLOSE_IDLE, CLOSE_SLOW, CLOSE_SUPERSEDED, CLOSE_UNAUTHENTICATED, CallState, EndReason, Frame,
    PROTOCOL, PlanPlace, ServerMessage, SessionTime, Snapshot, StationCall, StationState,
};
pub use settings::{Application, Desktop, Offer, Opening, StationSettings, Terms, UpdateChannel, UsbPolicy};
pub use state::{SessionAction, SessionStatut, StationStatut, WrongState};
pub use warning::{THRESHOLDS_S, Warnings};
