//! Tokens: how long they live, how they are renewed, and how they end.
use super::{account, claims, text, tokens};
use crate::harness::{Answer, Person, Site, both};
use serde_json::{Value, json};
use std::time::Duration;

const REFRESH: [&str; 3] = ["/api/token/refresh/", "/api/auth/refresh/", "/api/accounts/refresh/"];

async fn refresh(site: &Site, token: &Value) -> Answer {
    site.anonymous().post(REFRESH[0], json!({ "refresh": token })).await
}

async fn verify(site: &Site, token: &Value) -> u16 {
    site.anonymous().post("/api/token/verify/", json!({ "token": token })).await.status.as_u16()
}

fn bearer<'s>(site: &'s Site, access: &Value) -> Person<'s> {
    Person::new(site, Some(format!("Bearer {}", text(access))))
}

both! {
    /// ACC-020, ACC-022: 30 minutes and 7 days; the access token carries role and permissions.
    async fn tokens_claim_what_they_should(site: &Site) {
        let id = account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        let (access, refresh) = (claims(site, &held["access"]), claims(site, &held["refresh"]));
        let life = |claims: &Value| claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(exp, iat)| exp - iat);
        assert_eq!((life(&access), life(&refresh)), (Some(1800), Some(604_800)));
        assert_eq!((&access["sub"], &refresh["sub"]), (&json!(id), &json!(id)));
        assert_eq!(access["role"], json!("super_admin"));
        assert_eq!(access["permissions"], held["user"]["permissions"]);
        assert!(refresh.get("permissions").is_none());
        assert_ne!(access["jti"], refresh["jti"]);
    }

    /// ACC-023: an access token ends after 30 minutes and a refresh token after 7 days, on the
    /// server's clock.
    async fn tokens_end_when_they_say(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        let person = bearer(site, &held["access"]);
        site.advance(Duration::from_secs(1799));
        person.get("/api/accounts/me/").await.ok();
        assert_eq!(verify(site, &held["access"]).await, 200);
        site.advance(Duration::from_secs(1));
        person.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        assert_eq!(verify(site, &held["access"]).await, 401);
        let renewed = refresh(site, &held["refresh"]).await.ok();
        bearer(site, &renewed["access"]).get("/api/accounts/me/").await.ok();
        site.advance(Duration::from_hours(168));
        refresh(site, &renewed["refresh"]).await.problem(401, "unauthenticated");
        assert_eq!(verify(site, &renewed["refresh"]).await, 401);
    }

    /// ACC-021, ACC-026, ACC-029, ACC-031: each refresh gives a new token, on each of the three paths.
    async fn each_refresh_gives_another_token(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let mut held = tokens(site, "aline.mbuyi").await;
        for path in REFRESH {
            let next = site.anonymous().post(path, json!({ "refresh": held["refresh"] })).await.ok();
            assert_ne!(next["refresh"], held["refresh"], "{path}");
            assert_eq!(next["user"], held["user"]);
            assert_eq!(verify(site, &held["refresh"]).await, 401, "the old one ended");
            assert_eq!(verify(site, &next["refresh"]).await, 200);
            held = next;
        }
        site.anonymous().post(REFRESH[0], json!({})).await.blames("refresh", "required");
        site.anonymous().post(REFRESH[0], json!({ "refresh": "x.y.z" })).await.problem(401, "unauthenticated");
        site.anonymous().post(REFRESH[0], json!({ "refresh": held["access"] })).await.problem(401, "unauthenticated");
    }

    /// An answer that was lost may be asked for again within 30 seconds: the same successor.
    async fn a_lost_answer_is_given_again(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        site.advance(Duration::from_mins(1));
        let next = refresh(site, &held["refresh"]).await.ok();
        site.advance(Duration::from_secs(30));
        let again = refresh(site, &held["refresh"]).await.ok();
        assert_eq!(again["refresh"], next["refresh"]);
        refresh(site, &next["refresh"]).await.ok();
    }

    /// Many tabs that refresh at once end up with one successor.
    async fn tabs_that_refresh_at_once_share_a_successor(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        let tabs: Vec<_> = (0..8).map(|_| refresh(site, &held["refresh"])).collect();
        let answers: Vec<Value> = futures_util::future::join_all(tabs).await.into_iter().map(Answer::ok).collect();
        assert!(answers.iter().all(|answer| answer["refresh"] == answers[0]["refresh"]));
        refresh(site, &answers[0]["refresh"]).await.ok();
    }

    /// ACC-021: an old token used again, too late or after its successor was used, ends the family.
    async fn reuse_ends_the_family(site: &Site) {
        let id = account(site, "aline.mbuyi", false).await;
        for late in [true, false] {
            let first = tokens(site, "aline.mbuyi").await;
            let elsewhere = tokens(site, "aline.mbuyi").await;
            let second = refresh(site, &first["refresh"]).await.ok();
            let last = if late {
                site.advance(Duration::from_millis(30_001));
                second
            } else {
                refresh(site, &second["refresh"]).await.ok()
            };
            refresh(site, &first["refresh"]).await.problem(401, "unauthenticated");
            let line = site.last_line().await;
            assert_eq!((line.action.as_str(), line.entity_id), ("erreur", Some(id)));
            assert!(line.metadata.contains("refresh_reused"), "{}", line.metadata);
            refresh(site, &last["refresh"]).await.problem(401, "unauthenticated");
            bearer(site, &last["access"]).get("/api/accounts/me/").await.problem(401, "unauthenticated");
            // The person's other logins are another family.
            refresh(site, &elsewhere["refresh"]).await.ok();
        }
    }

    /// ACC-019, ACC-032: signing out blacklists the token and ends the login at once.
    async fn signing_out_ends_everything_of_that_login(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        account(site, "paul.ilunga", false).await;
        let (held, other) = (tokens(site, "aline.mbuyi").await, tokens(site, "paul.ilunga").await);
        let listed = site.count("SELECT COUNT(*) FROM revoked_jtis").await;
        let person = bearer(site, &held["access"]);
        let path = "/api/accounts/logout/";
        site.anonymous().post(path, json!({ "refresh": held["refresh"] })).await.problem(401, "unauthenticated");
        // Somebody else's token is not one's own to end.
        person.post(path, json!({ "refresh": other["refresh"] })).await.problem(401, "unauthenticated");
        person.post(path, json!({ "refresh": held["access"] })).await.problem(401, "unauthenticated");
        refresh(site, &other["refresh"]).await.ok();
        person.post(path, json!({ "refresh": held["refresh"] })).await.nothing();
        assert_eq!(site.last_line().await.action, "logout");
        assert_eq!(site.count("SELECT COUNT(*) FROM revoked_jtis").await, listed + 1);
        refresh(site, &held["refresh"]).await.problem(401, "unauthenticated");
        person.get("/api/accounts/me/").await.problem(401, "unauthenticated");
        person.post(path, json!({ "refresh": held["refresh"] })).await.problem(401, "unauthenticated");
        assert_eq!(verify(site, &held["access"]).await, 401);
        assert_eq!(verify(site, &held["refresh"]).await, 401);
    }

    /// ACC-027: 200 for a good token, 401 for one that is tampered with, or revoked.
    async fn a_token_is_verified(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        assert_eq!(verify(site, &held["access"]).await, 200);
        assert_eq!(verify(site, &held["refresh"]).await, 200);
        let access = text(&held["access"]);
        for place in [4, access.len() / 2, access.len() - 5] {
            let mut tampered = access.to_owned().into_bytes();
            tampered[place] = if tampered[place] == b'A' { b'B' } else { b'A' };
            let tampered = String::from_utf8(tampered).expect("ASCII");
            assert_eq!(verify(site, &json!(tampered)).await, 401, "place {place}");
        }
        for nonsense in ["", "x", "a.b.c", "..", "éé.éé.éé"] {
            assert_eq!(verify(site, &json!(nonsense)).await, 401, "{nonsense:?}");
        }
        site.anonymous().post("/api/token/verify/", json!({ "token": 5 })).await.blames("token", "wrong_type");
        site.anonymous().post("/api/token/verify/", json!({})).await.blames("token", "required");
    }
}
