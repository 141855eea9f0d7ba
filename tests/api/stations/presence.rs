//! Whether a station is there: by what it last said, and by its silence.
use super::path;
use crate::harness::{Site, StationKey, both};
use guichet::{db::Unaudited, live::LiveEvent, stations};
use guichet_protocol::StationStatut;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

async fn sweep(site: &Site) {
    stations::sweep(&site.app).await.unwrap_or_else(|problem| panic!("{problem:?}"));
}

async fn shown(site: &Site, id: Uuid) -> Value {
    site.admin().await.get(&path(id, "")).await.ok()
}

async fn beat(site: &Site, key: &StationKey, body: Value) -> Value {
    site.as_station(key).post(&path(key.id, "heartbeat"), body).await.ok()
}

both! {
    /// STA-002, STA-012: on line with the first heartbeat, off line after 60 silent seconds.
    async fn silence_is_noticed(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        assert_eq!(shown(site, key.id).await["en_ligne"], json!(false));
        let answer = beat(site, &key, json!({ "client_version": "0.1.0" })).await;
        assert_eq!(answer, json!({ "server_time": site.now(), "session": null, "commands": [] }));
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.actor_kind.as_str(), line.actor_id), ("connexion_poste", "station", Some(key.id)));
        let station = shown(site, key.id).await;
        assert_eq!((&station["en_ligne"], &station["last_seen_at"]), (&json!(true), &json!(site.now())));
        assert_eq!(station["client_version"], json!("0.1.0"));
        site.advance(Duration::from_mins(1));
        sweep(site).await;
        assert_eq!(shown(site, key.id).await["en_ligne"], json!(true));
        let mut events = site.app.live.subscribe();
        site.advance(Duration::from_secs(1));
        assert_eq!(shown(site, key.id).await["en_ligne"], json!(false));
        sweep(site).await;
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'deconnexion_poste'").await, 1);
        let told = events.try_recv().expect("consoles are told");
        assert!(matches!(&told.event, LiveEvent::Station { state, .. } if state.id == key.id && !state.en_ligne));
        sweep(site).await;
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'deconnexion_poste'").await, 1);
        beat(site, &key, json!({})).await;
        assert_eq!(shown(site, key.id).await["en_ligne"], json!(true));
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'connexion_poste'").await, 2);
    }

    /// Heartbeats while on line write nothing; the sweep writes the last of each station.
    async fn heartbeats_are_kept_in_memory(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (one, two) = (site.station(&admin, agency).await, site.station(&admin, agency).await);
        for key in [&one, &two] {
            beat(site, key, json!({ "client_version": "0.1.0" })).await;
        }
        let lines = site.count("SELECT COUNT(*) FROM audit_log").await;
        for _ in 0..5 {
            site.advance(Duration::from_secs(20));
            beat(site, &one, json!({ "client_version": "0.1.0" })).await;
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log").await, lines);
        sweep(site).await;
        let seen = format!("SELECT COUNT(*) FROM stations WHERE last_seen_at = {}", site.now());
        assert_eq!(site.count(&seen).await, 1);
        assert_eq!(shown(site, one.id).await["en_ligne"], json!(true));
        assert_eq!(shown(site, two.id).await["en_ligne"], json!(false));
        // A new version is noted at once.
        beat(site, &one, json!({ "client_version": "0.2.0" })).await;
        assert_eq!(shown(site, one.id).await["client_version"], json!("0.2.0"));
    }

    /// A heartbeat that is none changes nothing.
    async fn odd_heartbeats_are_refused(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        let station = site.as_station(&key);
        let path = path(key.id, "heartbeat");
        station.post(&path, json!({ "bonus_ms": 1 })).await.blames("bonus_ms", "unknown_field");
        station.post(&path, json!({ "consumed_ms": -1 })).await.blames("consumed_ms", "wrong_type");
        station.post(&path, json!({ "session_id": "x" })).await.blames("session_id", "wrong_type");
        assert_eq!(shown(site, key.id).await["last_seen_at"], json!(null));
        station.post(&path, json!({ "session_id": Uuid::nil(), "consumed_ms": u64::MAX })).await.ok();
    }

    /// A restart knows who was there: no station seems to have come back that never left.
    async fn presence_survives_a_restart(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let key = site.station(&admin, agency).await;
        beat(site, &key, json!({})).await;
        site.advance(Duration::from_secs(10));
        let after = site.another().await;
        assert_eq!(shown(&after, key.id).await["en_ligne"], json!(true));
        beat(&after, &key, json!({})).await;
        after.close().await;
    }

    /// Presence is written while sessions end: neither waits for the other in a circle.
    async fn presence_and_ends_do_not_lock_each_other(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let mut ids = Vec::new();
        for _ in 0..16 {
            ids.push(site.station(&admin, agency).await.id);
        }
        let sweeping = async {
            for _ in 0..200 {
                for known in site.app.stations.all() {
                    known.heard(site.now());
                }
                stations::sweep(&site.app).await.expect("presence is written");
            }
        };
        let ending = async {
            for turn in 0..30 {
                ids.rotate_left(turn % 7);
                for id in &ids {
                    let mut change = site.change().await;
                    stations::set_statut(&mut change, *id, StationStatut::Occupe).await.expect("occupied");
                    change.commit_unaudited(Unaudited::Presence).await.expect("kept");
                }
                let mut change = site.change().await;
                stations::free(&mut change, &ids).await.expect("freed");
                change.commit_unaudited(Unaudited::Presence).await.expect("kept");
            }
        };
        tokio::join!(sweeping, ending);
    }
}
