//! The visitor's desktop: it is there for one session, and leaves nothing behind.
use crate::machine::Desktop;
use crate::platform::{self, SystemOptions, Visitor};
use crate::text::Language;
use futures_util::{Stream, stream};
use guichet_protocol::{Desktop as Offer, Keyboard, UsbPolicy};
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tracing::{error, info};
use uuid::Uuid;

const TRY_AGAIN: Duration = Duration::from_secs(1);
/// What the desktop finds in its environment.
const OFFER: &str = "desktop.env";

/// The desktop, and whose it is to be.
#[derive(Debug)]
pub struct Keeper {
    wanted: watch::Sender<Desktop>,
    ready: Option<Uuid>,
    /// Without one of ours, every session finds what is there.
    is_kept: bool,
    offer_file: Option<PathBuf>,
    offered: Option<(Offer, Language, Option<Keyboard>)>,
    sticks: watch::Sender<UsbPolicy>,
}

impl Keeper {
    /// Keeps the desktop in line with what is wanted; the stream tells for which session it is ready, and must be polled
    /// inside a tokio runtime.
    pub fn start(options: &SystemOptions) -> (Self, impl Stream<Item = Uuid> + Send + use<>) {
        let visitor = Visitor::new(options);
        let (wanted, wanted_now) = watch::channel(Desktop::Unknown);
        let (sticks, sticks_now) = watch::channel(UsbPolicy::Off);
        let (ready, heard) = mpsc::channel(1);
        let offer_file = options.run_dir().map(|folder| folder.join(OFFER));
        let keeper = Self { wanted, ready: None, is_kept: visitor.is_some(), offer_file, offered: None, sticks };
        let work = visitor.map(|visitor| keep(visitor, wanted_now, sticks_now, ready));
        let stream = stream::unfold((heard, work), |(mut heard, mut work)| {
            if let Some(work) = work.take() {
                tokio::spawn(work);
            }
            async move { heard.recv().await.map(|session| (session, (heard, None))) }
        });
        (keeper, stream)
    }

    /// Whose desktop is to be there.
    pub fn want(&mut self, desktop: Desktop) {
        if self.ready.map(Desktop::Of) != Some(desktop) {
            self.ready = None;
        }
        self.wanted.send_if_modified(|wanted| std::mem::replace(wanted, desktop) != desktop);
    }

    /// What the next desktop is to offer, in which language, and how its keyboard is laid out.
    pub fn offer(&mut self, offer: &Offer, language: Language, keyboard: Option<Keyboard>) {
        let is_same = |known: &(Offer, Language, _)| (&known.0, known.1, known.2) == (offer, language, keyboard);
        if self.offered.as_ref().is_some_and(is_same) {
            return;
        }
        self.offered = Some((offer.clone(), language, keyboard));
        self.sticks.send_replace(offer.usb);
        if let Some(path) = &self.offer_file
            && let Err(error) = write(path, &environment(offer, language, keyboard))
        {
            error!(%error, "what the desktop offers cannot be written");
        }
    }

    /// It is there for this session.
    pub fn became_ready(&mut self, session: Uuid) {
        if *self.wanted.borrow() == Desktop::Of(session) {
            self.ready = Some(session);
        }
    }

    /// Whether the screen may be given to the visitor: never while there is anything of somebody else.
    pub fn may_open(&self) -> bool {
        !self.is_kept || self.ready.is_some()
    }
}

/// The file as systemd reads it. A home page is a setting of the site's: it gets no further line.
fn environment(offer: &Offer, language: Language, keyboard: Option<Keyboard>) -> String {
    let applications: Vec<_> = offer.applications.iter().map(|application| application.as_str()).collect();
    let page: String = offer.home_page.iter().flat_map(|page| page.chars()).filter(|c| !c.is_control()).collect();
    let page = page.replace('\\', "%5C").replace('"', "%22");
    let (applications, language) = (applications.join(" "), language.tag());
    let mut file = format!(
        "GUICHET_APPLICATIONS=\"{applications}\"\nGUICHET_HOME_PAGE=\"{page}\"\nGUICHET_LANGUAGE=\"{language}\"\n"
    );
    if let Some(server) = offer.print_server.as_deref().filter(|server| server.chars().all(is_of_host)) {
        let _ = writeln!(file, "CUPS_SERVER=\"{server}\"");
    }
    if let Some(keyboard) = keyboard {
        file.push_str(&platform::environment(keyboard));
    }
    file
}

