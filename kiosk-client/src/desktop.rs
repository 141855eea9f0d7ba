//! The visitor's desktop: a unit of systemd that is there for one session, and leaves nothing behind.
use crate::machine::Desktop;
use futures_util::{Stream, stream};
use guichet_protocol::Desktop as Offer;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;
use tokio::sync::{mpsc, watch};
use tracing::{error, info};
use uuid::Uuid;

const TRY_AGAIN: Duration = Duration::from_secs(1);
/// Whose desktop it is, for a client that starts again.
const OWNER: &str = "desktop-of";
/// What the unit finds in its environment.
const OFFER: &str = "desktop.env";

/// The unit, and whose it is to be.
#[derive(Debug)]
pub struct Keeper {
    wanted: watch::Sender<Desktop>,
    ready: Option<Uuid>,
    /// Without a unit, every session finds what is there.
    is_kept: bool,
    offer_file: Option<PathBuf>,
    offered: Option<Offer>,
}

impl Keeper {
    /// Keeps the unit in line with what is wanted; the stream tells for which session it is ready, and must be polled
    /// inside a tokio runtime.
    pub fn start(unit: Option<String>, run_dir: Option<&Path>) -> (Self, impl Stream<Item = Uuid> + Send + use<>) {
        let (wanted, wanted_now) = watch::channel(Desktop::Unknown);
        let (ready, heard) = mpsc::channel(1);
        let offer_file = run_dir.map(|folder| folder.join(OFFER));
        let keeper = Self { wanted, ready: None, is_kept: unit.is_some(), offer_file, offered: None };
        let owner = run_dir.map(|folder| folder.join(OWNER));
        let work = unit.map(|unit| keep(Unit { name: unit, owner }, wanted_now, ready));
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

    /// What the next desktop is to offer.
    pub fn offer(&mut self, offer: &Offer) {
        if self.offered.as_ref() == Some(offer) {
            return;
        }
        self.offered = Some(offer.clone());
        if let Some(path) = &self.offer_file
            && let Err(error) = write(path, &environment(offer))
        {
            error!(%error, "what the desktop offers cannot be written");
        }
    }

    /// The unit is there for this session.
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
fn environment(offer: &Offer) -> String {
    let applications: Vec<_> = offer.applications.iter().map(|application| application.as_str()).collect();
    let page: String = offer.home_page.iter().flat_map(|page| page.chars()).filter(|c| !c.is_control()).collect();
    let page = page.replace('\\', "%5C").replace('"', "%22");
    format!("GUICHET_APPLICATIONS=\"{}\"\nGUICHET_HOME_PAGE=\"{page}\"\n", applications.join(" "))
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    std::fs::write(&unfinished, text)?;
    std::fs::rename(unfinished, path)
}

async fn keep(unit: Unit, mut wanted: watch::Receiver<Desktop>, ready: mpsc::Sender<Uuid>) {
    let mut now = unit.found().await;
    loop {
        let goal = *wanted.borrow_and_update();
        match unit.bring(now, goal).await {
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

struct Unit {
    name: String,
    owner: Option<PathBuf>,
}

impl Unit {
    /// Whose desktop an earlier run of this program left.
    async fn found(&self) -> Desktop {
        let Some(path) = &self.owner else {
            return Desktop::Unknown;
        };
        let text = tokio::fs::read_to_string(path).await.unwrap_or_default();
        text.trim().parse().map_or(Desktop::Unknown, Desktop::Of)
    }

    /// Stops what is somebody else's, then starts what is wanted.
    async fn bring(&self, now: Desktop, goal: Desktop) -> Result<Desktop, String> {
        if goal == Desktop::Unknown {
            return Ok(now);
        }
        if now != goal || goal == Desktop::Nobodys {
            self.stop().await?;
        }
        if let Desktop::Of(session) = goal {
            self.own(session).await?;
            self.systemctl("start").await?;
            info!("desktop: ready");
        }
        Ok(goal)
    }

    async fn stop(&self) -> Result<(), String> {
        self.systemctl("stop").await?;
        if let Some(path) = &self.owner {
            // It may never have been there.
            let _ = tokio::fs::remove_file(path).await;
        }
        info!("desktop: gone");
        Ok(())
    }

    async fn own(&self, session: Uuid) -> Result<(), String> {
        match &self.owner {
            Some(path) => tokio::fs::write(path, session.to_string()).await.map_err(|error| error.to_string()),
            None => Ok(()),
        }
    }

    async fn systemctl(&self, verb: &str) -> Result<(), String> {
        let status = Command::new("systemctl").args(["--no-ask-password", verb, &self.name]).status().await;
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("systemctl {verb} {}: {status}", self.name)),
            Err(error) => Err(format!("systemctl {verb} {}: {error}", self.name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_protocol::Application;

    fn keeper(unit: Option<&str>) -> Keeper {
        Keeper::start(unit.map(str::to_owned), None).0
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
        let expected =
            "GUICHET_APPLICATIONS=\"browser files\"\nGUICHET_HOME_PAGE=\"https://a.example/LD_PRELOAD=%22x%5C\"\n";
        assert_eq!(environment(&offer), expected);
    }

    #[test]
    fn without_a_unit_there_is_nothing_to_wait_for() {
        assert!(keeper(None).may_open());
    }
}
