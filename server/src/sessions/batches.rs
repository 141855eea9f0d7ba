//! Guest passes made together: codes without a visitor, for a forum, a class, or somebody who refuses identity.
//! Codes are stored hashed, so that the sheet can be printed from the answer that makes them, and never again.
use super::{
    Cancel, Create, Read,
    batch_model::{Batch, BatchCreated, NewBatch, Pass},
    code::fresh_code,
    lifecycle,
    purchase::{self, Bought},
    store,
};
use crate::{
    App,
    access::Grant,
    audit::{self, KioskAction},
    cash::{self, Subject},
    db::{Change, Event, Tx, pieces, with_places},
    extract::{Body, Id},
    list::{Filter, List, ListParams, ListQuery, Page, Scope, fold},
    on,
    problem::{Checks, Problem},
    statements, stations,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use guichet_protocol::{AccessCode, EndReason, SessionStatut};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

const DAY_MS: i64 = 24 * 3_600_000;

/// The columns of a [`Batch`].
macro_rules! batch {
    () => {
        "b.id, b.agency_id, b.label, b.size, b.minutes, b.tariff_id, t.name AS tariff_name, b.valid_until, b.operateur, \
         u.username AS operateur_name, b.created_at, b.revoked_at, \
         (SELECT COUNT(*) FROM kiosk_sessions k WHERE k.batch_id = b.id AND k.statut = 'en_attente') AS unused, \
         (SELECT COUNT(*) FROM kiosk_sessions k WHERE k.batch_id = b.id AND k.started_at IS NOT NULL) AS used, \
         (SELECT CAST(COALESCE(SUM(j.amount_minor), 0) AS BIGINT) FROM cash_journal j WHERE j.batch_id = b.id) AS paid_minor, \
         (SELECT MAX(j.currency) FROM cash_journal j WHERE j.batch_id = b.id) AS currency"
    };
}

statements! {
    FIND = concat!("SELECT ", batch!(), " FROM pass_batches b JOIN users u ON u.id = b.operateur \
        LEFT JOIN tariffs t ON t.id = b.tariff_id WHERE b.id = $1");
    LABEL = "SELECT label FROM pass_batches WHERE id = $1";
    INSERT = "INSERT INTO pass_batches (id, agency_id, label, search_text, size, minutes, tariff_id, valid_until, operateur, \
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    REVOKE = "UPDATE pass_batches SET revoked_at = $2 WHERE id = $1";
    // With what visitors who left early kept of them.
    UNUSED = "WITH RECURSIVE sold (id) AS (SELECT id FROM kiosk_sessions WHERE batch_id = $1 OR id = $2 \
        UNION SELECT k.id FROM kiosk_sessions k JOIN sold s ON k.continues = s.id) \
        SELECT k.id FROM kiosk_sessions k JOIN sold s ON s.id = k.id WHERE k.statut = 'en_attente'";
}

const INSERT_PASSES: &str = "INSERT INTO kiosk_sessions (id, agency_id, operateur, code_hash, code_hint, statut, duration_s, \
    added_s, consumed_ms, warnings, valid_until, created_at, updated_at, version, tariff_id, batch_id, by_room, paid_zone_id) VALUES {places}";

/// The list of batches.
pub static BATCHES: List = List {
    name: "batches",
    columns: batch!(),
    from: "pass_batches b JOIN users u ON u.id = b.operateur LEFT JOIN tariffs t ON t.id = b.tariff_id",
    id: "b.id",
    agency: Some("b.agency_id"),
    owner: Some("b.operateur"),
    filters: &[
        ("agency_id", Filter::Id("b.agency_id")),
        ("operateur", Filter::Id("b.operateur")),
        ("tariff_id", Filter::Id("b.tariff_id")),
        ("created_from", Filter::From("b.created_at")),
        ("created_to", Filter::Before("b.created_at")),
        ("valid_from", Filter::From("b.valid_until")),
    ],
    search: &["b.search_text"],
    order: &[
        ("created_at", "b.created_at"),
        ("valid_until", "b.valid_until"),
        ("label", "b.search_text"),
        ("size", "b.size"),
    ],
    default_order: "-created_at",
};

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, revoke)
}

async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Batch>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)
}

