//! Migrations that are killed on the way: the next start goes on, and the schema ends as if nothing had happened.
use crate::report::Report;
use guichet::on;
use guichet_tests::load::site::{Ground, Kind};
use std::time::Instant;

const SQLITE: &str = "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_schema \
    UNION ALL SELECT 'migration ' || version || ' ' || hex(checksum) || success FROM _sqlx_migrations ORDER BY 1";
const POSTGRES: &str = "SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable \
    FROM information_schema.columns WHERE table_schema = 'public' \
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
    UNION ALL SELECT tgname || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
    UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace \
    UNION ALL SELECT 'migration ' || version || ' ' || encode(checksum, 'hex') || success FROM _sqlx_migrations ORDER BY 1";

pub async fn prove(kind: Kind, report: &mut Report) {
    let kills = report.times(4, 20);
    let untouched = Ground::bare(kind).await;
    let begun = Instant::now();
    assert!(untouched.run(&["migrate"]).status.success(), "the migrations are sound");
    let whole = begun.elapsed();
    let expected = schema(kind, &untouched).await;
    let (mut other, mut half) = (0, 0);
    for number in 0..kills {
        let ground = Ground::bare(kind).await;
        // From the first moment of the way to its last.
        let mut process = ground.start(&["migrate"]);
        std::thread::sleep(whole * number / kills);
        process.kill().expect("a process");
        process.wait().expect("its end");
        half += usize::from(schema(kind, &ground).await != expected);
        let resumed = ground.run(&["migrate"]).status.success();
        other += usize::from(!resumed || schema(kind, &ground).await != expected);
    }
    report.figure("migrations killed half-way", format!("{half} of {kills}"), "some", half > 0);
    report.none("schemas that ended otherwise", other);
}

/// The schema, as text; nothing when there is none.
async fn schema(kind: Kind, ground: &Ground) -> Vec<String> {
    let sql = if kind == Kind::Sqlite { SQLITE } else { POSTGRES };
    let app = ground.open().await;
    let mut tx = app.db.read().await.expect("a connection");
    let found = on!(&mut tx, |c| sqlx::query_scalar::<_, String>(sql).fetch_all(c).await);
    drop(tx);
    app.db.close().await;
    found.unwrap_or_default()
}
