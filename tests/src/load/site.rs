//! What the server under load finds in its database.
use super::{
    child::Child,
    http::{Http, post},
};
pub use crate::Kind;
use crate::cluster::{Cluster, Durability};
use guichet::{
    App,
    accounts::{self, NewUser, RoleScope},
    agencies::{self, NewAgency},
    clock::Clock,
    config::{Limits, Settings},
    db::{Actor, Change, Event},
    keys::hash_secret,
    on,
    stations::{self, NewStation},
};
use guichet_protocol::AccessCode;
use serde_json::{Value, json};
use std::{
    ops::Deref,
    path::Path,
    process::{Child as Process, Command, Output, Stdio},
};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

const PASSWORD: &str = "une phrase de passe";
/// What every session is granted.
pub const GRANTED_S: i64 = 3600;

/// Where a server finds its data, whether or not one runs.
pub struct Ground {
    pub stations: Vec<Uuid>,
    folder: TempDir,
    url: String,
}

/// A database with an agency, an administrator and stations, and the server's own hands on it.
pub struct Site {
    pub app: App,
    ground: Ground,
    agency: Uuid,
    operator: Uuid,
    codes: u64,
}

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();

/// An empty database of this kind for whoever wants to write.
pub async fn database(kind: Kind, folder: &Path) -> String {
    match kind {
        Kind::Sqlite => format!("sqlite:{}", folder.join("guichet.db").display()),
        Kind::Postgres => {
            let cluster = CLUSTER.get_or_init(|| Cluster::start(Durability::Full)).await;
            cluster.create().await
        }
    }
}

impl Ground {
    /// A folder without anything and an empty database.
    pub async fn bare(kind: Kind) -> Self {
        // Beside the build, not in /tmp, which may be memory.
        let program = std::env::current_exe().expect("this program");
        let folder = tempfile::tempdir_in(program.parent().expect("its folder")).expect("a temporary folder");
        let url = database(kind, folder.path()).await;
        Self { stations: Vec::new(), folder, url }
    }

