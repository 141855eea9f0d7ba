//! The second factor: a code of six digits that changes every 30 seconds (TOTP, RFC 6238), or one of ten
//! recovery codes, each good once.
//!
//! A login that has one, and brings no code, is refused as one whose password must change is: there is no
//! half a login that something would have to look out for. So is one whose role asks for it and who has none.
use super::{model::UserRow, users::store as users};
use crate::{
    App,
    db::{Change, Tx},
    on, parameters,
    problem::{Code, Problem},
    statements,
};
use totp_rs::{Algorithm, TOTP};
use uuid::Uuid;

statements! {
    FIND = "SELECT secret, confirmed_at, last_step FROM second_factors WHERE user_id = $1";
    START = "INSERT INTO second_factors (user_id, secret, created_at, confirmed_at, last_step) VALUES ($1, $2, $3, NULL, 0) \
            ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, last_step = 0 \
            WHERE second_factors.confirmed_at IS NULL";
    USE_STEP = "UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2";
    /// The secret whose code was given, and no other that was made meanwhile.
    CONFIRM = "UPDATE second_factors SET confirmed_at = $2 WHERE user_id = $1 AND secret = $3 AND confirmed_at IS NULL";
    INSERT_CODE = "INSERT INTO recovery_codes (id, user_id, code_hash) VALUES ($1, $2, $3)";
    CLEAR_CODES = "DELETE FROM recovery_codes WHERE user_id = $1";
    USE_CODE = "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL";
    CODES_LEFT = "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL";
}

const LABEL: &str = "second factor";
const PERIOD_S: i64 = 30;
/// Codes of the period before and after this one are good too: clocks differ.
const SKEW: i64 = 1;
const RECOVERY_CODES: usize = 10;

#[derive(sqlx::FromRow)]
struct Row {
    secret: Vec<u8>,
    confirmed_at: Option<i64>,
    last_step: i64,
}

/// How somebody's second factor stands.
pub struct Standing {
    pub confirmed_at: Option<i64>,
    pub codes_left: i64,
}

/// What an authenticator application is told.
pub struct Enrolment {
    pub secret: String,
    pub uri: String,
}

