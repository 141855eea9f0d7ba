//! API keys: how other programs call, with some of their owner's rights, for a time, so many times an hour.
use super::{Keys, login, rights, store as accounts, tokens::Identity};
use crate::{
    App,
    access::{Grant, KeyInUse},
    db::{Actor, Change, Event, Tx, Unaudited},
    extract::{Body, Id, Peer},
    keys::{hash_secret, random_secret},
    list::{Filter, List, ListParams, ListQuery, Page, Scope},
    on,
    problem::{Checks, Code, Problem},
    statements,
    text::plain,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "k.id, k.name, k.prefix, k.user_id, u.username AS owner, k.scopes, k.rate_per_hour, k.created_at, k.expires_at, \
         k.revoked_at, k.last_used_at"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.id = $1");
    INSERT = "INSERT INTO api_keys (id, name, prefix, key_hash, user_id, scopes, rate_per_hour, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    REVOKE = "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    AUTHENTICATE = "SELECT k.id, k.user_id, k.scopes, k.rate_per_hour, k.last_used_at, u.agency_id, u.must_change_password \
            FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > $2 \
            AND u.is_active";
    REVOKE_ALL = "UPDATE api_keys SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";
    NOTE_USE = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1";
}

/// The list of keys.
pub static KEYS: List = List {
    name: "api_keys",
    columns: columns!(),
    from: "api_keys k JOIN users u ON u.id = k.user_id",
    id: "k.id",
    agency: Some("u.agency_id"),
    owner: Some("k.user_id"),
    filters: &[
        ("user_id", Filter::Id("k.user_id")),
        ("revoked", Filter::Either("k.revoked_at IS NOT NULL", "k.revoked_at IS NULL")),
    ],
    search: &["k.name"],
    order: &[
        ("created_at", "k.created_at"),
        ("name", "k.name"),
        ("expires_at", "k.expires_at"),
        ("last_used_at", "k.last_used_at"),
    ],
    default_order: "-created_at",
};

/// How a key begins.
pub const BEGINNING: &str = "gk_";
const DAY_MS: i64 = 24 * 3_600_000;
const LONGEST_DAYS: i64 = 3_660;
/// How often it is written down that a key is in use.
const NOTE_EVERY_MS: i64 = 60_000;

/// A key, as it is stored: nobody can read the key itself again.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CleApi)]
pub struct ApiKey {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    #[schema(example = "Tableau de bord du siège")]
    pub name: String,
    /// How it begins.
    #[schema(example = "gk_5e8ff9bf")]
    pub prefix: String,
    /// Whose rights it has, at most.
    pub user_id: Uuid,
    /// The login of its owner.
    #[schema(example = "gerant")]
    pub owner: String,
    /// The permissions it may use.
    #[schema(example = json!(["sessions:lire"]))]
    pub scopes: Vec<String>,
    /// How many calls an hour.
    #[schema(example = 1000)]
    pub rate_per_hour: i64,
    /// When it was made, milliseconds of UTC.
    pub created_at: i64,
    /// Until when it is good.
    pub expires_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    prefix: String,
    user_id: Uuid,
    owner: String,
    scopes: String,
    rate_per_hour: i64,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    last_used_at: Option<i64>,
}

impl From<Row> for ApiKey {
    fn from(row: Row) -> Self {
        let Row { id, name, prefix, user_id, owner, rate_per_hour, created_at, expires_at, revoked_at, .. } = row;
        let scopes = scopes_of(&row.scopes);
        let last_used_at = row.last_used_at;
        Self {
            id,
            name,
            prefix,
            user_id,
            owner,
            scopes,
            rate_per_hour,
            created_at,
            expires_at,
            revoked_at,
            last_used_at,
        }
    }
}

