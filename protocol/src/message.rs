//! The frames of the websockets.
use crate::state::words;
use crate::{About, Command, SessionStatut, StationSettings, StationStatut};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The websocket subprotocol that both sides name in the handshake.
pub const PROTOCOL: &str = "guichet.v1";

/// Close code: the caller is not known (no valid ticket or credential).
pub const CLOSE_UNAUTHENTICATED: u16 = 4401;
/// Close code: the caller is known, but this socket is not for them.
pub const CLOSE_FORBIDDEN: u16 = 4403;
/// Close code: another start of this station's client proved itself; prove yourself again.
pub const CLOSE_SUPERSEDED: u16 = 4409;
/// Close code: nothing was heard from the caller for too long.
pub const CLOSE_IDLE: u16 = 4408;
/// Close code: the caller reads too slowly; connect again for a fresh snapshot.
pub const CLOSE_SLOW: u16 = 4413;

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The first frame: all the caller may see, as of this frame's `seq`.
    ConnectionEstablished {
        /// The state to start from.
        state: Snapshot,
    },
    /// A session's time or state, as it is now; `null` when the station holds none.
    TimeUpdate {
        /// The session.
        session: Option<SessionTime>,
        /// Whether this answers `validate_code`: the code is good, and opens this session.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        code_accepted: bool,
        /// The number of that `validate_code`, if it had one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<u64>,
    },
    /// A session started.
    SessionStarted {
        /// The session.
        session: SessionTime,
    },
    /// A session ended.
    SessionTerminated {
        /// The session.
        session: SessionTime,
        /// Why it ended.
        reason: EndReason,
    },
    /// Time was granted, or taken back when negative.
    TimeAdded {
        /// The session after the change.
        session: SessionTime,
        /// How much, in milliseconds.
        added_ms: i64,
    },
    /// The end is near.
    Warning {
        /// The session.
        session: SessionTime,
        /// Which threshold was reached, in seconds: 300, 120, 60, 30 or 10.
        threshold_s: u32,
    },
    /// What the client said was refused; the socket stays open.
    Error {
        /// A word for programs, as in the problem documents of the HTTP interface.
        code: String,
        /// A sentence for people.
        detail: String,
        /// How long to wait before asking again, in seconds, when asking too often was the reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_s: Option<u64>,
        /// What was refused; absent when it made no sense. An addition.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<About>,
    },
    /// A station changed state, came or went. To consoles; an addition to the seed's seven.
    StationChanged {
        /// The station.
        station: StationState,
    },
    /// Something to do, from the console. To the station it is meant for; an addition.
    StationCommand {
        /// To name it in `command_done`.
        id: Uuid,
        /// What to do.
        command: Command,
    },
    /// What became of something a station was asked. To consoles; an addition.
    CommandChanged {
        /// The command.
        id: Uuid,
        /// The station it was meant for.
        station_id: Uuid,
        /// `done` or `failed`.
        state: String,
        /// Whether the visitor has read it, when it was a message.
        read: bool,
    },
    /// What the station offers and asks changed. To the station; an addition.
    StationSettings {
        /// All of it, as it is now.
        settings: StationSettings,
    },
    /// A visitor calls the desk, or the call was answered or withdrawn. To consoles and to the
    /// station that called; an addition.
    StationCall {
        /// The call, as it is now.
        call: StationCall,
    },
    /// The time that a visitor who leaves has not used can be used with this code. To the station
    /// alone, before `session_terminated`; an addition.
    TimeKept {
        /// The code, for the visitor to note.
        code: String,
        /// What it opens, in milliseconds.
        remaining_ms: u64,
        /// Until when, milliseconds of UTC.
        valid_until: i64,
    },
}

/// A server message on its way: its place in this socket's sequence, and the server's time.
///
/// Numbers grow by one from frame to frame of one socket; a gap means frames were lost and the
/// client must connect again for a new snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// This frame's number, from 1.
    pub seq: u64,
    /// The server's time, milliseconds of UTC.
    pub server_time: i64,
    /// The message itself.
    #[serde(flatten)]
    pub message: ServerMessage,
}

/// The state a socket starts from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// The site's name, for the lock screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The stations the caller may see; for a station, itself alone.
    pub stations: Vec<StationState>,
    /// The sessions that hold a station or wait for their code.
    pub sessions: Vec<SessionTime>,
    /// The calls that nobody has answered yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<StationCall>,
    /// What the station offers and asks; to stations only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<StationSettings>,
}

