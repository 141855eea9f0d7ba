//! Guessing at passwords is slow, and locks out nobody but the one who guesses.
use super::account;
use crate::harness::{Answer, PASSWORD, Site, both};
use serde_json::json;
use std::time::Duration;

async fn try_from(site: &Site, ip: &str, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password });
    site.anonymous().calling_from(ip).post("/api/token/", body).await
}

both! {
    /// Ten failures, then 429 with how long to wait, for this login from this address alone.
    async fn guessing_is_limited(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        account(site, "paul.ilunga", false).await;
        for _ in 0..10 {
            try_from(site, "203.0.113.9", "Aline.Mbuyi", "faux").await.problem(401, "bad_credentials");
        }
        let refused = try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await;
        let wait = refused.headers.get("retry-after").and_then(|wait| wait.to_str().ok()?.parse::<u64>().ok());
        refused.problem(429, "too_many_attempts");
        let wait = wait.expect("Retry-After");
        assert!((1..=90).contains(&wait), "{wait}");
        // The right person at another address, and another login at this one.
        try_from(site, "198.51.100.4", "aline.mbuyi", PASSWORD).await.ok();
        try_from(site, "203.0.113.9", "paul.ilunga", PASSWORD).await.ok();
        site.advance(Duration::from_secs(wait));
        try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await.ok();
    }

    /// The password form is another way to guess: it counts with the login.
    async fn the_password_form_is_limited_with_the_login(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let anonymous = site.anonymous().calling_from("203.0.113.9");
        for _ in 0..10 {
            let body = json!({ "login": "aline.mbuyi", "password": "faux", "new_password": "cheval agrafe pile" });
            anonymous.post("/api/accounts/password/", body).await.problem(401, "bad_credentials");
        }
        try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await.problem(429, "too_many_attempts");
    }

    /// One address may fail for many logins, and not for ever.
    async fn an_address_is_limited_too(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let mut refused_after = None;
        for attempt in 0..60 {
            let answer = try_from(site, "203.0.113.9", &format!("nom{attempt}"), "faux").await;
            if answer.status.as_u16() == 429 {
                refused_after = Some(attempt);
                break;
            }
            answer.problem(401, "bad_credentials");
        }
        assert_eq!(refused_after, Some(50));
        try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await.problem(429, "too_many_attempts");
        try_from(site, "198.51.100.4", "aline.mbuyi", PASSWORD).await.ok();
    }

    /// Failures in a row lock the login for that address, longer each time; a restart forgets nothing.
    async fn the_delay_grows(site: &Site) {
        let id = account(site, "aline.mbuyi", false).await;
        let wait = |answer: Answer| {
            let wait = answer.headers.get("retry-after").and_then(|wait| wait.to_str().ok()?.parse::<u64>().ok());
            answer.problem(429, "too_many_attempts");
            wait.expect("Retry-After")
        };
        for _ in 0..10 {
            try_from(site, "203.0.113.9", "aline.mbuyi", "faux").await.problem(401, "bad_credentials");
        }
        for expected in [180, 360, 720] {
            site.advance(Duration::from_secs(wait(try_from(site, "203.0.113.9", "aline.mbuyi", "faux").await)));
            site.advance(Duration::from_secs(90));
            try_from(site, "203.0.113.9", "aline.mbuyi", "faux").await.problem(401, "bad_credentials");
            let refused = try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await;
            assert_eq!(wait(refused), expected);
        }
        // Another process, which has counted nothing itself.
        let other = site.another().await;
        assert_eq!(wait(try_from(&other, "203.0.113.9", "aline.mbuyi", PASSWORD).await), 720);
        // A login that nobody has is answered alike.
        for _ in 0..10 {
            try_from(site, "203.0.113.8", "nobody", "faux").await.problem(401, "bad_credentials");
        }
        assert!(wait(try_from(site, "203.0.113.8", "nobody", "faux").await) <= 90);
        // Its holder elsewhere is not held up, and an administrator can unlock it.
        try_from(site, "198.51.100.4", "aline.mbuyi", PASSWORD).await.ok();
        let admin = site.admin().await;
        let path = format!("/api/accounts/users/{id}/");
        assert_eq!(admin.get(&path).await.ok()["locked_until"], json!(site.now() + 720_000));
        admin.post(&format!("{path}unlock/"), json!({})).await.ok();
        assert_eq!(site.last_line().await.action, "unlock_user");
        assert_eq!(admin.get(&path).await.ok()["locked_until"], serde_json::Value::Null);
        try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await.ok();
    }
}
