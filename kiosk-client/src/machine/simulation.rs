//! Any sequence of frames, delays, cuts and clock steps, against two models of what is allowed.
use super::*;
use guichet_protocol::{Command, Countdown, ServerMessage, SessionStatut, SessionTime, Snapshot};
use proptest::prelude::*;

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

/// A server that may say anything at all, in any order.
mod hostile {
    use super::*;

    fn duration_ms() -> impl Strategy<Value = u64> {
        prop_oneof![9 => 0..90_000u64, 1 => any::<u64>()]
    }

    fn session() -> impl Strategy<Value = SessionTime> {
        let statut = prop::sample::select(SessionStatut::ALL);
        (1..3u128, statut, duration_ms(), duration_ms())
            .prop_map(|(id, statut, granted, elapsed)| told(id, statut, granted, elapsed))
    }

    fn message() -> impl Strategy<Value = ServerMessage> {
        use ServerMessage as Say;
        let threshold = prop::sample::select(&guichet_protocol::THRESHOLDS_S[..]);
        prop_oneof![
            prop::option::of(session()).prop_map(snapshot),
            (prop::option::of(session()), any::<bool>())
                .prop_map(|(session, code_accepted)| { Say::TimeUpdate { session, code_accepted } }),
            session().prop_map(|session| Say::SessionStarted { session }),
            (session(), any::<i64>()).prop_map(|(session, added_ms)| Say::TimeAdded { session, added_ms }),
            (session(), threshold).prop_map(|(session, threshold_s)| Say::Warning { session, threshold_s }),
            session().prop_map(|session| Say::SessionTerminated { session, reason: EndReason::Operateur }),
            (0..4u128).prop_map(|id| Say::StationCommand { id: Uuid::from_u128(id), command: Command::Lock }),
            any::<Option<u64>>().prop_map(|retry_after_s| Say::Error {
                code: "invalid_code".into(),
                detail: String::new(),
                retry_after_s
            }),
        ]
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            8 => (0..12u64, message()).prop_map(|(seq, message)| frame(seq, message)),
            2 => Just(Event::Linked),
            1 => Just(Event::Cut(Cut::Lost)),
            1 => prop::sample::select(vec![Cut::Unknown, Cut::Conflict, Cut::UnknownServer]).prop_map(Event::Cut),
            1 => Just(Event::Enrolment(EnrolmentAnswer::Unreachable)),
            2 => Just(Event::Submitted),
            2 => any::<char>().prop_map(Event::Typed),
            4 => Just(Event::Tick),
        ]
    }

    /// Whether the event can be the server's word that a session runs here.
    fn grants(event: &Event) -> bool {
        let Event::Told(frame) = event else {
            return false;
        };
        let runs = |s: &SessionTime| s.statut == SessionStatut::Active;
        match &frame.message {
            ServerMessage::SessionStarted { session }
            | ServerMessage::TimeAdded { session, .. }
            | ServerMessage::Warning { session, .. } => runs(session),
            ServerMessage::TimeUpdate { session, .. } => session.iter().any(runs),
            ServerMessage::ConnectionEstablished { state } => state.sessions.iter().any(runs),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn it_opens_on_the_server_s_word_only_and_never_without_time(
            events in prop::collection::vec((event(), -20_000..20_000i64), 0..80),
        ) {
            let (mut machine, _) = Machine::start(true, 0);
            let mut now_ms = 0;
            for (event, step_ms) in events {
                now_ms += step_ms;
                let was_open = machine.is_open();
                let may_open = grants(&event);
                machine.on_event(event, now_ms);
                prop_assert!(was_open || !machine.is_open() || may_open);
                if machine.is_open() {
                    let held = machine.held().expect("open, so a session is held");
                    prop_assert!(held.is_running());
                    prop_assert!(held.remaining_ms(machine.now_ms()) > 0);
                }
                prop_assert!(machine.wake_at().is_none_or(|at| at > machine.now_ms()));
            }
        }
    }

    /// What may come while the session goes on, but for an accepted code and a pause.
    fn goes_on() -> impl Strategy<Value = Event> {
        use ServerMessage as Say;
        let session = || told(1, SessionStatut::Active, u64::from(u32::MAX), 0);
        let update = Say::TimeUpdate { session: Some(session()), code_accepted: false };
        let said = prop_oneof![
            Just(update),
            Just(Say::SessionStarted { session: session() }),
            (1..9i64).prop_map(move |added_ms| Say::TimeAdded { session: session(), added_ms }),
            Just(snapshot(Some(session()))),
            Just(Say::Error { code: "invalid_code".into(), detail: String::new(), retry_after_s: None }),
        ];
        prop_oneof![
            6 => (1..200u64, said).prop_map(|(seq, message)| frame(seq, message)),
            1 => Just(Event::Linked),
            1 => Just(Event::Cut(Cut::Lost)),
            2 => Just(Event::Submitted),
            9 => prop::sample::select(vec!['A', 'B', 'C', '2']).prop_map(Event::Typed),
        ]
    }

    proptest! {
        #[test]
        fn what_the_desk_locked_only_an_accepted_code_opens(
            events in prop::collection::vec((goes_on(), 0..500i64), 0..80),
        ) {
            let (mut machine, _) = Machine::start(true, 0);
            let session = told(1, SessionStatut::Active, u64::from(u32::MAX), 0);
            machine.on_event(frame(1, snapshot(Some(session))), 0);
            prop_assert!(machine.is_open());
            let lock = ServerMessage::StationCommand { id: Uuid::nil(), command: Command::Lock };
            machine.on_event(frame(2, lock), 0);
            let mut now_ms = 0;
            for (event, step_ms) in events {
                now_ms += step_ms;
                machine.on_event(event, now_ms);
                prop_assert!(!machine.is_open());
            }
        }
    }
}

