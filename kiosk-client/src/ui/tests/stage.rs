//! Stations in every state there is to show.
use super::Surface;
use crate::machine::{Cut, EnrolmentAnswer, Event, Machine};
use crate::text::Language;
use guichet_protocol::{
    CallState, Command, EndReason, Enrolment, EnrolmentStatus, Frame, Offer, Opening, ServerMessage, SessionStatut,
    SessionTime, Snapshot, StationCall, StationSettings, StationState, StationStatut, Terms,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A state to show, and words that must be on its screen.
pub struct Scene {
    pub name: &'static str,
    pub surface: Surface,
    pub says: &'static [&'static str],
    pub play: fn(&mut Stage),
}

/// A station with a server that says what the scene wants.
pub struct Stage {
    pub machine: Machine,
    now_ms: i64,
    seq: u64,
}

const HOUR_MS: u64 = 3_600_000;
const TERMS: &str = "Ce poste est à la disposition de tous. Vous y êtes chez vous le temps de votre session, et le suivant \
    ne trouvera rien de vous.\n\nRespectez le matériel et vos voisins : baissez le son, n’apportez ni boisson ni repas.\n\n\
    Sont interdits les contenus contraires à la loi, l’envoi de messages en masse et toute tentative d’entrer dans un \
    système sans y être autorisé.\n\nLes connexions sont conservées un an, comme la loi le demande. Votre nom n’est \
    communiqué qu’à la justice, sur sa demande écrite.\n\nVos fichiers sont effacés à la fin de la session : enregistrez-les \
    sur votre clé USB ou envoyez-les-vous.\n\nL’accueil peut mettre fin à une session qui gêne les autres.";

impl Default for Stage {
    fn default() -> Self {
        let (machine, _) = Machine::start(true, Language::Fr, 0);
        Self { machine, now_ms: 0, seq: 0 }
    }
}

impl Stage {
    pub fn on(&mut self, event: Event) {
        self.machine.on_event(event, self.now_ms);
    }

    fn tell(&mut self, message: ServerMessage) {
        self.seq += 1;
        let frame = Frame { seq: self.seq, server_time: 0, message };
        self.on(Event::Told(Box::new(frame)));
    }

    fn wait(&mut self, ms: i64) {
        self.now_ms += ms;
        self.on(Event::Tick);
    }

    fn connect_as(&mut self, statut: StationStatut, settings: StationSettings) {
        self.on(Event::Linked);
        let station = StationState {
            id: Uuid::nil(),
            name: "Poste 07".into(),
            statut,
            en_ligne: true,
            last_seen_at: None,
            identity_conflict: false,
        };
        let state = Snapshot {
            site: Some("Médiathèque Jean-Moulin".into()),
            stations: vec![station],
            settings: Some(settings),
            ..Snapshot::default()
        };
        self.tell(ServerMessage::ConnectionEstablished { state });
    }

    fn connect(&mut self) {
        self.connect_as(StationStatut::Disponible, settings());
    }

    fn type_in(&mut self, text: &str) {
        text.chars().for_each(|typed| self.on(Event::Typed(typed)));
    }

    fn send_code(&mut self) {
        self.type_in("K7QM4XYAB2");
        self.on(Event::Submitted);
    }

    fn refuse(&mut self, code: &str, retry_after_s: Option<u64>) {
        self.tell(ServerMessage::Error { code: code.into(), detail: String::new(), retry_after_s });
    }

    /// A session of an hour, of which so much is left.
    fn open(&mut self, left_ms: u64) {
        self.connect();
        self.tell(ServerMessage::SessionStarted { session: session(left_ms, SessionStatut::Active) });
    }

    fn end(&mut self, reason: EndReason) {
        self.tell(ServerMessage::SessionTerminated { session: session(0, SessionStatut::Terminee), reason });
    }

    fn call(&mut self, state: CallState) {
        let call = StationCall { id: Uuid::nil(), station_id: Uuid::nil(), offer: None, called_at: 0, state };
        self.tell(ServerMessage::StationCall { call });
    }

    fn message(&mut self, text: &str) {
        let command = Command::Message { text: text.into() };
        self.tell(ServerMessage::StationCommand { id: Uuid::nil(), command });
    }
}

fn session(left_ms: u64, statut: SessionStatut) -> SessionTime {
    SessionTime {
        session_id: Uuid::nil(),
        statut,
        station_id: None,
        visitor_name: None,
        granted_ms: HOUR_MS,
        elapsed_ms: HOUR_MS - left_ms,
        remaining_ms: left_ms,
        percent: 0,
    }
}

