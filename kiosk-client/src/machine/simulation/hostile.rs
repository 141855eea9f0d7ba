//! A server that may say anything at all, in any order.
use super::*;
use guichet_protocol::{CallState, StationCall, StationState, Terms};
use std::collections::BTreeMap;

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
        (prop::option::of(session()), any::<bool>(), prop::option::of(0..3u64))
            .prop_map(|(session, code_accepted, request)| Say::TimeUpdate { session, code_accepted, request }),
        session().prop_map(|session| Say::SessionStarted { session }),
        (session(), any::<i64>()).prop_map(|(session, added_ms)| Say::TimeAdded { session, added_ms }),
        (session(), threshold).prop_map(|(session, threshold_s)| Say::Warning { session, threshold_s }),
        session().prop_map(|session| Say::SessionTerminated { session, reason: EndReason::Operateur }),
        (0..4u128).prop_map(|id| Say::StationCommand { id: Uuid::from_u128(id), command: Command::Lock }),
        (any::<Option<u64>>(), prop::sample::select(vec!["invalid_code", "terms_required", "\u{202e}x"])).prop_map(
            |(retry_after_s, code)| Say::Error { code: code.into(), detail: String::new(), retry_after_s, about: None }
        ),
        settings().prop_map(|settings| Say::StationSettings { settings }),
        prop::sample::select(StationStatut::ALL).prop_map(|statut| Say::StationChanged { station: station(statut) }),
        (any::<String>(), any::<u64>(), any::<i64>()).prop_map(|(code, remaining_ms, valid_until)| Say::TimeKept {
            code,
            remaining_ms,
            valid_until
        }),
        prop::sample::select(CallState::ALL).prop_map(|state| Say::StationCall { call: call(state) }),
        (4..30u128, any::<String>())
            .prop_map(|(id, text)| Say::StationCommand { id: Uuid::from_u128(id), command: Command::Message { text } }),
    ]
}

fn settings() -> impl Strategy<Value = StationSettings> {
    (prop::option::of(any::<String>()), any::<u32>(), any::<Vec<String>>(), any::<bool>()).prop_map(
        |(version, grace_s, languages, may_leave)| StationSettings {
            terms: version.map(|version| Terms { version, texts: BTreeMap::new() }),
            grace_s,
            languages,
            may_leave,
            ..StationSettings::default()
        },
    )
}

fn station(statut: StationStatut) -> StationState {
    StationState {
        id: Uuid::nil(),
        name: String::new(),
        statut,
        en_ligne: true,
        last_seen_at: None,
        identity_conflict: false,
        mac_copied: false,
        zone: None,
        plan: None,
    }
}

fn call(state: CallState) -> StationCall {
    StationCall { id: Uuid::nil(), station_id: Uuid::nil(), offer: None, called_at: 0, state }
}

fn by_visitor() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(Event::Submitted),
        1 => Just(Event::Cleared),
        1 => Just(Event::TermsAccepted),
        1 => Just(Event::CallPressed),
        1 => Just(Event::OffersWanted),
        1 => Just(Event::LeaveWanted),
        1 => Just(Event::LeaveConfirmed),
        1 => Just(Event::NextLanguage),
        1 => Just(Event::Acknowledged),
        1 => Just(Event::LargeTextToggled),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (0..12u64, message()).prop_map(|(seq, message)| frame(seq, message)),
        2 => Just(Event::Linked),
        1 => Just(Event::Cut(Cut::Lost)),
        1 => Just(Event::Cut(Cut::Unknown)),
        1 => prop::sample::select(vec![Cut::UnknownServer, Cut::Conflict]).prop_map(Event::Cut),
        1 => Just(Event::Enrolment(EnrolmentAnswer::Unreachable)),
        5 => by_visitor(),
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
    #![proptest_config(seeds())]
    #[test]
    fn it_opens_on_the_server_s_word_only_and_never_without_time(
        events in prop::collection::vec((event(), -20_000..20_000i64), 0..80),
    ) {
        let (mut machine, _) = Machine::start(true, Language::Fr, 0);
        let mut now_ms = 0;
        for (event, step_ms) in events {
            now_ms += step_ms;
            let was_open = machine.is_open();
            let may_open = grants(&event);
            machine.on_event(event, now_ms);
            prop_assert!(was_open || !machine.is_open() || may_open);
            if machine.state() == &State::Open {
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
    let update = Say::TimeUpdate { session: Some(session()), code_accepted: false, request: None };
    let said = prop_oneof![
        Just(update),
        Just(Say::SessionStarted { session: session() }),
        (1..9i64).prop_map(move |added_ms| Say::TimeAdded { session: session(), added_ms }),
        Just(snapshot(Some(session()))),
        Just(Say::Error { code: "invalid_code".into(), detail: String::new(), retry_after_s: None, about: None }),
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
    #![proptest_config(seeds())]
    #[test]
    fn what_the_desk_locked_only_an_accepted_code_opens(
        events in prop::collection::vec((goes_on(), 0..500i64), 0..80),
    ) {
        let (mut machine, _) = Machine::start(true, Language::Fr, 0);
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
