//! Refresh tokens rotate: a lost answer may be asked for again, and a stolen token ends its family and no other.
use crate::report::Report;
use guichet::{accounts::RoleScope, config::Limits};
use guichet_tests::{Kind, PASSWORD, Site};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::time::Duration;

const STEPS: usize = 8;

pub async fn prove(kind: Kind, report: &mut Report) {
    let families = report.times(15, 1000);
    let site = Site::open_with(kind, |settings| settings.limits = Limits::Test).await;
    let owner = site.user("super_admin", RoleScope::All, None).await;
    let me = owner.get("/api/accounts/me/").await.ok();
    let login = json!({ "login": me["username"], "password": PASSWORD });
    let mut rng = StdRng::seed_from_u64(21);
    let (mut wrong, mut missed, mut alive) = (0, 0, 0);
    for _ in 0..families {
        let mut current = site.anonymous().post("/api/token/", login.clone()).await.ok()["refresh"].clone();
        let mut old = Vec::new();
        for _ in 0..STEPS {
            site.advance(Duration::from_secs(rng.random_range(31..7200)));
            let mut next = refresh(&site, &current).await;
            if rng.random_bool(0.4) {
                // The answer was lost on its way: up to 30 seconds later the client asks again, perhaps more than once.
                for _ in 0..rng.random_range(1..3) {
                    site.advance(Duration::from_secs(rng.random_range(0..14)));
                    next = refresh(&site, &current).await;
                }
            }
            match next {
                Some(next) => old.push(std::mem::replace(&mut current, next)),
                None => wrong += 1,
            }
        }
        // Somebody who copied one of the old ones uses it.
        site.advance(Duration::from_secs(31));
        let stolen = &old[rng.random_range(0..old.len())];
        missed += usize::from(refresh(&site, stolen).await.is_some());
        missed += usize::from(refresh(&site, &current).await.is_some());
        alive += usize::from(owner_is_in(&site, &login).await);
    }
    report.none(&format!("of {families} honest families with lost answers: ended wrongly"), wrong);
    report.none("stolen tokens that were let in, or families that outlived them", missed);
    report.figure("the owner signs in again", format!("{alive} of {families}"), "all", alive == families);
    site.close().await;
}

async fn refresh(site: &Site, token: &Value) -> Option<Value> {
    let answer = site.anonymous().post("/api/token/refresh/", json!({ "refresh": token })).await;
    (answer.status.as_u16() == 200).then(|| answer.ok()["refresh"].clone())
}

async fn owner_is_in(site: &Site, login: &Value) -> bool {
    site.anonymous().post("/api/token/", login.clone()).await.status.as_u16() == 200
}
