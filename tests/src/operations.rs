//! The operations that the OpenAPI document promises.
use axum::http::Method;
use serde_json::Value;

/// One operation of the document.
pub struct Operation {
    pub method: Method,
    pub path: String,
    pub access: String,
    pub station: bool,
    pub document: Value,
}

impl Operation {
    /// The path with something in each of its places.
    pub fn example(&self) -> String {
        self.path
            .replace("{name}", "cleanup_old_logs")
            .replace("{code}", "operateur_espace")
            .replace("{permission}", "journal:lire")
            .replace("{key}", "sessions_per_day")
            .replace("{session}", "01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b10")
            .replace("{id}", "01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b10")
    }

    /// Its method and its path.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// The document as it is served.
pub fn document() -> Value {
    serde_json::to_value(guichet::http::document()).expect("plain data")
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let document = document();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            if !operation.is_object() || !operation["responses"].is_object() {
                continue;
            }
            let schemes = operation["security"].as_array().cloned().unwrap_or_default();
            found.push(Operation {
                method,
                path: path.clone(),
                access: operation["x-access"].as_str().unwrap_or_default().to_owned(),
                station: schemes.iter().any(|scheme| scheme.get("station").is_some()),
                document: operation.clone(),
            });
        }
    }
    assert!(found.len() > 60, "only {} operations", found.len());
    found
}
