//! What a visitor may ask for by law (GDPR, articles 7, 15 and 17): to take consent back, to get
//! all that is held, to be forgotten.
use super::{
    Erase, Export, Update,
    model::{Record, Visitor},
    photo,
    registration::{ENTITY, event, find, lock, shown},
    store,
};
use crate::{
    App,
    access::Grant,
    audit::{self, Event, KioskAction, Log},
    db::{Change, Tx},
    extract::{Id, IfMatch},
    list::{ListQuery, MAX_PAGE_SIZE, Scope},
    problem::{Code, Problem},
    sessions::{self, Session, SessionList},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(revoke_consent, erase, export)
}

/// Take a visitor's consent back.
///
/// It is dated and noted, and no session is issued any more. Taking it back twice changes nothing.
#[utoipa::path(post, path = "/api/utilisateurs/{id}/revoke_consent/", tag = "visitors", params(("id" = Uuid, Path)),
    responses((status = 200, body = Visitor)))]
async fn revoke_consent(grant: Grant<Update>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let record = lock(&mut change, &grant.scope, id).await?;
    if record.consent_revoked_at.is_some() {
        return Ok(Json(shown(&mut change, &app, record).await?).into_response());
    }
    let record = store::revoke_consent(&mut change, id).await?;
    let event = event(KioskAction::RevocationConsentement, &record);
    let visitor = shown(&mut change, &app, record).await?;
    change.answer(event, StatusCode::OK, &visitor).await
}

/// Erase a visitor.
///
/// Names, dates, addresses, notes and photo are gone for good; what stays of the sessions names
/// nobody. Refused while the visitor has a session that is not over.
#[utoipa::path(delete, path = "/api/utilisateurs/{id}/", tag = "visitors", params(("id" = Uuid, Path)),
    responses((status = 204)))]
async fn erase(grant: Grant<Erase>, State(app): State<App>, Id(id): Id, version: IfMatch) -> Result<Response, Problem> {
    // In a task of its own: a client that leaves must not leave the photo behind.
    let erased = tokio::spawn(async move {
        let mut change = grant.change(&app).await?;
        let record = lock(&mut change, &grant.scope, id).await?;
        version.check(record.version)?;
        let event = forget(&mut change, &record).await?;
        let answer = change.answer_nothing(event).await?;
        photo::delete(&app, record.photo).await;
        Ok(answer)
    });
    erased.await.map_err(Problem::internal)?
}

/// Makes the row nameless. The photo's file is to be deleted once the change is kept.
pub(super) async fn forget(change: &mut Change, record: &Record) -> Result<Event, Problem> {
    if sessions::open_of_visitor(change, record.id).await? > 0 {
        return Err(Code::SessionOpen.into());
    }
    store::erase(change, record.id).await?;
    Ok(event(KioskAction::SuppressionUtilisateur, record))
}

/// All that is held about a visitor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UtilisateurExport)]
struct VisitorExport {
    /// When it was put together, milliseconds of UTC.
    exported_at: i64,
    /// The visitor.
    visitor: Visitor,
    /// When consent was given and taken back.
    consents: Vec<Consent>,
    /// The photo, as a `data:` address.
    photo: Option<String>,
    /// The sessions.
    sessions: Vec<Session>,
    /// The traffic data of the sessions, which the law has kept for a year.
    #[schema(value_type = Vec<Object>)]
    traffic: Vec<Value>,
    /// What was done with the visitor's data.
    log: Vec<LogLine>,
}

/// A consent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UtilisateurConsent)]
struct Consent {
    /// When it was given, milliseconds of UTC.
    given_at: i64,
    /// When it was taken back, milliseconds of UTC.
    revoked_at: Option<i64>,
}

/// What was done with a visitor's data. Which employee did it is theirs to keep (Court of Justice
/// of the European Union, C-579/21).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UtilisateurLogLine)]
struct LogLine {
    /// When, milliseconds of UTC.
    at: i64,
    /// The module.
    category: String,
    /// What was done.
    action: String,
    /// Details, such as the names of the fields that changed.
    #[schema(value_type = Object)]
    metadata: Value,
}

impl From<Log> for LogLine {
    fn from(line: Log) -> Self {
        Self { at: line.at, category: line.category, action: line.action, metadata: line.metadata }
    }
}

/// Export all that is held about a visitor.
///
/// One JSON document, to save. That it was made is noted.
#[utoipa::path(get, path = "/api/utilisateurs/{id}/export/", tag = "visitors", params(("id" = Uuid, Path)),
    responses((status = 200, body = VisitorExport)))]
async fn export(grant: Grant<Export>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut tx = app.db.read().await?;
    let record = find(&mut tx, &grant.scope, id).await?;
    let agency_id = record.agency_id;
    let export = put_together(&mut tx, &app, record).await?;
    drop(tx);
    let event = Event::new("visitors", "export", ENTITY, id).agency(agency_id);
    let mut answer = grant.change(&app).await?.answer(event, StatusCode::OK, &export).await?;
    let attachment = format!("attachment; filename=\"visiteur-{id}.json\"");
    let attachment = HeaderValue::try_from(attachment).map_err(Problem::internal)?;
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, attachment);
    Ok(answer)
}

async fn put_together(tx: &mut Tx, app: &App, record: Record) -> Result<VisitorExport, Problem> {
    let id = record.id;
    let photo = match &record.photo {
        Some(name) => photo::read(app, name).await?,
        None => None,
    };
    let log = audit::of_entity(tx, id).await?;
    Ok(VisitorExport {
        exported_at: app.clock.now(),
        consents: vec![Consent { given_at: record.consent_at, revoked_at: record.consent_revoked_at }],
        photo: photo.map(|jpeg| format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg))),
        sessions: all_sessions(tx, app, id).await?,
        traffic: sessions::traffic_of_visitor(tx, id).await?,
        log: log.into_iter().map(LogLine::from).collect(),
        visitor: shown(tx, app, record).await?,
    })
}

/// Every session of the visitor, wherever it was issued: all of them are the visitor's.
async fn all_sessions(tx: &mut Tx, app: &App, id: Uuid) -> Result<Vec<Session>, Problem> {
    let mut all = Vec::new();
    for number in 1_u32.. {
        let pairs = [("page_size", MAX_PAGE_SIZE), ("page", number)];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_string()));
        let query = ListQuery::new("", pairs.to_vec());
        let SessionList(page) = sessions::list_of_visitor(app, tx, query, id, &Scope::All).await?;
        all.extend(page.results);
        if page.next.is_none() {
            break;
        }
    }
    Ok(all)
}