fn is_of_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-.:[]".contains(c)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    std::fs::write(&unfinished, text)?;
    std::fs::rename(unfinished, path)
}

async fn keep(
    visitor: Visitor,
    mut wanted: watch::Receiver<Desktop>,
    sticks: watch::Receiver<UsbPolicy>,
    ready: mpsc::Sender<Uuid>,
) {
    let mut now = visitor.found().await;
    loop {
        let goal = *wanted.borrow_and_update();
        let policy = *sticks.borrow();
        match bring(&visitor, now, goal, policy).await {
            Ok(reached) => {
                now = reached;
                if let Desktop::Of(session) = goal
                    && ready.send(session).await.is_err()
                {
                    return;
                }
                if wanted.changed().await.is_err() {
                    return;
                }
            }
            Err(error) => {
                error!(error, "the visitor's desktop");
                now = Desktop::Unknown;
                tokio::time::sleep(TRY_AGAIN).await;
            }
        }
    }
}

/// Stops what is somebody else's, then starts what is wanted.
async fn bring(visitor: &Visitor, now: Desktop, goal: Desktop, sticks: UsbPolicy) -> Result<Desktop, String> {
    if goal == Desktop::Unknown {
        return Ok(now);
    }
    if now != goal || goal == Desktop::Nobodys {
        visitor.stop().await?;
        info!("desktop: gone");
    }
    if let Desktop::Of(session) = goal {
        visitor.start(session, sticks).await?;
        info!("desktop: ready");
    }
    Ok(goal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_protocol::Application;

    fn keeper(unit: Option<&str>) -> Keeper {
        let options = SystemOptions { visitor_unit: unit.map(str::to_owned), ..SystemOptions::default() };
        Keeper::start(&options).0
    }

    #[test]
    fn the_screen_opens_for_the_session_whose_desktop_is_there() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut keeper = keeper(Some("visitor.service"));
        keeper.want(Desktop::Of(one));
        assert!(!keeper.may_open());
        keeper.became_ready(one);
        assert!(keeper.may_open());
        keeper.want(Desktop::Of(other));
        assert!(!keeper.may_open(), "it is somebody else's");
        keeper.became_ready(one);
        assert!(!keeper.may_open(), "an answer that was late");
    }

    #[test]
    fn a_home_page_gets_no_further_line() {
        let home_page = Some("https://a.example/\nLD_PRELOAD=\"x\\".to_owned());
        let offer =
            Offer { applications: vec![Application::Browser, Application::Files], home_page, ..Offer::default() };
        let expected = "GUICHET_APPLICATIONS=\"browser files\"\n\
            GUICHET_HOME_PAGE=\"https://a.example/LD_PRELOAD=%22x%5C\"\nGUICHET_LANGUAGE=\"en\"\n";
        assert_eq!(environment(&offer, Language::En, None), expected);
        let laid_out = "XKB_DEFAULT_LAYOUT=\"be\"\nXKB_DEFAULT_VARIANT=\"\"\n";
        let with_keyboard = environment(&offer, Language::En, Some(Keyboard::Be));
        assert_eq!(with_keyboard, format!("{expected}{laid_out}"));
        let with = |server: &str| {
            environment(&Offer { print_server: Some(server.into()), ..offer.clone() }, Language::En, None)
        };
        assert_eq!(with("10.0.0.5:631"), format!("{expected}CUPS_SERVER=\"10.0.0.5:631\"\n"));
        assert_eq!(with("a\nLD_PRELOAD=x"), expected);
    }

    #[test]
    fn without_a_unit_there_is_nothing_to_wait_for() {
        assert!(keeper(None).may_open());
    }
}