/// An honest server behind a network that delays and cuts.
mod faithful {
    use super::*;

    const ID: u128 = 1;

    #[derive(Debug, Clone, Copy)]
    enum Step {
        Wait(u32),
        /// The server speaks now; the station hears it so much later.
        Hear(u16),
        /// The last frame comes once more.
        Repeat,
        /// A frame that was overtaken comes late.
        Overtaken,
        Cut,
        Reconnect,
        Suspend,
        Resume,
        Add(u32),
        ClockBack(u32),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..40_000u32).prop_map(Step::Wait),
            4 => (0..2_000u16).prop_map(Step::Hear),
            1 => Just(Step::Repeat),
            1 => Just(Step::Overtaken),
            1 => Just(Step::Cut),
            2 => Just(Step::Reconnect),
            1 => Just(Step::Suspend),
            1 => Just(Step::Resume),
            1 => (0..120_000u32).prop_map(Step::Add),
            1 => (0..100_000u32).prop_map(Step::ClockBack),
        ]
    }

    struct World {
        machine: Machine,
        ledger: Countdown,
        now_ms: i64,
        seq: u64,
        is_linked: bool,
        last: Option<Event>,
        /// What the server granted, as far as the station was told.
        granted_ms: u64,
        /// How long the station was open.
        open_ms: u64,
    }

    impl World {
        fn new(granted_ms: u64) -> Self {
            let (machine, _) = Machine::start(true, 0);
            let mut world = Self {
                machine,
                ledger: Countdown::running(granted_ms, 0, 0),
                now_ms: 0,
                seq: 0,
                is_linked: false,
                last: None,
                granted_ms: 0,
                open_ms: 0,
            };
            world.reconnect();
            world
        }

        fn on(&mut self, event: Event) {
            self.machine.on_event(event, self.now_ms);
        }

        /// Lets time pass, with a tick whenever one is asked for.
        fn wait(&mut self, ms: u32) {
            let end_ms = self.now_ms + i64::from(ms);
            while self.now_ms < end_ms {
                let wake_ms = self.machine.wake_at().unwrap_or(end_ms);
                let next_ms = wake_ms.clamp(self.now_ms + 1, end_ms);
                if self.machine.is_open() {
                    self.open_ms += next_ms.abs_diff(self.now_ms);
                }
                self.now_ms = next_ms;
                self.on(Event::Tick);
            }
        }

        fn session(&self) -> SessionTime {
            let statut = if self.ledger.is_running() { SessionStatut::Active } else { SessionStatut::Suspendue };
            let elapsed_ms = self.ledger.elapsed_ms(self.now_ms);
            told(ID, statut, self.ledger.granted_ms(), elapsed_ms)
        }

        /// What the server would say now: a session without time left has expired.
        fn word(&self) -> ServerMessage {
            let session = self.session();
            if session.remaining_ms == 0 {
                return ServerMessage::SessionTerminated { session, reason: EndReason::TempsEcoule };
            }
            ServerMessage::TimeUpdate { session: Some(session), code_accepted: false }
        }

        fn hear(&mut self, delay_ms: u16) {
            if !self.is_linked {
                return;
            }
            let word = self.word();
            let granted_ms = self.ledger.granted_ms();
            self.wait(u32::from(delay_ms));
            self.seq += 1;
            self.granted_ms = granted_ms;
            let event = frame(self.seq, word);
            self.last = Some(event.clone());
            self.on(event);
        }

        fn reconnect(&mut self) {
            self.on(Event::Linked);
            self.is_linked = true;
            self.seq = 1;
            let session = Some(self.session()).filter(|s| s.remaining_ms > 0);
            self.granted_ms = self.ledger.granted_ms();
            self.on(frame(1, snapshot(session)));
        }

        fn step(&mut self, step: Step) {
            match step {
                Step::Wait(ms) => self.wait(ms),
                Step::Hear(delay_ms) => self.hear(delay_ms),
                Step::Repeat => {
                    if let Some(event) = self.last.clone() {
                        self.on(event);
                    }
                }
                Step::Overtaken => {
                    let fresh = told(ID, SessionStatut::Active, u64::from(u32::MAX), 0);
                    let late = ServerMessage::TimeUpdate { session: Some(fresh), code_accepted: true };
                    self.on(frame(self.seq, late));
                }
                Step::Cut => {
                    self.is_linked = false;
                    self.on(Event::Cut(Cut::Lost));
                }
                Step::Reconnect => self.reconnect(),
                Step::Suspend => self.ledger = self.ledger.pause(self.now_ms),
                Step::Resume => self.ledger = self.ledger.resume(self.now_ms),
                Step::Add(ms) if self.ledger.remaining_ms(self.now_ms) > 0 => {
                    self.ledger = self.ledger.grant(u64::from(ms));
                }
                Step::Add(_) => {}
                Step::ClockBack(ms) => {
                    let stepped_ms = self.now_ms - i64::from(ms);
                    self.machine.on_event(Event::Tick, stepped_ms);
                }
            }
        }
    }

    proptest! {
        /// SES-007, STA-019: it is never open for longer than the server granted.
        #[test]
        fn it_is_never_open_for_longer_than_was_granted(
            granted_ms in 1..300_000u64,
            steps in prop::collection::vec(step(), 0..60),
        ) {
            let mut world = World::new(granted_ms);
            for step in steps {
                world.step(step);
                prop_assert!(world.open_ms <= world.granted_ms, "{} > {}", world.open_ms, world.granted_ms);
            }
        }

        /// Without delays it is locked no later than the ledger says, whatever is cut.
        #[test]
        fn cut_off_it_locks_when_the_ledger_ends(
            granted_ms in 1..300_000u64,
            steps in prop::collection::vec(
                prop_oneof![
                    (0..40_000u32).prop_map(Step::Wait),
                    Just(Step::Hear(0)),
                    Just(Step::Cut),
                    Just(Step::Reconnect),
                ],
                0..60,
            ),
        ) {
            let mut world = World::new(granted_ms);
            for step in steps {
                world.step(step);
                let left_ms = world.ledger.remaining_ms(world.now_ms);
                prop_assert_eq!(world.machine.is_open(), left_ms > 0);
            }
        }
    }
}
