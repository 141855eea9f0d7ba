//! The table of terms. Nothing else touches it, and nothing changes a row of it.
use super::model::{NewTerms, TermsVersion};
use crate::{
    db::{Change, Tx},
    list::{Filter, List},
    on, statements,
};
use guichet_protocol::Terms;
use uuid::Uuid;

statements! {
    OF_AGENCY = "SELECT id, agency_id, seq, version, texts, operateur, created_at FROM terms WHERE agency_id = $1 \
        ORDER BY seq DESC LIMIT 1";
    OF_SITE = "SELECT id, agency_id, seq, version, texts, operateur, created_at FROM terms WHERE agency_id IS NULL \
        ORDER BY seq DESC LIMIT 1";
    LAST = "SELECT COALESCE(MAX(seq), 0) FROM terms";
    INSERT = "INSERT INTO terms (id, agency_id, seq, version, texts, operateur, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        RETURNING id, agency_id, seq, version, texts, operateur, created_at";
}

/// The list of all versions.
pub static VERSIONS: List = List {
    name: "terms",
    columns: "t.id, t.agency_id, t.seq, t.version, t.texts, t.operateur, t.created_at",
    from: "terms t",
    id: "t.id",
    agency: Some("t.agency_id"),
    owner: Some("t.operateur"),
    filters: &[("agency_id", Filter::Id("t.agency_id")), ("version", Filter::Text("t.version"))],
    search: &["t.texts"],
    order: &[("seq", "t.seq"), ("created_at", "t.created_at"), ("version", "t.version")],
    default_order: "-seq",
};

/// What was written last for the agency, else for the site; it may be that nothing is to be accepted.
pub(super) async fn latest(tx: &mut Tx, agency_id: Option<Uuid>) -> sqlx::Result<Option<TermsVersion>> {
    if let Some(agency_id) = agency_id {
        let own: Option<TermsVersion> =
            on!(&mut *tx, |c| sqlx::query_as(OF_AGENCY).bind(agency_id).fetch_optional(c).await)?;
        if own.is_some() {
            return Ok(own);
        }
    }
    on!(tx, |c| sqlx::query_as(OF_SITE).fetch_optional(c).await)
}

/// What a visitor must accept at this agency.
///
/// # Errors
/// When the database fails.
pub async fn current(tx: &mut Tx, agency_id: Uuid) -> sqlx::Result<Option<Terms>> {
    let latest = latest(tx, Some(agency_id)).await?.filter(|terms| !terms.texts.0.is_empty());
    Ok(latest.map(|terms| Terms { version: terms.version, texts: terms.texts.0 }))
}

/// Writes a new version. Two at the same moment would have the same name: the later one is refused.
///
/// # Errors
/// When another one was written at the same moment, or the database fails.
pub async fn insert(change: &mut Change, new: &NewTerms, day: &str, operateur: Uuid) -> sqlx::Result<TermsVersion> {
    let last: i64 = on!(&mut **change, |c| sqlx::query_scalar(LAST).fetch_one(c).await)?;
    let texts = serde_json::to_string(&new.texts).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query_as(INSERT)
        .bind(id)
        .bind(new.agency_id)
        .bind(last + 1)
        .bind(format!("{day}.{}", last + 1))
        .bind(texts)
        .bind(operateur)
        .bind(now)
        .fetch_one(c)
        .await)
}
