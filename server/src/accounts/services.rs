//! Departments: the "services" of seed 002. People belong to them.
use super::{ManageServices, Read};
use crate::{
    App,
    access::Grant,
    db::{Change, Event, Tx},
    extract::{Body, Id, IfMatch, Versioned, merged},
    list::{Filter, List, ListParams, ListQuery, Page, Scope, fold},
    on,
    problem::{Checks, Problem},
    statements,
    text::plain,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "o.id, o.code, o.name, (SELECT COUNT(*) FROM users u WHERE u.org_unit_id = o.id) AS users, o.created_at, \
         o.updated_at, o.version"
    };
}

statements! {
    FIND = concat!("SELECT ", columns!(), " FROM org_units o WHERE o.id = $1");
    INSERT = "INSERT INTO org_units (id, code, name, search_text, created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $5, 1)";
    UPDATE = "UPDATE org_units SET code = $2, name = $3, search_text = $4, updated_at = $5, version = version + 1 WHERE id = $1";
    REMOVE = "DELETE FROM org_units WHERE id = $1";
}

/// The list of departments.
pub static SERVICES: List = List {
    name: "services",
    columns: columns!(),
    from: "org_units o",
    id: "o.id",
    agency: None,
    owner: None,
    filters: &[("code", Filter::Text("o.code"))],
    search: &["o.search_text"],
    order: &[("name", "o.name"), ("code", "o.code"), ("created_at", "o.created_at")],
    default_order: "name",
};

/// A department.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = Service)]
pub struct Service {
    /// Its id.
    pub id: Uuid,
    /// A short code, unique.
    #[schema(example = "MKT")]
    pub code: String,
    /// Its name.
    #[schema(example = "Marketing")]
    pub name: String,
    /// How many accounts belong to it.
    #[schema(example = 7)]
    pub users: i64,
    /// When it was made, milliseconds of UTC.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Grows with each change.
    pub version: i64,
}

/// A department to make, or all of its fields to set.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceNouveau)]
#[serde(deny_unknown_fields)]
pub struct NewService {
    /// A short code, unique, at most 20 characters.
    #[schema(example = "MKT")]
    pub code: String,
    /// Its name, at most 120 characters.
    #[schema(example = "Marketing")]
    pub name: String,
}

impl NewService {
    fn checked(mut self) -> Result<Self, Problem> {
        let mut checks = Checks::default();
        checks.text("code", &self.code, 20);
        checks.text("name", &self.name, 120);
        checks.finish()?;
        (self.code, self.name) = (plain(&self.code), plain(&self.name));
        Ok(self)
    }

    fn search_text(&self) -> String {
        fold(&[self.name.as_str(), &self.code].join(" "))
    }
}

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, replace, update, remove)
}

async fn find(tx: &mut Tx, id: Uuid) -> Result<Service, Problem> {
    let found: Option<Service> = on!(tx, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?;
    found.ok_or_else(|| Problem::not_found("service"))
}

/// List departments.
#[utoipa::path(get, path = "/api/accounts/services/", tag = "accounts", params(ListParams, ("code" = Option<String>, Query)),
    responses((status = 200, body = Page<Service>)))]
async fn list(_: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Service>>, Problem> {
    let mut tx = app.db.read().await?;
    Ok(Json(SERVICES.page(&mut tx, &query, &Scope::All, 0).await?))
}

/// Make a department.
#[utoipa::path(post, path = "/api/accounts/services/", tag = "accounts", request_body = NewService, responses((status = 201, body = Service)))]
async fn create(
    grant: Grant<ManageServices>,
    State(app): State<App>,
    Body(new): Body<NewService>,
) -> Result<Response, Problem> {
    let new = new.checked()?;
    let mut change = grant.change(&app).await?;
    let (id, now) = (change.new_id(), change.now());
    on!(&mut *change, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(&new.code)
        .bind(&new.name)
        .bind(new.search_text())
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    let service = find(&mut change, id).await?;
    let event =
        Event::new("accounts", "create_service", "service", id).states(None, serde_json::to_value(&service).ok());
    change.answer(event, StatusCode::CREATED, &service).await
}

/// Show a department.
#[utoipa::path(get, path = "/api/accounts/services/{id}/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 200, body = Service)))]
async fn show(_: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Versioned<Service>, Problem> {
    let service = find(&mut app.db.read().await?, id).await?;
    Ok(Versioned(service.version, service))
}

/// Change a department, giving all its fields.
#[utoipa::path(put, path = "/api/accounts/services/{id}/", tag = "accounts", params(("id" = Uuid, Path)), request_body = NewService,
    responses((status = 200, body = Service)))]
async fn replace(
    grant: Grant<ManageServices>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(new): Body<NewService>,
) -> Result<Response, Problem> {
    change_to(&grant, &app, id, version, |_| Ok(new)).await
}

/// Change some fields of a department.
#[utoipa::path(patch, path = "/api/accounts/services/{id}/", tag = "accounts", params(("id" = Uuid, Path)), request_body = NewService,
    responses((status = 200, body = Service)))]
async fn update(
    grant: Grant<ManageServices>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
    Body(patch): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    let fields = |service: &Service| NewService { code: service.code.clone(), name: service.name.clone() };
    change_to(&grant, &app, id, version, |service| merged(&fields(service), patch)).await
}

async fn change_to(
    grant: &Grant<ManageServices>,
    app: &App,
    id: Uuid,
    version: IfMatch,
    new: impl FnOnce(&Service) -> Result<NewService, Problem>,
) -> Result<Response, Problem> {
    let mut change = grant.change(app).await?;
    let before = find(&mut change, id).await?;
    version.check(before.version)?;
    let new = new(&before)?.checked()?;
    write(&mut change, id, &new).await?;
    let service = find(&mut change, id).await?;
    let event = Event::new("accounts", "update_service", "service", id)
        .states(serde_json::to_value(&before).ok(), serde_json::to_value(&service).ok());
    change.answer(event, StatusCode::OK, &service).await
}

async fn write(change: &mut Change, id: Uuid, new: &NewService) -> sqlx::Result<()> {
    let now = change.now();
    on!(&mut **change, |c| sqlx::query(UPDATE)
        .bind(id)
        .bind(&new.code)
        .bind(&new.name)
        .bind(new.search_text())
        .bind(now)
        .execute(c)
        .await
        .map(drop))
}

/// Remove a department that nobody belongs to.
#[utoipa::path(delete, path = "/api/accounts/services/{id}/", tag = "accounts", params(("id" = Uuid, Path)), responses((status = 204)))]
async fn remove(
    grant: Grant<ManageServices>,
    State(app): State<App>,
    Id(id): Id,
    version: IfMatch,
) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let service = find(&mut change, id).await?;
    version.check(service.version)?;
    on!(&mut *change, |c| sqlx::query(REMOVE).bind(id).execute(c).await.map(drop))?;
    let event = Event::new("accounts", "remove_service", "service", id).with("code", service.code);
    change.answer_nothing(event).await
}
