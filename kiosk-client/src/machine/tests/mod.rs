//! One story each, told to a station by a server that says what the test wants.

mod calls;
mod comfort;
mod desk;
mod enrolment;
mod keys;
mod leaving;
mod nonsense;
mod restart;
mod service;
mod session;
mod terms;
mod visitor;

use super::*;
use guichet_protocol::{
    ClientMessage, Command, Enrolment, EnrolmentStatus, Frame, ServerMessage, SessionStatut, SessionTime, Snapshot,
    StationState, StationStatut,
};

const CODE: &str = "K7QM4XYAB2";
const START_MS: i64 = 5_000_000;

/// A station with a server that says what the test wants.
struct Bench {
    machine: Machine,
    now_ms: i64,
    seq: u64,
}

impl Bench {
    fn enrolled() -> Self {
        let (machine, effects) = Machine::start(true, Language::Fr, START_MS);
        assert_eq!(effects, [Effect::Connect]);
        Self { machine, now_ms: START_MS, seq: 0 }
    }

    /// A station that heard from its server that no session holds it.
    fn locked() -> Self {
        let mut bench = Self::enrolled();
        bench.connect(None);
        bench
    }

    /// A station where a visitor typed a code for so long a session.
    fn open(granted_ms: u64) -> Self {
        let mut bench = Self::locked();
        bench.type_in(CODE);
        bench.on(Event::Submitted);
        bench.tell(accepted(granted_ms, 0, SessionStatut::EnAttente));
        bench.tell(started(granted_ms));
        assert!(bench.machine.is_open());
        bench
    }

    fn on(&mut self, event: Event) -> Vec<Effect> {
        self.machine.on_event(event, self.now_ms)
    }

    fn tell(&mut self, message: ServerMessage) -> Vec<Effect> {
        self.seq += 1;
        self.on(frame(self.seq, message))
    }

    fn connect(&mut self, session: Option<SessionTime>) -> Vec<Effect> {
        self.seq = 0;
        self.on(Event::Linked);
        self.tell(ServerMessage::ConnectionEstablished { state: snapshot(session) })
    }

    fn settings(&mut self, settings: StationSettings) -> Vec<Effect> {
        self.tell(ServerMessage::StationSettings { settings })
    }

    fn type_in(&mut self, text: &str) {
        for typed in text.chars() {
            self.on(Event::Typed(typed));
        }
    }

    /// Lets time pass as a true alarm would: a tick whenever one is asked for.
    fn wait(&mut self, ms: i64) -> Vec<Effect> {
        let end_ms = self.now_ms + ms;
        let mut effects = Vec::new();
        while let Some(at_ms) = self.machine.wake_at().filter(|at| *at <= end_ms) {
            self.now_ms = at_ms;
            effects.extend(self.on(Event::Tick));
        }
        self.now_ms = end_ms;
        effects.extend(self.on(Event::Tick));
        effects
    }

    fn notice(&self) -> Option<&Notice> {
        match self.machine.state() {
            State::Locked(lock) => lock.notice.as_ref(),
            _ => None,
        }
    }

    fn is_ended(&self, expected: Option<EndReason>) -> bool {
        matches!(self.machine.state(), State::Ended { reason, .. } if *reason == expected)
    }
}

fn frame(seq: u64, message: ServerMessage) -> Event {
    Event::Told(Box::new(Frame { seq, server_time: 0, message }))
}

fn session(granted_ms: u64, elapsed_ms: u64, statut: SessionStatut) -> SessionTime {
    SessionTime {
        session_id: Uuid::from_u128(1),
        statut,
        station_id: None,
        visitor_name: None,
        granted_ms,
        elapsed_ms,
        remaining_ms: granted_ms - elapsed_ms,
        percent: 0,
        version: 0,
    }
}

fn active(granted_ms: u64, elapsed_ms: u64) -> SessionTime {
    session(granted_ms, elapsed_ms, SessionStatut::Active)
}

fn update(granted_ms: u64, elapsed_ms: u64, statut: SessionStatut) -> ServerMessage {
    ServerMessage::TimeUpdate {
        session: Some(session(granted_ms, elapsed_ms, statut)),
        code_accepted: false,
        request: None,
    }
}

/// The answer to a good code.
fn accepted(granted_ms: u64, elapsed_ms: u64, statut: SessionStatut) -> ServerMessage {
    ServerMessage::TimeUpdate {
        session: Some(session(granted_ms, elapsed_ms, statut)),
        code_accepted: true,
        request: None,
    }
}

fn started(granted_ms: u64) -> ServerMessage {
    ServerMessage::SessionStarted { session: active(granted_ms, 0) }
}

fn terminated(reason: EndReason) -> ServerMessage {
    ServerMessage::SessionTerminated { session: session(600_000, 60_000, SessionStatut::Terminee), reason }
}

fn refusal(code: &str, retry_after_s: Option<u64>) -> ServerMessage {
    ServerMessage::Error { code: code.into(), detail: "…".into(), retry_after_s, about: None }
}

/// A refusal that says of what.
fn refusal_of(kind: &str, request: Option<u64>) -> ServerMessage {
    let about = Some(guichet_protocol::About { kind: kind.into(), request });
    ServerMessage::Error { code: "not_found".into(), detail: "…".into(), retry_after_s: None, about }
}

fn command(id: u128, command: Command) -> ServerMessage {
    ServerMessage::StationCommand { id: Uuid::from_u128(id), command }
}

fn snapshot(session: Option<SessionTime>) -> Snapshot {
    Snapshot {
        site: Some("Médiathèque".into()),
        stations: vec![StationState {
            id: Uuid::nil(),
            name: "Poste 07".into(),
            statut: StationStatut::Disponible,
            en_ligne: true,
            last_seen_at: None,
            identity_conflict: false,
            mac_copied: false,
            zone: None,
            plan: None,
        }],
        sessions: session.into_iter().collect(),
        ..Snapshot::default()
    }
}

fn said(effects: &[Effect]) -> Vec<&ClientMessage> {
    let mut said = Vec::new();
    for effect in effects {
        if let Effect::Send(message) | Effect::Ask { message, .. } = effect {
            said.push(message);
        }
    }
    said
}

fn enrolment(status: EnrolmentStatus, station_id: Option<Uuid>) -> Event {
    Event::Enrolment(EnrolmentAnswer::Given(Enrolment {
        status,
        station_id,
        name: None,
        fingerprint: "048f7a56".into(),
        server_key: "ab".repeat(32),
    }))
}
