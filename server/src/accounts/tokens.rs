//! Tokens: how a login is proven, renewed and ended.
//!
//! An access token lives 30 minutes, a refresh token 7 days. Each refresh gives a new refresh token
//! and ends the old one. Somebody who presents an old one again has either lost our answer, or
//! stolen it: within 30 seconds, and as long as the new one was not used, the same new one is given
//! again; after that, the whole family ends.
use super::{
    model::{Tokens, User, UserRow},
    store,
};
use crate::{
    App,
    access::Caller,
    db::{Change, Tx},
    ids,
    live::LiveEvent,
    on,
    problem::{Code, Problem},
    statements,
};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// Access tokens live this long, in seconds (ACC-020).
pub const ACCESS_S: i64 = 30 * 60;
/// Refresh tokens live this long, in seconds (ACC-020).
pub const REFRESH_S: i64 = 7 * 24 * 3600;
/// A websocket's ticket lives this long, in seconds.
pub const TICKET_S: i64 = 30;
/// A browser that signed in stays known this long, in seconds.
pub const DEVICE_S: i64 = 180 * 24 * 3600;
/// A lost answer may be asked for again this long, in milliseconds.
const GRACE_MS: i64 = 30_000;

statements! {
    OPEN = "INSERT INTO auth_sessions (id, user_id, refresh_jti, rotated_at, ip, user_agent, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $4, $7)";
    FIND = "SELECT id, user_id, refresh_jti, previous_jti, rotated_at, revoked_at FROM auth_sessions WHERE id = $1";
    LOCK = "UPDATE auth_sessions SET expires_at = expires_at WHERE id = $1 \
            RETURNING id, user_id, refresh_jti, previous_jti, rotated_at, revoked_at";
    ROTATE = "UPDATE auth_sessions SET previous_jti = refresh_jti, refresh_jti = $2, rotated_at = $3, expires_at = $4 WHERE id = $1";
    END = "UPDATE auth_sessions SET revoked_at = $2 WHERE id = $1";
    REVOKE_JTI = "INSERT INTO revoked_jtis (jti, expires_at) VALUES ($1, $2) ON CONFLICT (jti) DO NOTHING";
    IDENTIFY = "SELECT u.is_active, u.must_change_password, u.agency_id, s.revoked_at, \
            (SELECT COUNT(*) FROM revoked_jtis j WHERE j.jti = $3) AS blacklisted \
            FROM auth_sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND u.id = $2";
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Access,
    Refresh,
    Ticket,
    Device,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: Uuid,
    jti: Uuid,
    /// The login session: the family of its refresh tokens.
    sid: Uuid,
    typ: Kind,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    permissions: Option<Vec<String>>,
}

#[derive(sqlx::FromRow)]
struct Family {
    id: Uuid,
    user_id: Uuid,
    refresh_jti: Uuid,
    previous_jti: Option<Uuid>,
    rotated_at: i64,
    revoked_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Standing {
    is_active: bool,
    must_change_password: bool,
    agency_id: Option<Uuid>,
    revoked_at: Option<i64>,
    blacklisted: i64,
}

/// Who a token speaks for.
#[derive(Debug, Clone, Copy)]
pub struct Identity {
    /// The account.
    pub user_id: Uuid,
    /// The login session.
    pub auth_session_id: Uuid,
    /// The agency the account works in.
    pub agency_id: Option<Uuid>,
}

/// What came of a refresh.
pub(super) enum Refreshed {
    /// New tokens, and the account they are for.
    Tokens(Box<Tokens>),
    /// An old token was used again: the family has ended, and the caller must be told so after the
    /// change is kept.
    Reused {
        /// Whose it was.
        user_id: Uuid,
    },
}

fn sign(app: &App, claims: &Claims) -> Result<String, Problem> {
    jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &app.keys.signing).map_err(Problem::internal)
}

fn read(app: &App, token: &str, kinds: &[Kind]) -> Result<Claims, Problem> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    // Checked below against our own clock.
    validation.validate_exp = false;
    let data = jsonwebtoken::decode::<Claims>(token, &app.keys.verifying, &validation);
    let claims = data.map_err(|_| Problem::from(Code::Unauthenticated))?.claims;
    if claims.exp.saturating_mul(1000) <= app.clock.now() || !kinds.contains(&claims.typ) {
        return Err(Code::Unauthenticated.into());
    }
    Ok(claims)
}

