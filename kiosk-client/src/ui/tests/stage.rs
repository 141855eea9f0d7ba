//! A station, and a server that says to it what a scene wants.
use crate::branding::{self, Branding};
use crate::machine::{Event, Machine};
use crate::text::Language;
use guichet_protocol::{
    CallState, Command, EndReason, Frame, Look, Offer, ServerMessage, SessionStatut, SessionTime, Snapshot,
    StationCall, StationSettings, StationState, StationStatut,
};
use uuid::Uuid;

/// A station with a server that says what the scene wants.
pub struct Stage {
    pub machine: Machine,
    pub branding: Branding,
    now_ms: i64,
    seq: u64,
}

pub(super) const HOUR_MS: u64 = 3_600_000;
pub(super) const TERMS: &str = "Ce poste est à la disposition de tous. Vous y êtes chez vous le temps de votre session, et le suivant \
    ne trouvera rien de vous.\n\nRespectez le matériel et vos voisins : baissez le son, n’apportez ni boisson ni repas.\n\n\
    Sont interdits les contenus contraires à la loi, l’envoi de messages en masse et toute tentative d’entrer dans un \
    système sans y être autorisé.\n\nLes connexions sont conservées un an, comme la loi le demande. Votre nom n’est \
    communiqué qu’à la justice, sur sa demande écrite.\n\nVos fichiers sont effacés à la fin de la session : enregistrez-les \
    sur votre clé USB ou envoyez-les-vous.\n\nL’accueil peut mettre fin à une session qui gêne les autres.";

impl Default for Stage {
    fn default() -> Self {
        let (machine, _) = Machine::start(true, Language::Fr, 0);
        Self { machine, branding: Branding::default(), now_ms: 0, seq: 0 }
    }
}

impl Stage {
    pub(super) fn on(&mut self, event: Event) {
        self.machine.on_event(event, self.now_ms);
    }

    pub(super) fn tell(&mut self, message: ServerMessage) {
        self.seq += 1;
        let frame = Frame { seq: self.seq, server_time: 0, message };
        self.on(Event::Told(Box::new(frame)));
    }

    pub(super) fn wait(&mut self, ms: i64) {
        self.now_ms += ms;
        self.on(Event::Tick);
    }

    pub(super) fn connect_as(&mut self, statut: StationStatut, settings: StationSettings) {
        self.on(Event::Linked);
        let station = StationState {
            id: Uuid::nil(),
            name: "Poste 07".into(),
            statut,
            en_ligne: true,
            last_seen_at: None,
            identity_conflict: false,
            mac_copied: false,
            zone: None,
            plan: None,
        };
        let state = Snapshot {
            site: Some("Médiathèque Jean-Moulin".into()),
            stations: vec![station],
            settings: Some(settings),
            ..Snapshot::default()
        };
        self.tell(ServerMessage::ConnectionEstablished { state });
    }

    pub(super) fn connect(&mut self) {
        self.connect_as(StationStatut::Disponible, settings());
    }

    /// A site with a colour and a logo of its own, the widest or the highest there is.
    pub(super) fn branded(&mut self, (width, height): (u32, u32)) {
        let (logo, bytes) = branding::tests::logo(width, height, [0xf2, 0xf4, 0xf8, 0xff]);
        let look = Look { accent: Some("#7fd1ae".into()), logo: Some(logo.clone()) };
        self.branding.follow(&look);
        self.branding.came(&logo, Some(&bytes));
    }

    pub(super) fn type_in(&mut self, text: &str) {
        text.chars().for_each(|typed| self.on(Event::Typed(typed)));
    }

    pub(super) fn send_code(&mut self) {
        self.type_in("K7QM4XYAB2");
        self.on(Event::Submitted);
    }

    pub(super) fn refuse(&mut self, code: &str, retry_after_s: Option<u64>) {
        self.tell(ServerMessage::Error { code: code.into(), detail: String::new(), retry_after_s, about: None });
    }

    /// A session of an hour, of which so much is left.
    pub(super) fn open(&mut self, left_ms: u64) {
        self.connect();
        self.tell(ServerMessage::SessionStarted { session: session(left_ms, SessionStatut::Active) });
    }

    pub(super) fn end(&mut self, reason: EndReason) {
        self.tell(ServerMessage::SessionTerminated { session: session(0, SessionStatut::Terminee), reason });
    }

    pub(super) fn call(&mut self, state: CallState) {
        let call = StationCall { id: Uuid::nil(), station_id: Uuid::nil(), offer: None, called_at: 0, state };
        self.tell(ServerMessage::StationCall { call });
    }

    pub(super) fn message(&mut self, text: &str) {
        let command = Command::Message { text: text.into() };
        self.tell(ServerMessage::StationCommand { id: Uuid::nil(), command });
    }
}

pub(super) fn session(left_ms: u64, statut: SessionStatut) -> SessionTime {
    SessionTime {
        session_id: Uuid::nil(),
        statut,
        station_id: None,
        visitor_name: None,
        granted_ms: HOUR_MS,
        elapsed_ms: HOUR_MS - left_ms,
        remaining_ms: left_ms,
        percent: 0,
        version: 0,
    }
}

pub(super) fn settings() -> StationSettings {
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
