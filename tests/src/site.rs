//! A server without a port, on a database of its own, with a clock that tests move.
use super::{
    cluster::cluster,
    people::{Answer, Person},
};
use axum::{body::Body, extract::Request};
use guichet::{
    App, accounts,
    clock::Clock,
    config::Settings,
    extract::Peer,
    http::{self, Service},
    jobs::Gained,
    sessions::Engine,
};
use std::{
    fs,
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;
use tokio::sync::{OnceCell, watch};
use tower::ServiceExt;

/// Friday 20 November 2026, 09:00 in La Réunion.
pub const NOW: i64 = 1_795_150_800_000;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A server.
pub struct Site {
    pub app: App,
    pub kind: Kind,
    service: Service,
    /// The data folder, kept for as long as any server of this site lives.
    folder: std::sync::Arc<TempDir>,
    database_url: String,
    /// The name of the database, for the one that made it.
    owned: Option<String>,
}

/// A SQLite file that was migrated and holds the initial data, to copy from.
static SQLITE: OnceCell<PathBuf> = OnceCell::const_new();
/// The same as a PostgreSQL database.
static POSTGRES: OnceCell<()> = OnceCell::const_new();

pub fn settings(folder: &Path, database_url: String) -> Settings {
    Settings {
        data_dir: folder.to_owned(),
        database_url,
        secret_key: Some("5e".repeat(32)),
        site_name: "Espace de test".into(),
        // A door that is closed unless somebody opens it.
        libki: true,
        ..Settings::default()
    }
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("guichet.db").display())
}

/// Migrates the database and loads the initial data.
async fn prepare(folder: &Path, url: String) {
    let app = App::open(settings(folder, url), Clock::manual(NOW)).await.expect("a server");
    app.db.migrate().await.expect("migrations");
    accounts::init_data(&app).await.expect("initial data");
    app.db.close().await;
}

async fn sqlite_template() -> PathBuf {
    let folder = tempfile::tempdir().expect("a temporary folder").keep();
    prepare(&folder, sqlite_url(&folder)).await;
    // Only the file is needed; what the process leaves behind is one small folder.
    folder.join("guichet.db")
}

/// Lets this server lead, for as long as what is returned lives.
pub async fn lead(site: &Site, dark_since: Option<i64>) -> watch::Sender<Option<Gained>> {
    let (leadership, receiver) = watch::channel(Some(Gained { dark_since }));
    tokio::spawn(Engine::start(site.app.clone(), receiver).await.run());
    leadership
}

impl Site {
    /// A server on a database with roles, permissions and the administrator, and nothing else.
    pub async fn open(kind: Kind) -> Self {
        Self::open_with(kind, |_| {}).await
    }

    /// The same with other settings.
    pub async fn open_with(kind: Kind, adjust: impl Fn(&mut Settings)) -> Self {
        let folder = std::sync::Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let (database_url, owned) = match kind {
            Kind::Sqlite => {
                let template = SQLITE.get_or_init(sqlite_template).await;
                fs::copy(template, folder.path().join("guichet.db")).expect("a copy");
                (sqlite_url(folder.path()), None)
            }
            Kind::Postgres => {
                let cluster = cluster().await;
                let make = || async {
                    let scratch = tempfile::tempdir().expect("a temporary folder");
                    prepare(scratch.path(), cluster.make_template().await).await;
                };
                POSTGRES.get_or_init(make).await;
                let name = cluster.clone_template().await;
                (cluster.url(&name), Some(name))
            }
        };
        Self::on(kind, folder, database_url, owned, Clock::manual(NOW), adjust).await
    }

    /// Another server process on the same database, with the same clock.
    pub async fn another(&self) -> Self {
        self.another_by(self.app.clock.clone(), |_| {}).await
    }

    /// Another server process on the same database, by another clock.
    pub async fn another_by(&self, clock: Clock, adjust: impl Fn(&mut Settings)) -> Self {
        let (folder, url) = (self.folder.clone(), self.database_url.clone());
        Self::on(self.kind, folder, url, None, clock, adjust).await
    }

    async fn on(
        kind: Kind,
        folder: std::sync::Arc<TempDir>,
        database_url: String,
        owned: Option<String>,
        clock: Clock,
        adjust: impl Fn(&mut Settings),
    ) -> Self {
        let mut settings = settings(folder.path(), database_url.clone());
        adjust(&mut settings);
        let app = App::open(settings, clock).await.expect("a server");
        app.load().await.expect("what is kept in memory");
        let service = http::service(&app);
        Self { app, kind, service, folder, database_url, owned }
    }

    /// Stops the server, and removes its database.
    pub async fn close(self) {
        self.app.stopping.send_replace(true);
        self.app.db.close().await;
        if let Some(name) = &self.owned {
            cluster().await.drop(name).await;
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Now.
    pub fn now(&self) -> i64 {
        self.app.clock.now()
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        self.app.clock.advance(by);
    }

    /// Sends a request as the network would.
    pub async fn send(&self, mut request: Request<Body>, from: IpAddr) -> Answer {
        let what = format!("{} {}", request.method(), request.uri());
        request.extensions_mut().insert(Peer(from));
        let response = match self.service.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        Answer::read(what, response).await
    }

    /// Somebody without an account.
    pub fn anonymous(&self) -> Person<'_> {
        Person::new(self, None)
    }
}
