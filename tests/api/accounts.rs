//! People who sign in: their names, their passwords, their tokens, and what their roles let them do.
mod browser;
mod departments;
mod factor;
mod forged;
mod keys;
mod letters;
mod login;
mod passwords;
mod proof;
mod roles;
mod throttle;
mod tokens;
mod users;

use crate::harness::{PASSWORD, Site};
use guichet::{
    accounts::{self, NewUser, RoleScope},
    db::Event,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// An account of somebody who has an e-mail address.
async fn account(site: &Site, username: &str, must_change_password: bool) -> Uuid {
    let new = NewUser {
        username: username.into(),
        email: Some(format!("{username}@espace.example")),
        first_name: "Camille".into(),
        last_name: "Essai".into(),
        password: PASSWORD.into(),
        must_change_password,
        agency_id: None,
        role: "super_admin".into(),
        scope: RoleScope::All,
    };
    let mut change = site.change().await;
    let id = accounts::create_user(&site.app, &mut change, &new).await.expect("an account");
    change.commit(Event::new("accounts", "create", "user", id)).await.expect("kept");
    id
}

/// Signs in; the whole answer.
async fn tokens(site: &Site, login: &str) -> Value {
    site.anonymous().post("/api/token/", json!({ "login": login, "password": PASSWORD })).await.ok()
}

/// What a token claims.
fn claims(site: &Site, token: &Value) -> Value {
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
    validation.validate_exp = false;
    let token = token.as_str().expect("a token");
    jsonwebtoken::decode::<Value>(token, &site.app.keys.verifying, &validation).expect("a sound token").claims
}

/// A text of an answer.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
