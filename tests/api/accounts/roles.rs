//! Roles are data: bundles of permissions, held for a scope of rows.
use super::text;
use crate::harness::{Person, Site, both, id_of};
use guichet::accounts::{self, RoleScope};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const ROLES: &str = "/api/accounts/roles/";

/// What each role may do.
async fn held(admin: &Person<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let roles = admin.get("/api/accounts/roles/?page_size=200").await.results();
    let texts = |role: &Value| {
        let codes = role["permissions"].as_array().into_iter().flatten();
        codes.filter_map(|code| Some(code.as_str()?.to_owned())).collect()
    };
    roles.iter().map(|role| (role["code"].as_str().unwrap_or_default().to_owned(), texts(role))).collect()
}

/// The ids that a list shows.
async fn ids(person: &Person<'_>, path: &str) -> BTreeSet<Uuid> {
    person.get(path).await.results().iter().map(id_of).collect()
}

both! {
    /// ACC-005, ACC-006, ACC-007 to ACC-014: the seeds' roles, with what each may do.
    async fn the_seeds_roles_hold_what_they_should(site: &Site) {
        let admin = site.admin().await;
        let roles = held(&admin).await;
        let all: BTreeSet<String> = roles["super_admin"].clone();
        let permissions = admin.get("/api/accounts/permissions/?page_size=200").await.results();
        assert_eq!(all.len(), permissions.len(), "the super administrator holds every permission");
        let of = |modules: &[&str]| -> BTreeSet<String> {
            let within = |code: &&String| modules.iter().any(|m| code.starts_with(&format!("{m}:")) || code == m);
            all.iter().filter(within).cloned().collect()
        };
        let mut without_settings = all.clone();
        without_settings.retain(|code| code != "parametres:modifier");
        assert!(without_settings.len() < all.len());
        assert_eq!(roles["admin"], without_settings);
        assert_eq!(roles["rh"], of(&["rh", "crm:lire"]));
        assert_eq!(roles["comptable"], of(&["facturation", "crm:lire", "caisse:lire", "caisse:controler"]));
        assert_eq!(roles["operations"], of(&["exploitation", "crm:lire"]));
        assert_eq!(roles["agent_commercial"], of(&["crm", "facturation:lire"]));
        assert_eq!(roles["employe"], of(&["rh:lire"]));
        assert_eq!(roles["client"], of(&["facturation:lire", "assistance"]));
        for code in ["marketing", "dsi", "finance", "dg", "personnel_titres", "titulaire", "operateur_espace"] {
            assert!(roles.get(code).is_some_and(|held| !held.is_empty()), "{code}");
        }
    }

    /// ACC-015: permissions are `module:action`, listed by module.
    async fn permissions_are_listed_by_module(site: &Site) {
        let admin = site.admin().await;
        let rows = admin.get("/api/accounts/permissions/?module=projets").await.results();
        assert!(rows.iter().any(|row| row["code"] == json!("projets:creer")));
        for row in admin.get("/api/accounts/permissions/?page_size=200").await.results() {
            let code = format!("{}:{}", row["module"].as_str().unwrap_or("?"), row["action"].as_str().unwrap_or("?"));
            assert_eq!(row["code"], json!(code));
            assert!(row["label"].as_str().is_some_and(|label| !label.is_empty()), "{row}");
        }
        let labels = async |language: &'static str| {
            let rows = admin.clone().in_language(language).get("/api/accounts/permissions/?page_size=200").await.results();
            rows.iter().map(|row| (text(&row["code"]).to_owned(), text(&row["label"]).to_owned())).collect::<BTreeMap<_, _>>()
        };
        let (french, english) = (labels("fr").await, labels("en").await);
        assert_eq!(english["sessions:lire"], "See sessions");
        let same: Vec<_> = french.iter().filter(|(code, label)| english[*code] == **label).collect();
        assert!(same.is_empty(), "not in English: {same:?}");
    }

    /// ACC-016: what is taken from a role is refused from the next request on, and given again.
    async fn a_role_changes_at_once(site: &Site) {
        let agency = site.agency("RE").await;
        let (admin, operator) = (site.admin().await, site.operator(agency).await);
        let new = json!({ "minutes": 30 });
        operator.post("/api/sessions/", new.clone()).await.created();
        let path = format!("{ROLES}operateur_espace/permissions/sessions:creer/");
        let role = admin.delete(&path).await.ok();
        site.assert_line("change_role", admin_id(&admin).await, id_of(&role)).await;
        assert!(!role["permissions"].as_array().is_some_and(|held| held.contains(&json!("sessions:creer"))));
        operator.post("/api/sessions/", new.clone()).await.problem(403, "forbidden");
        operator.get("/api/sessions/").await.ok();
        let role = admin.put(&path, json!({})).await.ok();
        assert!(role["permissions"].as_array().is_some_and(|held| held.contains(&json!("sessions:creer"))));
        operator.post("/api/sessions/", new).await.created();
        // Giving what is there already, and taking what is not, change nothing.
        assert_eq!(admin.put(&path, json!({})).await.ok(), role);
        operator.put(&path, json!({})).await.problem(403, "forbidden");
        operator.delete(&path).await.problem(403, "forbidden");
        for unknown in ["nobody/permissions/sessions:creer", "operateur_espace/permissions/sessions:fly"] {
            admin.put(&format!("{ROLES}{unknown}/"), json!({})).await.problem(404, "not_found");
            admin.delete(&format!("{ROLES}{unknown}/")).await.problem(404, "not_found");
        }
    }

    /// Own, agency, province, all: a list shows what is within, and the rest is 404.
    async fn scopes_bound_the_rows(site: &Site) {
        let (here, beside, abroad) = (site.agency("RE").await, site.agency("RE").await, site.agency("CD").await);
        let mut rows = BTreeMap::new();
        for agency in [here, beside, abroad] {
            rows.insert(agency, site.session(&site.operator(agency).await, None, None, 30).await.0);
        }
        let read = ["sessions:lire", "sessions:creer", "sessions:piloter", "sessions:annuler"];
        let see = |scope: RoleScope, agency: Option<Uuid>| site.holder(&read, scope, agency);
        let expect = |agencies: &[Uuid]| agencies.iter().map(|agency| rows[agency]).collect::<BTreeSet<_>>();
        for (person, visible) in [
            (see(RoleScope::All, None).await, vec![here, beside, abroad]),
            (see(RoleScope::Agency(None), Some(here)).await, vec![here]),
            (see(RoleScope::Agency(Some(beside)), Some(here)).await, vec![beside]),
            (see(RoleScope::Province("RE-P".into()), Some(here)).await, vec![here, beside]),
            (see(RoleScope::Province("nowhere".into()), Some(here)).await, vec![]),
            (see(RoleScope::Agency(None), None).await, vec![]),
            (see(RoleScope::Own, Some(here)).await, vec![]),
        ] {
            assert_eq!(ids(&person, "/api/sessions/").await, expect(&visible));
            for (agency, id) in &rows {
                let status = if visible.contains(agency) { 200 } else { 404 };
                assert_eq!(person.get(&format!("/api/sessions/{id}/")).await.status.as_u16(), status);
                let total = person.get("/api/sessions/stats/").await.ok();
                assert_eq!(total["total"], json!(visible.len()), "{total}");
            }
        }
        let own = see(RoleScope::Own, Some(here)).await;
        let (id, _) = site.session(&own, None, None, 30).await;
        assert_eq!(ids(&own, "/api/sessions/").await, BTreeSet::from([id]));
        own.delete(&format!("/api/sessions/{}/", rows[&here])).await.problem(404, "not_found");
        own.delete(&format!("/api/sessions/{id}/")).await.nothing();
    }

    /// ACC-041: loading the initial data again changes nothing, not even what was taken from a role.
    async fn initial_data_are_loaded_once(site: &Site) {
        let admin = site.admin().await;
        admin.delete(&format!("{ROLES}operateur_espace/permissions/sessions:creer/")).await.ok();
        let tables = ["permissions", "roles", "role_permissions", "users", "user_roles"];
        let before = counts(site, &tables).await;
        accounts::init_data(&site.app).await.expect("loaded again");
        assert_eq!(counts(site, &tables).await, before);
        assert!(!held(&admin).await["operateur_espace"].contains("sessions:creer"));
    }
}

async fn counts(site: &Site, tables: &[&str]) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in tables {
        counts.push(site.count(&format!("SELECT COUNT(*) FROM {table}")).await);
    }
    counts
}

async fn admin_id(admin: &Person<'_>) -> Uuid {
    id_of(&admin.get("/api/accounts/me/").await.ok())
}
