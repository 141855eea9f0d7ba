//! The windows of this first form: the lock screen over everything, or the countdown in its corner.
use super::{Message, Surface, countdown, dialog, screen};
use crate::options::WindowSize;
use iced::window::{self, Id, Level, Position, Settings};
use iced::{Point, Size, Task};

/// How far from the screen's edges the countdown is.
pub const MARGIN: f32 = 16.0;

/// The windows that are open.
#[derive(Debug)]
pub struct Windows {
    open: Vec<(Surface, Id)>,
    windowed: Option<WindowSize>,
    lock_scale: f32,
    /// The compositor's lock shows what is wanted; there are no windows.
    none: bool,
}

impl Windows {
    /// None yet; the lock screen will be a window of this size, or fill the screen.
    pub fn new(windowed: Option<WindowSize>) -> Self {
        Self { open: Vec::new(), windowed, lock_scale: 1.0, none: false }
    }

    /// No windows, ever: something else shows what is wanted.
    #[cfg(target_os = "linux")]
    pub fn none() -> Self {
        Self { none: true, ..Self::new(None) }
    }

    /// What the window shows; one that is on its way out shows the lock screen.
    pub fn surface(&self, id: Id) -> Surface {
        self.open.iter().find(|(_, open)| *open == id).map_or(Surface::Lock, |(surface, _)| *surface)
    }

    /// How much larger than designed the window is drawn.
    pub fn scale(&self, id: Id) -> f32 {
        match self.surface(id) {
            Surface::Lock => self.lock_scale,
            Surface::Countdown | Surface::Dialog => 1.0,
        }
    }

    /// Opens the windows that are wanted, then closes those that are not: the screen is never bare.
    pub fn show(&mut self, wanted: &[Surface]) -> Task<Message> {
        if self.none {
            return Task::none();
        }
        let mut tasks = Vec::new();
        for surface in wanted {
            if !self.open.iter().any(|(open, _)| open == surface) {
                let (id, opened) = window::open(self.settings(*surface));
                self.open.push((*surface, id));
                tasks.push(opened.map(Message::Opened));
            }
        }
        let (kept, unwanted): (Vec<_>, Vec<_>) = self.open.drain(..).partition(|(surface, _)| wanted.contains(surface));
        self.open = kept;
        tasks.extend(unwanted.into_iter().map(|(_, id)| window::close(id)));
        Task::batch(tasks)
    }

    /// A window is there: the lock screen takes the keyboard, and all of the screen even where no
    /// window manager gives it that.
    pub fn opened(&self, id: Id) -> Task<Message> {
        if self.surface(id) != Surface::Lock {
            return Task::none();
        }
        let taken = Task::batch([window::gain_focus(id), Self::measure(id)]);
        if self.windowed.is_some() {
            return taken;
        }
        let fill = window::monitor_size(id).then(move |monitor| match monitor {
            Some(size) => window::resize(id, size),
            None => Task::none(),
        });
        Task::batch([taken, fill])
    }

    /// Asks how large a window is, after something changed it.
    pub fn measure(id: Id) -> Task<Message> {
        window::size(id).map(move |size| Message::Measured(id, size))
    }

    /// A window is so large, in pixels of the scale it had when it was measured. That may not be
    /// the present one, so it is measured again until the scale stays.
    pub fn measured(&mut self, id: Id, size: Size) -> Task<Message> {
        if self.surface(id) != Surface::Lock {
            return Task::none();
        }
        let scale = screen::scale(size * self.lock_scale);
        if (scale - self.lock_scale).abs() < 0.001 {
            return Task::none();
        }
        self.lock_scale = scale;
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
