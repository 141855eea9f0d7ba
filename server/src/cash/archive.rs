//! Archives of the journal: its rows as they are hashed, the chain's head, and the installation's signature.
use super::{
    journal::Row,
    verify::{Walk, head},
};
use crate::{App, agencies::Agency, db::Tx, on, problem::Problem, statements};
use serde::Serialize;
use std::fmt::Write;
use utoipa::ToSchema;
use uuid::Uuid;

statements! {
    BATCH = "SELECT * FROM cash_journal WHERE agency_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT 1000";
    BOUNDS = "SELECT MIN(seq), MAX(seq) FROM cash_journal WHERE agency_id = $1 AND at >= $2 AND at < $3";
}

/// What the signature is over starts with this.
const SIGNED_AS: &str = "guichet cash archive 1";

/// A part of an agency's journal, verified and signed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ArchiveCaisse)]
pub struct Archive {
    /// The agency's code.
    #[schema(example = "RE-STD")]
    pub agency_code: String,
    /// The agency.
    pub agency_id: Uuid,
    /// From this instant on, milliseconds of UTC.
    pub from: i64,
    /// Before this instant.
    pub to: i64,
    /// When it was made.
    pub exported_at: i64,
    /// The place of its first row.
    #[schema(example = 1)]
    pub first_seq: Option<i64>,
    /// The place of its last row.
    #[schema(example = 431)]
    pub last_seq: Option<i64>,
    /// The hash of its last row, hexadecimal: whoever keeps it can tell whether anything changed.
    pub last_hash: String,
    /// The chain's head when it was made: its place.
    #[schema(example = 431)]
    pub head_seq: i64,
    /// The chain's head: its hash, hexadecimal.
    pub head_hash: String,
    /// The installation's public key, Ed25519, hexadecimal; `guichet station server-key` prints it too.
    pub public_key: String,
    /// Its signature over `guichet cash archive 1`, the agency's id, `first_seq`, `last_seq`, `last_hash`, `head_seq` and
    /// `head_hash`, each on a line of its own.
    pub signature: String,
    /// The rows: SHA-256 over each, as docs/cash.md says, is its `hash`.
    #[schema(value_type = Vec<Object>)]
    pub rows: Vec<serde_json::Value>,
}

/// Up to 1000 rows after `after`, up to `until`, in their order.
pub(super) async fn batch(tx: &mut Tx, agency_id: Uuid, after: i64, until: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, |c| sqlx::query_as(BATCH).bind(agency_id).bind(after).bind(until).fetch_all(c).await)
}

/// The rows of an agency between two instants.
async fn rows_between(tx: &mut Tx, agency_id: Uuid, from: i64, to: i64) -> sqlx::Result<Vec<Row>> {
    let bounds: (Option<i64>, Option<i64>) =
        on!(&mut *tx, |c| sqlx::query_as(BOUNDS).bind(agency_id).bind(from).bind(to).fetch_one(c).await)?;
    let (Some(first), Some(last)) = bounds else { return Ok(Vec::new()) };
    let mut rows: Vec<Row> = Vec::new();
    let mut after = first - 1;
    while after < last {
        let more = batch(tx, agency_id, after, last).await?;
        let Some(row) = more.last() else { break };
        after = row.seq;
        rows.extend(more);
    }
    Ok(rows)
}

/// Puts an archive together. Only rows that follow from each other are archived.
///
/// # Errors
/// When the rows do not verify, or the database fails.
pub(super) async fn make(
    app: &App,
    tx: &mut Tx,
    agency: &Agency,
    from: i64,
    to: i64,
) -> Result<(Archive, Vec<Row>), Problem> {
    let rows = rows_between(tx, agency.id, from, to).await?;
    let head = head(tx, agency.id).await?;
    check(&rows)?;
    let mut archive = Archive {
        agency_code: agency.code.clone(),
        agency_id: agency.id,
        from,
        to,
        exported_at: app.clock.now(),
        first_seq: rows.first().map(|row| row.seq),
        last_seq: rows.last().map(|row| row.seq),
        last_hash: rows.last().map(|row| hex::encode(&row.hash)).unwrap_or_default(),
        head_seq: head.seq,
        head_hash: hex::encode(&head.hash),
        public_key: hex::encode(app.keys.server_key()),
        signature: String::new(),
        rows: Vec::new(),
    };
    archive.signature = hex::encode(app.keys.sign(archive.signed().as_bytes()));
    Ok((archive, rows))
}

fn check(rows: &[Row]) -> Result<(), Problem> {
    let Some(first) = rows.first() else { return Ok(()) };
    let last = crate::chain::Head { seq: first.seq - 1, hash: first.prev_hash.clone() };
    let number = rows.iter().find_map(|row| row.number).map_or(0, |number| number - 1);
    let mut walk = Walk { last, number, rows: 0 };
    match rows.iter().find_map(|row| walk.step(row)) {
        None => Ok(()),
        Some(fault) => {
            Err(Problem::internal(format!("the cash journal does not verify at row {}: {}", fault.seq, fault.what)))
        }
    }
}

impl Archive {
    /// What the signature is over.
    fn signed(&self) -> String {
        let place = |seq: Option<i64>| seq.unwrap_or_default();
        let (first, last) = (place(self.first_seq), place(self.last_seq));
        let Self { agency_id, last_hash, head_seq, head_hash, .. } = self;
        format!("{SIGNED_AS}\n{agency_id}\n{first}\n{last}\n{last_hash}\n{head_seq}\n{head_hash}")
    }
}

/// The rows as CSV (RFC 4180), with all that is hashed.
pub(super) fn csv(rows: &[Row]) -> String {
    let mut text = String::from(
        "seq,kind,number,at,day,amount_minor,currency,method,reference,operateur,till_id,tariff_id,session_id,batch_id,\
         visitor_id,reverses,id,agency_id,details,prev_hash,hash\r\n",
    );
    for row in rows {
        let cells = [
            row.seq.to_string(),
            row.kind.clone(),
            shown(row.number),
            row.at.to_string(),
            row.day.clone(),
            shown(row.amount_minor),
            shown(row.currency.as_ref()),
            shown(row.method.as_ref()),
            shown(row.reference.as_ref()),
            shown(row.operateur),
            shown(row.till_id),
            shown(row.tariff_id),
            shown(row.session_id),
            shown(row.batch_id),
            shown(row.visitor_id),
            shown(row.reverses),
            row.id.to_string(),
            row.agency_id.to_string(),
            row.details.clone(),
            hex::encode(&row.prev_hash),
            hex::encode(&row.hash),
        ];
        let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        let _ = write!(text, "{}\r\n", quoted.join(","));
    }
    text
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A cell, in quotes where it must be.
fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
