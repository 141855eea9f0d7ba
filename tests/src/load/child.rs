//! The programs under load: this one, started again.
use std::{
    io::Read,
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child as Process, Command, Stdio},
    time::Duration,
};

/// A server in a process of its own; it ends with its owner.
pub struct Child {
    process: Process,
    pub address: SocketAddr,
}

/// Ends this process when the one that started it is gone, however that went.
pub fn end_with_parent() {
    std::thread::spawn(|| {
        // The pipe is never written to: it can only close.
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
}

impl Child {
    /// Starts the program as `mode`, and waits until it answers.
    pub async fn start(mode: &str, env: &[(&str, String)]) -> Self {
        Self::start_by(&[], mode, env).await
    }

    /// The same by another program, which becomes it.
    pub async fn start_by(by: &[&str], mode: &str, env: &[(&str, String)]) -> Self {
        Self::attempt(by, mode, env).await.unwrap_or_else(|said| panic!("`{mode}` does not answer: {said}"))
    }

    /// The same, or what it said before it ended.
    pub async fn attempt(by: &[&str], mode: &str, env: &[(&str, String)]) -> Result<Self, String> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.expect("a free port");
        let program = std::env::current_exe().expect("this program");
        let program = program.to_str().expect("a name in UTF-8");
        let words: Vec<&str> = by.iter().copied().chain([program, mode]).collect();
        let mut process = Command::new(words[0])
            .args(&words[1..])
            .env("GUICHET_LISTEN", address.to_string())
            .envs(env.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // Read to its end, so that it never waits for its reader.
        let mut stderr = process.stderr.take().expect("a pipe");
        let said = std::thread::spawn(move || {
            let mut said = String::new();
            let _ = stderr.read_to_string(&mut said);
            said
        });
        let mut child = Self { process, address };
        for _ in 0..600 {
            if TcpStream::connect(address).is_ok() {
                return Ok(child);
            }
            if child.process.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        child.kill();
        Err(said.join().unwrap_or_default())
    }

    /// The plain server.
    pub async fn plain() -> Self {
        Self::start("plain", &[]).await
    }

    /// The processor time it has used, in seconds.
    pub fn cpu_s(&self) -> f64 {
        cpu_s(&format!("/proc/{}/stat", self.process.id()))
    }

    /// The memory it holds, in KiB.
    pub fn rss_kib(&self) -> f64 {
        let path = format!("/proc/{}/smaps_rollup", self.process.id());
        let text = std::fs::read_to_string(Path::new(&path)).expect("a running process");
        let line = text.lines().find_map(|line| line.strip_prefix("Rss:")).expect("a size");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Ends it as a power cut would end the process: nothing of it runs any more when this returns.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The processor time this process has used, in seconds.
pub fn own_cpu_s() -> f64 {
    cpu_s("/proc/self/stat")
}

/// User and system time; the kernel counts them in hundredths.
fn cpu_s(path: &str) -> f64 {
    let text = std::fs::read_to_string(path).expect("a running process");
    let (_, fields) = text.rsplit_once(") ").expect("its name in brackets");
    let ticks: f64 = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
