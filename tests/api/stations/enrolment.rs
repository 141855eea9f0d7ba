//! How a machine becomes a station.
use super::{PATH, created, path};
use crate::harness::{Machine, Person, Site, StationKey, both, id_of};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const ENROL: &str = "/api/postes/enrol/";
const PENDING: &str = "/api/postes/enrolments/";
const MAC: &str = "52:54:00:ab:34:56";

async fn token(admin: &Person<'_>, id: Uuid) -> String {
    let made = admin.post(&path(id, "enrolment_token"), json!({})).await.created();
    made["token"].as_str().expect("a token").to_owned()
}

/// The public half of a machine's key.
fn key(number: u32) -> String {
    Machine::numbered(number).public_key()
}

/// The machine with this number proves itself and calls.
async fn beats(site: &Site, id: Uuid, number: u32) -> u16 {
    let anonymous = site.anonymous().with_header("x-station-mac", MAC);
    let answer = anonymous.prove(&Machine::numbered(number), id, &site.app.keys.server_key()).await;
    if answer.status != 200 {
        return answer.status.as_u16();
    }
    let credential = answer.ok()["credential"].as_str().expect("a credential").to_owned();
    let station = site.as_station(&StationKey { id, credential }).with_header("x-station-mac", MAC);
    station.post(&path(id, "heartbeat"), json!({})).await.status.as_u16()
}

