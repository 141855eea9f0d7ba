//! What takes proof: another address, the end of what outlives a password, and what is read twice.
use super::{account, text};
use crate::harness::{Kind, PASSWORD, Person, Sink, both, id_of};
use guichet::{accounts::RoleScope, db::Unaudited, on};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use std::time::Duration;

const ME: &str = "/api/accounts/me/";
const CONFIRM: &str = "/api/accounts/me/email/confirm/";
const NEXT: &str = "cheval agrafe pile";
const KINDS: [Kind; 2] = [Kind::Sqlite, Kind::Postgres];

/// The address of an account.
async fn address(person: &Person<'_>) -> Value {
    person.get(ME).await.ok()["email"].clone()
}

fn moving(to: &str) -> Value {
    json!({ "email": to, "current_password": PASSWORD })
}

/// Another address counts once a link that was sent there is followed; the old one is told, and nobody learns
/// whose another address is.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_proven_before_it_counts() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        account(&site, "paul.ilunga", false).await;
        let aline = site.sign_in("aline.mbuyi", PASSWORD).await;
        let old = json!("aline.mbuyi@espace.example");
        aline.patch(ME, json!({ "email": "aline@autre.example" })).await.blames("current_password", "required");
        let asked = aline.patch(ME, moving("Aline@autre.example")).await.ok();
        assert_eq!((&asked["email"], &address(&aline).await), (&old, &old), "nothing is proven yet");
        let letter = sink.letter(&site, "aline@autre.example").await;
        let token = letter.token();
        assert!(letter.text.contains("/confirm-email#"), "{}", letter.text);
        // Of another's address the answer is the same, and nothing is sent there.
        let elsewhere = aline.patch(ME, moving("paul.ilunga@espace.example")).await.ok();
        assert_eq!(elsewhere, asked);
        let warning = sink.letter(&site, "aline.mbuyi@espace.example").await;
        assert!(warning.text.contains("a demandé que votre compte"), "{}", warning.text);
        assert!(!warning.text.contains("autre.example"), "{}", warning.text);
        assert_eq!(site.count("SELECT COUNT(*) FROM mails").await, 3, "one to the other, one to the old for each");
        // What was asked last holds; a link of another kind is none.
        let anonymous = site.anonymous();
        anonymous.post(CONFIRM, json!({ "token": token })).await.blames("token", "link_invalid");
        aline.patch(ME, moving("aline@autre.example")).await.ok();
        let token = sink.letter(&site, "aline@autre.example").await.token();
        let reset = json!({ "token": token, "new_password": NEXT });
        anonymous.post("/api/accounts/password-reset/confirm/", reset).await.blames("token", "link_invalid");
        anonymous.post(CONFIRM, json!({ "token": token })).await.nothing();
        assert_eq!(site.last_line().await.action, "change_email");
        assert_eq!(address(&aline).await, json!("aline@autre.example"));
        anonymous.post(CONFIRM, json!({ "token": token })).await.blames("token", "link_invalid");
        site.close().await;
    }
}

/// A password that is changed takes the request back; so does a day.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_asked_for_waits_a_day() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        let aline = site.sign_in("aline.mbuyi", PASSWORD).await;
        let confirm = async |token: String| site.anonymous().post(CONFIRM, json!({ "token": token })).await;
        aline.patch(ME, moving("un@autre.example")).await.ok();
        let token = sink.letter(&site, "un@autre.example").await.token();
        aline.patch(ME, json!({ "new_password": NEXT, "current_password": PASSWORD })).await.ok();
        confirm(token).await.blames("token", "link_invalid");
        let moving = json!({ "email": "deux@autre.example", "current_password": NEXT });
        aline.patch(ME, moving.clone()).await.ok();
        let token = sink.letter(&site, "deux@autre.example").await.token();
        site.advance(Duration::from_hours(24));
        confirm(token).await.blames("token", "link_invalid");
        // So many letters an hour, and no more.
        let aline = site.sign_in("aline.mbuyi", NEXT).await;
        for _ in 0..5 {
            aline.patch(ME, moving.clone()).await.ok();
        }
        aline.patch(ME, moving).await.problem(429, "too_many_attempts");
        site.close().await;
    }
}

