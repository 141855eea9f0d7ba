//! Lock-out after wrong passwords, in the database: every process knows, and a restart forgets nothing.
//!
//! Failures in a row of one login from one source lock that login for that source, for 90 seconds and
//! twice as long after each further failure. Elsewhere its holder signs in as ever, so that nobody can
//! be locked out by a stranger. A login that nobody has is treated alike: the answer tells nothing.
use super::origin::Source;
use crate::{
    App,
    db::{Change, Tx},
    on,
    problem::{Code, Problem},
    statements,
};

statements! {
    FIND = "SELECT locked_until FROM login_failures WHERE login_hash = $1 AND ip = $2 AND locked_until > $3";
    COUNT = "INSERT INTO login_failures (login_hash, ip, failures, last_at, locked_until) VALUES ($1, $2, 1, $3, 0) \
            ON CONFLICT (login_hash, ip) DO UPDATE SET failures = login_failures.failures + 1, last_at = excluded.last_at \
            RETURNING failures";
    LOCK = "UPDATE login_failures SET locked_until = $3 WHERE login_hash = $1 AND ip = $2";
    FORGET = "DELETE FROM login_failures WHERE login_hash = $1 AND ip = $2";
    FORGET_ALL = "DELETE FROM login_failures WHERE login_hash = $1";
    ADDRESSES = "SELECT ip FROM login_failures WHERE login_hash = $1";
    LOCKED = "SELECT MAX(locked_until) FROM login_failures WHERE login_hash = $1 AND locked_until > $2";
    PURGE = "DELETE FROM login_failures WHERE last_at < $1";
}

/// Failures in a row that cost nothing.
const FREE: i64 = 10;
/// As long as the failures in memory take to allow another attempt: what is said to be enough is enough.
const FIRST_LOCK_MS: i64 = 90_000;
const LONGEST_LOCK_MS: i64 = 3_600_000;
/// Failures of so long ago are forgotten.
pub const KEPT_MS: i64 = 24 * 3_600_000;

fn hash(app: &App, login: &str) -> Vec<u8> {
    app.keys.derive("login", login.trim().to_lowercase().as_bytes()).to_vec()
}

/// How long a login is locked after so many failures in a row.
fn lock_ms(failures: i64) -> i64 {
    let over = (failures - FREE).clamp(-1, 10);
    if over < 0 { 0 } else { (FIRST_LOCK_MS << over).min(LONGEST_LOCK_MS) }
}

/// # Errors
/// [`Code::TooManyAttempts`] while this login is locked for this source.
pub async fn check(tx: &mut Tx, app: &App, login: &str, source: Source) -> Result<(), Problem> {
    let now = app.clock.now();
    let locked: Option<i64> = on!(tx, |c| sqlx::query_scalar(FIND)
        .bind(hash(app, login))
        .bind(source.to_string())
        .bind(now)
        .fetch_optional(c)
        .await)?;
    match locked {
        Some(until) => {
            let seconds = (until - now).unsigned_abs().div_ceil(1000);
            Err(Problem::from(Code::TooManyAttempts).retry_after(seconds))
        }
        None => Ok(()),
    }
}

/// Counts a failure.
pub async fn count(change: &mut Change, app: &App, login: &str, source: Source) -> sqlx::Result<()> {
    let (login, ip, now) = (hash(app, login), source.to_string(), change.now());
    let failures: i64 =
        on!(&mut **change, |c| sqlx::query_scalar(COUNT).bind(&login).bind(&ip).bind(now).fetch_one(c).await)?;
    let lock = lock_ms(failures);
    if lock > 0 {
        let until = now + lock;
        on!(&mut **change, |c| sqlx::query(LOCK).bind(&login).bind(&ip).bind(until).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Forgets the failures from this source: the right password came.
pub async fn succeeded(change: &mut Change, app: &App, login: &str, source: Source) -> sqlx::Result<()> {
    let (login, ip) = (hash(app, login), source.to_string());
    on!(&mut **change, |c| sqlx::query(FORGET).bind(login).bind(ip).execute(c).await.map(drop))
}

/// Forgets the failures of these logins, from everywhere.
pub async fn forget<'l>(change: &mut Change, app: &App, logins: impl Iterator<Item = &'l str>) -> Result<(), Problem> {
    for login in logins {
        let hash = hash(app, login);
        let addresses: Vec<String> =
            on!(&mut **change, |c| sqlx::query_scalar(ADDRESSES).bind(&hash).fetch_all(c).await)?;
        for source in addresses.iter().filter_map(|source| source.parse::<Source>().ok()) {
            app.login_failures.forget(super::login_key(login, source));
        }
        on!(&mut **change, |c| sqlx::query(FORGET_ALL).bind(&hash).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Until when one of these logins is locked somewhere.
pub async fn until<'l>(tx: &mut Tx, app: &App, logins: impl Iterator<Item = &'l str>) -> sqlx::Result<Option<i64>> {
    let now = app.clock.now();
    let mut latest = None;
    for login in logins {
        let hash = hash(app, login);
        let locked: Option<i64> =
            on!(&mut *tx, |c| sqlx::query_scalar(LOCKED).bind(hash).bind(now).fetch_one(c).await)?;
        latest = latest.max(locked);
    }
    Ok(latest)
}

pub async fn purge(tx: &mut Tx, before: i64) -> sqlx::Result<u64> {
    on!(tx, |c| sqlx::query(PURGE).bind(before).execute(c).await.map(|done| done.rows_affected()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_up_to_an_hour() {
        assert_eq!([1, 9, 10, 11, 12].map(lock_ms), [0, 0, 90_000, 180_000, 360_000]);
        assert_eq!([15, 16, 60].map(lock_ms), [2_880_000, 3_600_000, 3_600_000]);
    }
}