both! {
    /// A token makes one machine this station, once; the credential it gets then is not stored.
    async fn a_token_enrols_one_machine(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let id = created(&admin, "Poste 01", agency).await;
        let token = self::token(&admin, id).await;
        site.assert_line("create_enrolment_token", admin.id, id).await;
        let ask = |key: &str| json!({ "token": token, "name": "poste-01", "mac": MAC, "public_key": key });
        let answer = site.anonymous().calling_from("10.0.0.7").post(ENROL, ask(&key(1))).await.created();
        assert_eq!((&answer["status"], &answer["station_id"]), (&json!("enrolled"), &json!(id)));
        assert_eq!(answer["name"], json!("Poste 01"));
        assert_eq!(answer["fingerprint"].as_str().map(str::len), Some(8));
        assert_eq!(site.last_line().await.action, "enrol");
        let station = admin.get(&path(id, "")).await.ok();
        assert_eq!((&station["mac"], &station["ip"]), (&json!(MAC), &json!("10.0.0.7")));
        assert_eq!(station["enrolled_at"], json!(site.now()));
        // Asking again is answered alike; with another key the token is used up.
        let again = site.anonymous().calling_from("10.0.0.7").post(ENROL, ask(&key(1))).await.ok();
        assert_eq!(again, answer);
        site.anonymous().calling_from("10.0.0.7").post(ENROL, ask(&key(2))).await.problem(401, "bad_credentials");
        let here = site.anonymous().calling_from("10.0.0.7").with_header("x-station-mac", MAC);
        let server = site.app.keys.server_key();
        assert_eq!(answer["server_key"], json!(hex::encode(server)));
        let let_in = here.prove(&Machine::numbered(1), id, &server).await.ok();
        let stored = "SELECT COUNT(*) FROM stations WHERE LENGTH(credential_hash) = 32";
        assert_eq!(site.count(stored).await, 1);
        let key = StationKey { id, credential: let_in["credential"].as_str().expect("one").to_owned() };
        let station = site.as_station(&key).with_header("x-station-mac", MAC);
        station.clone().calling_from("10.0.0.7").post(&path(id, "heartbeat"), json!({})).await.ok();
    }

    /// A token ends after a day; one that nobody made opens nothing, and guessing is limited.
    async fn tokens_end_and_cannot_be_guessed(site: &Site) {
        let agency = site.agency("RE").await;
        let id = created(&site.admin().await, "Poste 01", agency).await;
        let token = self::token(&site.admin().await, id).await;
        site.advance(Duration::from_hours(24));
        let ask = |token: &str| json!({ "token": token, "name": "poste-01", "public_key": key(1) });
        site.anonymous().post(ENROL, ask(&token)).await.problem(401, "bad_credentials");
        let guesser = site.anonymous().calling_from("203.0.113.9");
        let mut refused = 0;
        for guess in 0..120 {
            match guesser.post(ENROL, ask(&format!("{guess:064x}"))).await.status.as_u16() {
                429 => refused += 1,
                status => assert_eq!(status, 401),
            }
        }
        assert_eq!(refused, 20);
        assert_eq!(site.count("SELECT COUNT(*) FROM stations WHERE public_key IS NOT NULL").await, 0);
        let another = self::token(&site.admin().await, id).await;
        site.anonymous().calling_from("198.51.100.4").post(ENROL, ask(&another)).await.created();
    }

    /// Of many machines with one token, one becomes the station.
    async fn of_many_machines_with_one_token_one_is_enrolled(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let id = created(&admin, "Poste 01", agency).await;
        let token = self::token(&admin, id).await;
        let anonymous = site.anonymous();
        let asks = (1..=8).map(|number| {
            anonymous.post(ENROL, json!({ "token": token, "name": "poste", "public_key": key(number) }))
        });
        let answers = futures_util::future::join_all(asks).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 7, "{statuses:?}");
    }

    /// Without a token the machine waits, until somebody approves it: a new station with its name.
    async fn a_machine_waits_and_is_approved(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let anonymous = site.anonymous();
        let ask = json!({ "name": " poste-07 ", "mac": "52-54-00-AB-34-56", "public_key": key(1), "client_version": "0.1.0" });
        let waiting = anonymous.post(ENROL, ask.clone()).await.status(202);
        assert_eq!((&waiting["status"], &waiting["station_id"]), (&json!("pending"), &Value::Null));
        assert_eq!(anonymous.post(ENROL, ask.clone()).await.status(202), waiting, "asking again is the same request");
        let pending = operator.get(PENDING).await.results();
        assert_eq!(pending.len(), 1);
        assert_eq!((&pending[0]["name"], &pending[0]["mac"]), (&json!("poste-07"), &json!(MAC)));
        assert_eq!(pending[0]["fingerprint"], waiting["fingerprint"]);
        let approve = format!("{PENDING}{}/approve/", id_of(&pending[0]));
        anonymous.post(&approve, json!({})).await.problem(401, "unauthenticated");
        let station = operator.post(&approve, json!({ "zone": "Salle A" })).await.ok();
        let id = id_of(&station);
        site.assert_line("approve_enrolment", operator.id, id).await;
        assert_eq!((&station["name"], &station["agency_id"]), (&json!("poste-07"), &json!(agency)));
        assert_eq!((&station["mac"], &station["client_version"]), (&json!(MAC), &json!("0.1.0")));
        assert_eq!(station["enrolled_at"], json!(site.now()));
        assert_eq!(anonymous.post(ENROL, ask).await.ok()["station_id"], json!(id));
        assert_eq!(beats(site, id, 1).await, 200);
        assert!(operator.get(PENDING).await.results().is_empty());
        operator.post(&approve, json!({})).await.problem(404, "not_found");
    }

    /// Approved as a station that is there already: its old key and credential end.
    async fn a_machine_replaces_another(site: &Site) {
        let agency = site.agency("RE").await;
        let (admin, operator) = (site.admin().await, site.operator(agency).await);
        let old = site.station(&admin, agency).await;
        let elsewhere = created(&admin, "Ailleurs", site.agency("RE").await).await;
        site.anonymous().post(ENROL, json!({ "name": "neuf", "mac": MAC, "public_key": key(1) })).await.status(202);
        let approve = format!("{PENDING}{}/approve/", id_of(&operator.get(PENDING).await.results()[0]));
        operator.post(&approve, json!({ "station_id": elsewhere })).await.problem(404, "not_found");
        operator.post(&approve, json!({ "station_id": Uuid::nil() })).await.problem(404, "not_found");
        operator.post(&approve, json!({ "station": old.id })).await.blames("station", "unknown_field");
        assert_eq!(id_of(&operator.post(&approve, json!({ "station_id": old.id })).await.ok()), old.id);
        site.as_station(&old).post(&path(old.id, "heartbeat"), json!({})).await.problem(401, "unauthenticated");
        assert_eq!(beats(site, old.id, 2).await, 401);
        assert_eq!(beats(site, old.id, 1).await, 200);
    }

    /// A machine that was turned away is told so, and does not come back with the same key.
    async fn a_machine_is_turned_away(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let ask = json!({ "name": "inconnu", "public_key": key(1) });
        site.anonymous().post(ENROL, ask.clone()).await.status(202);
        let id = id_of(&operator.get(PENDING).await.results()[0]);
        operator.post(&format!("{PENDING}{id}/reject/"), json!({})).await.nothing();
        site.assert_line("reject_enrolment", operator.id, id).await;
        site.anonymous().post(ENROL, ask).await.problem(403, "forbidden");
        assert!(operator.get(PENDING).await.results().is_empty());
        for action in ["approve", "reject"] {
            operator.post(&format!("{PENDING}{id}/{action}/"), json!({})).await.problem(404, "not_found");
            operator.post(&format!("{PENDING}{}/{action}/", Uuid::nil()), json!({})).await.problem(404, "not_found");
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM stations").await, 0);
    }

    /// Requests that cannot be right, and those that come in masses.
    async fn odd_requests_are_refused(site: &Site) {
        let anonymous = site.anonymous();
        for (body, field, code) in [
            (json!({ "name": "", "public_key": key(1) }), "name", "required"),
            (json!({ "name": "x", "public_key": "short" }), "public_key", "hex_format"),
            (json!({ "name": "x", "public_key": "z".repeat(64) }), "public_key", "hex_format"),
            (json!({ "name": "x", "public_key": "0".repeat(64) }), "public_key", "public_key_format"),
            (json!({ "name": "x", "public_key": key(1), "mac": "zz" }), "mac", "mac_format"),
            (json!({ "name": "x" }), "public_key", "required"),
            (json!({ "name": "x", "public_key": key(1), "statut": "occupe" }), "statut", "unknown_field"),
        ] {
            anonymous.post(ENROL, body).await.blames(field, code);
        }
        let flood = site.anonymous().calling_from("203.0.113.9");
        let mut kept = 0;
        for number in 0..110 {
            let ask = json!({ "name": "flot", "public_key": key(number) });
            match flood.post(ENROL, ask).await.status.as_u16() {
                202 => kept += 1,
                status => assert_eq!(status, 429),
            }
        }
        assert_eq!(kept, 100);
        anonymous.post(ENROL, json!({ "name": "autre", "public_key": key(999) })).await.status(202);
    }

    /// Approving takes the permission.
    async fn only_those_who_may_approve(site: &Site) {
        let reader = site.holder(&["postes:lire", "postes:modifier"], guichet::accounts::RoleScope::All, None).await;
        let id = created(&site.admin().await, "Poste 01", site.agency("RE").await).await;
        reader.get(PENDING).await.problem(403, "forbidden");
        reader.post(&path(id, "enrolment_token"), json!({})).await.problem(403, "forbidden");
        reader.post(&path(id, "revoke_credential"), json!({})).await.problem(403, "forbidden");
        reader.post(&path(id, "lever_conflit"), json!({})).await.problem(403, "forbidden");
        reader.get(PATH).await.ok();
    }
}
