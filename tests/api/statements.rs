//! SQL: every statement on both databases, and none of the traps between them.
use crate::{harness::both, source};
use guichet::{modules::MODULES, on};
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};
use std::{collections::BTreeSet, path::Path};

fn statements() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    MODULES.iter().flat_map(|module| {
        let parts = module.statements.iter().copied().flatten();
        parts.map(|(name, sql)| (module.name, *name, *sql))
    })
}

both! {
    /// One text, two databases: each statement is known by name, and each can be prepared.
    async fn every_statement_can_be_prepared(site: &Site) {
        let mut tx = site.app.db.read().await.expect("a connection");
        let mut broken = Vec::new();
        for (module, name, sql) in statements() {
            let prepared = on!(&mut tx, |c| (&mut *c).prepare(AssertSqlSafe(sql).into_sql_str()).await.map(drop));
            if let Err(error) = prepared {
                broken.push(format!("{module} {name}: {error}\n  {sql}"));
            }
        }
        assert!(broken.is_empty(), "{}", broken.join("\n"));
        assert!(statements().count() > 50, "too few: the list is not what it should be");
    }
}

/// What is refused in SQL, and why.
const TRAPS: &[(&str, &str)] = &[
    ("CURRENT_TIMESTAMP", "bind the clock"),
    ("CURRENT_DATE", "bind the clock"),
    ("NOW()", "bind the clock"),
    ("DATETIME(", "bind the clock"),
    ("STRFTIME(", "bind the clock"),
    ("ILIKE", "PostgreSQL only: LOWER on both sides"),
    ("::", "PostgreSQL only: CAST"),
    ("->", "not the same on TEXT and JSONB"),
    ("JSONB", "a JSON text is TEXT"),
    ("LATERAL", "PostgreSQL only"),
    ("FOR UPDATE", "PostgreSQL only"),
    ("GREATEST(", "PostgreSQL only: CASE"),
    ("LEAST(", "PostgreSQL only: CASE"),
    ("IFNULL(", "SQLite only: COALESCE"),
    ("INSERT OR", "SQLite only: ON CONFLICT"),
    ("GLOB", "SQLite only"),
    ("AS TEXT)", "a uuid reads differently on each"),
    ("ALTER COLUMN", "PostgreSQL only"),
    ("ADD CONSTRAINT", "PostgreSQL only"),
    ("AUTOINCREMENT", "keys are made by the program"),
    ("SERIAL", "keys are made by the program"),
    ("TIMESTAMPTZ", "instants are BIGINT milliseconds"),
];

fn traps_in(sql: &str) -> Vec<String> {
    let upper = sql.to_uppercase();
    let mut found: Vec<String> =
        TRAPS.iter().filter(|(trap, _)| upper.contains(trap)).map(|(trap, why)| format!("{trap}: {why}")).collect();
    // A sum of BIGINTs is NUMERIC on PostgreSQL.
    for (at, _) in upper.match_indices("SUM(") {
        let before = upper[..at].trim_end();
        if !before.ends_with("CAST(") && !before.ends_with("CAST(COALESCE(") {
            found.push("SUM without CAST(... AS BIGINT): NUMERIC on PostgreSQL".into());
        }
    }
    // LIKE folds case on SQLite only.
    for (at, _) in upper.match_indices(" LIKE ") {
        let folded = upper[..at].ends_with(')') && upper[at + 6..].trim_start().starts_with("LOWER(");
        if !folded {
            found.push("LIKE without LOWER on both sides".into());
        }
    }
    found
}

/// Without its comments, which may name a trap.
fn without_comments(sql: &str) -> String {
    sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_traps_are_seen() {
    for sql in [
        "SELECT now()",
        "SELECT a::text",
        "SELECT SUM(x) FROM t",
        "SELECT a FROM t WHERE b LIKE $1",
        "SELECT a FROM t WHERE LOWER(b) LIKE $1",
    ] {
        assert!(!traps_in(sql).is_empty(), "{sql}");
    }
    for sql in [
        "SELECT CAST(SUM(x) AS BIGINT) FROM t",
        "SELECT CAST(COALESCE(SUM(x), 0) AS BIGINT) FROM t",
        "SELECT a FROM t WHERE LOWER(b) LIKE LOWER($1)",
    ] {
        assert_eq!(traps_in(sql), [""; 0], "{sql}");
    }
}

#[test]
fn no_statement_falls_into_a_trap_between_the_databases() {
    let lists = MODULES.iter().flat_map(|module| module.lists).flat_map(|list| {
        let filters = list.search.iter().chain([&list.columns, &list.from]);
        filters.map(|sql| (list.name, *sql)).collect::<Vec<_>>()
    });
    let named = statements().map(|(module, name, sql)| (format!("{module} {name}"), sql));
    let all = named.chain(lists.map(|(name, sql)| (format!("list {name}"), sql)));
    let found: Vec<String> = all
        .flat_map(|(name, sql)| traps_in(sql).into_iter().map(move |trap| format!("{name}: {trap}\n  {sql}")))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_shared_migration_falls_into_a_trap() {
    let migrations = source::files("migrations", ".sql");
    for (path, text) in &migrations {
        let folder = path.parent().and_then(|folder| folder.file_name()).and_then(|name| name.to_str());
        if folder == Some("migrations") {
            assert_eq!(traps_in(&without_comments(text)), [""; 0], "{}", path.display());
        }
    }
    // What only one database has must have its counterpart on the other.
    let versions = |folder: &str| -> BTreeSet<String> {
        source::files(folder, ".sql")
            .into_iter()
            .filter_map(|(path, _)| Some(path.file_name()?.to_str()?.split('_').next()?.to_owned()))
            .collect()
    };
    assert_eq!(versions("migrations/sqlite"), versions("migrations/postgres"));
}

/// SEC-004: values are bound, never written into SQL. What is put together is known here.
#[test]
fn sql_is_put_together_in_known_places_only() {
    /// Lists, of their own columns; statements for many rows, of as many places as there are; and, for backups, names of the
    /// database's own catalogue.
    const KNOWN: &[&str] =
        &["server/src/list.rs", "server/src/db/values.rs", "server/src/db/tables.rs", "server/src/backup/restore.rs"];
    for (path, text) in source::files("server/src", ".rs") {
        let known = KNOWN.iter().any(|known| path.ends_with(known));
        assert!(known || !text.contains("AssertSqlSafe"), "{} puts SQL together", path.display());
    }
}

/// Every statement stands in a `statements!`, where the tests above see it.
#[test]
fn every_statement_is_named() {
    /// Written where they are used, and prepared whenever a server starts or a change is made.
    const PLAIN: &[&str] = &["SELECT 1", "SELECT pg_notify($1, $2)", "SELECT pg_database_size(current_database())"];
    /// Backups speak to one database in its own words; `make proof` plays all of them.
    const OWN_WORDS: [&str; 2] = ["server/src/backup/", "server/src/db/tables.rs"];
    let is_own = |path: &Path| OWN_WORDS.iter().any(|part| path.to_string_lossy().contains(part));
    for (path, text) in source::files("server/src", ".rs").into_iter().filter(|(path, _)| !is_own(path)) {
        for callee in ["query(", "query_as(", "query_scalar("] {
            for call in source::calls(&text, callee) {
                let sql = call.first().copied().and_then(source::literal);
                assert!(sql.is_none_or(|sql| PLAIN.contains(&sql)), "{}: {sql:?} has no name", path.display());
            }
        }
    }
}
