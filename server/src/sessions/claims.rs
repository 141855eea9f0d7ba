//! Codes that are validated at the same moment are claimed together: one statement and one commit
//! for all of them, instead of a journey to the database for each.
use super::{code::Attempt, store};
use crate::{
    App,
    audit::KioskAction,
    db::{Actor, Event},
    live::{LiveEvent, SessionHappening, SessionLine},
    problem::{Code, Problem},
};
use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::oneshot, time::timeout};
use uuid::Uuid;

/// A claim that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// A station's claim to the session of a code.
pub(super) struct Claim {
    pub code_hash: Vec<u8>,
    pub station_id: Uuid,
    /// Whether somebody looked that the price was paid for this room.
    pub room_checked: bool,
    actor: Actor,
    answer: oneshot::Sender<Result<Option<SessionLine>, Problem>>,
}

/// The claims that wait. Whoever finds nobody at work sets somebody to it; what arrives meanwhile
/// goes together next.
#[derive(Default, Clone)]
pub struct Claims(Arc<Mutex<Queue>>);

#[derive(Default)]
struct Queue {
    waiting: Vec<Claim>,
    working: bool,
}

impl Claims {
    /// Binds the session of this code to the station, when both are free for it. Of several claims to
    /// one code, one succeeds.
    pub(super) async fn claim(
        &self,
        app: &App,
        attempt: &Attempt<'_>,
        code_hash: Vec<u8>,
        room_checked: bool,
    ) -> Result<Option<SessionLine>, Problem> {
        let (answer, answered) = oneshot::channel();
        let claim = Claim { code_hash, station_id: attempt.station_id, room_checked, actor: attempt.actor, answer };
        if self.join(claim) {
            tokio::spawn(self.clone().work(app.clone()));
        }
        answered.await.map_err(Problem::internal)?
    }

    /// Whether somebody must be set to work.
    fn join(&self, claim: Claim) -> bool {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.waiting.push(claim);
        !mem::replace(&mut queue.working, true)
    }

    async fn work(self, app: App) {
        let _at_work = AtWork(&self);
        while let Some(claims) = self.next() {
            let lines = match settle_in_time(&app, &claims).await {
                Ok(lines) => lines,
                // One that cannot be kept does not keep the others from it.
                Err(_) if claims.len() > 1 => one_by_one(&app, &claims).await,
                Err(problem) => vec![Err(problem)],
            };
            for (claim, line) in claims.into_iter().zip(lines) {
                // Whoever no longer waits for the answer does not need it.
                let _ = claim.answer.send(line);
            }
        }
    }

    /// The claims that go together next; those of a code or a station that is among them wait.
    fn next(&self) -> Option<Vec<Claim>> {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut codes, mut stations) = (HashSet::new(), HashSet::new());
        let (now, later) = mem::take(&mut queue.waiting)
            .into_iter()
            .partition(|claim| codes.insert(claim.code_hash.clone()) & stations.insert(claim.station_id));
        queue.waiting = later;
        queue.working = !now.is_empty();
        queue.working.then_some(now)
    }
}

/// Somebody is at work. Should it end in any other way than by finding nothing more to do, whoever waits
/// is told, and whoever comes next is not left waiting.
struct AtWork<'a>(&'a Claims);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = Queue::default();
        }
    }
}

async fn one_by_one(app: &App, claims: &[Claim]) -> Answers {
    let mut answers = Vec::with_capacity(claims.len());
    for claim in claims {
        let answer = settle_in_time(app, std::slice::from_ref(claim)).await;
        answers.push(answer.and_then(|mut lines| lines.pop().unwrap_or(Ok(None))));
    }
    answers
}

/// A database that does not answer must not keep the claims that come after.
async fn settle_in_time(app: &App, claims: &[Claim]) -> Result<Answers, Problem> {
    timeout(PATIENCE, settle(app, claims)).await.unwrap_or_else(|_| Err(Code::Unavailable.into()))
}

type Answers = Vec<Result<Option<SessionLine>, Problem>>;

/// Claims all of them with one change.
async fn settle(app: &App, claims: &[Claim]) -> Result<Answers, Problem> {
    let mut change = app.db.change(Actor::SYSTEM).await?;
    let lines = store::claim(&mut change, claims).await?;
    if lines.is_empty() {
        return Ok(claims.iter().map(|_| Ok(None)).collect());
    }
    let at = change.now();
    let line_of = |claim: &Claim| lines.iter().find(|line| line.station_id == Some(claim.station_id)).cloned();
    let answers = claims.iter().map(|claim| Ok(line_of(claim))).collect();
    for claim in claims {
        let Some(line) = line_of(claim) else { continue };
        change.note_as(claim.actor, event(&line, claim.station_id));
        change.announce(LiveEvent::Session { happening: SessionHappening::Updated, line, at });
    }
    change.commit_noted().await?;
    Ok(answers)
}

fn event(line: &SessionLine, station_id: Uuid) -> Event {
    Event::kiosk(KioskAction::ValidationCode, "session", Some(line.id))
        .session(line.id)
        .agency(line.agency_id)
        .with("station_id", station_id.to_string())
}
