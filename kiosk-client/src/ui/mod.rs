//! The screens: they show what the machine decided, and tell it what people do.

mod actions;
mod alarm;
mod code_entry;
mod countdown;
mod dialog;
mod drawing;
mod ended;
mod icon;
mod keyboard;
mod keys;
mod lock;
#[cfg(target_os = "linux")]
mod lock_shell;
mod night;
mod notice;
mod offers;
mod ring;
mod screen;
mod terms;
#[cfg(test)]
mod tests;
mod theme;
mod windows;

use crate::branding::Branding;
use crate::clock;
use crate::desktop::Keeper;
use crate::health::Health;
use crate::held_file::HeldFile;
use crate::identity::Identity;
use crate::logs;
use crate::machine::{Effect, Event, Machine};
use crate::network::{self, Order, Orders, Station};
use crate::options::Options;
use crate::platform::{self, Layout};
use crate::sound::Player;
use crate::update::Updates;
use alarm::Alarm;
use chrono::{DateTime, Local};
use guichet_protocol::{Asked, Logo};
use iced::widget::{operation, scrollable::AbsoluteOffset};
use iced::{Element, Size, Subscription, Task, window};
use screen::{Screen, Surface};
use std::sync::Arc;
use tracing::{error, info, warn};
use uuid::Uuid;
use windows::Windows;

/// What the screens hear.
#[derive(Debug, Clone)]
pub enum Message {
    /// Something for the machine.
    Happened(Event),
    /// A long text is to be moved by so many pixels.
    Scrolled(f32),
    /// The clock on the wall shows another minute.
    Glanced,
    /// The service manager wants to hear that all is well.
    Pulsed,
    /// A window is there.
    Opened(window::Id),
    /// A window has another size.
    Resized(window::Id),
    /// A window is so large, in pixels of its scale.
    Measured(window::Id, Size),
    /// The visitor's desktop is there for this session.
    DesktopReady(Uuid),
    /// The site's logo came, or could not be had.
    LogoCame(Logo, Option<Arc<Vec<u8>>>),
    /// Monitors came, went or moved.
    Rearranged,
    /// Somebody wants to close a window.
    CloseAsked,
    /// The system asks the program to end.
    Stopped,
}

/// The station, as its screens know it.
#[derive(Debug)]
pub struct Kiosk {
    machine: Machine,
    identity: Identity,
    orders: Orders,
    health: Health,
    held_file: HeldFile,
    desktop: Keeper,
    updates: Updates,
    layout: Layout,
    branding: Branding,
    station: Arc<Station>,
    player: Player,
    name: String,
    wall_clock: DateTime<Local>,
    windows: Windows,
}

/// Shows the station until the system asks it to end: as the compositor's lock where it has one, else in windows.
///
/// # Errors
/// When there is no screen to draw on.
pub fn run(options: &Options, identity: Identity, station: Station) -> Result<(), String> {
    #[cfg(target_os = "linux")]
    if let Some(connection) = lock_shell::wanted(options)? {
        return lock_shell::run(options, connection, identity, station);
    }
    in_windows(options, identity, station).map_err(|error| error.to_string())
}

fn in_windows(options: &Options, identity: Identity, station: Station) -> iced::Result {
    let options = options.clone();
    let boot = move || {
        let windows = Windows::new(options.windowed);
        Kiosk::boot(&options, identity.clone(), station.clone(), windows)
    };
    let mut daemon = iced::daemon(boot, Kiosk::update, Kiosk::view)
        .title(|_: &Kiosk, _| "Guichet".to_owned())
        .subscription(|kiosk: &Kiosk| kiosk.in_windows())
        .scale_factor(|kiosk: &Kiosk, id| kiosk.windows.scale(id))
        .style(|_, _| theme::bare())
        .theme(|_: &Kiosk, _| iced::Theme::Dark)
        .default_font(theme::REGULAR)
        .antialiasing(true);
    for file in theme::FONT_FILES {
        daemon = daemon.font(file);
    }
    daemon.run()
}

impl Kiosk {
    fn boot(options: &Options, identity: Identity, station: Station, windows: Windows) -> (Self, Task<Message>) {
        logs::of_station(identity.station());
        let (mut machine, effects) = Machine::start(identity.station().is_some(), options.lang, clock::now_ms());
        let held_file = HeldFile::new(options.held_file());
        if let Some(saved) = held_file.read() {
            machine.restore(&saved, held_file.boot());
        }
        let (name, health) = (station.name.clone(), station.health.clone());
        let station = Arc::new(station);
        let (orders, events) = network::start(station.clone());
        let (desktop, ready) = Keeper::start(&options.system);
        let mut kiosk = Self {
            machine,
            identity,
            orders,
            health,
            held_file,
            desktop,
            updates: Updates::new(options.system.update_unit(), &options.state_dir),
            layout: Layout::new(&options.system, &options.state_dir),
            branding: Branding::load(&options.state_dir),
            station,
            player: Player::new(&options.state_dir),
            name,
            wall_clock: clock::on_the_wall(),
            windows,
        };
        kiosk.keep_desktop();
        let tasks = [
            kiosk.carry_out(effects),
            kiosk.show(),
            Task::run(events, Message::Happened),
            Task::run(ready, Message::DesktopReady),
            Task::future(platform::stop_signal()).map(|()| Message::Stopped),
        ];
        (kiosk, Task::batch(tasks))
    }

    fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Happened(event) => self.happened(event),
            Message::Scrolled(pixels) => operation::scroll_by(terms::SCROLLED, AbsoluteOffset { x: 0.0, y: pixels }),
            Message::Glanced => {
                self.wall_clock = clock::on_the_wall();
                Task::none()
            }
            Message::Pulsed => Task::none(),
            Message::Opened(id) => self.windows.opened(id),
            Message::Resized(id) => Windows::measure(id),
            Message::Measured(id, size) => self.windows.measured(id, size),
            Message::DesktopReady(session) => {
                self.desktop.became_ready(session);
                self.show()
            }
            Message::LogoCame(logo, bytes) => {
                self.branding.came(&logo, bytes.as_ref().map(|bytes| bytes.as_slice()));
                self.follow_look()
            }
            Message::Rearranged => Task::batch([self.windows.rearranged(), self.show()]),
            Message::CloseAsked if !self.windows.may_close() => Task::none(),
            Message::CloseAsked | Message::Stopped => {
                info!("stopped");
                iced::exit()
            }
        }
    }

    fn happened(&mut self, event: Event) -> Task<Message> {
        let heard_at = matches!(event, Event::Told(_)).then(|| clock::on_the_wall().timestamp_millis());
        let effects = self.machine.on_event(event, clock::now_ms());
        let pin = self.identity.server().key();
        self.health.note(&self.machine, self.identity.station(), pin, heard_at);
        self.held_file.keep(self.machine.saved(self.held_file.boot()));
        self.keep_desktop();
        Task::batch([self.carry_out(effects), self.show(), self.follow_look()])
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Task<Message> {
        let mut tasks = Vec::new();
        for effect in effects {
            match effect {
                Effect::Enrol => self.order(Order::Enrol),
                Effect::Connect => {
                    if let Some(id) = self.identity.station() {
                        self.order(Order::Connect(id));
                    }
                }
                Effect::Remember(id) => {
                    if let Err(error) = self.identity.remember(id) {
                        error!(%error, "the station's id cannot be kept");
                    }
                    logs::of_station(Some(id));
                }
                Effect::Resync => self.order(Order::Resync),
                Effect::Send(message) => self.order(Order::Send(message.into())),
                Effect::Ask { request, message } => {
                    self.order(Order::Send(Asked { request: Some(request), message }));
                }
                Effect::Sound(sound) => tasks.push(Task::future(self.player.clone().play(sound)).discard()),
                Effect::Update(id) => self.order(Order::Update(id)),
                Effect::Power { id, action } => self.order(Order::Power(id, action)),
            }
        }
        Task::batch(tasks)
    }

    fn order(&self, order: Order) {
        if let Err(error) = self.orders.try_send(order) {
            warn!(%error, "the network does not keep up");
        }
    }

    /// Brings the visitor's desktop in line with the machine.
    fn keep_desktop(&mut self) {
        // What was offered before a restart holds until the server says more.
        if let Some(settings) = self.machine.known_settings() {
            self.desktop.offer(&settings.desktop, self.machine.comfort().language, settings.keyboard);
            self.layout.follow(settings.keyboard, self.machine.is_idle());
            self.updates.follow(settings.update_channel);
        }
        self.desktop.want(self.machine.desktop());
    }

    /// Looks as the server says; what it cannot have yet it goes on seeking.
    fn follow_look(&mut self) -> Task<Message> {
        let told = self.machine.known_settings().map(|settings| settings.look.clone());
        let Some(logo) = told.and_then(|look| self.branding.follow(&look)) else { return Task::none() };
        let station = self.station.clone();
        Task::future(async move {
            let bytes = network::fetch_logo(&station, &logo).await;
            Message::LogoCame(logo, bytes.map(Arc::new))
        })
    }

    fn show(&mut self) -> Task<Message> {
        self.windows.show(self.wanted())
    }

    /// What is to be on the screen: it is locked until the visitor's desktop is there.
    fn wanted(&self) -> &'static [Surface] {
        if self.desktop.may_open() { Surface::wanted(&self.machine) } else { &[Surface::Lock] }
    }

    fn view(&self, id: window::Id) -> Element<'_, Message> {
        self.draw(self.windows.surface(id))
    }

    fn draw(&self, surface: Surface) -> Element<'_, Message> {
        let Self { machine, branding, wall_clock, .. } = self;
        let screen = Screen { machine, branding, own_name: &self.name, wall_clock: *wall_clock };
        // A dialog on its way out has nothing left to say.
        let has_left = surface == Surface::Dialog && !self.wanted().contains(&surface);
        screen.view(if has_left { Surface::Lock } else { surface })
    }

    /// What is heard where the screens are windows.
    fn in_windows(&self) -> Subscription<Message> {
        let mut heard = vec![self.alarm(None).subscription(), windows::heard()];
        if self.windows.cover_all() && self.wanted().contains(&Surface::Lock) {
            heard.push(Subscription::run(platform::stay_on_top).map(|()| Message::Rearranged));
        }
        Subscription::batch(heard)
    }

    /// What wakes it up next.
    fn alarm(&self, pulse_at_ms: Option<i64>) -> Alarm {
        let minute = (!self.machine.is_open()).then(|| self.wall_clock.timestamp().div_euclid(60));
        Alarm { tick_at_ms: self.machine.wake_at(), pulse_at_ms, minute }
    }
}
