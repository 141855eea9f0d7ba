//! Backup, wipe, restore: every table is what it was, and a file that was damaged is refused before it replaces anything.
use crate::{desk::Desk, report::Report};
use guichet::db::{self, Contents};
use guichet_tests::load::site::{Ground, Kind, Site};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};
use tokio::sync::watch;

/// The size of a photograph.
const PHOTO: usize = 70_000;

pub async fn prove(kind: Kind, report: &mut Report) {
    let keys = tempfile::tempdir().expect("a folder");
    let (identity, recipients) = (pair(keys.path(), "own"), keys.path().join("own.pub"));
    let other = pair(keys.path(), "other");
    let mut site = Site::prepare(kind, 20).await;
    site.issue(500).await;
    site.occupy(site.app.clock.now()).await;
    let ground = site.leave().await;
    fs::create_dir_all(ground.folder().join("photos/ab")).expect("a folder");
    fs::write(ground.folder().join("photos/ab/visage"), vec![7; PHOTO]).expect("a photograph");

    let (online, written) = while_it_works(&ground, keys.path(), &recipients).await;
    report.figure("changes made during the backup", written, "some", written > 0);
    let quiet = keys.path().join("quiet");
    let saved = ground.run(&["backup", word(&quiet), "--recipients", word(&recipients)]);
    report.none("backups that failed", usize::from(!saved.status.success()) + online.1);
    let before = contents(&ground).await;

    let target = Ground::bare(kind).await;
    let restored = restore(&target, &quiet, &identity, &[]);
    report.none("restores that failed", usize::from(!restored.status.success()));
    let after = contents(&target).await;
    let differs = before.iter().filter(|(table, contents)| after.get(*table) != Some(contents)).count();
    report.figure("tables that were compared", before.len(), "all", !before.is_empty() && before.len() == after.len());
    report.none("tables that are not what they were", differs);
    let photo = fs::read(target.folder().join("photos/ab/visage")).unwrap_or_default();
    report.none("photographs that are not what they were", usize::from(photo != vec![7; PHOTO]));
    let server = target.serve("test").await;
    target.sign_in(&server).await;
    drop(server);

    let kept = contents(&target).await;
    let occupied = restore(&target, &online.0, &identity, &[]);
    report.none("restores over data that was not to be replaced", usize::from(occupied.status.success()));
    let tries = report.times(5, 200);
    let bytes = fs::read(&quiet).expect("the backup");
    let hurt = keys.path().join("hurt");
    let mut rng = StdRng::seed_from_u64(8);
    let (mut accepted, mut silent) = (0, 0);
    for number in 0..tries {
        let mut bytes = bytes.clone();
        let at = rng.random_range(0..bytes.len());
        if number % 4 == 3 {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << rng.random_range(0..8);
        }
        fs::write(&hurt, &bytes).expect("a file");
        let refused = restore(&target, &hurt, &identity, &["--replace"]);
        accepted += usize::from(refused.status.success());
        silent += usize::from(refused.stderr.is_empty());
    }
    report.none(&format!("of {tries} damaged archives: restored"), accepted);
    report.none("the same: refused without a word", silent);
    let stranger = restore(&target, &quiet, &other, &["--replace"]);
    report.none("read with another key", usize::from(stranger.status.success()));
    report.none("tables changed by what was refused", usize::from(contents(&target).await != kept));
    let replaced = restore(&target, &online.0, &identity, &["--replace"]);
    report.none("replacing restores that failed", usize::from(!replaced.status.success()));
    if !replaced.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&replaced.stderr));
    }
    drop(target.serve("test").await);
}

/// A backup while a desk works: the file and whether it failed, and how many changes were made meanwhile.
async fn while_it_works(ground: &Ground, folder: &Path, recipients: &Path) -> ((PathBuf, usize), usize) {
    let server = ground.serve("test").await;
    let token = ground.sign_in(&server).await;
    let (place, seen) = watch::channel(Some(server.address));
    let work = tokio::spawn(async move {
        let (mut desk, mut written) = (Desk::new(seen, &token), 0);
        while place.receiver_count() > 0 && written < 10_000 {
            if desk.post("/api/sessions/", &json!({ "minutes": 5 })).await.is_none() {
                break;
            }
            written += 1;
        }
        written
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let file = folder.join("online");
    let saved = tokio::task::block_in_place(|| ground.run(&["backup", word(&file), "--recipients", word(recipients)]));
    drop(server);
    let written = work.await.expect("a desk");
    if !saved.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&saved.stderr));
    }
    ((file, usize::from(!saved.status.success())), written)
}

/// A pair of keys, made by ssh's own program; the private one.
fn pair(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(&path).status();
    assert!(made.is_ok_and(|status| status.success()), "ssh-keygen makes a key");
    path
}

fn restore(ground: &Ground, file: &Path, identity: &Path, more: &[&str]) -> Output {
    let output = ground.run(&[&["restore", word(file), "--identity", word(identity)], more].concat());
    if more.is_empty() && !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    }
    output
}

fn word(path: &Path) -> &str {
    path.to_str().expect("a name in UTF-8")
}

async fn contents(ground: &Ground) -> BTreeMap<String, Contents> {
    let app = ground.open().await;
    let mut contents = db::contents(&mut app.db.read().await.expect("a connection")).await.expect("the tables");
    app.db.close().await;
    // They say which server was last alive.
    contents.remove("leader_lease");
    contents.remove("server_processes");
    contents
}
