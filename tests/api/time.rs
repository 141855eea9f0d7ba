//! The timers: warnings and ends come by themselves, once each, and an outage is charged to nobody
//! who was shut out (docs/time.md).
use crate::harness::{Happenings, Person, Site, StationKey, both, id_of, lead};
use guichet::{jobs::Gained, live::SessionHappening};
use guichet_protocol::EndReason;
use serde_json::{Value, json};
use std::{collections::HashMap, time::Duration};
use uuid::Uuid;

const EXPIRED: SessionHappening = SessionHappening::Ended(EndReason::TempsEcoule);

const fn warned(threshold_s: u32) -> SessionHappening {
    SessionHappening::Warned { threshold_s }
}

/// Waits long enough for a timer that is not due to go off by mistake.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(60)).await;
}

fn path(id: Uuid, what: &str) -> String {
    format!("/api/sessions/{id}/{what}")
}

/// A running session at a station of its own.
async fn running(site: &Site, admin: &Person<'_>, agency: Uuid, minutes: u32) -> (Uuid, StationKey) {
    let key = site.station(admin, agency).await;
    let (id, _) = site.session(admin, None, Some(key.id), minutes).await;
    admin.post(&path(id, "start/"), json!({})).await.ok();
    (id, key)
}

async fn show(site: &Site, id: Uuid) -> Value {
    site.admin().await.get(&path(id, "")).await.ok()
}

async fn report(site: &Site, key: &StationKey, session: Uuid, consumed: Duration) {
    let beat = format!("/api/postes/{}/heartbeat/", key.id);
    let consumed_ms = u64::try_from(consumed.as_millis()).expect("small");
    site.as_station(key).post(&beat, json!({ "session_id": session, "consumed_ms": consumed_ms })).await.ok();
}

const MINUTE: Duration = Duration::from_mins(1);

