//! What a station is, on the wire and in the table.
use crate::{
    list::Page,
    problem::{Checks, Problem},
    stations::{ONLINE_MS, enrolment::fingerprint},
};
use guichet_protocol::{PlanPlace, SessionTime, StationState, StationStatut};
use serde::{Deserialize, Deserializer, Serialize};
use std::{collections::BTreeMap, net::IpAddr};
use utoipa::ToSchema;
use uuid::Uuid;

/// What kind of client a station runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PosteOrigine)]
pub enum Origin {
    /// Guichet's own, which has a key.
    Guichet,
    /// Libki's, which has none: it is known by its name and its address (docs/libki.md).
    Libki,
}

impl Origin {
    /// The word in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guichet => "guichet",
            Self::Libki => "libki",
        }
    }
}

impl TryFrom<String> for Origin {
    type Error = String;
    fn try_from(word: String) -> Result<Self, String> {
        match word.as_str() {
            "guichet" => Ok(Self::Guichet),
            "libki" => Ok(Self::Libki),
            _ => Err(word),
        }
    }
}

/// A station as it is stored, without its credential.
#[derive(Debug, Clone, sqlx::FromRow)]
#[expect(missing_docs, reason = "as in the table")]
pub struct StationRow {
    pub id: Uuid,
    pub agency_id: Uuid,
    pub name: String,
    pub zone: Option<String>,
    #[sqlx(try_from = "String")]
    pub statut: StationStatut,
    pub ip: Option<String>,
    pub mac: Option<String>,
    pub client_version: Option<String>,
    #[sqlx(try_from = "String")]
    pub origin: Origin,
    pub enrolled_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    pub public_key: Option<Vec<u8>>,
    pub identity_conflict_at: Option<i64>,
    pub mac_copied_at: Option<i64>,
    pub plan_x: Option<i64>,
    pub plan_y: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub version: i64,
}

impl StationRow {
    /// Whether the station was heard of within the last minute.
    #[must_use]
    pub fn en_ligne(&self, now: i64) -> bool {
        self.last_seen_at.is_some_and(|seen| seen >= now - ONLINE_MS)
    }

    /// Where it stands on the plan of its room.
    #[must_use]
    pub fn plan(&self) -> Option<PlanPlace> {
        let cell = |at: Option<i64>| at.and_then(|at| u8::try_from(at).ok());
        Some(PlanPlace { x: cell(self.plan_x)?, y: cell(self.plan_y)? })
    }

    /// The station as the room plan shows it.
    #[must_use]
    pub fn state(&self, now: i64) -> StationState {
        StationState {
            id: self.id,
            name: self.name.clone(),
            statut: self.statut,
            en_ligne: self.en_ligne(now),
            last_seen_at: self.last_seen_at,
            identity_conflict: self.identity_conflict_at.is_some(),
            mac_copied: self.mac_copied_at.is_some(),
            zone: self.zone.clone(),
            plan: self.plan(),
        }
    }

    pub(super) fn shown(self, now: i64, session_active: Option<SessionTime>) -> Station {
        Station { en_ligne: self.en_ligne(now), session_active, row: Fields::from(self) }
    }
}

/// A station.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Poste)]
pub struct Station {
    #[serde(flatten)]
    row: Fields,
    /// Whether it was heard of within the last 60 seconds.
    #[schema(example = true)]
    en_ligne: bool,
    /// The session that holds it, running or suspended.
    session_active: Option<SessionTime>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PosteChamps)]
struct Fields {
    /// Its id.
    id: Uuid,
    /// The agency it stands in.
    agency_id: Uuid,
    /// Its name, unique.
    #[schema(example = "Poste 07")]
    name: String,
    /// The room it stands in.
    #[schema(example = "Salle A")]
    zone: Option<String>,
    /// Its state.
    statut: StationStatut,
    /// The address it must call from, when it is bound to one.
    #[schema(example = "192.168.10.17")]
    ip: Option<String>,
    /// Its network card's address.
    #[schema(example = "52:54:00:12:34:56")]
    mac: Option<String>,
    /// Its client's version.
    client_version: Option<String>,
    /// What kind of client it runs.
    origin: Origin,
    /// When it was enrolled, milliseconds of UTC; `null` when no machine is it.
    enrolled_at: Option<i64>,
    /// What its screen and the console show of its key, to compare them.
    #[schema(example = "3fa85f64")]
    fingerprint: Option<String>,
    /// Since when two machines prove to be it, milliseconds of UTC: neither is let in.
    identity_conflict_at: Option<i64>,
    /// Since when another machine starts over the network with the address of its network card, milliseconds of UTC: it is not let in.
    mac_copied_at: Option<i64>,
    /// Where it stands on the plan of its room; wherever there is room when nobody said.
    plan: Option<PlanPlace>,
    /// When it was last heard of.
    last_seen_at: Option<i64>,
    /// When it was created here.
    created_at: i64,
    /// When it last changed.
    updated_at: i64,
    /// Grows with each change.
    version: i64,
}

impl From<StationRow> for Fields {
    fn from(row: StationRow) -> Self {
        let plan = row.plan();
        let StationRow {
            id,
            agency_id,
            name,
            zone,
            statut,
            ip,
            mac,
            client_version,
            origin,
            enrolled_at,
            last_seen_at,
            public_key,
            identity_conflict_at,
            mac_copied_at,
            created_at,
            updated_at,
            version,
            plan_x: _,
            plan_y: _,
        } = row;
        Self {
            id,
            agency_id,
            name,
            zone,
            statut,
            ip,
            mac,
            client_version,
            origin,
            enrolled_at,
            fingerprint: public_key.as_deref().map(fingerprint),
            identity_conflict_at,
            mac_copied_at,
            plan,
            last_seen_at,
            created_at,
            updated_at,
            version,
        }
    }
}

