//! What somebody holds, and whether it is enough to give it to others, or to touch their accounts.
//!
//! Nobody can give rights they do not hold, nor change the account of somebody who holds more: a
//! password that one may reset is a right that one has.
use crate::{
    db::{Change, Tx},
    on,
    problem::{Code, Problem},
    statements,
};
use uuid::Uuid;

statements! {
    HELD = "SELECT rp.permission, ur.scope, a.id AS agency_id, COALESCE(ur.province, a.province) AS province FROM user_roles ur \
            JOIN users u ON u.id = ur.user_id JOIN role_permissions rp ON rp.role_id = ur.role_id \
            LEFT JOIN agencies a ON ur.scope = 'agency' AND a.id = COALESCE(ur.agency_id, u.agency_id) WHERE ur.user_id = $1";
    LOCK_ROLE = "UPDATE roles SET label = label WHERE code = $1";
    ADMINISTRATORS = "SELECT COUNT(*) FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id \
            WHERE r.code = $1 AND ur.scope = 'all' AND u.is_active AND u.password_hash <> '!'";
}

/// The role that holds everything, always.
pub const SUPER_ADMIN: &str = "super_admin";

/// A permission, and the rows it is held for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Right {
    permission: String,
    scope: String,
    agency_id: Option<Uuid>,
    /// The province it is held for, or the one its agency lies in.
    province: Option<String>,
}

impl Right {
    fn covers(&self, wanted: &Self) -> bool {
        self.permission == wanted.permission
            && match (self.scope.as_str(), wanted.scope.as_str()) {
                ("all", _) | (_, "own") => true,
                ("province", "agency" | "province") => wanted.province.is_some() && wanted.province == self.province,
                // An agency that is not known yet gives nothing yet.
                ("agency", "agency") => wanted.agency_id.is_none() || wanted.agency_id == self.agency_id,
                _ => false,
            }
    }
}

/// What an account holds.
pub async fn held(tx: &mut Tx, user_id: Uuid) -> sqlx::Result<Vec<Right>> {
    on!(tx, |c| sqlx::query_as(HELD).bind(user_id).fetch_all(c).await)
}

/// # Errors
/// [`Code::BeyondRights`] when `own` does not cover all that is `wanted`.
pub fn require(own: &[Right], wanted: &[Right]) -> Result<(), Problem> {
    let covered = |wanted: &Right| own.iter().any(|right| right.covers(wanted));
    if wanted.iter().all(covered) { Ok(()) } else { Err(Code::BeyondRights.into()) }
}

/// # Errors
/// [`Code::BeyondRights`] unless these permissions are held for all rows: roles are everybody's.
pub fn require_everywhere(own: &[Right], permissions: &[String]) -> Result<(), Problem> {
    let everywhere = |code: &String| own.iter().any(|right| right.permission == *code && right.scope == "all");
    if permissions.iter().all(everywhere) { Ok(()) } else { Err(Code::BeyondRights.into()) }
}

/// # Errors
/// [`Code::BeyondRights`] unless these permissions are held for some rows.
pub fn require_some(own: &[Right], permissions: &[String]) -> Result<(), Problem> {
    let held = |code: &String| own.iter().any(|right| right.permission == *code);
    if permissions.iter().all(held) { Ok(()) } else { Err(Code::BeyondRights.into()) }
}

/// Lets changes of what holds for all accounts together go one after the other.
pub async fn take_turns(change: &mut Change) -> sqlx::Result<()> {
    on!(&mut **change, |c| sqlx::query(LOCK_ROLE).bind(SUPER_ADMIN).execute(c).await.map(drop))
}

/// # Errors
/// [`Code::LastAdministrator`] when this change leaves nobody who can do everything.
pub async fn keep_an_administrator(change: &mut Change) -> Result<(), Problem> {
    // Two changes that each leave one to the other wait for one another here.
    take_turns(change).await?;
    let left: i64 = on!(&mut **change, |c| sqlx::query_scalar(ADMINISTRATORS).bind(SUPER_ADMIN).fetch_one(c).await)?;
    if left == 0 { Err(Code::LastAdministrator.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(scope: &str, agency: Option<u128>, province: Option<&str>) -> Right {
        Right {
            permission: "sessions:lire".into(),
            scope: scope.into(),
            agency_id: agency.map(Uuid::from_u128),
            province: province.map(str::to_owned),
        }
    }

    #[test]
    fn a_right_covers_what_lies_within_it() {
        let all = right("all", None, None);
        let here = right("agency", Some(1), Some("974"));
        let beside = right("agency", Some(2), Some("974"));
        let province = right("province", None, Some("974"));
        let elsewhere = right("province", None, Some("KN"));
        let own = right("own", None, None);
        for (held, wanted, covers) in [
            (&all, &all, true),
            (&all, &own, true),
            (&province, &here, true),
            (&province, &province, true),
            (&province, &elsewhere, false),
            (&province, &all, false),
            (&here, &here, true),
            (&here, &beside, false),
            (&here, &province, false),
            (&here, &own, true),
            (&own, &own, true),
            (&own, &here, false),
        ] {
            assert_eq!(held.covers(wanted), covers, "{held:?} {wanted:?}");
        }
        let other = Right { permission: "sessions:creer".into(), ..all.clone() };
        assert!(!other.covers(&own) && require(&[all], &[other]).is_err());
    }
}
