//! The second factor: enrolled, asked for, enforced by a role, and lost.
use super::{account, text};
use crate::harness::{PASSWORD, Person, Site, both};
use guichet::{accounts::RoleScope, db::Unaudited, on};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::time::Duration;
use totp_rs::{Algorithm, Secret, TOTP};

const NEXT: &str = "cheval agrafe pile";

/// The code of now, as an authenticator application makes it.
fn code(site: &Site, secret: &Value) -> String {
    let bytes = Secret::Encoded(text(secret).to_owned()).to_bytes().expect("base 32");
    let totp = TOTP::new(Algorithm::SHA1, 6, 1, 30, bytes, None, String::new()).expect("a secret");
    totp.generate((site.now() / 1000).unsigned_abs())
}

fn credentials(login: &str, otp: Option<&str>) -> Value {
    json!({ "login": login, "password": PASSWORD, "otp": otp })
}

/// Enrols; the secret and the recovery codes.
async fn enrol(site: &Site, login: &str) -> (Value, Vec<String>) {
    let anonymous = site.anonymous();
    let started = anonymous.post("/api/accounts/2fa/enrol/", credentials(login, None)).await.ok();
    assert!(text(&started["uri"]).starts_with("otpauth://totp/"), "{started}");
    let otp = code(site, &started["secret"]);
    let confirmed = anonymous.post("/api/accounts/2fa/confirm/", credentials(login, Some(&otp))).await.ok();
    let codes = confirmed["recovery_codes"].as_array().expect("codes");
    (started["secret"].clone(), codes.iter().map(|code| text(code).to_owned()).collect())
}

async fn sign_in(site: &Site, login: &str, otp: Option<&str>) -> crate::harness::Answer {
    site.anonymous().post("/api/token/", credentials(login, otp)).await
}