/// What was altered behind the program's back opens nothing.
fn scopes_of(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// A key to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = CleApiNouvelle)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// What it is for, at most 80 characters.
    #[schema(example = "Tableau de bord du siège")]
    pub name: String,
    /// The permissions it may use; its owner must hold them. Those that change accounts are for people alone.
    #[schema(example = json!(["sessions:lire"]))]
    pub scopes: Vec<String>,
    /// For how many days it is good, from 1 to 3660.
    #[schema(example = 365)]
    pub days: i64,
    /// How many calls an hour, from 1 to 1,000,000; 1000 when absent.
    #[serde(default = "usual_rate")]
    #[schema(example = 1000)]
    pub rate_per_hour: i64,
    /// The caller's password: a key outlives the login it was made with.
    #[schema(example = "correct horse battery staple")]
    pub password: String,
}

const fn usual_rate() -> i64 {
    1000
}

/// A key that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = CleApiCreee)]
pub struct MadeKey {
    /// What is kept of it.
    #[serde(flatten)]
    pub kept: ApiKey,
    /// The key itself, shown this once.
    #[schema(example = "gk_5e8ff9bf55ba3508199d22e984129be6f1d0b0e6c1d5e2f3a4b5c6d7e8f90a1b")]
    pub key: String,
}

impl NewKey {
    fn checked(mut self) -> Result<Self, Problem> {
        let mut checks = Checks::default();
        checks.text("name", &self.name, 80);
        checks.require(!self.scopes.is_empty(), "scopes", "required");
        checks.require((1..=LONGEST_DAYS).contains(&self.days), "days", "key_days");
        checks.require((1..=1_000_000).contains(&self.rate_per_hour), "rate_per_hour", "key_rate");
        for (index, scope) in self.scopes.iter().enumerate() {
            let for_people = scope.starts_with("comptes:") && scope != "comptes:lire";
            checks.require(!for_people, &format!("scopes[{index}]"), "scope_for_people");
        }
        checks.finish()?;
        self.name = plain(&self.name);
        self.scopes.sort_unstable();
        self.scopes.dedup();
        Ok(self)
    }
}

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, revoke)
}

async fn find(tx: &mut Tx, id: Uuid, scope: &Scope) -> Result<ApiKey, Problem> {
    let row: Option<Row> = on!(&mut *tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?;
    let key: ApiKey = row.ok_or_else(|| Problem::not_found("api_key"))?.into();
    let owner = accounts::find(tx, key.user_id).await?;
    let seen = owner.is_some_and(|owner| scope.holds(owner.agency_id, Some(owner.id)));
    if seen { Ok(key) } else { Err(Problem::not_found("api_key")) }
}

/// List API keys.
#[utoipa::path(get, path = "/api/accounts/api-keys/", tag = "accounts",
    params(ListParams, ("user_id" = Option<Uuid>, Query), ("revoked" = Option<bool>, Query)),
    responses((status = 200, body = Page<ApiKey>)))]
