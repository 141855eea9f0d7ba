//! A station without a screen: it becomes known to its server and stays in touch with it, as the one with a screen does. It
//! tells whether a machine gets that far; no visitor can do anything there.
use crate::clock;
use crate::identity::Identity;
use crate::logs;
use crate::machine::{Effect, Event, Machine};
use crate::network::{self, Order, Orders, Station};
use crate::options::Options;
use crate::platform;
use futures_util::StreamExt;
use guichet_protocol::Asked;
use std::io;
use std::time::Duration;
use tracing::{error, info, warn};

/// What `Tick` is looked for by: the clock may stand still while the machine is asleep.
const GLANCE: Duration = Duration::from_secs(1);

/// Runs until the system asks the program to end.
///
/// # Errors
/// When the system gives it no timers or no network.
pub fn run(options: &Options, identity: Identity, station: Station) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(stay_in_touch(options, identity, station));
    Ok(())
}

async fn stay_in_touch(options: &Options, identity: Identity, station: Station) {
    logs::of_station(identity.station());
    let (machine, effects) = Machine::start(identity.station().is_some(), options.lang, clock::now_ms());
    let health = station.health.clone();
    let (orders, events) = network::start(station.into());
    let mut headless = Headless { machine, identity, orders };
    headless.carry_out(effects);
    let mut events = std::pin::pin!(events);
    let mut stopped = std::pin::pin!(platform::stop_signal());
    loop {
        let event = tokio::select! {
            event = events.next() => match event {
                Some(event) => event,
                None => return,
            },
            () = tokio::time::sleep(headless.until_tick()) => Event::Tick,
            () = &mut stopped => {
                info!("stopped");
                return;
            }
        };
        let heard_at = matches!(event, Event::Told(_)).then(|| clock::on_the_wall().timestamp_millis());
        headless.happened(event);
        let pin = headless.identity.server().key();
        health.note(&headless.machine, headless.identity.station(), pin, heard_at);
    }
}

struct Headless {
    machine: Machine,
    identity: Identity,
    orders: Orders,
}

impl Headless {
    fn until_tick(&self) -> Duration {
        let left_ms = self.machine.wake_at().map_or(i64::MAX, |at_ms| at_ms.saturating_sub(clock::now_ms()));
        Duration::from_millis(u64::try_from(left_ms).unwrap_or(0)).min(GLANCE)
    }

    fn happened(&mut self, event: Event) {
        let effects = self.machine.on_event(event, clock::now_ms());
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let order = match effect {
                Effect::Enrol => Some(Order::Enrol),
                Effect::Connect => self.identity.station().map(Order::Connect),
                Effect::Remember(id) => {
                    if let Err(error) = self.identity.remember(id) {
                        error!(%error, "the station's id cannot be kept");
                    }
                    logs::of_station(Some(id));
                    None
                }
                Effect::Resync => Some(Order::Resync),
                Effect::Send(message) => Some(Order::Send(message.into())),
                Effect::Ask { request, message } => Some(Order::Send(Asked { request: Some(request), message })),
                Effect::Sound(_) => None,
                Effect::Update(id) => Some(Order::Update(id)),
                Effect::Power { id, action } => Some(Order::Power(id, action)),
            };
            if let Some(order) = order
                && let Err(error) = self.orders.try_send(order)
            {
                warn!(%error, "the network does not keep up");
            }
        }
    }
}
