//! Passwords: the first one, and how it is changed.
use super::{account, text, tokens};
use crate::harness::{PASSWORD, Person, both};
use guichet::accounts;
use serde_json::json;

const PATH: &str = "/api/accounts/password/";
const NEXT: &str = "cheval agrafe pile";

both! {
    /// ACC-037: the administrator's first password is good for choosing another, and nothing else.
    async fn the_first_password_must_be_changed(site: &Site) {
        let anonymous = site.anonymous();
        let (login, first) = accounts::FIRST_LOGIN;
        let body = json!({ "login": login, "password": first });
        for path in ["/api/token/", "/api/auth/login/", "/api/accounts/login/"] {
            let problem = anonymous.post(path, body.clone()).await.problem(403, "must_change_password");
            assert!(problem.get("access").is_none());
        }
        let change = |new: &str| json!({ "login": login, "password": first, "new_password": new });
        anonymous.post(PATH, change("court")).await.blames("new_password", "password_too_short");
        anonymous.post(PATH, change("0918273645")).await.blames("new_password", "password_all_numeric");
        anonymous.post(PATH, change("bonjour2026")).await.blames("new_password", "password_too_common");
        anonymous.post(PATH, change("xx-admin-9876")).await.blames("new_password", "password_similar");
        let answer = anonymous.post(PATH, change(NEXT)).await.ok();
        assert_eq!(answer["user"]["roles"], json!(["super_admin"]));
        let line = site.last_line().await;
        assert_eq!(line.action, "change_password");
        assert!(!line.metadata.contains(NEXT));
        let admin = Person::new(site, Some(format!("Bearer {}", text(&answer["access"]))));
        admin.get("/api/agencies/").await.ok();
        anonymous.post("/api/token/", body).await.problem(401, "bad_credentials");
        anonymous.post("/api/token/", json!({ "login": login, "password": NEXT })).await.ok();
    }

    /// An account whose password must change is let in nowhere, even with a token from before.
    async fn a_token_from_before_opens_nothing(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        site.meddle("UPDATE users SET must_change_password = TRUE WHERE username = 'aline.mbuyi'").await;
        let bearer = Person::new(site, Some(format!("Bearer {}", text(&held["access"]))));
        bearer.get("/api/accounts/me/").await.problem(403, "must_change_password");
        bearer.get("/api/utilisateurs/").await.problem(403, "must_change_password");
    }

    /// A new password ends every login that the old one opened.
    async fn a_new_password_ends_the_other_logins(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        let same = json!({ "login": "aline.mbuyi", "password": PASSWORD, "new_password": PASSWORD });
        site.anonymous().post(PATH, same).await.blames("new_password", "password_unchanged");
        let wrong = json!({ "login": "aline.mbuyi", "password": "faux", "new_password": NEXT });
        site.anonymous().post(PATH, wrong).await.problem(401, "bad_credentials");
        Person::new(site, Some(format!("Bearer {}", text(&held["access"])))).get("/api/accounts/me/").await.ok();
        let change = json!({ "login": "aline.mbuyi", "password": PASSWORD, "new_password": NEXT });
        let fresh = site.anonymous().post(PATH, change).await.ok();
        let old = Person::new(site, Some(format!("Bearer {}", text(&held["access"]))));
        old.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        let refresh = json!({ "refresh": held["refresh"] });
        site.anonymous().post("/api/token/refresh/", refresh).await.problem(401, "unauthenticated");
        let refresh = json!({ "refresh": fresh["refresh"] });
        site.anonymous().post("/api/token/refresh/", refresh).await.ok();
    }

    /// Hashes are argon2id, and no two are alike.
    async fn passwords_are_hashed_with_argon2id(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        account(site, "paul.ilunga", false).await;
        let all = site.count("SELECT COUNT(*) FROM users").await;
        let hashed = "SELECT COUNT(DISTINCT password_hash) FROM users WHERE SUBSTR(password_hash, 1, 10) = '$argon2id$'";
        assert_eq!(site.count(hashed).await, all);
    }
}
