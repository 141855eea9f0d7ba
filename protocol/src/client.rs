//! What clients say over the websockets.
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a client may say. Unknown fields are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    /// I am here. Answered by `time_update`.
    Heartbeat {
        /// The client's version.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_version: Option<String>,
        /// The session the station holds, if it holds one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session_id: Option<Uuid>,
        /// What the station has counted of that session, in milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consumed_ms: Option<u64>,
    },
    /// Does this code open a session here? Answered by `time_update` with `code_accepted` and that
    /// session, still `en_attente` (or already open, when this station asks again), or by `error`.
    ValidateCode {
        /// What the visitor typed.
        code: String,
    },
    /// Start the session whose code this station validated. Answered by `session_started`.
    StartSession {
        /// The session, as `validate_code` named it.
        session_id: Uuid,
    },
    /// How much time is left? Answered by `time_update`.
    GetTime {
        /// The session; the station's own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session_id: Option<Uuid>,
    },
    /// A command from the console was carried out, or could not be. An addition to the seed's four.
    CommandDone {
        /// The command's id.
        id: Uuid,
        /// Why it was not carried out; absent when it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// The visitor has read a message from the desk. An addition.
    MessageRead {
        /// The command's id.
        id: Uuid,
    },
    /// The visitor accepts the terms of use, before the session whose code was validated starts. An
    /// addition.
    AcceptTerms {
        /// The session, as `validate_code` named it.
        session_id: Uuid,
        /// Which terms, as [`Terms::version`] names them.
        version: String,
    },
    /// The visitor leaves before the time is used up. Answered by `session_terminated`, and by
    /// `time_kept` before it when the site keeps unused time. An addition.
    EndSession {
        /// The station's own session.
        session_id: Uuid,
    },
    /// The visitor asks for somebody from the desk. Answered by `station_call`. An addition.
    CallOperator {
        /// The offer the visitor would like, when it is about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offer_id: Option<Uuid>,
    },
    /// The visitor no longer needs anybody. Answered by `station_call`. An addition.
    CancelCall {},
}

/// What a client says, with a number if it likes: what is refused is refused by that number. An addition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The client's own number for what it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<u64>,
    /// What it says.
    #[serde(flatten)]
    pub message: ClientMessage,
}

impl From<ClientMessage> for Asked {
    fn from(message: ClientMessage) -> Self {
        Self { request: None, message }
    }
}

impl Asked {
    /// What an `error` says that it is about.
    #[must_use]
    pub fn about(&self) -> About {
        About { kind: self.message.word().to_owned(), request: self.request }
    }
}

/// What an `error` is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The `type` of the client's frame.
    #[serde(rename = "type")]
    pub kind: String,
    /// The client's number of it, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<u64>,
}

impl ClientMessage {
    /// Its `type`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Heartbeat { .. } => "heartbeat",
            Self::ValidateCode { .. } => "validate_code",
            Self::StartSession { .. } => "start_session",
            Self::GetTime { .. } => "get_time",
            Self::CommandDone { .. } => "command_done",
            Self::MessageRead { .. } => "message_read",
            Self::AcceptTerms { .. } => "accept_terms",
            Self::EndSession { .. } => "end_session",
            Self::CallOperator { .. } => "call_operator",
            Self::CancelCall {} => "cancel_call",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_s_client_messages_are_read_as_it_names_them() {
        for text in [
            r#"{"type":"heartbeat"}"#,
            r#"{"type":"validate_code","code":"ABCDE-FGHJK"}"#,
            r#"{"type":"start_session","session_id":"00000000-0000-0000-0000-000000000000"}"#,
            r#"{"type":"get_time"}"#,
        ] {
            let message: ClientMessage = serde_json::from_str(text).expect(text);
            let back = serde_json::to_string(&message).expect("plain data");
            assert_eq!(back, text);
        }
    }

    #[test]
    fn the_additions_are_read_as_they_are_written() {
        for message in [
            ClientMessage::CommandDone { id: Uuid::nil(), error: None },
            ClientMessage::MessageRead { id: Uuid::nil() },
            ClientMessage::AcceptTerms { session_id: Uuid::nil(), version: "2026-11".into() },
            ClientMessage::EndSession { session_id: Uuid::nil() },
            ClientMessage::CallOperator { offer_id: None },
            ClientMessage::CancelCall {},
        ] {
            let text = serde_json::to_string(&message).expect("plain data");
            assert_eq!(serde_json::from_str::<ClientMessage>(&text).expect(&text), message);
        }
    }

    #[test]
    fn a_request_has_a_number_or_none() {
        let message = ClientMessage::ValidateCode { code: "ABCDE-FGHJK".into() };
        for (request, text) in [
            (None, r#"{"type":"validate_code","code":"ABCDE-FGHJK"}"#),
            (Some(7), r#"{"request":7,"type":"validate_code","code":"ABCDE-FGHJK"}"#),
        ] {
            let asked = Asked { request, message: message.clone() };
            assert_eq!(serde_json::to_string(&asked).expect("plain data"), text);
            assert_eq!(serde_json::from_str::<Asked>(text).expect(text), asked);
        }
        for message in [ClientMessage::CancelCall {}, message] {
            let written = serde_json::to_value(&message).expect("plain data");
            assert_eq!(written["type"], message.word());
        }
    }

    #[test]
    fn unknown_fields_and_types_are_refused() {
        for text in [
            r#"{"type":"cancel_call","offer_id":null}"#,
            r#"{"type":"heartbeat","bonus_ms":1}"#,
            r#"{"type":"give_time","ms":1}"#,
            r#"{"type":"validate_code"}"#,
            r#"{"type":"heartbeat","consumed_ms":-1}"#,
            "[]",
        ] {
            assert!(serde_json::from_str::<ClientMessage>(text).is_err(), "{text}");
            assert!(serde_json::from_str::<Asked>(text).is_err(), "{text}");
        }
    }
}
