//! Walks the chain and says whether anything was altered, taken out or put in.
//!
//! What the walk proves: every row that is there is as it was written, rows are missing only where
//! an archive holds them, the archives are the ones the log itself tells of, and nothing was cut
//! off at the end. What it cannot see is a log that was written anew from the first row on: who
//! fears that keeps the head's hash elsewhere.
use super::{
    archive::{self, Archive, archives, batch, blocking, head},
    archive_file,
    chain::{Head, Row},
};
use crate::{db::Tx, on, problem::Problem, statements};
use serde_json::Value;
use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
};
use uuid::Uuid;

statements! {
    // Both in one statement: rows appended meanwhile move both.
    BEYOND = "SELECT COALESCE((SELECT MAX(seq) FROM audit_log), 0), seq FROM audit_head WHERE id = 1";
}

/// What a walk along the chain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Rows of the table that were checked.
    pub rows: u64,
    /// Rows of archives that were checked.
    pub archived_rows: u64,
    /// The chain's head when the walk began: its place.
    pub last_seq: i64,
    /// The chain's head: its hash, hexadecimal.
    pub last_hash: String,
    /// Archives whose files are not here and could not be checked.
    pub missing_files: Vec<String>,
    /// The first thing that is wrong; nothing when the log is sound.
    pub fault: Option<Fault>,
}

/// Something wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place of the first row it concerns.
    pub seq: i64,
    /// What is wrong.
    pub what: What,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The row is not as it was written: its hash is another.
    Altered,
    /// The row does not carry the hash of the one before.
    Unlinked,
    /// The row is missing, and no archive holds it.
    Missing,
    /// The row is not as this archive has it.
    NotAsArchived(String),
    /// This archive's file was altered.
    ArchiveAltered(String),
    /// This archive is not as the log tells of it, or the log does not tell of it.
    ArchiveUnproven(String),
    /// The row stands beyond the chain's head, or the head is not its.
    Head,
}

impl fmt::Display for Verification {
    /// For those who run the program.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Some(fault) => write!(f, "The audit log is NOT sound. {fault}")?,
            None => write!(f, "The audit log is sound")?,
        }
        let Self { rows, archived_rows, last_seq, last_hash, .. } = self;
        write!(f, ". Checked: {rows} rows, {archived_rows} archived rows. Head: row {last_seq}, {last_hash}.")?;
        for file in &self.missing_files {
            write!(f, "\nNot checked, because its file is not here: {file}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: ", self.seq)?;
        match &self.what {
            What::Altered => f.write_str("it was altered"),
            What::Unlinked => f.write_str("it does not follow from the row before"),
            What::Missing => f.write_str("it is missing, and no archive holds it"),
            What::NotAsArchived(file) => write!(f, "it is not as the archive {file} has it"),
            What::ArchiveAltered(file) => write!(f, "the archive {file} was altered"),
            What::ArchiveUnproven(file) => write!(f, "the archive {file} is not as the log tells of it"),
            What::Head => f.write_str("the chain’s head does not fit it"),
        }
    }
}

/// Why a walk stopped.
enum Stop {
    Fault(Fault),
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Stop {
    fn from(problem: E) -> Self {
        Self::Problem(problem.into())
    }
}

fn fault(seq: i64, what: What) -> Stop {
    Stop::Fault(Fault { seq, what })
}

/// Walks the whole chain: the archives in `folder` that are there, then the table, up to the head.
///
/// # Errors
/// When the database fails. A log that is not sound is no error: [`Verification::fault`] says so.
pub async fn verify(tx: &mut Tx, folder: Option<&Path>) -> Result<Verification, Problem> {
    let (archives, head) = begin(tx).await?;
    let mut walk = Walk {
        tx,
        folder,
        notices: HashMap::new(),
        checked: Verification {
            rows: 0,
            archived_rows: 0,
            last_seq: head.seq,
            last_hash: hex::encode(&head.hash),
            missing_files: Vec::new(),
            fault: None,
        },
    };
    match walk.run(&archives, &head).await {
        Ok(()) => {}
        Err(Stop::Fault(fault)) => walk.checked.fault = Some(fault),
        Err(Stop::Problem(problem)) => return Err(problem),
    }
    Ok(walk.checked)
}

/// The archives and the head at one moment: an archive made between the two would seem unproven.
async fn begin(tx: &mut Tx) -> Result<(Vec<Archive>, Head), Problem> {
    let mut known = archives(tx).await?;
    loop {
        let head = head(tx).await?;
        let again = archives(tx).await?;
        if again == known {
            return Ok((known, head));
        }
        known = again;
    }
}

struct Walk<'a> {
    tx: &'a mut Tx,
    folder: Option<&'a Path>,
    checked: Verification,
    /// What the log tells of archives, by their ids.
    notices: HashMap<Uuid, (i64, Value)>,
}