    /// The server's own hands on the database, as another process.
    pub async fn open(&self) -> App {
        let settings = Settings {
            data_dir: self.folder.path().to_owned(),
            database_url: self.url.clone(),
            secret_key: Some("5e".repeat(32)),
            limits: Limits::Test,
            ..Settings::default()
        };
        App::open(settings, Clock::system()).await.expect("a database")
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The server on this site's database.
    pub async fn serve(&self, limits: &str) -> Child {
        self.serve_with(limits, &[]).await
    }

    /// The same with more settings.
    pub async fn serve_with(&self, limits: &str, more: &[(&'static str, String)]) -> Child {
        Child::start("serve", &[&self.environment(limits)[..], more].concat()).await
    }

    /// The same by another program, which becomes it.
    pub async fn serve_by(&self, by: &[&str], limits: &str) -> Child {
        Child::start_by(by, "serve", &self.environment(limits)).await
    }

    /// What the server says when it does not start on this ground; nothing when it does.
    pub async fn refuses(&self) -> Option<String> {
        Child::attempt(&[], "serve", &self.environment("test")).await.err()
    }

    /// Does what the server's program does with these words, and waits for its end.
    pub fn run(&self, words: &[&str]) -> Output {
        self.start(words).wait_with_output().expect("its end")
    }

    /// Starts what the server's program does with these words.
    pub fn start(&self, words: &[&str]) -> Process {
        let program = std::env::current_exe().expect("this program");
        let mut command = Command::new(program);
        command.arg("guichet").args(words).envs(self.environment("test"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
    }

    fn environment(&self, limits: &str) -> [(&'static str, String); 4] {
        [
            ("GUICHET_DATABASE_URL", self.url.clone()),
            ("GUICHET_DATA_DIR", self.folder.path().display().to_string()),
            ("GUICHET_SECRET_KEY", "5e".repeat(32)),
            ("GUICHET_LIMITS", limits.to_owned()),
        ]
    }

    /// How a station proves who it is.
    pub fn authorization(&self, station: usize) -> String {
        format!("Station {}:{}", self.stations[station], credential(station))
    }

    /// A heartbeat of this station, as it goes over the wire.
    pub fn heartbeat(&self, station: usize) -> Vec<u8> {
        let path = format!("/api/postes/{}/heartbeat/", self.stations[station]);
        post(&path, &self.authorization(station), r#"{"client_version":"0.1.0"}"#)
    }

    /// Signs the administrator in.
    pub async fn sign_in(&self, server: &Child) -> String {
        let mut http = Http::connect(server.address).await.expect("a connection");
        let body = json!({ "login": "bench", "password": PASSWORD }).to_string();
        let answer: Value = serde_json::from_slice(&http.good(&post("/api/token/", "", &body)).await).expect("JSON");
        format!("Bearer {}", answer["access"].as_str().expect("a token"))
    }
}

impl Deref for Site {
    type Target = Ground;
    fn deref(&self) -> &Ground {
        &self.ground
    }
}

impl Site {
    /// A site with this many enrolled stations.
    pub async fn prepare(kind: Kind, stations: usize) -> Self {
        let mut ground = Ground::bare(kind).await;
        let app = ground.open().await;
        app.db.migrate().await.expect("migrations");
        accounts::init_data(&app).await.expect("initial data");
        let mut change = app.db.change(Actor::SYSTEM).await.expect("a change");
        let agency = agencies::insert(&mut change, &agency()).await.expect("an agency").id;
        let operator = accounts::create_user(&app, &mut change, &operator()).await.expect("an account");
        for number in 0..stations {
            ground.stations.push(add_station(&mut change, agency, number).await.expect("a station"));
        }
        change.commit(Event::new("bench", "prepare", "site", None)).await.expect("kept");
        Self { app, ground, agency, operator, codes: 0 }
    }

    /// Lets go of the database, so that no process has it open.
    pub async fn leave(self) -> Ground {
        self.app.db.close().await;
        self.ground
    }

    /// Issues this many codes, any station's.
    pub async fn issue(&mut self, count: usize) -> Vec<String> {
        let mut codes = Vec::with_capacity(count);
        let mut change = self.app.db.change(Actor::SYSTEM).await.expect("a change");
        let valid_until = change.now() + 3_600_000;
        for _ in 0..count {
            self.codes += 1;
            // Far apart, so that the index is not written at one end only.
            let code = AccessCode::from_random(self.codes.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let hash = self.app.keys.hash_code(&code);
            let session = Session { agency: self.agency, operator: self.operator, hash, valid_until };
            session.waiting(&mut change).await.expect("a session");
            codes.push(code.to_string());
        }
        change.commit(Event::new("bench", "issue", "session", None)).await.expect("kept");
        codes
    }

    /// Lets a session run at every station; `counted_at` is when all began.
    pub async fn occupy(&mut self, counted_at: i64) -> Vec<Uuid> {
        let mut sessions = Vec::with_capacity(self.stations.len());
        let mut change = self.app.db.change(Actor::SYSTEM).await.expect("a change");
        for station in &self.ground.stations {
            self.codes += 1;
            let code = AccessCode::from_random(self.codes.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let hash = self.app.keys.hash_code(&code);
            let session = Session { agency: self.agency, operator: self.operator, hash, valid_until: counted_at };
            sessions.push(session.running(&mut change, *station, counted_at).await.expect("a session"));
        }
        change.commit(Event::new("bench", "occupy", "session", None)).await.expect("kept");
        sessions
    }

    /// Moves the beginning of all running sessions.
    pub async fn move_beginning(&self, counted_at: i64) {
        let mut change = self.app.db.change(Actor::SYSTEM).await.expect("a change");
        let sql = "UPDATE kiosk_sessions SET counted_at = $1 WHERE statut = 'active'";
        on!(&mut *change, |c| sqlx::query(sql).bind(counted_at).execute(c).await.map(drop)).expect("sessions");
        change.commit(Event::new("bench", "move", "session", None)).await.expect("kept");
    }
}

fn agency() -> NewAgency {
    NewAgency {
        code: "BENCH".into(),
        name: "Espace de mesure".into(),
        city: "Saint-Denis".into(),
        country: "RE".into(),
        province: None,
        timezone: "Indian/Reunion".into(),
    }
}

fn operator() -> NewUser {
    NewUser {
        username: "bench".into(),
        email: None,
        first_name: "Camille".into(),
        last_name: "Mesure".into(),
        password: PASSWORD.into(),
        must_change_password: false,
        agency_id: None,
        role: "super_admin".into(),
        scope: RoleScope::All,
    }
}

fn credential(station: usize) -> String {
    format!("{station:064x}")
}

async fn add_station(change: &mut Change, agency: Uuid, number: usize) -> sqlx::Result<Uuid> {
    let name = format!("poste-{number:05}");
    let new = NewStation { name, zone: Some("Salle 1".into()), ..NewStation::default() };
    let (id, now) = (stations::insert(change, agency, &new).await?.id, change.now());
    let sql = "UPDATE stations SET credential_hash = $2, enrolled_at = $3, client_version = '0.1.0' WHERE id = $1";
    let hash = hash_secret(&credential(number));
    on!(&mut **change, |c| sqlx::query(sql).bind(id).bind(hash).bind(now).execute(c).await.map(drop))?;
    Ok(id)
}

struct Session {
    agency: Uuid,
    operator: Uuid,
    hash: Vec<u8>,
    valid_until: i64,
}

impl Session {
    async fn waiting(&self, change: &mut Change) -> sqlx::Result<Uuid> {
        let (id, now) = (change.new_id(), change.now());
        let sql = "INSERT INTO kiosk_sessions (id, agency_id, operateur, code_hash, code_hint, statut, duration_s, added_s, consumed_ms, \
                   warnings, valid_until, created_at, updated_at, version) \
                   VALUES ($1, $2, $3, $4, '00', 'en_attente', $5, 0, 0, 0, $6, $7, $7, 1)";
        on!(&mut **change, |c| sqlx::query(sql)
            .bind(id)
            .bind(self.agency)
            .bind(self.operator)
            .bind(&self.hash)
            .bind(GRANTED_S)
            .bind(self.valid_until)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        Ok(id)
    }

    /// A session that had all its warnings and runs at a station, with everything that goes with it.
    async fn running(&self, change: &mut Change, station: Uuid, since: i64) -> sqlx::Result<Uuid> {
        let id = self.waiting(change).await?;
        let run = "UPDATE kiosk_sessions SET statut = 'active', station_id = $2, counted_at = $3, started_at = $3, validated_at = $3, \
                   warnings = 31 WHERE id = $1";
        let occupy = "UPDATE stations SET statut = 'occupe' WHERE id = $1";
        let log = "INSERT INTO connection_logs (session_id, station_id, started_at) VALUES ($1, $2, $3)";
        on!(&mut **change, |c| {
            sqlx::query(run).bind(id).bind(station).bind(since).execute(&mut *c).await?;
            sqlx::query(occupy).bind(station).execute(&mut *c).await?;
            sqlx::query(log).bind(id).bind(station).bind(since).execute(c).await.map(drop)
        })?;
        Ok(id)
    }
}
