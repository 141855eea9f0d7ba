//! Who may have a session: those whose consent is in force, a few times a day (VIS-004, VIS-016).
use super::{bans, model::Record, registration};
use crate::{
    App, agencies, days,
    db::Tx,
    i18n::{self, Language},
    list::Scope,
    parameters,
    problem::{Checks, Problem},
    sessions,
};
use chrono_tz::Tz;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether a visitor may have another session today.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UtilisateurCanCreate)]
pub struct Admission {
    /// Whether a session would be issued.
    pub can_create: bool,
    /// Why not: `consent_revoked`, `banned` or `quota`.
    #[schema(example = "quota")]
    pub reason: Option<&'static str>,
    /// The same for people, in the caller's language.
    pub detail: Option<String>,
    /// How many more sessions today.
    #[schema(example = 0)]
    pub remaining: i64,
    /// How many sessions a day there may be.
    #[schema(example = 3)]
    pub limit: i64,
}

/// What a session needs to know of its visitor.
#[derive(Debug, Clone)]
pub struct VisitorForSession {
    /// The visitor.
    pub id: Uuid,
    /// The agency that registered the visitor.
    pub agency_id: Uuid,
    /// Both names.
    pub name: String,
}

/// Why no session is issued to a visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// The consent was taken back.
    ConsentRevoked,
    /// The visitor is banned.
    Banned,
    /// The day's sessions are used up.
    Quota,
}

impl Refusal {
    const fn code(self) -> &'static str {
        match self {
            Self::ConsentRevoked => "consent_revoked",
            Self::Banned => "banned",
            Self::Quota => "quota",
        }
    }
}

/// What a visitor has had today, and may have.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    consents: bool,
    /// Until when the visitor is banned, and on which clocks.
    banned: Option<(i64, Tz)>,
    had: i64,
    limit: i64,
}

impl Allowance {
    fn remaining(self) -> i64 {
        (self.limit - self.had).max(0)
    }

    fn refusal(self) -> Option<Refusal> {
        if !self.consents {
            Some(Refusal::ConsentRevoked)
        } else if self.banned.is_some() {
            Some(Refusal::Banned)
        } else if self.remaining() == 0 {
            Some(Refusal::Quota)
        } else {
            None
        }
    }

    fn args(self) -> Vec<(&'static str, String)> {
        let until = self.banned.map(|(until, zone)| bans::shown_until(until, zone)).unwrap_or_default();
        vec![("limit", self.limit.to_string()), ("until", until)]
    }
}

/// Counts the sessions issued on this day of the visitor's agency.
async fn allowance(tx: &mut Tx, app: &App, record: &Record) -> sqlx::Result<Allowance> {
    let agency = agencies::find(tx, record.agency_id).await?;
    let zone = agency.as_ref().map_or_else(|| app.settings.zone(), registration::zone_of);
    let (from, before) = days::bounds_of_day(app.clock.now(), zone);
    let had = sessions::count_of_visitor_between(tx, record.id, from, before).await?;
    let limit = app.parameters.integer(&parameters::SESSIONS_PER_DAY, Some(record.agency_id));
    let banned = record.banned_until.filter(|until| *until > app.clock.now()).map(|until| (until, zone));
    Ok(Allowance { consents: record.consent_revoked_at.is_none(), banned, had, limit })
}

/// Lets a session be issued to a visitor. The visitor's row is locked until the change ends, so
/// that two sessions issued at once count one after the other.
///
/// # Errors
/// Not found outside the scope or after erasure; invalid, naming `visitor_id`, with
/// `consent_revoked`, `banned` or `quota`; or when the database fails.
pub async fn may_start(tx: &mut Tx, app: &App, visitor_id: Uuid, scope: &Scope) -> Result<VisitorForSession, Problem> {
    let record = registration::lock(tx, scope, visitor_id).await?;
    let allowance = allowance(tx, app, &record).await?;
    if let Some(refusal) = allowance.refusal() {
        let mut checks = Checks::default();
        checks.refuse("visitor_id", refusal.code(), allowance.args());
        checks.finish()?;
    }
    Ok(VisitorForSession { id: record.id, agency_id: record.agency_id, name: record.name() })
}

/// Whether a session would be issued now.
pub(super) async fn can_start(tx: &mut Tx, app: &App, record: &Record, language: Language) -> sqlx::Result<Admission> {
    let allowance = allowance(tx, app, record).await?;
    let refusal = allowance.refusal();
    let sentence = |refusal: Refusal| i18n::text(language, &format!("field-{}", refusal.code()), &allowance.args());
    Ok(Admission {
        can_create: refusal.is_none(),
        reason: refusal.map(Refusal::code),
        detail: refusal.map(sentence),
        remaining: if allowance.consents && allowance.banned.is_none() { allowance.remaining() } else { 0 },
        limit: allowance.limit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_s_sessions_are_counted_down_to_none() {
        let after = |had| Allowance { consents: true, banned: None, had, limit: 3 };
        assert_eq!([0, 2, 3, 4].map(|had| after(had).remaining()), [3, 1, 0, 0]);
        assert_eq!(after(2).refusal(), None);
        assert_eq!(after(3).refusal(), Some(Refusal::Quota));
        let banned = Allowance { banned: Some((0, Tz::UTC)), ..after(3) };
        assert_eq!(banned.refusal(), Some(Refusal::Banned));
        let revoked = Allowance { consents: false, ..after(3) };
        assert_eq!(revoked.refusal(), Some(Refusal::ConsentRevoked));
    }
}
