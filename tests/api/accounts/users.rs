//! Accounts as those who manage them see them (ACC-033), and what nobody can do to them.
use super::text;
use crate::harness::{PASSWORD, Person, Site, both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use uuid::Uuid;

const USERS: &str = "/api/accounts/users/";

fn new(username: &str, role: &str, scope: &str) -> Value {
    json!({ "username": username, "email": format!("{username}@espace.example"), "first_name": "Vanille",
        "last_name": "Bourbon", "roles": [{ "code": role, "scope": scope }] })
}

async fn made(person: &Person<'_>, body: Value) -> (Uuid, String) {
    let made = person.post(USERS, body).await.created();
    (id_of(&made), text(&made["temporary_password"]).to_owned())
}

/// Signs in with a temporary password, which is replaced.
async fn first_login<'s>(site: &'s Site, username: &str, temporary: &str) -> Person<'s> {
    let body = json!({ "login": username, "password": temporary });
    site.anonymous().post("/api/token/", body).await.problem(403, "must_change_password");
    let body = json!({ "login": username, "password": temporary, "new_password": PASSWORD });
    site.anonymous().post("/api/accounts/password/", body).await.ok();
    site.sign_in(username, PASSWORD).await
}

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| text(&row["username"])).collect()
}

both! {
    async fn an_account_is_made_changed_and_listed(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let service = id_of(&admin.post("/api/accounts/services/", json!({ "code": "MKT", "name": "Marketing" })).await.created());
        let mut body = new("Wenge", "dsi", "all");
        (body["agency_id"], body["service_id"], body["language"]) = (json!(agency), json!(service), json!("en"));
        let (id, temporary) = made(&admin, body).await;
        site.assert_line("create_user", admin.id, id).await;
        assert!(!site.last_line().await.metadata.contains(&temporary));
        let path = format!("{USERS}{id}/");
        let shown = admin.get(&path).await.ok();
        assert_eq!((&shown["username"], &shown["state"], &shown["two_factor"]), (&json!("wenge"), &json!("active"), &json!(false)));
        assert_eq!(shown["roles"], json!([{ "code": "dsi", "scope": "all", "agency_id": null, "province": null }]));
        assert_eq!(shown["must_change_password"], json!(true));
        made(&admin, new("safou", "finance", "all")).await;
        // ACC-033: by role, service, agency, activity; searched without accents or case.
        for (query, expected) in [
            ("role=dsi".to_owned(), vec!["wenge"]),
            ("role=nobody".into(), vec![]),
            ("role__in=dsi,finance&ordering=username".into(), vec!["safou", "wenge"]),
            (format!("service={service}"), vec!["wenge"]),
            (format!("agency={agency}"), vec!["wenge"]),
            ("active=false".into(), vec![]),
            ("search=BOURBÔN%20wen".into(), vec!["wenge"]),
        ] {
            assert_eq!(names(&admin.get(&format!("{USERS}?{query}")).await.results()), expected, "{query}");
        }
        let patched = admin.patch(&path, json!({ "first_name": "Iroko", "roles": [{ "code": "marketing", "scope": "agency", "agency_id": agency }] })).await.ok();
        assert_eq!((&patched["first_name"], &patched["last_name"], &patched["version"]), (&json!("Iroko"), &json!("Bourbon"), &json!(2)));
        assert_eq!(patched["roles"][0]["code"], json!("marketing"));
        site.assert_line("update_user", admin.id, id).await;
        admin.clone().with_header("if-match", "\"1\"").patch(&path, json!({})).await.problem(412, "outdated");
        let put = admin.put(&path, json!({ "username": "wenge" })).await.ok();
        assert_eq!((&put["roles"], &put["email"], &put["service_id"]), (&json!([]), &Value::Null, &Value::Null));
        admin.get(&format!("{USERS}{}/", Uuid::nil())).await.problem(404, "not_found");
        admin.patch(&format!("{USERS}{}/", Uuid::nil()), json!({})).await.problem(404, "not_found");
        admin.put(&format!("{USERS}{}/", Uuid::nil()), json!({ "username": "x" })).await.problem(404, "not_found");
    }

    async fn wrong_accounts_are_refused_by_name(site: &Site) {
        let admin = site.admin().await;
        let with = |field: &str, value: Value| {
            let mut body = new("wenge", "dsi", "all");
            body[field] = value;
            body
        };
        for (body, field, code) in [
            (with("username", json!("élan")), "username", "username_format"),
            (with("username", json!("")), "username", "required"),
            (with("email", json!("nulle part")), "email", "email_format"),
            (with("roles", json!([{ "code": "dsi", "scope": "moon" }])), "roles[0].scope", "role_scope"),
            (with("roles", json!([{ "code": "dsi", "scope": "province" }])), "roles[0].scope", "role_scope"),
            (with("roles", json!([{ "code": "dsi", "scope": "province", "province": " " }])), "roles[0].scope", "role_scope"),
            (with("roles", json!([{ "code": "dsi", "scope": "province", "province": "Nulle part" }])), "roles[0].province", "province_unknown"),
            (with("roles", json!([{ "code": "nobody", "scope": "all" }])), "roles[0].code", "unknown_role"),
            (with("roles", json!([{ "code": "dsi", "scope": "all" }, { "code": "dsi", "scope": "own" }])), "roles", "twice"),
            (with("agency_id", json!(Uuid::nil())), "agency_id", "agency_unknown"),
            (with("colour", json!(1)), "colour", "unknown_field"),
            (with("invite", json!(true)), "invite", "mail_off"),
            // ACC-004.
            (with("password", json!("court")), "password", "password_too_short"),
            (with("password", json!("0918273645")), "password", "password_all_numeric"),
            (with("password", json!("qazwsxedcrfv")), "password", "password_too_common"),
            (with("password", json!("xx-wenge-9876")), "password", "password_similar"),
        ] {
            admin.post(USERS, body).await.blames(field, code);
        }
        let weak = admin.post(USERS, with("password", json!("12345678"))).await.problem(400, "invalid");
        let rules: Vec<&str> = weak["errors"].as_array().into_iter().flatten().filter_map(|error| error["code"].as_str()).collect();
        assert_eq!(rules, ["password_too_short", "password_all_numeric", "password_too_common"]);
        admin.post(USERS, new("wenge", "dsi", "all")).await.created();
        let twice = admin.post(USERS, with("email", json!("autre@espace.example"))).await.problem(409, "duplicate");
        assert_eq!(twice["errors"][0]["field"], json!("username"));
    }

    /// A closed account is thrown out at once, and comes back when it is opened again.
    async fn an_account_is_closed_and_opened(site: &Site) {
        let admin = site.admin().await;
        let (id, temporary) = made(&admin, new("wenge", "dsi", "all")).await;
        let wenge = first_login(site, "wenge", &temporary).await;
        wenge.get("/api/accounts/me/").await.ok();
        let closed = admin.post(&format!("{USERS}{id}/disable/"), json!({})).await.ok();
        assert_eq!((&closed["state"], &closed["is_active"]), (&json!("disabled"), &json!(false)));
        site.assert_line("disable_user", admin.id, id).await;
        wenge.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        let body = json!({ "login": "wenge", "password": PASSWORD });
        site.anonymous().post("/api/token/", body).await.problem(401, "bad_credentials");
        admin.post(&format!("{USERS}{id}/activate/"), json!({})).await.ok();
        site.assert_line("activate_user", admin.id, id).await;
        wenge.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        let again = site.sign_in("wenge", PASSWORD).await;
        let reset = admin.post(&format!("{USERS}{id}/reset_password/"), json!({})).await.ok();
        site.assert_line("reset_password", admin.id, id).await;
        again.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        first_login(site, "wenge", text(&reset["temporary_password"])).await;
        for action in ["disable", "activate", "unlock", "reset_password"] {
            admin.post(&format!("{USERS}{}/{action}/", Uuid::nil()), json!({})).await.problem(404, "not_found");
        }
        admin.delete(&format!("{USERS}{id}/2fa/")).await.problem(404, "not_found");
    }

    /// Nobody gives rights they do not hold, nor touches the account of somebody who holds more.
    async fn nobody_reaches_above_themselves(site: &Site) {
        let (admin, here, beside) = (site.admin().await, site.agency("RE").await, site.agency("CD").await);
        let rights = ["comptes:lire", "comptes:gerer", "projets:lire", "projets:modifier", "etudes:lire", "etudes:valider",
            "documents:lire", "documents:modifier"];
        let manager = site.holder(&rights, RoleScope::Agency(None), Some(here)).await;
        let with = |username: &str, role: &str, scope: &str, agency: Option<Uuid>| {
            let mut body = new(username, role, scope);
            body["roles"][0]["agency_id"] = json!(agency);
            body
        };
        let (own, _) = made(&manager, with("letchi", "dsi", "agency", None)).await;
        assert_eq!(admin.get(&format!("{USERS}{own}/")).await.ok()["agency_id"], json!(here), "the manager's own agency");
        made(&manager, with("tamarin", "dsi", "agency", Some(here))).await;
        made(&manager, with("combava", "dsi", "own", None)).await;
        for body in [
            with("un", "dsi", "all", None),
            with("deux", "dsi", "agency", Some(beside)),
            with("trois", "super_admin", "own", None),
            with("quatre", "finance", "agency", None),
        ] {
            manager.post(USERS, body).await.problem(403, "beyond_rights");
        }
        let path = format!("{USERS}{own}/");
        manager.patch(&path, json!({ "roles": [{ "code": "super_admin", "scope": "all" }] })).await.problem(403, "beyond_rights");
        manager.patch(&path, json!({ "agency_id": beside })).await.blames("agency_id", "agency_unknown");
        // Somebody of the same agency who holds more, and somebody of another.
        let mut above = with("ravenale", "admin", "agency", Some(here));
        above["agency_id"] = json!(here);
        let (above, _) = made(&admin, above).await;
        let mut foreign = with("iroko", "dsi", "agency", Some(beside));
        foreign["agency_id"] = json!(beside);
        let (foreign, _) = made(&admin, foreign).await;
        for action in ["disable", "activate", "unlock", "reset_password"] {
            manager.post(&format!("{USERS}{above}/{action}/"), json!({})).await.problem(403, "beyond_rights");
            manager.post(&format!("{USERS}{foreign}/{action}/"), json!({})).await.problem(404, "not_found");
        }
        manager.patch(&format!("{USERS}{above}/"), json!({ "email": "moi@espace.example" })).await.problem(403, "beyond_rights");
        manager.delete(&format!("{USERS}{above}/2fa/")).await.problem(403, "beyond_rights");
        manager.get(&format!("{USERS}{foreign}/")).await.problem(404, "not_found");
        let seen = manager.get(&format!("{USERS}?page_size=200")).await.results();
        assert!(seen.iter().all(|row| row["agency_id"] == json!(here)), "{seen:?}");
        // Whoever sees only the own rows sees the own account.
        let alone = site.holder(&["comptes:lire"], RoleScope::Own, Some(here)).await;
        assert_eq!(alone.get(USERS).await.results().iter().map(id_of).collect::<Vec<_>>(), [alone.id]);
    }

    /// Somebody who can do everything is always left.
    async fn the_last_administrator_stays(site: &Site) {
        let admin = site.admin().await;
        let others = admin.get(&format!("{USERS}?role=super_admin")).await.results();
        for other in others.iter().map(id_of).filter(|id| *id != admin.id) {
            admin.post(&format!("{USERS}{other}/disable/"), json!({})).await.ok();
        }
        let path = format!("{USERS}{}/", admin.id);
        admin.post(&format!("{path}disable/"), json!({})).await.problem(409, "last_administrator");
        admin.patch(&path, json!({ "roles": [] })).await.problem(409, "last_administrator");
        let agency = json!({ "roles": [{ "code": "super_admin", "scope": "agency" }] });
        admin.patch(&path, agency).await.problem(409, "last_administrator");
        admin.get("/api/accounts/me/").await.ok();
        let roles = "/api/accounts/roles/super_admin/";
        admin.patch(roles, json!({ "permissions": ["comptes:lire"] })).await.problem(409, "protected_role");
        admin.delete(roles).await.problem(409, "protected_role");
        admin.delete(&format!("{roles}permissions/comptes:lire/")).await.problem(409, "protected_role");
        made(&admin, new("wenge", "super_admin", "all")).await;
        admin.post(&format!("{path}disable/"), json!({})).await.ok();
    }

    /// ACC-024: one's own logins, and with permission somebody else's.
    async fn logins_are_seen_and_ended(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let mut body = new("wenge", "dsi", "all");
        body["agency_id"] = json!(agency);
        let (id, temporary) = made(&admin, body).await;
        let one = first_login(site, "wenge", &temporary).await;
        let two = site.sign_in("wenge", PASSWORD).await;
        let path = format!("{USERS}{id}/sessions/");
        let open = admin.get(&path).await.results();
        assert_eq!(open.len(), 3, "the change of the password opened one");
        assert!(open.iter().all(|login| login["current"] == json!(false) && login["ip"] == json!("127.0.0.1")));
        let own = two.get("/api/accounts/sessions/").await.results();
        let current = own.iter().find(|login| login["current"] == json!(true)).map(id_of).expect("this one");
        admin.delete(&format!("{path}{current}/")).await.nothing();
        site.assert_line("revoke_session", admin.id, current).await;
        two.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        admin.delete(&format!("{path}{current}/")).await.problem(404, "not_found");
        admin.delete(&format!("{path}x/")).await.problem(404, "not_found");
        one.delete("/api/accounts/sessions/").await.nothing();
        assert_eq!(one.get("/api/accounts/sessions/").await.results().len(), 1);
        admin.delete(&path).await.nothing();
        site.assert_line("revoke_sessions", admin.id, id).await;
        one.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        let elsewhere = site.holder(&["comptes:sessions"], RoleScope::Agency(None), Some(site.agency("CD").await)).await;
        elsewhere.get(&path).await.problem(404, "not_found");
        elsewhere.delete(&path).await.problem(404, "not_found");
    }

    /// ACC-002: the own profile, address and password.
    async fn one_s_own_account_is_one_s_own(site: &Site) {
        let admin = site.admin().await;
        let (id, temporary) = made(&admin, new("wenge", "dsi", "all")).await;
        let (wenge, other) = (first_login(site, "wenge", &temporary).await, site.sign_in("wenge", PASSWORD).await);
        let me = "/api/accounts/me/";
        let changed = wenge.patch(me, json!({ "first_name": "Safou", "phone": "+262 692 00 00 01", "language": "en" })).await.ok();
        assert_eq!((&changed["first_name"], &changed["language"], &changed["username"]), (&json!("Safou"), &json!("en"), &json!("wenge")));
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.entity_id), ("update_profile", Some(id)));
        assert!(!line.metadata.contains("Safou"), "{line:?}");
        wenge.patch(me, json!({ "email": "safou@espace.example" })).await.blames("current_password", "required");
        wenge.patch(me, json!({ "email": "safou@espace.example", "current_password": "faux" })).await.blames("current_password", "password_wrong");
        wenge.patch(me, json!({ "email": "x", "current_password": PASSWORD })).await.blames("email", "email_format");
        wenge.patch(me, json!({ "roles": ["super_admin"] })).await.blames("roles", "unknown_field");
        // Without a mail server no address can be proven.
        wenge.patch(me, json!({ "email": "safou@espace.example", "current_password": PASSWORD })).await.problem(503, "mail_off");
        let without = wenge.patch(me, json!({ "email": "", "current_password": PASSWORD })).await.ok();
        assert_eq!(without["email"], Value::Null);
        wenge.patch(me, json!({ "new_password": "court", "current_password": PASSWORD })).await.blames("new_password", "password_too_short");
        other.get(me).await.ok();
        wenge.patch(me, json!({ "new_password": "cheval agrafe pile", "current_password": PASSWORD })).await.ok();
        other.get(me).await.problem(401, "unauthenticated");
        wenge.get(me).await.ok();
        site.sign_in("wenge", "cheval agrafe pile").await;
    }
}
