//! The settings: embedded defaults, then a TOML file, then the environment.
//!
//! A key nobody knows stops the program, in the file as in the environment: a misspelt setting
//! must not be ignored. `.env.example` describes every one.
mod environment;

use axum::http::HeaderName;
use ed25519_dalek::VerifyingKey;
use environment::Environment;
use figment::{
    Figment,
    providers::{Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{File, TryLockError},
    net::SocketAddr,
    path::PathBuf,
};

/// What kind of installation this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// A developer's machine: a secret is made on the first start.
    Development,
    /// A site: secrets must be given, hosts and origins are checked.
    Production,
}

/// How strict the limits on attempts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Limits {
    /// The promised limits.
    Production,
    /// None that a load test would meet; chosen at start only.
    Test,
}

/// How letters travel to the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// In clear at first, then over TLS; a server that has none gets nothing.
    Starttls,
    /// Over TLS from the first byte.
    Tls,
    /// In clear: for a mail server on the same machine.
    None,
}

/// Every setting. Not `Debug`: some are secrets.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Development or production.
    pub profile: Profile,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Where people reach the server, for links and for the allowed origin.
    pub public_url: String,
    /// `sqlite:` or `postgres:` URL; SQLite in the data folder when empty.
    pub database_url: String,
    /// Where the database, the photos, the archives and the development secret stand.
    pub data_dir: PathBuf,
    /// Where the stations' packages stand, as `scripts/publish.sh` puts them; `paquets` in the data folder when empty.
    pub packages_dir: Option<PathBuf>,
    /// Where the images stand that stations start from; `images` in the data folder when empty.
    pub images_dir: Option<PathBuf>,
    /// Whose images stations may start: Ed25519 keys of 64 hexadecimal digits, separated by commas; anybody's when empty.
    pub images_keys: String,
    /// The certificates of the site's own authority (PEM), for stations without a disk; none when empty.
    pub boot_ca_file: Option<PathBuf>,
    /// How much of the line the images may take together, in Mbit/s; all of it when 0.
    pub images_mbit: u32,
    /// The file with the installation's secret; `secret.key` in the data folder when empty.
    pub secret_key_file: Option<PathBuf>,
    /// The secret itself, 64 hexadecimal digits, for those who cannot mount a file.
    pub secret_key: Option<String>,
    /// The names this server answers to in production, separated by commas; the public URL's when empty.
    pub allowed_hosts: String,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed, separated by commas.
    pub trusted_proxies: String,
    /// Limits on attempts.
    pub limits: Limits,
    /// The site's name, on the lock screens and tickets.
    pub site_name: String,
    /// The time zone that jobs and days follow, an IANA name.
    pub timezone: String,
    /// How many sessions a visitor may have a day.
    pub sessions_per_day: u32,
    /// How long a code may be used after it was issued, in minutes.
    pub code_validity_minutes: u32,
    /// How long a visitor's call waits for an answer, in minutes.
    pub call_minutes: u32,
    /// How long traffic data are kept, in days; at least 365 (CNIL, 17 July 2024).
    pub retention_traffic_days: u32,
    /// How long the audit of money is kept, in days.
    pub retention_money_days: u32,
    /// How long other audit rows are kept, in days.
    pub retention_other_days: u32,
    /// Where magic packets go, to wake stations: a broadcast address and a port.
    pub wake_address: SocketAddr,
    /// Worker threads; as many as processors when 0.
    pub workers: usize,
    /// Whether stations that run Libki's client are answered (docs/libki.md).
    pub libki: bool,
    /// The header in which they send the site's secret; none is asked for when empty.
    pub libki_secret_header: String,
    /// The site's secret, which they send.
    pub libki_secret: Option<String>,
    /// How long a stop waits for requests in flight, in seconds.
    pub shutdown_seconds: u64,
    /// The administrator's first password, for `init-data` in production.
    pub admin_initial_password: Option<String>,
    /// The mail server's name.
    pub smtp_host: String,
    /// The mail server's port.
    pub smtp_port: u16,
    /// The mail server's user.
    pub smtp_user: String,
    /// The mail server's password.
    pub smtp_password: Option<String>,
    /// How letters travel to the mail server.
    pub smtp_security: SmtpSecurity,
    /// The address letters come from; `guichet@` the public URL's host when empty.
    pub smtp_from: String,
    /// The key of the language model's interface.
    pub llm_key: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: Profile::Development,
            listen: SocketAddr::from(([127, 0, 0, 1], 8000)),
            public_url: "http://127.0.0.1:8000".into(),
            database_url: String::new(),
            data_dir: "data".into(),
            packages_dir: None,
            images_dir: None,
            images_keys: String::new(),
            boot_ca_file: None,
            images_mbit: 0,
            secret_key_file: None,
            secret_key: None,
            allowed_hosts: String::new(),
            trusted_proxies: String::new(),
            limits: Limits::Production,
            site_name: "Guichet".into(),
            timezone: "Indian/Reunion".into(),
            sessions_per_day: 3,
            code_validity_minutes: 12 * 60,
            call_minutes: 30,
            retention_traffic_days: 366,
            retention_money_days: 3653,
            retention_other_days: 1096,
            wake_address: SocketAddr::from(([255, 255, 255, 255], 9)),
            workers: 0,
            libki: false,
            libki_secret_header: String::new(),
            libki_secret: None,
            shutdown_seconds: 10,
            admin_initial_password: None,
            smtp_host: String::new(),
            smtp_port: 587,
            smtp_user: String::new(),
            smtp_password: None,
            smtp_security: SmtpSecurity::Starttls,
            smtp_from: String::new(),
            llm_key: None,
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// A key is unknown or a value has the wrong form.
    #[error("{0}")]
    Form(#[from] Box<figment::Error>),
    /// A value cannot be used.
    #[error("{name}: {reason}")]
    Value {
        /// The setting's name in the environment.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

impl Settings {
    /// Reads the settings from `file` and from the variables `env`.
    ///
    /// # Errors
    /// [`BadSettings`] naming the setting and what is wrong with it.
    pub fn read(file: Option<&PathBuf>, env: impl IntoIterator<Item = (String, String)>) -> Result<Self, BadSettings> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let settings: Self = figment.merge(Environment::of(env)).extract().map_err(Box::new)?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), BadSettings> {
        let bad = |name, reason: &str| Err(BadSettings::Value { name, reason: reason.into() });
        let scheme = self.database_url.split(':').next().unwrap_or_default();
        if !["", "sqlite", "postgres", "postgresql"].contains(&scheme) {
            return bad("GUICHET_DATABASE_URL", "must start with sqlite: or postgres:");
        }
        if self.timezone.parse::<chrono_tz::Tz>().is_err() {
            return bad("GUICHET_TIMEZONE", "is not a time zone such as Indian/Reunion or Africa/Kinshasa");
        }
        if self.retention_traffic_days < 365 {
            return bad("GUICHET_RETENTION_TRAFFIC_DAYS", "must be at least 365, the legal minimum");
        }
        if !self.public_url.starts_with("http://") && !self.public_url.starts_with("https://") {
            return bad("GUICHET_PUBLIC_URL", "must start with http:// or https://");
        }
        if self.profile == Profile::Production && self.limits == Limits::Test {
            return bad("GUICHET_LIMITS", "must be `production` in the production profile");
        }
        if self.profile == Profile::Production && self.secret_key_file.is_none() && self.secret_key.is_none() {
            return bad("GUICHET_SECRET_KEY_FILE", "must be given in the production profile");
        }
        if self.image_keys().count() != listed(&self.images_keys).count() {
            return bad("GUICHET_IMAGES_KEYS", "must be Ed25519 keys of 64 hexadecimal digits, separated by commas");
        }
        if self.libki_secret_header.is_empty() != self.libki_secret.is_none() {
            return bad("GUICHET_LIBKI_SECRET", "must be given together with GUICHET_LIBKI_SECRET_HEADER");
        }
        if !self.libki_secret_header.is_empty() && self.libki_secret_header.parse::<HeaderName>().is_err() {
            return bad("GUICHET_LIBKI_SECRET_HEADER", "must be the name of a header, such as X-Guichet-Salle");
        }
        // Nobody is locked out over a wrong secret: nobody must be able to guess it.
        if self.libki_secret.as_ref().is_some_and(|secret| secret.chars().count() < 16) {
            return bad("GUICHET_LIBKI_SECRET", "must have at least 16 characters");
        }
        Ok(())
    }

    /// The database to use.
    #[must_use]
    pub fn database(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite:{}", self.data_dir.join("guichet.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// Where the secret stands, unless it is given as text.
    #[must_use]
    pub fn secret_file(&self) -> PathBuf {
        self.secret_key_file.clone().unwrap_or_else(|| self.data_dir.join("secret.key"))
    }

    /// Holds the data folder of an SQLite installation, for as long as the file is open: two servers would each keep the
    /// sessions' time. With PostgreSQL several may serve; they choose a leader.
    ///
    /// # Errors
    /// When another process holds it.
    pub fn hold_data_dir(&self) -> Result<Option<File>, String> {
        if !self.database().starts_with("sqlite:") {
            return Ok(None);
        }
        let path = self.data_dir.join("serve.lock");
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        let file = File::create(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {
                Err(format!("another server uses the data folder {}", self.data_dir.display()))
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Where the stations' packages stand.
    #[must_use]
    pub fn packages(&self) -> PathBuf {
        self.packages_dir.clone().unwrap_or_else(|| self.data_dir.join("paquets"))
    }

    /// Where the images stand that stations start from.
    #[must_use]
    pub fn images(&self) -> PathBuf {
        self.images_dir.clone().unwrap_or_else(|| self.data_dir.join("images"))
    }

    /// Whose images stations may start.
    pub fn image_keys(&self) -> impl Iterator<Item = VerifyingKey> {
        listed(&self.images_keys).filter_map(|digits| {
            let mut key = [0; 32];
            hex::decode_to_slice(digits, &mut key).ok()?;
            VerifyingKey::from_bytes(&key).ok()
        })
    }

    /// The address letters come from.
    #[must_use]
    pub fn mail_sender(&self) -> String {
        if !self.smtp_from.is_empty() {
            return self.smtp_from.clone();
        }
        let host = self.public_url.split("://").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
        format!("guichet@{host}")
    }

    /// Whether people reach the server over TLS.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The time zone that jobs and days follow.
    #[must_use]
    pub fn zone(&self) -> chrono_tz::Tz {
        self.timezone.parse().unwrap_or(chrono_tz::UTC)
    }
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(env: &[(&str, &str)]) -> Result<Settings, BadSettings> {
        Settings::read(None, env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn defaults_are_a_developer_s() {
        let settings = read(&[("HOME", "/nowhere")]).expect("defaults");
        assert_eq!(settings.profile, Profile::Development);
        assert_eq!(settings.database(), "sqlite:data/guichet.db");
    }

    #[test]
    fn an_unknown_key_or_a_bad_value_stops_the_program_naming_it() {
        for (env, named) in [
            (("GUICHET_LISTENN", "127.0.0.1:1"), "listenn"),
            (("GUICHET_LISTEN", "nowhere"), "listen"),
            (("GUICHET_DATABASE_URL", "mysql://x"), "GUICHET_DATABASE_URL"),
            (("GUICHET_TIMEZONE", "Mars/Olympus"), "GUICHET_TIMEZONE"),
            (("GUICHET_RETENTION_TRAFFIC_DAYS", "30"), "GUICHET_RETENTION_TRAFFIC_DAYS"),
            (("GUICHET_PROFILE", "production"), "GUICHET_SECRET_KEY_FILE"),
            (("GUICHET_IMAGES_KEYS", "00ff"), "GUICHET_IMAGES_KEYS"),
            (("GUICHET_LIBKI_SECRET_HEADER", "X-Salle"), "GUICHET_LIBKI_SECRET"),
        ] {
            let error = read(&[env]).err().expect(named).to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    /// INF-013: the names that seed 002 gives.
    #[test]
    fn the_seed_s_names_are_understood() {
        let settings = read(&[
            ("SECRET_KEY", "1234"),
            ("DEBUG", "false"),
            ("DB_NAME", "guichet"),
            ("DB_PASSWORD", "a/b c"),
            ("EMAIL_HOST", "mail.example"),
            ("EMAIL_PORT", "25"),
            ("EMAIL_HOST_PASSWORD", "0123"),
        ])
        .expect("all known");
        assert_eq!(settings.profile, Profile::Production);
        assert_eq!(settings.database(), "postgres://guichet:a%2Fb%20c@127.0.0.1:5432/guichet");
        assert_eq!((settings.smtp_host.as_str(), settings.smtp_port), ("mail.example", 25));
        assert_eq!(settings.smtp_password.as_deref(), Some("0123"));
    }
}
