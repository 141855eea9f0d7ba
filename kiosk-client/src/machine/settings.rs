//! What the server says of the station itself: its name, its state, what it offers.
use super::{Machine, State};
use guichet_protocol::{Opening, StationSettings, StationState, StationStatut};

/// What is longer does not fit the screen.
pub(super) const NAME_CHARS: usize = 60;

/// A text of the server as it can be shown: no control characters but line ends, not without end.
#[must_use]
pub fn clean(text: &str, max_chars: usize) -> String {
    // Marks that turn the writing direction round make one name look like another.
    let is_turn = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| *c == '\n' || !(c.is_control() || is_turn(*c))).take(max_chars).collect()
}

impl Machine {
    /// The station's own state, once the server told it.
    #[must_use]
    pub fn statut(&self) -> Option<StationStatut> {
        self.statut
    }

    /// Until when the place is closed; nothing while it is open or has no hours.
    #[must_use]
    pub fn closed(&self) -> Option<&Opening> {
        self.settings.opening.as_ref().filter(|opening| !opening.is_open)
    }

    pub(super) fn is_out_of_use(&self) -> bool {
        matches!(self.statut, Some(StationStatut::Maintenance | StationStatut::HorsLigne))
    }

    pub(super) fn site_told(&mut self, site: Option<String>) {
        if let Some(site) = site {
            self.site = Some(clean(&site, NAME_CHARS));
        }
    }

    /// Another station's state is no business of this one.
    pub(super) fn station_told(&mut self, station: &StationState) {
        if self.station_id.is_some_and(|id| id != station.id) {
            return;
        }
        self.station_id = Some(station.id);
        self.station = Some(clean(&station.name, NAME_CHARS));
        self.statut = Some(station.statut);
        self.follow_statut();
    }

    /// A visitor who is in, or whose code is being checked, is not thrown out: the server decides.
    pub(super) fn follow_statut(&mut self) {
        match self.state {
            State::Locked(_) | State::Offers { .. } if self.is_out_of_use() && self.held.is_none() => self.lock(None),
            State::OutOfUse if !self.is_out_of_use() => self.lock(None),
            _ => {}
        }
    }

    pub(super) fn settings_told(&mut self, settings: StationSettings) {
        let version_before = self.settings.terms.as_ref().map(|terms| terms.version.clone());
        self.set(settings);
        self.follow_terms(version_before.as_deref());
        if matches!(self.state, State::Offers { .. }) && self.offers().is_empty() {
            self.lock(None);
        }
    }
}
