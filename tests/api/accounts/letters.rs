//! What goes by e-mail, read in a mail server that keeps it: invitations, forgotten passwords, registrations.
use super::{account, text, tokens};
use crate::harness::{Kind, PASSWORD, Person, Sink, id_of};
use guichet::mail;
use serde_json::json;
use std::time::Duration;

const RESET: &str = "/api/accounts/password-reset/";
const CONFIRM: &str = "/api/accounts/password-reset/confirm/";
const REGISTER: &str = "/api/accounts/register/";
const NEXT: &str = "cheval agrafe pile";
const KINDS: [Kind; 2] = [Kind::Sqlite, Kind::Postgres];

/// ACC-003: whoever forgot a password gets a link, good once and for an hour; nobody else learns of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        let held = tokens(&site, "aline.mbuyi").await;
        let anonymous = site.anonymous();
        let known = anonymous.post(RESET, json!({ "email": "Aline.Mbuyi@espace.example" })).await;
        let unknown = anonymous.post(RESET, json!({ "email": "nobody@espace.example" })).await;
        assert_eq!((known.status, &known.bytes), (unknown.status, &unknown.bytes));
        known.ok();
        let letter = sink.letter(&site, "aline.mbuyi@espace.example").await;
        assert!(letter.text.contains("Bonjour Camille") && letter.text.contains("text/html"), "{}", letter.text);
        let token = letter.token();
        assert_eq!(
            site.count("SELECT COUNT(*) FROM mails WHERE content IS NOT NULL").await,
            0,
            "what went is forgotten"
        );
        let choose = async |token: &str, password: &str| {
            anonymous.post(CONFIRM, json!({ "token": token, "new_password": password })).await
        };
        choose(&token, "court").await.blames("new_password", "password_too_short");
        choose(&token, "xx-mbuyi-9876").await.blames("new_password", "password_similar");
        choose(&"0".repeat(64), NEXT).await.blames("token", "link_invalid");
        choose(&token, NEXT).await.nothing();
        assert_eq!(site.last_line().await.action, "use_password_link");
        choose(&token, "autre phrase longue").await.blames("token", "link_invalid");
        anonymous
            .post("/api/token/refresh/", json!({ "refresh": held["refresh"] }))
            .await
            .problem(401, "unauthenticated");
        site.sign_in("aline.mbuyi", NEXT).await;
        let notice = sink.letter(&site, "aline.mbuyi@espace.example").await;
        assert!(notice.text.contains("vient d’être changé"), "{}", notice.text);
        // A second link ends the first's use, and an old one is none.
        anonymous.post(RESET, json!({ "email": "aline.mbuyi@espace.example" })).await.ok();
        let old = sink.letter(&site, "aline.mbuyi@espace.example").await.token();
        site.advance(Duration::from_hours(1));
        choose(&old, PASSWORD).await.blames("token", "link_invalid");
        // A password that was changed otherwise takes the links back.
        anonymous.post(RESET, json!({ "email": "aline.mbuyi@espace.example" })).await.ok();
        let standing = sink.letter(&site, "aline.mbuyi@espace.example").await.token();
        let change = json!({ "login": "aline.mbuyi", "password": NEXT, "new_password": "encore une autre phrase" });
        anonymous.post("/api/accounts/password/", change).await.ok();
        choose(&standing, PASSWORD).await.blames("token", "link_invalid");
        assert_eq!(sink.letters().iter().filter(|letter| letter.to.starts_with("nobody")).count(), 0);
        site.close().await;
    }
}

/// Nobody's letterbox is filled, and the answer says nothing of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_letterbox_is_not_filled() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        for _ in 0..20 {
            site.anonymous().post(RESET, json!({ "email": "aline.mbuyi@espace.example" })).await.ok();
        }
        sink.letter(&site, "aline.mbuyi@espace.example").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(site.count("SELECT COUNT(*) FROM account_links").await, 3);
        for _ in 20..50 {
            site.anonymous().post(RESET, json!({ "email": "x@espace.example" })).await.ok();
        }
        site.anonymous().post(RESET, json!({ "email": "x@espace.example" })).await.problem(429, "too_many_attempts");
        site.close().await;
    }
}

/// Somebody is invited by e-mail, in their own language, and chooses a first password.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_opens_an_account() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        let admin = site.admin().await;
        let body = json!({ "username": "wenge", "email": "wenge@espace.example", "first_name": "Wenge", "language": "en",
            "roles": [{ "code": "dsi", "scope": "all" }], "invite": true });
        let made = admin.post("/api/accounts/users/", body).await.created();
        assert_eq!((&made["state"], made["temporary_password"].is_null()), (&json!("invited"), true));
        let letter = sink.letter(&site, "wenge@espace.example").await;
        assert!(
            letter.text.contains("Hello Wenge") && letter.text.contains("Subject: Your Espace de test account"),
            "{}",
            letter.text
        );
        let nothing = json!({ "login": "wenge", "password": "!" });
        site.anonymous().post("/api/token/", nothing).await.problem(401, "bad_credentials");
        site.advance(Duration::from_hours(144));
        let choose = json!({ "token": letter.token(), "new_password": NEXT });
        site.anonymous().post(CONFIRM, choose).await.nothing();
        site.sign_in("wenge", NEXT).await;
        let admin = site.admin().await;
        let path = format!("/api/accounts/users/{}/reset_password/", id_of(&made));
        let reset = admin.post(&path, json!({ "invite": true })).await.ok();
        assert_eq!(reset["state"], json!("invited"));
        sink.letter(&site, "wenge@espace.example").await.token();
        site.close().await;
    }
}

