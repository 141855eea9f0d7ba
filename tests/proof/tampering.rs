//! The audit log shows any tampering with it.
use crate::report::Report;
use guichet::{
    audit::{self, KioskAction},
    db::{Actor, Change, Event},
    on,
};
use guichet_tests::{Kind, Site, without_triggers};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::json;
use uuid::Uuid;

const LINES: usize = 200;

pub async fn prove(kind: Kind, report: &mut Report) {
    let rounds = report.times(100, 2000);
    let site = Site::open(kind).await;
    for number in 0..LINES {
        let action = KioskAction::ALL[number % KioskAction::ALL.len()];
        let event = Event::kiosk(action, "session", Some(Uuid::from_u128(number as u128)))
            .with("minutes", number)
            .states(None, Some(json!({ "statut": "active", "place": number })));
        site.change().await.commit(event).await.expect("kept");
    }
    let sound = audit::verify(&mut site.app.db.read().await.expect("a connection"), None).await.expect("a walk");
    assert_eq!(sound.fault, None);
    let mut rng = StdRng::seed_from_u64(17);
    let (mut missed, mut misplaced) = (0, 0);
    for _ in 0..rounds {
        let seq = rng.random_range(1..=sound.last_seq);
        let alteration = ALTERATIONS.choose(&mut rng).expect("some");
        // A change that is dropped: each round begins with the sound log.
        let mut change = site.app.db.change(Actor::SYSTEM).await.expect("a change");
        without_triggers(&site, &mut change).await;
        let changed = alteration.make(&mut change, seq, &mut rng).await;
        assert!(changed > 0, "{} changed nothing at {seq}", alteration.sql);
        match audit::verify(&mut change, None).await.expect("a walk").fault {
            None => missed += 1,
            Some(fault) => misplaced += usize::from(alteration.at_the_row && fault.seq != seq),
        }
    }
    report.none(&format!("of {rounds} alterations of {} lines: not found", sound.rows), missed);
    report.none("found at another line than the altered one", misplaced);
    site.close().await;
}

/// One way to alter the log behind the program's back; `$1` is the row's place.
struct Alteration {
    sql: &'static str,
    value: Second,
    /// Whether the row itself is where it shows.
    at_the_row: bool,
}

/// What `$2` is.
enum Second {
    Nothing,
    Id,
    Hash,
}

const ALTERATIONS: &[Alteration] = &[
    Alteration::row("UPDATE audit_log SET at = at + 1 WHERE seq = $1"),
    Alteration::row("UPDATE audit_log SET at = at - 86400000 WHERE seq = $1"),
    Alteration::row(
        "UPDATE audit_log SET actor_kind = CASE actor_kind WHEN 'system' THEN 'user' ELSE 'system' END WHERE seq = $1",
    ),
    Alteration::row("UPDATE audit_log SET category = category || 'x' WHERE seq = $1"),
    Alteration::row(
        "UPDATE audit_log SET action = CASE action WHEN 'erreur' THEN 'ajout_temps' ELSE 'erreur' END WHERE seq = $1",
    ),
    Alteration::row("UPDATE audit_log SET entity_kind = entity_kind || ' ' WHERE seq = $1"),
    Alteration::row("UPDATE audit_log SET ip = '10.9.8.7' WHERE seq = $1"),
    Alteration::row("UPDATE audit_log SET before_state = '{}' WHERE seq = $1"),
    Alteration::row("UPDATE audit_log SET after_state = '{\"statut\":\"annulee\"}' WHERE seq = $1"),
    Alteration::row("UPDATE audit_log SET metadata = metadata || ' ' WHERE seq = $1"),
    Alteration::row_with("UPDATE audit_log SET id = $2 WHERE seq = $1", Second::Id),
    Alteration::row_with("UPDATE audit_log SET actor_id = $2 WHERE seq = $1", Second::Id),
    Alteration::row_with("UPDATE audit_log SET entity_id = $2 WHERE seq = $1", Second::Id),
    Alteration::row_with("UPDATE audit_log SET session_id = $2 WHERE seq = $1", Second::Id),
    Alteration::row_with("UPDATE audit_log SET agency_id = $2 WHERE seq = $1", Second::Id),
    Alteration::row_with("UPDATE audit_log SET prev_hash = $2 WHERE seq = $1", Second::Hash),
    Alteration::row_with("UPDATE audit_log SET hash = $2 WHERE seq = $1", Second::Hash),
    Alteration::row("DELETE FROM audit_log WHERE seq = $1"),
    Alteration::row("DELETE FROM audit_log WHERE seq >= $1"),
    Alteration::row("UPDATE audit_log SET seq = seq + 100000 WHERE seq = $1"),
    Alteration {
        sql: "INSERT INTO audit_log (id, seq, at, actor_kind, category, action, entity_kind, metadata, prev_hash, hash) \
              SELECT CAST($2 AS UUID), h.seq + 1, l.at, 'system', 'essai', 'x', 'row', '{}', h.hash, l.hash \
              FROM audit_log l, audit_head h WHERE l.seq = $1",
        value: Second::Id,
        at_the_row: false,
    },
    Alteration {
        sql: "UPDATE audit_head SET seq = seq + 1 WHERE id = 1 AND $1 > 0",
        value: Second::Nothing,
        at_the_row: false,
    },
    Alteration {
        sql: "UPDATE audit_head SET hash = $2 WHERE id = 1 AND $1 > 0",
        value: Second::Hash,
        at_the_row: false,
    },
];

impl Alteration {
    const fn row(sql: &'static str) -> Self {
        Self::row_with(sql, Second::Nothing)
    }

    const fn row_with(sql: &'static str, value: Second) -> Self {
        Self { sql, value, at_the_row: true }
    }

    async fn make(&self, change: &mut Change, seq: i64, rng: &mut StdRng) -> u64 {
        let done = on!(&mut **change, |c| {
            let query = sqlx::query(self.sql).bind(seq);
            let query = match self.value {
                Second::Nothing => query,
                Second::Id => query.bind(Uuid::from_u128(rng.random())),
                Second::Hash => query.bind(rng.random::<[u8; 32]>().to_vec()),
            };
            query.execute(c).await.map(|done| done.rows_affected())
        });
        done.unwrap_or_else(|error| panic!("{}: {error}", self.sql))
    }
}