/// How the account and its login stand; a nil `jti` is on no blacklist.
async fn stand(tx: &mut Tx, user_id: Uuid, auth_session_id: Uuid, jti: Uuid) -> Result<Identity, Problem> {
    let standing: Option<Standing> =
        on!(tx, |c| sqlx::query_as(IDENTIFY).bind(auth_session_id).bind(user_id).bind(jti).fetch_optional(c).await)?;
    let standing = standing.ok_or(Code::Unauthenticated)?;
    if !standing.is_active || standing.revoked_at.is_some() || standing.blacklisted > 0 {
        return Err(Code::Unauthenticated.into());
    }
    if standing.must_change_password {
        return Err(Code::MustChangePassword.into());
    }
    Ok(Identity { user_id, auth_session_id, agency_id: standing.agency_id })
}

/// Who bears this access token.
///
/// # Errors
/// 401 when it is forged, expired, revoked, or the account was closed.
pub async fn authenticate(app: &App, token: &str) -> Result<Identity, Problem> {
    let claims = read(app, token, &[Kind::Access])?;
    stand(&mut app.db.read().await?, claims.sub, claims.sid, claims.jti).await
}

/// Whether the caller's login still stands: for sockets, which outlive their tickets.
///
/// # Errors
/// 401 when it was ended, or the account was closed.
pub async fn still_signed_in(app: &App, caller: &Caller) -> Result<(), Problem> {
    let mut tx = app.db.read().await?;
    stand(&mut tx, caller.user_id, caller.auth_session_id, Uuid::nil()).await.map(drop)
}

/// Whether an access or refresh token is good.
pub(super) async fn verify(app: &App, token: &str) -> Result<(), Problem> {
    let claims = read(app, token, &[Kind::Access, Kind::Refresh])?;
    let mut tx = app.db.read().await?;
    stand(&mut tx, claims.sub, claims.sid, claims.jti).await?;
    if claims.typ == Kind::Refresh {
        let family: Option<Family> = on!(&mut tx, |c| sqlx::query_as(FIND).bind(claims.sid).fetch_optional(c).await)?;
        if family.is_none_or(|family| family.refresh_jti != claims.jti) {
            return Err(Code::Unauthenticated.into());
        }
    }
    Ok(())
}

/// A ticket that opens one websocket.
pub(super) fn ticket(app: &App, user_id: Uuid, auth_session_id: Uuid) -> Result<String, Problem> {
    let now = app.clock.now();
    let (iat, jti) = (now / 1000, ids::next(now));
    let claims = Claims {
        sub: user_id,
        jti,
        sid: auth_session_id,
        typ: Kind::Ticket,
        iat,
        exp: iat + TICKET_S,
        role: None,
        permissions: None,
    };
    sign(app, &claims)
}

/// What a browser is known by from now on: by what it was before, when it signed in to the same account.
pub(super) fn device(app: &App, user_id: Uuid, known: Option<&str>) -> Result<String, Problem> {
    let now = app.clock.now();
    let known = known.and_then(|token| read_device(app, token)).filter(|(account, _)| *account == user_id);
    let (iat, jti) = (now / 1000, known.map_or_else(|| ids::next(now), |(_, device)| device));
    let exp = iat + DEVICE_S;
    let claims =
        Claims { sub: user_id, jti, sid: Uuid::nil(), typ: Kind::Device, iat, exp, role: None, permissions: None };
    sign(app, &claims)
}

/// Which account a browser signed in to before, and what it is known by.
pub(super) fn read_device(app: &App, token: &str) -> Option<(Uuid, Uuid)> {
    let claims = read(app, token, &[Kind::Device]).ok()?;
    Some((claims.sub, claims.jti))
}

/// Uses a ticket up; the second time it is refused.
///
/// # Errors
/// 401 when it is forged, expired or used.
pub async fn redeem_ticket(app: &App, ticket: &str) -> Result<Identity, Problem> {
    let claims = read(app, ticket, &[Kind::Ticket])?;
    let mut change = app.db.change(crate::db::Actor::SYSTEM).await?;
    let used = revoke_jti(&mut change, claims.jti, claims.exp.saturating_mul(1000)).await?;
    if !used {
        return Err(Code::Unauthenticated.into());
    }
    change.commit_unaudited(crate::db::Unaudited::Tokens).await?;
    let mut tx = app.db.read().await?;
    // The ticket itself is on the blacklist by now; what counts is the login it came from.
    stand(&mut tx, claims.sub, claims.sid, Uuid::nil()).await
}

