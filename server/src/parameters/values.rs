//! What holds now, kept in memory: every request may ask.
use super::{
    definitions::{CURRENCY, Definition},
    look::Drawn,
    store,
};
use crate::{App, config::Settings, live::LiveEvent, problem::Problem};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// What was changed, by key and agency.
type Changed = HashMap<(String, Option<Uuid>), Value>;

/// The parameters' values.
#[derive(Clone)]
pub struct Parameters {
    settings: Arc<Settings>,
    changed: Arc<RwLock<Changed>>,
    pub(super) drawn: Drawn,
}

impl Parameters {
    /// All of them at their defaults.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self { settings: Arc::new(settings.clone()), changed: Arc::default(), drawn: Drawn::default() }
    }

    /// Reads what was changed, and follows what changes from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self, app: &App) -> Result<(), Problem> {
        let (known, reloaded) = (self.clone(), app.clone());
        app.live.tap(move |event| match event {
            LiveEvent::Parameter { key, agency_id, value } => known.put(key, *agency_id, value.clone()),
            LiveEvent::Resync => {
                let (known, app) = (known.clone(), reloaded.clone());
                tokio::spawn(async move {
                    if let Err(problem) = known.read(&app).await {
                        problem.log("parameters");
                    }
                });
            }
            _ => {}
        });
        self.read(app).await
    }

    async fn read(&self, app: &App) -> Result<(), Problem> {
        let rows = store::all(&mut app.db.read().await?).await?;
        let read = rows.into_iter().map(|row| ((row.key, row.agency_id), row.value.0)).collect();
        *self.changed.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    fn put(&self, key: &str, agency_id: Option<Uuid>, value: Option<Value>) {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        let place = (key.to_owned(), agency_id);
        match value {
            Some(value) => drop(changed.insert(place, value)),
            None => drop(changed.remove(&place)),
        }
    }

    /// What holds in this agency, else at the site, else by default.
    #[must_use]
    pub fn value(&self, definition: &Definition, agency_id: Option<Uuid>) -> Value {
        let changed = self.changed.read().unwrap_or_else(PoisonError::into_inner);
        let own = agency_id.filter(|_| definition.per_agency);
        let found = own.and_then(|id| changed.get(&(definition.key.to_owned(), Some(id))));
        let found = found.or_else(|| changed.get(&(definition.key.to_owned(), None)));
        found.cloned().unwrap_or_else(|| self.default(definition))
    }

    /// The currency that tariffs and sales begin with here: the one that was chosen, else the country's.
    #[must_use]
    pub fn currency(&self, agency_id: Option<Uuid>, country: Option<&str>) -> String {
        let changed = self.changed.read().unwrap_or_else(PoisonError::into_inner);
        let chosen = |place: Option<Uuid>| changed.get(&(CURRENCY.key.to_owned(), place)).and_then(Value::as_str);
        let found = agency_id.and_then(|id| chosen(Some(id))).or_else(|| chosen(None));
        found.unwrap_or(if country == Some("CD") { "CDF" } else { "EUR" }).to_owned()
    }

    /// What holds until somebody changes it.
    #[must_use]
    pub fn default(&self, definition: &Definition) -> Value {
        (definition.default)(&self.settings)
    }

    /// A whole number.
    #[must_use]
    pub fn integer(&self, definition: &Definition, agency_id: Option<Uuid>) -> i64 {
        let stored = self.value(definition, agency_id).as_i64();
        stored.or_else(|| self.default(definition).as_i64()).unwrap_or_default()
    }

    /// A text.
    #[must_use]
    pub fn text(&self, definition: &Definition, agency_id: Option<Uuid>) -> String {
        match self.value(definition, agency_id) {
            Value::String(text) => text,
            _ => String::new(),
        }
    }

    /// Yes or no.
    #[must_use]
    pub fn switch(&self, definition: &Definition) -> bool {
        self.value(definition, None) == Value::Bool(true)
    }
}
