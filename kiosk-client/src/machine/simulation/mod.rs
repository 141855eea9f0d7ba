//! Any sequence of frames, delays, cuts and clock steps, against two models of what is allowed.
mod faithful;
mod hostile;

use super::*;
use guichet_protocol::{ClientMessage, Command, Countdown, Frame, ServerMessage, SessionStatut, SessionTime, Snapshot};
use proptest::prelude::*;

/// Six properties; `make simulation` asks for more.
const DEFAULT_SEEDS: u32 = 500;

fn told(id: u128, statut: SessionStatut, granted_ms: u64, elapsed_ms: u64) -> SessionTime {
    SessionTime {
        session_id: Uuid::from_u128(id),
        statut,
        station_id: None,
        visitor_name: None,
        granted_ms,
        elapsed_ms,
        remaining_ms: granted_ms.saturating_sub(elapsed_ms),
        percent: 0,
        version: 0,
    }
}

fn snapshot(session: Option<SessionTime>) -> ServerMessage {
    ServerMessage::ConnectionEstablished {
        state: Snapshot { sessions: session.into_iter().collect(), ..Snapshot::default() },
    }
}

fn frame(seq: u64, message: ServerMessage) -> Event {
    Event::Told(Box::new(Frame { seq, server_time: 0, message }))
}

/// How many sequences each property is tried with: `GUICHET_SEEDS`, or few enough not to be waited for.
fn seeds() -> ProptestConfig {
    let asked = std::env::var("GUICHET_SEEDS").ok().and_then(|seeds| seeds.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(DEFAULT_SEEDS))
}
