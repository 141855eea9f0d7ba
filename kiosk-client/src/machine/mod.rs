//! What the station does, without drawing, network or clock.
//!
//! Events go in with the time at which they happened; effects come out, for others to carry out.
//! Time is a count of milliseconds on the station's monotonic clock.

mod agreement;
mod call;
mod comfort;
mod commands;
mod desktop;
mod effect;
mod enrolment;
mod entry;
mod event;
mod frames;
mod held;
mod keys;
mod leave;
mod saved;
mod sessions;
mod settings;
#[cfg(test)]
mod simulation;
mod state;
#[cfg(test)]
mod tests;
mod timers;
mod visitor;

pub use comfort::Comfort;
pub use desktop::Desktop;
pub use effect::{Effect, PowerAction, Sound};
pub use entry::Entry;
pub use event::{Cut, EnrolmentAnswer, Event};
pub use held::Held;
pub use saved::Saved;
pub use settings::clean;
pub use state::{Agreement, Announcement, Call, Check, CodeEntry, Kept, Leaving, Link, Notice, State};

use crate::logs;
use crate::text::Language;
use commands::{CarriedOut, Messages};
use guichet_protocol::{EndReason, StationSettings, StationStatut};
use std::mem::discriminant;
use tracing::info;
use uuid::Uuid;

/// The station.
#[derive(Debug)]
pub struct Machine {
    now_ms: i64,
    state: State,
    link: Link,
    held: Option<Held>,
    locked_by_desk: bool,
    /// Grows from code to code that the server is asked about.
    check_number: u64,
    /// A session that ended never comes back, whatever a late frame says.
    ended_session: Option<Uuid>,
    /// The number of the last frame; `None` until the socket's snapshot is there.
    seq: Option<u64>,
    site: Option<String>,
    station: Option<String>,
    station_id: Option<Uuid>,
    statut: Option<StationStatut>,
    settings: StationSettings,
    knows_settings: bool,
    messages: Messages,
    call: Option<Call>,
    leaving: Option<Leaving>,
    /// The session that the visitor left, until it is known what became of its rest.
    left: Option<Uuid>,
    /// Until when what lies over the desktop has the keyboard.
    keys_until_ms: Option<i64>,
    /// Time not used, until the end of its session is shown.
    kept: Option<Kept>,
    announcement: Option<(Announcement, i64)>,
    /// The language of a station whose server has not said.
    station_language: Language,
    comfort: Comfort,
    touched_at_ms: i64,
    carried_out: CarriedOut,
    /// The commands that wait for newer software.
    updating: Vec<Uuid>,
    enrol_at_ms: Option<i64>,
    heartbeat_at_ms: i64,
    /// What an event brings about on the side.
    outbox: Vec<Effect>,
}

impl Machine {
    /// A station that starts, `enrolled` or not, and the first thing it does. It speaks `language`
    /// until the server says which ones it offers.
    #[must_use]
    pub fn start(enrolled: bool, language: Language, now_ms: i64) -> (Self, Vec<Effect>) {
        let (state, effect) =
            if enrolled { (State::Connecting, Effect::Connect) } else { (State::Enrolling, Effect::Enrol) };
        let machine = Self {
            now_ms,
            state,
            link: Link::Reconnecting { since_ms: now_ms },
            held: None,
            locked_by_desk: false,
            check_number: 0,
            ended_session: None,
            seq: None,
            site: None,
            station: None,
            station_id: None,
            statut: None,
            settings: StationSettings::default(),
            knows_settings: false,
            messages: Messages::default(),
            call: None,
            leaving: None,
            left: None,
            keys_until_ms: None,
            kept: None,
            announcement: None,
            station_language: language,
            comfort: Comfort::new(language),
            touched_at_ms: now_ms,
            carried_out: CarriedOut::default(),
            updating: Vec::new(),
            enrol_at_ms: None,
            heartbeat_at_ms: now_ms,
            outbox: Vec::new(),
        };
        machine.log_state();
        (machine, vec![effect])
    }

    /// Takes an event in. A clock that steps back counts as one that stands still.
    pub fn on_event(&mut self, event: Event, now_ms: i64) -> Vec<Effect> {
        self.now_ms = self.now_ms.max(now_ms);
        if event.is_by_visitor() {
            self.touched_at_ms = self.now_ms;
            self.hold_keys();
        }
        let (state_before, link_before) = (discriminant(&self.state), discriminant(&self.link));
        let mut effects = self.pass_time();
        effects.extend(self.take_in(event));
        self.finish_spent_session();
        if self.state != State::Open {
            self.leaving = None;
        }
        if !self.is_open() {
            self.keys_until_ms = None;
        }
        effects.append(&mut self.outbox);
        if discriminant(&self.state) != state_before {
            self.log_state();
        }
        if discriminant(&self.link) != link_before {
            self.log_link();
        }
        effects
    }

