//! A disk that is full, a database that is locked, a write that does not reach the disk, a file that was damaged: nothing that was
//! answered is lost, and the server comes back by itself, or says what is wrong and does not start.
use crate::{desk::Desk, report::Report};
use guichet_tests::load::{
    child::Child,
    site::{Ground, Kind, Site},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::{
    fs,
    os::unix::fs::FileExt,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// How long the server may take to work again, once it could.
const BACK: Duration = Duration::from_secs(5);
/// The size of SQLite's pages.
const PAGE: u64 = 4096;

pub async fn prove(kind: Kind, report: &mut Report) {
    locked(kind, report).await;
    if kind == Kind::Sqlite {
        full(report).await;
        unsynced(report).await;
        damaged(report).await;
    }
}

/// A desk at a server, which counts what was answered with a session.
struct Counter {
    desk: Desk,
    place: watch::Sender<Option<std::net::SocketAddr>>,
    answered: Vec<String>,
    refused: Vec<u16>,
}

impl Counter {
    async fn at(ground: &Ground, server: &Child) -> Self {
        let token = ground.sign_in(server).await;
        let (place, seen) = watch::channel(Some(server.address));
        Self { desk: Desk::new(seen, &token), place, answered: Vec::new(), refused: Vec::new() }
    }

    /// Issues one session, or is told why not.
    async fn issue(&mut self) -> bool {
        match self.desk.post("/api/sessions/", &json!({ "minutes": 5 })).await {
            Some((201, body)) => self.answered.push(body["id"].as_str().expect("an id").to_owned()),
            Some((status, _)) => self.refused.push(status),
            None => self.refused.push(0),
        }
        self.refused.is_empty()
    }

    async fn issue_some(&mut self, count: usize) {
        for _ in 0..count {
            self.issue().await;
        }
    }

    /// How long until a session is issued again.
    async fn back(&mut self) -> Duration {
        let (begun, before) = (Instant::now(), self.answered.len());
        while self.answered.len() == before && begun.elapsed() < BACK * 6 {
            self.issue().await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        begun.elapsed()
    }

    /// Tells the report how the trouble was answered and how long it lasted.
    async fn tell(&mut self, report: &mut Report, trouble: &str, expected: &[u16]) {
        let refused = std::mem::take(&mut self.refused);
        report.figure(&format!("{trouble}: requests refused"), refused.len(), "some", !refused.is_empty());
        let other = refused.iter().filter(|status| !expected.contains(status)).count();
        report.none(&format!("{trouble}: refused otherwise than with {expected:?}"), other);
        let back = self.back().await;
        report.figure(&format!("{trouble}: back after"), format!("{} ms", back.as_millis()), "5 s", back < BACK);
        self.refused.clear();
    }

    /// How many of the answered sessions the server does not know.
    async fn lost(&mut self) -> usize {
        let mut lost = 0;
        for id in std::mem::take(&mut self.answered) {
            let found = self.desk.get(&format!("/api/sessions/{id}/")).await;
            lost += usize::from(found.is_none_or(|(status, _)| status != 200));
        }
        lost
    }
}

/// Somebody else holds the database for longer than a request waits for it.
async fn locked(kind: Kind, report: &mut Report) {
    let ground = Site::prepare(kind, 0).await.leave().await;
    let server = ground.serve("test").await;
    let mut counter = Counter::at(&ground, &server).await;
    counter.issue_some(5).await;
    match kind {
        Kind::Sqlite => {
            let mut other = SqliteConnection::connect(ground.url()).await.expect("another hand");
            other.execute("BEGIN IMMEDIATE").await.expect("the lock");
            counter.issue().await;
            other.execute("ROLLBACK").await.expect("let go");
        }
        Kind::Postgres => {
            let mut other = PgConnection::connect(ground.url()).await.expect("another hand");
            other.execute("BEGIN; LOCK TABLE kiosk_sessions IN ACCESS EXCLUSIVE MODE").await.expect("the lock");
            counter.issue().await;
            other.execute("ROLLBACK").await.expect("let go");
        }
    }
    counter.tell(report, "locked", &[503]).await;
    report.none("locked: answered and lost", counter.lost().await);
}

/// Whether this process may mount and trace: both need root.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The disk is full. It is a small one of its own, in memory.
async fn full(report: &mut Report) {
    if !is_root() {
        report.figure("full", "not tried: it needs root", "", true);
        return;
    }
    let ground = Site::prepare(Kind::Sqlite, 0).await.leave().await;
    let folder = ground.folder().display();
    let mount = format!(
        "mount --make-rprivate / && cp -a {folder} {folder}.own && mount -t tmpfs -o size=24m none {folder} && \
         cp -a {folder}.own/. {folder}/ && rm -r {folder}.own && exec \"$0\" \"$@\""
    );
    let server = ground.serve_by(&["unshare", "--mount", "sh", "-c", &mount], "test").await;
    let mut counter = Counter::at(&ground, &server).await;
    counter.issue_some(5).await;
    let ballast = format!("/proc/{}/root{}/ballast", server.id(), ground.folder().display());
    fill(Path::new(&ballast));
    for _ in 0..200 {
        if !counter.issue().await && counter.refused.len() > 10 {
            break;
        }
    }
    fs::remove_file(&ballast).expect("room again");
    counter.tell(report, "full", &[507]).await;
    report.none("full: answered and lost", counter.lost().await);
}

/// Writes until there is no room.
fn fill(path: &Path) {
    let file = fs::File::create(path).expect("a file");
    let mut at = 0;
    for size in [1 << 16, 4096, 512, 1] {
        let zeros = vec![0; size];
        while let Ok(written) = file.write_at(&zeros, at) {
            at += written as u64;
        }
    }
}

/// Nothing that is written reaches the disk for a while: a debugger lets each fsync fail. Then the process is killed.
async fn unsynced(report: &mut Report) {
    if !is_root() || Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        report.figure("fsync fails", "not tried: it needs root and strace", "", true);
        return;
    }
    let ground = Site::prepare(Kind::Sqlite, 0).await.leave().await;
    let mut server = ground.serve("test").await;
    let mut counter = Counter::at(&ground, &server).await;
    counter.issue_some(5).await;
    let mut debugger = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"])
        .args(["-e", "inject=fsync,fdatasync:error=EIO", "-p", &server.id().to_string()])
        .spawn()
        .expect("strace");
    let begun = Instant::now();
    // It takes a moment until it holds each of the threads.
    while counter.refused.len() < 10 && begun.elapsed() < BACK * 6 {
        counter.issue().await;
    }
    let interrupted = Command::new("kill").args(["-INT", &debugger.id().to_string()]).status();
    assert!(interrupted.is_ok_and(|status| status.success()), "strace goes");
    debugger.wait().expect("a child");
    counter.tell(report, "fsync fails", &[503, 507]).await;
    counter.issue_some(5).await;
    server.kill();
    server = ground.serve("test").await;
    counter.place.send_replace(Some(server.address));
    // The old connection is found to be broken.
    counter.desk.get("/api/sessions/").await;
    report.none("fsync fails: answered and lost", counter.lost().await);
}

/// Pages of the file are not what they were: each time another one, in another way.
async fn damaged(report: &mut Report) {
    let tries = report.times(6, 60);
    let mut site = Site::prepare(Kind::Sqlite, 40).await;
    site.issue(300).await;
    let ground = site.leave().await;
    let file = ground.folder().join("guichet.db");
    let sound = fs::read(&file).expect("the database");
    let pages = sound.len() as u64 / PAGE;
    let mut rng = StdRng::seed_from_u64(5);
    let (mut refused, mut unnamed) = (0, 0);
    for number in 0..tries {
        let mut bytes = sound.clone();
        let page = usize::try_from(rng.random_range(1..pages) * PAGE).expect("a small file");
        let hurt = &mut bytes[page..page + 4096];
        match number % 3 {
            0 => hurt.fill(0),
            1 => rng.fill(hurt),
            // The head of the page: what is in it and where.
            _ => hurt[..12].iter_mut().for_each(|byte| *byte = !*byte),
        }
        if bytes == sound {
            refused += 1;
            continue;
        }
        fs::write(&file, &bytes).expect("a damaged file");
        let said = ground.refuses().await;
        refused += usize::from(said.is_some());
        unnamed += usize::from(said.is_some_and(|said| !said.contains("damaged")));
    }
    fs::write(&file, &sound).expect("the sound file");
    report.none("damaged: started on it silently", tries - refused);
    report.none("damaged: refused without saying so", unnamed);
    drop(ground.serve("test").await);
}
