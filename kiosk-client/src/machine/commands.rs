//! What the desk asks of the station.
use super::{Effect, Link, Machine, Notice, PowerAction, Sound, State, clean};
use guichet_protocol::{ClientMessage, Command, EndReason, UpdateChannel};
use std::collections::VecDeque;
use tracing::info;
use uuid::Uuid;

/// How many commands are remembered, so that a repeated one is not carried out twice.
const REMEMBERED: usize = 32;
/// The server allows 500; what is longer does not fit the screen.
const MESSAGE_CHARS: usize = 500;
/// How many messages wait for their turn.
const MESSAGES: usize = 8;

/// The commands that were carried out lately.
#[derive(Debug, Default)]
pub(super) struct CarriedOut(VecDeque<Uuid>);

impl CarriedOut {
    /// Whether this is the first time that `id` comes; it is remembered.
    fn is_new(&mut self, id: Uuid) -> bool {
        if self.0.contains(&id) {
            return false;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(id);
        true
    }
}

/// The desk's messages, the first one on the screen.
#[derive(Debug, Default)]
pub(super) struct Messages {
    waiting: VecDeque<(Uuid, String)>,
    /// Those that were read while the server could not be told.
    read: VecDeque<Uuid>,
}

impl Messages {
    pub(super) fn shown(&self) -> Option<&str> {
        self.waiting.front().map(|(_, text)| text.as_str())
    }

    fn is_behind_another(&self, id: Uuid) -> bool {
        self.waiting.iter().skip(1).any(|(waiting, _)| *waiting == id)
    }
}

impl Machine {
    pub(super) fn commanded(&mut self, id: Uuid, command: Command) -> Vec<Effect> {
        if command == Command::Update {
            return self.update_asked(id);
        }
        if !self.carried_out.is_new(id) {
            let is_done = !self.messages.is_behind_another(id);
            return is_done.then(|| done(id, None)).into_iter().collect();
        }
        match command {
            Command::Lock => {
                info!("command: lock");
                self.lock_by_desk();
                vec![done(id, None)]
            }
            Command::Message { text } => self.message_told(id, &text),
            Command::Restart => power(id, PowerAction::Restart),
            Command::Shutdown => power(id, PowerAction::Shutdown),
            Command::Update | Command::Wake => vec![done(id, None)],
        }
    }

    /// The newer software starts another client before it is all there: that one is asked again, and finds it done.
    fn update_asked(&mut self, id: Uuid) -> Vec<Effect> {
        if self.updating.contains(&id) {
            return Vec::new();
        }
        info!("command: update");
        if self.held.is_some() {
            return vec![done(id, Some("a session is open".to_owned()))];
        }
        if self.known_settings().is_some_and(|settings| settings.update_channel == UpdateChannel::None) {
            return vec![done(id, Some("the station's update channel is none".to_owned()))];
        }
        self.updating.push(id);
        vec![Effect::Update(id)]
    }

    pub(super) fn updated(&mut self, id: Uuid, error: Option<String>) -> Vec<Effect> {
        self.updating.retain(|asked| *asked != id);
        vec![done(id, error)]
    }

    /// A message is done once it is on the screen.
    fn message_told(&mut self, id: Uuid, text: &str) -> Vec<Effect> {
        info!("command: message");
        let waiting = &mut self.messages.waiting;
        if waiting.len() == MESSAGES {
            return vec![done(id, Some("too many messages wait to be read".to_owned()))];
        }
        waiting.push_back((id, clean(text, MESSAGE_CHARS)));
        if waiting.len() > 1 {
            return Vec::new();
        }
        vec![done(id, None), Effect::Sound(Sound::Desk)]
    }

    /// The message on the screen was read; the next one takes its place.
    pub(super) fn message_read(&mut self) {
        let Some((id, _)) = self.messages.waiting.pop_front() else {
            return;
        };
        info!("message: read");
        self.messages.read.truncate(MESSAGES - 1);
        self.messages.read.push_back(id);
        self.say_what_was_read();
        if let Some((next, _)) = self.messages.waiting.front() {
            self.outbox.push(done(*next, None));
        }
    }

    pub(super) fn say_what_was_read(&mut self) {
        if self.link == Link::Connected {
            let read = self.messages.read.drain(..);
            self.outbox.extend(read.map(|id| Effect::Send(ClientMessage::MessageRead { id })));
        }
    }

    /// A running session keeps running; its code opens the station again.
    fn lock_by_desk(&mut self) {
        match self.state {
            State::Open => {
                self.locked_by_desk = true;
                self.lock(Some(Notice::LockedByDesk));
            }
            State::Ending { .. } => self.show_end(Some(EndReason::TempsEcoule)),
            _ => {}
        }
    }
}

fn power(id: Uuid, action: PowerAction) -> Vec<Effect> {
    info!(?action, "command: power");
    vec![Effect::Power { id, action }]
}

pub(super) fn done(id: Uuid, error: Option<String>) -> Effect {
    Effect::Send(ClientMessage::CommandDone { id, error })
}
