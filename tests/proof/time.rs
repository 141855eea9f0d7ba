//! Time after crashes and steps of the clock: random lives of sessions on a clock that the proof moves, beside a model that counts
//! what a visitor was really given.
use crate::report::Report;
use guichet::{clock::Clock, config::Limits, jobs::Gained};
use guichet_tests::{Kind, PASSWORD, Person, Site, StationKey, lead};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

const MINUTES: i64 = 300;
const STEPS: usize = 12;
/// What a session may be off by.
const TOLERANCE_MS: i64 = 1000;

/// A session as the visitor lived it.
struct Lived {
    id: Uuid,
    key: StationKey,
    granted_ms: i64,
    used_ms: i64,
    runs: bool,
}

/// The servers that came one after the other; the last one works.
struct World {
    sites: Vec<Site>,
    leadership: watch::Sender<Option<Gained>>,
    login: Value,
    token: String,
}

pub async fn prove(kind: Kind, report: &mut Report) {
    let seeds: u64 = report.times(20, if kind == Kind::Sqlite { 10_000 } else { 1000 });
    let (mut worst, mut off, mut steps) = (0, 0, 0);
    // A site serves for some seeds, then there is a new one: its log grows.
    for first in (0..seeds).step_by(50) {
        let mut world = World::new(kind).await;
        let stations = world.stations(2).await;
        for seed in first..seeds.min(first + 50) {
            let error = live(&mut world, &stations, seed).await;
            worst = worst.max(error.0);
            off += usize::from(error.0 > TOLERANCE_MS);
            steps += error.1;
        }
        world.end().await;
    }
    report.figure("lives with crashes and steps of the clock", seeds, &seeds.to_string(), true);
    report.figure("times that were compared", steps, "some", steps > 0);
    report.none("lives that were off by more than a second", off);
    report.figure("the worst error", format!("{worst} ms"), "1000 ms", worst <= TOLERANCE_MS);
}

/// One life; how far it was off at most, and how often that was looked at.
async fn live(world: &mut World, stations: &[StationKey], seed: u64) -> (i64, usize) {
    let mut rng = StdRng::seed_from_u64(seed);
    world.sign_in().await;
    let mut lived = Vec::new();
    for key in stations {
        lived.push(world.begin(key).await);
    }
    let crash_at = rng.random_range(0..STEPS);
    let (mut worst, mut compared) = (0, 0);
    for step in 0..STEPS {
        if step == crash_at {
            world.crash(&mut lived, &mut rng).await;
        } else {
            world.step(&mut lived, &mut rng).await;
        }
        for session in &lived {
            worst = worst.max(world.error(session).await);
            compared += 1;
        }
    }
    for session in &lived {
        world.act(session.id, "terminate", json!({})).await;
    }
    (worst, compared)
}

impl World {
    async fn new(kind: Kind) -> Self {
        let site = Site::open_with(kind, |settings| settings.limits = Limits::Test).await;
        let leadership = lead(&site, None).await;
        let me = site.admin().await.get("/api/accounts/me/").await.ok();
        let login = json!({ "login": me["username"], "password": PASSWORD });
        let mut world = Self { sites: vec![site], leadership, login, token: String::new() };
        world.sign_in().await;
        world
    }

    /// A token ends after half an hour, and one of another time is none.
    async fn sign_in(&mut self) {
        let answer = self.site().anonymous().post("/api/token/", self.login.clone()).await.ok();
        answer["access"].as_str().expect("a token").clone_into(&mut self.token);
    }

    fn site(&self) -> &Site {
        self.sites.last().expect("a server")
    }

    async fn stations(&self, count: usize) -> Vec<StationKey> {
        let (admin, agency) = (self.site().admin().await, self.site().agency("RE").await);
        let mut keys = Vec::new();
        for _ in 0..count {
            keys.push(self.site().station(&admin, agency).await);
        }
        keys
    }

