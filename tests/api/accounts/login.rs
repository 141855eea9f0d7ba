//! Signing in.
use super::{account, text, tokens};
use crate::harness::{PASSWORD, Person, both};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

const PATHS: [&str; 3] = ["/api/token/", "/api/auth/login/", "/api/accounts/login/"];

both! {
    /// ACC-001, ACC-025, ACC-028, ACC-030: by user name or e-mail address, however it is typed, on
    /// each of the three paths.
    async fn either_name_signs_in_on_every_path(site: &Site) {
        let id = account(site, "aline.mbuyi", false).await;
        let anonymous = site.anonymous();
        let mut shapes = BTreeSet::new();
        for path in PATHS {
            for (field, name) in [
                ("login", "aline.mbuyi"),
                ("username", "Aline.Mbuyi"),
                ("email", "aline.mbuyi@espace.example"),
                ("login", " ALINE.MBUYI@ESPACE.EXAMPLE "),
            ] {
                let answer = anonymous.post(path, json!({ field: name, "password": PASSWORD })).await.ok();
                assert_eq!(answer["user"]["id"], json!(id), "{path} {field}");
                assert_eq!(answer["user"]["email"], json!("aline.mbuyi@espace.example"));
                assert!(answer["user"].get("password_hash").is_none());
                shapes.insert(format!("{:?}", answer.as_object().map(|fields| fields.keys().collect::<Vec<_>>())));
                let bearer = Person::new(site, Some(format!("Bearer {}", text(&answer["access"]))));
                assert_eq!(bearer.get("/api/accounts/me/").await.ok(), answer["user"]);
            }
        }
        assert_eq!(shapes.len(), 1, "{shapes:?}");
        site.assert_line("connexion_operateur", id, id).await;
    }

    /// ACC-025: a wrong password and an unknown login are told apart by nobody.
    async fn a_wrong_password_says_no_more_than_an_unknown_login(site: &Site) {
        let id = account(site, "aline.mbuyi", false).await;
        for path in PATHS {
            let try_with = |login: &'static str| async move {
                let body = json!({ "login": login, "password": "tout autre chose" });
                let mut problem = site.anonymous().post(path, body).await.problem(401, "bad_credentials");
                problem["request_id"] = json!(null);
                problem
            };
            assert_eq!(try_with("aline.mbuyi").await, try_with("personne").await);
        }
        let wrong = json!({ "login": "aline.mbuyi", "password": "tout autre chose" });
        site.anonymous().post("/api/token/", wrong).await.problem(401, "bad_credentials");
        let line = site.last_line().await;
        assert_eq!((line.action.as_str(), line.entity_id, line.actor_kind.as_str()), ("erreur", Some(id), "system"));
        assert!(!line.metadata.contains("tout autre chose") && !line.metadata.contains("aline"), "{}", line.metadata);
    }

    /// Bodies that are no credentials.
    async fn what_is_not_a_login_is_refused_by_field(site: &Site) {
        let anonymous = site.anonymous();
        for path in PATHS {
            anonymous.post(path, json!({ "login": "a" })).await.blames("password", "required");
            anonymous.post(path, json!({ "password": "a" })).await.blames("login", "required");
            anonymous.post(path, json!({ "login": 1, "password": "a" })).await.blames("login", "wrong_type");
            let extra = json!({ "login": "a", "password": "b", "role": "super_admin" });
            anonymous.post(path, extra).await.blames("role", "unknown_field");
        }
    }

    /// An account that was closed is out at once, with whatever it holds.
    async fn a_closed_account_is_out_at_once(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        let bearer = Person::new(site, Some(format!("Bearer {}", text(&held["access"]))));
        bearer.get("/api/accounts/me/").await.ok();
        site.meddle("UPDATE users SET is_active = FALSE WHERE username = 'aline.mbuyi'").await;
        bearer.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        let refresh = json!({ "refresh": held["refresh"] });
        site.anonymous().post("/api/token/refresh/", refresh).await.problem(401, "unauthenticated");
        let body = json!({ "login": "aline.mbuyi", "password": PASSWORD });
        site.anonymous().post("/api/token/", body).await.problem(401, "bad_credentials");
    }

    /// ACC-024: a person sees the logins that are open, and ends them; nobody else's.
    async fn open_logins_are_listed_and_ended(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        account(site, "paul.ilunga", false).await;
        let (first, second) = (tokens(site, "aline.mbuyi").await, tokens(site, "aline.mbuyi").await);
        let bearer = |answer: &serde_json::Value| Person::new(site, Some(format!("Bearer {}", text(&answer["access"]))));
        let (aline, elsewhere) = (bearer(&first), bearer(&second));
        let paul = bearer(&tokens(site, "paul.ilunga").await);
        let open = aline.get("/api/accounts/sessions/").await.results();
        assert_eq!(open.len(), 2);
        let (own, other): (Vec<_>, Vec<_>) = open.iter().partition(|session| session["current"] == json!(true));
        assert_eq!((own.len(), other.len()), (1, 1));
        let path = format!("/api/accounts/sessions/{}/", text(&other[0]["id"]));
        paul.delete(&path).await.problem(404, "not_found");
        elsewhere.get("/api/accounts/me/").await.ok();
        aline.delete(&path).await.nothing();
        assert_eq!(site.last_line().await.action, "revoke_session");
        aline.delete(&path).await.problem(404, "not_found");
        aline.delete(&format!("/api/accounts/sessions/{}/", Uuid::nil())).await.problem(404, "not_found");
        elsewhere.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        let refresh = json!({ "refresh": second["refresh"] });
        site.anonymous().post("/api/token/refresh/", refresh).await.problem(401, "unauthenticated");
        assert_eq!(aline.get("/api/accounts/sessions/").await.results().len(), 1);
    }
}
