//! What each visitor sets for themselves, and the next one does not find.
use super::{Machine, State};
use crate::text::Language;

/// A visitor who changed something and walked away is gone after this.
const IDLE_MS: i64 = 120_000;

/// How a visitor reads the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comfort {
    /// In this language.
    pub language: Language,
    /// In black, white and yellow.
    pub high_contrast: bool,
    /// In larger letters.
    pub large_text: bool,
}

impl Comfort {
    /// As a visitor finds it.
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { language, high_contrast: false, large_text: false }
    }
}

impl Machine {
    /// How the present visitor reads the screen.
    #[must_use]
    pub fn comfort(&self) -> Comfort {
        self.comfort
    }

    /// The languages a visitor can choose, the first one first; never none.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let mut known = Vec::new();
        for language in self.settings.languages.iter().filter_map(|tag| Language::of_tag(tag)) {
            if !known.contains(&language) {
                known.push(language);
            }
        }
        if known.is_empty() {
            known.push(self.station_language);
        }
        known
    }

    pub(super) fn choose_language(&mut self, language: Language) {
        if self.languages().contains(&language) {
            self.comfort.language = language;
        }
    }

    pub(super) fn next_language(&mut self) {
        let languages = self.languages();
        let chosen = languages.iter().position(|language| *language == self.comfort.language);
        let next = chosen.map_or(0, |place| (place + 1) % languages.len());
        self.comfort.language = languages.get(next).copied().unwrap_or(self.station_language);
    }

    /// The language that a visitor finds.
    fn first_language(&self) -> Language {
        if !self.knows_settings {
            return self.station_language;
        }
        self.languages().first().copied().unwrap_or(self.station_language)
    }

    /// The next visitor finds everything as it was.
    pub(super) fn reset_comfort(&mut self) {
        self.comfort = Comfort::new(self.first_language());
    }

    /// When what a visitor set is forgotten: nobody is there, and nobody's session is.
    pub(super) fn comfort_ends_at(&self) -> Option<i64> {
        let is_idle = self.held.is_none() && !matches!(self.state, State::Ending { .. } | State::Ended { .. });
        let is_changed = self.comfort != Comfort::new(self.first_language());
        (is_idle && is_changed).then(|| self.touched_at_ms.saturating_add(IDLE_MS))
    }

    pub(super) fn forget_idle_comfort(&mut self) {
        if self.comfort_ends_at().is_some_and(|at| at <= self.now_ms) {
            self.reset_comfort();
        }
    }

    /// The languages on offer changed: a visitor whose language went finds the first one.
    pub(super) fn follow_languages(&mut self, was_first: Language) {
        let is_untouched = self.comfort == Comfort::new(was_first);
        if is_untouched || !self.languages().contains(&self.comfort.language) {
            self.comfort.language = self.first_language();
        }
    }

    /// Takes the settings over.
    pub(super) fn set(&mut self, settings: guichet_protocol::StationSettings) {
        let was_first = self.first_language();
        self.settings = settings;
        self.knows_settings = true;
        self.follow_languages(was_first);
    }
}
