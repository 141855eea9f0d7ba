//! A PostgreSQL of our own: started with the first test that wants it, gone with the test process.
use sqlx::{Connection, Executor, PgConnection};
use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::sync::OnceCell;

/// A shell keeps the cluster: it waits for the pipe from the test process to close, which happens
/// however that process ends, then stops the cluster and removes its files.
const KEEPER: &str = r#"
trap '' INT TERM HUP
bin=$1 dir=$2 durability=$3
cd "$dir" || exit 1
"$bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 || exit 1
"$bin/postgres" -D data -c listen_addresses= -c unix_socket_directories="$dir" $durability \
    -c max_connections=400 -c shared_buffers=64MB >>log 2>&1 </dev/null &
cat >/dev/null
kill -QUIT $!
wait
cd /
rm -rf "$dir"
"#;

/// What a commit is worth.
#[derive(Debug, Clone, Copy)]
#[allow(dead_code, reason = "tests want one, benches the other")]
pub enum Durability {
    /// Nothing: tests throw everything away.
    None,
    /// It is on the disk: benches measure that, too.
    Full,
}

impl Durability {
    fn options(self) -> &'static str {
        match self {
            Self::None => "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
            Self::Full => "",
        }
    }
}

const TEMPLATE: &str = "guichet_template";

pub struct Cluster {
    dir: PathBuf,
    made: AtomicU32,
    /// `CREATE DATABASE` wants its template for itself.
    cloning: tokio::sync::Mutex<()>,
    /// Holds the pipe, which is never written to: its closing is the message.
    keeper: Mutex<Child>,
}

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();

/// The cluster of this test process.
pub async fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(|| Cluster::start(Durability::None)).await
}

/// Where Debian's package puts the programs; the newest version.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|version| Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    found.sort();
    let (_, bin) = found.pop().expect("PostgreSQL is not installed: run `make setup`, then the tests again");
    bin
}

/// PostgreSQL refuses to run as root: who runs it then, and how.
fn unprivileged(dir: &Path) -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !is_root {
        return Command::new("sh");
    }
    let users = fs::read_to_string("/etc/passwd").expect("the list of users");
    let id_of = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse::<u32>().ok()?, fields.next()?.parse::<u32>().ok()?))
    };
    let (uid, gid) = id_of("postgres").or_else(|| id_of("nobody")).expect("a user without privileges");
    chown(dir, Some(uid), Some(gid)).expect("a folder to give away");
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".into(), "sh".into()]);
    command
}

impl Cluster {
    /// Starts a cluster that lives as long as this process.
    pub async fn start(durability: Durability) -> Self {
        let bin = programs();
        let dir = tempfile::Builder::new().prefix("guichet-pg-").tempdir().expect("a temporary folder").keep();
        let mut shell = unprivileged(&dir);
        shell.args(["-c", KEEPER, "keeper"]).args([&bin, &dir]).arg(durability.options()).stdin(Stdio::piped());
        let cluster = Self {
            dir,
            made: AtomicU32::new(0),
            cloning: tokio::sync::Mutex::default(),
            keeper: Mutex::new(shell.spawn().expect("a shell")),
        };
        for _ in 0..600 {
            if let Ok(connection) = PgConnection::connect(&cluster.url("postgres")).await {
                drop(connection);
                return cluster;
            }
            let ended = cluster.keeper.lock().expect("no panic before").try_wait().expect("a child");
            assert!(ended.is_none(), "PostgreSQL did not start:\n{}", cluster.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("PostgreSQL did not start in time:\n{}", cluster.log());
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.dir.display())
    }

    async fn admin(&self, sql: &str) {
        let mut connection = PgConnection::connect(&self.url("postgres")).await.expect("the cluster");
        connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.expect(sql);
    }

    /// An empty database to make the template in; its address.
    pub async fn make_template(&self) -> String {
        self.admin(&format!("CREATE DATABASE {TEMPLATE}")).await;
        self.url(TEMPLATE)
    }

    /// An empty database; its address.
    pub async fn create(&self) -> String {
        let name = format!("e{}", self.made.fetch_add(1, Ordering::Relaxed));
        self.admin(&format!("CREATE DATABASE {name}")).await;
        self.url(&name)
    }

    /// A copy of the template; its name.
    pub async fn clone_template(&self) -> String {
        let name = format!("t{}", self.made.fetch_add(1, Ordering::Relaxed));
        let _turn = self.cloning.lock().await;
        self.admin(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
        name
    }

    /// Removes a database, whoever is still connected to it.
    pub async fn drop(&self, database: &str) {
        self.admin(&format!("DROP DATABASE {database} WITH (FORCE)")).await;
    }
}
