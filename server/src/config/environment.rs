//! Settings from the environment, by our own names and by those of seed 002.
use figment::{
    Profile as FigmentProfile,
    value::{Dict, Map},
};
use std::{collections::BTreeMap, fmt::Write};

/// Names of seed 002 for settings that have a name here.
const ALIASES: [(&str, &str); 6] = [
    ("ALLOWED_HOSTS", "allowed_hosts"),
    ("DEEPSEEK_API_KEY", "llm_key"),
    ("EMAIL_HOST", "smtp_host"),
    ("EMAIL_PORT", "smtp_port"),
    ("EMAIL_HOST_USER", "smtp_user"),
    ("EMAIL_HOST_PASSWORD", "smtp_password"),
];

/// Variables of this name space that are not settings: the kiosk's, and the file's path.
const NOT_SETTINGS: [&str; 3] = ["GUICHET_CONFIG", "GUICHET_SERVER", "GUICHET_LOG"];

/// What the variables set.
pub(super) struct Environment(Dict);

impl Environment {
    pub fn of(env: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(from_env(env))
    }
}

impl figment::Provider for Environment {
    fn metadata(&self) -> figment::Metadata {
        figment::Metadata::named("environment (GUICHET_*)")
    }
    fn data(&self) -> Result<Map<FigmentProfile, Dict>, figment::Error> {
        Ok(FigmentProfile::Default.collect(self.0.clone()))
    }
}

/// Settings that are texts even where they look like a number: a password made of digits.
const TEXTS: [&str; 19] = [
    "public_url",
    "database_url",
    "data_dir",
    "packages_dir",
    "images_dir",
    "images_keys",
    "boot_ca_file",
    "secret_key_file",
    "secret_key",
    "allowed_hosts",
    "trusted_proxies",
    "site_name",
    "admin_initial_password",
    "smtp_user",
    "smtp_password",
    "smtp_from",
    "llm_key",
    "libki_secret_header",
    "libki_secret",
];

/// The settings among the variables: our own names win over those of seed 002.
fn from_env(env: impl IntoIterator<Item = (String, String)>) -> Dict {
    let env: BTreeMap<String, String> = env.into_iter().collect();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (alias, key) in ALIASES {
        if let Some(value) = env.get(alias) {
            found.insert(key.into(), value.clone());
        }
    }
    if let Some(debug) = env.get("DEBUG") {
        let development = ["1", "true", "on", "yes"].contains(&debug.to_lowercase().as_str());
        found.insert("profile".into(), if development { "development" } else { "production" }.into());
    }
    if let Some(secret) = env.get("SECRET_KEY") {
        found.insert("secret_key".into(), secret.clone());
    }
    found.extend(database_of_parts(&env).map(|url| ("database_url".to_owned(), url)));
    for (name, value) in &env {
        let ours = name.strip_prefix("GUICHET_").filter(|_| !NOT_SETTINGS.contains(&name.as_str()));
        if let Some(key) = ours.filter(|key| !key.starts_with("KIOSK_") && !key.starts_with("ENROL_")) {
            found.insert(key.to_lowercase(), value.clone());
        }
    }
    found
        .into_iter()
        .map(|(key, text)| {
            let value =
                if TEXTS.contains(&key.as_str()) { text.into() } else { text.parse().unwrap_or_else(|_| text.into()) };
            (key, value)
        })
        .collect()
}

/// Seed 002's `DB_NAME`, `DB_USER`, `DB_PASSWORD`, `DB_HOST` and `DB_PORT`, as one URL.
fn database_of_parts(env: &BTreeMap<String, String>) -> Option<String> {
    let name = env.get("DB_NAME")?;
    let part = |key: &str, default: &str| env.get(key).map_or(default.to_owned(), |v| percent_encode(v));
    Some(format!(
        "postgres://{}:{}@{}:{}/{}",
        part("DB_USER", "guichet"),
        part("DB_PASSWORD", ""),
        part("DB_HOST", "127.0.0.1"),
        part("DB_PORT", "5432"),
        percent_encode(name),
    ))
}

fn percent_encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
