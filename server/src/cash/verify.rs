//! Walks an agency's journal and says whether anything was altered, taken out or put in.
use super::{archive::batch, journal::Row};
use crate::{agencies, chain::Head, db::Tx, on, problem::Problem, statements};
use serde::Serialize;
use serde_json::Value;
use std::fmt;
use utoipa::ToSchema;
use uuid::Uuid;

statements! {
    // Whoever takes a head away takes no journal out of sight.
    AGENCIES = "SELECT agency_id FROM cash_heads UNION SELECT agency_id FROM cash_journal ORDER BY agency_id";
    HEAD = "SELECT seq, hash FROM cash_heads WHERE agency_id = $1";
    // The log says of each entry that somebody made which hash it had. Nothing but the log knows of a tail that was
    // taken away with the head set back.
    WITNESS = "SELECT metadata FROM audit_log WHERE agency_id = $1 AND category = 'cash' \
              AND action IN ('sell', 'reverse', 'open_till', 'close_till', 'close_books') ORDER BY seq DESC LIMIT 1";
    KNOWN = "SELECT COUNT(*) FROM cash_journal WHERE agency_id = $1 AND hash = $2";
    LOST = "SELECT COUNT(*) FROM audit_log a WHERE a.agency_id = $1 AND a.category = 'cash' AND a.action IN ('sell', 'reverse') \
              AND NOT EXISTS (SELECT 1 FROM cash_journal j WHERE j.id = a.entity_id)";
    // Both in one statement: rows appended meanwhile move both.
    BEYOND = "SELECT COALESCE((SELECT MAX(seq) FROM cash_journal WHERE agency_id = $1), 0), \
              COALESCE((SELECT seq FROM cash_heads WHERE agency_id = $1), 0)";
}

/// What a walk along an agency's journal came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VerificationCaisse)]
pub struct Verification {
    /// The agency.
    pub agency_id: Uuid,
    /// Its name.
    #[schema(example = "Espace numérique de Saint-Denis")]
    pub agency_name: String,
    /// Whether every row is as it was written, and none is missing.
    pub is_sound: bool,
    /// Rows that were checked.
    #[schema(example = 431)]
    pub rows: i64,
    /// The chain's head: its place.
    #[schema(example = 431)]
    pub last_seq: i64,
    /// The chain's head: its hash, hexadecimal.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub last_hash: String,
    /// The first thing that is wrong.
    pub fault: Option<Fault>,
}

/// Something wrong with a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FauteCaisse)]
pub struct Fault {
    /// The place of the first row it concerns.
    #[schema(example = 17)]
    pub seq: i64,
    /// What is wrong: `altered`, `unlinked`, `missing`, `number` or `head`; `cut`, when the log knows of rows after it.
    #[schema(example = "altered")]
    pub what: &'static str,
}

impl fmt::Display for Verification {
    /// For those who run the program.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { agency_name, rows, last_seq, last_hash, .. } = self;
        match &self.fault {
            Some(Fault { seq, what }) => write!(f, "{agency_name}: the cash journal is NOT sound, row {seq}: {what}")?,
            None => write!(f, "{agency_name}: the cash journal is sound")?,
        }
        write!(f, ". Checked: {rows} rows. Head: row {last_seq}, {last_hash}.")
    }
}

/// Where a walk stands.
#[derive(Default)]
pub(super) struct Walk {
    pub last: Head,
    pub number: i64,
    pub rows: i64,
}

impl Walk {
    /// Takes the next row, which must follow from the one before.
    pub fn step(&mut self, row: &Row) -> Option<Fault> {
        let fault = |seq, what| Some(Fault { seq, what });
        if row.seq != self.last.seq + 1 {
            return fault(self.last.seq + 1, "missing");
        }
        if row.expected_hash() != row.hash {
            return fault(row.seq, "altered");
        }
        if row.prev_hash != self.last.hash {
            return fault(row.seq, "unlinked");
        }
        if row.number.is_some_and(|number| number != self.number + 1) {
            return fault(row.seq, "number");
        }
        self.number = row.number.unwrap_or(self.number);
        self.last = Head { seq: row.seq, hash: row.hash.clone() };
        self.rows += 1;
        None
    }
}

/// Walks the journal of an agency.
///
/// # Errors
/// When the database fails. A journal that is not sound is no error: [`Verification::fault`] says so.
pub async fn verify(tx: &mut Tx, agency_id: Uuid) -> Result<Verification, Problem> {
    let agency = agencies::find(tx, agency_id).await?.ok_or_else(|| Problem::not_found("agency"))?;
    let head = head(tx, agency_id).await?;
    let mut walk = Walk::default();
    let fault = walk_to(tx, agency_id, &head, &mut walk).await?;
    Ok(Verification {
        agency_id,
        agency_name: agency.name,
        is_sound: fault.is_none(),
        rows: walk.rows,
        last_seq: head.seq,
        last_hash: hex::encode(&head.hash),
        fault,
    })
}

pub(super) async fn head(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<Head> {
    let head: Option<Head> = on!(tx, |c| sqlx::query_as(HEAD).bind(agency_id).fetch_optional(c).await)?;
    Ok(head.unwrap_or_default())
}

async fn walk_to(tx: &mut Tx, agency_id: Uuid, head: &Head, walk: &mut Walk) -> Result<Option<Fault>, Problem> {
    loop {
        let rows = batch(tx, agency_id, walk.last.seq, head.seq).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            if let Some(fault) = walk.step(row) {
                return Ok(Some(fault));
            }
        }
    }
    if walk.last.seq < head.seq {
        return Ok(Some(Fault { seq: walk.last.seq + 1, what: "missing" }));
    }
    let (last, head_seq): (i64, i64) = on!(tx, |c| sqlx::query_as(BEYOND).bind(agency_id).fetch_one(c).await)?;
    let beyond = last > head_seq;
    if beyond || walk.last != *head {
        return Ok(Some(Fault { seq: walk.last.seq, what: "head" }));
    }
    Ok(is_cut(tx, agency_id).await?.then_some(Fault { seq: walk.last.seq + 1, what: "cut" }))
}

/// Whether the log knows of an entry that the journal has not. What the log has forgotten by now is not asked about.
async fn is_cut(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<bool> {
    let lost: i64 = on!(&mut *tx, |c| sqlx::query_scalar(LOST).bind(agency_id).fetch_one(c).await)?;
    let witness: Option<String> =
        on!(&mut *tx, |c| sqlx::query_scalar(WITNESS).bind(agency_id).fetch_optional(c).await)?;
    let noted: Option<Value> = witness.and_then(|text| serde_json::from_str(&text).ok());
    let hash = noted.as_ref().and_then(|noted| hex::decode(noted["hash"].as_str()?).ok());
    let Some(hash) = hash else { return Ok(lost > 0) };
    let known: i64 = on!(tx, |c| sqlx::query_scalar(KNOWN).bind(agency_id).bind(hash).fetch_one(c).await)?;
    Ok(lost > 0 || known == 0)
}

/// Walks every agency's journal.
///
/// # Errors
/// When the database fails.
pub async fn verify_all(tx: &mut Tx) -> Result<Vec<Verification>, Problem> {
    let agencies: Vec<Uuid> = on!(&mut *tx, |c| sqlx::query_scalar(AGENCIES).fetch_all(c).await)?;
    let mut found = Vec::with_capacity(agencies.len());
    for agency_id in agencies {
        found.push(verify(tx, agency_id).await?);
    }
    Ok(found)
}
