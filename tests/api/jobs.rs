//! Jobs: the eight of the seed, each occurrence once, failures seen and tried again.
use crate::harness::{Kind, Site, both};
use guichet::{
    accounts::RoleScope,
    db::{Tx, Unaudited},
    jobs::{self, Gained, leader::Candidate},
    on,
};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::{fs, time::Duration};
use uuid::Uuid;

const HOUR: Duration = Duration::from_hours(1);

/// Name, beat, schedule.
const PLANNED: [(&str, &str, &str); 8] = [
    ("archive_old_logs", "archive-old-logs", "0 1 1 * *"),
    ("cleanup_expired_sessions", "cleanup-expired-sessions", "*/5 * * * *"),
    ("cleanup_old_logs", "cleanup-old-logs", "0 3 * * *"),
    ("cleanup_old_sessions", "cleanup-old-sessions", "0 4 * * *"),
    ("generate_logs_report", "logs-daily-report", "30 6 * * *"),
    ("generate_sessions_report", "sessions-daily-report", "0 6 * * *"),
    ("send_time_warnings", "send-session-warnings", "*/10 * * * * *"),
    ("update_session_times", "update-session-times", "* * * * * *"),
];

async fn count(site: &Site, sql: &str) -> i64 {
    let mut tx: Tx = site.app.db.read().await.expect("a connection");
    on!(&mut tx, |c| sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(c).await).expect(sql)
}

async fn run_due(site: &Site) {
    jobs::run_due(&site.app).await.unwrap_or_else(|problem| panic!("{problem:?}"));
}

async fn job(site: &Site, name: &str) -> Value {
    let jobs = site.admin().await.get("/api/core/jobs/").await.results();
    jobs.into_iter().find(|job| job["name"] == json!(name)).expect("the job")
}

async fn runs(site: &Site, name: &str) -> Vec<Value> {
    site.admin().await.get(&format!("/api/core/jobs/{name}/runs/?page_size=200")).await.results()
}

