//! Which surfaces there are and in what order they come and go, without the compositor.
use crate::ui::screen::{self, Surface};
use iced::Size;
use iced::window::Id;
use std::collections::{HashMap, HashSet};

/// How the screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lock {
    /// It is being locked.
    Asked,
    /// The compositor says it is locked.
    Locked,
    /// The visitor uses it.
    Open,
}

/// What the compositor is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Lock every screen.
    Lock,
    /// Give the screens to the visitor.
    Unlock,
    /// Lay this over the visitor's windows.
    Open(Surface, Id),
    /// Take it away.
    Close(Id),
    /// Give it the keyboard, or give that back.
    Keys(Id, bool),
}

/// The screens, as far as this program knows.
#[derive(Debug)]
pub struct Surfaces {
    lock: Lock,
    overlays: Vec<(Surface, Id)>,
    scales: HashMap<Id, f32>,
    screens: HashSet<u32>,
    /// On which screen each surface was last.
    places: HashMap<Id, u32>,
    /// What was given the keyboard.
    keyed: Option<Id>,
}

impl Surfaces {
    /// Locking comes first: this is the first step.
    pub fn start() -> (Self, Step) {
        let surfaces = Self {
            lock: Lock::Asked,
            overlays: Vec::new(),
            scales: HashMap::new(),
            screens: HashSet::new(),
            places: HashMap::new(),
            keyed: None,
        };
        (surfaces, Step::Lock)
    }

    /// The compositor says that every screen is locked.
    pub fn locked(&mut self) {
        self.lock = Lock::Locked;
    }

    /// Whether the compositor said so.
    pub fn is_locked(&self) -> bool {
        self.lock == Lock::Locked
    }

    /// A screen was plugged in.
    pub fn screen_added(&mut self, screen: u32) {
        self.screens.insert(screen);
    }

    /// A surface is on this screen now.
    pub fn moved(&mut self, id: Id, screen: u32) {
        self.places.insert(id, screen);
    }

    /// A screen was pulled out. Its part of the lock has to go: when the screen comes back, the compositor takes a second
    /// one for a violation, and ends the connection.
    pub fn screen_removed(&mut self, screen: u32) -> Vec<Step> {
        self.screens.remove(&screen);
        let left = self.places.iter().filter(|(id, place)| **place == screen && self.surface(**id) == Surface::Lock);
        left.map(|(id, _)| Step::Close(*id)).collect()
    }

    /// A surface is gone.
    pub fn closed(&mut self, id: Id) {
        self.overlays.retain(|(_, open)| *open != id);
        self.scales.remove(&id);
        self.places.remove(&id);
        self.keyed = self.keyed.filter(|keyed| *keyed != id);
    }

    /// A surface is so large.
    pub fn measured(&mut self, id: Id, size: Size) {
        if self.surface(id) == Surface::Lock {
            self.scales.insert(id, screen::scale(size));
        }
    }

    /// What a surface shows; one that is not known belongs to the lock.
    pub fn surface(&self, id: Id) -> Surface {
        self.overlays.iter().find(|(_, open)| *open == id).map_or(Surface::Lock, |(surface, _)| *surface)
    }

    /// How much larger than designed a surface is drawn.
    pub fn scale(&self, id: Id) -> f32 {
        self.scales.get(&id).copied().unwrap_or(1.0)
    }

    /// The steps from what is there to what is wanted. Overlays come when the screen is open and go after it is locked, so
    /// that time is never used without being shown.
    pub fn follow(&mut self, wanted: &[Surface]) -> Vec<Step> {
        let is_open_wanted = !wanted.contains(&Surface::Lock);
        match self.lock {
            Lock::Locked if is_open_wanted => {
                self.lock = Lock::Open;
                let mut steps = vec![Step::Unlock];
                steps.extend(self.follow_overlays(wanted));
                steps
            }
            Lock::Open if !is_open_wanted => {
                self.lock = Lock::Asked;
                vec![Step::Lock]
            }
            Lock::Asked => Vec::new(),
            Lock::Locked | Lock::Open => self.follow_overlays(wanted),
        }
    }

    /// The steps by which the topmost overlay gets the keyboard, or the visitor's programs do.
    pub fn follow_keys(&mut self, takes_keys: bool) -> Vec<Step> {
        let of = |wanted| self.overlays.iter().find(|(surface, _)| *surface == wanted).map(|(_, id)| *id);
        let keyed = if takes_keys { of(Surface::Dialog).or_else(|| of(Surface::Countdown)) } else { None };
        if keyed == self.keyed {
            return Vec::new();
        }
        // What is gone has nothing to give back.
        let before = self.keyed.filter(|id| self.overlays.iter().any(|(_, open)| open == id));
        self.keyed = keyed;
        let given_back = before.map(|id| Step::Keys(id, false));
        given_back.into_iter().chain(keyed.map(|id| Step::Keys(id, true))).collect()
    }

