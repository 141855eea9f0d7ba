//! The station as the compositor's own lock: `ext-session-lock-v1` on every screen, and the countdown above the visitor's
//! windows while a session is open.
//!
//! The compositor keeps the screens locked until this program asks it to open them. So it must never end in a way that asks:
//! `iced::exit` does, a crash does not.

mod surfaces;
mod wayland;

use super::windows::{MARGIN, Windows};
use super::{Kiosk, Surface, countdown, dialog, theme};
use crate::identity::Identity;
use crate::machine::Event;
use crate::network::Station;
use crate::options::Options;
use crate::platform::watchdog::{self, Pulse};
use crate::platform::{self, Lock};
use iced::{Element, Size, Subscription, Task, window};
use iced_exwlshell::actions::{ExWlShellCustomAction as Action, ExWlShellCustomActionWithId as Addressed};
use iced_exwlshell::redraw::Scope;
use iced_exwlshell::reexport::{
    Anchor, KeyboardInteractivity, Layer, LayerSize, Margin, NewLayerShellSettings, WlConnection,
};
use iced_exwlshell::settings::{ExWlSettings, LayerShellSettings, StartMode};
use iced_exwlshell::shell::{ShellEvent, ShellReceiver};
use surfaces::{Step, Surfaces};
use tracing::{error, info, warn};

/// What the shell hears.
#[derive(Debug, Clone)]
enum Message {
    /// Something for the screens.
    Kiosk(super::Message),
    /// The compositor spoke.
    Shell(ShellEvent),
    /// A surface has this size.
    Measured(window::Id, Size),
    /// A surface has the keyboard now, or no longer.
    Keyed(window::Id, bool),
    /// Something for the compositor; it never comes back here.
    Do(Addressed),
}

impl TryFrom<Message> for Addressed {
    type Error = Message;

    fn try_from(message: Message) -> Result<Self, Message> {
        match message {
            Message::Do(action) => Ok(action),
            message => Err(message),
        }
    }
}

/// The connection to lock with, when that is wanted; nothing when windows are.
///
/// # Errors
/// When the compositor is to lock the screen and cannot.
pub fn wanted(options: &Options) -> Result<Option<WlConnection>, String> {
    match options.system.lock {
        Some(Lock::Window) => Ok(None),
        Some(Lock::Session) => wayland::connect().map(Some),
        None if options.windowed.is_some() || std::env::var_os("WAYLAND_DISPLAY").is_none() => Ok(None),
        None => Ok(wayland::connect().inspect_err(|error| warn!(error, "the screen is locked by a window only")).ok()),
    }
}

/// Locks the screen, and shows the station on it. It does not return while the screen is locked.
///
/// # Errors
/// When the compositor goes away.
pub fn run(options: &Options, connection: WlConnection, identity: Identity, station: Station) -> Result<(), String> {
    wayland::guard(connection.clone());
    // Its thread would wake up all the time, and there is nothing to paste into.
    iced_exwlshell::disable_clipboard();
    let options = options.clone();
    let (shell_broadcast, shell_events) = iced_exwlshell::shell::channel();
    let boot = move || {
        let (kiosk, kiosk_task) = Kiosk::boot(&options, identity.clone(), station.clone(), Windows::none());
        let (surfaces, first) = Surfaces::start();
        let shell = Shell { kiosk, surfaces, heard: shell_events.clone(), pulse: Pulse::start(), is_stopping: false };
        let tasks = [
            perform(first),
            kiosk_task.map(Message::Kiosk),
            Task::run(platform::hot_key(), |()| Message::Kiosk(super::Message::Happened(Event::KeysWanted))),
        ];
        (shell, Task::batch(tasks))
    };
    let mut daemon = iced_exwlshell::daemon(boot, "guichet", Shell::update, Shell::view)
        .subscription(Shell::subscription)
        .scale_factor(|shell: &Shell, id| shell.surfaces.scale(id))
        .style(|_, _| theme::bare())
        .theme(|_: &Shell, _| iced::Theme::Dark)
        .redraw_scope(|message| if is_seen(message) { Scope::All } else { Scope::None })
        .default_font(theme::REGULAR)
        .antialiasing(true)
        .wl_settings(ExWlSettings {
            with_connection: Some(connection.into()),
            shell_broadcast,
            layer_settings: LayerShellSettings { start_mode: StartMode::Background, ..Default::default() },
            ..Default::default()
        });
    for file in theme::FONT_FILES {
        daemon = daemon.font(file);
    }
    daemon.run().map_err(|error| error.to_string())
}

#[derive(Debug)]
struct Shell {
    kiosk: Kiosk,
    surfaces: Surfaces,
    heard: ShellReceiver,
    pulse: Pulse,
    is_stopping: bool,
}

