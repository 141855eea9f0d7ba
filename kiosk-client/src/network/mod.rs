//! The station's talk with the server, without drawing: orders go in, events come out.

mod backoff;
mod dial;
mod enrol;
mod http;
mod link;
mod login;
mod logo;
mod start;
#[cfg(test)]
mod tests;

pub use dial::Server;
pub use logo::fetch as fetch_logo;

use crate::health::Health;
use crate::identity::Pin;
use crate::key::KeyFile;
use crate::machine::{Event, PowerAction};
use crate::power;
use crate::update;
use futures_util::Stream;
use guichet_protocol::Asked;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::mpsc;
use uuid::Uuid;

/// More than a station ever has to say at once; beyond it the server is not listening anyway.
const QUEUE: usize = 64;

/// What the station is to its server.
#[derive(Debug, Clone)]
pub struct Station {
    /// The server.
    pub server: Server,
    /// What proves that it is this station.
    pub key: Arc<KeyFile>,
    /// The server it takes for its own.
    pub pin: Arc<Pin>,
    /// Which start of the program this is.
    pub instance: Uuid,
    /// How it is, for whoever asks on the machine.
    pub health: Health,
    /// Its state folder.
    pub folder: PathBuf,
    /// The one-time enrolment token, if it was given one.
    pub token: Option<String>,
    /// Which start over the network this is, where it was one.
    pub start: Option<Uuid>,
    /// How it calls itself until the server names it.
    pub name: String,
    /// The address of its network card.
    pub mac: Option<String>,
    /// The language of the server's sentences: `fr` or `en`.
    pub language: &'static str,
    /// The program that restarts the machine, and switches it off.
    pub power_command: String,
    /// The unit that takes newer software, where there is one.
    pub update_unit: Option<String>,
}

/// What the network is asked to do.
#[derive(Debug)]
pub enum Order {
    /// Ask to be known.
    Enrol,
    /// Open the socket as this station, and keep it open.
    Connect(Uuid),
    /// Open another socket, for a new snapshot.
    Resync,
    /// Say this, when there is a socket; what cannot be said now is not said later.
    Send(Asked),
    /// Take newer software, for a command with this id.
    Update(Uuid),
    /// Restart or switch off, for a command with this id.
    Power(Uuid, PowerAction),
}

/// Where orders go.
pub type Orders = mpsc::Sender<Order>;

/// Starts the network. The stream must be polled inside a tokio runtime.
pub fn start(station: Arc<Station>) -> (Orders, impl Stream<Item = Event> + Send + 'static) {
    let (orders, received) = mpsc::channel(QUEUE);
    let (events, heard) = mpsc::channel(QUEUE);
    let work = work(station, received, events);
    let stream = futures_util::stream::unfold((heard, Some(work)), |(mut heard, mut work)| {
        if let Some(work) = work.take() {
            tokio::spawn(work);
        }
        async move { heard.recv().await.map(|event| (event, (heard, None))) }
    });
    (orders, stream)
}

async fn work(station: Arc<Station>, mut orders: mpsc::Receiver<Order>, events: mpsc::Sender<Event>) {
    tokio::spawn(crate::health::serve(station.health.clone(), station.folder.clone()));
    tokio::spawn(start::tell(station.clone()));
    let mut token = station.token.clone();
    let mut link: Option<link::Handle> = None;
    while let Some(order) = orders.recv().await {
        match order {
            Order::Enrol => {
                let answer = enrol::ask(&station, &mut token).await;
                if events.send(Event::Enrolment(answer)).await.is_err() {
                    return;
                }
            }
            Order::Connect(id) => link = Some(link::open(station.clone(), id, events.clone())),
            Order::Resync => {
                if let Some(link) = &link {
                    link.resync();
                }
            }
            Order::Send(message) => {
                if let Some(link) = &link {
                    link.send(message);
                }
            }
            Order::Update(id) => {
                let (unit, events) = (station.update_unit.clone(), events.clone());
                tokio::spawn(async move {
                    let error = update::run(unit.as_deref()).await.err();
                    let _ = events.send(Event::Updated { id, error }).await;
                });
            }
            Order::Power(id, action) => {
                let command = station.power_command.clone();
                let events = events.clone();
                tokio::spawn(async move {
                    let error = power::run(&command, action).await.err();
                    let _ = events.send(Event::PowerDone { id, error }).await;
                });
            }
        }
    }
}
