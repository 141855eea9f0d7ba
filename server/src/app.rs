//! What a handler may use.
use crate::{
    accounts::{self, Passwords},
    clock::Clock,
    config::{Limits, Profile, Settings},
    db::{Damage, Db},
    keys::Keys,
    limits::Failures,
    live::Live,
    parameters::Parameters,
    places::Places,
    problem::Problem,
    sessions::{Board, Claims},
    stations::{self, Registry},
};
use metrics_exporter_prometheus::PrometheusHandle;
use sha2::{Digest, Sha256};
use std::{
    io,
    ops::Deref,
    sync::{Arc, OnceLock},
};
use tokio::sync::{Notify, Semaphore, watch};

/// Websockets at once: ten times the largest site, within the memory of a small machine.
pub const MAX_SOCKETS: usize = 10_000;

/// The server's parts, shared by all handlers.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What [`App`] dereferences to.
pub struct Parts {
    /// The settings.
    pub settings: Settings,
    /// The time.
    pub clock: Clock,
    /// When this process started, milliseconds of UTC.
    pub started_at: i64,
    /// The database.
    pub db: Db,
    /// The installation's secret and its derivatives.
    pub keys: Arc<Keys>,
    /// Where events are published.
    pub live: Live,
    /// The stations' credentials and presence.
    pub stations: Registry,
    /// The sessions that hold a station.
    pub sessions: Board,
    /// The codes being validated.
    pub claims: Claims,
    /// What an administrator changes while the server runs.
    pub parameters: Parameters,
    /// What holds at each station.
    pub places: Places,
    /// Hashes passwords, a few at a time.
    pub passwords: Passwords,
    /// Failed attempts at passwords.
    pub login_failures: Failures,
    /// Failed attempts at access codes.
    pub code_failures: Failures,
    /// Challenges that stations asked for: all of them count.
    pub proof_attempts: Failures,
    /// Images that machines asked for: all of them count.
    pub starts_asked: Failures,
    /// Visitors' calls for the desk, so that nobody rings without end.
    pub calls_made: Failures,
    /// Wrong codes of second factors, by account.
    pub otp_attempts: Failures,
    /// Links asked for by e-mail: all of them count.
    pub links_asked: Failures,
    /// Calls with API keys, as many an hour as each may make.
    pub key_calls: Failures,
    /// Letters were queued.
    pub letters_wait: Notify,
    /// The OpenAPI document.
    pub openapi: OnceLock<utoipa::openapi::OpenApi>,
    /// Places for websockets.
    pub socket_places: Arc<Semaphore>,
    /// Becomes true when the server is to stop.
    pub stopping: watch::Sender<bool>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Connects to the database and reads the secret.
    ///
    /// # Errors
    /// When the data folder, the secret or the database cannot be used.
    pub async fn open(settings: Settings, clock: Clock) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        // The database, photographs and secrets: nobody else's business.
        std::os::unix::fs::DirBuilderExt::mode(std::fs::DirBuilder::new().recursive(true), 0o700)
            .create(&settings.data_dir)
            .map_err(|e| format!("the data folder {}: {e}", settings.data_dir.display()))?;
        let keys = Arc::new(read_keys(&settings)?);
        let live = Live::default();
        let db = Db::connect(&settings.database(), clock.clone(), live.clone()).await;
        let db = match db {
            Ok(db) => db,
            Err(error) => return Err(Damage::of(&error).map_or_else(|| error.into(), Into::into)),
        };
        let limited = settings.limits == Limits::Production;
        Ok(Self(Arc::new(Parts {
            started_at: clock.now(),
            clock,
            db,
            keys,
            live,
            stations: Registry::default(),
            sessions: Board::default(),
            claims: Claims::default(),
            parameters: Parameters::new(&settings),
            places: Places::default(),
            passwords: Passwords::new(limited),
            login_failures: Failures::new(10, 15 * 60, limited),
            code_failures: Failures::new(10, 60, limited),
            proof_attempts: Failures::new(30, 60, limited),
            starts_asked: Failures::new(30, 60, limited),
            calls_made: Failures::new(5, 5 * 60, limited),
            otp_attempts: Failures::new(10, 15 * 60, limited),
            links_asked: Failures::new(10, 3600, limited),
            key_calls: Failures::new(1, 3600, true),
            letters_wait: Notify::new(),
            openapi: OnceLock::new(),
            socket_places: Arc::new(Semaphore::new(MAX_SOCKETS)),
            stopping: watch::Sender::new(false),
            settings,
        })))
    }
}

impl App {
    /// Reads into memory what is answered from there. Once, before the first request.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self) -> Result<(), Problem> {
        accounts::load_rights(self).await?;
        self.parameters.load(self).await?;
        self.places.follow(self);
        self.stations.load(self).await?;
        stations::load_commands(self).await?;
        self.sessions.load(self).await
    }
}

/// Waits until the server is to stop.
pub async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // An error says that the server is gone already.
    let _ = stopping.wait_for(|stop| *stop).await;
}

fn read_keys(settings: &Settings) -> Result<Keys, String> {
    if let Some(secret) = &settings.secret_key {
        return secret_of_text(secret);
    }
    let path = settings.secret_file();
    let failed = |error: io::Error| format!("GUICHET_SECRET_KEY_FILE {}: {error}", path.display());
    match Keys::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && settings.profile == Profile::Development => {
            Keys::create(&path).map_err(failed)
        }
        keys => keys.map_err(failed),
    }
}

/// A secret given as text: 64 hexadecimal digits, or at least 32 characters of anything.
fn secret_of_text(text: &str) -> Result<Keys, String> {
    let mut secret = [0; 32];
    if hex::decode_to_slice(text, &mut secret).is_ok() {
        return Ok(Keys::new(secret));
    }
    if text.len() < 32 {
        return Err("SECRET_KEY: must have at least 32 characters".into());
    }
    Ok(Keys::new(Sha256::digest(text.as_bytes()).into()))
}

/// The one recorder of metrics of this process.
///
/// # Panics
/// Never: a second recorder is not installed.
pub fn metrics_handle() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("Another recorder of metrics is in place");
            }
            handle
        })
        .clone()
}
