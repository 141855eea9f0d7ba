//! A WHERE clause under construction. Columns come from a list's declaration, values are bound.
use super::Filter;
use uuid::Uuid;

/// Values in one `…__in`.
const MAX_VALUES: usize = 200;

#[derive(Clone)]
pub(super) enum Value {
    Text(String),
    Id(Uuid),
    Integer(i64),
}

/// What is asked so far, and what is bound to it.
#[derive(Default)]
pub(super) struct Conditions {
    pub sql: String,
    pub values: Vec<Value>,
}

/// The value does not have the form its filter needs.
pub(super) struct WrongType;

impl Conditions {
    pub(super) fn and(&mut self, condition: &str) {
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        self.sql.push_str(condition);
    }

    pub(super) fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    pub(super) fn any_of(&mut self, column: &str, values: Vec<Value>) {
        if values.is_empty() {
            return self.and("1 = 0");
        }
        let places: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        self.and(&format!("{column} IN ({})", places.join(", ")));
    }

    /// Adds a filter. `several` says that the value is a list; `since` is the instant that
    /// [`Filter::Since`] compares with.
    pub(super) fn filter(&mut self, filter: Filter, value: &str, several: bool, since: i64) -> Result<(), WrongType> {
        let values: Vec<&str> = if several { value.split(',').take(MAX_VALUES).collect() } else { vec![value] };
        match filter {
            Filter::Text(column) => {
                self.any_of(column, values.into_iter().map(|text| Value::Text(text.to_owned())).collect());
            }
            Filter::Among(condition) => {
                let places: Vec<String> =
                    values.into_iter().map(|text| self.bind(Value::Text(text.to_owned()))).collect();
                self.and(&condition.replacen("{places}", &places.join(", "), 1));
            }
            Filter::Id(column) => {
                let ids: Option<Vec<Value>> = values.iter().map(|id| id.parse().ok().map(Value::Id)).collect();
                self.any_of(column, ids.ok_or(WrongType)?);
            }
            Filter::From(column) | Filter::Before(column) => {
                let bound = value.parse().map_err(|_| WrongType)?;
                let operator = if matches!(filter, Filter::From(_)) { ">=" } else { "<" };
                let place = self.bind(Value::Integer(bound));
                self.and(&format!("{column} {operator} {place}"));
            }
            Filter::Either(yes, no) => self.and(if choice(value)? { yes } else { no }),
            Filter::Since(column) => {
                let wanted = choice(value)?;
                let place = self.bind(Value::Integer(since));
                let recent = format!("{column} IS NOT NULL AND {column} >= {place}");
                self.and(&if wanted { format!("({recent})") } else { format!("NOT ({recent})") });
            }
        }
        Ok(())
    }
}

fn choice(value: &str) -> Result<bool, WrongType> {
    value.parse().map_err(|_| WrongType)
}
