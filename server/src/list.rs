//! Lists: paginated, filtered, searched and sorted in the database, the same way everywhere.
//!
//! A module declares what may be filtered and sorted; anything else in the query is refused by
//! name. Column names come from these declarations alone, values are always bound.
mod conditions;
mod query;

pub use query::ListQuery;

use conditions::{Conditions, Value};

use crate::{
    db::Tx,
    on,
    problem::{Checks, Problem},
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use std::fmt::Write;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Rows a page when the query does not say.
pub const PAGE_SIZE: u32 = 25;
/// Rows a page at most; asking for more gives this many.
pub const MAX_PAGE_SIZE: u32 = 200;

/// A page of a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// How many rows there are in all.
    #[schema(example = 42)]
    pub count: i64,
    /// The next page's address.
    #[schema(example = "/api/postes/?page=3")]
    pub next: Option<String>,
    /// The previous page's address.
    #[schema(example = "/api/postes/?page=1")]
    pub previous: Option<String>,
    /// The rows.
    pub results: Vec<T>,
}

impl<T> Page<T> {
    /// All there is, on one page.
    #[must_use]
    pub fn whole(results: Vec<T>) -> Self {
        let count = i64::try_from(results.len()).unwrap_or_default();
        Self { count, next: None, previous: None, results }
    }

    /// The same page of something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        let Self { count, next, previous, results } = self;
        Page { count, next, previous, results: results.into_iter().map(f).collect() }
    }
}

/// What every list understands, for the OpenAPI document; each list's filters come on top.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, non_snake_case, reason = "documentation: ListQuery reads the query itself")]
pub struct ListParams {
    /// The page, from 1.
    #[param(example = 1)]
    page: Option<u32>,
    /// Rows a page, 25 unless told, at most 200.
    #[param(example = 25)]
    page_size: Option<u32>,
    /// A field to sort by; with `-` before it, the other way round.
    #[param(example = "-created_at")]
    ordering: Option<String>,
    /// Words that must all occur.
    search: Option<String>,
    /// Ids, separated by commas.
    id__in: Option<String>,
}

/// How a filter's value is read and compared.
#[derive(Debug, Clone, Copy)]
pub enum Filter {
    /// A text, equal; also `name__in`.
    Text(&'static str),
    /// An id, equal; also `name__in`.
    Id(&'static str),
    /// Texts that hold for rows of another table: a condition with `{places}` for them; also `name__in`.
    Among(&'static str),
    /// An integer, at least.
    From(&'static str),
    /// An integer, less than.
    Before(&'static str),
    /// `true` or `false`: one of these two conditions, neither of which holds a value.
    Either(&'static str, &'static str),
    /// `true` or `false`: `column >= instant` or not, the instant being given by the module.
    Since(&'static str),
}

/// What a list is made of.
pub struct List {
    /// For messages and tests.
    pub name: &'static str,
    /// What is selected.
    pub columns: &'static str,
    /// The table and its joins.
    pub from: &'static str,
    /// The key's column.
    pub id: &'static str,
    /// The column of the row's agency, when rows belong to one.
    pub agency: Option<&'static str>,
    /// The column of the one who made the row, for those who see only their own.
    pub owner: Option<&'static str>,
    /// What may be filtered. A key that is no UUID stands here as `id`.
    pub filters: &'static [(&'static str, Filter)],
    /// Columns in which words are searched. They hold folded text, or are compared in lower case.
    pub search: &'static [&'static str],
    /// What may be sorted by.
    pub order: &'static [(&'static str, &'static str)],
    /// How it is sorted unless told.
    pub default_order: &'static str,
}

/// Which rows a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every row.
    All,
    /// The rows of these agencies.
    Agencies(Vec<Uuid>),
    /// The rows the caller made.
    Own(Uuid),
}

impl Scope {
    /// Whether a row of this agency, made by this account, is within the scope.
    #[must_use]
    pub fn holds(&self, agency_id: Option<Uuid>, owner: Option<Uuid>) -> bool {
        match self {
            Self::All => true,
            Self::Agencies(ids) => agency_id.is_some_and(|id| ids.contains(&id)),
            Self::Own(id) => owner == Some(*id),
        }
    }
}

macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Id(id) => query.bind(id),
                Value::Integer(integer) => query.bind(integer),
            };
        }
        query
    }};
}

/// A row of either database.
pub trait Row:
    for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin
{
}
impl<T> Row for T where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin
{
}