    fn follow_overlays(&mut self, wanted: &[Surface]) -> Vec<Step> {
        let (kept, gone): (Vec<_>, Vec<_>) = self.overlays.drain(..).partition(|(s, _)| wanted.contains(s));
        self.overlays = kept;
        let mut steps: Vec<_> = gone.into_iter().map(|(_, id)| Step::Close(id)).collect();
        // Without a screen the compositor would refuse it at once, again and again.
        if self.screens.is_empty() {
            return steps;
        }
        for surface in wanted.iter().copied().filter(|surface| *surface != Surface::Lock) {
            if !self.overlays.iter().any(|(open, _)| *open == surface) {
                let id = Id::unique();
                self.overlays.push((surface, id));
                steps.push(Step::Open(surface, id));
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKED: &[Surface] = &[Surface::Lock];
    const OPEN: &[Surface] = &[Surface::Countdown];

    fn on_one_screen() -> Surfaces {
        let (mut surfaces, first) = Surfaces::start();
        assert_eq!(first, Step::Lock);
        surfaces.screen_added(1);
        surfaces
    }

    fn opened() -> (Surfaces, Id) {
        let mut surfaces = on_one_screen();
        surfaces.locked();
        let steps = surfaces.follow(OPEN);
        let [Step::Unlock, Step::Open(Surface::Countdown, id)] = steps[..] else {
            panic!("the visitor sees what is left as soon as the screen is open: {steps:?}")
        };
        (surfaces, id)
    }

    #[test]
    fn a_session_that_is_open_at_the_start_waits_for_the_lock() {
        let mut surfaces = on_one_screen();
        assert_eq!(surfaces.follow(OPEN), []);
        surfaces.locked();
        assert_eq!(surfaces.follow(OPEN)[0], Step::Unlock);
    }

    #[test]
    fn the_countdown_stays_until_the_screen_is_locked() {
        let (mut surfaces, id) = opened();
        assert_eq!(surfaces.follow(LOCKED), [Step::Lock]);
        assert_eq!(surfaces.follow(LOCKED), [], "it is asked once");
        assert_eq!(surfaces.surface(id), Surface::Countdown);
        surfaces.locked();
        assert_eq!(surfaces.follow(LOCKED), [Step::Close(id)]);
        assert_eq!(surfaces.surface(id), Surface::Lock);
    }

    #[test]
    fn a_session_that_opens_while_the_screen_is_being_locked_waits() {
        let (mut surfaces, _) = opened();
        surfaces.follow(LOCKED);
        assert_eq!(surfaces.follow(OPEN), []);
        surfaces.locked();
        assert_eq!(surfaces.follow(OPEN), [Step::Unlock], "its countdown was never taken away");
    }

    #[test]
    fn the_countdown_comes_back_with_a_screen() {
        let (mut surfaces, id) = opened();
        surfaces.screen_removed(1);
        surfaces.closed(id);
        assert_eq!(surfaces.follow(OPEN), [], "there is no screen to show it on");
        surfaces.screen_added(2);
        assert!(matches!(surfaces.follow(OPEN)[..], [Step::Open(Surface::Countdown, _)]));
    }

    #[test]
    fn the_lock_leaves_a_screen_that_is_pulled_out() {
        let mut surfaces = on_one_screen();
        surfaces.screen_added(2);
        let (here, there) = (Id::unique(), Id::unique());
        surfaces.moved(here, 1);
        surfaces.moved(there, 2);
        assert_eq!(surfaces.screen_removed(2), [Step::Close(there)]);
        surfaces.closed(there);
        assert_eq!(surfaces.screen_removed(2), []);
    }

    #[test]
    fn the_topmost_overlay_gets_the_keyboard() {
        let (mut surfaces, countdown) = opened();
        assert_eq!(surfaces.follow_keys(false), []);
        assert_eq!(surfaces.follow_keys(true), [Step::Keys(countdown, true)]);
        assert_eq!(surfaces.follow_keys(true), []);
        let steps = surfaces.follow(&[Surface::Countdown, Surface::Dialog]);
        let [Step::Open(Surface::Dialog, dialog)] = steps[..] else { panic!("{steps:?}") };
        assert_eq!(surfaces.follow_keys(true), [Step::Keys(countdown, false), Step::Keys(dialog, true)]);
        surfaces.follow(OPEN);
        assert_eq!(surfaces.follow_keys(false), [], "the dialog is gone, and the keyboard with it");
    }

    #[test]
    fn each_screen_has_a_scale_of_its_own() {
        let mut surfaces = on_one_screen();
        let (large, small) = (Id::unique(), Id::unique());
        surfaces.measured(large, Size::new(2048.0, 1536.0));
        surfaces.measured(small, Size::new(1024.0, 768.0));
        assert!((surfaces.scale(large) - 2.0).abs() < 0.01);
        assert!((surfaces.scale(small) - 1.0).abs() < 0.01);
    }
}