/// Who registered signs in with the address: it moves as one, and nobody is kept from the old one.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_an_address_moves_with_it() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        let admin = site.admin().await;
        let user = |email: &str, username: &str| json!({ "username": username, "email": email, "password": PASSWORD });
        let made =
            admin.post("/api/accounts/users/", user("safou@autre.example", "safou@autre.example")).await.created();
        site.meddle(&format!(
            "UPDATE users SET must_change_password = FALSE WHERE username = '{}'",
            text(&made["username"])
        ))
        .await;
        let safou = site.sign_in("safou@autre.example", PASSWORD).await;
        safou.patch(ME, moving("kwilu@autre.example")).await.ok();
        let token = sink.letter(&site, "kwilu@autre.example").await.token();
        site.anonymous().post(CONFIRM, json!({ "token": token })).await.nothing();
        assert_eq!(safou.get(ME).await.ok()["username"], json!("kwilu@autre.example"));
        admin.post("/api/accounts/users/", user("safou@autre.example", "safou")).await.created();
        site.close().await;
    }
}

/// Whoever recovers an account recovers it from the programs that were let in, too, and reads that.
#[tokio::test(flavor = "multi_thread")]
async fn recovery_revokes_api_keys() {
    for kind in KINDS {
        let sink = Sink::open().await;
        let site = sink.site(kind).await;
        account(&site, "aline.mbuyi", false).await;
        let aline = site.sign_in("aline.mbuyi", PASSWORD).await;
        let key = json!({ "name": "a", "scopes": ["sessions:lire"], "days": 30, "password": PASSWORD });
        let key = aline.post("/api/accounts/api-keys/", key).await.created();
        let program = Person::new(&site, Some(format!("Bearer {}", text(&key["key"]))));
        program.get("/api/sessions/").await.ok();
        let anonymous = site.anonymous();
        anonymous.post("/api/accounts/password-reset/", json!({ "email": "aline.mbuyi@espace.example" })).await.ok();
        let token = sink.letter(&site, "aline.mbuyi@espace.example").await.token();
        let chosen = json!({ "token": token, "new_password": NEXT });
        anonymous.post("/api/accounts/password-reset/confirm/", chosen).await.nothing();
        program.get("/api/sessions/").await.problem(401, "unauthenticated");
        let letter = sink.letter(&site, "aline.mbuyi@espace.example").await;
        assert!(letter.text.contains("toutes vos clés d’API révoquées"), "{}", letter.text);
        site.close().await;
    }
}

/// A letter that is on its way keeps no connection to the database.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_mail_server_holds_no_connection() {
    let sink = Sink::open().await;
    let site = sink.site(Kind::Sqlite).await;
    account(&site, "aline.mbuyi", false).await;
    sink.be_slow(true);
    site.anonymous().post("/api/accounts/password-reset/", json!({ "email": "aline.mbuyi@espace.example" })).await.ok();
    while site.count("SELECT COUNT(*) FROM mails").await == 0 {
        tokio::task::yield_now().await;
    }
    let app = site.app.clone();
    let sending = tokio::spawn(async move { guichet::mail::send_due(&app).await.expect("the queue") });
    sink.until_somebody_waits().await;
    let mut held = Vec::new();
    for reader in 0..4 {
        held.push(site.app.db.read().await.unwrap_or_else(|error| panic!("reader {reader} of 4: {error}")));
    }
    drop(held);
    sink.be_slow(false);
    assert_eq!(sending.await.expect("sent"), 1);
    site.close().await;
}

