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
        for attempt in 0..240 {
            let answer = try_from(site, "203.0.113.9", &format!("nom{attempt}"), "faux").await;
            if answer.status.as_u16() == 429 {
                refused_after = Some(attempt);
                break;
            }
            answer.problem(401, "bad_credentials");
        }
        assert_eq!(refused_after, Some(200));
        try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await.problem(429, "too_many_attempts");
        try_from(site, "198.51.100.4", "aline.mbuyi", PASSWORD).await.ok();
    }

    /// Neighbours in one network of IPv6 are one guesser, and an address of IPv4 is one however it is written.
    async fn an_address_is_counted_with_its_network(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        for n in 0..10 {
            try_from(site, &format!("2001:db8:0:7::{n}"), "aline.mbuyi", "faux").await.problem(401, "bad_credentials");
            let mapped = if n % 2 == 0 { "::ffff:203.0.113.9" } else { "203.0.113.9" };
            try_from(site, mapped, "aline.mbuyi", "faux").await.problem(401, "bad_credentials");
        }
        try_from(site, "2001:db8:0:7:1:2:3:4", "aline.mbuyi", PASSWORD).await.problem(429, "too_many_attempts");
        try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await.problem(429, "too_many_attempts");
        try_from(site, "2001:db8:0:8::1", "aline.mbuyi", PASSWORD).await.ok();
    }

    /// A browser that signed in before is counted alone: nobody at the same address shuts it out, and it is no way
    /// to guess without end.
    async fn a_stranger_at_the_same_address_shuts_nobody_out(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        account(site, "paul.ilunga", false).await;
        let credentials = |login: &str, password: &str| json!({ "login": login, "password": password });
        let at = |ip: &str| site.anonymous().calling_from(ip).with_header("x-guichet-browser", "1");
        let first = at("203.0.113.9").post("/api/token/", credentials("aline.mbuyi", PASSWORD)).await;
        let set = first.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
        let device = set.filter_map(|line| line.split(';').next()).find(|pair| pair.starts_with("guichet_device="));
        let device = device.expect("a browser is known by a cookie").to_owned();
        first.ok();
        let known = at("203.0.113.9").with_header("cookie", &device);
        for attempt in 0..200 {
            let login = if attempt < 10 { "aline.mbuyi".to_owned() } else { format!("nom{attempt}") };
            try_from(site, "203.0.113.9", &login, "faux").await.problem(401, "bad_credentials");
        }
        try_from(site, "203.0.113.9", "aline.mbuyi", PASSWORD).await.problem(429, "too_many_attempts");
        known.post("/api/token/", credentials("aline.mbuyi", PASSWORD)).await.ok();
        // Known for one account, a stranger to others.
        known.post("/api/token/", credentials("paul.ilunga", PASSWORD)).await.problem(429, "too_many_attempts");
        for _ in 0..10 {
            known.post("/api/token/", credentials("aline.mbuyi", "faux")).await.problem(401, "bad_credentials");
        }
        known.post("/api/token/", credentials("aline.mbuyi", PASSWORD)).await.problem(429, "too_many_attempts");
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