/// ACC-002: a visitor of the public site makes an account, confirms it, signs in and changes it. The answer is the
/// same for an address that has one; its holder is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_registers() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        let body = |email: &str| json!({ "email": email, "first_name": "Safou", "last_name": "Kwilu" });
        let anonymous = site.anonymous();
        let known = anonymous.post(REGISTER, body("aline.mbuyi@espace.example")).await.created();
        let fresh = anonymous.post(REGISTER, body("Safou@espace.example")).await.created();
        assert_eq!(
            (&known, &fresh),
            (&json!({ "email": "aline.mbuyi@espace.example" }), &json!({ "email": "safou@espace.example" }))
        );
        let login = json!({ "login": "safou@espace.example", "password": PASSWORD });
        anonymous.post("/api/token/", login.clone()).await.problem(401, "bad_credentials");
        let token = sink.letter(&site, "safou@espace.example").await.token();
        // Whoever reads the letters of the address chooses the password; nobody else did before.
        let choose = async |token: &str, password: &str| {
            let body = json!({ "token": token, "new_password": password });
            anonymous.post("/api/accounts/register/confirm/", body).await
        };
        choose(&"0".repeat(64), PASSWORD).await.blames("token", "link_invalid");
        choose(&token, "xx-safou-9876").await.blames("new_password", "password_similar");
        choose(&token, PASSWORD).await.nothing();
        assert_eq!(site.last_line().await.action, "register");
        choose(&token, PASSWORD).await.blames("token", "link_invalid");
        let signed_in = anonymous.post("/api/token/", login).await.ok();
        assert_eq!((&signed_in["user"]["roles"], &signed_in["user"]["permissions"]), (&json!(["inscrit"]), &json!([])));
        let safou = Person::new(&site, Some(format!("Bearer {}", text(&signed_in["access"]))));
        safou.patch("/api/accounts/me/", json!({ "last_name": "Lomami" })).await.ok();
        safou.get("/api/sessions/").await.problem(403, "forbidden");
        for (field, value, code) in [
            ("email", "nulle part", "email_format"),
            ("password", PASSWORD, "unknown_field"),
            ("first_name", "", "required"),
        ] {
            let mut wrong = body("wenge@espace.example");
            wrong[field] = json!(value);
            anonymous.post(REGISTER, wrong).await.blames(field, code);
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM users WHERE email = 'aline.mbuyi@espace.example'").await, 1);
        site.close().await;
    }
}

/// The holder of a known address is told, and the link there leads to a new password.
#[tokio::test(flavor = "multi_thread")]
async fn the_holder_of_a_known_address_is_told() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        let body = json!({ "email": "aline.mbuyi@espace.example", "first_name": "A", "last_name": "B" });
        site.anonymous().post(REGISTER, body).await.created();
        let letter = sink.letter(&site, "aline.mbuyi@espace.example").await;
        assert!(letter.text.contains("/forgotten-password"), "{}", letter.text);
        site.close().await;
    }
}

/// Without a mail server nobody registers, and whoever forgot a password is answered as ever.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server() {
    for kind in KINDS {
        let site = crate::harness::Site::open(kind).await;
        account(&site, "aline.mbuyi", false).await;
        let body = json!({ "email": "safou@espace.example", "first_name": "A", "last_name": "B" });
        site.anonymous().post(REGISTER, body).await.problem(503, "mail_off");
        site.anonymous().post(RESET, json!({ "email": "aline.mbuyi@espace.example" })).await.ok();
        assert_eq!(site.count("SELECT COUNT(*) FROM mails").await, 0);
        site.close().await;
    }
}

/// A letter that is not taken is tried again, later and later; one that is refused for good is not, and the log says so.
#[tokio::test(flavor = "multi_thread")]
async fn letters_are_tried_again() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        let ask = async || {
            site.anonymous().post(RESET, json!({ "email": "aline.mbuyi@espace.example" })).await.ok();
            while site.count("SELECT COUNT(*) FROM mails WHERE state = 'queued'").await == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        sink.be_busy(2);
        ask().await;
        let send = async || mail::send_due(&site.app).await.expect("the queue");
        assert_eq!(send().await, 0);
        assert_eq!(send().await, 0, "not before a minute has passed");
        assert_eq!(sink.letters().len(), 0);
        site.advance(Duration::from_mins(1));
        assert_eq!(send().await, 0, "busy again");
        site.advance(Duration::from_secs(299));
        assert_eq!(send().await, 0);
        site.advance(Duration::from_secs(1));
        assert_eq!(send().await, 1);
        assert_eq!(sink.letters().len(), 1);
        sink.be_unwilling(1);
        ask().await;
        assert_eq!(send().await, 0);
        assert_eq!(
            site.count("SELECT COUNT(*) FROM mails WHERE state = 'failed' AND error = 'refused' AND content IS NULL")
                .await,
            1
        );
        let line = site.last_line().await;
        assert!(line.action == "erreur" && !line.metadata.contains('@'), "{line:?}");
        site.close().await;
    }
}