/// Blacklists a token; false when it already was.
async fn revoke_jti(change: &mut Change, jti: Uuid, expires_at: i64) -> sqlx::Result<bool> {
    on!(&mut **change, |c| sqlx::query(REVOKE_JTI)
        .bind(jti)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected() > 0))
}

/// Opens a login session.
pub(super) async fn open(
    app: &App,
    change: &mut Change,
    user: &UserRow,
    ip: Option<IpAddr>,
    user_agent: Option<String>,
) -> Result<Tokens, Problem> {
    let now = change.now();
    let family = Family {
        id: change.new_id(),
        user_id: user.id,
        refresh_jti: change.new_id(),
        previous_jti: None,
        rotated_at: now,
        revoked_at: None,
    };
    on!(&mut **change, |c| sqlx::query(OPEN)
        .bind(family.id)
        .bind(user.id)
        .bind(family.refresh_jti)
        .bind(now)
        .bind(ip.map(|ip| ip.to_string()))
        .bind(user_agent.map(|agent| agent.chars().take(200).collect::<String>()))
        .bind(now + REFRESH_S * 1000)
        .execute(c)
        .await
        .map(drop))?;
    tokens(app, change, &family, user).await
}

/// Renews a login session.
pub(super) async fn refresh(app: &App, change: &mut Change, token: &str) -> Result<Refreshed, Problem> {
    let claims = read(app, token, &[Kind::Refresh])?;
    let family: Option<Family> = on!(&mut **change, |c| sqlx::query_as(LOCK).bind(claims.sid).fetch_optional(c).await)?;
    let mut family = family.filter(|family| family.revoked_at.is_none()).ok_or(Code::Unauthenticated)?;
    let now = change.now();
    if family.refresh_jti == claims.jti {
        let next = change.new_id();
        on!(&mut **change, |c| sqlx::query(ROTATE)
            .bind(family.id)
            .bind(next)
            .bind(now)
            .bind(now + REFRESH_S * 1000)
            .execute(c)
            .await
            .map(drop))?;
        family = Family { previous_jti: Some(claims.jti), refresh_jti: next, rotated_at: now, ..family };
    } else if family.previous_jti != Some(claims.jti) || now - family.rotated_at > GRACE_MS {
        on!(&mut **change, |c| sqlx::query(END).bind(family.id).bind(now).execute(c).await.map(drop))?;
        change.announce(LiveEvent::Rights { user_id: Some(family.user_id) });
        return Ok(Refreshed::Reused { user_id: family.user_id });
    }
    let user = store::find(change, family.user_id).await?;
    let user = user.filter(|user| user.is_active).ok_or(Code::Unauthenticated)?;
    Ok(Refreshed::Tokens(Box::new(tokens(app, change, &family, &user).await?)))
}

/// Ends the login session of a refresh token, and blacklists the token.
pub(super) async fn close(app: &App, change: &mut Change, token: &str, user_id: Uuid) -> Result<Uuid, Problem> {
    let claims = read(app, token, &[Kind::Refresh])?;
    if claims.sub != user_id {
        return Err(Code::Unauthenticated.into());
    }
    let now = change.now();
    revoke_jti(change, claims.jti, claims.exp.saturating_mul(1000)).await?;
    on!(&mut **change, |c| sqlx::query(END).bind(claims.sid).bind(now).execute(c).await.map(drop))?;
    change.announce(LiveEvent::Rights { user_id: Some(user_id) });
    Ok(claims.sid)
}

async fn tokens(app: &App, tx: &mut Tx, family: &Family, user: &UserRow) -> Result<Tokens, Problem> {
    let user = User::read(tx, user.clone()).await?;
    let now = app.clock.now();
    let iat = now / 1000;
    let access = sign(
        app,
        &Claims {
            sub: user.id,
            jti: ids::next(now),
            sid: family.id,
            typ: Kind::Access,
            iat,
            exp: iat + ACCESS_S,
            role: user.roles.first().cloned(),
            permissions: Some(user.permissions.clone()),
        },
    )?;
    // Made of the family's row alone: asked for again, it is the same token.
    let issued = family.rotated_at / 1000;
    let refresh = sign(
        app,
        &Claims {
            sub: user.id,
            jti: family.refresh_jti,
            sid: family.id,
            typ: Kind::Refresh,
            iat: issued,
            exp: issued + REFRESH_S,
            role: None,
            permissions: None,
        },
    )?;
    let ws_ticket = ticket(app, user.id, family.id)?;
    Ok(Tokens { access, refresh: Some(refresh), ws_ticket, user })
}