impl Shell {
    fn update(&mut self, message: Message) -> Task<Message> {
        let task = match message {
            Message::Kiosk(message) => self.kiosk_heard(message),
            Message::Shell(event) => self.shell_heard(event),
            Message::Measured(id, size) => {
                self.surfaces.measured(id, size);
                Task::none()
            }
            Message::Keyed(id, has_keys) => {
                self.keyed(id, has_keys);
                Task::none()
            }
            Message::Do(_) => Task::none(),
        };
        // Said from here, after the machine had its turn: a hang of either stops it.
        self.pulse.beat();
        Task::batch([task, self.follow()])
    }

    fn kiosk_heard(&mut self, message: super::Message) -> Task<Message> {
        match message {
            super::Message::Stopped => self.is_stopping = true,
            // There are no windows.
            super::Message::CloseAsked
            | super::Message::Opened(_)
            | super::Message::Resized(_)
            | super::Message::Measured(..) => {}
            message => return self.kiosk.update(message).map(Message::Kiosk),
        }
        Task::none()
    }

    fn shell_heard(&mut self, event: ShellEvent) -> Task<Message> {
        match event {
            ShellEvent::Locked => {
                info!("screen: locked");
                self.surfaces.locked();
                watchdog::ready();
            }
            ShellEvent::LockDenied | ShellEvent::LockedFinished => {
                error!("the compositor does not let this program lock the screen");
                std::process::abort();
            }
            ShellEvent::OutputAdded(screen) => self.surfaces.screen_added(screen.id),
            ShellEvent::OutputRemoved(screen) => {
                return Task::batch(self.surfaces.screen_removed(screen.id).into_iter().map(perform));
            }
            ShellEvent::WindowOutputChanged { window, output: Some(screen) } => self.surfaces.moved(window, screen.id),
            ShellEvent::Closed(id) => self.surfaces.closed(id),
            _ => {}
        }
        Task::none()
    }

    /// Said for what lies over a desktop; the lock has it anyway.
    fn keyed(&self, id: window::Id, has_keys: bool) {
        if self.surfaces.surface(id) != Surface::Lock {
            info!("keyboard: {}", if has_keys { "asked for" } else { "given back" });
        }
    }

    /// Brings the screens in line with the machine.
    fn follow(&mut self) -> Task<Message> {
        if self.is_stopping && self.surfaces.is_locked() {
            info!("stopped");
            // Nothing is asked of the compositor on this way out: the screens stay locked.
            std::process::exit(0);
        }
        let wanted = if self.is_stopping { &[Surface::Lock] } else { self.kiosk.wanted() };
        let mut steps = self.surfaces.follow(wanted);
        steps.extend(self.surfaces.follow_keys(self.kiosk.machine.takes_keys()));
        Task::batch(steps.into_iter().map(perform))
    }

    fn view(&self, id: window::Id) -> Element<'_, Message> {
        self.kiosk.draw(self.surfaces.surface(id)).map(Message::Kiosk)
    }

    fn subscription(&self) -> Subscription<Message> {
        let surfaces = window::events().filter_map(|(id, event)| match event {
            window::Event::Opened { size, .. } | window::Event::Resized(size) => Some(Message::Measured(id, size)),
            window::Event::Focused => Some(Message::Keyed(id, true)),
            window::Event::Unfocused => Some(Message::Keyed(id, false)),
            _ => None,
        });
        let alarm = self.kiosk.alarm(self.pulse.next_at_ms()).subscription();
        Subscription::batch([alarm.map(Message::Kiosk), self.heard.listen().map(Message::Shell), surfaces])
    }
}

/// Whether the screens may look different after this.
fn is_seen(message: &Message) -> bool {
    !matches!(message, Message::Kiosk(super::Message::Pulsed) | Message::Keyed(..))
}

fn perform(step: Step) -> Task<Message> {
    let action = match step {
        Step::Lock => Addressed::new(None, Action::Lock),
        Step::Unlock => {
            info!("screen: open");
            Addressed::new(None, Action::UnLock)
        }
        Step::Open(surface, id) => Addressed::new(None, Action::NewLayerShell { settings: overlay(surface), id }),
        Step::Close(id) => Addressed::new(Some(id), Action::RemoveWindow),
        Step::Keys(id, takes) => {
            let keys = if takes { KeyboardInteractivity::Exclusive } else { KeyboardInteractivity::None };
            Addressed::new(Some(id), Action::KeyboardInteractivityChange(keys))
        }
    };
    Task::done(Message::Do(action))
}

fn overlay(surface: Surface) -> NewLayerShellSettings {
    let (size, anchor) = match surface {
        Surface::Countdown => (countdown::SIZE, Anchor::Bottom | Anchor::Right),
        Surface::Dialog | Surface::Lock => (dialog::SIZE, Anchor::empty()),
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small sizes of ours")]
    let (size, margin) = (LayerSize::px(size.width as u32, size.height as u32), MARGIN as i32);
    NewLayerShellSettings {
        size,
        layer: Layer::Overlay,
        anchor,
        margin: Some(Margin { top: margin, right: margin, bottom: margin, left: margin }),
        // The visitor's programs keep the keyboard until it is asked for.
        keyboard_interactivity: KeyboardInteractivity::None,
        namespace: Some("guichet".to_owned()),
        ..NewLayerShellSettings::default()
    }
}
