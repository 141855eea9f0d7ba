//! Archiving before purging: what leaves the table stands in a file that can be checked.
use crate::{
    audit::{execute, note, without_triggers},
    harness::{Site, both},
};
use flate2::read::GzDecoder;
use guichet::{
    audit::{self, Fault, KioskAction, Verification, What},
    db::Event,
    jobs, on,
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    time::Duration,
};
use uuid::Uuid;

const fn days(days: u64) -> Duration {
    Duration::from_hours(days * 24)
}

fn folder(site: &Site) -> PathBuf {
    site.folder().join("archives")
}

async fn verify(site: &Site) -> Verification {
    let mut tx = site.app.db.read().await.expect("a connection");
    audit::verify(&mut tx, Some(&folder(site))).await.expect("a walk")
}

/// The line about this row is there.
async fn is_there(site: &Site, id: u128) -> bool {
    let mut tx = site.app.db.read().await.expect("a connection");
    !audit::of_entity(&mut tx, Uuid::from_u128(id)).await.expect("lines").is_empty()
}

async fn session_line(site: &Site, id: u128) {
    note(site, Event::kiosk(KioskAction::DemarrageSession, "session", Some(Uuid::from_u128(id)))).await;
}

async fn run(site: &Site, job: &str) -> Value {
    jobs::run_now(&site.app, job).await.unwrap_or_else(|problem| panic!("{job}: {problem:?}"))
}

/// Lines of 400, 300 and 0 days ago.
async fn with_a_past(site: &Site) {
    session_line(site, 400).await;
    note(site, Event::new("cash", "sell", "sale", Uuid::from_u128(4))).await;
    site.advance(days(100));
    session_line(site, 300).await;
    site.advance(days(300));
    session_line(site, 1).await;
}

