//! A browser's refresh token stands in a cookie that no script reads (SEC-001).
use super::{account, text};
use crate::harness::{Answer, PASSWORD, Person, Site, both};
use serde_json::json;
use std::collections::BTreeMap;

/// The cookies an answer sets: value and attributes by name.
fn cookies(answer: &Answer) -> BTreeMap<String, (String, String)> {
    let lines = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().expect("ASCII"));
    lines
        .map(|line| {
            let (pair, attributes) = line.split_once("; ").expect("attributes");
            let (name, value) = pair.split_once('=').expect("a value");
            (name.to_owned(), (value.to_owned(), attributes.to_owned()))
        })
        .collect()
}

/// A browser that signed in.
struct Browser {
    access: String,
    refresh: String,
    csrf: String,
}

impl Browser {
    async fn sign_in(site: &Site) -> Self {
        let body = json!({ "login": "aline.mbuyi", "password": PASSWORD });
        let answer = site.anonymous().with_header("x-guichet-browser", "1").post("/api/token/", body).await;
        Self::of(answer)
    }

    fn of(answer: Answer) -> Self {
        let set = cookies(&answer);
        let (refresh, attributes) = set["guichet_refresh"].clone();
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/api/", "Max-Age=604800"] {
            assert!(attributes.contains(attribute), "{attributes}");
        }
        let (csrf, attributes) = set["guichet_csrf"].clone();
        assert!(!attributes.contains("HttpOnly") && attributes.contains("SameSite=Strict"), "{attributes}");
        assert!(csrf.len() >= 32, "{csrf}");
        let body = answer.ok();
        assert_eq!(body["refresh"], json!(null), "the refresh token must not stand in the body");
        Self { access: text(&body["access"]).to_owned(), refresh, csrf }
    }

    /// As it calls, with its cookies.
    fn person<'s>(&self, site: &'s Site) -> Person<'s> {
        let cookies = format!("guichet_csrf={}; guichet_refresh={}", self.csrf, self.refresh);
        site.anonymous().with_header("cookie", &cookies)
    }
}

both! {
    /// A cookie counts only with the header that no other site can send.
    async fn a_cookie_alone_does_nothing(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let browser = Browser::sign_in(site).await;
        let person = browser.person(site);
        for path in ["/api/token/refresh/", "/api/auth/refresh/", "/api/accounts/refresh/"] {
            person.post(path, json!({})).await.problem(403, "csrf");
            person.clone().with_header("x-csrf-token", "").post(path, json!({})).await.problem(403, "csrf");
            person.clone().with_header("x-csrf-token", "faux").post(path, json!({})).await.problem(403, "csrf");
        }
        let without_cookie = site.anonymous().with_header("cookie", &format!("guichet_refresh={}", browser.refresh));
        let forged = without_cookie.with_header("x-csrf-token", &browser.csrf);
        forged.post("/api/token/refresh/", json!({})).await.problem(403, "csrf");
        // A cookie opens no other path at all.
        person.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        let body = json!({ "minutes": 5 });
        let with_header = person.with_header("x-csrf-token", &browser.csrf);
        with_header.post("/api/sessions/", body).await.problem(401, "unauthenticated");
    }

    /// ACC-023: with the header, the cookie renews the login, and rotates.
    async fn a_browser_renews_and_signs_out(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let browser = Browser::sign_in(site).await;
        let person = browser.person(site).with_header("x-csrf-token", &browser.csrf);
        let answer = person.post("/api/token/refresh/", json!({})).await;
        let renewed = Browser::of(answer);
        assert_ne!(renewed.refresh, browser.refresh);
        let mut person = renewed.person(site);
        person.authorization = Some(format!("Bearer {}", renewed.access));
        person.post("/api/accounts/logout/", json!({})).await.problem(403, "csrf");
        let person = person.with_header("x-csrf-token", &renewed.csrf);
        let answer = person.post("/api/accounts/logout/", json!({})).await;
        let set = cookies(&answer);
        for name in ["guichet_refresh", "guichet_csrf"] {
            let (value, attributes) = &set[name];
            assert!(value.is_empty() && attributes.contains("Max-Age=0"), "{name}: {value} {attributes}");
        }
        answer.nothing();
        person.post("/api/token/refresh/", json!({})).await.problem(401, "unauthenticated");
    }

    /// A program that asks for no cookies gets none.
    async fn a_program_gets_no_cookies(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let body = json!({ "login": "aline.mbuyi", "password": PASSWORD });
        let answer = site.anonymous().post("/api/token/", body).await;
        assert!(cookies(&answer).is_empty());
        assert!(answer.ok()["refresh"].is_string());
    }
}

/// Behind TLS the cookies say so.
#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_secure_behind_tls() {
    use crate::harness::Kind;
    let site = Site::open_with(Kind::Sqlite, |settings| settings.public_url = "https://guichet.example".into()).await;
    account(&site, "aline.mbuyi", false).await;
    let body = json!({ "login": "aline.mbuyi", "password": PASSWORD });
    let answer = site.anonymous().with_header("x-guichet-browser", "1").post("/api/token/", body).await;
    for (name, (_, attributes)) in cookies(&answer) {
        assert!(attributes.contains("Secure"), "{name}: {attributes}");
    }
    assert!(answer.headers.contains_key("strict-transport-security"));
    site.close().await;
}
