//! The station as windows, where no compositor locks: the lock screen over everything, or the countdown in its corner.
use super::{Message, Surface, countdown, dialog, screen};
use crate::options::WindowSize;
use crate::platform::{self, Monitor};
use iced::window::{self, Id, Level, Position, Settings};
use iced::{Point, Size, Subscription, Task};

/// How far from the screen's edges the countdown is.
pub const MARGIN: f32 = 8.0;

/// What happens to windows.
pub fn heard() -> Subscription<Message> {
    Subscription::batch([
        window::resize_events().map(|(id, _)| Message::Resized(id)),
        window::close_requests().map(|_| Message::CloseAsked),
    ])
}

/// The windows that are open.
#[derive(Debug)]
pub struct Windows {
    open: Vec<Open>,
    windowed: Option<WindowSize>,
    /// The monitors to cover; none where the system itself puts the lock screen where it belongs.
    monitors: Vec<Monitor>,
    /// The compositor's lock shows what is wanted; there are no windows.
    none: bool,
}

#[derive(Debug)]
struct Open {
    place: Place,
    id: Id,
    scale: f32,
}

/// What a window shows, and on which monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    surface: Surface,
    monitor: usize,
}

impl Windows {
    /// None yet; the lock screen will be a window of this size, or cover every monitor.
    pub fn new(windowed: Option<WindowSize>) -> Self {
        let monitors = if windowed.is_none() { platform::monitors() } else { Vec::new() };
        Self { open: Vec::new(), windowed, monitors, none: false }
    }

    /// No windows, ever: something else shows what is wanted.
    #[cfg(target_os = "linux")]
    pub fn none() -> Self {
        Self { open: Vec::new(), windowed: None, monitors: Vec::new(), none: true }
    }

    /// What the window shows; one that is on its way out shows the lock screen.
    pub fn surface(&self, id: Id) -> Surface {
        self.find(id).map_or(Surface::Lock, |open| open.place.surface)
    }

    /// How much larger than designed the window is drawn.
    pub fn scale(&self, id: Id) -> f32 {
        self.find(id).map_or(1.0, |open| open.scale)
    }

    /// Whether the lock screen covers everything there is.
    pub fn cover_all(&self) -> bool {
        !self.none && self.windowed.is_none()
    }

    fn find(&self, id: Id) -> Option<&Open> {
        self.open.iter().find(|open| open.id == id)
    }

    /// Opens the windows that are wanted, then closes those that are not: the screen is never bare.
    pub fn show(&mut self, wanted: &[Surface]) -> Task<Message> {
        if self.none {
            return Task::none();
        }
        let mut tasks = Vec::new();
        let wanted: Vec<_> = wanted.iter().flat_map(|surface| self.places(*surface)).collect();
        for place in &wanted {
            if !self.open.iter().any(|open| open.place == *place) {
                let (id, opened) = window::open(self.settings(place.surface));
                self.open.push(Open { place: *place, id, scale: 1.0 });
                tasks.push(opened.map(Message::Opened));
            }
        }
        let (kept, unwanted): (Vec<_>, Vec<_>) = self.open.drain(..).partition(|open| wanted.contains(&open.place));
        self.open = kept;
        tasks.extend(unwanted.into_iter().map(|open| window::close(open.id)));
        Task::batch(tasks)
    }

    /// Where a surface is shown: the lock screen on every monitor, the others on the first.
    fn places(&self, surface: Surface) -> impl Iterator<Item = Place> + use<> {
        let count = if surface == Surface::Lock { self.monitors.len().max(1) } else { 1 };
        (0..count).map(move |monitor| Place { surface, monitor })
    }

    /// A window is there: the lock screen takes the keyboard, and all of the screen even where no
    /// window manager gives it that.
    pub fn opened(&self, id: Id) -> Task<Message> {
        let Some(open) = self.find(id).filter(|open| open.place.surface == Surface::Lock) else {
            return Task::none();
        };
        let taken = Task::batch([window::gain_focus(id), Self::measure(id)]);
        if self.windowed.is_some() {
            return taken;
        }
        Task::batch([taken, self.fill(open)])
    }

    /// Monitors came, went or moved: what is open moves with them.
    pub fn rearranged(&mut self) -> Task<Message> {
        self.monitors = platform::monitors();
        let locks = self.open.iter().filter(|open| open.place.surface == Surface::Lock);
        Task::batch(locks.map(|open| self.fill(open)))
    }

    fn fill(&self, open: &Open) -> Task<Message> {
        let id = open.id;
        if let Some(monitor) = self.monitors.get(open.place.monitor).copied() {
            return window::raw_id::<Message>(id).then(move |raw| {
                platform::cover(raw, monitor);
                Self::measure(id)
            });
        }
        window::monitor_size(id).then(move |monitor| match monitor {
            Some(size) => window::resize(id, size),
            None => Task::none(),
        })
    }

    /// Asks how large a window is, after something changed it.
    pub fn measure(id: Id) -> Task<Message> {
        window::size(id).map(move |size| Message::Measured(id, size))
    }

    /// A window is so large, in pixels of the scale it had when it was measured. That may not be
    /// the present one, so it is measured again until the scale stays.
    pub fn measured(&mut self, id: Id, size: Size) -> Task<Message> {
        let is_lock = |open: &&mut Open| open.id == id && open.place.surface == Surface::Lock;
        let Some(open) = self.open.iter_mut().find(is_lock) else {
            return Task::none();
        };
        let scale = screen::scale(size * open.scale);
        if (scale - open.scale).abs() < 0.001 {
            return Task::none();
        }
        open.scale = scale;
        Self::measure(id)
    }

    /// Whether closing a window ends the program: only where it is one window among others.
    pub fn may_close(&self) -> bool {
        self.windowed.is_some()
    }

    fn settings(&self, surface: Surface) -> Settings {
        let settings = Settings {
            decorations: false,
            resizable: false,
            exit_on_close_request: false,
            level: Level::AlwaysOnTop,
            platform_specific: platform::window_settings(),
            ..Settings::default()
        };
        match (surface, self.windowed) {
            (Surface::Lock, None) => {
                Settings { fullscreen: true, position: Position::Specific(Point::ORIGIN), resizable: true, ..settings }
            }
            (Surface::Lock, Some(size)) => Settings {
                size: Size::new(f32::from(size.width), f32::from(size.height)),
                decorations: true,
                resizable: true,
                level: Level::Normal,
                ..settings
            },
            (Surface::Countdown, _) => {
                Settings { size: countdown::SIZE, position: Position::SpecificWith(bottom_right), ..settings }
            }
            (Surface::Dialog, _) => Settings { size: dialog::SIZE, position: Position::Centered, ..settings },
        }
    }
}

fn bottom_right(window: Size, screen: Size) -> Point {
    Point::new(screen.width - window.width - MARGIN, screen.height - window.height - MARGIN)
}
