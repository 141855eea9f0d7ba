//! `register_node`: the client says every ten seconds that it is there, and hears how it stands.
use super::{
    calls::{close_screen, event_of, hear},
    model::{Answer, Asked, Orders, Registered, Settings},
    rules::units,
    store,
};
use crate::{
    App,
    access::Station,
    db::{Event, Tx},
    i18n::{self, Language},
    live::SessionLine,
    problem::{Code, Problem},
    sessions,
    stations::{self, StationRow, WakeUp},
};
use guichet_protocol::{SessionStatut, StationStatut, Terms};
use std::net::IpAddr;

/// What a client says for whom it is may be this long.
const MAX_AGES: usize = 100;
/// From this version on, `unlock` opens a screen that the visitor locked.
const UNLOCKS: [u32; 3] = [2, 4, 0];
/// From this version on, the terms have a line and a text.
const DETAILS: [u32; 3] = [2, 3, 0];

/// Lets a node that is no station wait for somebody's approval. Why it may not even wait is nothing its screen could show.
pub(super) async fn wait(app: &App, asked: &Asked, key: &[u8], ip: IpAddr) -> Result<(), Problem> {
    match stations::ask_approval(app, asked.node(), asked.get("macaddress"), key, ip).await {
        Err(problem) if problem.code.status().is_server_error() => Err(problem),
        _ => Ok(()),
    }
}

/// What a node is told that nobody approved: its login is out of order.
pub(super) fn stranger() -> Answer {
    Answer::Registered(Box::new(Registered { is_known: 0, status: "suspended", ..Registered::default() }))
}

/// What a station is told.
pub(super) async fn known(app: &App, station: &Station, asked: &Asked) -> Result<Answer, Problem> {
    hear(app, station, asked).await?;
    let mut tx = app.db.read().await?;
    let row = stations::find(&mut tx, station.id).await?.ok_or(Code::Unavailable)?;
    let line = sessions::open_at(&mut tx, station.id).await?;
    let terms = app.places.of(app, &mut tx, station.id).await?.and_then(|place| place.terms().cloned());
    let client = store::find(&mut tx, station.id).await?;
    drop::<Tx>(tx);
    note_ages(app, station, asked.get("age_limit"), &client.age_limit).await?;
    let mut orders = orders(app, station, asked, line.is_some()).await?;
    match &line {
        Some(line) if line.statut == SessionStatut::Suspendue => close_screen(app, station, line).await?,
        Some(line) if client.opened != Some(line.id) && !is_out_of_use(&row) => {
            log_in(app, station, asked, line, &mut orders).await?;
        }
        _ => {}
    }
    Ok(Answer::Registered(Box::new(Registered {
        is_known: 1,
        status: status(&row, line.as_ref()),
        // Who it is for, the desk knows.
        reserved_for: if row.statut == StationStatut::Reserve { "-" } else { "" },
        settings: terms.map_or_else(Settings::default, |terms| asking(&terms, asked)),
        orders,
    })))
}

fn is_out_of_use(row: &StationRow) -> bool {
    matches!(row.statut, StationStatut::Maintenance | StationStatut::HorsLigne)
}

fn status(row: &StationRow, line: Option<&SessionLine>) -> &'static str {
    let stands_still = line.is_some_and(|line| line.statut == SessionStatut::Suspendue);
    if stands_still || is_out_of_use(row) { "suspended" } else { "online" }
}

/// The terms of use that the visitor accepts before the code is sent, in every language there is.
fn asking(terms: &Terms, asked: &Asked) -> Settings {
    let french = terms.texts.get("fr").into_iter();
    let others = terms.texts.iter().filter(|(language, _)| *language != "fr").map(|(_, text)| text);
    let text = french.chain(others).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    let question = [Language::Fr, Language::En].map(|language| i18n::text(language, "libki-terms", &[])).join("\n");
    if asked.is_before(DETAILS) {
        return Settings { terms_of_service: text, ..Settings::default() };
    }
    Settings { terms_of_service: question, terms_of_service_details: text, ..Settings::default() }
}

async fn note_ages(app: &App, station: &Station, said: &str, known: &str) -> Result<(), Problem> {
    let said: String = said.chars().filter(|c| !c.is_control()).take(MAX_AGES).collect();
    if said == known {
        return Ok(());
    }
    let mut change = station.change(app).await?;
    store::set_ages(&mut change, station.id, &said).await?;
    let event = Event::new("stations", "libki_ages", "station", station.id).agency(station.agency_id);
    change.commit(event.with("age_limit", said)).await
}

/// What consoles asked of the station. While a session is open, its visitor's poll hears of a lock.
async fn orders(app: &App, station: &Station, asked: &Asked, is_open: bool) -> Result<Orders, Problem> {
    const KINDS: [&str; 8] = ["shutdown", "restart", "suspend", "drop", "unlock", "wakeup", "update", "lock"];
    let kinds = if is_open { &KINDS[..7] } else { &KINDS };
    let mut orders = Orders::default();
    for (kind, payload) in stations::take_all(app, station, kinds).await? {
        match kind.as_str() {
            "shutdown" => orders.shutdown = Some(1),
            "restart" => orders.restart = Some(1),
            "suspend" => orders.suspend = Some(1),
            "drop" => orders.drop = Some(1),
            // An older client would take it for something else.
            "unlock" if !asked.is_before(UNLOCKS) => orders.unlock = Some(1),
            "wakeup" => wake(app, &mut orders, &payload),
            _ => {}
        }
    }
    Ok(orders)
}

fn wake(app: &App, orders: &mut Orders, payload: &str) {
    let Ok(WakeUp { mac }) = serde_json::from_str(payload) else { return };
    let address = app.settings.wake_address;
    orders.wakeup = Some(1);
    orders.wol_host = Some(address.ip().to_string());
    orders.wol_port = Some(address.port().to_string());
    orders.wol_mac_addresses.push(mac);
}

/// Has the client open the desktop for a session that the desk started, once.
async fn log_in(
    app: &App,
    station: &Station,
    asked: &Asked,
    line: &SessionLine,
    orders: &mut Orders,
) -> Result<(), Problem> {
    let mut change = station.change(app).await?;
    if !store::open(&mut change, station.id, line.id).await? {
        return Ok(());
    }
    change.commit(event_of("libki_autologin", line)).await?;
    if asked.is_before(UNLOCKS) {
        orders.unlock = Some(1);
    } else {
        orders.autologin = Some(1);
    }
    orders.username = Some(line.id.to_string());
    orders.minutes = Some(units(line.countdown().remaining_ms(app.clock.now())));
    Ok(())
}
