//! Departments, the "services" of seed 002 (ACC-018, ACC-035), and roles that a site makes itself (ACC-034).
use crate::harness::{both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

const SERVICES: &str = "/api/accounts/services/";
const ROLES: &str = "/api/accounts/roles/";

both! {
    async fn a_department_is_made_renamed_and_removed(site: &Site) {
        let admin = site.admin().await;
        let made = admin.post(SERVICES, json!({ "code": "MKT", "name": "Marketing" })).await.created();
        let (id, path) = (id_of(&made), format!("{SERVICES}{}/", id_of(&made)));
        site.assert_line("create_service", admin.id, id).await;
        assert_eq!(admin.get(&path).await.ok(), made);
        let renamed = admin.patch(&path, json!({ "name": "Communication" })).await.ok();
        assert_eq!((&renamed["name"], &renamed["code"], &renamed["version"]), (&json!("Communication"), &json!("MKT"), &json!(2)));
        site.assert_line("update_service", admin.id, id).await;
        admin.put(&path, json!({ "code": "COM", "name": "Communication" })).await.ok();
        assert_eq!(admin.get(&format!("{SERVICES}?search=commun&code=COM")).await.results().len(), 1);
        admin.post(SERVICES, json!({ "code": "", "name": "x" })).await.blames("code", "required");
        admin.post(SERVICES, json!({ "code": "COM", "name": "x" })).await.problem(409, "duplicate");
        let user = json!({ "username": "wenge", "service_id": id });
        let user = id_of(&admin.post("/api/accounts/users/", user).await.created());
        assert_eq!(admin.get(&path).await.ok()["users"], json!(1));
        admin.delete(&path).await.problem(409, "in_use");
        admin.patch(&format!("/api/accounts/users/{user}/"), json!({ "service_id": null })).await.ok();
        admin.delete(&path).await.nothing();
        site.assert_line("remove_service", admin.id, id).await;
        for gone in [path, format!("{SERVICES}{}/", Uuid::nil())] {
            admin.get(&gone).await.problem(404, "not_found");
            admin.put(&gone, json!({ "code": "A", "name": "B" })).await.problem(404, "not_found");
            admin.patch(&gone, json!({})).await.problem(404, "not_found");
            admin.delete(&gone).await.problem(404, "not_found");
        }
        admin.post("/api/accounts/users/", json!({ "username": "safou", "service_id": Uuid::nil() })).await.problem(409, "in_use");
    }

    async fn a_role_is_made_changed_and_removed(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let body = json!({ "code": "animateur", "label": "Animateur", "permissions": ["visiteurs:lire", "visiteurs:creer"] });
        let made = admin.post(ROLES, body.clone()).await.created();
        site.assert_line("create_role", admin.id, id_of(&made)).await;
        assert_eq!((&made["is_system"], &made["require_2fa"], &made["users"]), (&json!(false), &json!(false), &json!(0)));
        admin.post(ROLES, body).await.problem(409, "duplicate");
        let path = format!("{ROLES}animateur/");
        let role = admin.patch(&path, json!({ "permissions": ["visiteurs:lire"] })).await.ok();
        assert_eq!((&role["label"], &role["permissions"]), (&json!("Animateur"), &json!(["visiteurs:lire"])));
        let role = admin.put(&path, json!({ "label": "Médiateur", "permissions": ["visiteurs:lire", "postes:lire"] })).await.ok();
        assert_eq!(admin.get(&path).await.ok(), role);
        site.assert_line("change_role", admin.id, id_of(&role)).await;
        for (body, field, code) in [
            (json!({ "code": "Élan", "label": "x" }), "code", "role_code"),
            (json!({ "code": "x", "label": "" }), "label", "required"),
            (json!({ "code": "x", "label": "x", "permissions": ["postes:voler"] }), "permissions[0]", "unknown_permission"),
        ] {
            admin.post(ROLES, body).await.blames(field, code);
        }
        let holder = site.user("animateur", RoleScope::All, Some(agency)).await;
        holder.get("/api/postes/").await.ok();
        admin.delete(&path).await.problem(409, "in_use");
        admin.patch(&format!("/api/accounts/users/{}/", holder.id), json!({ "roles": [] })).await.ok();
        holder.get("/api/postes/").await.problem(403, "forbidden");
        admin.delete(&path).await.nothing();
        site.assert_line("remove_role", admin.id, id_of(&role)).await;
        admin.delete(&format!("{ROLES}auditeur/")).await.problem(409, "protected_role");
        admin.get(&path).await.problem(404, "not_found");
        admin.patch(&path, json!({})).await.problem(404, "not_found");
        admin.put(&path, json!({ "label": "x", "permissions": [] })).await.problem(404, "not_found");
        admin.delete(&path).await.problem(404, "not_found");
    }

    /// Roles are everybody's: who manages them gives only what they hold everywhere.
    async fn a_role_gets_only_what_its_maker_holds(site: &Site) {
        let agency = site.agency("RE").await;
        let rights = ["comptes:lire", "comptes:gerer_roles", "visiteurs:lire"];
        let maker = site.holder(&rights, RoleScope::All, None).await;
        let role = |permissions: Value| json!({ "code": "essai", "label": "Essai", "permissions": permissions });
        maker.post(ROLES, role(json!(["postes:lire"]))).await.problem(403, "beyond_rights");
        maker.post(ROLES, role(json!(["visiteurs:lire"]))).await.created();
        maker.patch(&format!("{ROLES}essai/"), json!({ "permissions": ["visiteurs:lire", "comptes:gerer"] })).await.problem(403, "beyond_rights");
        maker.put(&format!("{ROLES}essai/permissions/postes:lire/"), json!({})).await.problem(403, "beyond_rights");
        maker.put(&format!("{ROLES}essai/permissions/comptes:lire/"), json!({})).await.ok();
        maker.delete(&format!("{ROLES}essai/permissions/comptes:lire/")).await.ok();
        let local = site.holder(&rights, RoleScope::Agency(None), Some(agency)).await;
        local.post(ROLES, json!({ "code": "local", "label": "Local" })).await.problem(403, "beyond_rights");
        local.delete(&format!("{ROLES}essai/permissions/visiteurs:lire/")).await.problem(403, "beyond_rights");
        local.delete(&format!("{ROLES}essai/")).await.problem(403, "beyond_rights");
    }
}
