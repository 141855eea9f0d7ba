//! An honest server behind a network that delays, loses and cuts, and a station that is restarted.
use super::*;
use crate::held_file::is_near;

const ID: u128 = 1;
/// What nobody gains or loses.
const SECOND_MS: u64 = 1_000;

#[derive(Debug, Clone, Copy)]
enum Step {
    Wait(u32),
    /// The machine sleeps; its clock goes on.
    Sleep(u32),
    /// The server speaks now; the station hears it so much later.
    Hear(u16),
    /// The last frame comes once more.
    Repeat,
    /// A frame that was overtaken comes late.
    Overtaken,
    /// A frame is lost, and the next one shows it.
    Lose,
    /// Two frames come in the wrong order.
    Swap,
    Cut,
    Reconnect,
    Suspend,
    Resume,
    Add(u32),
    ClockBack(u32),
    /// The client is started again, after so long.
    Restart(u32),
    /// The machine loses its power and comes back after so long: its clock starts anew.
    Reboot(u32),
}

/// What costs and gives nobody anything: time passes, and the station counts it or not.
fn passing() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..40_000u32).prop_map(Step::Wait),
        1 => (0..100_000u32).prop_map(Step::Sleep),
        3 => (0..2_000u16).prop_map(Step::Hear),
        1 => Just(Step::Repeat),
        1 => Just(Step::Overtaken),
        1 => Just(Step::Lose),
        1 => Just(Step::Swap),
        1 => Just(Step::Cut),
        2 => Just(Step::Reconnect),
        1 => (0..100_000u32).prop_map(Step::ClockBack),
        1 => (0..20_000u32).prop_map(Step::Restart),
        1 => (0..60_000u32).prop_map(Step::Reboot),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => passing(),
        1 => Just(Step::Suspend),
        1 => Just(Step::Resume),
        1 => (0..120_000u32).prop_map(Step::Add),
    ]
}

