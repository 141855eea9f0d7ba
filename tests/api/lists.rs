//! Every list with every filter, every order, and what it does not know.
use crate::harness::both;
use guichet::{
    list::{Filter, List, ListQuery, MAX_PAGE_SIZE, Page, Scope},
    modules::MODULES,
    problem::Problem,
};
use sqlx::{FromRow, Row};
use uuid::Uuid;

/// A row that nobody reads.
struct AnyRow;

impl<'r, R: Row> FromRow<'r, R> for AnyRow {
    fn from_row(_: &'r R) -> sqlx::Result<Self> {
        Ok(Self)
    }
}

fn lists() -> impl Iterator<Item = &'static List> {
    MODULES.iter().flat_map(|module| module.lists).copied()
}

async fn ask(
    site: &crate::harness::Site,
    list: &List,
    pairs: &[(&str, &str)],
    scope: &Scope,
) -> Result<Page<AnyRow>, Problem> {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut tx = site.app.db.read().await.expect("a connection");
    list.page(&mut tx, &ListQuery::new("/api/x/", pairs), scope, 0).await
}

/// What is asked of a list: each filter with each kind of value it takes, and its `__in`.
fn questions(list: &List) -> Vec<(String, &'static str)> {
    const ID: &str = "01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b10";
    const TWO_IDS: &str = "01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b10,01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b11";
    let mut asked = vec![
        ("id__in".to_owned(), TWO_IDS),
        ("search".to_owned(), "Élan d'été 100%_\\ x"),
        ("page".to_owned(), "3"),
        ("page_size".to_owned(), "7"),
    ];
    for (name, filter) in list.filters {
        let plain = (*name).to_owned();
        match filter {
            Filter::Text(_) | Filter::Among(_) => {
                asked.extend([(plain, "x'; DROP TABLE users; --"), (format!("{name}__in"), "a,b")]);
            }
            Filter::Id(_) => asked.extend([(plain, ID), (format!("{name}__in"), TWO_IDS)]),
            Filter::From(_) | Filter::Before(_) => asked.push((plain, "-1")),
            Filter::Either(..) | Filter::Since(_) => asked.extend([(plain.clone(), "true"), (plain, "false")]),
        }
    }
    for (name, _) in list.order {
        asked.extend([("ordering".to_owned(), *name)]);
    }
    asked
}

both! {
    /// PRF-002: filters, search and order are the database's work, on every list.
    async fn every_list_answers_every_filter_and_order(site: &Site) {
        let scopes = [Scope::All, Scope::Agencies(vec![Uuid::nil(), Uuid::max()]), Scope::Agencies(vec![]), Scope::Own(Uuid::nil())];
        let mut broken = Vec::new();
        for list in lists() {
            for (name, value) in questions(list) {
                for scope in &scopes {
                    if let Err(problem) = ask(site, list, &[(&name, value)], scope).await {
                        broken.push(format!("{} {name}={value} {scope:?}: {problem:?}", list.name));
                    }
                }
            }
            for (name, _) in list.order {
                let down = format!("-{name}");
                if let Err(problem) = ask(site, list, &[("ordering", &down)], &Scope::All).await {
                    broken.push(format!("{} ordering={down}: {problem:?}", list.name));
                }
            }
            if let Err(problem) = ask(site, list, &[], &Scope::All).await {
                broken.push(format!("{}: {problem:?}", list.name));
            }
        }
        assert!(broken.is_empty(), "{}", broken.join("\n"));
        assert!(lists().count() >= 8);
    }

    /// COR-003: what a list does not know is refused, naming it.
    async fn what_a_list_does_not_know_is_refused(site: &Site) {
        for list in lists() {
            for (name, value, blamed, code) in [
                ("no_such_filter", "1", "no_such_filter", "unknown_filter"),
                ("ordering", "no_such_field", "ordering", "unknown_ordering"),
                ("ordering", "1; DROP TABLE users", "ordering", "unknown_ordering"),
                ("page", "x", "page", "wrong_type"),
                ("page_size", "-1", "page_size", "wrong_type"),
            ] {
                let answer = ask(site, list, &[(name, value)], &Scope::All).await;
                let problem = answer.err().unwrap_or_else(|| panic!("{} takes {name}={value}", list.name));
                let errors: Vec<_> = problem.errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
                assert_eq!(errors, [(blamed, code)], "{}", list.name);
            }
        }
    }

    /// PRF-001: a page is bounded, and its links lead on.
    async fn pages_are_bounded_and_linked(site: &Site) {
        let admin = site.admin().await;
        let page = admin.get("/api/logs/?page_size=100000").await.ok();
        assert!(page["results"].as_array().is_some_and(|rows| rows.len() <= MAX_PAGE_SIZE as usize));
        let mut path = "/api/logs/?page_size=1&ordering=seq".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = admin.get(&path).await.ok();
            seen.extend(page["results"].as_array().expect("rows").iter().map(|row| row["seq"].as_i64()));
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => break,
            }
        }
        let count = i64::try_from(seen.len()).expect("few");
        assert_eq!(seen, (1..=count).map(Some).collect::<Vec<_>>());
        assert!(count >= 3, "the initial data, an account and a login");
    }
}
