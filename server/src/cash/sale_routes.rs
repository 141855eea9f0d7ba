//! The HTTP door to sales. Sessions and passes are sold where they are issued; packs and prints here.
use super::{
    Read, Reverse, Sell,
    credits::{self, CREDITS, Credit},
    journal::Subject,
    model::{Line, MAX_AMOUNT, NewLine, NewSale, Reversal, Sale, SaleRow, is_currency},
    sales::{self, Selling, quote},
    store,
};
use crate::{
    App,
    access::Grant,
    agencies,
    db::Change,
    extract::{Body, Id},
    list::{ListParams, ListQuery, Page},
    problem::{Checks, Code, Problem},
    sessions,
    tariffs::{Kind, Tariff},
    text, visitors,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

/// Lines of a sale at most.
const MAX_LINES: usize = 20;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(list, create, show, reverse, list_credits)
}

/// List sales and reversals, the latest first.
#[utoipa::path(get, path = "/api/caisse/ventes/", tag = "caisse",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("till_id" = Option<Uuid>, Query), ("operateur" = Option<Uuid>, Query),
        ("tariff_id" = Option<Uuid>, Query), ("has_tariff" = Option<bool>, Query), ("session_id" = Option<Uuid>, Query), ("batch_id" = Option<Uuid>, Query),
        ("visitor_id" = Option<Uuid>, Query), ("kind" = Option<String>, Query), ("method" = Option<String>, Query),
        ("currency" = Option<String>, Query), ("day" = Option<String>, Query), ("number_from" = Option<i64>, Query),
        ("at_from" = Option<i64>, Query), ("at_to" = Option<i64>, Query), ("reversed" = Option<bool>, Query)),
    responses((status = 200, body = Page<Sale>)))]
async fn list(grant: Grant<Read>, State(app): State<App>, query: ListQuery) -> Result<Json<Page<Sale>>, Problem> {
    let page: Page<SaleRow> = store::SALES.page(&mut app.db.read().await?, &query, &grant.scope, 0).await?;
    Ok(Json(page.map(Sale::from)))
}

/// Show a sale.
#[utoipa::path(get, path = "/api/caisse/ventes/{id}/", tag = "caisse", params(("id" = Uuid, Path)), responses((status = 200, body = Sale)))]
async fn show(grant: Grant<Read>, State(app): State<App>, Id(id): Id) -> Result<Json<Sale>, Problem> {
    let sale = store::sale(&mut app.db.read().await?, id).await?;
    let sale = sale.filter(|sale| grant.scope.holds(Some(sale.agency_id), Some(sale.operateur)));
    Ok(Json(sale.ok_or_else(|| Problem::not_found("sale"))?.into()))
}

/// Sell packs, or something of its own such as prints.
///
/// Sessions and passes are sold where they are issued, at `/api/sessions/`. 409 `till_required` without an open till.
#[utoipa::path(post, path = "/api/caisse/ventes/", tag = "caisse", request_body = NewSale, responses((status = 201, body = Sale)))]
async fn create(grant: Grant<Sell>, State(app): State<App>, Body(new): Body<NewSale>) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    let till = store::open_till_of(&mut change, grant.caller.user_id).await?.ok_or(Code::TillRequired)?;
    if let Some(visitor_id) = new.visitor_id {
        let visitor = visitors::exists(&mut change, visitor_id, till.agency_id).await?;
        visitor.then_some(()).ok_or_else(|| Problem::not_found("visitor"))?;
    }
    let (lines, packs) = lines_of(&app, &mut change, till.agency_id, &new).await?;
    let own = agencies::currency(&app, &mut change, till.agency_id).await?;
    let currency = currency_of(&new, &packs, own)?;
    let tariff_id = packs.first().map(|(tariff, _)| tariff.id);
    let subject = Subject { tariff_id, visitor_id: new.visitor_id, ..Subject::default() };
    let selling = Selling { agency_id: till.agency_id, lines, currency, payment: &new.payment, subject };
    let sale = sales::sell(&mut change, &grant.caller, selling).await?;
    for (tariff, quantity) in packs {
        let visitor_id = new.visitor_id.ok_or_else(|| Problem::field("visitor_id", "required"))?;
        for _ in 0..quantity {
            credits::grant(&mut change, &tariff, visitor_id, sale.id).await?;
        }
    }
    change.answer_noted(StatusCode::CREATED, &sale).await
}

/// Packs of a sale, and how many of each.
type Packs = Vec<(Tariff, i64)>;

