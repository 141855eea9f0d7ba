//! The query of a list: `?page=2&statut=active&ordering=-created_at`.
use crate::problem::Problem;
use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::request::Parts,
};

/// The query of a list, as it came.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    path: String,
    pub(super) pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for ListQuery {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let pairs = serde_urlencoded::from_str(uri.query().unwrap_or_default());
        let pairs = pairs.map_err(|_| Problem::field("query", "wrong_type"))?;
        Ok(Self { path: uri.path().to_owned(), pairs })
    }
}

impl ListQuery {
    /// A query made by the program, for a list that a body asks for.
    #[must_use]
    pub fn new(path: &str, pairs: Vec<(String, String)>) -> Self {
        Self { path: path.to_owned(), pairs }
    }

    /// Adds a filter that the path implies.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a word, a number or an id, as it comes")]
    pub fn and(mut self, name: &str, value: impl ToString) -> Self {
        self.pairs.push((name.to_owned(), value.to_string()));
        self
    }

    /// Takes a parameter that the list itself does not know.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let position = self.pairs.iter().position(|(key, _)| key == name)?;
        Some(self.pairs.remove(position).1)
    }

    pub(super) fn link(&self, page: u32) -> String {
        let others = self.pairs.iter().filter(|(name, _)| name != "page");
        let page = ("page".to_owned(), page.to_string());
        let query = serde_urlencoded::to_string(others.chain([&page]).collect::<Vec<_>>());
        format!("{}?{}", self.path, query.unwrap_or_default())
    }
}