both! {
    /// JOB-009: exactly these eight, with their schedules.
    async fn the_eight_jobs_are_listed(site: &Site) {
        let agency = site.agency("RE").await;
        let auditor = site.user("auditeur", RoleScope::All, Some(agency)).await;
        let jobs = auditor.get("/api/core/jobs/").await.results();
        let mut listed: Vec<_> = jobs
            .iter()
            .map(|job| [&job["name"], &job["beat"], &job["schedule"]].map(|text| text.as_str().unwrap_or_default()))
            .map(|[name, beat, schedule]| (name, beat, schedule))
            .collect();
        listed.sort_unstable();
        assert_eq!(listed, PLANNED);
        for job in &jobs {
            assert!(job["next_run_at"].as_i64().is_some_and(|at| at > site.now()), "{job}");
            assert_eq!((&job["enabled"], &job["runs"], &job["last_result"]), (&json!(true), &json!(0), &Value::Null));
        }
        let english = auditor.clone().in_language("en").get("/api/core/jobs/").await.results();
        for (french, english) in jobs.iter().zip(&english) {
            assert_ne!(french["description"], english["description"]);
        }
        auditor.get("/api/core/jobs/no_such_job/runs/").await.problem(404, "not_found");
    }

    /// Each daily job runs at its hour in the site's time zone, and its run is seen.
    async fn a_daily_job_runs_at_its_hour(site: &Site) {
        run_due(site).await;
        let next = job(site, "cleanup_old_logs").await["next_run_at"].as_i64().expect("planned");
        assert_eq!(next - site.now(), 18 * 3_600_000, "it is 09:00; tomorrow at 03:00");
        site.advance(Duration::from_millis(18 * 3_600_000 - 1));
        run_due(site).await;
        assert!(runs(site, "cleanup_old_logs").await.is_empty());
        site.advance(Duration::from_millis(1));
        run_due(site).await;
        run_due(site).await;
        let ran = runs(site, "cleanup_old_logs").await;
        assert_eq!(ran.len(), 1);
        assert_eq!((&ran[0]["state"], &ran[0]["attempts"], &ran[0]["queued_at"]), (&json!("done"), &json!(1), &json!(next)));
        assert_eq!(ran[0]["result"]["removed"], json!(0));
        let job = job(site, "cleanup_old_logs").await;
        assert_eq!((&job["last_result"], &job["last_run_at"], &job["runs"]), (&json!("ok"), &json!(next), &json!(1)));
        assert_eq!(job["next_run_at"], json!(next + 24 * 3_600_000));
    }

    /// What was missed while no server ran is run once, not as often as it was missed.
    async fn missed_occurrences_are_run_once(site: &Site) {
        run_due(site).await;
        site.advance(5 * 24 * HOUR);
        run_due(site).await;
        run_due(site).await;
        for name in ["cleanup_old_logs", "generate_logs_report", "cleanup_expired_sessions"] {
            assert_eq!(runs(site, name).await.len(), 1, "{name}");
        }
        assert!(runs(site, "archive_old_logs").await.is_empty(), "the month is not over");
    }

    /// JOB-004, VIS-007: what other modules forget is forgotten with the old sessions.
    async fn old_sessions_go_with_what_belongs_to_them(site: &Site) {
        let result = jobs::run_now(&site.app, "cleanup_old_sessions").await.expect("done");
        assert_eq!(result["anonymise_visitors"]["anonymised"], json!(0), "{result}");
    }

    /// JOB-015: two processes, each occurrence once.
    async fn two_processes_run_each_occurrence_once(site: &Site) {
        run_due(site).await;
        // SQLite has one process; there it is two schedulers in the same one.
        let other = if site.kind == Kind::Postgres { Some(site.another().await) } else { None };
        let second = other.as_ref().map_or(&site.app, |other| &other.app);
        for _ in 0..36 {
            site.advance(HOUR);
            let (a, b) = tokio::join!(jobs::run_due(&site.app), jobs::run_due(second));
            a.and(b).unwrap_or_else(|problem| panic!("{problem:?}"));
        }
        assert_eq!(runs(site, "cleanup_expired_sessions").await.len(), 36);
        for name in ["cleanup_old_logs", "cleanup_old_sessions", "generate_logs_report", "generate_sessions_report"] {
            assert_eq!(runs(site, name).await.len(), 1, "{name}");
            assert_eq!(job(site, name).await["runs"], json!(1), "{name}");
        }
        assert_eq!(count(site, "SELECT COUNT(*) FROM job_runs WHERE attempts <> 1 OR state <> 'done'").await, 0);
        if let Some(other) = other {
            other.close().await;
        }
    }

    /// JOB-015: a failure is tried again after 30 seconds and after 2 minutes, then shown for good.
    async fn a_failing_job_is_tried_again_and_seen(site: &Site) {
        run_due(site).await;
        let archives = site.folder().join("archives");
        fs::write(&archives, "a file where a folder should be").expect("written");
        site.advance(40 * 24 * HOUR);
        let attempt = async |wait_s: u64| {
            site.advance(Duration::from_secs(wait_s));
            run_due(site).await;
            let run = runs(site, "archive_old_logs").await.remove(0);
            (run["state"].as_str().expect("a state").to_owned(), run["attempts"].as_i64().expect("a number"))
        };
        assert_eq!(attempt(0).await, ("queued".into(), 1));
        assert_eq!(attempt(29).await, ("queued".into(), 1));
        assert_eq!(attempt(1).await, ("queued".into(), 2));
        assert_eq!(attempt(119).await, ("queued".into(), 2));
        assert_eq!(attempt(1).await, ("failed".into(), 3));
        assert_eq!(attempt(3600).await, ("failed".into(), 3));

        let shown = job(site, "archive_old_logs").await;
        assert_eq!(shown["last_result"], json!("error"));
        assert!(shown["last_error"].as_str().is_some_and(|error| error.contains(' ')), "{shown}");
        let errors = site.admin().await.get("/api/logs/errors/").await.results();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0]["metadata"]["job"], json!("archive_old_logs"));

        fs::remove_file(&archives).expect("removed");
        jobs::run_now(&site.app, "archive_old_logs").await.expect("repaired");
        assert_eq!(job(site, "archive_old_logs").await["last_result"], json!("ok"));
    }

    /// JOB-015: a run whose process died is taken over when its lease has run out; not before, and
    /// not for ever.
    async fn a_run_whose_process_died_is_taken_over(site: &Site) {
        run_due(site).await;
        let lease = site.now() + 60_000;
        for (number, attempts) in [(1, 1), (2, 3)] {
            let mut change = site.change().await;
            let sql = "INSERT INTO job_runs (id, job, scheduled_at, state, attempts, not_before, leased_until, started_at) \
                       VALUES ($1, 'cleanup_old_sessions', $2, 'running', $3, $2, $4, $2)";
            on!(&mut *change, |c| sqlx::query(sql).bind(Uuid::from_u128(number)).bind(i64::try_from(number).unwrap_or(0))
                .bind(attempts).bind(lease).execute(c).await.map(drop)).expect("a run");
            change.commit_unaudited(Unaudited::Scheduling).await.expect("kept");
        }
        site.advance(Duration::from_millis(59_999));
        run_due(site).await;
        assert_eq!(count(site, "SELECT COUNT(*) FROM job_runs WHERE job = 'cleanup_old_sessions' AND state = 'running'").await, 2);
        site.advance(Duration::from_millis(1));
        run_due(site).await;
        let ended = runs(site, "cleanup_old_sessions").await;
        let ended: Vec<_> = ended.iter().map(|run| (run["state"].as_str(), run["attempts"].as_i64())).collect();
        assert_eq!(ended, [(Some("failed"), Some(4)), (Some("done"), Some(2))]);
    }

    /// AUD-014: a job can be asked for, and runs from the queue.
    async fn a_job_can_be_run_by_hand(site: &Site) {
        let admin = site.admin().await;
        let path = "/api/core/jobs/cleanup_old_logs/run/";
        let queued = admin.post(path, json!({})).await.status(202);
        assert_eq!(queued["state"], json!("queued"));
        run_due(site).await;
        let ran = runs(site, "cleanup_old_logs").await;
        assert_eq!((&ran[0]["id"], &ran[0]["state"]), (&queued["id"], &json!("done")));
        let told = admin.get("/api/logs/?category=jobs").await.results();
        assert_eq!(told[0]["metadata"]["job"], json!("cleanup_old_logs"));
        assert_eq!(told[0]["actor_id"], json!(admin.id));
        admin.post("/api/core/jobs/format_disk/run/", json!({})).await.problem(404, "not_found");
        let auditor = site.user("auditeur", RoleScope::All, None).await;
        auditor.post(path, json!({})).await.problem(403, "forbidden");

        let again = admin.clone().with_header("idempotency-key", "once");
        let first = again.post(path, json!({})).await.status(202);
        assert_eq!(again.post(path, json!({})).await.status(202), first);
        assert_eq!(runs(site, "cleanup_old_logs").await.len(), 2);
    }

    /// JOB-016: a month without anybody's help; what grows is bounded.
    async fn a_month_needs_nobody(site: &Site) {
        let agency = site.agency("RE").await;
        run_due(site).await;
        for hour in 0..31 * 24 {
            site.advance(HOUR);
            if hour % 24 == 3 {
                let operator = site.operator(agency).await.with_header("idempotency-key", &format!("visitor {hour}"));
                site.visitor(&operator).await;
            }
            run_due(site).await;
        }
        for (name, expected) in [
            ("cleanup_old_logs", 31),
            ("cleanup_old_sessions", 31),
            ("generate_logs_report", 31),
            ("generate_sessions_report", 31),
            ("archive_old_logs", 1),
        ] {
            let sql = format!("SELECT run_count FROM jobs WHERE name = '{name}'");
            assert_eq!(count(site, &sql).await, expected, "{name}");
        }
        assert_eq!(count(site, "SELECT COUNT(*) FROM job_runs WHERE state <> 'done'").await, 0);
        assert_eq!(count(site, "SELECT COUNT(*) FROM jobs WHERE last_result <> 'ok'").await, 0);
        for (table, at_most) in [
            ("job_runs", 31 * 24 + 4 * 31 + 10),
            ("reports", 62),
            ("idempotency_keys", 2),
            ("outbox_events", 200),
            ("auth_sessions", 8),
            ("revoked_jtis", 8),
            ("leader_lease", 1),
            ("server_processes", 8),
        ] {
            let rows = count(site, &format!("SELECT COUNT(*) FROM {table}")).await;
            assert!(rows <= at_most, "{table}: {rows} rows");
        }
        // Runs are shown for 30 days.
        let month = site.now() - 30 * 24 * 3_600_000;
        assert_eq!(count(site, &format!("SELECT COUNT(*) FROM job_runs WHERE not_before < {}", month - 3_600_000)).await, 0);
        let mut tx = site.app.db.read().await.expect("a connection");
        let folder = site.folder().join("archives");
        assert_eq!(guichet::audit::verify(&mut tx, Some(&folder)).await.expect("a walk").fault, None);
    }

    /// The scheduler at work: it ticks, it leads, and it leaves in good order.
    async fn the_scheduler_ticks_while_it_leads(site: &Site) {
        let (leadership, leader) = jobs::leader::start(&site.app).await;
        let scheduler = jobs::start(&site.app, leadership.clone());
        let mut gained = leadership.clone();
        let first = *gained.wait_for(Option::is_some).await.expect("a leader");
        assert_eq!(first, Some(Gained { dark_since: None }), "the very first start follows no outage");
        let runs_of = async |name: &str| {
            count(site, &format!("SELECT COALESCE((SELECT run_count FROM jobs WHERE name = '{name}'), 0)")).await
        };
        // However slow the machine is: until it was seen at work.
        for _ in 0..1000 {
            site.advance(Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(20)).await;
            if runs_of("update_session_times").await >= 2 && runs_of("cleanup_expired_sessions").await >= 1 {
                break;
            }
        }
        site.app.stopping.send_replace(true);
        leader.await.expect("no panic");
        scheduler.await.expect("no panic");
        assert_eq!(*leadership.borrow(), None);
        assert!(runs_of("update_session_times").await >= 2);
        assert!(runs_of("cleanup_expired_sessions").await >= 1);
        assert_eq!(count(site, "SELECT COUNT(*) FROM job_runs WHERE job = 'update_session_times'").await, 0, "no row each second");
    }

    /// INF-018: during maintenance no job runs, however long it lasts; afterwards they do.
    async fn jobs_stand_still_during_maintenance(site: &Site) {
        let maintenance = async |on: bool| {
            let path = "/api/parametres/maintenance/";
            site.admin().await.put(path, json!({ "value": on })).await.ok();
        };
        maintenance(true).await;
        let (leadership, leader) = jobs::leader::start(&site.app).await;
        let scheduler = jobs::start(&site.app, leadership.clone());
        leadership.clone().wait_for(Option::is_some).await.expect("a leader");
        let runs = async || count(site, "SELECT CAST(COALESCE(SUM(run_count), 0) AS BIGINT) FROM jobs").await;
        for _ in 0..100 {
            site.advance(Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(runs().await, 0);
        maintenance(false).await;
        for _ in 0..1000 {
            site.advance(Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(20)).await;
            if runs().await > 0 {
                break;
            }
        }
        assert!(runs().await > 0, "what was due is done afterwards");
        site.app.stopping.send_replace(true);
        leader.await.expect("no panic");
        scheduler.await.expect("no panic");
    }

    /// One leads; who comes after an outage is told since when it was dark.
    async fn an_outage_is_told_to_whoever_leads_next(site: &Site) {
        let mut first = Candidate::new(&site.app);
        first.step().await.expect("a step");
        assert_eq!(first.leads(), Some(Gained { dark_since: None }));
        site.advance(Duration::from_secs(1));
        first.step().await.expect("a step");
        let alive_at = site.now();
        drop(first);

        site.advance(Duration::from_mins(10));
        let mut next = Candidate::new(&site.app);
        for _ in 0..3 {
            next.step().await.expect("a step");
            site.advance(Duration::from_secs(1));
        }
        assert_eq!(next.leads(), Some(Gained { dark_since: Some(alive_at) }));

        next.release().await.expect("handed back");
        let released_at = site.now();
        site.advance(Duration::from_secs(1));
        let mut third = Candidate::new(&site.app);
        third.step().await.expect("a step");
        assert_eq!(third.leads(), Some(Gained { dark_since: Some(released_at) }), "at once, when it was handed back");
    }
}
