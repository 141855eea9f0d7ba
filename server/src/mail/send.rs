//! Sends the letters that wait, and tries again those that did not go.
use super::{
    Letter,
    queue::{self, Waiting},
};
use crate::{
    App,
    app::stopped,
    audit::KioskAction,
    config::SmtpSecurity,
    db::{Actor, Event, Unaudited},
    parameters,
    problem::Problem,
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
    transport::smtp::{self, authentication::Credentials},
};
use std::time::Duration;

/// How often the queue is looked at when nobody wakes the task.
const PERIOD_MS: i64 = 30_000;
/// A server that does not answer is given up after this long.
const PATIENCE: Duration = Duration::from_secs(30);
/// A letter belongs to the process that sends it for this long.
const LEASE_MS: i64 = 120_000;
/// How long to wait after each attempt that failed, in minutes; after the last, the letter has failed.
const WAITS_MIN: [i64; 6] = [1, 5, 15, 60, 240, 720];

/// Sends what waits until the server stops.
pub async fn work(app: App) {
    let mut stopping = app.stopping.subscribe();
    while !*stopping.borrow() {
        if super::is_on(&app)
            && let Err(problem) = send_due(&app).await
        {
            problem.log("mail");
        }
        tokio::select! {
            () = app.letters_wait.notified() => {}
            () = app.clock.sleep_until(app.clock.now() + PERIOD_MS) => {}
            () = stopped(&mut stopping) => {}
        }
    }
}

/// Sends what is due now; how many letters went.
///
/// # Errors
/// When the database fails. A mail server that fails is no error: the letters wait.
pub async fn send_due(app: &App) -> Result<usize, Problem> {
    let mut sent = 0;
    while let Some(waiting) = next(app).await? {
        let mut change = app.db.change(Actor::SYSTEM).await?;
        let until = change.now() + LEASE_MS;
        if !queue::claim(&mut change, &waiting, until).await? {
            continue;
        }
        change.commit_unaudited(Unaudited::Scheduling).await?;
        let outcome = match queue::opened(app, &waiting) {
            Some(letter) => send(app, &waiting, letter).await,
            None => Err(Refused { word: "unreadable", for_good: true }),
        };
        sent += usize::from(outcome.is_ok());
        settle(app, &waiting, outcome).await?;
    }
    Ok(sent)
}

/// The next letter. The connection is given back before a mail server is talked to: it may take its time.
async fn next(app: &App) -> Result<Option<Waiting>, Problem> {
    Ok(queue::next(&mut app.db.read().await?, app.clock.now()).await?)
}

/// Why a letter did not go.
struct Refused {
    word: &'static str,
    /// Whether another attempt would end alike.
    for_good: bool,
}

impl From<smtp::Error> for Refused {
    fn from(error: smtp::Error) -> Self {
        // The text can hold the address: it is for the log of the machine, not for the table.
        tracing::warn!(%error, "A letter was not taken");
        let word = if error.is_timeout() {
            "timeout"
        } else if error.is_tls() {
            "tls"
        } else if error.is_permanent() || error.is_transient() {
            "refused"
        } else {
            "unreachable"
        };
        Self { word, for_good: error.is_permanent() }
    }
}

fn transport(app: &App) -> Result<AsyncSmtpTransport<Tokio1Executor>, smtp::Error> {
    let settings = &app.settings;
    let host = settings.smtp_host.as_str();
    let builder = match settings.smtp_security {
        SmtpSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host)?,
        SmtpSecurity::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?,
        SmtpSecurity::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
    };
    let builder = builder.port(settings.smtp_port).timeout(Some(PATIENCE));
    let password = settings.smtp_password.clone().unwrap_or_default();
    let builder = if settings.smtp_user.is_empty() {
        builder
    } else {
        builder.credentials(Credentials::new(settings.smtp_user.clone(), password))
    };
    Ok(builder.build())
}

async fn send(app: &App, waiting: &Waiting, letter: Letter) -> Result<(), Refused> {
    let message = message(app, waiting, letter).ok_or(Refused { word: "address", for_good: true })?;
    transport(app)?.send(message).await?;
    Ok(())
}

/// The letter in its envelope; nothing when an address is none.
fn message(app: &App, waiting: &Waiting, letter: Letter) -> Option<Message> {
    let from = app.settings.mail_sender();
    let host = from.rsplit_once('@').map_or("localhost", |(_, host)| host);
    let from = Mailbox::new(Some(app.parameters.text(&parameters::SITE_NAME, None)), from.parse().ok()?);
    Message::builder()
        .message_id(Some(format!("<{}@{host}>", waiting.id)))
        .from(from)
        .to(letter.to.parse().ok()?)
        .subject(letter.subject)
        .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
        .ok()
}

async fn settle(app: &App, waiting: &Waiting, outcome: Result<(), Refused>) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let attempts = usize::try_from(waiting.attempts).unwrap_or(usize::MAX);
    match outcome {
        Ok(()) => queue::end(&mut change, waiting.id, None).await?,
        Err(Refused { word, for_good }) => {
            let wait = WAITS_MIN.get(attempts).filter(|_| !for_good);
            let Some(minutes) = wait else {
                queue::end(&mut change, waiting.id, Some(word)).await?;
                let event = Event::kiosk(KioskAction::Erreur, "mail", Some(waiting.id)).with("reason", word);
                return change.commit(event).await;
            };
            let at = change.now() + minutes * 60_000;
            queue::later(&mut change, waiting.id, at, word).await?;
        }
    }
    change.commit_unaudited(Unaudited::Scheduling).await
}
