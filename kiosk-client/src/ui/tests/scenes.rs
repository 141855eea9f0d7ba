//! Every state there is to show.
use super::Surface;
use super::stage::{HOUR_MS, Stage, TERMS, session, settings};
use crate::machine::{Cut, EnrolmentAnswer, Event, Machine};
use crate::text::Language;
use guichet_protocol::{
    CallState, Command, EndReason, Enrolment, EnrolmentStatus, Opening, ServerMessage, SessionStatut, StationSettings,
    StationStatut, Terms,
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
        name: "branded",
        surface: Surface::Lock,
        says: &["Entrez votre code", "Médiathèque Jean-Moulin"],
        play: |stage| {
            stage.branded((640, 160));
            stage.connect();
        },
    },
    Scene {
        name: "branded-high",
        surface: Surface::Lock,
        says: &["Entrez votre code"],
        play: |stage| {
            stage.branded((40, 160));
            stage.connect();
            stage.type_in("K7QM4X");
        },
    },
    Scene {
        name: "branded-counting",
        surface: Surface::Countdown,
        says: &["12:00"],
        play: |stage| {
            stage.branded((640, 160));
            stage.open(720_000);
        },
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
            stage.tell(ServerMessage::TimeUpdate { session, code_accepted: true, request: None });
        },
    },
    Scene {
        name: "offers",
        surface: Surface::Lock,
        says: &["Une heure", "1,50\u{a0}€", "gratuit", "30\u{a0}minutes", "8\u{a0}h"],
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
            stage.tell(ServerMessage::TimeUpdate { session, code_accepted: false, request: None });
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