fn settings() -> StationSettings {
    let offer = |id, name: &str, minutes, price_minor| Offer {
        id: Uuid::from_u128(id),
        name: name.into(),
        minutes,
        price_minor,
        currency: "EUR".into(),
    };
    StationSettings {
        languages: ["fr", "en", "rcf", "ln", "sw"].map(str::to_owned).to_vec(),
        offers: vec![offer(1, "Découverte", 30, 0), offer(2, "Une heure", 60, 150), offer(3, "La journée", 480, 500)],
        keeps_time: true,
        ..StationSettings::default()
    }
}

const LONG: &str = "Le poste redémarre dans dix minutes pour une mise à jour. Enregistrez vos fichiers et terminez ce que \
    vous faites ; votre temps est gardé et vous pourrez continuer aussitôt après.";

pub const SCENES: &[Scene] = &[
    Scene {
        name: "lock",
        surface: Surface::Lock,
        says: &["Entrez votre code", "F1", "Connecté"],
        play: Stage::connect,
    },
    Scene {
        name: "typing",
        surface: Surface::Lock,
        says: &["M"],
        play: |stage| {
            stage.connect();
            stage.type_in("K7QM4X");
        },
    },
    Scene {
        name: "typed",
        surface: Surface::Lock,
        says: &["Ouvrir ma session"],
        play: |stage| {
            stage.connect();
            stage.type_in("K7QM4XYAB2");
        },
    },
    Scene {
        name: "checking",
        surface: Surface::Lock,
        says: &["Vérification"],
        play: |stage| {
            stage.connect();
            stage.send_code();
        },
    },
    Scene {
        name: "refused-code",
        surface: Surface::Lock,
        says: &["n’est pas reconnu"],
        play: |stage| {
            stage.connect();
            stage.send_code();
            stage.refuse("invalid_code", None);
        },
    },
    Scene {
        name: "too-many",
        surface: Surface::Lock,
        says: &["45\u{a0}secondes"],
        play: |stage| {
            stage.connect();
            stage.send_code();
            stage.refuse("too_many_attempts", Some(45));
        },
    },
    Scene {
        name: "offline",
        surface: Surface::Lock,
        says: &["Hors ligne", "ne peut pas être vérifié"],
        play: |stage| {
            stage.connect();
            stage.on(Event::Cut(Cut::Lost));
            stage.wait(5_000);
            stage.send_code();
        },
    },
    Scene {
        name: "locked-by-desk",
        surface: Surface::Lock,
        says: &["L’accueil a verrouillé"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            stage.tell(ServerMessage::StationCommand { id: Uuid::nil(), command: Command::Lock });
        },
    },
    Scene {
        name: "terms",
        surface: Surface::Lock,
        says: &["Conditions d’utilisation", "J’accepte", "Entrée"],
        play: |stage| {
            let texts = BTreeMap::from([("fr".to_owned(), TERMS.to_owned())]);
            let terms = Some(Terms { version: "1".into(), texts });
            stage.connect_as(StationStatut::Disponible, StationSettings { terms, ..settings() });
            stage.send_code();
            let session = Some(session(HOUR_MS, SessionStatut::EnAttente));
            stage.tell(ServerMessage::TimeUpdate { session, code_accepted: true });
        },
    },
    Scene {
        name: "offers",
        surface: Surface::Lock,
        says: &["Une heure", "1,50\u{a0}€", "gratuit"],
        play: |stage| {
            stage.connect();
            stage.on(Event::OffersWanted);
        },
    },
    Scene {
        name: "ringing",
        surface: Surface::Lock,
        says: &["L’accueil est prévenu", "Annuler"],
        play: |stage| {
            stage.connect();
            stage.on(Event::CallPressed);
            stage.call(CallState::Open);
        },
    },
    Scene {
        name: "answered",
        surface: Surface::Lock,
        says: &["Quelqu’un arrive"],
        play: |stage| {
            stage.connect();
            stage.on(Event::CallPressed);
            stage.call(CallState::Answered);
        },
    },
    Scene {
        name: "call-failed",
        surface: Surface::Lock,
        says: &["L’appel n’est pas parti"],
        play: |stage| {
            stage.connect();
            stage.on(Event::CallPressed);
            stage.refuse("forbidden", None);
        },
    },
    Scene {
        name: "closed",
        surface: Surface::Lock,
        says: &["Fermé", "Ouverture à 08:30", "J’ai un code"],
        play: |stage| {
            let opening = Opening { is_open: false, changes_at: None, changes_at_local: Some("08:30".into()) };
            stage.connect_as(StationStatut::Disponible, StationSettings { opening: Some(opening), ..settings() });
        },
    },
    Scene {
        name: "maintenance",
        surface: Surface::Lock,
        says: &["En maintenance"],
        play: |stage| stage.connect_as(StationStatut::Maintenance, settings()),
    },
    Scene {
        name: "out-of-use",
        surface: Surface::Lock,
        says: &["Hors service"],
        play: |stage| stage.connect_as(StationStatut::HorsLigne, settings()),
    },
    Scene {
        name: "pending",
        surface: Surface::Lock,
        says: &["Poste en attente", "048f 7a56", "poste-07"],
        play: |stage| {
            let (machine, _) = Machine::start(false, Language::Fr, 0);
            stage.machine = machine;
            stage.on(Event::Enrolment(EnrolmentAnswer::Given(Enrolment {
                status: EnrolmentStatus::Pending,
                station_id: None,
                name: None,
                fingerprint: "048f7a56".into(),
                server_key: String::new(),
            })));
        },
    },
    Scene {
        name: "unknown-server",
        surface: Surface::Lock,
        says: &["Serveur inconnu"],
        play: |stage| stage.on(Event::Cut(Cut::UnknownServer)),
    },
    Scene {
        name: "conflict",
        surface: Surface::Lock,
        says: &["Identité en double"],
        play: |stage| stage.on(Event::Cut(Cut::Conflict)),
    },
    Scene {
        name: "refused",
        surface: Surface::Lock,
        says: &["Poste refusé"],
        play: |stage| stage.on(Event::Cut(Cut::Forbidden)),
    },
    Scene {
        name: "unreachable",
        surface: Surface::Lock,
        says: &["Serveur injoignable", "Hors ligne"],
        play: |stage| stage.wait(5_000),
    },
    Scene {
        name: "suspended",
        surface: Surface::Lock,
        says: &["Session suspendue", "30:00"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            let session = Some(session(HOUR_MS / 2, SessionStatut::Suspendue));
            stage.tell(ServerMessage::TimeUpdate { session, code_accepted: false });
        },
    },
    Scene {
        name: "time-is-up",
        surface: Surface::Lock,
        says: &["Temps écoulé"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            stage.end(EndReason::TempsEcoule);
        },
    },
    Scene {
        name: "ended",
        surface: Surface::Lock,
        says: &["Session terminée", "Merci"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            stage.end(EndReason::Visiteur);
        },
    },
    Scene {
        name: "kept",
        surface: Surface::Lock,
        says: &["Votre temps est gardé", "23\u{a0}minutes", "Valable jusqu’au"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            stage.tell(ServerMessage::TimeKept {
                code: "AB2CD-EF3GH".into(),
                remaining_ms: 23 * 60_000 + 30_000,
                valid_until: 1_795_179_764_000,
            });
            stage.end(EndReason::Visiteur);
        },
    },
    Scene {
        name: "message",
        surface: Surface::Lock,
        says: &["Message de l’accueil", "Le poste redémarre"],
        play: |stage| {
            stage.connect();
            stage.message(LONG);
        },
    },
    Scene {
        name: "counting",
        surface: Surface::Countdown,
        says: &["47:23", "temps restant", "Partir", "Aide"],
        play: |stage| stage.open(2_843_000),
    },
    Scene {
        name: "counting-called",
        surface: Surface::Countdown,
        says: &["L’accueil est prévenu"],
        play: |stage| {
            stage.open(2_843_000);
            stage.on(Event::CallPressed);
            stage.call(CallState::Open);
        },
    },
    Scene {
        name: "counting-offline",
        surface: Surface::Countdown,
        says: &["04:50", "hors ligne"],
        play: |stage| {
            stage.open(295_000);
            stage.on(Event::Cut(Cut::Lost));
            stage.wait(5_000);
        },
    },
    Scene {
        name: "counting-100",
        surface: Surface::Countdown,
        says: &["01:40", "enregistrez"],
        play: |stage| stage.open(100_000),
    },
    Scene { name: "counting-9", surface: Surface::Countdown, says: &["00:09"], play: |stage| stage.open(9_000) },
    Scene {
        name: "grace",
        surface: Surface::Countdown,
        says: &["00:45", "temps écoulé"],
        play: |stage| {
            stage.open(9_000);
            stage.tell(ServerMessage::StationSettings { settings: StationSettings { grace_s: 60, ..settings() } });
            stage.wait(9_000);
            stage.wait(15_000);
        },
    },
    Scene {
        name: "desk-message",
        surface: Surface::Dialog,
        says: &["Message de l’accueil", "J’ai lu"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            stage.message(LONG);
        },
    },
    Scene {
        name: "leave",
        surface: Surface::Dialog,
        says: &["Terminer votre session ?", "30:00", "un code"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            stage.on(Event::LeaveWanted);
        },
    },
    Scene {
        name: "leave-offline",
        surface: Surface::Dialog,
        says: &["hors ligne"],
        play: |stage| {
            stage.open(HOUR_MS / 2);
            stage.on(Event::Cut(Cut::Lost));
            stage.on(Event::LeaveWanted);
        },
    },
];