async fn list(grant: Grant<Keys>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<ApiKey>>, Problem> {
    let mut tx = app.db.read().await?;
    let page: Page<Row> = KEYS.page(&mut tx, &query, &grant.scope, 0).await?;
    Ok(Json(page.map(ApiKey::from)))
}

/// Show an API key; never the key itself.
#[utoipa::path(get, path = "/api/accounts/api-keys/{id}/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 200, body = ApiKey)))]
async fn show(grant: Grant<Keys>, State(app): State<App>, Id(id): Id) -> Result<Json<ApiKey>, Problem> {
    Ok(Json(find(&mut app.db.read().await?, id, &grant.scope).await?))
}

/// Make an API key, which is in the answer this once. It can do what its maker can, within its scopes.
#[utoipa::path(post, path = "/api/accounts/api-keys/", tag = "accounts", request_body = NewKey, responses((status = 201, body = MadeKey)))]
async fn create(
    grant: Grant<Keys>,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(new): Body<NewKey>,
) -> Result<Response, Problem> {
    let mut new = new.checked()?;
    let password = std::mem::take(&mut new.password);
    login::check_own_password(&app, ip, &grant.caller, password, "password").await?;
    let mut change = grant.change(&app).await?;
    let owner = grant.caller.user_id;
    rights::require_some(&rights::held(&mut change, owner).await?, &new.scopes)?;
    let key = format!("{BEGINNING}{}", random_secret());
    let (id, now) = (change.new_id(), change.now());
    let scopes = serde_json::to_string(&new.scopes).map_err(Problem::internal)?;
    on!(&mut *change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(&new.name)
        .bind(key.get(..BEGINNING.len() + 8).unwrap_or_default())
        .bind(hash_secret(&key))
        .bind(owner)
        .bind(scopes)
        .bind(new.rate_per_hour)
        .bind(now)
        .bind(now + new.days * DAY_MS)
        .execute(c)
        .await
        .map(drop))?;
    let kept = find(&mut change, id, &Scope::All).await?;
    let event = Event::new("accounts", "create_api_key", "api_key", id)
        .with("scopes", kept.scopes.clone())
        .with("expires_at", kept.expires_at);
    change.answer(event, StatusCode::CREATED, &MadeKey { kept, key }).await
}

/// Revokes all of somebody's keys, with this change: how many.
pub async fn revoke_all(change: &mut Change, user_id: Uuid) -> sqlx::Result<u64> {
    let now = change.now();
    let revoked = on!(&mut **change, |c| sqlx::query(REVOKE_ALL)
        .bind(user_id)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if revoked > 0 {
        change.note(Event::new("accounts", "revoke_api_keys", "user", user_id).with("count", revoked));
    }
    Ok(revoked)
}

/// Revoke an API key: it opens nothing from now on.
#[utoipa::path(delete, path = "/api/accounts/api-keys/{id}/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn revoke(grant: Grant<Keys>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    find(&mut change, id, &grant.scope).await?;
    let now = change.now();
    on!(&mut *change, |c| sqlx::query(REVOKE).bind(id).bind(now).execute(c).await.map(drop))?;
    change.answer_nothing(Event::new("accounts", "revoke_api_key", "api_key", id)).await
}

#[derive(sqlx::FromRow)]
struct Standing {
    id: Uuid,
    user_id: Uuid,
    scopes: String,
    rate_per_hour: i64,
    last_used_at: Option<i64>,
    agency_id: Option<Uuid>,
    must_change_password: bool,
}

/// Who calls with this key, and what it may use.
///
/// # Errors
/// 401 when it is unknown, expired or revoked, or its owner is closed; 429 when it was used too often.
pub async fn authenticate(app: &App, key: &str) -> Result<(Identity, KeyInUse), Problem> {
    let now = app.clock.now();
    let hash = hash_secret(key);
    let mut tx = app.db.read().await?;
    let found: Option<Standing> =
        on!(&mut tx, |c| sqlx::query_as(AUTHENTICATE).bind(hash).bind(now).fetch_optional(c).await)?;
    drop(tx);
    let standing = found.filter(|found| !found.must_change_password).ok_or(Code::Unauthenticated)?;
    let rate = u32::try_from(standing.rate_per_hour).map_or(1.0, f64::from);
    app.key_calls.take(standing.id, rate, now).map_err(|problem| Problem { code: Code::RateLimited, ..problem })?;
    if standing.last_used_at.is_none_or(|at| now - at >= NOTE_EVERY_MS) {
        let mut change = app.db.change(Actor::SYSTEM).await?;
        on!(&mut *change, |c| sqlx::query(NOTE_USE).bind(standing.id).bind(now).execute(c).await.map(drop))?;
        change.commit_unaudited(Unaudited::Tokens).await?;
    }
    let identity = Identity { user_id: standing.user_id, auth_session_id: Uuid::nil(), agency_id: standing.agency_id };
    Ok((identity, KeyInUse { id: standing.id, scopes: scopes_of(&standing.scopes) }))
}