    async fn ask(&self, path: &str, body: Value) -> Value {
        let desk = Person::new(self.site(), Some(format!("Bearer {}", self.token)));
        let answer = desk.post(path, body).await;
        let status = answer.status.as_u16();
        assert!((200..300).contains(&status), "{path}: {status}");
        answer.status(status)
    }

    async fn act(&self, id: Uuid, action: &str, body: Value) {
        self.ask(&format!("/api/sessions/{id}/{action}/"), body).await;
    }

    async fn begin(&self, key: &StationKey) -> Lived {
        let new = json!({ "station_id": key.id, "minutes": MINUTES });
        let id = guichet_tests::id_of(&self.ask("/api/sessions/", new).await);
        self.act(id, "start", json!({})).await;
        Lived { id, key: key.clone(), granted_ms: MINUTES * 60_000, used_ms: 0, runs: true }
    }

    /// Time passes, or somebody does something.
    async fn step(&self, lived: &mut [Lived], rng: &mut StdRng) {
        let which = rng.random_range(0..lived.len());
        match rng.random_range(0..5) {
            0 | 1 => {
                let passed = rng.random_range(0..90_000);
                self.site().advance(Duration::from_millis(passed));
                pass(lived, passed.cast_signed());
            }
            2 => {
                let action = if lived[which].runs { "suspend" } else { "resume" };
                self.act(lived[which].id, action, json!({})).await;
                lived[which].runs = !lived[which].runs;
            }
            3 => {
                let minutes = if rng.random() { 1 } else { -1 };
                self.act(lived[which].id, "add_time", json!({ "minutes": minutes })).await;
                lived[which].granted_ms += minutes * 60_000;
            }
            // An old report arrives late: it takes nothing and gives nothing.
            _ => self.report(&lived[which], lived[which].used_ms / 2).await,
        }
    }

    /// The server dies, and another starts after a while, by a clock that somebody may have set meanwhile. A station may have been
    /// open all the time.
    async fn crash(&mut self, lived: &mut [Lived], rng: &mut StdRng) {
        // It noted that it was alive less than a second before.
        let died_at = self.site().now() - rng.random_range(0..1000);
        let dark = rng.random_range(0..900_000);
        let step = if rng.random_bool(0.3) { rng.random_range(-7_200_000..7_200_000) } else { 0 };
        let clock = Clock::manual(self.site().now() + dark + step);
        let next = self.site().another_by(clock, |settings| settings.limits = Limits::Test).await;
        self.leadership.send_replace(None);
        self.leadership = lead(&next, Some(died_at)).await;
        // What runs in a server ends with it; the first one keeps the database for the others.
        let dead = self.sites.split_off(1);
        for site in dead {
            site.close().await;
        }
        self.sites[0].app.stopping.send_replace(true);
        self.sites.push(next);
        self.sign_in().await;
        for session in lived.iter_mut().filter(|session| session.runs) {
            if rng.random() {
                session.used_ms += dark;
                self.report(session, session.used_ms).await;
            }
        }
    }

    async fn report(&self, session: &Lived, used_ms: i64) {
        self.beat(session, json!({ "session_id": session.id, "consumed_ms": used_ms })).await;
    }

    async fn beat(&self, session: &Lived, body: Value) -> Value {
        let path = format!("/api/postes/{}/heartbeat/", session.key.id);
        self.site().as_station(&session.key).post(&path, body).await.ok()
    }

    /// How far the server's time is from what was lived.
    async fn error(&self, session: &Lived) -> i64 {
        let told = self.beat(session, json!({})).await;
        let remaining = told["session"]["remaining_ms"].as_i64().unwrap_or_else(|| panic!("no time in {told}"));
        (remaining - (session.granted_ms - session.used_ms)).abs()
    }

    async fn end(self) {
        for site in self.sites.into_iter().rev() {
            site.close().await;
        }
    }
}

/// Time passes for those that run.
fn pass(lived: &mut [Lived], passed_ms: i64) {
    for session in lived.iter_mut().filter(|session| session.runs) {
        session.used_ms += passed_ms;
    }
}
