//! What consoles ask of stations, and the heartbeat that asks for it over HTTP.
use crate::message::SessionTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a console can ask of a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", from = "ReadCommand")]
pub enum Command {
    /// Lock the screen; a running session keeps its time.
    Lock,
    /// Show a text to the visitor.
    Message {
        /// At most 500 characters.
        text: String,
    },
    /// Restart the station.
    Restart,
    /// Switch the station off.
    Shutdown,
    /// Take the newest software of the station's channel, when no session is open.
    Update,
    /// Switch the station on: the server sends a magic packet, no station is asked.
    Wake,
}

/// A command as it is read. A variant without braces would let any field pass.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum ReadCommand {
    Lock {},
    Message { text: String },
    Restart {},
    Shutdown {},
    Update {},
    Wake {},
}

impl From<ReadCommand> for Command {
    fn from(read: ReadCommand) -> Self {
        match read {
            ReadCommand::Lock {} => Self::Lock,
            ReadCommand::Message { text } => Self::Message { text },
            ReadCommand::Restart {} => Self::Restart,
            ReadCommand::Shutdown {} => Self::Shutdown,
            ReadCommand::Update {} => Self::Update,
            ReadCommand::Wake {} => Self::Wake,
        }
    }
}

/// The body of `POST /api/postes/{id}/heartbeat/`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PosteHeartbeat))]
#[serde(deny_unknown_fields)]
pub struct Heartbeat {
    /// The client's version, at most 40 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_version: Option<String>,
    /// The session the station holds, if it holds one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<Uuid>,
    /// What the station has counted of that session, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumed_ms: Option<u64>,
}

/// The answer to a heartbeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PosteHeartbeatReponse))]
pub struct HeartbeatAnswer {
    /// The server's time, milliseconds of UTC.
    pub server_time: i64,
    /// The session that holds the station, if any.
    pub session: Option<SessionTime>,
    /// What the console asks, for a station without a socket.
    pub commands: Vec<PendingCommand>,
}

/// A command that waits for its station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PendingCommand {
    /// To name it when it is done.
    pub id: Uuid,
    /// What to do.
    pub command: Command,
}