impl List {
    /// The page that `query` asks for, of the rows within `scope`. `online_since` is the instant
    /// that [`Filter::Since`] compares with.
    ///
    /// # Errors
    /// When the query names what the list does not know, or the database fails.
    pub async fn page<T: Row>(
        &self,
        tx: &mut Tx,
        query: &ListQuery,
        scope: &Scope,
        online_since: i64,
    ) -> Result<Page<T>, Problem> {
        let mut asked = Asked::default();
        let mut conditions = Conditions::default();
        self.within(scope, &mut conditions);
        let mut checks = Checks::default();
        for (name, value) in &query.pairs {
            match name.as_str() {
                "page" => asked.page = number(&mut checks, name, value).unwrap_or(1).max(1),
                "page_size" => {
                    asked.size = number(&mut checks, name, value).unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
                }
                "ordering" => asked.order = Some(value),
                "search" => self.search_for(value, &mut conditions),
                "id__in" if self.filters.iter().all(|(name, _)| *name != "id") => {
                    let added = conditions.filter(Filter::Id(self.id), value, true, 0);
                    checks.require(added.is_ok(), name, "wrong_type");
                }
                _ => self.filter_by(&mut checks, &mut conditions, name, value, online_since),
            }
        }
        let order = self.ordering(&mut checks, asked.order.map_or(self.default_order, String::as_str));
        checks.finish()?;

        let count_sql = format!("SELECT COUNT(*) FROM {}{}", self.from, conditions.sql);
        let values = conditions.values.clone();
        let count: i64 =
            on!(&mut *tx, |c| bind_all!(sqlx::query_scalar(AssertSqlSafe(count_sql)), values).fetch_one(c).await)?;

        let limit = conditions.bind(Value::Integer(i64::from(asked.size)));
        let offset = i64::from(asked.page - 1) * i64::from(asked.size);
        let offset = conditions.bind(Value::Integer(offset));
        let Self { columns, from, .. } = self;
        let sql = format!("SELECT {columns} FROM {from}{}{order} LIMIT {limit} OFFSET {offset}", conditions.sql);
        let values = conditions.values;
        let results: Vec<T> = on!(tx, |c| bind_all!(sqlx::query_as(AssertSqlSafe(sql)), values).fetch_all(c).await)?;

        let more = i64::from(asked.page) * i64::from(asked.size) < count;
        Ok(Page {
            count,
            next: more.then(|| query.link(asked.page + 1)),
            previous: (asked.page > 1).then(|| query.link(asked.page - 1)),
            results,
        })
    }

    fn within(&self, scope: &Scope, conditions: &mut Conditions) {
        match scope {
            Scope::All => {}
            Scope::Agencies(ids) => match self.agency {
                Some(column) => conditions.any_of(column, ids.iter().copied().map(Value::Id).collect()),
                None => conditions.and("1 = 0"),
            },
            Scope::Own(id) => match self.owner {
                Some(column) => conditions.any_of(column, vec![Value::Id(*id)]),
                None => conditions.and("1 = 0"),
            },
        }
    }

    /// Every word must occur in one of the searched columns.
    fn search_for(&self, text: &str, conditions: &mut Conditions) {
        for word in fold(text).split_whitespace().take(8) {
            let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let place = conditions.bind(Value::Text(format!("%{escaped}%")));
            let mut any = String::new();
            for column in self.search {
                let or = if any.is_empty() { "" } else { " OR " };
                let _ = write!(any, "{or}LOWER({column}) LIKE LOWER({place}) ESCAPE '\\'");
            }
            conditions.and(&format!("({any})"));
        }
    }

    fn filter_by(&self, checks: &mut Checks, conditions: &mut Conditions, name: &str, value: &str, since: i64) {
        let (base, several) = name.strip_suffix("__in").map_or((name, false), |base| (base, true));
        match self.filters.iter().find(|(known, _)| *known == base) {
            Some((_, filter)) => {
                let added = conditions.filter(*filter, value, several, since);
                checks.require(added.is_ok(), name, "wrong_type");
            }
            None => checks.refuse(name, "unknown_filter", Vec::new()),
        }
    }

    fn ordering(&self, checks: &mut Checks, wanted: &str) -> String {
        let mut order = String::from(" ORDER BY ");
        for field in wanted.split(',') {
            let (name, direction) = field.strip_prefix('-').map_or((field, "ASC"), |name| (name, "DESC"));
            match self.order.iter().find(|(known, _)| *known == name) {
                Some((_, column)) => {
                    let _ = write!(order, "{column} {direction}, ");
                }
                None => checks.refuse("ordering", "unknown_ordering", vec![("name", name.to_owned())]),
            }
        }
        // The key last, so that equal rows keep their places from page to page.
        let direction = if wanted.starts_with('-') { "DESC" } else { "ASC" };
        order + self.id + " " + direction
    }
}

struct Asked<'q> {
    page: u32,
    size: u32,
    order: Option<&'q String>,
}

impl Default for Asked<'_> {
    fn default() -> Self {
        Self { page: 1, size: PAGE_SIZE, order: None }
    }
}

fn number(checks: &mut Checks, name: &str, value: &str) -> Option<u32> {
    let number = value.parse().ok();
    checks.require(number.is_some(), name, "wrong_type");
    number
}

/// Text as it is searched: lower case, without accents.
#[must_use]
pub fn fold(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_case_do_not_matter_in_a_search() {
        assert_eq!(fold("Émilie ÇA Œuvre"), "emilie ca œuvre");
    }
}