impl Walk<'_> {
    async fn run(&mut self, archives: &[Archive], head: &Head) -> Result<(), Stop> {
        let mut last = Head::default();
        for archive in archives {
            self.archive(archive, &last).await?;
            last = archive.head();
        }
        let last = self.rows(last, head.seq).await?;
        if last.seq < head.seq {
            return Err(fault(last.seq + 1, What::Missing));
        }
        if last != *head {
            return Err(fault(last.seq, What::Head));
        }
        let (max, head_seq): (i64, i64) = on!(&mut *self.tx, |c| sqlx::query_as(BEYOND).fetch_one(c).await)?;
        if max > head_seq {
            return Err(fault(max, What::Head));
        }
        self.prove(archives)
    }

    /// The rows that no archive holds: each must follow from the one before.
    async fn rows(&mut self, mut last: Head, until: i64) -> Result<Head, Stop> {
        loop {
            let rows = batch(self.tx, last.seq, until).await?;
            if rows.is_empty() {
                return Ok(last);
            }
            for row in rows {
                if row.seq != last.seq + 1 {
                    return Err(fault(last.seq + 1, What::Missing));
                }
                self.sound(&row)?;
                if row.prev_hash != last.hash {
                    return Err(fault(row.seq, What::Unlinked));
                }
                last = Head { seq: row.seq, hash: row.hash };
            }
        }
    }

    fn sound(&mut self, row: &Row) -> Result<(), Stop> {
        if row.expected_hash() != row.hash {
            return Err(fault(row.seq, What::Altered));
        }
        self.checked.rows += 1;
        take_notice(&mut self.notices, row);
        Ok(())
    }

    /// An archive that must follow from `before`: its file, when it is here, and those of its rows
    /// that are still in the table.
    async fn archive(&mut self, archive: &Archive, before: &Head) -> Result<(), Stop> {
        if archive.first_seq != before.seq + 1 || archive.last_seq < archive.first_seq {
            return Err(fault(before.seq + 1, What::ArchiveUnproven(archive.file.clone())));
        }
        let path = self.folder.map(|folder| folder.join(&archive.file));
        let hashes = if let Some(path) = path.filter(|path| path.is_file()) {
            Some(self.file(archive, before, path).await?)
        } else {
            self.checked.missing_files.push(archive.file.clone());
            None
        };
        let mut last = before.clone();
        loop {
            let rows = batch(self.tx, last.seq, archive.last_seq).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in rows {
                self.sound(&row)?;
                if row.seq == last.seq + 1 && row.prev_hash != last.hash {
                    return Err(fault(row.seq, What::Unlinked));
                }
                let archived = hashes.as_ref().map(|hashes| {
                    let index = usize::try_from(row.seq - archive.first_seq).unwrap_or(usize::MAX);
                    hashes.get(index).is_some_and(|hash| hash.as_slice() == row.hash)
                });
                let is_last = row.seq == archive.last_seq;
                if archived == Some(false) || is_last && row.hash != archive.last_hash {
                    return Err(fault(row.seq, What::NotAsArchived(archive.file.clone())));
                }
                last = Head { seq: row.seq, hash: row.hash };
            }
        }
    }

    async fn file(&mut self, archive: &Archive, before: &Head, path: PathBuf) -> Result<Vec<[u8; 32]>, Stop> {
        let altered = |seq| fault(seq, What::ArchiveAltered(archive.file.clone()));
        let before = before.clone();
        let read = blocking(move || {
            let mut notices = HashMap::new();
            Ok((archive_file::read(&path, &before, |row| take_notice(&mut notices, row)), notices))
        });
        // A file that cannot be read as an archive is one that was altered.
        let (Ok(contents), notices) = read.await? else { return Err(altered(archive.first_seq)) };
        if let Some((seq, _)) = contents.fault {
            return Err(altered(seq));
        }
        if contents.sha256 != archive.sha256 || contents.last != archive.head() {
            return Err(altered(archive.first_seq));
        }
        self.checked.archived_rows += contents.hashes.len() as u64;
        self.notices.extend(notices);
        Ok(contents.hashes)
    }

    /// Each archive must be the one that a line of the log tells of, and each such line must have
    /// its archive: else rows could be purged under the pretence of one.
    fn prove(&mut self, archives: &[Archive]) -> Result<(), Stop> {
        for (index, archive) in archives.iter().enumerate() {
            // The line follows the archive's rows: it may stand in a later archive whose file is
            // not here. That of the last archive cannot have been purged.
            let excused = archives[index + 1..].iter().any(|later| self.checked.missing_files.contains(&later.file));
            match self.notices.remove(&archive.id) {
                Some((_, told)) if told == Value::Object(archive.facts()) => {}
                None if excused => {}
                _ => return Err(fault(archive.first_seq, What::ArchiveUnproven(archive.file.clone()))),
            }
        }
        if let Some((seq, told)) = self.notices.values().min_by_key(|(seq, _)| *seq) {
            let file = told.get("file").and_then(Value::as_str).unwrap_or_default();
            return Err(fault(*seq, What::ArchiveUnproven(file.to_owned())));
        }
        Ok(())
    }
}

/// Remembers what a line tells of an archive.
fn take_notice(notices: &mut HashMap<Uuid, (i64, Value)>, row: &Row) {
    if row.category == archive::CATEGORY && row.action == archive::ACTION {
        let told = serde_json::from_str(&row.metadata).unwrap_or_default();
        notices.insert(row.entity_id.unwrap_or_default(), (row.seq, told));
    }
}
/// The end of the log, looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The place of the last row.
    pub last_seq: i64,
    /// How many rows were checked.
    pub checked: usize,
    /// Whether they are as they were written, and the last of them is the chain's head.
    pub is_sound: bool,
}

/// Checks the last `count` rows, up to a thousand.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, count: i64) -> sqlx::Result<End> {
    let head = head(tx).await?;
    let rows = batch(tx, head.seq - count, head.seq).await?;
    let follows = |two: &[Row]| two[0].seq + 1 == two[1].seq && two[0].hash == two[1].prev_hash;
    let is_sound = rows.iter().all(|row| row.expected_hash() == row.hash)
        && rows.windows(2).all(follows)
        && rows.last().is_none_or(|last| last.seq == head.seq && last.hash == head.hash);
    Ok(End { last_seq: head.seq, checked: rows.len(), is_sound })
}
