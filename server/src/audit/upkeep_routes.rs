//! The HTTP door to the log's own state: whether its chain is whole, and what is too old to keep.
use super::{
    Verify, archive,
    purge::{self, Removable},
    verify::{Fault, Verification, What, verify},
};
use crate::{App, access::Grant, problem::Problem};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(verification, removable)
}

/// What a walk along the log's chain came to.
#[derive(Debug, Serialize, ToSchema)]
struct VerificationJournal {
    /// Whether every line is as it was written, and none is missing.
    is_sound: bool,
    /// Lines of the table that were checked.
    #[schema(example = 15210)]
    rows: u64,
    /// Lines of archives that were checked.
    #[schema(example = 120_400)]
    archived_rows: u64,
    /// The chain's head when the walk began: its place.
    #[schema(example = 135_610)]
    last_seq: i64,
    /// The chain's head: its hash, hexadecimal. Kept elsewhere, it proves later that nothing was written anew.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    last_hash: String,
    /// Archives whose files are not here and could not be checked.
    missing_files: Vec<String>,
    /// The first thing that is wrong.
    fault: Option<FauteJournal>,
}

/// Something wrong with the log.
#[derive(Debug, Serialize, ToSchema)]
struct FauteJournal {
    /// The place of the first line it concerns.
    #[schema(example = 17)]
    seq: i64,
    /// What is wrong: `altered`, `unlinked`, `missing`, `not_as_archived`, `archive_altered`, `archive_unproven` or `head`.
    #[schema(example = "altered")]
    what: &'static str,
    /// The archive it is about.
    file: Option<String>,
}

/// Verify the log's chain, line by line, and its archives.
///
/// The walk takes about a second for each hundred thousand lines.
#[utoipa::path(get, path = "/api/logs/verification/", tag = "logs", responses((status = 200, body = VerificationJournal)))]
async fn verification(_: Grant<Verify>, State(app): State<App>) -> Result<Json<VerificationJournal>, Problem> {
    let found = verify(&mut app.db.read().await?, Some(&archive::folder(&app))).await?;
    Ok(Json(found.into()))
}

/// Count what the clean-up of the log would remove now.
#[utoipa::path(get, path = "/api/logs/removable/", tag = "logs", responses((status = 200, body = Removable)))]
async fn removable(_: Grant<Verify>, State(app): State<App>) -> Result<Json<Removable>, Problem> {
    Ok(Json(purge::removable(&app, &mut app.db.read().await?).await?))
}

impl From<Verification> for VerificationJournal {
    fn from(found: Verification) -> Self {
        let Verification { rows, archived_rows, last_seq, last_hash, missing_files, fault } = found;
        Self {
            is_sound: fault.is_none(),
            rows,
            archived_rows,
            last_seq,
            last_hash,
            missing_files,
            fault: fault.map(FauteJournal::from),
        }
    }
}

impl From<Fault> for FauteJournal {
    fn from(Fault { seq, what }: Fault) -> Self {
        let (what, file) = match what {
            What::Altered => ("altered", None),
            What::Unlinked => ("unlinked", None),
            What::Missing => ("missing", None),
            What::NotAsArchived(file) => ("not_as_archived", Some(file)),
            What::ArchiveAltered(file) => ("archive_altered", Some(file)),
            What::ArchiveUnproven(file) => ("archive_unproven", Some(file)),
            What::Head => ("head", None),
        };
        Self { seq, what, file }
    }
}