async fn find(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<Option<Row>> {
    on!(tx, |c| sqlx::query_as(FIND).bind(user_id).fetch_optional(c).await)
}

fn totp(app: &App, secret: Vec<u8>, account: &str) -> Result<TOTP, Problem> {
    let issuer = app.parameters.text(&parameters::SITE_NAME, None).replace(':', " ");
    TOTP::new(Algorithm::SHA1, 6, 1, PERIOD_S.unsigned_abs(), secret, Some(issuer), account.replace(':', " "))
        .map_err(|error| Problem::internal(error.to_string()))
}

fn opened(app: &App, user: &UserRow, row: &Row) -> Result<TOTP, Problem> {
    let secret = app.keys.open(LABEL, user.id.as_bytes(), &row.secret);
    totp(app, secret.ok_or_else(|| Problem::internal("a second factor cannot be read"))?, &user.username)
}

pub async fn standing(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<Standing> {
    let row = find(tx, user_id).await?;
    let codes_left = on!(tx, |c| sqlx::query_scalar(CODES_LEFT).bind(user_id).fetch_one(c).await)?;
    Ok(Standing { confirmed_at: row.and_then(|row| row.confirmed_at), codes_left })
}

/// Makes a secret, which counts once it was confirmed.
pub async fn start(app: &App, change: &mut Change, user: &UserRow) -> Result<Enrolment, Problem> {
    if find(change, user.id).await?.is_some_and(|row| row.confirmed_at.is_some()) {
        return Err(Code::AlreadyEnrolled.into());
    }
    let secret: [u8; 20] = rand::random();
    let sealed = app.keys.seal(LABEL, user.id.as_bytes(), &secret);
    let sealed = sealed.ok_or_else(|| Problem::internal("a second factor cannot be sealed"))?;
    let now = change.now();
    let started = on!(&mut **change, |c| sqlx::query(START)
        .bind(user.id)
        .bind(sealed)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if started == 0 {
        return Err(Code::AlreadyEnrolled.into());
    }
    let totp = totp(app, secret.to_vec(), &user.username)?;
    Ok(Enrolment { secret: totp.get_secret_base32(), uri: totp.get_url() })
}

/// Confirms the secret with one of its codes; the recovery codes.
pub async fn confirm(app: &App, change: &mut Change, user: &UserRow, code: &str) -> Result<Vec<String>, Problem> {
    let row = find(change, user.id).await?.ok_or(Code::BadOtp)?;
    if row.confirmed_at.is_some() {
        return Err(Code::AlreadyEnrolled.into());
    }
    if !use_code(app, change, user, &row, code).await? {
        return Err(Code::BadOtp.into());
    }
    let now = change.now();
    let confirmed = on!(&mut **change, |c| sqlx::query(CONFIRM)
        .bind(user.id)
        .bind(now)
        .bind(&row.secret)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if confirmed == 0 {
        return Err(Code::BadOtp.into());
    }
    Ok(renew_recovery(app, change, user.id).await?)
}

/// Makes ten recovery codes; those of before are no longer good.
pub async fn renew_recovery(app: &App, change: &mut Change, user_id: Uuid) -> sqlx::Result<Vec<String>> {
    on!(&mut **change, |c| sqlx::query(CLEAR_CODES).bind(user_id).execute(c).await.map(drop))?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    for code in &codes {
        let (id, hash) = (change.new_id(), hash(app, user_id, code));
        on!(&mut **change, |c| sqlx::query(INSERT_CODE).bind(id).bind(user_id).bind(hash).execute(c).await.map(drop))?;
    }
    Ok(codes)
}

/// Twelve letters and digits that are not mistaken for one another.
fn recovery_code() -> String {
    const SIGNS: &[u8; 30] = b"23456789abcdefghjkmnpqrstvwxyz";
    let sign = || char::from(SIGNS[rand::random_range(0..SIGNS.len())]);
    let groups: Vec<String> = (0..3).map(|_| (0..4).map(|_| sign()).collect()).collect();
    groups.join("-")
}

fn hash(app: &App, user_id: Uuid, code: &str) -> Vec<u8> {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    app.keys.derive("recovery code", &[user_id.as_bytes(), code.as_bytes()].concat()).to_vec()
}

/// Asks for the second factor of somebody whose password was right.
///
/// # Errors
/// [`Code::OtpRequired`] without a code, [`Code::BadOtp`] with a wrong one, [`Code::MustEnrol`] when a role asks for
/// a second factor that is not there yet.
pub async fn demand(app: &App, change: &mut Change, user: &UserRow, code: Option<&str>) -> Result<(), Problem> {
    let row = find(change, user.id).await?.filter(|row| row.confirmed_at.is_some());
    let Some(row) = row else {
        let missing = users::factor_missing(change, user.id).await?;
        return if missing { Err(Code::MustEnrol.into()) } else { Ok(()) };
    };
    let code = code.map(str::trim).filter(|code| !code.is_empty()).ok_or(Code::OtpRequired)?;
    let now = change.now();
    // Whoever comes here knows the password: the account itself counts, wherever the attempts come from.
    app.otp_attempts.take(user.id, 1.0, now)?;
    let good = use_code(app, change, user, &row, code).await? || use_recovery(app, change, user.id, code).await?;
    if !good {
        return Err(Code::BadOtp.into());
    }
    app.otp_attempts.give_back(user.id, 1.0, now);
    Ok(())
}

/// Whether `code` is one of now, which was not used yet.
async fn use_code(app: &App, change: &mut Change, user: &UserRow, row: &Row, code: &str) -> Result<bool, Problem> {
    let totp = opened(app, user, row)?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = change.now() / 1000 / PERIOD_S;
    let of = |step: i64| totp.generate((step * PERIOD_S).unsigned_abs());
    let Some(step) = (step - SKEW..=step + SKEW).find(|step| *step > row.last_step && of(*step) == code) else {
        return Ok(false);
    };
    let fresh = on!(&mut **change, |c| sqlx::query(USE_STEP)
        .bind(user.id)
        .bind(step)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(fresh > 0)
}

async fn use_recovery(app: &App, change: &mut Change, user_id: Uuid, code: &str) -> sqlx::Result<bool> {
    let (hash, now) = (hash(app, user_id, code), change.now());
    on!(&mut **change, |c| sqlx::query(USE_CODE)
        .bind(user_id)
        .bind(hash)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected() > 0))
}
