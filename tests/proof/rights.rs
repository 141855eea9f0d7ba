//! Every operation does for every role what is declared, and nothing of another agency is seen.
use crate::report::Report;
use guichet::{accounts::RoleScope, on};
use guichet_tests::{Kind, Operation, Person, Site, id_of, operations};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Stands in the names of everything that the other agency has.
const MARK: &str = "Ailleurs-7f3a";

pub async fn prove(kind: Kind, report: &mut Report) {
    let site = Site::open(kind).await;
    let (own, other) = (site.agency("RE").await, site.agency("RE").await);
    let there = furnish(&site, other).await;
    let operations = operations();
    let roles: Vec<String> = roles(&site).await.into_iter().take(report.times(3, usize::MAX)).collect();
    let (mut calls, mut undeclared, mut leaks) = (0, Vec::new(), Vec::new());
    for role in &roles {
        let held = held(&site, role).await;
        let person = site.user(role, RoleScope::Agency(None), Some(own)).await;
        for operation in operations.iter().filter(|operation| operation.access.contains(':')) {
            let status = status(&person, operation).await;
            calls += 1;
            if (status == 403) == held.contains(&operation.access) {
                undeclared.push(format!("{role}: {} answers {status}", operation.name()));
            }
        }
        for operation in operations.iter().filter(|operation| operation.method == "GET") {
            calls += 1;
            leaks.extend(look(&person, operation, &there).await.into_iter().map(|path| format!("{role}: {path}")));
        }
    }
    // What would be seen is there to be seen.
    let own_desk = site.operator(other).await;
    let mut seen = 0;
    for operation in operations.iter().filter(|operation| operation.method == "GET") {
        seen += look(&own_desk, operation, &there).await.len();
    }
    report.figure("answers that show it to its own desk", seen, "some", seen > 0);
    report.figure(&format!("calls, as each of {} roles", roles.len()), calls, "some", calls > 0);
    for line in undeclared.iter().chain(&leaks) {
        eprintln!("{line}");
    }
    report.none("operations that answer a role otherwise than declared", undeclared.len());
    report.none("answers with something of another agency", leaks.len());
    site.close().await;
}

/// Everything that an agency has; the ids.
async fn furnish(site: &Site, agency: Uuid) -> Vec<Uuid> {
    let admin = site.admin().await;
    let desk = site.operator(agency).await;
    let station = site.station(&admin, agency).await.id;
    admin.patch(&format!("/api/postes/{station}/"), json!({ "name": format!("Poste {MARK}") })).await.ok();
    let visitor = json!({ "first_name": "Ana", "last_name": MARK, "consent": true });
    let visitor = id_of(&desk.post("/api/utilisateurs/", visitor).await.created());
    let (session, _) = site.session(&desk, Some(visitor), Some(station), 30).await;
    vec![station, visitor, session, desk.id]
}

async fn roles(site: &Site) -> Vec<String> {
    const SQL: &str = "SELECT code FROM roles ORDER BY code";
    let mut tx = site.app.db.read().await.expect("a connection");
    on!(&mut tx, |c| sqlx::query_scalar(SQL).fetch_all(c).await).expect("the roles")
}

async fn held(site: &Site, role: &str) -> BTreeSet<String> {
    const SQL: &str = "SELECT permission FROM role_permissions p JOIN roles r ON r.id = p.role_id WHERE r.code = $1";
    let mut tx = site.app.db.read().await.expect("a connection");
    let held: Vec<String> =
        on!(&mut tx, |c| sqlx::query_scalar(SQL).bind(role).fetch_all(c).await).expect("its permissions");
    held.into_iter().collect()
}

/// The status; 0 for what is refused because it would give more than the caller holds, which is after the door.
async fn status(person: &Person<'_>, operation: &Operation) -> u16 {
    let answer = person.send(operation.method.clone(), &operation.example(), None).await;
    let is_beyond = String::from_utf8_lossy(&answer.bytes).contains("\"beyond_rights\"");
    if is_beyond { 0 } else { answer.status.as_u16() }
}

/// Reads what an operation gives, with each of the other agency's ids where it takes one; the paths that gave something away.
async fn look(person: &Person<'_>, operation: &Operation, there: &[Uuid]) -> Vec<String> {
    let paths: Vec<String> = if operation.path.contains("{id}") {
        there
            .iter()
            .map(|id| operation.path.replace("{id}", &id.to_string()))
            .filter(|path| !path.contains('{'))
            .collect()
    } else if operation.path.contains('{') {
        Vec::new()
    } else {
        vec![format!("{}?page_size=200", operation.path)]
    };
    let mut found = Vec::new();
    for path in paths.into_iter().filter(|path| path.starts_with("/api/")) {
        let answer = person.get(&path).await;
        if answer.status.is_success() && String::from_utf8_lossy(&answer.bytes).contains(MARK) {
            found.push(path);
        }
    }
    found
}
