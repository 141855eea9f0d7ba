//! Wrong bodies for every operation that takes one (COR-003, COR-004).
use crate::{
    documented::{Operation, document, operations},
    harness::{Person, both},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What no field of any operation takes.
fn wrong() -> [Value; 3] {
    [json!([[[]]]), json!({ "no": { "such": "thing" } }), json!(-1.5e300)]
}

/// Values that a person chooses freely: any JSON is right there.
const FREE: &[&str] = &["PUT /api/preferences/{key}/"];

/// The fields of the body, when it is an object with some.
fn fields(document: &Value, operation: &Operation) -> Option<BTreeSet<String>> {
    let mut schema = &operation.document["requestBody"]["content"]["application/json"]["schema"];
    let mut found = BTreeSet::new();
    while let Some(name) = schema["$ref"].as_str() {
        schema = document.pointer(name.trim_start_matches('#'))?;
    }
    let parts = schema["allOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
    for part in parts {
        let part = match part["$ref"].as_str() {
            Some(name) => document.pointer(name.trim_start_matches('#'))?.clone(),
            None => part,
        };
        found.extend(part["properties"].as_object()?.keys().cloned());
    }
    Some(found)
}

/// A problem document, as every error is one.
fn assert_problem(problem: &Value, what: &str) {
    for field in ["type", "title", "code", "detail", "request_id"] {
        assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{what}: no {field}: {problem}");
    }
    for error in problem["errors"].as_array().unwrap_or_else(|| panic!("{what}: {problem}")) {
        for field in ["field", "code", "message"] {
            assert!(error[field].is_string(), "{what}: {problem}");
        }
    }
}

async fn refused(person: &Person<'_>, operation: &Operation, body: Value) -> Value {
    let what = format!("{} {} with {body}", operation.method, operation.path);
    let answer = person.send(operation.method.clone(), &operation.example(), Some(body)).await;
    assert!((400..500).contains(&answer.status.as_u16()), "{what}: {}", answer.status);
    let problem: Value = serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{what}: no JSON"));
    assert_problem(&problem, &what);
    problem
}

both! {
    /// Each field in turn with each wrong value, alone and with a stranger beside it: never 500, and the field is named.
    async fn every_field_refuses_what_it_cannot_be(site: &Site) {
        let (document, admin) = (document(), site.admin().await);
        let lines = site.count("SELECT COUNT(*) FROM audit_log").await;
        let mut tried = 0;
        for operation in operations() {
            let name = format!("{} {}", operation.method, operation.path);
            if operation.station || FREE.contains(&name.as_str()) {
                continue;
            }
            let Some(fields) = fields(&document, &operation) else { continue };
            for field in &fields {
                for value in wrong() {
                    let body = Value::Object(Map::from_iter([(field.clone(), value)]));
                    let problem = refused(&admin, &operation, body.clone()).await;
                    if problem["status"] == json!(400) {
                        let named = problem["errors"].as_array().is_some_and(|errors| !errors.is_empty());
                        assert!(named, "{name} with {body}: no field in {problem}");
                    }
                    tried += 1;
                }
            }
            let stranger = refused(&admin, &operation, json!({ "no_such_field": 1 })).await;
            // A patch is read over its row, and there is none.
            assert!(stranger["errors"] != json!([]) || stranger["status"] == json!(404), "{name}: {stranger}");
        }
        assert!(tried > 300, "only {tried} bodies");
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log").await, lines, "something was changed");
    }
}