both! {
    /// AUD-013, JOB-006: past its retention and archived, a line goes; not before, and not without.
    async fn what_is_archived_and_old_enough_is_purged(site: &Site) {
        with_a_past(site).await;
        assert_eq!(run(site, "cleanup_old_logs").await["removed"], json!(0), "nothing is archived yet");
        assert!(is_there(site, 400).await);

        let admin = site.admin().await;
        let before = admin.get("/api/logs/removable/").await.ok();
        assert_eq!((&before["lines"], &before["waiting"]), (&json!(0), &json!(1)));

        let archived = run(site, "archive_old_logs").await;
        assert_eq!(archived["rows"], json!(4), "the initial data, two lines of 400 days ago, one of 300");
        let told = admin.get("/api/logs/removable/").await.ok();
        assert_eq!((&told["lines"], &told["traffic"], &told["waiting"]), (&json!(1), &json!(1), &json!(0)));
        assert_eq!(run(site, "cleanup_old_logs").await["removed"], json!(1), "as it was told");
        assert_eq!(admin.get("/api/logs/removable/").await.ok()["lines"], json!(0));
        assert!(!is_there(site, 400).await, "400 days");
        assert!(is_there(site, 300).await, "300 days");
        assert!(is_there(site, 4).await, "money is kept for ten years");
        assert!(is_there(site, 1).await, "today's");
        assert_eq!(run(site, "cleanup_old_logs").await["removed"], json!(0), "again changes nothing");

        let sound = verify(site).await;
        assert_eq!((sound.fault, sound.archived_rows, sound.missing_files.len()), (None, 4, 0));
        let over_http = admin.get("/api/logs/verification/").await.ok();
        assert_eq!((&over_http["is_sound"], &over_http["archived_rows"]), (&json!(true), &json!(4)));
        let told = site.admin().await.get("/api/logs/?category=audit&ordering=seq").await.results();
        let told: Vec<_> = told.iter().map(|row| (row["action"].as_str(), row["metadata"]["removed"].as_i64())).collect();
        assert_eq!(told, [(Some("archive"), None), (Some("purge"), Some(1))]);
    }

    /// JOB-008: a compressed file with its checksum, whose rows are those of the table.
    async fn an_archive_gives_back_its_rows(site: &Site) {
        with_a_past(site).await;
        let rows = site.admin().await.get("/api/logs/?ordering=seq").await.results();
        let archived = run(site, "archive_old_logs").await;
        let path = folder(site).join(archived["file"].as_str().expect("a name"));
        let lines = BufReader::new(GzDecoder::new(fs::File::open(&path).expect("the archive"))).lines();
        let restored: Vec<Value> =
            lines.map(|line| serde_json::from_str(&line.expect("a line")).expect("a row")).collect();
        assert_eq!(restored.len(), 4);
        for (row, restored) in rows.iter().zip(&restored) {
            for field in ["id", "seq", "at", "action", "category", "entity_id", "prev_hash", "hash"] {
                assert_eq!(row[field], restored[field], "{field}");
            }
        }
        assert_eq!(run(site, "archive_old_logs").await["rows"], json!(0), "again archives nothing");
        site.advance(days(31));
        run(site, "archive_old_logs").await;
        assert_eq!(fs::read_dir(folder(site)).expect("a folder").count(), 2);
        assert_eq!(verify(site).await.fault, None, "the second follows from the first");
    }

    /// An archive whose file is kept elsewhere is named; the rest can still be checked.
    async fn an_archive_that_is_not_here_is_named(site: &Site) {
        with_a_past(site).await;
        let archived = run(site, "archive_old_logs").await;
        run(site, "cleanup_old_logs").await;
        fs::remove_dir_all(folder(site)).expect("taken away");
        let walked = verify(site).await;
        assert_eq!(walked.fault, None);
        assert_eq!(json!(walked.missing_files), json!([archived["file"]]));
    }

    async fn an_altered_archive_is_found(site: &Site) {
        with_a_past(site).await;
        let archived = run(site, "archive_old_logs").await;
        run(site, "cleanup_old_logs").await;
        let file = archived["file"].as_str().expect("a name").to_owned();
        let path = folder(site).join(&file);
        let whole = fs::read(&path).expect("the archive");
        let altered = Some(What::ArchiveAltered(file));
        for place in (0..whole.len()).step_by(whole.len() / 40) {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            fs::write(&path, &bytes).expect("written");
            assert_eq!(verify(site).await.fault.map(|fault| fault.what), altered, "byte {place}");
        }
        fs::write(&path, &whole[..whole.len() - 9]).expect("written");
        assert_eq!(verify(site).await.fault.map(|fault| fault.what), altered, "cut off");
        fs::write(&path, &whole).expect("written");
        assert_eq!(verify(site).await.fault, None);
    }

    /// Rows cannot be taken out under the pretence of an archive: the log does not tell of it.
    async fn a_pretended_archive_is_found(site: &Site) {
        with_a_past(site).await;
        let mut change = site.change().await;
        let id = Uuid::from_u128(1);
        let pretended = "INSERT INTO log_archives (id, period, file, sha256, row_count, first_seq, last_seq, last_hash, created_at) \
             SELECT $1, '2026-11', 'logs.jsonl.gz', 'none', 3, 1, 3, hash, at FROM audit_log WHERE seq = 3";
        on!(&mut *change, |c| sqlx::query(pretended).bind(id).execute(c).await.map(drop)).expect("a row");
        assert_eq!(execute(&mut change, "DELETE FROM audit_log WHERE seq <= 3").await.expect("the trigger is deceived"), 3);
        let walked = audit::verify(&mut change, Some(&folder(site))).await.expect("a walk");
        assert_eq!(walked.fault, Some(Fault { seq: 1, what: What::ArchiveUnproven("logs.jsonl.gz".into()) }));
    }

    /// What the table says of an archive is bound into the chain, too.
    async fn a_changed_account_of_an_archive_is_found(site: &Site) {
        with_a_past(site).await;
        run(site, "archive_old_logs").await;
        for sql in [
            "UPDATE log_archives SET period = '2020-01'",
            "UPDATE log_archives SET sha256 = 'x'",
            "UPDATE log_archives SET row_count = row_count + 1",
            "UPDATE log_archives SET first_seq = 2",
            "UPDATE log_archives SET last_seq = last_seq + 1",
            "UPDATE log_archives SET last_hash = (SELECT hash FROM audit_head)",
            "DELETE FROM log_archives",
        ] {
            let mut change = site.change().await;
            execute(&mut change, sql).await.expect(sql);
            let walked = audit::verify(&mut change, Some(&folder(site))).await.expect("a walk");
            assert!(walked.fault.is_some(), "{sql}");
        }
        assert_eq!(verify(site).await.fault, None);
    }

    /// A row that an archive holds cannot be altered in the table either, nor one put in its place.
    async fn an_altered_archived_row_is_found(site: &Site) {
        with_a_past(site).await;
        run(site, "archive_old_logs").await;
        for sql in ["UPDATE audit_log SET ip = '10.9.8.7' WHERE seq = 2", "UPDATE audit_log SET metadata = '{ }' WHERE seq = 4"] {
            let mut change = site.change().await;
            without_triggers(site, &mut change).await;
            execute(&mut change, sql).await.expect(sql);
            let walked = audit::verify(&mut change, Some(&folder(site))).await.expect("a walk");
            assert!(matches!(walked.fault, Some(Fault { what: What::Altered, .. })), "{sql}: {:?}", walked.fault);
        }
    }

    /// A log that does not verify is not archived: the job fails, and shows it.
    async fn an_altered_log_is_not_archived(site: &Site) {
        with_a_past(site).await;
        let mut change = site.change().await;
        without_triggers(site, &mut change).await;
        execute(&mut change, "UPDATE audit_log SET ip = '10.9.8.7' WHERE seq = 2").await.expect("altered");
        change.commit(Event::new("essai", "x", "row", None)).await.expect("kept");
        let problem = jobs::run_now(&site.app, "archive_old_logs").await.expect_err("a refusal");
        assert_eq!(problem.code, guichet::problem::Code::Internal);
        assert_eq!(run(site, "cleanup_old_logs").await["removed"], json!(0));
        let admin = site.admin().await;
        let job = admin.get("/api/core/jobs/").await.results();
        let job = job.iter().find(|job| job["name"] == json!("archive_old_logs")).expect("the job");
        assert_eq!(job["last_result"], json!("error"));
        assert!(job["last_error"].as_str().is_some_and(|error| !error.is_empty()));
    }
}