async fn lines_of(
    app: &App,
    change: &mut Change,
    agency_id: Uuid,
    new: &NewSale,
) -> Result<(Vec<Line>, Packs), Problem> {
    let mut checks = Checks::default();
    checks.require((1..=MAX_LINES).contains(&new.lines.len()), "lines", "lines_count");
    checks.finish()?;
    let (mut lines, mut packs) = (Vec::new(), Vec::new());
    for (index, line) in new.lines.iter().enumerate() {
        check(line, index)?;
        let Some(tariff_id) = line.tariff_id else {
            let label = text::plain(line.label.as_deref().unwrap_or_default());
            let unit_minor = line.unit_minor.unwrap_or_default();
            lines.push(Line { label, quantity: line.quantity, unit_minor, tariff_id: None, rule: None });
            continue;
        };
        let field = |name: &str| format!("lines[{index}].{name}");
        let quoted = quote(change, app, agency_id, tariff_id, None).await;
        let (tariff, price) = quoted.map_err(|mut problem| {
            problem.errors.iter_mut().for_each(|error| error.field = field(&error.field));
            problem
        })?;
        if tariff.kind == Kind::Duree {
            return Err(Problem::field(field("tariff_id"), "session_tariff"));
        }
        if new.visitor_id.is_none() {
            return Err(Problem::field("visitor_id", "pack_visitor"));
        }
        if line.quantity > 20 {
            return Err(Problem::field(field("quantity"), "packs_many"));
        }
        lines.push(Line::of(&price, line.quantity));
        packs.push((tariff, line.quantity));
    }
    Ok((lines, packs))
}

/// Notes a line that is neither a tariff nor something of its own.
fn check(line: &NewLine, index: usize) -> Result<(), Problem> {
    let field = |name: &str| format!("lines[{index}].{name}");
    let mut checks = Checks::default();
    checks.require((1..=1000).contains(&line.quantity), &field("quantity"), "quantity_range");
    if line.tariff_id.is_some() {
        // The price in force is the server's.
        checks.require(line.unit_minor.is_none(), &field("unit_minor"), "tariff_price");
    } else {
        checks.text(&field("label"), line.label.as_deref().unwrap_or_default(), 60);
        let price = line.unit_minor.is_some_and(|price| (1..=MAX_AMOUNT / 1000).contains(&price));
        checks.require(price, &field("unit_minor"), "price_range");
    }
    checks.finish()
}

/// One currency a sale: the one named, the tariffs', or the agency's own.
fn currency_of(new: &NewSale, packs: &Packs, own: String) -> Result<String, Problem> {
    let mut checks = Checks::default();
    let first = packs.first().map(|(tariff, _)| tariff.currency.clone());
    let currency = new.currency.clone().or(first).unwrap_or(own);
    checks.require(is_currency(&currency), "currency", "currency_format");
    let same = packs.iter().all(|(tariff, _)| tariff.currency == currency);
    checks.require(same, "currency", "currency_mixed");
    checks.finish()?;
    Ok(currency)
}

/// Take a sale back.
///
/// Another row with the negative amount, in the sale's till while it is open, else in the caller's: nothing is ever changed. A session that was not
/// used yet is cancelled with it, and so are the unused passes of a batch. 409 `already_reversed`, `credit_used`,
/// `till_required`.
#[utoipa::path(post, path = "/api/caisse/ventes/{id}/annuler/", tag = "caisse", params(("id" = Uuid, Path)), request_body = Reversal,
    responses((status = 201, body = Sale)))]
async fn reverse(
    grant: Grant<Reverse>,
    State(app): State<App>,
    Id(id): Id,
    Body(body): Body<Reversal>,
) -> Result<Response, Problem> {
    let reason = text::plain(&body.reason);
    let mut checks = Checks::default();
    checks.text("reason", &reason, 200);
    checks.finish()?;
    let mut change = grant.change(&app).await?;
    let known = store::sale(&mut change, id).await?;
    let known = known.filter(|sale| grant.scope.holds(Some(sale.agency_id), Some(sale.operateur)));
    let known = known.ok_or_else(|| Problem::not_found("sale"))?;
    // Sessions before the journal, as whoever sells time does: two that wait for each other would wait for good.
    sessions::lock_unused_of(&mut change, known.session_id, known.batch_id).await?;
    let (sale, reversal) = sales::reverse(&mut change, &grant.caller, id, &reason).await?;
    sessions::withdraw_unused_of(&mut change, sale.session_id, sale.batch_id).await?;
    change.answer_noted(StatusCode::CREATED, &reversal).await
}

/// List what visitors still have of their packs.
#[utoipa::path(get, path = "/api/caisse/credits/", tag = "caisse",
    params(ListParams, ("agency_id" = Option<Uuid>, Query), ("visitor_id" = Option<Uuid>, Query), ("tariff_id" = Option<Uuid>, Query),
        ("is_usable" = Option<bool>, Query), ("expires_from" = Option<i64>, Query)),
    responses((status = 200, body = Page<Credit>)))]
async fn list_credits(
    grant: Grant<Read>,
    State(app): State<App>,
    query: ListQuery,
) -> Result<Json<Page<Credit>>, Problem> {
    Ok(Json(CREDITS.page(&mut app.db.read().await?, &query, &grant.scope, 0).await?))
}