/// A page of stations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PosteList)]
pub struct StationList(#[schema(inline)] pub Page<Station>);

/// Counts of stations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PosteStats)]
pub struct StationStats {
    /// How many there are.
    #[schema(example = 24)]
    pub total: i64,
    /// How many were heard of within the last minute.
    #[schema(example = 21)]
    pub en_ligne: i64,
    /// How many in each state.
    pub by_statut: BTreeMap<String, i64>,
    /// How many of those in use are occupied, from 0 to 100.
    #[schema(example = 62)]
    pub occupation_percent: i64,
}

/// A station to create, or all of its fields to set.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = PosteCreate)]
#[serde(deny_unknown_fields)]
pub struct NewStation {
    /// Its name, unique, at most 60 characters.
    #[schema(example = "Poste 07")]
    pub name: String,
    /// The agency; the caller's own when absent.
    #[serde(default)]
    pub agency_id: Option<Uuid>,
    /// The room, at most 60 characters.
    #[serde(default)]
    #[schema(example = "Salle A")]
    pub zone: Option<String>,
    /// The address it must call from; any when absent. Unique.
    #[serde(default)]
    #[schema(example = "192.168.10.17")]
    pub ip: Option<String>,
    /// Its network card's address. Unique.
    #[serde(default)]
    #[schema(example = "52:54:00:12:34:56")]
    pub mac: Option<String>,
    /// Its state: `disponible`, `reserve`, `maintenance` or `hors_ligne`; `disponible` when absent.
    #[serde(default)]
    pub statut: Option<StationStatut>,
}

/// The fields of a station to change; those left out stay, those that are `null` are emptied.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = PostePatch)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "absent and null differ")]
pub struct StationPatch {
    pub name: Option<String>,
    pub agency_id: Option<Uuid>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub zone: Option<Option<String>>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub ip: Option<Option<String>>,
    #[serde(deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub mac: Option<Option<String>>,
    pub statut: Option<StationStatut>,
}

#[expect(clippy::option_option, reason = "absent and null differ")]
fn present<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(reader).map(Some)
}

impl StationPatch {
    pub(super) fn over(self, row: &StationRow) -> NewStation {
        NewStation {
            name: self.name.unwrap_or_else(|| row.name.clone()),
            agency_id: self.agency_id.or(Some(row.agency_id)),
            zone: self.zone.unwrap_or_else(|| row.zone.clone()),
            ip: self.ip.unwrap_or_else(|| row.ip.clone()),
            mac: self.mac.unwrap_or_else(|| row.mac.clone()),
            statut: self.statut,
        }
    }
}

impl NewStation {
    /// Checks the fields and writes the addresses in their one form.
    ///
    /// # Errors
    /// Naming every field that is wrong.
    pub fn checked(mut self) -> Result<Self, Problem> {
        let mut checks = Checks::default();
        self.name = self.name.trim().to_owned();
        checks.text("name", &self.name, 60);
        self.zone = self.zone.map(|zone| zone.trim().to_owned()).filter(|zone| !zone.is_empty());
        checks.optional_text("zone", self.zone.as_deref(), 60);
        self.ip = self.ip.filter(|ip| !ip.is_empty());
        if let Some(ip) = &mut self.ip {
            match ip.trim().parse::<IpAddr>() {
                Ok(address) => *ip = address.to_string(),
                Err(_) => checks.refuse("ip", "ip_format", Vec::new()),
            }
        }
        self.mac = self.mac.filter(|mac| !mac.is_empty());
        if let Some(mac) = &mut self.mac {
            match normal_mac(mac) {
                Some(address) => *mac = address,
                None => checks.refuse("mac", "mac_format", Vec::new()),
            }
        }
        checks.require(self.statut != Some(StationStatut::Occupe), "statut", "statut_by_session");
        checks.finish()?;
        Ok(self)
    }
}

/// A network card's address as six pairs of lower-case hexadecimal digits.
#[must_use]
pub fn normal_mac(text: &str) -> Option<String> {
    let bytes: [u8; 6] = text.trim().parse::<mac_address::MacAddress>().ok()?.bytes();
    let zero_or_broadcast = bytes == [0; 6] || bytes == [0xff; 6];
    (!zero_or_broadcast).then(|| bytes.map(|byte| format!("{byte:02x}")).join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(ip: &str, mac: &str) -> Vec<String> {
        let new = NewStation { name: "P1".into(), ip: Some(ip.into()), mac: Some(mac.into()), ..NewStation::default() };
        new.checked().err().map(|p| p.errors.into_iter().map(|e| e.field).collect()).unwrap_or_default()
    }

    /// STA-003.
    #[test]
    fn addresses_are_checked_and_written_one_way() {
        assert_eq!(errors("999.1.1.1", "52:54:00:12:34:56"), ["ip"]);
        assert_eq!(errors("10.0.0.1", "zz:54:00:12:34:56"), ["mac"]);
        assert_eq!(errors("10.0.0.1", "00:00:00:00:00:00"), ["mac"]);
        assert!(errors("10.0.0.1", "52-54-00-AB-34-56").is_empty());
        assert_eq!(normal_mac("52-54-00-AB-34-56").as_deref(), Some("52:54:00:ab:34:56"));
    }
}