pub(super) async fn in_scope(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<Batch, Problem> {
    let batch = find(tx, id).await?.filter(|batch| scope.holds(Some(batch.agency_id), Some(batch.operateur)));
    batch.ok_or_else(|| Problem::not_found("batch"))
}

/// What a batch is called.
pub(super) async fn label_of(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<String>> {
    on!(tx, |c| sqlx::query_scalar(LABEL).bind(id).fetch_optional(c).await)
}

/// List batches of guest passes, the latest first.
#[utoipa::path(get, path = "/api/sessions/lots/", tag = "sessions",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("operateur" = Option<Uuid>, Query), ("tariff_id" = Option<Uuid>, Query),
        ("created_from" = Option<i64>, Query), ("created_to" = Option<i64>, Query), ("valid_from" = Option<i64>, Query)),
    responses((status = 200, body = Page<Batch>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Batch>>, Problem> {
    Ok(Json(BATCHES.page(&mut app.db.read().await?, &query, &grant.scope, 0).await?))
}

/// Show a batch of guest passes. The codes are not in it: they were given once.
#[utoipa::path(get, path = "/api/sessions/lots/{id}/", tag = "sessions", params(("id" = Uuid, Path)), responses((status = 200, body = Batch)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Json<Batch>, Problem> {
    Ok(Json(in_scope(&mut app.db.read().await?, id, &grant.scope).await?))
}

/// Make guest passes, up to 200 together.
///
/// Their codes are in this answer and nowhere else: print the sheet now. Sold when a tariff is named that costs something.
#[utoipa::path(post, path = "/api/sessions/lots/", tag = "sessions", request_body = NewBatch, responses((status = 201, body = BatchCreated)))]
async fn create(grant: Grant<Create>, State(app): State<App>, Body(new): Body<NewBatch>) -> Result<Response, Problem> {
    let new = new.checked()?;
    let mut change = grant.change(&app).await?;
    let agency_id = stations::agency_for(&mut change, &grant, new.agency_id).await?;
    let bought = match new.tariff_id {
        Some(tariff_id) => purchase::of_tariff(&app, &mut change, agency_id, tariff_id, None).await?,
        None => Bought::free(new.minutes.unwrap_or_default()),
    };
    let operateur = grant.caller.user_id;
    let batch_id = insert(&mut change, agency_id, operateur, &new, &bought).await?;
    let passes = issue(&app, &mut change, batch_id, agency_id, operateur, &new, &bought).await?;
    let subject = Subject { tariff_id: new.tariff_id, batch_id: Some(batch_id), ..Subject::default() };
    let payment = new.payment.as_ref();
    purchase::sell(&mut change, &grant.caller, agency_id, &bought, new.count, payment, subject).await?;
    let sale = cash::sales_of_batch(&mut change, batch_id).await?.pop();
    let batch = find(&mut change, batch_id).await?.ok_or_else(|| Problem::not_found("batch"))?;
    let event = Event::new("sessions", "create_batch", "batch", batch_id)
        .agency(agency_id)
        .with("label", batch.label.as_str())
        .with("size", batch.size)
        .with("minutes", batch.minutes);
    change.answer(event, StatusCode::CREATED, &BatchCreated { batch, sale, passes }).await
}

async fn insert(
    change: &mut Change,
    agency_id: Uuid,
    operateur: Uuid,
    new: &NewBatch,
    bought: &Bought,
) -> sqlx::Result<Uuid> {
    let (id, now) = (change.new_id(), change.now());
    on!(&mut **change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(agency_id)
        .bind(&new.label)
        .bind(fold(&new.label))
        .bind(new.count)
        .bind(bought.minutes)
        .bind(new.tariff_id)
        .bind(now + new.valid_days * DAY_MS)
        .bind(operateur)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(id)
}

/// Issues the batch's sessions, and gives their codes.
async fn issue(
    app: &App,
    change: &mut Change,
    batch_id: Uuid,
    agency_id: Uuid,
    operateur: Uuid,
    new: &NewBatch,
    bought: &Bought,
) -> Result<Vec<Pass>, Problem> {
    let now = change.now();
    let valid_until = now + new.valid_days * DAY_MS;
    let codes: Vec<(Uuid, AccessCode)> =
        (0..new.count).map(|_| Ok((change.new_id(), fresh_code()?))).collect::<Result<_, Problem>>()?;
    for piece in pieces(&codes) {
        let sql = with_places(INSERT_PASSES, &change.places(piece.len(), 18));
        on!(&mut **change, |c| {
            let query = piece.iter().fold(sqlx::query(sql), |query, (id, code)| {
                query
                    .bind(*id)
                    .bind(agency_id)
                    .bind(operateur)
                    .bind(app.keys.hash_code(code))
                    .bind(String::from_utf8_lossy(&code.symbols()[8..]).into_owned())
                    .bind(SessionStatut::EnAttente.as_str())
                    .bind(bought.minutes * 60)
                    .bind(0_i64)
                    .bind(0_i64)
                    .bind(0_i64)
                    .bind(valid_until)
                    .bind(now)
                    .bind(now)
                    .bind(1_i64)
                    .bind(new.tariff_id)
                    .bind(batch_id)
                    .bind(bought.rooms.by_room)
                    .bind(bought.rooms.paid)
            });
            query.execute(c).await.map(drop)
        })?;
    }
    let step = |id: &Uuid| audit::Step {
        entity_kind: "session",
        entity_id: *id,
        from: None,
        to: SessionStatut::EnAttente.as_str(),
        comment: None,
    };
    let steps: Vec<audit::Step<'_>> = codes.iter().map(|(id, _)| step(id)).collect();
    audit::record_state_changes(change, &steps).await?;
    Ok(codes.into_iter().map(|(session_id, code)| Pass { session_id, code: code.to_string() }).collect())
}

/// Revoke the passes of a batch that were not used yet.
#[utoipa::path(post, path = "/api/sessions/lots/{id}/revoquer/", tag = "sessions", params(("id" = Uuid, Path)),
    responses((status = 200, body = Batch)))]
async fn revoke(grant: Grant<Cancel>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let batch = in_scope(&mut change, id, &grant.scope).await?;
    let now = change.now();
    on!(&mut *change, |c| sqlx::query(REVOKE).bind(id).bind(now).execute(c).await.map(drop))?;
    withdraw_unused_of(&mut change, None, Some(id)).await?;
    let event = Event::new("sessions", "revoke_batch", "batch", id)
        .agency(batch.agency_id)
        .with("label", batch.label)
        .with("revoked", batch.unused);
    let batch = find(&mut change, id).await?.ok_or_else(|| Problem::not_found("batch"))?;
    change.answer(event, StatusCode::OK, &batch).await
}

async fn unused_of(change: &mut Change, session_id: Option<Uuid>, batch_id: Option<Uuid>) -> sqlx::Result<Vec<Uuid>> {
    on!(&mut **change, |c| sqlx::query_scalar(UNUSED).bind(batch_id).bind(session_id).fetch_all(c).await)
}

/// Keeps other changes of those sessions waiting that [`withdraw_unused_of`] would cancel.
///
/// # Errors
/// When the database fails.
pub async fn lock_unused_of(
    change: &mut Change,
    session_id: Option<Uuid>,
    batch_id: Option<Uuid>,
) -> Result<(), Problem> {
    let ids = unused_of(change, session_id, batch_id).await?;
    store::lock(change, &ids).await?;
    Ok(())
}

/// Cancels a session that was not used yet, and those of a batch: their sale is taken back.
///
/// # Errors
/// When the database fails.
pub async fn withdraw_unused_of(
    change: &mut Change,
    session_id: Option<Uuid>,
    batch_id: Option<Uuid>,
) -> Result<(), Problem> {
    let ids = unused_of(change, session_id, batch_id).await?;
    for row in store::lock(change, &ids).await? {
        if row.line.statut != SessionStatut::EnAttente {
            continue;
        }
        let (_, row) = lifecycle::withdraw(change, row, EndReason::Annulation).await?;
        let event =
            lifecycle::event(KioskAction::FermetureSession, &row).with("reason", EndReason::Annulation.as_str());
        change.note(event);
    }
    Ok(())
}

impl NewBatch {
    /// # Errors
    /// Naming every field that is wrong.
    fn checked(mut self) -> Result<Self, Problem> {
        self.label = crate::text::plain(&self.label);
        let mut checks = Checks::default();
        checks.text("label", &self.label, 60);
        checks.require((1..=200).contains(&self.count), "count", "batch_count");
        checks.require((1..=366).contains(&self.valid_days), "valid_days", "batch_days");
        if self.tariff_id.is_some() {
            checks.require(self.minutes.is_none(), "minutes", "one_of_them");
        } else {
            checks.require(self.payment.is_none(), "payment", "nothing_to_pay");
            let given = self.minutes.is_some_and(|minutes| (1..=super::code::MAX_MINUTES).contains(&minutes));
            checks.require(given, "minutes", "minutes_range");
        }
        checks.finish()?;
        Ok(self)
    }
}
