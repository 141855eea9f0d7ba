//! What holds in the rooms of the demonstration site: opening hours, terms of use, tariffs.
use super::Failure;
use crate::{
    db::Change,
    places::{self, NewZone},
    tariffs::{self, NewTariff},
    terms::{self, NewTerms},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The room with opening hours of a whole week, so that somebody looking around on a Sunday night still finds
/// the others open.
const ROOM_WITH_HOURS: &str = "VIP";

const TERMS_FR: &str = "Les postes sont à la disposition de tous. Respectez les autres visiteurs et le matériel. Vos fichiers \
    sont effacés à la fin de la session : enregistrez-les sur une clé USB. Les données de connexion sont conservées un an, comme \
    la loi l’exige.";
const TERMS_EN: &str = "The stations are there for everybody. Be considerate of other visitors and of the equipment. Your files \
    are erased at the end of the session: save them to a USB stick. Connection data are kept for a year, as the law asks.";

/// Furnishes the site.
pub(super) async fn furnish(change: &mut Change, agency_id: Uuid, desk: Uuid) -> Result<(), Failure> {
    let vip = places::find_by_name(change, agency_id, ROOM_WITH_HOURS).await?.ok_or("the room was not made")?;
    let (week, saturday) = (json!([{ "from": "08:00", "to": "19:00" }]), json!([{ "from": "09:00", "to": "13:00" }]));
    let hours = json!({ "monday": week, "tuesday": week, "wednesday": week, "thursday": week, "friday": week,
        "saturday": saturday });
    let zone = NewZone {
        name: vip.name,
        agency_id: Some(agency_id),
        hours: Some(serde_json::from_value(hours)?),
        ..NewZone::default()
    };
    places::update(change, vip.id, &zone.checked()?).await?;
    let texts = json!({ "fr": TERMS_FR, "en": TERMS_EN });
    let new = NewTerms { agency_id: Some(agency_id), texts: serde_json::from_value(texts)? };
    terms::insert(change, &new, "2026-01-01", desk).await?;
    for tariff in tariffs(vip.id) {
        let new: NewTariff = serde_json::from_value(tariff)?;
        tariffs::insert(change, agency_id, &new.checked()?).await?;
    }
    Ok(())
}

fn tariffs(vip: Uuid) -> [Value; 6] {
    let happy = json!([{ "name": "Heures creuses", "days": ["monday", "tuesday", "thursday", "friday"], "from": "08:00",
        "to": "10:00", "price_minor": 100 }]);
    [
        json!({ "code": "DEC", "name": "Découverte", "minutes": 15, "price_minor": 0, "currency": "EUR" }),
        json!({ "code": "D30", "name": "Une demi-heure", "minutes": 30, "price_minor": 100, "currency": "EUR", "self_service": true }),
        json!({ "code": "H1", "name": "Une heure", "minutes": 60, "price_minor": 200, "currency": "EUR", "self_service": true,
            "rules": happy }),
        json!({ "code": "VIP1", "name": "Une heure en VIP", "minutes": 60, "price_minor": 400, "currency": "EUR", "zone_id": vip }),
        json!({ "code": "P10", "name": "Dix séances d’une heure", "kind": "seances", "sessions": 10, "minutes": 60,
            "price_minor": 1500, "currency": "EUR" }),
        json!({ "code": "M600", "name": "Dix heures à la minute", "kind": "minutes", "minutes": 600, "valid_days": 90,
            "price_minor": 1600, "currency": "EUR" }),
    ]
}
