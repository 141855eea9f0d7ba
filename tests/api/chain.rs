//! What the programs are made of, how they are built, and what is said of their security: kept true by looking.
use crate::source::root;
use serde_json::Value;
use std::{collections::BTreeSet, fs, process::Command};

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The fields of a line of CSV.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => fields.last_mut().expect("a field").extend(signs.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            sign => fields.last_mut().expect("a field").push(sign),
        }
    }
    fields
}

/// What is wrong with `path` or `path#function`.
fn missing(reference: &str) -> Option<String> {
    let (path, function) = reference.split_once('#').unwrap_or((reference, ""));
    let path = root().join(path);
    if !path.is_file() {
        return Some(format!("{reference}: no such file"));
    }
    let is_there =
        function.is_empty() || fs::read_to_string(&path).expect("a text").contains(&format!("fn {function}("));
    (!is_there).then(|| format!("{reference}: no such test"))
}

/// OWASP ASVS 5.0 has 70 requirements at level 1 and 183 more at level 2.
#[test]
fn what_is_said_of_security_is_there() {
    let page = text("docs/asvs.csv");
    let mut lines = page.lines();
    assert_eq!(lines.next(), Some("id,level,requirement,status,where,test,remark"));
    let (mut ids, mut wrong, mut first) = (BTreeSet::new(), Vec::new(), 0);
    for line in lines {
        let fields = fields(line);
        let [id, level, requirement, status, places, tests, remark] = &fields[..] else { panic!("{line}") };
        assert!(ids.insert(id.clone()), "{id} stands there twice");
        assert!(id.starts_with('V') && id.matches('.').count() == 2 && !requirement.is_empty(), "{line}");
        first += usize::from(level == "1");
        wrong.extend(places.split(';').chain(tests.split(';')).filter(|text| !text.is_empty()).filter_map(missing));
        // What is met is met somewhere; what is not needs a word.
        let is_told = match status.as_str() {
            "met" => !places.is_empty(),
            "partly" => !places.is_empty() && !remark.is_empty(),
            "not" | "n.a." => !remark.is_empty(),
            _ => false,
        };
        assert!(is_told, "{line}");
    }
    assert_eq!((ids.len(), first), (253, 70));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where cargo builds or asks, Cargo.lock holds; npm takes what its lock file says.
#[test]
fn builds_are_locked() {
    let files = ["Makefile", "Dockerfile", "scripts", "pxe", "packaging"];
    let listed = Command::new("git").args(["ls-files", "--"]).args(files).current_dir(root()).output().expect("git");
    let (mut seen, mut open) = (0, Vec::new());
    for path in String::from_utf8_lossy(&listed.stdout).lines() {
        let Ok(page) = fs::read_to_string(root().join(path)) else { continue };
        for line in page.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let builds = ["build", "test", "clippy", "bench", "install", "run", "metadata", "tree"];
            let is_cargo = builds.iter().any(|word| line.contains(&format!("cargo {word} ")));
            let is_npm = line.contains("npm ci") || line.contains("npm install");
            seen += usize::from(is_cargo || is_npm);
            if (is_cargo && !line.contains("--locked")) || line.contains("npm install") {
                open.push(format!("{path}: {line}"));
            }
        }
    }
    assert!(seen > 15, "only {seen} builds were found");
    assert!(open.is_empty(), "{}", open.join("\n"));
}

fn made_of(kind: &str) -> Vec<Value> {
    let done = Command::new("node").arg("scripts/sbom.mjs").arg(kind).current_dir(root()).output().expect("node");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let bill: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
    bill["components"].as_array().expect("components").clone()
}

#[test]
fn what_a_package_is_made_of_is_listed() {
    let server = made_of("server");
    let named = |parts: &[Value], name: &str| parts.iter().any(|part| part["name"] == name);
    for name in ["axum", "sqlx", "rustls", "react", "react-admin"] {
        assert!(named(&server, name), "no {name}");
    }
    for name in ["proptest", "insta", "vitest", "typescript", "iced"] {
        assert!(!named(&server, name), "{name} is not in the server");
    }
    assert!(named(&made_of("kiosk"), "iced"));
    for part in &server {
        let has_licence = part["licenses"][0]["expression"].as_str().is_some_and(|text| !text.contains('/'));
        let purl = part["purl"].as_str().unwrap_or_default();
        let is_ours = purl.starts_with("pkg:cargo/guichet");
        assert!(has_licence && purl.starts_with("pkg:"), "{part}");
        assert!(is_ours || part["hashes"][0]["content"].as_str().is_some_and(|hash| hash.len() >= 64), "{part}");
    }
}
