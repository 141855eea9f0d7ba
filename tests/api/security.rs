//! What strangers try: odd bodies, odd paths, other sites' pages, injected SQL, other hosts' names.
use crate::harness::{Kind, Person, Site, both, id_of};
use axum::http::Method;
use guichet::{
    App, accounts,
    clock::Clock,
    config::{Profile, Settings},
    problem::Code,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, path::Path};
use uuid::Uuid;

/// Every list of the API.
const LISTS: [&str; 14] = [
    "/api/utilisateurs/",
    "/api/postes/",
    "/api/postes/disponibles/",
    "/api/postes/enrolments/",
    "/api/sessions/",
    "/api/sessions/actives/",
    "/api/logs/",
    "/api/agencies/",
    "/api/accounts/roles/",
    "/api/accounts/permissions/",
    "/api/accounts/users/",
    "/api/accounts/services/",
    "/api/accounts/api-keys/",
    "/api/reports/",
];

/// Texts that mean something to a database, a shell or a page.
const EVIL: [&str; 9] = [
    "' OR '1'='1",
    "'; DROP TABLE users; --",
    "\" OR 1=1 --",
    "1) UNION SELECT password_hash FROM users --",
    "%",
    "_",
    "\\",
    "<script>alert(1)</script>",
    "$1 ? {} ${7*7} \u{202e} \u{feff}",
];

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02X}"))
}

