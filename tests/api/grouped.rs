//! Changes that arrive together share a commit: each is kept whole, or undone whole.
use crate::harness::{Kind, Person, Site, both};
use guichet::{
    db::{Event, Unaudited},
    on,
};
use serde_json::json;
use uuid::Uuid;

const SQL: &str = "INSERT INTO org_units (id, code, name, search_text, created_at, updated_at, version) \
                   VALUES ($1, $2, $2, $2, 0, 0, 1)";

/// Writes a row, and leaves the rest to the caller.
async fn begin(site: &Site, code: &str) -> guichet::db::Change {
    let mut change = site.change().await;
    let id = change.new_id();
    on!(&mut *change, |c| sqlx::query(SQL).bind(id).bind(code).execute(c).await.map(drop)).expect("a row");
    change
}

fn event() -> Event {
    Event::new("tests", "write", "org_unit", Uuid::nil())
}

/// Issues a session. Who is told that the server is busy changed nothing, and asks again.
pub async fn issue(desk: &Person<'_>) {
    for _ in 0..200 {
        let answer = desk.post("/api/sessions/", json!({ "minutes": 5 })).await;
        if answer.status.as_u16() != 503 {
            answer.created();
            return;
        }
        answer.problem(503, "unavailable");
    }
    panic!("busy for ever");
}

async fn units(site: &Site) -> i64 {
    site.count("SELECT COUNT(*) FROM org_units").await
}

both! {
    /// Many at once, some of them dropped half-way: the kept ones are all there, the dropped ones are
    /// not, and the chain is whole.
    async fn kept_changes_stay_and_dropped_ones_go(site: &Site) {
        let lines = site.count("SELECT COUNT(*) FROM audit_log").await;
        let writes = (0..120).map(|number| async move {
            let change = begin(site, &format!("unit-{number}")).await;
            match number % 4 {
                0 => drop(change),
                1 => change.commit_unaudited(Unaudited::Scheduling).await.expect("kept"),
                _ => change.commit(event().with("number", number)).await.expect("kept"),
            }
        });
        futures_util::future::join_all(writes).await;
        assert_eq!(units(site).await, 90);
        assert_eq!(site.count("SELECT COUNT(*) FROM org_units WHERE code IN ('unit-0', 'unit-4', 'unit-116')").await, 0);
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log").await, lines + 60);
        site.assert_sound_log().await;
        let stats = site.app.db.group_stats();
        if site.kind == Kind::Sqlite {
            assert!(stats.commits > 0 && stats.commits < stats.changes, "nothing was grouped: {stats:?}");
        }
    }

    /// A statement that fails spoils its own change, and not those beside it.
    async fn a_failure_spoils_its_own_change_alone(site: &Site) {
        begin(site, "taken").await.commit(event()).await.expect("kept");
        let writes = (0..40).map(|number| async move {
            if number % 2 == 0 {
                begin(site, &format!("unit-{number}")).await.commit(event()).await.expect("kept");
                return;
            }
            let mut change = site.change().await;
            let id = change.new_id();
            let refused = on!(&mut *change, |c| sqlx::query("INSERT INTO org_units (id, code, name, created_at) VALUES ($1, 'taken', 'x', 0)")
                .bind(id)
                .execute(c)
                .await
                .map(drop));
            assert!(refused.is_err());
            drop(change);
        });
        futures_util::future::join_all(writes).await;
        assert_eq!(units(site).await, 21);
        site.assert_sound_log().await;
    }

    /// Whoever leaves while a change waits for its turn, or half-way through it, blocks nobody.
    async fn a_caller_who_leaves_blocks_nobody(site: &Site) {
        let held = begin(site, "held").await;
        let mut waiting = Vec::new();
        for number in 0..20 {
            let app = site.app.clone();
            waiting.push(tokio::spawn(async move {
                let change = app.db.change(guichet::db::Actor::SYSTEM).await.expect("a change");
                // Never finished: aborted in the middle, or while it waits.
                tokio::time::sleep(std::time::Duration::from_millis(number * 3)).await;
                drop(change);
            }));
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        for task in &waiting {
            task.abort();
        }
        held.commit(event()).await.expect("kept");
        begin(site, "after").await.commit(event()).await.expect("kept");
        assert_eq!(units(site).await, 2);
        site.assert_sound_log().await;
    }

    /// What is announced is heard when the change is kept, and never when it is dropped.
    async fn only_what_is_kept_is_told(site: &Site) {
        let mut heard = site.app.live.subscribe();
        let announce = |mut change: guichet::db::Change, id: u128| {
            change.announce(guichet::live::LiveEvent::Identity { station_id: Uuid::from_u128(id) });
            change
        };
        drop(announce(begin(site, "dropped").await, 1));
        announce(begin(site, "kept").await, 2).commit(event()).await.expect("kept");
        let told = heard.try_recv().expect("told");
        assert_eq!(told.event, guichet::live::LiveEvent::Identity { station_id: Uuid::from_u128(2) });
        assert!(heard.try_recv().is_err());
    }

    /// A change is not seen before it is kept.
    async fn a_change_is_not_seen_before_it_is_kept(site: &Site) {
        let change = begin(site, "unseen").await;
        assert_eq!(units(site).await, 0);
        change.commit(event()).await.expect("kept");
        assert_eq!(units(site).await, 1);
    }

    /// The same through the API: many desks at once.
    async fn many_desks_at_once(site: &Site) {
        let agency = site.agency("RE").await;
        let desk = &site.operator(agency).await;
        futures_util::future::join_all((0..40).map(|_| issue(desk))).await;
        assert_eq!(site.count("SELECT COUNT(*) FROM kiosk_sessions").await, 40);
        assert_eq!(site.count("SELECT COUNT(DISTINCT code_hash) FROM kiosk_sessions").await, 40);
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log WHERE action = 'generation_code'").await, 40);
        site.assert_sound_log().await;
    }
}
