//! What lasts as long as the present log-on: a volatile key of the registry, gone with it, and with every start of the machine.
use rand::random;
use uuid::Uuid;
use winsafe::guard::RegCloseKeyGuard;
use winsafe::{HKEY, RegistryValue, SysResult, co};

const KEY: &str = r"Software\GuichetKiosk";
const BOOT: &str = "Boot";
const DESKTOP: &str = "Desktop";

/// Which log-on this is. The machine's clock goes on as long as it lasts.
#[must_use]
pub fn boot() -> Option<String> {
    let key = key().ok()?;
    if let Some(boot) = read(&key, BOOT) {
        return Some(boot);
    }
    let boot = Uuid::from_bytes(random()).to_string();
    key.RegSetValueEx(Some(BOOT), RegistryValue::Sz(boot.clone())).ok()?;
    Some(boot)
}

/// Whose programs were started since the log-on, as far as they were not ended.
pub fn desktop() -> Option<Uuid> {
    let key = key().ok()?;
    read(&key, DESKTOP)?.parse().ok()
}

/// Notes whose programs there are now.
///
/// # Errors
/// When the registry does not take it.
pub fn note_desktop(session: Option<Uuid>) -> Result<(), String> {
    let note = |key: &HKEY| match session {
        Some(session) => key.RegSetValueEx(Some(DESKTOP), RegistryValue::Sz(session.to_string())),
        None => match key.RegDeleteValue(Some(DESKTOP)) {
            Err(co::ERROR::FILE_NOT_FOUND) => Ok(()),
            result => result,
        },
    };
    key().and_then(|key| note(&key)).map_err(|error| error.to_string())
}

fn key() -> SysResult<RegCloseKeyGuard> {
    let access = co::KEY::READ | co::KEY::WRITE;
    let (key, _) = HKEY::CURRENT_USER.RegCreateKeyEx(KEY, None, co::REG_OPTION::VOLATILE, access, None)?;
    Ok(key)
}

fn read(key: &HKEY, name: &str) -> Option<String> {
    match key.RegQueryValueEx(Some(name)).ok()? {
        RegistryValue::Sz(text) => Some(text),
        _ => None,
    }
}