both! {
    async fn a_login_takes_the_code(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let before = site.sign_in("aline.mbuyi", PASSWORD).await;
        let anonymous = site.anonymous();
        let enrolling = "/api/accounts/2fa/enrol/";
        anonymous.post(enrolling, json!({ "login": "aline.mbuyi", "password": "faux" })).await.problem(401, "bad_credentials");
        anonymous.post("/api/accounts/2fa/confirm/", credentials("aline.mbuyi", Some("123456"))).await.problem(401, "bad_otp");
        anonymous.post("/api/accounts/2fa/confirm/", credentials("aline.mbuyi", None)).await.blames("otp", "required");
        // A secret that was not confirmed counts for nothing.
        anonymous.post(enrolling, credentials("aline.mbuyi", None)).await.ok();
        sign_in(site, "aline.mbuyi", None).await.ok();
        let (secret, codes) = enrol(site, "aline.mbuyi").await;
        assert_eq!(codes.len(), 10);
        before.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        anonymous.post(enrolling, credentials("aline.mbuyi", None)).await.problem(409, "already_enrolled");
        for path in ["/api/token/", "/api/auth/login/", "/api/accounts/login/"] {
            anonymous.post(path, credentials("aline.mbuyi", None)).await.problem(403, "otp_required");
        }
        // The code of the confirmation was used: none is good twice.
        let used = code(site, &secret);
        sign_in(site, "aline.mbuyi", Some(&used)).await.problem(401, "bad_otp");
        site.advance(Duration::from_secs(30));
        let next = code(site, &secret);
        sign_in(site, "aline.mbuyi", Some("000000")).await.problem(401, "bad_otp");
        let answer = sign_in(site, "aline.mbuyi", Some(&next)).await.ok();
        assert_eq!(answer["user"]["two_factor"], json!(true));
        sign_in(site, "aline.mbuyi", Some(&next)).await.problem(401, "bad_otp");
        // An old one, and one of a clock that is a little fast.
        sign_in(site, "aline.mbuyi", Some(&used)).await.problem(401, "bad_otp");
        // A recovery code opens once, however it is typed.
        let typed = codes[0].to_uppercase().replace('-', " ");
        sign_in(site, "aline.mbuyi", Some(&typed)).await.ok();
        sign_in(site, "aline.mbuyi", Some(&codes[0])).await.problem(401, "bad_otp");
        // The password alone is no way round, nor is changing it.
        let change = json!({ "login": "aline.mbuyi", "password": PASSWORD, "new_password": NEXT });
        anonymous.post("/api/accounts/password/", change).await.problem(403, "otp_required");
        let change = json!({ "login": "aline.mbuyi", "password": PASSWORD, "new_password": NEXT, "otp": codes[1] });
        anonymous.post("/api/accounts/password/", change).await.ok();
        for told in [text(&secret), &codes[0], &next] {
            let kept = format!("SELECT COUNT(*) FROM audit_log WHERE metadata LIKE '%{told}%' OR after_state LIKE '%{told}%'");
            assert_eq!(site.count(&kept).await, 0, "{told} is in the log");
        }
    }

    async fn a_second_factor_is_seen_renewed_and_turned_off(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let (_, codes) = enrol(site, "aline.mbuyi").await;
        let answer = sign_in(site, "aline.mbuyi", Some(&codes[0])).await.ok();
        let aline = Person::new(site, Some(format!("Bearer {}", text(&answer["access"]))));
        let status = aline.get("/api/accounts/2fa/").await.ok();
        assert_eq!((&status["enabled"], &status["required"], &status["recovery_codes_left"]), (&json!(true), &json!(false), &json!(9)));
        let (renew, disable) = ("/api/accounts/2fa/recovery_codes/", "/api/accounts/2fa/disable/");
        // One factor alone does not undo the other.
        for path in [renew, disable] {
            aline.post(path, json!({ "password": "faux", "otp": codes[2] })).await.blames("password", "password_wrong");
            aline.post(path, json!({ "password": PASSWORD })).await.blames("otp", "required");
            aline.post(path, json!({ "password": PASSWORD, "otp": "000000" })).await.blames("otp", "otp_wrong");
        }
        let renewed = aline.post(renew, json!({ "password": PASSWORD, "otp": codes[2] })).await.ok();
        assert_eq!(site.last_line().await.action, "renew_recovery_codes");
        sign_in(site, "aline.mbuyi", Some(&codes[1])).await.problem(401, "bad_otp");
        sign_in(site, "aline.mbuyi", Some(text(&renewed["recovery_codes"][3]))).await.ok();
        aline.post(disable, json!({ "password": PASSWORD, "otp": renewed["recovery_codes"][4] })).await.nothing();
        assert_eq!(site.last_line().await.action, "remove_second_factor");
        aline.post(disable, json!({ "password": PASSWORD })).await.problem(404, "not_found");
        aline.post(renew, json!({ "password": PASSWORD })).await.problem(404, "not_found");
        sign_in(site, "aline.mbuyi", None).await.ok();
        assert_eq!(aline.get("/api/accounts/2fa/").await.ok()["enabled"], json!(false));
    }

    /// A role asks for it: who has none enrols before anything else is open.
    async fn a_role_asks_for_a_second_factor(site: &Site) {
        let admin = site.admin().await;
        let auditor = site.user("auditeur", RoleScope::All, None).await;
        let login = text(&auditor.get("/api/accounts/me/").await.ok()["username"]).to_owned();
        admin.patch("/api/accounts/roles/auditeur/", json!({ "require_2fa": true })).await.ok();
        auditor.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        admin.get("/api/accounts/me/").await.ok();
        sign_in(site, &login, None).await.problem(403, "must_enrol");
        let change = json!({ "login": login, "password": PASSWORD, "new_password": NEXT });
        site.anonymous().post("/api/accounts/password/", change).await.problem(403, "must_enrol");
        let change = json!({ "login": login, "password": NEXT, "new_password": PASSWORD });
        site.anonymous().post("/api/accounts/password/", change).await.problem(403, "must_enrol");
        let (_, codes) = enrol(site, &login).await;
        let answer = sign_in(site, &login, Some(&codes[0])).await.ok();
        let auditor = Person::new(site, Some(format!("Bearer {}", text(&answer["access"]))));
        auditor.get("/api/logs/").await.ok();
        assert_eq!(auditor.get("/api/accounts/2fa/").await.ok()["required"], json!(true));
        auditor.post("/api/accounts/2fa/disable/", json!({ "password": PASSWORD })).await.problem(409, "factor_required");
        // Who lost the device is helped by an administrator, and enrols again.
        let id = guichet_id(&answer);
        admin.delete(&format!("/api/accounts/users/{id}/2fa/")).await.nothing();
        assert_eq!(site.last_line().await.action, "remove_second_factor");
        // Not for the administrator: that would be the way round the proof.
        admin.delete(&format!("/api/accounts/users/{}/2fa/", admin.id)).await.problem(409, "own_account");
        auditor.get("/api/logs/").await.problem(401, "unauthenticated");
        sign_in(site, &login, Some(&codes[1])).await.problem(403, "must_enrol");
        // Given to somebody who is signed in, the role is asked for at once.
        let other = site.user("employe", RoleScope::All, None).await;
        let roles = json!({ "roles": [{ "code": "auditeur", "scope": "all" }] });
        admin.patch(&format!("/api/accounts/users/{}/", other.id), roles).await.ok();
        other.get("/api/accounts/me/").await.problem(401, "unauthenticated");
    }

    /// A secret that is made while another one is being confirmed replaces nothing that counts.
    async fn a_confirmed_factor_is_not_replaced(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        enrol(site, "aline.mbuyi").await;
        let kept = "SELECT COUNT(*) FROM second_factors WHERE confirmed_at IS NOT NULL AND last_step > 0";
        site.meddle("UPDATE second_factors SET confirmed_at = NULL").await;
        // The other request's change, which is not kept yet when this one looks.
        let mut other = site.change().await;
        let sql = format!("UPDATE second_factors SET confirmed_at = {}", site.now());
        on!(&mut *other, |c| sqlx::query(AssertSqlSafe(sql)).execute(c).await.map(drop)).expect("confirmed");
        let anonymous = site.anonymous();
        let started = anonymous.post("/api/accounts/2fa/enrol/", credentials("aline.mbuyi", None));
        let kept_meanwhile = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            other.commit_unaudited(Unaudited::Scheduling).await.expect("kept");
        };
        let (started, ()) = tokio::join!(started, kept_meanwhile);
        started.problem(409, "already_enrolled");
        assert_eq!(site.count(kept).await, 1);
    }

    /// Codes are not guessed: wrong ones count against the account, from wherever they come.
    async fn guessing_codes_is_limited(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let (_, codes) = enrol(site, "aline.mbuyi").await;
        let from = |n: u32| site.anonymous().calling_from(&format!("203.0.113.{n}"));
        for n in 0..10 {
            let body = credentials("aline.mbuyi", Some("123123"));
            from(n).post("/api/token/", body).await.problem(401, "bad_otp");
        }
        let body = credentials("aline.mbuyi", Some(&codes[0]));
        from(99).post("/api/token/", body.clone()).await.problem(429, "too_many_attempts");
        site.advance(Duration::from_secs(90));
        from(99).post("/api/token/", body).await.ok();
    }

    /// The secret is not in the table, and no other account's row can stand in for it.
    async fn the_secret_is_sealed(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        account(site, "paul.ilunga", false).await;
        enrol(site, "aline.mbuyi").await;
        let (secret, _) = enrol(site, "paul.ilunga").await;
        site.advance(Duration::from_mins(1));
        site.meddle("UPDATE second_factors SET secret = (SELECT f.secret FROM second_factors f JOIN users u ON u.id = f.user_id \
            WHERE u.username = 'paul.ilunga')").await;
        let otp = code(site, &secret);
        sign_in(site, "aline.mbuyi", Some(&otp)).await.problem(500, "internal");
        sign_in(site, "paul.ilunga", Some(&otp)).await.ok();
    }
}

fn guichet_id(answer: &Value) -> String {
    text(&answer["user"]["id"]).to_owned()
}
