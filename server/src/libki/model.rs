//! What Libki's client asks and what it is told: its names, its order, numbers where it looks for truth and texts
//! everywhere else. A `null` would be read as the word.
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// A query as it came: parameters in any order, some that nobody knows, some without a value. Of one that stands there
/// twice the first counts.
pub(super) struct Asked(HashMap<String, String>);

impl Asked {
    pub fn read(query: &str) -> Self {
        let mut asked = HashMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            asked.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        Self(asked)
    }

    /// What stands there under this name; empty when nothing does.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// How the client is called.
    pub fn node(&self) -> &str {
        let node = self.get("node");
        if node.is_empty() { self.get("node_name") } else { node }
    }

    /// Whether the client is older than this version, or says none.
    pub fn is_before(&self, version: [u32; 3]) -> bool {
        let mut said = self.get("version").split('.').map(|part| part.parse().unwrap_or(0));
        let said: [u32; 3] = std::array::from_fn(|_| said.next().unwrap_or(0));
        said < version
    }
}

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LibkiAnswer)]
#[serde(untagged)]
pub(super) enum Answer {
    Registered(Box<Registered>),
    LoggedIn(LoggedIn),
    Refused(Refused),
    UserData(UserData),
    LoggedOut(LoggedOut),
    /// Nothing to say.
    Done(Done),
}

/// To `register_node`: whether the node is a station, how it stands, what its screen shows, and what it is to do now,
/// each thing once.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = LibkiRegistered)]
pub(super) struct Registered {
    /// 1, or 0 while nobody has approved the node.
    #[schema(example = 1)]
    #[serde(rename = "registered")]
    pub is_known: u8,
    /// `online` or `suspended`.
    #[schema(example = "online")]
    pub status: &'static str,
    /// Not empty when the station is reserved.
    pub reserved_for: &'static str,
    #[serde(flatten)]
    pub settings: Settings,
    #[serde(flatten)]
    pub orders: Orders,
}

/// What the client keeps in its own settings. Each is a text; what we have nothing for is empty.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LibkiSettings)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Settings {
    /// Whoever comes first is served first.
    #[schema(example = "FCFS")]
    pub client_behavior: &'static str,
    pub reservation_show_username: &'static str,
    pub enable_client_session_locking: &'static str,
    /// One field: our code goes where Libki has the user's name.
    #[schema(example = "1")]
    pub enable_client_passwordless_mode: &'static str,
    pub enable_guest_self_registration: &'static str,
    /// What the visitor is asked before the code is sent, when the place has terms of use.
    pub terms_of_service: String,
    /// The terms themselves.
    pub terms_of_service_details: String,
    #[serde(rename = "BannerTopURL")]
    pub banner_top_url: &'static str,
    pub banner_top_width: &'static str,
    pub banner_top_height: &'static str,
    #[serde(rename = "BannerBottomURL")]
    pub banner_bottom_url: &'static str,
    pub banner_bottom_width: &'static str,
    pub banner_bottom_height: &'static str,
    pub logo: &'static str,
    #[serde(rename = "LogoURL")]
    pub logo_url: &'static str,
    pub logo_width: &'static str,
    pub logo_height: &'static str,
    pub client_style_sheet: &'static str,
    #[serde(rename = "InternetConnectivityURLs")]
    pub internet_connectivity_urls: &'static str,
    pub show_time_remaining_in_splash: &'static str,
    pub show_time_remaining_in_tray: &'static str,
    pub client_time_notification_frequency: &'static str,
    pub client_time_warning_threshold: &'static str,
    #[serde(rename = "inactivityLogout")]
    pub inactivity_logout: &'static str,
    #[serde(rename = "inactivityWarning")]
    pub inactivity_warning: &'static str,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            client_behavior: "FCFS",
            reservation_show_username: "",
            enable_client_session_locking: "",
            enable_client_passwordless_mode: "1",
            enable_guest_self_registration: "",
            terms_of_service: String::new(),
            terms_of_service_details: String::new(),
            banner_top_url: "",
            banner_top_width: "",
            banner_top_height: "",
            banner_bottom_url: "",
            banner_bottom_width: "",
            banner_bottom_height: "",
            logo: "",
            logo_url: "",
            logo_width: "",
            logo_height: "",
            client_style_sheet: "",
            internet_connectivity_urls: "",
            show_time_remaining_in_splash: "",
            show_time_remaining_in_tray: "1",
            client_time_notification_frequency: "5",
            client_time_warning_threshold: "5",
            inactivity_logout: "",
            inactivity_warning: "",
        }
    }
}

/// What the client is to do now.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = LibkiOrders)]
#[serde(default)]
pub(super) struct Orders {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shutdown: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspend: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop: Option<u8>,
    /// From 2.4.0 on: open the screen that the visitor locked. Before: what `autologin` is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlock: Option<u8>,
    /// Open the desktop: the desk started a session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autologin: Option<u8>,
    /// The name to ask and to log out with then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Minutes left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<String>,
    /// Wake other machines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wakeup: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wol_host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wol_port: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wol_mac_addresses: Vec<String>,
}

/// To `login`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LibkiLoggedIn)]
pub(super) struct LoggedIn {
    #[schema(example = 1)]
    pub authenticated: u8,
    /// Minutes left, rounded up.
    #[schema(example = "45")]
    pub units: String,
}

/// To `login`, when the desktop stays closed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LibkiRefused)]
pub(super) struct Refused {
    /// Why, in Libki's words.
    #[schema(example = "BAD_LOGIN")]
    pub error: &'static str,
}

/// To `get_user_data`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LibkiUserData)]
pub(super) struct UserData {
    /// `Logged in`, `Logged out` or `Kicked`.
    #[schema(example = "Logged in")]
    pub status: &'static str,
    /// Minutes left, rounded up.
    #[schema(example = "44")]
    pub units: String,
    /// What the desk says, each text once.
    pub messages: Vec<String>,
}

/// To `logout`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LibkiLoggedOut)]
pub(super) struct LoggedOut {
    #[schema(example = 1)]
    pub logged_out: u8,
}

/// To whatever is only told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LibkiDone)]
pub(super) struct Done {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_it_comes() {
        let asked = Asked::read("&&action=login&password&username=ab+cd%2De&x=%FF%&=y&node=P1&node=P2&version=2.10");
        assert_eq!((asked.get("action"), asked.get("password")), ("login", ""));
        assert_eq!((asked.get("username"), asked.node()), ("ab cd-e", "P1"));
        assert!(asked.is_before([2, 11, 0]) && !asked.is_before([2, 4, 0]));
        assert!(Asked::read("node_name=P3").node() == "P3" && Asked::read("").is_before([0, 0, 1]));
    }
}
