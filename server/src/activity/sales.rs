//! Sales by tariff, each currency for itself.
use super::{
    model::{SalesReport, Taken, TariffSales},
    period::{Asked, Period, Span},
};
use crate::{App, access::Grant, cash::Read, db::Tx, extract::Params, on, problem::Problem, statements};
use axum::{Json, extract::State};
use std::collections::BTreeMap;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

statements! {
    BY_TARIFF = "SELECT j.tariff_id, t.name AS tariff_name, j.currency, \
        CAST(SUM(CASE WHEN j.kind = 'vente' THEN 1 ELSE 0 END) AS BIGINT) AS sales, \
        CAST(SUM(CASE WHEN j.kind = 'vente' THEN 0 ELSE 1 END) AS BIGINT) AS reversals, \
        CAST(SUM(j.amount_minor) AS BIGINT) AS net_minor \
        FROM cash_journal j LEFT JOIN tariffs t ON t.id = j.tariff_id \
        WHERE j.agency_id = $1 AND j.at >= $2 AND j.at < $3 AND j.kind IN ('vente', 'annulation') \
            AND j.operateur = COALESCE($4, j.operateur) GROUP BY j.tariff_id, t.name, j.currency";
}

pub(super) fn all() -> OpenApiRouter<App> {
    crate::routes!(show)
}

#[derive(sqlx::FromRow)]
struct Row {
    tariff_id: Option<Uuid>,
    tariff_name: Option<String>,
    currency: String,
    sales: i64,
    reversals: i64,
    net_minor: i64,
}

async fn by_tariff(tx: &mut Tx, period: &Period, span: Span) -> sqlx::Result<Vec<Row>> {
    on!(tx, |c| sqlx::query_as(BY_TARIFF)
        .bind(period.agency_id)
        .bind(span.from)
        .bind(span.to)
        .bind(period.own)
        .fetch_all(c)
        .await)
}

/// Sales by tariff and currency.
///
/// What was sold less what was taken back in these days. Currencies are never added up. `caisse/ventes` with `at_from`,
/// `at_to`, `currency` and `tariff_id` (or `has_tariff=false`) lists the rows.
#[utoipa::path(get, path = "/api/activite/ventes/", tag = "activite", params(Asked), responses((status = 200, body = SalesReport)))]
async fn show(
    grant: Grant<Read>,
    State(app): State<App>,
    Params(asked): Params<Asked>,
) -> Result<Json<SalesReport>, Problem> {
    let mut tx = app.db.read().await?;
    let period = Period::of(&mut tx, &app, &grant, &asked).await?;
    let now = by_tariff(&mut tx, &period, period.current).await?;
    let before = by_tariff(&mut tx, &period, period.previous).await?;
    Ok(Json(SalesReport { tariffs: compared(now, before), period: period.shown() }))
}

fn compared(now: Vec<Row>, before: Vec<Row>) -> Vec<TariffSales> {
    let mut found: BTreeMap<(String, Option<Uuid>), TariffSales> = BTreeMap::new();
    let rows = now.into_iter().map(|row| (row, true)).chain(before.into_iter().map(|row| (row, false)));
    for (row, is_current) in rows {
        let key = (row.currency.clone(), row.tariff_id);
        let none = TariffSales {
            tariff_id: row.tariff_id,
            tariff_name: row.tariff_name,
            currency: row.currency,
            taken: Taken::default(),
            previous: Taken::default(),
        };
        let entry = found.entry(key).or_insert(none);
        let taken = Taken { sales: row.sales, reversals: row.reversals, net_minor: row.net_minor };
        if is_current {
            entry.taken = taken;
        } else {
            entry.previous = taken;
        }
    }
    let mut shown: Vec<TariffSales> = found.into_values().collect();
    shown.sort_by(|a, b| {
        let key = |sales: &TariffSales| (-sales.taken.net_minor, -sales.previous.net_minor);
        a.currency.cmp(&b.currency).then(key(a).cmp(&key(b)))
    });
    shown
}