/// Sends each of the bodies that are no body of anything.
async fn assert_odd_bodies_refused(person: &Person<'_>, method: &Method, path: &str) {
    let deep = "[".repeat(5_000) + &"]".repeat(5_000);
    let deeper = r#"{"a":"#.repeat(5_000);
    let bodies: [(&str, Vec<u8>); 9] = [
        ("nothing like JSON", b"hello".to_vec()),
        ("cut off", br#"{"minutes": 5"#.to_vec()),
        ("two values", b"{} {}".to_vec()),
        ("bad UTF-8", b"{\"name\": \"\xff\xfe\"}".to_vec()),
        ("an array", b"[1,2,3]".to_vec()),
        ("a number", b"5".to_vec()),
        ("deep", deep.into_bytes()),
        ("deeper", deeper.into_bytes()),
        ("an unknown field", br#"{"no_such_field": 1}"#.to_vec()),
    ];
    for (what, bytes) in bodies {
        let answer = person.send_bytes(method.clone(), path, "application/json", bytes).await;
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert_eq!(answer.status.as_u16(), 400, "{what} to {method} {path}: {text}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{what}");
    }
    let huge = format!(r#"{{"name":"{}"}}"#, "x".repeat(70_000)).into_bytes();
    person.send_bytes(method.clone(), path, "application/json", huge).await.problem(413, "body_too_large");
    let answer = person.send_bytes(method.clone(), path, "text/html", b"{}".to_vec()).await;
    answer.problem(415, "unsupported_media_type");
}

both! {
    /// COR-004: a bad body changes nothing and says why, wherever it is sent.
    async fn odd_bodies_are_refused_everywhere(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let station = site.station(&admin, agency).await.id;
        let session = id_of(&admin.post("/api/sessions/", json!({ "agency_id": agency, "minutes": 5 })).await.created());
        let visitor = site.visitor(&site.operator(agency).await).await;
        let before = site.count("SELECT COUNT(*) FROM audit_log").await;
        for (method, path) in [
            (Method::POST, "/api/token/".to_owned()),
            (Method::POST, "/api/token/verify/".into()),
            (Method::POST, "/api/accounts/password/".into()),
            (Method::POST, "/api/accounts/users/".into()),
            (Method::POST, "/api/accounts/roles/".into()),
            (Method::POST, "/api/accounts/services/".into()),
            (Method::POST, "/api/accounts/api-keys/".into()),
            (Method::POST, "/api/accounts/register/".into()),
            (Method::POST, "/api/accounts/password-reset/".into()),
            (Method::POST, "/api/accounts/2fa/enrol/".into()),
            (Method::PATCH, "/api/accounts/me/".into()),
            (Method::POST, "/api/agencies/".into()),
            (Method::PUT, format!("/api/agencies/{agency}/")),
            (Method::PATCH, format!("/api/agencies/{agency}/")),
            (Method::POST, "/api/utilisateurs/".into()),
            (Method::PUT, format!("/api/utilisateurs/{visitor}/")),
            (Method::PATCH, format!("/api/utilisateurs/{visitor}/")),
            (Method::POST, "/api/postes/".into()),
            (Method::PUT, format!("/api/postes/{station}/")),
            (Method::PATCH, format!("/api/postes/{station}/")),
            (Method::POST, format!("/api/postes/{station}/command/")),
            (Method::POST, "/api/postes/enrol/".into()),
            (Method::POST, format!("/api/postes/{station}/connexion/")),
            (Method::POST, "/api/sessions/".into()),
            (Method::PATCH, format!("/api/sessions/{session}/")),
            (Method::POST, "/api/sessions/validate_code/".into()),
            (Method::POST, format!("/api/sessions/{session}/add_time/")),
        ] {
            assert_odd_bodies_refused(&admin, &method, &path).await;
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM audit_log").await, before, "something was changed");
    }

    /// SEC-004: what is searched, filtered and sorted by is never read as SQL.
    async fn nothing_is_injected(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        let operator = site.operator(agency).await;
        site.visitor(&operator).await;
        site.station(&admin, agency).await;
        operator.post("/api/sessions/", json!({ "minutes": 5 })).await.created();
        for path in LISTS {
            for evil in EVIL {
                let found = admin.get(&format!("{path}?search={}", encoded(evil))).await.results();
                // Found is what holds the text itself: no sign stands for another.
                assert!(found.iter().all(|row| row.to_string().contains(evil)), "{path}?search={evil}: {found:?}");
                let evil = encoded(evil);
                for query in [format!("ordering={evil}"), format!("{evil}=1"), format!("page={evil}"), format!("id__in={evil}")] {
                    let answer = admin.get(&format!("{path}?{query}")).await;
                    // The permissions' key is a text: nothing has such a code.
                    if answer.status.as_u16() == 200 && query.starts_with("id__in") {
                        assert_eq!(answer.results(), Vec::<Value>::new(), "{path}?{query}");
                    } else {
                        answer.problem(400, "invalid");
                    }
                }
            }
        }
        for evil in EVIL {
            let login = json!({ "login": evil, "password": evil });
            let status = site.anonymous().post("/api/token/", login).await.status.as_u16();
            assert!([401, 429].contains(&status), "{evil}: {status}");
            admin.get(&format!("/api/sessions/{}/", encoded(evil))).await.problem(404, "not_found");
        }
        assert_eq!(site.count("SELECT COUNT(*) FROM visitors").await, 1);
        assert!(site.count("SELECT COUNT(*) FROM users").await > 0);
    }

    /// SEC-002, SEC-004: what looks like a page or like SQL is kept and given back as it was written.
    async fn odd_names_are_only_names(site: &Site) {
        let (admin, agency) = (site.admin().await, site.agency("RE").await);
        for evil in EVIL.iter().filter(|evil| evil.chars().count() <= 60) {
            let made = admin.post("/api/postes/", json!({ "name": evil, "agency_id": agency })).await.created();
            let path = format!("/api/postes/{}/", id_of(&made));
            let answer = admin.get(&path).await;
            assert_eq!(answer.headers["x-content-type-options"], "nosniff");
            assert_eq!(answer.headers["content-type"], "application/json");
            assert_eq!(answer.ok()["name"], json!(evil.trim()));
        }
    }

    /// Ids that are none, methods that are none, paths that lead out.
    async fn odd_paths_are_problems(site: &Site) {
        let admin = site.admin().await;
        for path in ["/api/sessions/x/", "/api/sessions/%00/", "/api/postes/%2e%2e/", "/api/postes/1/"] {
            admin.get(path).await.problem(404, "not_found");
        }
        for path in ["/api/", "/api/nowhere/", "/api/sessions/a/b/c/d/", "/api/postes/../sessions/", "/api/%2e%2e/%2e%2e/etc/passwd", "/ws/", "/ws/nowhere/"] {
            admin.get(path).await.problem(404, "no_such_path");
        }
        for (method, path) in [
            (Method::DELETE, "/api/sessions/".to_owned()),
            (Method::PUT, "/api/postes/".into()),
            (Method::PATCH, "/api/sessions/validate_code/".into()),
            (Method::GET, format!("/api/sessions/{}/start/", Uuid::nil())),
            (Method::TRACE, "/api/sessions/".into()),
            (Method::POST, "/".into()),
            (Method::DELETE, "/index.html".into()),
        ] {
            admin.send(method, &path, None).await.problem(405, "method_not_allowed");
        }
        // The files of the machine are not files of the console.
        for path in ["/../../../etc/passwd", "/assets/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/secret.key", "/guichet.db"] {
            let answer = admin.get(path).await;
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            assert!(!text.contains("root:") && !text.contains("SQLite format"), "{path}");
        }
    }

    /// SEC-003: a page of another origin is told nothing, and may send nothing.
    async fn other_origins_get_no_answer(site: &Site) {
        let admin = site.admin().await;
        let allowed = "access-control-allow-origin";
        for origin in ["https://evil.example", "null", "http://127.0.0.1:8000.evil.example", "http://127.0.0.1", "https://127.0.0.1:8000"] {
            let page = admin.clone().with_header("origin", origin);
            let answer = page.get("/api/sessions/").await;
            assert!(!answer.headers.contains_key(allowed), "{origin}");
            let asks = page.with_header("access-control-request-method", "POST");
            let answer = asks.send(Method::OPTIONS, "/api/sessions/", None).await;
            assert!(!answer.headers.contains_key(allowed), "{origin}");
        }
        let own = admin.clone().with_header("origin", "http://127.0.0.1:8000");
        assert_eq!(own.get("/api/sessions/").await.headers[allowed], "http://127.0.0.1:8000");
    }

    /// Headers that browsers protect people with.
    async fn answers_carry_their_protection(site: &Site) {
        for path in ["/health", "/api/sessions/", "/api/nowhere/", "/"] {
            let answer = site.anonymous().get(path).await;
            for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin")] {
                assert_eq!(answer.headers[name], value, "{path}");
            }
            let cached = answer.headers["cache-control"].to_str().expect("ASCII").to_owned();
            assert!(["no-store", "no-cache"].contains(&cached.as_str()), "{path}: {cached}");
        }
    }

    /// Every problem has an id of its own, in the body and in a header.
    async fn every_problem_has_its_id(site: &Site) {
        let mut ids = BTreeSet::new();
        for _ in 0..20 {
            let answer = site.anonymous().get("/api/sessions/").await;
            let header = answer.headers["x-request-id"].to_str().expect("ASCII").to_owned();
            assert_eq!(answer.problem(401, "unauthenticated")["request_id"], json!(header));
            assert!(ids.insert(header));
        }
    }
}

/// SEC-003, SEC-005: in production only the server's own names are answered, and no developer's page.
#[tokio::test(flavor = "multi_thread")]
async fn production_answers_to_its_own_name() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let site = Site::open_with(kind, |settings| {
            settings.profile = Profile::Production;
            settings.public_url = "https://guichet.example".into();
            settings.allowed_hosts = "borne.example, 10.0.0.5".into();
        })
        .await;
        let host = |name: &str| site.anonymous().with_header("host", name);
        for own in ["guichet.example", "GUICHET.example:443", "borne.example:8000", "10.0.0.5", "127.0.0.1:8000"] {
            host(own).get("/health").await.ok();
        }
        for other in
            ["evil.example", "guichet.example.evil.example", "evil.example:443", "xguichet.example", "", ".", ":"]
        {
            let status = Code::UnknownHost.status().as_u16();
            host(other).get("/health").await.problem(status, "unknown_host");
            let login = json!({ "login": "a", "password": "b" });
            host(other).post("/api/token/", login).await.problem(status, "unknown_host");
        }
        let page = |origin: &str| host("guichet.example").with_header("origin", origin);
        let allowed = "access-control-allow-origin";
        assert_eq!(page("https://guichet.example").get("/health").await.headers[allowed], "https://guichet.example");
        for origin in
            ["http://localhost:5173", "http://127.0.0.1:5173", "http://guichet.example", "https://evil.example"]
        {
            assert!(!page(origin).get("/health").await.headers.contains_key(allowed), "{origin}");
        }
        site.close().await;
    }
}

fn production(folder: &Path) -> Settings {
    Settings {
        profile: Profile::Production,
        data_dir: folder.to_owned(),
        secret_key: Some("5e".repeat(32)),
        ..Settings::default()
    }
}

/// SEC-005, ACC-037: production has no password and no secret of its own making.
#[tokio::test(flavor = "multi_thread")]
async fn production_starts_with_no_default() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::open(production(folder.path()), Clock::manual(0)).await.expect("a server");
    app.db.migrate().await.expect("migrations");
    let refused = accounts::init_data(&app).await.expect_err("no password was given");
    assert!(refused.cause().is_some_and(|cause| cause.contains("GUICHET_ADMIN_INITIAL_PASSWORD")));
    let given = Settings { admin_initial_password: Some("cheval agrafe pile".into()), ..production(folder.path()) };
    app.db.close().await;
    let app = App::open(given, Clock::manual(0)).await.expect("a server");
    accounts::init_data(&app).await.expect("with a password");
    app.db.close().await;
    for secret in ["", "short", "5e5e5e5e5e5e5e5e"] {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings { secret_key: Some(secret.into()), ..production(folder.path()) };
        let opened = App::open(settings, Clock::manual(0)).await;
        assert!(opened.is_err(), "{secret:?} was taken for a secret");
    }
}