/// A session's time at the moment of the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionTime {
    /// The session.
    pub session_id: Uuid,
    /// Its state.
    pub statut: SessionStatut,
    /// The station it is bound to, if any.
    pub station_id: Option<Uuid>,
    /// The visitor's name; to consoles only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor_name: Option<String>,
    /// What was granted in all, in milliseconds.
    pub granted_ms: u64,
    /// What is consumed, in milliseconds.
    pub elapsed_ms: u64,
    /// What is left, in milliseconds.
    pub remaining_ms: u64,
    /// How much is consumed, from 0 to 100.
    pub percent: u8,
    /// Grows with each change of the session: a frame with a lower one is about what was before. 0 when
    /// the server does not say. An addition.
    #[serde(default)]
    pub version: i64,
}

/// A station as the room plan shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StationState {
    /// The station.
    pub id: Uuid,
    /// Its name, unique.
    pub name: String,
    /// Its state.
    pub statut: StationStatut,
    /// Whether it was heard of within the last minute.
    pub en_ligne: bool,
    /// When it was last heard of, milliseconds of UTC.
    pub last_seen_at: Option<i64>,
    /// Whether two machines proved to be this station: neither is let in until somebody looks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub identity_conflict: bool,
    /// Whether another machine started over the network with the address of its network card: it was not let in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mac_copied: bool,
    /// The room it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Where it stands on the plan of its room; wherever there is room when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanPlace>,
}

/// A place on the plan of a room: a cell of a grid, from its left upper corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanPlace {
    /// The column, from 0.
    #[cfg_attr(feature = "openapi", schema(example = 3, maximum = 39))]
    pub x: u8,
    /// The row, from 0.
    #[cfg_attr(feature = "openapi", schema(example = 1, maximum = 39))]
    pub y: u8,
}

/// A visitor's call for somebody from the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StationCall {
    /// The call.
    pub id: Uuid,
    /// Where from.
    pub station_id: Uuid,
    /// The offer the visitor would like, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<crate::Offer>,
    /// When, milliseconds of UTC.
    pub called_at: i64,
    /// Whether somebody comes, or the visitor withdrew it.
    pub state: CallState,
}

words! {
    /// How a call stands.
    CallState {
        /// Nobody has answered yet.
        Open = "ouvert",
        /// Somebody comes.
        Answered = "repondu",
        /// The visitor no longer needs anybody.
        Withdrawn = "retire",
    }
}

words! {
    /// Why a session ended.
    EndReason {
        /// An operator ended it.
        Operateur = "operateur",
        /// The visitor left.
        Visiteur = "visiteur",
        /// Its time was used up.
        TempsEcoule = "temps_ecoule",
        /// Its code was never used within its validity.
        CodePerime = "code_perime",
        /// It was cancelled before it started.
        Annulation = "annulation",
        /// Its station was taken out of use.
        Poste = "poste",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> SessionTime {
        SessionTime {
            session_id: Uuid::nil(),
            statut: SessionStatut::Active,
            station_id: None,
            visitor_name: None,
            granted_ms: 600_000,
            elapsed_ms: 60_000,
            remaining_ms: 540_000,
            percent: 10,
            version: 1,
        }
    }

    #[test]
    fn a_frame_is_one_flat_object_and_comes_back() {
        for message in [
            ServerMessage::ConnectionEstablished { state: Snapshot::default() },
            ServerMessage::TimeUpdate { session: None, code_accepted: false, request: None },
            ServerMessage::TimeUpdate { session: Some(session()), code_accepted: true, request: Some(7) },
            ServerMessage::SessionStarted { session: session() },
            ServerMessage::SessionTerminated { session: session(), reason: EndReason::TempsEcoule },
            ServerMessage::TimeAdded { session: session(), added_ms: -300_000 },
            ServerMessage::Warning { session: session(), threshold_s: 300 },
            ServerMessage::Error {
                code: "invalid_code".into(), detail: "…".into(), retry_after_s: None, about: None
            },
            ServerMessage::StationCommand { id: Uuid::nil(), command: Command::Lock },
            ServerMessage::StationSettings { settings: StationSettings::default() },
            ServerMessage::TimeKept { code: "K7QM4-9XZ2P".into(), remaining_ms: 60_000, valid_until: 0 },
        ] {
            let frame = Frame { seq: 7, server_time: 1_700_000_000_000, message };
            let text = serde_json::to_string(&frame).expect("plain data");
            assert!(text.starts_with(r#"{"seq":7,"server_time":1700000000000,"type":""#), "{text}");
            assert_eq!(serde_json::from_str::<Frame>(&text).expect("what was written"), frame);
        }
    }
}
