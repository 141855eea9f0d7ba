//! Tokens that somebody made up.
use super::{account, claims, text, tokens};
use crate::harness::{Person, Site, both};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// An unsigned token with these parts.
fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| base64_url(value.to_string().as_bytes());
    format!("{}.{}.", part(header), part(claims))
}

/// RFC 4648, section 5, without padding.
fn base64_url(bytes: &[u8]) -> String {
    const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(SYMBOLS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// An Ed25519 key that is not the server's: PKCS #8 (RFC 8410) around 32 bytes.
fn other_key() -> EncodingKey {
    let wrapping = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    EncodingKey::from_ed_der(&[wrapping.as_slice(), &[7; 32]].concat())
}

/// Nobody takes this token for an access token.
async fn assert_refused(site: &Site, what: &str, token: &str) {
    let bearer = Person::new(site, Some(format!("Bearer {token}")));
    for path in ["/api/accounts/me/", "/api/sessions/"] {
        assert_eq!(bearer.get(path).await.status.as_u16(), 401, "{what} on {path}");
    }
}

both! {
    /// No algorithm, a symmetric one under the public key, another key: all 401.
    async fn a_forged_signature_opens_nothing(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        let claims = claims(site, &held["access"]);
        for alg in ["none", "None", "NONE", "nOnE"] {
            let token = unsigned(&json!({ "alg": alg, "typ": "JWT" }), &claims);
            assert_refused(site, alg, &token).await;
            assert_refused(site, alg, token.trim_end_matches('.')).await;
        }
        let public = site.app.keys.verifying.try_get_as_bytes().expect("the public key").to_vec();
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let token = encode(&Header::new(algorithm), &claims, &EncodingKey::from_secret(&public)).expect("signed");
            assert_refused(site, "a symmetric key", &token).await;
        }
        let token = encode(&Header::new(Algorithm::EdDSA), &claims, &other_key()).expect("signed");
        assert_refused(site, "another key", &token).await;
        // A sound signature on other claims.
        let access = text(&held["access"]);
        let signature = access.rsplit('.').next().expect("three parts");
        let header = access.split('.').next().expect("three parts");
        let mut more = claims.clone();
        more["exp"] = json!(9_999_999_999_i64);
        assert_refused(site, "other claims", &format!("{header}.{}.{signature}", base64_url(more.to_string().as_bytes()))).await;
        Person::new(site, Some(format!("Bearer {access}"))).get("/api/accounts/me/").await.ok();
    }

    /// Each kind of token is good for its own use alone.
    async fn a_token_of_another_kind_opens_nothing(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        assert_refused(site, "a refresh token", text(&held["refresh"])).await;
        let bearer = Person::new(site, Some(format!("Bearer {}", text(&held["access"]))));
        let ticket = bearer.post("/api/ws-ticket/", json!({})).await.ok();
        assert_refused(site, "a ticket", text(&ticket["ticket"])).await;
        let ticket = json!({ "refresh": ticket["ticket"] });
        site.anonymous().post("/api/token/refresh/", ticket.clone()).await.problem(401, "unauthenticated");
        let ticket = json!({ "token": ticket["refresh"] });
        site.anonymous().post("/api/token/verify/", ticket).await.problem(401, "unauthenticated");
    }

    /// Our own key signs what is refused all the same: a kind nobody knows, a login of somebody else,
    /// a token without an end.
    async fn even_our_own_signature_is_not_enough(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let paul = account(site, "paul.ilunga", false).await;
        let held = tokens(site, "aline.mbuyi").await;
        let sound = claims(site, &held["access"]);
        let sign = |claims: &Value| {
            encode(&Header::new(Algorithm::EdDSA), claims, &site.app.keys.signing).expect("signed")
        };
        Person::new(site, Some(format!("Bearer {}", sign(&sound)))).get("/api/accounts/me/").await.ok();
        for (field, value) in [
            ("typ", json!("admin")),
            ("sub", json!(paul)),
            ("sid", json!(paul)),
            ("exp", json!(0)),
            ("exp", json!(-1)),
            ("exp", json!("tomorrow")),
            ("exp", Value::Null),
            ("exp", json!(i64::MAX)),
        ] {
            let mut claims = sound.clone();
            claims[field] = value.clone();
            if field == "exp" && value == json!(i64::MAX) {
                // No overflow, whatever it means.
                let bearer = Person::new(site, Some(format!("Bearer {}", sign(&claims))));
                assert_ne!(bearer.get("/api/accounts/me/").await.status.as_u16(), 500);
                continue;
            }
            assert_refused(site, &format!("{field} = {value}"), &sign(&claims)).await;
        }
    }

    /// Headers that are no bearer token.
    async fn odd_headers_open_nothing(site: &Site) {
        account(site, "aline.mbuyi", false).await;
        let access = text(&tokens(site, "aline.mbuyi").await["access"]).to_owned();
        for header in [
            access.clone(),
            format!("bearer  {access}"),
            format!("Basic {access}"),
            format!("Bearer {access} {access}"),
            format!("Bearer \"{access}\""),
            "Bearer ".into(),
            "Station :".into(),
            "Station x".into(),
        ] {
            let person = Person::new(site, Some(header.clone()));
            assert_eq!(person.get("/api/accounts/me/").await.status.as_u16(), 401, "{header:?}");
            assert_eq!(person.get("/api/sessions/").await.status.as_u16(), 401, "{header:?}");
        }
    }
}
