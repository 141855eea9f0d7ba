//! What the desk asks of the station.
use super::{Effect, Machine, Notice, PowerAction};
use guichet_protocol::{ClientMessage, Command};
use std::collections::VecDeque;
use tracing::info;
use uuid::Uuid;

/// How many commands are remembered, so that a repeated one is not carried out twice.
const REMEMBERED: usize = 32;
/// The server allows 500; what is longer does not fit the screen.
const MESSAGE_CHARS: usize = 500;

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

impl Machine {
    pub(super) fn commanded(&mut self, id: Uuid, command: Command) -> Vec<Effect> {
        if !self.carried_out.is_new(id) {
            return vec![done(id, None)];
        }
        match command {
            Command::Lock => {
                info!("command: lock");
                self.lock_by_desk();
                vec![done(id, None)]
            }
            Command::Message { text } => {
                info!("command: message");
                self.message = Some(text.chars().take(MESSAGE_CHARS).collect());
                vec![done(id, None)]
            }
            Command::Restart => power(id, PowerAction::Restart),
            Command::Shutdown => power(id, PowerAction::Shutdown),
            Command::Wake => vec![done(id, None)],
        }
    }

    /// A running session keeps running; its code opens the station again.
    fn lock_by_desk(&mut self) {
        if self.is_open() {
            self.locked_by_desk = true;
            self.lock(Some(Notice::LockedByDesk));
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