both! {
    /// RTM-012, SES-009: five warnings, each once and not before its time, then the end; without any
    /// client.
    async fn warnings_and_the_end_come_by_themselves(site: &Site) {
        let _leadership = lead(site, None).await;
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (id, key) = running(site, &admin, agency, 6).await;
        let mut happenings = Happenings::of(site);
        for (wait_s, expected) in
            [(60, warned(300)), (180, warned(120)), (60, warned(60)), (30, warned(30)), (20, warned(10)), (10, EXPIRED)]
        {
            site.advance(Duration::from_millis(wait_s * 1000 - 1));
            a_moment().await;
            assert_eq!(happenings.rest(), [], "{expected:?} came too early");
            site.advance(Duration::from_millis(1));
            assert_eq!(happenings.next().await, expected);
        }
        site.advance(MINUTE);
        a_moment().await;
        assert_eq!(happenings.rest(), []);
        let session = show(site, id).await;
        assert_eq!((&session["statut"], &session["end_reason"]), (&json!("expiree"), &json!("temps_ecoule")));
        assert_eq!((&session["elapsed_s"], &session["remaining_s"]), (&json!(360), &json!(0)));
        let station = site.admin().await.get(&format!("/api/postes/{}/", key.id)).await.ok();
        assert_eq!((&station["statut"], &station["session_active"]), (&json!("disponible"), &Value::Null));
        let ends = "SELECT COUNT(*) FROM audit_log WHERE action = 'expiration_session' AND actor_kind = 'system'";
        assert_eq!(site.count(ends).await, 1);
    }

    /// RTM-012: again, once time was added back above a threshold.
    async fn warnings_come_again_after_time_was_added(site: &Site) {
        let _leadership = lead(site, None).await;
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (id, _) = running(site, &admin, agency, 6).await;
        let mut happenings = Happenings::of(site);
        site.advance(MINUTE);
        assert_eq!(happenings.next().await, warned(300));
        site.advance(3 * MINUTE);
        assert_eq!(happenings.next().await, warned(120));
        admin.post(&path(id, "add_time/"), json!({ "minutes": 2 })).await.ok();
        assert_eq!(happenings.next().await, SessionHappening::TimeAdded { added_ms: 120_000 });
        // Four minutes are left: 120 comes again, 300 does not.
        site.advance(2 * MINUTE);
        assert_eq!(happenings.next().await, warned(120));
        admin.post(&path(id, "add_time/"), json!({ "minutes": 10 })).await.ok();
        happenings.next().await;
        for (wait_s, expected) in [(420, warned(300)), (180, warned(120)), (60, warned(60)), (60, EXPIRED)] {
            site.advance(Duration::from_secs(wait_s));
            assert_eq!(happenings.next().await, expected);
        }
    }

    /// A suspended session is neither warned nor ended; what is taken back may end one at once.
    async fn a_pause_stops_the_timers(site: &Site) {
        let _leadership = lead(site, None).await;
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (id, _) = running(site, &admin, agency, 6).await;
        site.advance(Duration::from_secs(30));
        admin.post(&path(id, "suspend/"), json!({})).await.ok();
        let mut happenings = Happenings::of(site);
        site.advance(20 * MINUTE);
        a_moment().await;
        assert_eq!(happenings.rest(), []);
        admin.post(&path(id, "resume/"), json!({})).await.ok();
        assert_eq!(happenings.next().await, SessionHappening::Updated);
        site.advance(Duration::from_secs(30));
        assert_eq!(happenings.next().await, warned(300));
        admin.post(&path(id, "add_time/"), json!({ "minutes": -5 })).await.ok();
        assert_eq!(happenings.next().await, SessionHappening::TimeAdded { added_ms: -300_000 });
        assert_eq!(happenings.next().await, EXPIRED);
    }

    /// SES-009: many at one instant end once each.
    async fn many_sessions_end_at_once(site: &Site) {
        let _leadership = lead(site, None).await;
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let mut open = HashMap::new();
        for _ in 0..20 {
            open.insert(running(site, &admin, agency, 1).await.0, 0);
        }
        let mut happenings = Happenings::of(site);
        site.advance(MINUTE);
        for _ in 0..20 {
            let (happening, id) = happenings.next_of_any().await;
            assert_eq!(happening, EXPIRED);
            *open.get_mut(&id).expect("one of them") += 1;
        }
        assert!(open.values().all(|times| *times == 1), "{open:?}");
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'expiration_session'").await, 20);
        assert_eq!(site.count("SELECT COUNT(*) FROM stations WHERE statut = 'disponible'").await, 20);
        site.assert_sound_log().await;
    }

    /// Who does not lead does nothing; who takes over does what is due.
    async fn only_the_leader_keeps_time(site: &Site) {
        let leadership = lead(site, None).await;
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (id, _) = running(site, &admin, agency, 6).await;
        let mut happenings = Happenings::of(site);
        site.advance(MINUTE);
        assert_eq!(happenings.next().await, warned(300));
        leadership.send_replace(None);
        a_moment().await;
        site.advance(10 * MINUTE);
        a_moment().await;
        assert_eq!(happenings.rest(), []);
        assert_eq!(show(site, id).await["statut"], json!("active"));
        leadership.send_replace(Some(Gained { dark_since: None }));
        assert_eq!(happenings.next().await, EXPIRED);
    }

    /// Without any timer, the periodic jobs catch up: one warning, not five, and the end.
    async fn the_jobs_catch_up(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        running(site, &admin, agency, 6).await;
        let mut happenings = Happenings::of(site);
        let run = async |name: &str| guichet::jobs::run_now(&site.app, name).await.unwrap_or_else(|p| panic!("{p:?}"));
        assert_eq!(run("send_time_warnings").await["caught_up"], json!(0));
        site.advance(5 * MINUTE);
        assert_eq!(run("send_time_warnings").await["caught_up"], json!(1));
        assert_eq!(happenings.rest(), [warned(60)]);
        assert_eq!(run("send_time_warnings").await["caught_up"], json!(0));
        site.advance(MINUTE);
        assert_eq!(run("cleanup_expired_sessions").await["expired"], json!(1));
        assert_eq!(happenings.rest(), [EXPIRED]);
    }

    /// The time of an outage is charged to nobody, unless the station says that it was open; no report
    /// gives time back.
    async fn an_outage_is_charged_to_those_who_were_open(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (dark, _) = running(site, &admin, agency, 60).await;
        let (open, open_key) = running(site, &admin, agency, 60).await;
        let (paused, _) = running(site, &admin, agency, 60).await;
        site.advance(5 * MINUTE);
        admin.post(&path(paused, "suspend/"), json!({})).await.ok();
        site.advance(5 * MINUTE);
        let died_at = site.now();
        site.advance(30 * MINUTE);
        let after = site.another().await;
        let mut happenings = Happenings::of(&after);
        let _leadership = lead(&after, Some(died_at)).await;
        let woken = "SELECT COUNT(*) FROM audit_log WHERE action = 'resume_after_outage' AND actor_kind = 'system'";
        assert_eq!(after.count(woken).await, 1);
        let elapsed = async |id| show(&after, id).await["elapsed_s"].as_i64().expect("seconds");
        assert_eq!([elapsed(dark).await, elapsed(open).await, elapsed(paused).await], [600, 600, 300]);
        // This one was open all the time.
        report(&after, &open_key, open, 40 * MINUTE).await;
        assert_eq!([elapsed(dark).await, elapsed(open).await], [600, 2400]);
        let charged = "SELECT COUNT(*) FROM audit_log WHERE action = 'charge_outage' AND actor_kind = 'station'";
        assert_eq!(after.count(charged).await, 1);
        // Saying less, or the same within the network's delay, changes nothing.
        for less in [Duration::ZERO, MINUTE, 40 * MINUTE, 40 * MINUTE + Duration::from_millis(400)] {
            report(&after, &open_key, open, less).await;
        }
        assert_eq!(elapsed(open).await, 2400);
        // Nobody counts for another station, or for a session that stands still.
        report(&after, &open_key, dark, 50 * MINUTE).await;
        report(&after, &open_key, paused, 50 * MINUTE).await;
        assert_eq!([elapsed(dark).await, elapsed(paused).await], [600, 300]);
        assert_eq!(after.count(charged).await, 1);
        after.advance(MINUTE);
        assert_eq!([elapsed(dark).await, elapsed(open).await], [660, 2460]);
        // A count beyond what was granted ends the session at once.
        happenings.rest();
        report(&after, &open_key, open, 100 * MINUTE).await;
        assert_eq!(show(&after, open).await["statut"], json!("expiree"));
        after.assert_sound_log().await;
        after.close().await;
    }

    /// A restart without an outage to speak of changes no session's time, and no warning is lost.
    async fn a_restart_keeps_what_was_counted(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let (id, _) = running(site, &admin, agency, 6).await;
        site.advance(MINUTE);
        let after = site.another().await;
        let mut happenings = Happenings::of(&after);
        let _leadership = lead(&after, Some(site.now())).await;
        assert_eq!(happenings.next().await, warned(300));
        assert_eq!(show(&after, id).await["remaining_s"], json!(300));
        after.advance(5 * MINUTE);
        assert_eq!(happenings.next().await, EXPIRED);
        after.close().await;
    }

    /// An unused code ends with its validity, by the job.
    async fn unused_codes_end(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let new = json!({ "agency_id": agency, "minutes": 5 });
        let id = id_of(&admin.post("/api/sessions/", new).await.created());
        site.advance(Duration::from_secs(12 * 3600 - 1));
        let run = async || guichet::jobs::run_now(&site.app, "cleanup_expired_sessions").await.unwrap_or_else(|p| panic!("{p:?}"));
        assert_eq!(run().await["stale_codes"], json!(0));
        site.advance(Duration::from_secs(1));
        assert_eq!(run().await["stale_codes"], json!(1));
        let session = show(site, id).await;
        assert_eq!((&session["statut"], &session["end_reason"]), (&json!("expiree"), &json!("code_perime")));
        assert_eq!(run().await["stale_codes"], json!(0));
    }
}
