//! What a call is, on the wire and in the table.
use crate::live::LiveEvent;
use guichet_protocol::{CallState, Offer, StationCall};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A call as it is stored, with the names that screens show.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct CallRow {
    pub id: Uuid,
    pub station_id: Uuid,
    pub station_name: String,
    pub agency_id: Uuid,
    pub offer: Option<String>,
    #[sqlx(try_from = "String")]
    pub state: CallState,
    pub called_at: i64,
    pub ended_at: Option<i64>,
    pub answered_by: Option<Uuid>,
    pub answered_by_name: Option<String>,
}

impl CallRow {
    fn offer(&self) -> Option<Offer> {
        serde_json::from_str(self.offer.as_deref()?).ok()
    }

    /// The call as sockets tell it.
    pub(super) fn told(&self) -> StationCall {
        StationCall {
            id: self.id,
            station_id: self.station_id,
            offer: self.offer(),
            called_at: self.called_at,
            state: self.state,
        }
    }

    pub(super) fn event(&self) -> LiveEvent {
        LiveEvent::Call { call: self.told(), agency_id: self.agency_id }
    }

    pub(super) fn shown(self) -> Call {
        Call {
            offer: self.offer(),
            id: self.id,
            station_id: self.station_id,
            station_name: self.station_name,
            agency_id: self.agency_id,
            state: self.state,
            called_at: self.called_at,
            ended_at: self.ended_at,
            answered_by: self.answered_by,
            answered_by_name: self.answered_by_name,
        }
    }
}

/// A visitor's call for somebody from the desk.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appel)]
pub struct Call {
    /// Its id.
    pub id: Uuid,
    /// Where from.
    pub station_id: Uuid,
    /// That station's name.
    #[schema(example = "Poste 07")]
    pub station_name: String,
    /// The agency.
    pub agency_id: Uuid,
    /// The offer the visitor would like, as it was shown, when it is about one.
    pub offer: Option<Offer>,
    /// How it stands: `ouvert`, `repondu` or `retire`.
    pub state: CallState,
    /// When, milliseconds of UTC.
    pub called_at: i64,
    /// When it was answered or withdrawn.
    pub ended_at: Option<i64>,
    /// Who answered.
    pub answered_by: Option<Uuid>,
    /// That account's login.
    #[schema(example = "accueil")]
    pub answered_by_name: Option<String>,
}