    fn take_in(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Tick => {}
            Event::Typed(typed) => return self.typed(typed),
            Event::Erased => self.erased(),
            Event::Cleared => self.cleared(),
            Event::Submitted => return self.submitted(),
            Event::CodeWanted => self.code_wanted(),
            Event::Acknowledged => self.acknowledged(),
            Event::TermsAccepted => return self.terms_accepted(),
            Event::TermsRefused => self.terms_refused(),
            Event::OffersWanted => self.offers_wanted(),
            Event::OfferChosen(id) => return self.offer_chosen(id),
            Event::CallPressed => return self.call_pressed(),
            Event::LeaveWanted => self.leave_wanted(),
            Event::LeaveConfirmed => return self.leave_confirmed(),
            Event::LeaveDeclined => self.leave_declined(),
            Event::KeysWanted => self.keys_wanted(),
            Event::LanguageChosen(language) => self.choose_language(language),
            Event::NextLanguage => self.next_language(),
            Event::ContrastToggled => self.comfort.high_contrast = !self.comfort.high_contrast,
            Event::LargeTextToggled => self.comfort.large_text = !self.comfort.large_text,
            Event::Enrolment(answer) => return self.enrolment_answered(answer),
            Event::Linked => self.seq = None,
            Event::Cut(cut) => return self.cut(cut),
            Event::Told(frame) => return self.told(*frame),
            Event::Updated { id, error } => return self.updated(id, error),
            Event::PowerDone { id, error } => return vec![commands::done(id, error)],
        }
        Vec::new()
    }

    /// What the station is doing.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether the visitor may use the station.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::Ending { .. })
    }

    /// How it stands with the server.
    #[must_use]
    pub fn link(&self) -> Link {
        self.link
    }

    /// The session the server granted it.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        self.held.as_ref()
    }

    /// The latest instant it knows of.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The site's name, once the server told it.
    #[must_use]
    pub fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// The station's name, once the server told it.
    #[must_use]
    pub fn station(&self) -> Option<&str> {
        self.station.as_deref()
    }

    /// What the station offers and asks.
    #[must_use]
    pub fn settings(&self) -> &StationSettings {
        &self.settings
    }

    /// The same, once the server told it: before that nothing is known of the station's room.
    #[must_use]
    pub fn known_settings(&self) -> Option<&StationSettings> {
        self.knows_settings.then_some(&self.settings)
    }

    /// The desk's message, until it is acknowledged.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.messages.shown()
    }

    /// What there is to say beside the countdown.
    #[must_use]
    pub fn announcement(&self) -> Option<Announcement> {
        self.announcement.map(|(announcement, _)| announcement)
    }

    fn log_state(&self) {
        // The line that says that a session ended is about that session.
        let ended = if matches!(self.state, State::Ended { .. }) { self.ended_session } else { None };
        logs::of_session(self.held.as_ref().map(Held::id).or(ended));
        let remaining_ms = self.held.as_ref().map(|h| h.remaining_ms(self.now_ms));
        match &self.state {
            State::Enrolling => info!("state: enrolling"),
            State::Refused => info!("state: refused"),
            State::Conflict => info!("state: conflict"),
            State::UnknownServer => info!("state: unknown server"),
            State::Pending { fingerprint } => info!(fingerprint, "state: pending"),
            State::Connecting => info!("state: connecting"),
            State::OutOfUse => info!(statut = self.statut.map(StationStatut::as_str), "state: out_of_use"),
            State::Locked(_) => info!("state: locked"),
            State::Offers { .. } => info!("state: offers"),
            State::Checking(_) => info!("state: checking"),
            State::Terms(_) => info!("state: terms"),
            State::Open => info!(remaining_ms, "state: open"),
            State::Suspended => info!(remaining_ms, "state: suspended"),
            State::Ending { .. } => info!(grace_ms = self.grace_left_ms(), "state: ending"),
            State::Ended { reason, kept, .. } => {
                let (reason, has_kept) = (reason.map(EndReason::as_str), kept.is_some());
                info!(reason, has_kept, "state: ended");
            }
        }
    }

    fn log_link(&self) {
        match self.link {
            Link::Connected => info!("link: connected"),
            Link::Reconnecting { .. } => info!("link: reconnecting"),
            Link::Offline => info!("link: offline"),
        }
    }
}