both! {
    /// What one person types as a name is nobody else's address, nor the other way round.
    async fn a_name_is_nobody_else_s_address(site: &Site) {
        let admin = site.admin().await;
        let users = "/api/accounts/users/";
        let first = admin.post(users, json!({ "username": "moabi", "email": "moabi@espace.example" })).await.created();
        let named = json!({ "username": "moabi@espace.example", "email": "autre@espace.example" });
        let blamed = |problem: Value| problem["errors"][0]["field"].clone();
        assert_eq!(blamed(admin.post(users, named).await.problem(409, "duplicate")), json!("username"));
        let second = admin.post(users, json!({ "username": "limba@espace.example" })).await.created();
        let addressed = json!({ "username": "limba", "email": "limba@espace.example" });
        assert_eq!(blamed(admin.post(users, addressed).await.problem(409, "duplicate")), json!("email"));
        let path = format!("{users}{}/", id_of(&first));
        let moved = admin.patch(&path, json!({ "email": "limba@espace.example" })).await.problem(409, "duplicate");
        assert_eq!(blamed(moved), json!("email"));
        // One's own name may be one's own address.
        admin.patch(&format!("{users}{}/", id_of(&second)), json!({ "email": "limba@espace.example" })).await.ok();
    }

    /// A login left open somewhere is no way to a manager's own account: the password is asked for.
    async fn managers_prove_their_own_account(site: &Site) {
        let admin = site.admin().await;
        let path = format!("/api/accounts/users/{}/", admin.id);
        admin.patch(&path, json!({ "email": "moi@espace.example" })).await.problem(409, "own_account");
        admin.post(&format!("{path}reset_password/"), json!({})).await.problem(409, "own_account");
        admin.delete(&format!("{path}2fa/")).await.problem(409, "own_account");
        admin.patch(&path, json!({ "phone": "0692000000" })).await.ok();
    }

    /// Roles are changed by those who hold what they give: also what they ask for.
    async fn a_role_is_changed_by_those_who_hold_it(site: &Site) {
        let admin = site.admin().await;
        let role = "/api/accounts/roles/auditeur/";
        admin.patch(role, json!({ "require_2fa": true })).await.ok();
        let keeper = site.holder(&["comptes:lire", "comptes:gerer_roles"], RoleScope::All, None).await;
        keeper.patch(role, json!({ "require_2fa": false })).await.problem(403, "beyond_rights");
        keeper.delete(&format!("{role}permissions/journal:lire/")).await.problem(403, "beyond_rights");
        assert_eq!(admin.get(role).await.ok()["require_2fa"], json!(true));
    }

    /// Somebody who proved the old password while it was being changed has no login by it.
    async fn a_login_does_not_overtake_a_new_password(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let hash = site.app.passwords.hash(NEXT.into()).await.expect("a hash");
        let mut reset = site.change().await;
        let sql = format!("UPDATE users SET password_hash = '{hash}' WHERE username = 'aline.mbuyi'");
        on!(&mut *reset, |c| sqlx::query(AssertSqlSafe(sql)).execute(c).await.map(drop)).expect("another password");
        let anonymous = site.anonymous();
        let overtaking = anonymous.post("/api/token/", json!({ "login": "aline.mbuyi", "password": PASSWORD }));
        let kept = async {
            // Long enough for the old password to be found right before it is another.
            tokio::time::sleep(Duration::from_secs(1)).await;
            reset.commit_unaudited(Unaudited::Scheduling).await.expect("kept");
        };
        let (answer, ()) = tokio::join!(overtaking, kept);
        answer.problem(401, "bad_credentials");
        assert_eq!(site.count("SELECT COUNT(*) FROM auth_sessions").await, 0);
        site.sign_in("aline.mbuyi", NEXT).await;
    }

    /// A new version's permissions reach the roles that come with the program: the highest has all, the others what
    /// nobody can have decided about.
    async fn a_new_version_brings_its_rights(site: &Site) {
        let permissions = async |admin: &Person<'_>, role: &str| {
            let role = admin.get(&format!("/api/accounts/roles/{role}/")).await.ok();
            let held = role["permissions"].as_array().expect("codes").clone();
            held.iter().map(|code| text(code).to_owned()).collect::<Vec<_>>()
        };
        let admin = site.admin().await;
        admin.delete("/api/accounts/roles/operateur_espace/permissions/zones:lire/").await.ok();
        let expected = (permissions(&admin, "super_admin").await, permissions(&admin, "operateur_espace").await);
        assert!(expected.1.contains(&"caisse:vendre".to_owned()));
        // As it was before the cash desk, and with a right that the highest role lost.
        site.meddle("DELETE FROM permissions WHERE module = 'caisse'").await;
        site.meddle("DELETE FROM role_permissions WHERE permission = 'zones:lire'").await;
        assert!(!permissions(&admin, "super_admin").await.contains(&"caisse:vendre".to_owned()));
        let upgraded = site.another().await;
        assert_eq!((permissions(&admin, "super_admin").await, permissions(&admin, "operateur_espace").await), expected);
        assert_eq!(site.last_line().await.action, "load_permissions");
        upgraded.app.load().await.expect("nothing new");
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'load_permissions'").await, 1);
    }
}