struct World {
    machine: Machine,
    ledger: Countdown,
    now_ms: i64,
    /// When the station's clock started.
    started_ms: i64,
    boots: u32,
    file: Option<Saved>,
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
        let (machine, _) = Machine::start(true, Language::Fr, 0);
        let mut world = Self {
            machine,
            ledger: Countdown::running(granted_ms, 0, 0),
            now_ms: 0,
            started_ms: 0,
            boots: 0,
            file: None,
            seq: 0,
            is_linked: false,
            last: None,
            granted_ms: 0,
            open_ms: 0,
        };
        world.reconnect();
        world
    }

    fn boot(&self) -> String {
        self.boots.to_string()
    }

    fn clock_ms(&self) -> i64 {
        self.now_ms - self.started_ms
    }

    fn on(&mut self, event: Event) {
        let effects = self.machine.on_event(event, self.clock_ms());
        let saved = self.machine.saved(Some(&self.boot()));
        if !is_near(self.file.as_ref(), saved.as_ref()) {
            self.file = saved;
        }
        for effect in effects {
            match effect {
                Effect::Send(ClientMessage::Heartbeat { consumed_ms: Some(consumed_ms), .. }) if self.is_linked => {
                    self.report(consumed_ms);
                }
                Effect::Resync => self.is_linked = false,
                _ => {}
            }
        }
    }

    /// The server takes over what the station counted, when that is clearly more.
    fn report(&mut self, consumed_ms: u64) {
        if consumed_ms > self.ledger.elapsed_ms(self.now_ms) + 500 {
            self.ledger = self.ledger.at_least(consumed_ms, self.now_ms);
        }
    }

    /// Lets time pass, with a tick whenever one is asked for.
    fn wait(&mut self, ms: u32) {
        let end_ms = self.now_ms + i64::from(ms);
        while self.now_ms < end_ms {
            let wake_ms = self.machine.wake_at().map_or(end_ms, |at| at + self.started_ms);
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
        ServerMessage::TimeUpdate { session: Some(session), code_accepted: false, request: None }
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

    fn start_again(&mut self) {
        self.is_linked = false;
        self.last = None;
        let (machine, _) = Machine::start(true, Language::Fr, self.clock_ms());
        self.machine = machine;
        if let Some(saved) = self.file.clone() {
            self.machine.restore(&saved, Some(&self.boot()));
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Wait(ms) => self.wait(ms),
            Step::Sleep(ms) => {
                self.now_ms += i64::from(ms);
                self.on(Event::Tick);
            }
            Step::Hear(delay_ms) => self.hear(delay_ms),
            Step::Repeat => {
                if let Some(event) = self.last.clone() {
                    self.on(event);
                }
            }
            Step::Overtaken => {
                let fresh = told(ID, SessionStatut::Active, u64::from(u32::MAX), 0);
                let late = ServerMessage::TimeUpdate { session: Some(fresh), code_accepted: true, request: None };
                self.on(frame(self.seq, late));
            }
            Step::Lose => {
                self.seq += 1;
                self.hear(0);
            }
            Step::Swap => {
                let (first, second) = (frame(self.seq + 1, self.word()), frame(self.seq + 2, self.word()));
                self.on(second);
                self.on(first);
                self.is_linked = false;
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
                let stepped_ms = self.clock_ms() - i64::from(ms);
                self.machine.on_event(Event::Tick, stepped_ms);
            }
            Step::Restart(ms) => {
                self.now_ms += i64::from(ms);
                self.start_again();
            }
            Step::Reboot(ms) => {
                self.now_ms += i64::from(ms);
                self.boots += 1;
                self.started_ms = self.now_ms;
                self.start_again();
            }
        }
    }

    /// Both have said all there is to say.
    fn settle(&mut self) {
        self.reconnect();
        self.hear(0);
    }

    fn station_left_ms(&self) -> u64 {
        self.machine.held().map_or(0, |held| held.remaining_ms(self.machine.now_ms()))
    }
}

proptest! {
    #![proptest_config(seeds())]

    /// SES-007, STA-019: it is never open for longer than the server granted; a loss of power gives
    /// back what the file was behind, less than a second.
    #[test]
    fn it_is_never_open_for_longer_than_was_granted(
        granted_ms in 1..300_000u64,
        steps in prop::collection::vec(step(), 0..60),
    ) {
        let mut world = World::new(granted_ms);
        for step in steps {
            world.step(step);
            let limit_ms = world.granted_ms + u64::from(world.boots) * SECOND_MS;
            prop_assert!(world.open_ms <= limit_ms, "{} > {limit_ms}", world.open_ms);
        }
    }

    /// Whatever was lost, late, doubled or restarted: once they have talked, station and server
    /// agree to the second.
    #[test]
    fn once_connected_it_agrees_with_the_server(
        granted_ms in 1..300_000u64,
        steps in prop::collection::vec(step(), 0..60),
    ) {
        let mut world = World::new(granted_ms);
        for step in steps {
            world.step(step);
        }
        world.settle();
        let (here_ms, there_ms) = (world.station_left_ms(), world.ledger.remaining_ms(world.now_ms));
        prop_assert!(here_ms.abs_diff(there_ms) <= SECOND_MS, "{here_ms}, the server has {there_ms}");
    }

    /// The visitor loses nothing: while nobody pauses the session, the station counts no more than
    /// the time that passed.
    #[test]
    fn it_counts_no_more_than_the_time_that_passed(
        granted_ms in 1..300_000u64,
        steps in prop::collection::vec(passing(), 0..60),
    ) {
        let mut world = World::new(granted_ms);
        for step in steps {
            world.step(step);
            if let Some(held) = world.machine.held() {
                let consumed_ms = held.consumed_ms(world.machine.now_ms());
                let passed_ms = world.now_ms.unsigned_abs();
                prop_assert!(consumed_ms <= passed_ms + SECOND_MS, "{consumed_ms} of {passed_ms}");
            }
        }
    }

    /// Without delays it is locked no later than the ledger says, whatever is cut.
    #[test]
    fn cut_off_it_locks_when_the_ledger_ends(
        granted_ms in 1..300_000u64,
        steps in prop::collection::vec(
            prop_oneof![
                (0..40_000u32).prop_map(Step::Wait),
                (0..40_000u32).prop_map(Step::Sleep),
                Just(Step::Hear(0)),
                Just(Step::Cut),
                Just(Step::Reconnect),
                (0..20_000u32).prop_map(Step::Restart),
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
